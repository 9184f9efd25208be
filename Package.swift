// swift-tools-version:6.2
import PackageDescription

// Two stacks that share no protocol code. The runner (`aims`) stands on libcurl and OpenSSL 3; the embedded reference target
// (`aims-reference`) on Hummingbird, SwiftNIO, swift-crypto and swift-certificates. `ModuleGraphTests` keeps them apart.

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny")
]

/// A module of the runner's stack.
func runner(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "aims",
  products: [
    .executable(name: "aims", targets: ["aims"]),
    .executable(name: "aims-reference", targets: ["aims-reference"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    // The reference target alone:
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
  ],
  targets: [
    // System libraries and the C beside them.
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "COpenSSLShims", dependencies: ["COpenSSL"]),
    .target(name: "CCurlShims", dependencies: ["CCurl", "COpenSSL"]),
    .target(name: "CVectors"),

    // The runner's stack.
    runner("OrderedJSON", []),
    runner("Documents", ["OrderedJSON", "CVectors", .product(name: "Yams", package: "Yams")]),
    runner("Requirements", ["OrderedJSON", "Documents"]),
    runner("Scenarios", ["OrderedJSON", "Documents", "Requirements"]),
    runner("Targets", ["OrderedJSON", "Documents"]),
    runner("Forge", ["OrderedJSON", "COpenSSL", "COpenSSLShims"]),
    runner("Wire", ["CCurl", "CCurlShims", "COpenSSL"]),
    runner("Results", ["OrderedJSON"]),
    runner("Runner", ["OrderedJSON", "Documents", "Requirements", "Scenarios", "Targets", "Forge", "Wire", "Results"]),
    runner("Pairs", ["OrderedJSON", "Documents", "Scenarios", "Targets"]),
    runner("Reports", ["OrderedJSON", "Documents", "Requirements", "Results"]),
    .executableTarget(
      name: "aims",
      dependencies: [
        "OrderedJSON", "Documents", "Requirements", "Scenarios", "Targets", "Forge", "Wire", "Results", "Runner", "Pairs", "Reports",
        argumentParser,
      ],
      swiftSettings: settings),

    // The reference target's stack.
    .target(
      name: "ReferenceTarget",
      dependencies: [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOHTTP2", package: "swift-nio-http2"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "aims-reference", dependencies: ["ReferenceTarget", argumentParser], swiftSettings: settings),

    tests("OrderedJSONTests", ["OrderedJSON"]),
    tests("DocumentsTests", ["Documents", "OrderedJSON"]),
    tests("RequirementsTests", ["Requirements", "Documents"]),
    tests("ScenariosTests", ["Scenarios", "Documents", "Requirements", "OrderedJSON"]),
    tests("TargetsTests", ["Targets", "Documents", "OrderedJSON"]),
    tests("ForgeTests", ["Forge", "OrderedJSON"]),
    tests("WireTests", ["Wire"]),
    tests("RunnerTests", ["Runner", "Scenarios", "Targets", "Requirements", "Results", "Documents", "OrderedJSON", "Forge", "Wire"]),
    tests("PairsTests", ["Pairs", "Documents", "OrderedJSON", "Scenarios", "Targets"]),
    tests("ReportsTests", ["Reports", "Results", "Requirements", "OrderedJSON", "Documents"]),
    tests("ReferenceTargetTests", ["ReferenceTarget"]),
    // Drives the built executables as a user would; the only tests in which both stacks meet, over the wire.
    tests("EndToEndTests", ["OrderedJSON", "Documents", "Results"]),
  ]
)

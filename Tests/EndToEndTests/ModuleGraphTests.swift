import Foundation
import Testing

/// The two stacks share no protocol code: a misreading of a specification must not hide on both sides.
@Suite("The module graph") struct ModuleGraph {
  static let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources").standardizedFileURL.path
  static let reference: Set<String> = ["ReferenceTarget", "aims-reference"]
  /// Modules that only the reference target may use.
  static let referenceOnly: Set<String> = [
    "NIO", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "NIOFoundationCompat", "NIOConcurrencyHelpers", "Hummingbird", "HummingbirdCore",
    "HummingbirdTLS", "Crypto", "CryptoExtras", "_CryptoExtras", "X509", "SwiftASN1", "HTTPTypes", "Logging", "AsyncHTTPClient", "JWTKit",
  ]

  /// Module → what its files import.
  static func imports() throws -> [String: Set<String>] {
    var graph: [String: Set<String>] = [:]
    for module in try FileManager.default.contentsOfDirectory(atPath: sources) {
      let folder = sources + "/" + module
      guard let files = FileManager.default.enumerator(atPath: folder) else { continue }
      for case let file as String in files where file.hasSuffix(".swift") {
        for line in try String(contentsOfFile: folder + "/" + file, encoding: .utf8).split(separator: "\n") {
          let words = line.split(separator: " ").filter {
            !$0.hasPrefix("@") && !["public", "internal", "private", "package"].contains($0)
          }
          guard words.count >= 2, words[0] == "import" else { continue }
          let kinds: Set<Substring> = ["struct", "class", "enum", "func", "protocol", "typealias", "let", "var"]
          let name = kinds.contains(words[1]) && words.count > 2 ? words[2] : words[1]
          graph[module, default: []].insert(String(name.prefix { $0 != "." }))
        }
      }
    }
    return graph
  }

  @Test("the runner uses nothing of the reference target's stack") func runner() throws {
    let graph = try Self.imports()
    #expect(graph["Runner"]?.contains("Wire") == true, "the sources were not found in \(Self.sources)")
    for (module, imports) in graph where !Self.reference.contains(module) {
      #expect(imports.isDisjoint(with: Self.referenceOnly.union(Self.reference)), "\(module) imports \(imports.sorted())")
    }
  }

  @Test("the reference target uses nothing of the runner's stack") func referenceTarget() throws {
    let graph = try Self.imports()
    let runner = Set(graph.keys).subtracting(Self.reference).union(["CCurl", "COpenSSL", "CCurlShims", "COpenSSLShims", "CVectors", "Yams"])
    for module in Self.reference {
      let imports = try #require(graph[module])
      #expect(imports.isDisjoint(with: runner.subtracting(Self.reference)), "\(module) imports \(imports.sorted())")
    }
  }

  @Test("modules use only those that the architecture puts below them") func layers() throws {
    let below: [String: Set<String>] = [
      "OrderedJSON": [], "Documents": ["OrderedJSON", "CVectors"], "Requirements": ["OrderedJSON", "Documents"],
      "Scenarios": ["OrderedJSON", "Documents", "Requirements"], "Targets": ["OrderedJSON", "Documents"],
      "Forge": ["OrderedJSON", "COpenSSL", "COpenSSLShims"], "Wire": ["CCurl", "CCurlShims", "COpenSSL"], "Results": ["OrderedJSON"],
      "Reports": ["OrderedJSON", "Documents", "Requirements", "Results"], "Pairs": ["OrderedJSON", "Documents", "Scenarios", "Targets"],
    ]
    let graph = try Self.imports()
    let ours = Set(graph.keys).union(["CCurl", "COpenSSL", "CCurlShims", "COpenSSLShims", "CVectors"])
    for (module, allowed) in below {
      let imports = (graph[module] ?? []).intersection(ours)
      #expect(imports.isSubset(of: allowed), "\(module) imports \(imports.subtracting(allowed).sorted())")
    }
  }
}

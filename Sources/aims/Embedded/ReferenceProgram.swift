import Foundation

/// The executable of the reference target.
enum ReferenceProgram {
  static let name = "aims-reference"

  /// Where it is: the variable AIMS_REFERENCE, or beside this program.
  /// - Throws: `Failure`, status 3.
  static func path() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["AIMS_REFERENCE"], !named.isEmpty {
      guard FileManager.default.isExecutableFile(atPath: named) else {
        throw Failure(.notJudged, "error: AIMS_REFERENCE names \(named), which is no program")
      }
      return named
    }
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    let sibling = (own as NSString).deletingLastPathComponent + "/" + name
    guard FileManager.default.isExecutableFile(atPath: sibling) else {
      throw Failure(
        .notJudged,
        "error: there is no \(name) beside this program\n  help: build it (make build), name it in AIMS_REFERENCE, or test a server with --target FILE"
      )
    }
    return sibling
  }

  /// What it prints with some arguments, for instance `--list-defects`.
  /// - Throws: `Failure`.
  static func output(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try path())
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch { throw Failure(.notJudged, "error: \(name) cannot be started") }
    let data = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(.suiteError, "error: \(name) \(arguments.joined(separator: " ")) failed") }
    return String(decoding: data, as: UTF8.self)
  }
}

import Documents
import Foundation
import Targets

/// A target description that somebody named on the command line.
enum DescriptionFile {
  /// Reads and checks it; warnings go to standard error.
  /// - Throws: `Failure` with status 2 and every fault.
  static func read(_ path: String, parser: TargetParser) throws -> TargetDescription {
    let (description, problems) = parser.parse(try source(path))
    guard let description else { throw Failure(problems) }
    for problem in problems { Terminal.error.print(problem.rendered) }
    return description
  }

  /// A file as text.
  /// - Throws: `Failure` with status 2.
  static func source(_ path: String) throws -> SourceFile {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue,
      let data = FileManager.default.contents(atPath: path)
    else { throw Failure(.usage, "error: \(path) cannot be read") }
    guard let text = String(data: data, encoding: .utf8) else { throw Failure(.usage, "error: \(path) is no UTF-8 text") }
    return SourceFile(path: path, text: text)
  }
}

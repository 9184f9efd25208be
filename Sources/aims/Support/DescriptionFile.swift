import Documents
import Foundation
import Reports
import Requirements
import Results
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

  /// What the operator declares.
  /// - Throws: `Failure` with status 2 and every fault.
  static func declarations(_ path: String, catalogue: Catalogue) throws -> [Declaration] {
    do {
      return try DeclarationFile.read(try source(path), catalogue: catalogue)
    } catch let diagnostics as Diagnostics {
      throw Failure(diagnostics.all)
    }
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

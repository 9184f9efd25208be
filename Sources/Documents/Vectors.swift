import CVectors
import Foundation

/// The files of `vectors/`: those that were compiled into the binary, or those of a folder.
public enum Vectors {
  /// The files that the binary carries, sorted by path. Paths are relative to `vectors/`.
  public static var embedded: [(path: String, text: String)] {
    (0..<aims_vectors_count).map { index in
      let file = aims_vector_at(index)
      let text = String(decoding: UnsafeBufferPointer(start: file.bytes, count: file.length), as: UTF8.self)
      return (String(cString: file.path), text)
    }
  }

  /// The same files of a folder that somebody edits, sorted by path; paths are relative to the folder.
  ///
  /// - Throws: a diagnostic where the folder or a file of it cannot be read.
  public static func load(directory: String) throws(Diagnostic) -> [(path: String, text: String)] {
    guard let enumerator = FileManager.default.enumerator(atPath: directory) else {
      throw Diagnostic(.error, "the folder \(directory) cannot be read", at: nil)
    }
    var paths: [String] = []
    for case let path as String in enumerator {
      if path.hasSuffix(".yaml") || path.hasSuffix(".json"), !path.hasPrefix("published/") { paths.append(path) }
    }
    if paths.isEmpty {
      throw Diagnostic(.error, "the folder \(directory) holds no vectors", help: "it has scenarios/, requirements/, roles.yaml …", at: nil)
    }
    var files: [(path: String, text: String)] = []
    for path in paths.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      guard let data = FileManager.default.contents(atPath: directory + "/" + path) else {
        throw Diagnostic(.error, "\(directory)/\(path) cannot be read", at: nil)
      }
      files.append((path, String(decoding: data, as: UTF8.self)))
    }
    return files
  }

  /// Source files whose paths begin with `vectors/` (or with the folder), for diagnostics that somebody can follow.
  ///
  /// - Parameter directory: nil for what the binary carries.
  public static func sourceFiles(directory: String? = nil) throws(Diagnostic) -> [SourceFile] {
    let files = if let directory { try load(directory: directory) } else { embedded }
    return files.map { SourceFile(path: (directory ?? "vectors") + "/" + $0.path, text: $0.text) }
  }
}

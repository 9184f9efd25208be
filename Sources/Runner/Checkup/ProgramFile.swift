import Foundation

/// Whether a program of a hook is there.
enum ProgramFile {
  /// What is wrong with the file; nil if it can be run.
  static func fault(_ path: String) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return "is not there" }
    if isFolder.boolValue { return "is a folder" }
    return FileManager.default.isExecutableFile(atPath: path) ? nil : "may not be executed (chmod +x)"
  }
}

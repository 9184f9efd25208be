import Foundation

/// The folder that holds what the target makes for others: keys, certificates, the description. Nobody else may read it.
struct StateFolder: Sendable {
  let path: String

  init(_ path: String) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
  }

  /// From the root, as sockets are named.
  var absolutePath: String { URL(fileURLWithPath: path).standardizedFileURL.path }

  /// Writes a file that only its owner can read, and gives its name.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let file = path + "/" + name
    try? FileManager.default.removeItem(atPath: file)
    guard FileManager.default.createFile(atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600]) else {
      throw StateFolderError.cannotWrite(name)
    }
    return name
  }

  func write(_ key: PrivateKey, to name: String) throws { try write(JSONValue.object(key.privateJWK).text + "\n", to: name) }
}

enum StateFolderError: Error, CustomStringConvertible {
  case cannotWrite(String)
  var description: String {
    switch self {
    case .cannotWrite(let name): "cannot write \(name) in the state folder"
    }
  }
}

import Forge
import Foundation
import OrderedJSON
import Testing

/// A test vector that a specification prints.
struct Vector: Sendable, CustomTestStringConvertible {
  var file: String
  var json: JSON
  /// Keys that the file's vectors share, by identifier.
  var keys: JSON?

  var testDescription: String { json["id"]?.string ?? "?" }
  var isValid: Bool { json["verdict"]?.string == "valid" }
  var isDeterministic: Bool { json["deterministic"]?.bool == true }

  func text(_ name: String) throws -> String {
    guard let text = json[name]?.string else { throw Failure("\(testDescription) has no \(name)") }
    return text
  }

  /// All vectors of a kind, from every file. A file that cannot be read stops the tests: none may be skipped in silence.
  static func all(_ kind: String) -> [Vector] {
    files.filter { $0.json["kind"]?.string == kind }.flatMap { file in
      (file.json["vectors"]?.array ?? []).map { Vector(file: file.name, json: $0, keys: file.json["keys"]) }
    }
  }

  static let files: [(name: String, json: JSON)] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../vectors/published").standardizedFileURL
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }.sorted()
      return try names.map { ($0, try JSON.parse([UInt8](Data(contentsOf: folder.appending(path: $0))))) }
    } catch {
      fatalError("vectors/published cannot be read: \(error)")
    }
  }()

  /// The message of an HTTP vector.
  func message() throws -> SignableMessage {
    guard let message = json["message"] else { throw Failure("\(testDescription) has no message") }
    guard let status = message["status"]?.integer else { return .request(try Self.request(message)) }
    return .response(.init(status: status, fields: Self.fields(message), request: try json["request"].map(Self.request)))
  }

  private static func request(_ json: JSON) throws -> SignableRequest {
    guard let method = json["method"]?.string, let url = json["url"]?.string else { throw Failure("no method or URL") }
    return SignableRequest(method: method, url: url, target: json["target"]?.string, fields: fields(json))
  }

  private static func fields(_ json: JSON) -> [MessageField] {
    (json["fields"]?.array ?? []).map { .init($0[0]?.string ?? "", $0[1]?.string ?? "") }
  }
}

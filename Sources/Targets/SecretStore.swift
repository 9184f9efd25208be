import Documents
import Foundation
import OrderedJSON

/// Why a secret could not be had. The secret is never part of it.
public struct SecretError: Error, Sendable, Hashable, CustomStringConvertible {
  public var reference: SecretReference
  public var reason: String
  public var description: String { "the secret in \(reference.whereabouts) cannot be read: \(reason)" }
}

/// Resolves references to secrets, each once, and remembers the values so that what is written can be searched for them.
///
/// A value that comes from a program is waited for in the calling thread: call `resolveAll()` before a run starts.
public final class SecretStore: Sendable {
  private let folder: String
  private let hooks: [String: Hook]
  private let hookTimeout: Int
  private let references: [SecretReference]
  private let environment: [String: String]
  private let cache = LockedBox<[SecretReference: Result<String, SecretError>]>([:])

  /// - Parameter environment: the variables that `{env: …}` names; those of this process unless given.
  public init(_ description: TargetDescription, environment: [String: String] = ProcessInfo.processInfo.environment) {
    folder = description.folder
    hooks = description.hooks
    hookTimeout = description.limits.hookTimeout
    references = Self.references(in: description.document)
    self.environment = environment
  }

  /// The value behind a reference; one line end at its end is not part of it.
  public func text(_ reference: SecretReference) throws(SecretError) -> String {
    if let known = cache.with({ $0[reference] }) { return try known.get() }
    let result: Result<String, SecretError>
    do throws(SecretError) {
      result = .success(try read(reference))
    } catch {
      result = .failure(error)
    }
    cache.with { $0[reference] = result }
    return try result.get()
  }

  /// Resolves every reference of the description and says which cannot be read.
  public func resolveAll() -> [SecretError] {
    references.compactMap { reference in
      do throws(SecretError) {
        _ = try text(reference)
        return nil
      } catch {
        return error
      }
    }
  }

  /// The path of a file that the description names.
  public func path(of name: String) -> String { name.hasPrefix("/") ? name : "\(folder)/\(name)" }

  /// Finds and removes the secrets that have been resolved so far.
  public var redactor: Redactor {
    Redactor(
      cache.with { cache in
        cache.compactMap { reference, result in (try? result.get()).map { (reference.whereabouts, $0) } }
      })
  }

  /// Every `{file: …}`, `{env: …}` and `{hook: …}` in a document, in its order, each once.
  static func references(in document: JSON) -> [SecretReference] {
    var found: [SecretReference] = []
    for (_, reference) in located(in: document) where !found.contains(reference) { found.append(reference) }
    return found
  }

  /// Every reference to a secret in a document, with the names that lead to it.
  public static func located(in document: JSON) -> [(path: [String], reference: SecretReference)] {
    var found: [(path: [String], reference: SecretReference)] = []
    func walk(_ json: JSON, _ path: [String]) {
      // A driver is named by `hook` as well, and is no secret.
      if path.last != "driver", let reference = SecretReference(json) {
        found.append((path, reference))
        return
      }
      for member in json.members ?? [] {
        switch member.name {
        case "address": break
        case "audit":
          for log in member.value.members ?? [] {
            walk(log.value["authorization"] ?? .null, path + [member.name, log.name, "authorization"])
          }
        default: walk(member.value, path + [member.name])
        }
      }
      for (index, element) in (json.array ?? []).enumerated() { walk(element, path + [String(index)]) }
    }
    walk(document, [])
    return found
  }

  private func read(_ reference: SecretReference) throws(SecretError) -> String {
    func fail(_ reason: String) -> SecretError { SecretError(reference: reference, reason: reason) }
    let value: String
    switch reference {
    case .file(let name):
      let path = path(of: name)
      guard FileManager.default.fileExists(atPath: path) else { throw fail("there is no such file beside the target description") }
      guard let data = FileManager.default.contents(atPath: path) else { throw fail("the file may not be read") }
      guard data.count <= 1 << 20 else { throw fail("the file is larger than 1 MiB") }
      guard let text = String(data: data, encoding: .utf8) else { throw fail("the file is no UTF-8 text") }
      value = text
    case .environment(let name):
      guard let text = environment[name] else { throw fail("the variable is not set") }
      value = text
    case .hook(let name):
      guard let hook = hooks[name] else { throw fail("the description has no such hook") }
      guard case .run(let command) = hook else { throw fail("only a hook that runs a program can print a secret") }
      do throws(HookFailure) {
        value = try HookProgram(command: command, folder: folder, timeLimit: Double(hookTimeout) / 1000).run(input: #"{"hook":"\#(name)"}"#)
      } catch {
        throw fail(error.reason)
      }
    }
    let trimmed = value.hasSuffix("\r\n") || value.hasSuffix("\n") ? String(value.dropLast()) : value
    guard !trimmed.isEmpty else { throw fail("it is empty") }
    return trimmed
  }
}

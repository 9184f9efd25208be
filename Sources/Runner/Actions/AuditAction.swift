import Documents
import Foundation
import OrderedJSON
import Targets
import Wire

extension ActionPerformer {
  /// Reads an audit log: with `for`, the records of that step's exchange; otherwise what can be said of the log as a whole.
  func audit(_ overlay: Overlay) async throws -> Performed {
    let reader = reader(overlay)
    guard let name = try reader.text("source"), let log = context.target.audit?[name] else {
      throw RecipeProblem.missing("fixture missing: audit log \(try reader.text("source") ?? "")")
    }
    let map = try auditMapping(log)
    let isAboutOne = try reader.text("for") != nil
    guard !isAboutOne || audited != nil else { throw RecipeProblem.suite("the step that a record is looked up for was not performed") }
    let references = audited.map { vault.references(in: $0) } ?? []
    // A record may be on its way for as long as the operator says.
    let end = ContinuousClock.now + .milliseconds(log["flush-delay"]?.string.flatMap(Spelling.milliseconds) ?? 0)
    while true {
      let text: String
      do {
        text = try await auditText(log)
      } catch let error as AuditProblem {
        return Performed(facts: ["outcome": "broke", "failure": .string(error.description)])
      }
      let reading = AuditReading(text: text, log: log, map: map, now: context.now)
      guard isAboutOne else {
        return Performed(
          facts: .object(of: ["outcome": "accepted", "secrets": .string(vault.kindsOfSecrets(in: text)), "log": reading.summary]))
      }
      let found = reading.records(naming: references)
      if !found.isEmpty || ContinuousClock.now >= end || Task.isCancelled { return Performed(facts: recordFacts(found)) }
      try? await Task.sleep(for: .milliseconds(200))
    }
  }

  private func recordFacts(_ found: [JSON]) -> JSON {
    .object(of: [
      "outcome": "accepted", "count": .integer(found.count), "matched-by": .string(found.isEmpty ? "nothing" : "token or request"),
      "records": found.isEmpty ? JSON?.none : .array(found.map { vault.redacting(SpecialFact.escape($0)) }),
      "record": found.first.map { vault.redacting(SpecialFact.escape($0)) },
    ])
  }

  private func auditText(_ log: JSON) async throws -> String {
    if let file = log["file"]?.string {
      guard let data = FileManager.default.contents(atPath: besideDescription(file)) else {
        throw AuditProblem("the audit log \(file) cannot be read")
      }
      return String(decoding: data, as: UTF8.self)
    }
    if let name = log["hook"]?.string, case .run(let command)? = context.target.hooks[name] {
      switch await context.program(command).output(for: "{}") {
      case .success(let text): return text
      case .failure(let failure): throw AuditProblem("the hook \(name) failed: \(failure.reason)")
      }
    }
    guard let url = log["url"]?.string else { throw RecipeProblem.missing("fixture missing: file, url or program of the audit log") }
    var headers: [HeaderField] = []
    if let reference = SecretReference(log["authorization"] ?? .null) {
      headers.append(HeaderField("Authorization", "Bearer \(try context.secret(reference))"))
    }
    let exchange = await context.send(Request(url: url, headers: headers, tls: context.tls(), limits: context.limits))
    guard let response = exchange.response, response.status == 200 else { throw AuditProblem("the audit log could not be fetched") }
    return String(decoding: response.body, as: UTF8.self)
  }

  private func auditMapping(_ log: JSON) throws -> JSON {
    guard let file = log["map"]?.string else { return log["map"] ?? .object([]) }
    guard let data = FileManager.default.contents(atPath: besideDescription(file)) else {
      throw RecipeProblem.missing("fixture missing: the mapping \(file) of the audit log")
    }
    do {
      return try AuditMapping.read(SourceFile(path: file, text: String(decoding: data, as: UTF8.self)))
    } catch {
      throw RecipeProblem.missing(
        "fixture missing: a mapping of the audit log without mistakes: \(error.all.map(\.rendered).joined(separator: "; "))")
    }
  }

  private func besideDescription(_ file: String) -> String {
    let folder = (context.target.file.path as NSString).deletingLastPathComponent
    return file.hasPrefix("/") ? file : "\(folder.isEmpty ? "." : folder)/\(file)"
  }
}

/// Why a log could not be had.
private struct AuditProblem: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

import OrderedJSON
import Results

/// The result of a run as JSON: what archives keep, tools read, and every other report can be made from again.
public enum JSONReport {
  /// What stands in `format`; the number changes when a reader of the old form would be misled.
  public static let format = "aims-report/1"

  /// Writes a run.
  public static func encode(_ run: RunResult) -> JSON {
    .object(of: [
      "format": .string(format),
      "suite": .object(of: [
        "name": .string(run.suite.name), "version": .string(run.suite.version), "vectors": .string(run.suite.vectors),
      ]),
      "target": .object(of: ["name": .string(run.target.name), "version": .string(run.target.version)]),
      "revision": .string(run.revision),
      "profiles": strings(run.profiles),
      "names-in-force": .array(
        run.namesInForce.map { name in
          .object(of: ["name": .string(name.name), "number": name.number.map(JSON.integer), "origin": .string(name.origin.rawValue)])
        }),
      "started": .integer(run.started),
      "finished": .integer(run.finished),
      "exchange-count": .integer(run.exchangeCount),
      "clock-offset": .integer(run.clockOffset),
      "interrupted": run.interrupted.map(JSON.string),
      "remarks": strings(run.remarks),
      "reproduce": .string(run.reproduce),
      "summary": summary(run),
      "declared": run.declared.isEmpty ? JSON?.none : .array(run.declared.map(encode)),
      "scenarios": .array(run.scenarios.map(encode)),
    ])
  }

  /// What the operator declares of one requirement.
  static func encode(_ said: Declaration) -> JSON {
    .object(of: [
      "requirement": .string(said.requirement), "answer": .string(said.answer.rawValue), "statement": .string(said.statement),
      "by": .string(said.by), "date": .string(said.date), "evidence": strings(said.evidence),
    ])
  }

  /// Counts by verdict. Derived: a reader may ignore it, and `decode` does.
  private static func summary(_ run: RunResult) -> JSON {
    let tally = Tally(run.checks)
    return .object(Verdict.allCases.map { .init($0.rawValue, .integer(tally[$0])) })
  }

  private static func encode(_ scenario: ScenarioResult) -> JSON {
    .object(of: [
      "id": .string(scenario.id), "area": .string(scenario.area), "title": .string(scenario.title),
      "about": scenario.about.map(JSON.string), "role": .string(scenario.role), "catalogue": strings(scenario.catalogue),
      "file": .string(scenario.file),
      "variant": scenario.variant.isEmpty
        ? JSON?.none : .array(scenario.variant.sorted { $0.key < $1.key }.map { ["axis": .string($0.key), "value": .string($0.value)] }),
      "checks": .array(scenario.checks.map(encode)),
    ])
  }

  private static func encode(_ check: CheckResult) -> JSON {
    .object(of: [
      "id": .string(check.id),
      "kind": .string(check.kind.rawValue),
      "title": .string(check.title),
      "why": check.why.map(JSON.string),
      "requirements": .array(
        check.requirements.map { requirement in
          .object(of: [
            "id": .string(requirement.id), "paraphrase": .string(requirement.paraphrase),
            "severity": .string(requirement.severity.rawValue), "source": .string(requirement.source), "binds": .bool(requirement.binds),
          ])
        }),
      "severity": check.severity.map { .string($0.rawValue) },
      "verdict": .string(check.verdict.rawValue),
      "skip-reason": check.skipReason.map { .string($0.rawValue) },
      "reason": .string(check.reason),
      "note": check.note.map(JSON.string),
      "question": check.question.map(JSON.string),
      "expected": .string(check.expected),
      "seen": .string(check.seen),
      "mismatches": .array(
        check.mismatches.map { mismatch in
          .object(of: ["path": .string(mismatch.path), "expected": .string(mismatch.expected), "seen": .string(mismatch.seen)])
        }),
      "records": .array(check.records.map { .object(of: ["path": .string($0.path), "value": $0.value]) }),
      "controls": .array(
        check.controls.map { control in
          .object(of: ["step": .string(control.step), "position": .string(control.position.rawValue), "met": .bool(control.isMet)])
        }),
      "exchanges": .array(check.exchanges.map(encode)),
      "edits": strings(check.edits),
      "place": .string(check.place),
      "elapsed": .integer(check.elapsedMilliseconds),
    ])
  }

  private static func encode(_ exchange: ExchangeSummary) -> JSON {
    .object(of: [
      "method": .string(exchange.method),
      "url": .string(exchange.url),
      "request-headers": headers(exchange.requestHeaders),
      "request-body": exchange.requestBody.map(JSON.string),
      "status": exchange.status.map(JSON.integer),
      "response-headers": headers(exchange.responseHeaders),
      "response-body": exchange.responseBody.map(JSON.string),
      "failure": exchange.failure.map(JSON.string),
      "artefacts": .array(exchange.artefacts.map { .object(of: ["name": .string($0.name), "content": $0.content]) }),
    ])
  }

  private static func headers(_ headers: [(String, String)]) -> JSON {
    .array(headers.map { .object(of: ["name": .string($0.0), "value": .string($0.1)]) })
  }

  private static func strings(_ strings: [String]) -> JSON { .array(strings.map(JSON.string)) }
}

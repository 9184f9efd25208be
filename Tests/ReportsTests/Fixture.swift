import OrderedJSON
import Results

@testable import Reports

/// A run in which every verdict, every reason for a skip and every optional field occurs.
enum Fixture {
  static let proofChecked = CitedRequirement(
    id: "RFC9449-4.3-11", paraphrase: "The creation time of a proof lies within an acceptable window.", severity: .must,
    source: "RFC 9449, section 4.3", binds: true)
  static let algorithms = CitedRequirement(
    id: "RFC9449-5.1-2", paraphrase: "The metadata list the algorithms for proofs.", severity: .should,
    source: "RFC 9449, section 5.1", binds: true)
  static let neverWiden = CitedRequirement(
    id: "policy.never-widen", paraphrase: "An exchange never gives more than the subject token has.", severity: .must,
    source: "policy never-widen, declared by the operator", binds: false)
  static let option = CitedRequirement(
    id: "AIMS-CRED-9", paraphrase: "A credential may carry further claims.", severity: .may,
    source: "draft-ietf-wimse-aims-00, section 7", binds: true)

  static let exchange = ExchangeSummary(
    method: "POST", url: "https://rs.example/echo?x=1",
    requestHeaders: [("Authorization", "DPoP ⟨token 4f2a9c01⟩"), ("DPoP", "⟨proof 77aa01d2⟩"), ("Content-Type", "application/json")],
    requestBody: #"{"amount": 1}"#, status: 200, responseHeaders: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
    responseBody: #"{"demo": "4711", "who": "spiffe://example/agent"}"#,
    artefacts: [
      (name: "proof", content: ["header": ["typ": "dpop+jwt", "alg": "ES256"], "claims": ["htm": "POST", "iat": 1_780_000_000]])
    ])

  static let unanswered = ExchangeSummary(
    method: "POST", url: "https://as.example/token", requestHeaders: [("Content-Type", "application/x-www-form-urlencoded")],
    requestBody: "grant_type=client_credentials", failure: "the server closed the connection before an answer")

  static let possession = ScenarioResult(
    id: "possession.dpop.resource-server", area: "possession", title: "A resource server verifies every DPoP proof",
    about: "An agent holds a DPoP-bound token.", role: "resource-server", catalogue: ["pop.dpop-rs.baseline"],
    file: "scenarios/possession/dpop/resource-server.yaml",
    checks: [
      CheckResult(
        id: "possession.dpop.resource-server/good-proof[alg=ES256]", kind: .check, title: "A good proof is accepted",
        requirements: [proofChecked], severity: .must, verdict: .passed, reason: "the answer was accepted",
        expected: "outcome: accepted", seen: "outcome: accepted",
        controls: [.init(step: "token", position: .before, isMet: true)], place: "scenarios/possession/dpop/resource-server.yaml:14",
        elapsedMilliseconds: 41),
      CheckResult(
        id: "possession.dpop.resource-server/old", kind: .check, title: "The proof was made a day ago",
        why: "A stolen proof would stay useful for as long as old ones are taken.", requirements: [proofChecked, neverWiden],
        severity: .must,
        verdict: .failed, reason: "a proof made a day ago was accepted", expected: "refused with 401 and invalid_dpop_proof",
        seen: "accepted with 200",
        mismatches: [
          .init(path: "outcome", expected: "refused", seen: "accepted"), .init(path: "status", expected: "401", seen: "200"),
          .init(path: "challenge[DPoP].error", expected: "\"invalid_dpop_proof\"", seen: "absent"),
        ],
        controls: [.init(step: "call", position: .before, isMet: true), .init(step: "call", position: .after, isMet: true)],
        exchanges: [exchange], edits: ["change dpop.claims.iat: now-24h"], place: "scenarios/possession/dpop/resource-server.yaml:27",
        elapsedMilliseconds: 38),
      CheckResult(
        id: "possession.dpop.resource-server/typ-upper-case", kind: .probe, title: "The type of the proof in capitals",
        verdict: .noted, reason: "recorded", question: "GAP-POSSESSION-1: is typ compared as a media type?", seen: "accepted",
        records: [(path: "outcome", value: "accepted"), (path: "challenge", value: nil)], exchanges: [exchange],
        edits: ["change dpop.header.typ: DPoP+JWT"], place: "scenarios/possession/dpop/resource-server.yaml:40", elapsedMilliseconds: 12),
      CheckResult(
        id: "possession.dpop.resource-server/nonce-missing", kind: .check, title: "No nonce where one is demanded",
        requirements: [proofChecked], severity: .must, verdict: .skipped, skipReason: .capability,
        reason: "dpop-nonce is neither declared nor advertised", place: "scenarios/possession/dpop/resource-server.yaml:52"),
      CheckResult(
        id: "possession.dpop.resource-server/rotated-key", kind: .check, title: "A second client's key", requirements: [proofChecked],
        severity: .must, verdict: .skipped, skipReason: .fixture, reason: "fixture missing: client agent-2",
        place: "scenarios/possession/dpop/resource-server.yaml:58"),
      CheckResult(
        id: "possession.dpop.resource-server/claims-of-opaque", kind: .check, title: "The binding shows in the token",
        requirements: [proofChecked], severity: .must, verdict: .skipped, skipReason: .notVisible,
        reason: "view.cnf is not visible: the token is opaque and nothing introspects it",
        place: "scenarios/possession/dpop/resource-server.yaml:63"),
    ])

  static let exchangeArea = ScenarioResult(
    id: "exchange.agents.narrowing[depth=2.0]", area: "exchange", title: "Along a chain authority only shrinks",
    role: "authorization-server",
    catalogue: ["exchange.act.chain", "exchange.a2a.narrowing"], file: "scenarios/exchange/agents/narrowing.yaml",
    variant: ["depth": "2.0"],
    checks: [
      CheckResult(
        id: "exchange.agents.narrowing/scope-regained[depth=2.0]", kind: .check, title: "A scope that was given up is asked for again",
        requirements: [neverWiden, option], severity: .may, verdict: .unproven,
        reason: "step third did not succeed: the server answered 500", expected: "refused",
        mismatches: [.init(path: "outcome", expected: "accepted", seen: "broke")],
        controls: [.init(step: "third", position: .twin, isMet: false)], exchanges: [unanswered],
        place: "scenarios/exchange/agents/narrowing.yaml:33", elapsedMilliseconds: 1207),
      CheckResult(
        id: "exchange.agents.narrowing/further-claims", kind: .check, title: "Further claims are kept", requirements: [option],
        severity: .may, verdict: .noted, reason: "the claim was left out, which the text allows",
        note: "draft-ietf-wimse-aims-00 7: an option", expected: "claims.extra: present", seen: "claims.extra: absent",
        controls: [.init(step: "effect", position: .provenBy, isMet: true)], place: "scenarios/exchange/agents/narrowing.yaml:40"),
      CheckResult(
        id: "exchange.agents.narrowing/older", kind: .check, title: "As an older revision had it", requirements: [neverWiden],
        verdict: .skipped, skipReason: .revision, reason: "only in klrc-02", place: "scenarios/exchange/agents/narrowing.yaml:44"),
    ])

  static let discovery = ScenarioResult(
    id: "discovery.metadata.server", area: "discovery", title: "The metadata say what the server can do", role: "authorization-server",
    file: "scenarios/discovery/metadata/server.yaml",
    checks: [
      CheckResult(
        id: "discovery.metadata.server/dpop-algorithms", kind: .check, title: "The metadata list the algorithms for proofs",
        requirements: [algorithms], severity: .should, verdict: .warning, reason: "dpop_signing_alg_values_supported is absent",
        expected: "metadata.dpop_signing_alg_values_supported: present", seen: "absent",
        mismatches: [
          .init(
            path: "metadata.dpop_signing_alg_values_supported", expected: "a list of JWS algorithms, none of them symmetric or none",
            seen: "absent from a document of 31 members, among them dpop_signing_algs_supported")
        ],
        place: "scenarios/discovery/metadata/server.yaml:9", elapsedMilliseconds: 3),
      CheckResult(
        id: "discovery.metadata.server/issuer", kind: .check, title: "The issuer is the one that was asked", verdict: .errored,
        reason: "the suite could not build the request: no route to the metadata document", place: ""),
      CheckResult(
        id: "discovery.metadata.server/last", kind: .check, title: "Something at the end", verdict: .skipped, skipReason: .notRun,
        reason: "the run was cut off", place: "scenarios/discovery/metadata/server.yaml:21:5"),
    ])

  static let run = RunResult(
    suite: .init(version: "1.0.0", vectors: "sha256:3f9ac2"), target: .init(name: "Example AS", version: "4.2.1"), revision: "aims-00",
    profiles: ["profile.wpt-02"],
    namesInForce: [
      .init(name: "dpop", number: nil, origin: .advertised), .init(name: "delegation-depth", number: 2, origin: .declared),
      .init(name: "doc.rfc9449", number: nil, origin: .implied),
    ],
    started: 1_795_574_536_000, finished: 1_795_574_659_500, exchangeCount: 214, clockOffset: -1500,
    interrupted: "the operator ended the run", remarks: ["the token endpoint answers with a certificate that expires tomorrow"],
    reproduce: "aims run --target example.yaml --revision aims-00", scenarios: [possession, exchangeArea, discovery])

  /// The run with only some of its checks.
  static func run(where isKept: (CheckResult) -> Bool, interrupted: String? = nil) -> RunResult {
    var run = run
    run.interrupted = interrupted
    run.scenarios = run.scenarios.map { scenario in
      var scenario = scenario
      scenario.checks = scenario.checks.filter(isKept)
      return scenario
    }
    return run
  }
}

/// Texts with which servers might try to break a report.
enum Hostile {
  static let texts = [
    "<script>alert(1)</script>", "]]></system-out></testcase><testcase name=\"forged\"/>", "\" onmouseover=\"alert(1)",
    "</pre></details><h1>forged</h1>",
    "```\n# forged\n```", "````````\n<b>", "| forged | row |\n| --- | --- |", "[forged](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "@everyone #1 https://evil.example www.evil.example", "\u{1B}[2J\u{1B}]0;forged\u{07}", "\u{0}\u{1}\u{B}\u{C}\u{FFFE}\u{FFFF}",
    "right\u{202E}tfel\u{2066}", "line\r\nline\rline\u{85}\u{2028}line", "&amp;&lt;&#x3c;&nosuch;", "<!-- <![CDATA[ -->",
    "$x$ ~~y~~ __z__ *w*", "`", "\\`\\",
    "1. forged\n- forged\n\n    forged", "<a id=\"x\"></a>", "{{x}} ${x} %s", "\u{FEFF}\u{200B}", "e\u{301}\u{301}\u{301}", "", "   ",
    "---", "'",
  ]

  /// The fixture with one text in every place that a server or a file can fill.
  static func run(_ text: String) -> RunResult {
    var run = Fixture.run
    run.target = .init(name: text, version: text)
    run.revision = text
    run.profiles = [text]
    run.namesInForce = [.init(name: text, number: 1, origin: .declared)]
    run.interrupted = text
    run.remarks = [text]
    run.reproduce = text
    run.declared = [.init(requirement: text, answer: .met, statement: text, by: text, date: text, evidence: [text])]
    run.scenarios = run.scenarios.map { scenario in
      var scenario = scenario
      scenario.id += text
      scenario.title = text
      scenario.checks = scenario.checks.map { check in
        var check = check
        check.id += text
        check.title = text
        check.why = text
        check.reason = text
        check.note = text
        check.question = text
        check.expected = text
        check.seen = text
        check.mismatches = [.init(path: text, expected: text, seen: text)]
        check.records = [(path: text, value: .string(text))]
        check.controls = [.init(step: text, position: .twin, isMet: false)]
        check.edits = [text]
        check.place = "\(text):7"
        check.requirements = check.requirements.map { requirement in
          .init(id: text, paraphrase: text, severity: requirement.severity, source: text, binds: requirement.binds)
        }
        check.exchanges = [
          .init(
            method: text, url: text, requestHeaders: [(text, text)], requestBody: text, status: 200, responseHeaders: [(text, text)],
            responseBody: text, failure: text, artefacts: [(name: text, content: .object([.init(text, .string(text))]))])
        ]
        return check
      }
      return scenario
    }
    return run
  }
}

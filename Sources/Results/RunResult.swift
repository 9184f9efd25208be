import OrderedJSON

/// The outcome of a whole run: all that reports are made from.
public struct RunResult: Sendable {
  public struct Suite: Sendable {
    public var name = "aims"
    public var version: String
    /// A digest of the vectors that were used.
    public var vectors: String
    public init(version: String, vectors: String) {
      self.version = version
      self.vectors = vectors
    }
  }
  public struct Target: Sendable {
    public var name: String
    public var version: String
    public init(name: String, version: String) {
      self.name = name
      self.version = version
    }
  }
  /// A name in force.
  public struct NameInForce: Sendable {
    public enum Origin: String, Sendable { case declared, advertised, implied }
    public var name: String
    public var number: Int?
    public var origin: Origin
    public init(name: String, number: Int?, origin: Origin) {
      self.name = name
      self.number = number
      self.origin = origin
    }
  }

  public var suite: Suite
  public var target: Target
  /// The draft revision that was judged, `aims-00`.
  public var revision: String
  public var profiles: [String]
  public var namesInForce: [NameInForce]
  /// Unix milliseconds.
  public var started: Int
  public var finished: Int
  /// How many HTTP exchanges were made.
  public var exchangeCount: Int
  /// Measured offset of the target's clock against the suite's, in milliseconds.
  public var clockOffset: Int
  /// Set where the run ended early, with the reason.
  public var interrupted: String?
  /// Faults of the target description or set-up that somebody should know.
  public var remarks: [String]
  /// How to run this again, without secrets.
  public var reproduce: String
  public var scenarios: [ScenarioResult]
  /// What the operator declares of requirements that nobody can see from outside.
  public var declared: [Declaration] = []

  public init(
    suite: Suite, target: Target, revision: String, profiles: [String] = [], namesInForce: [NameInForce] = [], started: Int,
    finished: Int, exchangeCount: Int = 0, clockOffset: Int = 0, interrupted: String? = nil, remarks: [String] = [],
    reproduce: String = "", scenarios: [ScenarioResult]
  ) {
    self.suite = suite
    self.target = target
    self.revision = revision
    self.profiles = profiles
    self.namesInForce = namesInForce
    self.started = started
    self.finished = finished
    self.exchangeCount = exchangeCount
    self.clockOffset = clockOffset
    self.interrupted = interrupted
    self.remarks = remarks
    self.reproduce = reproduce
    self.scenarios = scenarios
  }

  public var checks: [CheckResult] { scenarios.flatMap(\.checks) }
  public func count(_ verdict: Verdict) -> Int { checks.count { $0.verdict == verdict } }
}

/// One scenario of a run, in one variant.
public struct ScenarioResult: Sendable {
  /// `possession.dpop.resource-server`, with the variant in brackets if there is one.
  public var id: String
  public var area: String
  public var title: String
  public var about: String?
  public var role: String
  public var catalogue: [String]
  /// Where the scenario stands, `scenarios/possession/dpop/resource-server.yaml`.
  public var file: String
  /// Axis → value; empty for a scenario without variants.
  public var variant: [String: String]
  public var checks: [CheckResult]

  public init(
    id: String, area: String, title: String, about: String? = nil, role: String, catalogue: [String] = [], file: String,
    variant: [String: String] = [:], checks: [CheckResult]
  ) {
    self.id = id
    self.area = area
    self.title = title
    self.about = about
    self.role = role
    self.catalogue = catalogue
    self.file = file
    self.variant = variant
    self.checks = checks
  }
}

/// A requirement as a check cites it.
public struct CitedRequirement: Sendable, Hashable {
  public var id: String
  public var paraphrase: String
  /// The level of the text.
  public var severity: Severity
  /// `RFC 9449, section 4.3`.
  public var source: String
  /// Whether its document or policy is in force here.
  public var binds: Bool
  public init(id: String, paraphrase: String, severity: Severity, source: String, binds: Bool) {
    self.id = id
    self.paraphrase = paraphrase
    self.severity = severity
    self.source = source
    self.binds = binds
  }
}

/// One check or probe with its verdict and the reasons for it.
public struct CheckResult: Sendable {
  public enum Kind: String, Sendable { case check, probe }

  /// A difference between what was expected and what was seen.
  public struct Mismatch: Sendable, Hashable {
    /// The path of the fact, `body.error`.
    public var path: String
    public var expected: String
    public var seen: String
    public init(path: String, expected: String, seen: String) {
      self.path = path
      self.expected = expected
      self.seen = seen
    }
  }

  /// A control, and whether it was met.
  public struct Control: Sendable, Hashable {
    public enum Position: String, Sendable { case before, after, twin, provenBy = "proven-by" }
    public var step: String
    public var position: Position
    public var isMet: Bool
    public init(step: String, position: Position, isMet: Bool) {
      self.step = step
      self.position = position
      self.isMet = isMet
    }
  }

  /// `possession.dpop.resource-server/good-proof[alg=ES256]`.
  public var id: String
  public var kind: Kind
  /// What is right, or what is wrong with the message, a sentence.
  public var title: String
  public var why: String?
  public var requirements: [CitedRequirement]
  /// The strongest level that binds here; nil: none does.
  public var severity: Severity?
  public var verdict: Verdict
  public var skipReason: SkipReason?
  /// Why this verdict, a sentence.
  public var reason: String
  /// The text that grants the latitude that was used.
  public var note: String?
  /// For probes.
  public var question: String?
  public var expected: String
  public var seen: String
  public var mismatches: [Mismatch]
  /// Facts that the report shows, path and value.
  public var records: [(path: String, value: JSON)]
  public var controls: [Control]
  /// The exchanges that were judged, redacted.
  public var exchanges: [ExchangeSummary]
  /// What was changed against the control: `change dpop.claims.htm: "POST"`.
  public var edits: [String]
  /// `scenarios/possession/dpop/resource-server.yaml:27`.
  public var place: String
  public var elapsedMilliseconds: Int

  public init(
    id: String, kind: Kind, title: String, why: String? = nil, requirements: [CitedRequirement] = [], severity: Severity? = nil,
    verdict: Verdict, skipReason: SkipReason? = nil, reason: String, note: String? = nil, question: String? = nil,
    expected: String = "", seen: String = "", mismatches: [Mismatch] = [], records: [(path: String, value: JSON)] = [],
    controls: [Control] = [], exchanges: [ExchangeSummary] = [], edits: [String] = [], place: String, elapsedMilliseconds: Int = 0
  ) {
    self.id = id
    self.kind = kind
    self.title = title
    self.why = why
    self.requirements = requirements
    self.severity = severity
    self.verdict = verdict
    self.skipReason = skipReason
    self.reason = reason
    self.note = note
    self.question = question
    self.expected = expected
    self.seen = seen
    self.mismatches = mismatches
    self.records = records
    self.controls = controls
    self.exchanges = exchanges
    self.edits = edits
    self.place = place
    self.elapsedMilliseconds = elapsedMilliseconds
  }
}

/// One exchange as reports show it; secrets are already fingerprints.
public struct ExchangeSummary: Sendable {
  public var method: String
  public var url: String
  public var requestHeaders: [(String, String)]
  public var requestBody: String?
  /// Nil where no response came; then `failure` says why.
  public var status: Int?
  public var responseHeaders: [(String, String)]
  public var responseBody: String?
  public var failure: String?
  /// Decoded tokens and proofs that were sent or received: name and content.
  public var artefacts: [(name: String, content: JSON)]

  public init(
    method: String, url: String, requestHeaders: [(String, String)] = [], requestBody: String? = nil, status: Int? = nil,
    responseHeaders: [(String, String)] = [], responseBody: String? = nil, failure: String? = nil,
    artefacts: [(name: String, content: JSON)] = []
  ) {
    self.method = method
    self.url = url
    self.requestHeaders = requestHeaders
    self.requestBody = requestBody
    self.status = status
    self.responseHeaders = responseHeaders
    self.responseBody = responseBody
    self.failure = failure
    self.artefacts = artefacts
  }
}

import Documents

/// One scenario file: a story that somebody could implement on its own, and the checks it carries.
public struct Scenario: Sendable {
  /// The path without ending, dots for slashes: `possession.dpop.resource-server`.
  public var id: String
  public var file: SourceFile
  public var area: Area
  public var title: String
  public var about: String?
  /// The catalogue blocks that the file covers.
  public var catalogue: [String]
  public var role: Role
  public var needs: [Need]
  public var variants: [VariantAxis]
  public var given: [Given]
  public var steps: [Step]
  public var watch: Watch?
  /// The dialect that this scenario learns.
  public var preflight: String?

  public init(
    id: String, file: SourceFile, area: Area, title: String, about: String? = nil, catalogue: [String] = [], role: Role,
    needs: [Need] = [], variants: [VariantAxis] = [], given: [Given] = [], steps: [Step] = [], watch: Watch? = nil,
    preflight: String? = nil
  ) {
    self.id = id
    self.file = file
    self.area = area
    self.title = title
    self.about = about
    self.catalogue = catalogue
    self.role = role
    self.needs = needs
    self.variants = variants
    self.given = given
    self.steps = steps
    self.watch = watch
    self.preflight = preflight
  }
}

/// The areas of the suite: folder, id prefix and report section.
public enum Area: String, Sendable, CaseIterable, Comparable {
  case attestation, issuance, exchange, possession, revocation, discovery, observability

  public static func < (a: Area, b: Area) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}

/// Who is judged.
public enum Role: String, Sendable, CaseIterable {
  case authorizationServer = "authorization-server"
  case resourceServer = "resource-server"
  case issuer, receiver, transmitter, workload, `operator`
}

/// A condition on the names in force.
public indirect enum Need: Sendable, Hashable {
  case name(String, Place)
  /// `{delegation-depth: 2}`: the number that goes with the name is at least this.
  case atLeast(String, Int, Place)
  case any([Need])
  case not(String, Place)
}

/// Something that the suite makes for a scenario, fresh in each run of it.
public struct Given: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case key, certificate, jwt, wit, evidence, set, endpoint
  }
  public var name: String
  public var kind: Kind
  public var recipe: Value
  public var place: Place
  public init(name: String, kind: Kind, recipe: Value, at place: Place) {
    self.name = name
    self.kind = kind
    self.recipe = recipe
    self.place = place
  }
}

/// A step performs an action (`do`) or varies another step (`vary`), and judges what came of it.
public struct Step: Sendable {
  public enum Head: Sendable {
    case perform(Action)
    /// The id of the `do` step that is varied, its control.
    case vary(String)
  }

  /// Nil only inside `then`.
  public var id: String?
  public var head: Head
  /// The recipe of a `do`: the action's fields.
  public var with: [Value.Member]
  public var needs: [Need]
  /// Common to all cases of a `vary`.
  public var edits: Edits
  public var from: String?
  public var provenBy: [String]
  /// `control: before`: the base cannot be performed again after the cases.
  public var controlBeforeOnly: Bool
  public var mode: Mode?
  public var judgement: Judgement
  public var checks: [Judgement]
  public var cases: [Case]
  public var then: [Step]
  public var ladder: [Case]
  public var place: Place

  public init(
    id: String?, head: Head, with: [Value.Member] = [], needs: [Need] = [], edits: Edits = .init(), from: String? = nil,
    provenBy: [String] = [], controlBeforeOnly: Bool = false, mode: Mode? = nil, judgement: Judgement, checks: [Judgement] = [],
    cases: [Case] = [], then: [Step] = [], ladder: [Case] = [], at place: Place
  ) {
    self.id = id
    self.head = head
    self.with = with
    self.needs = needs
    self.edits = edits
    self.from = from
    self.provenBy = provenBy
    self.controlBeforeOnly = controlBeforeOnly
    self.mode = mode
    self.judgement = judgement
    self.checks = checks
    self.cases = cases
    self.then = then
    self.ladder = ladder
    self.place = place
  }
}

/// How often, and how, a step is performed.
public enum Mode: Sendable {
  /// That many at once, on separate connections.
  case race(Int)
  /// That many in turn.
  case `repeat`(Int)
  case await(Await)

  public struct Await: Sendable {
    public enum Goal: String, Sendable { case within, throughout }
    public var goal: Goal
    /// A duration or `$bounds.…`.
    public var span: Value
    public var since: String?
    public var beside: String?
    public init(goal: Goal, span: Value, since: String?, beside: String?) {
      self.goal = goal
      self.span = span
      self.since = since
      self.beside = beside
    }
  }
}

/// One row of a table of cases: the edits that make it, and what is judged.
public struct Case: Sendable {
  public var edits: Edits
  public var needs: [Need]
  public var judgement: Judgement
  public var checks: [Judgement]
  public var place: Place
  public init(edits: Edits, needs: [Need] = [], judgement: Judgement, checks: [Judgement] = [], at place: Place) {
    self.edits = edits
    self.needs = needs
    self.judgement = judgement
    self.checks = checks
    self.place = place
  }
}

/// What is judged of one exchange.
public struct Judgement: Sendable {
  public enum Kind: Sendable, Hashable {
    /// Has a right answer.
    case check(id: String)
    /// Has none; records what an implementation does.
    case probe(id: String, question: String)
    /// Neither: the step is only a control.
    case none
  }
  public var kind: Kind
  public var title: String?
  public var why: String?
  public var requirements: [String]
  /// Where each of the requirements was written, in the same order; empty where the judgement was not read from a file.
  public var requirementPlaces: [Place] = []
  public var expect: Expectation?
  public var alsoAccept: [Rung]
  public var record: [Path]
  /// Only on entries of `checks`; cases and steps have needs of their own.
  public var needs: [Need]
  public var place: Place

  public init(
    kind: Kind, title: String? = nil, why: String? = nil, requirements: [String] = [], expect: Expectation? = nil,
    alsoAccept: [Rung] = [], record: [Path] = [], needs: [Need] = [], at place: Place
  ) {
    self.kind = kind
    self.title = title
    self.why = why
    self.requirements = requirements
    self.expect = expect
    self.alsoAccept = alsoAccept
    self.record = record
    self.needs = needs
    self.place = place
  }

  public var id: String? {
    switch kind {
    case .check(let id), .probe(let id, _): id
    case .none: nil
    }
  }
}

/// Edits of a recipe, applied in this order, first those to the recipe and then those under `sent`.
public struct Edits: Sendable {
  public struct Change: Sendable {
    public var path: Path
    public var value: Value
    public var place: Place
    public init(path: Path, value: Value, at place: Place) {
      self.path = path
      self.value = value
      self.place = place
    }
  }
  public struct Rewriting: Sendable {
    public var path: Path
    public var rewrite: Rewrite
    public var place: Place
    public init(path: Path, rewrite: Rewrite, at place: Place) {
      self.path = path
      self.rewrite = rewrite
      self.place = place
    }
  }
  public struct Duplication: Sendable {
    public var path: Path
    /// Nil sends an equal copy.
    public var value: Value?
    public var place: Place
    public init(path: Path, value: Value?, at place: Place) {
      self.path = path
      self.value = value
      self.place = place
    }
  }

  public var change: [Change]
  public var remove: [(path: Path, place: Place)]
  public var rewrite: [Rewriting]
  public var duplicate: [Duplication]

  public init(
    change: [Change] = [], remove: [(path: Path, place: Place)] = [], rewrite: [Rewriting] = [], duplicate: [Duplication] = []
  ) {
    self.change = change
    self.remove = remove
    self.rewrite = rewrite
    self.duplicate = duplicate
  }

  public var isEmpty: Bool { change.isEmpty && remove.isEmpty && rewrite.isEmpty && duplicate.isEmpty }
  public var paths: [Path] { change.map(\.path) + remove.map(\.path) + rewrite.map(\.path) + duplicate.map(\.path) }
}

/// The closed list of rewrites.
public enum Rewrite: Sendable, Hashable {
  public enum Word: String, Sendable, CaseIterable {
    // URL
    case addQuery = "add-query", addFragment = "add-fragment", upperHost = "upper-host", defaultPort = "default-port"
    case trailingSlash = "trailing-slash", dropLastCharacter = "drop-last-character", percentEncodeOne = "percent-encode-one"
    case otherHost = "other-host", otherPath = "other-path", httpScheme = "http-scheme"
    // text
    case nextValue = "next-value", caseSwapped = "case-swapped"
    // structured field
    case spaced
    // compact JWT
    case flipSignatureBit = "flip-signature-bit", dropSignature = "drop-signature", derSignature = "der-signature"
    case zeroSignature = "zero-signature", padBase64 = "pad-base64", flattened
    // JWK
    case withPrivateMembers = "with-private-members", offCurve = "off-curve"
    // any JSON value
    case wrappedInArray = "wrapped-in-array", asText = "as-text"
  }
  case word(Word)
  case append(String)
  /// A duplicate JSON member.
  case secondMember(name: String, value: JSONText)

  /// JSON as compact text, so that the enum is hashable without more imports.
  public struct JSONText: Sendable, Hashable {
    public var text: String
    public init(_ text: String) { self.text = text }
  }
}

/// Judges every exchange of some kind in the whole run, instead of steps.
public struct Watch: Sendable {
  public var action: Action
  public var outcome: String?
  public var checks: [Judgement]
  public var place: Place
  public init(action: Action, outcome: String?, checks: [Judgement], at place: Place) {
    self.action = action
    self.outcome = outcome
    self.checks = checks
    self.place = place
  }
}

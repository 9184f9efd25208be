import Documents
import OrderedJSON

/// What must hold of an exchange's facts: a name from `vectors/expectations.yaml`, a matcher, both, or a choice.
public struct Expectation: Sendable {
  /// The named expectation, whose own matcher and ladder apply beside `matcher`.
  public var name: String?
  /// What must hold besides, a map over the facts. Empty means nothing more.
  public var members: [Matcher.Entry]
  /// At least one of these must hold, in their order. Empty means no choice.
  public var any: [Expectation]
  public var place: Place

  public init(name: String? = nil, members: [Matcher.Entry] = [], any: [Expectation] = [], at place: Place) {
    self.name = name
    self.members = members
    self.any = any
    self.place = place
  }
}

/// A question about one fact, answered by: holds, does not hold, unknown.
public struct Matcher: Sendable {
  public struct Entry: Sendable {
    public var name: String
    public var place: Place
    public var matcher: Matcher
    public init(_ name: String, at place: Place, _ matcher: Matcher) {
      self.name = name
      self.place = place
      self.matcher = matcher
    }
  }

  public indirect enum Content: Sendable {
    /// Equal data; the order of a list counts. References and times in it are resolved first.
    case equals(Value)
    /// `4xx`, `[400, 401]` on the fact `status` (also a single number).
    case status([StatusPattern])
    /// Each listed member matches; others may exist.
    case map([Entry])
    /// As `map`, and there are no other members.
    case only([Entry])
    case present
    case absent
    case ignoringCase(String)
    case oneOf([Value])
    case not(Matcher)
    case any([Matcher])
    /// Every one of these holds: several operators in one map, `{count: 1, contains: x}`.
    case all([Matcher])
    /// A list with such an element, a text with such a part, or a map that fits.
    case contains(Matcher)
    case set(Value)
    case subset(Value)
    case count(Matcher)
    case atLeast(Value)
    case atMost(Value)
    case before(Value)
    case after(Value)
    /// A JSON type: `integer`, `number`, `string`, `array`, `object`, `boolean`.
    case type(String)
    /// A pattern named in code.
    case pattern(NamedPattern)
    case sameAs(Reference)
    /// Of a secret: how many characters.
    case length(Matcher)
    /// Elements in order, each by its own matcher.
    case list([Matcher])
  }

  public var content: Content
  public var place: Place
  public init(_ content: Content, at place: Place) {
    self.content = content
    self.place = place
  }
}

/// `401` or `4xx`.
public enum StatusPattern: Sendable, Hashable {
  case code(Int)
  /// The hundreds digit.
  case family(Int)

  public func matches(_ status: Int) -> Bool {
    switch self {
    case .code(let code): status == code
    case .family(let digit): status / 100 == digit
    }
  }
}

/// Patterns that scenarios may name; there are no regular expressions in the language.
public enum NamedPattern: String, Sendable, CaseIterable {
  /// RFC 6749 appendix A: printable ASCII without `"` and `\`.
  case nqchar
  /// RFC 6749 appendix A: printable ASCII with space, without `"` and `\`.
  case nqschar
  /// A SHA-256 thumbprint: 43 characters of base64url.
  case base64url43 = "base64url-43"
  case base64url
  case uuid
  /// An absolute `https` URL without a fragment.
  case httpsURL = "https-url"
  /// An absolute URI.
  case uri
  /// `spiffe://trust-domain/path`, well-formed by the SPIFFE ID specification.
  case spiffeID = "spiffe-id"
  /// A SPIFFE ID that names more than its trust domain.
  case spiffeIDWithPath = "spiffe-id-with-path"
  /// A workload identifier (WIMSE identifier draft, section 4.1): an absolute URI with a host, without user, port, query and fragment.
  case workloadID = "workload-id"
  /// Three parts of base64url, dot-separated.
  case compactJWS = "compact-jws"
  /// At least one character.
  case nonEmpty = "non-empty"
}

/// A rung of an expectation's ladder: what is also accepted, with which verdict, and by which text.
public struct Rung: Sendable {
  public enum Verdict: String, Sendable, CaseIterable {
    case passed, noted, warning, failed
  }
  public var members: [Matcher.Entry]
  public var verdict: Verdict
  public var note: String
  /// Names that must be in force for the rung to exist.
  public var when: [Need]
  public var place: Place

  public init(members: [Matcher.Entry], verdict: Verdict, note: String, when: [Need] = [], at place: Place) {
    self.members = members
    self.verdict = verdict
    self.note = note
    self.when = when
    self.place = place
  }
}

/// An entry of `vectors/expectations.yaml`.
public struct NamedExpectation: Sendable {
  public var name: String
  public var about: String
  public var members: [Matcher.Entry]
  public var alsoAccept: [Rung]
  public var place: Place

  public init(name: String, about: String, members: [Matcher.Entry], alsoAccept: [Rung], at place: Place) {
    self.name = name
    self.about = about
    self.members = members
    self.alsoAccept = alsoAccept
    self.place = place
  }
}

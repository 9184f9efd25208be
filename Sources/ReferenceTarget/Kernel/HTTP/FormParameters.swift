/// The parameters of a form body or of a query (RFC 6749 appendix B): strictly decoded, none given twice except those that may be,
/// and one without a value counts as left out (section 3.1).
struct FormParameters: Sendable {
  private var values: [String: [String]] = [:]

  /// Parameters that other documents allow several times: RFC 8707 section 2, RFC 8693 section 2.1.
  private static let repeatable: Set<String> = ["resource", "audience"]
  private static let maximumCount = 200

  init(parsing text: some Collection<UInt8>, tolerateDuplicates: Bool = false) throws(OAuthError) {
    for pair in text.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decode(parts[0]), let value = parts.count == 2 ? Self.decode(parts[1]) : "" else {
        throw OAuthError(.invalidRequest, "a parameter is not encoded properly")
      }
      if let earlier = values[name], !Self.repeatable.contains(name), !tolerateDuplicates, !earlier.isEmpty {
        throw OAuthError(.invalidRequest, "a parameter is given more than once")
      }
      values[name, default: []].append(value)
      guard values.count <= Self.maximumCount else { throw OAuthError(.invalidRequest, "too many parameters") }
    }
  }

  /// The form in the body of a POST.
  init(bodyOf request: Incoming, tolerateDuplicates: Bool = false) throws(OAuthError) {
    guard request.mediaType == "application/x-www-form-urlencoded" else {
      throw OAuthError(.invalidRequest, "the content type must be application/x-www-form-urlencoded")
    }
    try self.init(parsing: request.body, tolerateDuplicates: tolerateDuplicates)
  }

  init(queryOf request: Incoming, tolerateDuplicates: Bool = false) throws(OAuthError) {
    try self.init(parsing: Array((request.query ?? "").utf8), tolerateDuplicates: tolerateDuplicates)
  }

  /// The one value; nil if absent or empty.
  subscript(name: String) -> String? { values[name]?.last.flatMap { $0.isEmpty ? nil : $0 } }

  /// All values that are not empty.
  func all(_ name: String) -> [String] { (values[name] ?? []).filter { !$0.isEmpty } }

  func required(_ name: String) throws(OAuthError) -> String {
    guard let value = self[name] else { throw OAuthError(.invalidRequest, "\(name) is missing") }
    return value
  }

  /// The same parameters with one replaced.
  func setting(_ name: String, to value: String) -> FormParameters {
    var copy = self
    copy.values[name] = [value]
    return copy
  }

  var isEmpty: Bool { values.isEmpty }

  var names: [String] { values.keys.sorted() }

  /// The same parameters under other names; of two that fall together one is kept.
  func renamed(_ name: (String) -> String) -> FormParameters {
    var copy = self
    copy.values = Dictionary(values.map { (name($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    return copy
  }

  /// These parameters, with those of another form in their place where both have them.
  func overridden(by other: FormParameters) -> FormParameters {
    var copy = self
    copy.values.merge(other.values) { _, new in new }
    return copy
  }

  private static func decode(_ bytes: some Collection<UInt8>) -> String? {
    var out: [UInt8] = []
    var rest = Array(bytes)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): out.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(nibble), let low = rest.popFirst().flatMap(nibble) else { return nil }
        out.append(high << 4 | low)
      default: out.append(byte)
      }
    }
    guard !out.contains(0) else { return nil }
    return String(validating: out, as: UTF8.self)
  }

  private static func nibble(_ byte: UInt8) -> UInt8? {
    Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
  }
}

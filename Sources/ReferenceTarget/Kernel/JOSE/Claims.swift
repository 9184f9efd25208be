/// What all JWT checks share, in the terms of RFC 7519.
struct Claims: Sendable {
  let object: JSONObject

  init(_ object: JSONObject) { self.object = object }

  subscript(name: String) -> JSONValue? { object[name] }
  func text(_ name: String) -> String? { object[name]?.string }

  /// `aud` as a list (RFC 7519 section 4.1.3); nil if it is absent or anything but text or a list of texts.
  var audiences: [String]? {
    switch object["aud"] {
    case .string(let one): return [one]
    case .array(let many):
      let texts = many.compactMap(\.string)
      return texts.count == many.count && !texts.isEmpty ? texts : nil
    default: return nil
    }
  }

  /// Whether now lies before `exp` and not before `nbf`; a time that is present but no number is not valid.
  func isCurrent(at now: Int, expiryRequired: Bool = true, skew: Int = Claims.skew) -> Bool {
    if let member = object["exp"] {
      guard let exp = member.numericDate, Double(now) < exp else { return false }
    } else if expiryRequired {
      return false
    }
    if let member = object["nbf"] {
      guard let nbf = member.numericDate, nbf <= Double(now + skew) else { return false }
    }
    return true
  }

  /// Whether `iat` is a number that is not in the future and, if a limit is given, not older than it.
  func isFresh(at now: Int, maximumAge: Int? = nil, skew: Int = Claims.skew, required: Bool = true) -> Bool {
    guard let member = object["iat"] else { return !required }
    guard let iat = member.numericDate else { return false }
    if iat > Double(now + skew) { return false }
    if let maximumAge, iat < Double(now - maximumAge) { return false }
    return true
  }

  /// Seconds by which a clock of another party may be ahead.
  static let skew = 10
}

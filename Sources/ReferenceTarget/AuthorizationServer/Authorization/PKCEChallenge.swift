/// A code challenge (RFC 7636 section 4.3). Every client must send one, by S256 (RFC 9700 section 2.1.1).
struct PKCEChallenge: Sendable {
  enum Method: String, Sendable { case s256 = "S256", plain }

  let method: Method
  let value: String
  /// The defect of a challenge that was never sent and that any verifier fits.
  private var isStripped = false

  init(_ parameters: FormParameters, _ defects: Defects) throws(AuthorizationRefusal) {
    guard let value = parameters["code_challenge"] else {
      if defects.has(.pkceStripped) {
        (method, self.value, isStripped) = (.s256, "", true)
        return
      }
      throw AuthorizationRefusal(code: "invalid_request", description: "code_challenge is missing")
    }
    // Without a method, plain is meant (section 4.3).
    guard let method = Method(rawValue: defects.has(.pkceMethodIgnored) ? "S256" : parameters["code_challenge_method"] ?? "plain"),
      method == .s256 || defects.has(.pkcePlain)
    else {
      throw AuthorizationRefusal(code: "invalid_request", description: "code_challenge_method must be S256")
    }
    guard Self.isWellFormed(value), method == .plain || Base64URL.decode(value)?.count == 32 else {
      throw AuthorizationRefusal(code: "invalid_request", description: "code_challenge is malformed")
    }
    self.method = method
    self.value = value
  }

  /// Section 4.6.
  func accepts(_ verifier: String) -> Bool {
    if isStripped { return true }
    guard Self.isWellFormed(verifier) else { return false }
    switch method {
    case .s256: return equalInConstantTime(Digest.thumbprint(verifier), value)
    case .plain: return equalInConstantTime(verifier, value)
    }
  }

  /// Section 4.1: 43 to 128 unreserved characters.
  private static func isWellFormed(_ text: String) -> Bool {
    (43...128).contains(text.utf8.count) && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-._~".contains($0)) }
  }
}

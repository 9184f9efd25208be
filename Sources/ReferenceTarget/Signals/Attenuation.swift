extension SignalReceiver {
  /// What events do that change what somebody or something may, short of ending a session.
  /// - Returns: whether the event was one of these.
  func attenuate(
    _ type: EventType, _ members: JSONObject, _ subject: EventSubject, _ limit: Endings.Limit, _ endings: inout Endings
  ) -> Bool {
    let defects = server.environment.defects
    switch type {
    case .assuranceLevelChange, .deviceComplianceChange:
      let isWorse =
        type == .assuranceLevelChange
        ? members["change_direction"]?.string == "decrease" : members["current_status"]?.string == "not-compliant"
      guard isWorse || defects.has(.receiverImprovementHurts), !defects.has(.receiverPostureIgnored) else { return true }
      switch subject {
      case .principal(let name): endings.end(subject: name, upTo: limit)
      case .token(let jti): endings.end(token: jti)
      case .everybody: endings.endEverybody(upTo: limit)
      }
    case .credentialChange:
      let ends = ["revoke", "delete"].contains(members["change_type"]?.string ?? "") || defects.has(.receiverAnyCredentialChange)
      guard ends, case .principal = subject, let serial = members["x509_serial"]?.string, !defects.has(.receiverCredentialIgnored) else {
        return true
      }
      endings.end(certificate: serial.lowercased())
    case .tokenClaimsChange:
      guard case .token(let jti) = subject, let scope = members["claims"]?.object?["scope"]?.string, !defects.has(.receiverClaimsIgnored)
      else {
        return true
      }
      endings.leave(scope.split(separator: " ").map(String.init), to: jti)
    case .sessionRevoked, .riskLevelChange, .accountDisabled, .accountEnabled: return false
    }
    return true
  }
}

extension AuthorizationServer {
  /// What is left of a scope after events about the token: they take away and never add.
  func scopeLeft(_ scope: String?, jti: String) -> String? {
    guard let left = store.scopeLeft(jti) else { return scope }
    if environment.defects.has(.receiverClaimsEscalate) { return left.joined(separator: " ") }
    return (scope ?? "").split(separator: " ").map(String.init).filter(left.contains).joined(separator: " ")
  }
}

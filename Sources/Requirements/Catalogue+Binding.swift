extension Catalogue {
  /// Whether a requirement binds at a target: its statement stands in the revision, and the name that it binds under is in force,
  /// by itself or because a capability or profile puts its document in force.
  ///
  /// - Parameters:
  ///   - revision: of the draft.
  ///   - isInForce: whether a name (capability, profile, policy, document) is in force at the target.
  public func binds(_ requirement: Requirement, in revision: Revision, isInForce: (String) -> Bool) -> Bool {
    guard requirement.isPresent(in: revision), !isLater(requirement, in: revision) else { return false }
    if isInForce(requirement.binds) { return true }
    guard requirement.binds.hasPrefix("doc."), let document = document(String(requirement.binds.dropFirst(4))) else { return false }
    return document.isAlwaysInForce || document.impliedBy.contains(where: isInForce)
  }
}

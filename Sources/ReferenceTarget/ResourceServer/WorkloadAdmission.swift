/// Which workload a resource serves: the one whose identifier is the admitted one, character by character. Nothing is normalised and no
/// part is left out (draft-ietf-wimse-identifier, sections 4.3 and 7.6).
struct WorkloadAdmission: Sendable {
  let admitted: String
  let defects: Defects

  func admits(_ identifier: String) -> Bool {
    if defects.has(.admissionMissing) { return true }
    if defects.has(.admissionPrefix) { return identifier.hasPrefix(admitted) }
    guard let own = URIReference(admitted), let other = URIReference(identifier) else { return false }
    if defects.has(.admissionPathOnly) { return own.path == other.path }
    if defects.has(.admissionNormalised) { return own.host == other.host && normal(own.path) == normal(other.path) }
    return identifier == admitted
  }

  private func normal(_ path: String) -> String {
    let lower = path.lowercased()
    return lower.hasSuffix("/") ? String(lower.dropLast()) : lower
  }
}

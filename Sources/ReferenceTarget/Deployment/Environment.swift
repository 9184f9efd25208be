/// What every party of the deployment shares.
struct Environment: Sendable {
  /// Scheme and authority of everything that is served, without a slash at the end.
  let base: String
  let clock: Clock
  let defects: Defects
  let presets: Presets
  /// Where decisions are written down; nil: nowhere.
  var audit: AuditLog?
  /// How this target calls others; nil: it does not.
  var outbound: PushClient?

  var now: Int { clock.now }
}

import Results

/// The answer of a matcher.
enum Truth: Sendable {
  case holds
  case fails([CheckResult.Mismatch])
  /// It depends on something that the target does not show.
  case unknown(String)

  /// All must hold; a failure outweighs an unknown.
  static func all(_ truths: [Truth]) -> Truth {
    var mismatches: [CheckResult.Mismatch] = []
    var unknown: String?
    for truth in truths {
      switch truth {
      case .holds: break
      case .fails(let found): mismatches += found
      case .unknown(let reason): unknown = unknown ?? reason
      }
    }
    if !mismatches.isEmpty { return .fails(mismatches) }
    return unknown.map(Truth.unknown) ?? .holds
  }

  /// One must hold; an unknown outweighs a failure. What is told is how far the nearest branch is: all of them together would
  /// demand things that exclude each other.
  static func any(_ truths: [Truth]) -> Truth {
    var nearest: [CheckResult.Mismatch]?
    var unknown: String?
    for truth in truths {
      switch truth {
      case .holds: return .holds
      case .fails(let found): if !found.isEmpty, found.count < nearest?.count ?? .max { nearest = found }
      case .unknown(let reason): unknown = unknown ?? reason
      }
    }
    return unknown.map(Truth.unknown) ?? .fails(nearest ?? [])
  }

  var isMet: Bool { if case .holds = self { true } else { false } }
}

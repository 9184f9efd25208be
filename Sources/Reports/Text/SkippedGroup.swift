import Foundation
import Results

/// All checks that were skipped for one reason: a line in a report, however many they are. The checks themselves are in the JSON.
struct SkippedGroup: Sendable {
  var kind: SkipReason?
  var reason: String
  var count: Int
  /// How many of them in which area, in the order of the suite.
  var areas: [(name: String, count: Int)]

  /// `issuance 12, possession 4`; the name alone where there is one.
  var areasText: String { areas.count == 1 ? areas[0].name : areas.map { "\($0.name) \($0.count)" }.joined(separator: ", ") }

  /// What to write into the target description so that they run; nil where nothing there would help.
  var remedy: String? {
    switch kind {
    case .capability, .revision: Self.declaring(reason)
    case .fixture: Self.describing(reason.droppingPrefix("fixture missing: "))
    case .notVisible: Self.describing(reason.droppingPrefix("not visible: ").droppingPrefix("fixture missing: ", orNil: true))
    case .notRun, nil: nil
    }
  }

  /// `the target neither declares nor advertises dpop; the target does not declare profile.x`: any one of them.
  private static func declaring(_ reason: String) -> String? {
    guard reason.unicodeScalars.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-; ".unicodeScalars.contains($0)) })
    else { return nil }
    let lines = reason.components(separatedBy: "; ").compactMap { part -> String? in
      for prefix in ["the target neither declares nor advertises ", "the target does not declare "] {
        guard let name = part.droppingPrefix(prefix, orNil: true) else { continue }
        let key = name.hasPrefix("profile.") ? "profiles" : name.hasPrefix("policy.") ? "policies" : "declares"
        return "\(key): [\(name)]"
      }
      let words = part.components(separatedBy: " is below ")
      return words.count == 2 ? "declares: [{\(words[0]): \(words[1])}]" : nil
    }
    return lines.isEmpty ? nil : lines.joined(separator: " or ")
  }

  /// `client agent-2`, `clients.agent-2.id`, `hook.set-clock`: where it belongs.
  private static func describing(_ gap: String?) -> String? {
    guard let gap,
      gap.unicodeScalars.allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || "0123456789.-_$ ".unicodeScalars.contains($0)) })
    else { return nil }
    let sections = [
      "client": "clients", "server": "servers", "resource": "resources", "user": "users", "attester": "attesters", "issuer": "issuers",
      "transmitter": "transmitters", "trust-domain": "suite.trust-domains", "hook": "hooks",
    ]
    let words = gap.split(separator: " ").map(String.init)
    if words.count == 2, let section = sections[words[0]] { return "describe \(section).\(words[1])" }
    if let hook = gap.droppingPrefix("hook.", orNil: true), words.count == 1 { return "describe hooks.\(hook)" }
    guard words.count == 1, gap.contains(".") else { return nil }
    return "describe \(gap.droppingPrefix("$target."))"
  }
}

extension RunResult {
  /// What was skipped, reason by reason: what the operator can mend first, then the most frequent.
  var skippedGroups: [SkippedGroup] {
    var groups: [String: SkippedGroup] = [:]
    for area in areas {
      for check in checks(in: area) where check.verdict == .skipped {
        let key = "\(check.skipReason?.rawValue ?? "") \(check.reason)"
        var group = groups[key] ?? SkippedGroup(kind: check.skipReason, reason: check.reason, count: 0, areas: [])
        group.count += 1
        if group.areas.last?.name == area { group.areas[group.areas.count - 1].count += 1 } else { group.areas.append((area, 1)) }
        groups[key] = group
      }
    }
    return groups.values.sorted { a, b in
      let ranks = [a, b].map { group in SkipReason.inReports.firstIndex { $0 == group.kind } ?? SkipReason.inReports.count }
      return (ranks[0], -a.count, a.reason) < (ranks[1], -b.count, b.reason)
    }
  }
}

extension SkipReason {
  /// The order in which reports speak of them: the operator's gaps first.
  static let inReports: [SkipReason] = [.fixture, .notVisible, .notRun, .capability, .revision]
}

extension String {
  func droppingPrefix(_ prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }

  /// Nil where the text does not begin so.
  func droppingPrefix(_ prefix: String, orNil: Bool) -> String? { hasPrefix(prefix) || !orNil ? droppingPrefix(prefix) : nil }
}

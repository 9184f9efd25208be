import OrderedJSON
import Scenarios

/// Following a path into facts.
enum Lookup {
  case found(JSON)
  case missing
  /// The target does not show it.
  case unknown(String)

  /// Header names compare without case (RFC 9110, section 5.1); everything else exactly.
  static func find(_ path: Path, in facts: JSON) -> Lookup {
    var current = facts
    var isHeaderMap = false
    for segment in path.segments {
      if let reason = SpecialFact.unknownReason(current) { return .unknown(reason) }
      switch segment {
      case .name(let name):
        guard let next = member(name, of: current, ignoringCase: isHeaderMap) else { return .missing }
        isHeaderMap = name == "headers"
        current = next
      case .index(let index):
        guard let next = current[index] else { return .missing }
        current = next
      case .element(let text):
        guard let next = current.array?.first(where: { $0.string == text }) else { return .missing }
        current = next
      }
    }
    if let reason = SpecialFact.unknownReason(current) { return .unknown(reason) }
    return .found(current)
  }

  static func member(_ name: String, of fact: JSON, ignoringCase: Bool) -> JSON? {
    guard ignoringCase else { return fact[name] }
    let wanted = name.lowercased()
    return fact.members?.last { $0.name.lowercased() == wanted }?.value
  }
}

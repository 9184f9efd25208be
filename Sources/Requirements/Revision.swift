/// A revision of the draft that the suite judges by, oldest first. Only these have texts that could be read.
public enum Revision: String, Sendable, Hashable, CaseIterable, Comparable {
  case klrc00 = "klrc-00"
  case klrc01 = "klrc-01"
  case klrc02 = "klrc-02"
  case klrc03 = "klrc-03"
  case aims00 = "aims-00"

  /// What is judged by when nobody says otherwise.
  public static let newest = Revision.aims00

  /// The document name under which the revision was published.
  public var draftName: String {
    switch self {
    case .klrc00: "draft-klrc-aiagent-auth-00"
    case .klrc01: "draft-klrc-aiagent-auth-01"
    case .klrc02: "draft-klrc-aiagent-auth-02"
    case .klrc03: "draft-klrc-aiagent-auth-03"
    case .aims00: "draft-ietf-wimse-aims-00"
    }
  }

  private var order: Int { Revision.allCases.firstIndex(of: self)! }
  public static func < (a: Revision, b: Revision) -> Bool { a.order < b.order }
}

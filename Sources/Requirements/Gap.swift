import Documents

/// A place where the texts leave two honest implementations unable to work together.
public struct Gap: Sendable, Hashable, Identifiable {
  /// `GAP-POSSESSION-1`.
  public var id: String
  public var title: String
  /// The sections that leave it open.
  public var places: [Location]
  /// Why two implementations that both follow the texts fail together.
  public var why: String
  /// Checks and probes that show it (ids or globs); empty until one is written.
  public var probes: [String]
  /// Why no check and no probe shows it; nil where some do.
  public var unmeasured: String?
  /// Issues of the working group's tracker.
  public var issues: [Int]
  /// Experiments that would inform a decision: `EV-3`.
  public var experiments: [String]
  /// What the editors might write.
  public var suggestion: String?
  public var place: Place
  /// Where each of the probes is named.
  public var probePlaces: [String: Place] = [:]

  /// Where a probe is named.
  public func place(of probe: String) -> Place { probePlaces[probe] ?? place }

  /// A section of a document.
  public struct Location: Sendable, Hashable, CustomStringConvertible {
    /// A document id.
    public var document: String
    /// Nil where the whole document is meant.
    public var section: String?
    /// `rfc9449#4.3`.
    public var description: String { section.map { "\(document)#\($0)" } ?? document }
  }
}

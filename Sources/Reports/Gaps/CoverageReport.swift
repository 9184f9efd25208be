import Requirements

/// How far the suite reaches: requirements with checks by revision and level, and blocks of the catalogue of tests by area. Every
/// figure is counted, none is written down.
public struct CoverageReport: Sendable {
  /// Some of several.
  public struct Share: Sendable, Hashable, CustomStringConvertible {
    public var held = 0
    public var all = 0
    /// `3/4`; a point where there is nothing to hold.
    public var description: String { all == 0 ? "·" : "\(held)/\(all)" }
  }

  /// A revision of the draft.
  public struct Line: Sendable {
    public var revision: Revision
    /// Statements that a check judges, of those that somebody outside can see, by level.
    public var testable: [Level: Share]
    /// Statements that only the operator can answer.
    public var declared: Int
    /// Statements that nobody outside can see.
    public var notObservable: Int
    /// Testable ones with a written reason instead of a check.
    public var reasons: Int
    /// Catalogued after the freeze.
    public var later: Int
    public var all: Int
  }

  public let lines: [Line]
  /// The same for the texts that the draft composes.
  public let composed: [Level: Share]
  /// Blocks that a scenario names, of all, by area and priority.
  public let blocks: [(area: String, shares: [CatalogueBlock.Priority: Share])]
  /// Blocks that no scenario names.
  public let unwritten: [CatalogueBlock]

  /// - Parameters:
  ///   - citedBy: check ids by the requirement that they cite.
  ///   - written: ids of blocks that scenarios name.
  public init(_ catalogue: Catalogue, citedBy: [String: [String]], written: Set<String>) {
    lines = Revision.allCases.map { revision in
      let rows = Traceability(catalogue, citedBy: citedBy, revision: revision).rows.filter { row in
        row.requirement.isOfTheDraft && row.requirement.isPresent(in: revision)
      }
      let counting = rows.filter { !catalogue.isLater($0.requirement, in: revision) }
      return Line(
        revision: revision, testable: Self.shares(counting) { $0.level(in: revision) },
        declared: counting.count { $0.requirement.testability == .declared && $0.isUntested },
        notObservable: counting.count { $0.requirement.testability == .notObservable && $0.isUntested },
        reasons: counting.count { $0.isUntested && $0.requirement.isTestable && $0.reason != nil }, later: rows.count - counting.count,
        all: counting.count)
    }
    composed = Self.shares(Traceability(catalogue, citedBy: citedBy).rows.filter { !$0.requirement.isOfTheDraft }) { $0.level }
    var areas: [String] = []
    for block in catalogue.blocks where !areas.contains(block.area) { areas.append(block.area) }
    func isWritten(_ block: CatalogueBlock) -> Bool { written.contains(block.id) || block.otherwise != nil }
    blocks = areas.map { area in
      var shares: [CatalogueBlock.Priority: Share] = [:]
      for block in catalogue.blocks where block.area == area {
        shares[block.priority, default: .init()].all += 1
        if isWritten(block) { shares[block.priority, default: .init()].held += 1 }
      }
      return (area, shares)
    }
    unwritten = catalogue.blocks.filter { !isWritten($0) }
  }

  private static func shares(_ rows: [Traceability.Row], level: (Requirement) -> Level?) -> [Level: Share] {
    var shares: [Level: Share] = [:]
    // A statement that a check cites counts as testable, whatever was thought of it.
    for row in rows where row.requirement.isTestable || !row.isUntested {
      guard let level = level(row.requirement) else { continue }
      shares[level, default: .init()].all += 1
      if !row.isUntested { shares[level, default: .init()].held += 1 }
    }
    return shares
  }

  /// The figures as Markdown tables.
  public var markdown: String {
    let levels = Level.allCases.sorted(by: >)
    var out = "## Statements of the draft that checks judge\n\n"
    out += "Of those that somebody outside can see, by level; the others are counted behind them.\n\n"
    out += Markdown.head(
      ["revision"] + levels.map(\.words) + ["all", "reason instead of a check", "operator's declaration", "not observable", "statements"],
      left: 1)
    for line in lines {
      let later = line.later == 0 ? "" : " (and \(line.later) later)"
      out += Markdown.row(
        [line.revision.draftName] + levels.map { (line.testable[$0] ?? .init()).description }
          + [
            Self.sum(line.testable.values).description, "\(line.reasons)", "\(line.declared)", "\(line.notObservable)",
            "\(line.all)\(later)",
          ])
    }
    out += Markdown.row(
      ["composed texts"] + levels.map { (composed[$0] ?? .init()).description } + [Self.sum(composed.values).description, "", "", "", ""])
    guard !blocks.isEmpty else { return out }
    let priorities = CatalogueBlock.Priority.allCases
    out += "\n## Blocks of the catalogue of tests that scenarios implement\n\n"
    out +=
      "A block counts once a scenario names it, or once something else than a scenario implements it; the rows of a family are not counted singly.\n\n"
    out += Markdown.head(["area"] + priorities.map(\.rawValue) + ["all"], left: 1)
    for (area, shares) in blocks {
      out += Markdown.row(
        [Markdown.text(area)] + priorities.map { (shares[$0] ?? .init()).description } + [Self.sum(shares.values).description])
    }
    out += Markdown.row(
      ["all"] + priorities.map { priority in Self.sum(blocks.compactMap { $0.shares[priority] }).description }
        + [Self.sum(blocks.flatMap(\.shares.values)).description])
    out += "\nNot written yet:\n\n"
    for priority in priorities {
      let missing = unwritten.filter { $0.priority == priority }
      guard !missing.isEmpty else { continue }
      out += "- \(priority.rawValue): \(missing.map { Markdown.code($0.id) }.joined(separator: ", "))\n"
    }
    return out
  }

  private static func sum(_ shares: some Sequence<Share>) -> Share {
    shares.reduce(into: .init()) { sum, share in
      sum.held += share.held
      sum.all += share.all
    }
  }
}

extension Traceability.Row {
  /// Whether no check judges it, itself or through its details.
  var isUntested: Bool { checks.isEmpty && through.isEmpty }
}

extension Requirement {
  /// Whether somebody outside can see whether it is met.
  var isTestable: Bool {
    switch testability {
    case .active, .passive: true
    case .declared, .notObservable: false
    }
  }
}

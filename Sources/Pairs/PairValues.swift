import Documents
import OrderedJSON
import Targets

/// The seven values that operators copy by hand, compared before the first request: where they differ, neither vendor is at fault.
public struct PairValues: Sendable {
  /// One of the seven, as each side has it.
  public struct Row: Sendable {
    public var name: PairFile.ValueName
    /// Nil where the pair file says nothing of that side.
    public var atA: JSON?
    public var atB: JSON?
    /// Nil where one side is not stated.
    public var agree: Bool?

    public init(name: PairFile.ValueName, atA: JSON?, atB: JSON?) {
      self.name = name
      self.atA = atA
      self.atB = atB
      agree = Self.agree(name, atA, atB)
    }

    /// Lists agree where they have something in common; a grant may live as long as B takes.
    private static func agree(_ name: PairFile.ValueName, _ a: JSON?, _ b: JSON?) -> Bool? {
      guard let a, let b else { return nil }
      if name == .lifetime, let left = a.integer, let right = b.integer { return left <= right }
      let left = a.array ?? [a], right = b.array ?? [b]
      return left.contains { one in right.contains { $0.sameValue(as: one) } }
    }
  }

  public var rows: [Row]
  /// References that lead nowhere in the descriptions.
  public var problems: [Diagnostic]

  /// Looks up what `$a.…` and `$b.…` refer to.
  /// - Parameters:
  ///   - a: the whole description of A as data.
  ///   - b: that of B.
  public init(_ pair: PairFile, a: JSON, b: JSON) {
    var problems: [Diagnostic] = []
    func resolved(_ node: Node?) -> JSON? {
      guard let node else { return nil }
      if let elements = node.list { return .array(elements.compactMap { resolved($0) }.flatMap { $0.array ?? [$0] }) }
      guard let text = node.text, text.hasPrefix("$a.") || text.hasPrefix("$b.") else { return node.json }
      var value: JSON? = text.hasPrefix("$a.") ? a : b
      for name in text.dropFirst(3).split(separator: ".") {
        if let index = Int(name), value?.array != nil { value = value?[index] } else { value = value?[String(name)] }
      }
      if value == nil {
        let side = text.hasPrefix("$a.") ? "A" : "B"
        problems.append(.init(.error, "\(text) leads nowhere in the description of \(side)", at: node.place))
      }
      return value
    }
    rows = PairFile.ValueName.allCases.map { name in
      Row(name: name, atA: resolved(pair.values[name]?.a), atB: resolved(pair.values[name]?.b))
    }
    self.problems = problems
  }

  /// The names in which the sides differ.
  public var differing: [PairFile.ValueName] { rows.filter { $0.agree == false }.map(\.name) }

  /// By what name the client asks A for a grant: how A knows B.
  public var nameOfB: String? { rows.first { $0.name == .nameOfB }?.atA.flatMap { $0.string ?? $0[0]?.string } }

  /// Rows of the report.
  public var json: JSON {
    .array(
      rows.map { row in
        .object(of: ["value": .string(row.name.rawValue), "at-a": row.atA, "at-b": row.atB, "agree": row.agree.map(JSON.bool)])
      })
  }
}

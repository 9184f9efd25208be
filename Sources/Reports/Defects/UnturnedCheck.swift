import Documents

/// A check that no defect of the reference target turns, and why: a known gap of the self-test, in `vectors/defects/unturned.yaml`.
public struct UnturnedCheck: Sendable {
  /// A glob over check ids.
  public var check: String
  public var reason: String
  public var place: Place

  /// Reads the file, a list under `unturned`.
  /// - Throws: everything that is wrong with it.
  public static func parse(_ file: SourceFile) throws(Diagnostics) -> [UnturnedCheck] {
    let root = try Node.parse(file)
    guard let nodes = root["unturned"]?.list else {
      throw Diagnostics([.init(.error, "the file holds a list `unturned`", help: "unturned: [{check: GLOB, reason: …}]", at: root.place)])
    }
    var problems: [Diagnostic] = []
    let checks = nodes.compactMap { node -> UnturnedCheck? in
      guard let check = node["check"]?.text, let reason = node["reason"]?.text, node.map?.count == 2 else {
        problems.append(.init(.error, "an entry has a `check` and a `reason`, both text", at: node.place))
        return nil
      }
      return UnturnedCheck(check: check, reason: reason, place: node.place)
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    return checks
  }
}

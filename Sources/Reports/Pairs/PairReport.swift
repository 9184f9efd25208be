import OrderedJSON

/// The report of a pair of servers as the two domains, from its JSON form (`aims-pair/1`).
public enum PairReport {
  /// The form of the results that this report is made from.
  public static let format = "aims-pair/1"

  /// Whether a document is the result of a pair.
  public static func isPair(_ json: JSON) -> Bool { json["format"]?.string == format }

  /// The report for readers.
  public static func markdown(_ pair: JSON) -> String {
    var out = "# \(Markdown.text(text(pair, "name")))\n\n"
    if let about = pair["about"]?.string { out += Markdown.text(about) + "\n\n" }
    out += "Domain A: **\(Markdown.text(side(pair, "a")))**. Domain B: **\(Markdown.text(side(pair, "b")))**. "
    out += "Profile: \(text(pair, "profile")).\n\n" + matrix([pair]) + "\n## Values that operators copy by hand\n\n"
    out += "Compared before the first request.\n\n" + values(pair["values"] ?? .array([])) + "\n"
    return out + emission(pair) + envelope(pair) + crossing(pair) + survival(pair) + negatives(pair)
  }

  // MARK: The matrix

  /// Pairs as a matrix for each profile: rows A, columns B, then why cells are not ok.
  public static func matrix(_ pairs: [JSON]) -> String {
    var out = ""
    for profile in unique(pairs.map { text($0, "profile") }) {
      let cells = pairs.filter { text($0, "profile") == profile }
      let columns = unique(cells.map { side($0, "b") })
      out += "### \(profile): grants of A (rows) at B (columns)\n\n" + Markdown.head(["A \\ B"] + columns.map(Markdown.text))
      for row in unique(cells.map { side($0, "a") }) {
        let inRow = columns.map { column in
          cells.filter { side($0, "a") == row && side($0, "b") == column }.map(cell).joined(separator: "; ")
        }
        out += Markdown.row(["**\(Markdown.text(row))**"] + inRow)
      }
      let reasons = cells.compactMap(reason).joined()
      out += "\n" + reasons + (reasons.isEmpty ? "" : "\n") + legend
    }
    return out
  }

  private static let legend = """
    `ok`: run live, with what had to be known beyond the profile's own example; `(ok)`: the suite's issuer signed a grant of exactly A's \
    shape and B took it; `A: …`, `B: …`, `RS-B: …`: who refused, and how; `≠`: the prediction and what happened differ; `–`: not \
    attempted; `same`: one product on both sides, which shows no interoperability.

    """

  private static func cell(_ pair: JSON) -> String {
    let same = pair["same"]?.bool == true ? " `same`" : ""
    return "`\(text(pair, "cell"))`" + same
  }

  /// Why a cell is not ok, and whose it is.
  private static func reason(_ pair: JSON) -> String? {
    let names = "- \(Markdown.text(side(pair, "a"))) → \(Markdown.text(side(pair, "b"))): "
    if let reason = pair["not-attempted"]?.string { return names + "not attempted – \(Markdown.text(reason))\n" }
    guard let attribution = pair["attribution"] else { return nil }
    var out = names + "**\(text(attribution, "to"))** – " + Markdown.text(text(attribution, "why"))
    if let cites = attribution["cites"]?.string { out += " (\(cites))" }
    if let doubt = attribution["doubt"]?.string { out += ". Not excluded: " + Markdown.text(doubt) }
    return out + "\n"
  }

  // MARK: The parts

  /// The seven values side by side.
  public static func values(_ rows: JSON) -> String {
    var out = Markdown.head(["value", "at A", "at B", "agree"])
    for value in rows.array ?? [] {
      let agree = value["agree"]?.bool.map { $0 ? "yes" : "**no**" } ?? "not stated"
      out += Markdown.row([text(value, "value"), shown(value["at-a"]), shown(value["at-b"]), agree])
    }
    return out
  }

  private static func emission(_ pair: JSON) -> String {
    guard let emission = pair["emission"] else { return "" }
    var out = "## What A emits\n\n" + Markdown.head(["request", "answer"])
    for rung in emission["rungs"]?.array ?? [] { out += Markdown.row([Markdown.text(text(rung, "request")), answer(rung)]) }
    guard let shape = emission["shape"]?.array else { return out + "\n" }
    out += "\n" + Markdown.head(["element of the grant", "A writes", "B, changed in that alone"])
    let envelope = pair["envelope"]?.array ?? []
    for element in shape {
      let known = envelope.first { $0["dimension"] == element["dimension"] && $0["value"] == element["value"] }
      out += Markdown.row([text(element, "dimension"), shown(element["value"]), known.map(answer) ?? "not tried"])
    }
    return out + "\n"
  }

  private static func envelope(_ pair: JSON) -> String {
    guard let rows = pair["envelope"]?.array, !rows.isEmpty else {
      return "## What B accepts\n\nB took no grant of the suite's trusted issuer, so nothing is known of it.\n\n"
    }
    var out = "## What B accepts\n\nThe suite's trusted issuer changes one element of a grant that was accepted.\n\n"
    out += Markdown.head(["element", "value", "answer"])
    for row in rows { out += Markdown.row([text(row, "dimension"), shown(row["value"]), answer(row)]) }
    return out + "\n"
  }

  private static func crossing(_ pair: JSON) -> String {
    var out = "## Across the border\n\n" + Markdown.head(["how", "result"])
    out += Markdown.row(["predicted, element by element", shown(pair["prediction"]?["cell"])])
    out += Markdown.row(["shape replay: the suite's issuer signs A's shape, B decides", pair["replay"].map(answer) ?? "not run"])
    if let reason = pair["live"]?["not-attempted"]?.string {
      out += Markdown.row(["live", "– " + Markdown.text(reason)])
    } else {
      for stage in pair["live"]?["stages"]?.array ?? [] { out += Markdown.row(["live, " + text(stage, "stage"), answer(stage)]) }
    }
    return out + "\n"
  }

  private static func survival(_ pair: JSON) -> String {
    guard let rows = pair["survival"]?.array, !rows.isEmpty else { return "" }
    var out =
      "## What survives\n\nClaims of the user's token at A, of the grant, and of the token at B; `unknown` where one cannot be read.\n\n"
    out += Markdown.head(["claim", "user's token at A", "→ grant", "grant", "→ token", "token at B"])
    for row in rows {
      out += Markdown.row([
        text(row, "claim"), shown(row["at-a"]), text(row, "outward"), shown(row["grant"]), text(row, "inward"), shown(row["at-b"]),
      ])
    }
    return out + "\n"
  }

  private static func negatives(_ pair: JSON) -> String {
    guard let rows = pair["negatives"]?.array, !rows.isEmpty else { return "" }
    var out = "## What should not work\n\nRecorded, not judged: the scenarios of the area say which of these a text forbids.\n\n"
    out += Markdown.head(["attempt", "answer"])
    for row in rows { out += Markdown.row([Markdown.text(text(row, "attempt")), answer(row)]) }
    return out + "\n"
  }

  // MARK: Words

  private static func answer(_ row: JSON) -> String {
    let outcome = Markdown.text(text(row, "outcome"))
    return row["error"]?.string.map { "\(outcome) (\(Markdown.text($0)))" } ?? outcome
  }
  private static func side(_ pair: JSON, _ name: String) -> String {
    [pair[name]?["name"]?.string, pair[name]?["version"]?.string].compactMap { $0 }.joined(separator: " ")
  }
  private static func text(_ json: JSON, _ name: String) -> String { json[name]?.string ?? "" }
  private static func shown(_ value: JSON?) -> String {
    guard let value, value != .null else { return "" }
    return Markdown.code(value.string ?? value.compact, limit: 160, inTable: true)
  }
  private static func unique(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

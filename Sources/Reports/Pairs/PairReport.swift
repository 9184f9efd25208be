import OrderedJSON

/// The report of a pair of servers as the two domains, from its JSON form (`aims-pair/1`).
public enum PairReport {
  public static let format = "aims-pair/1"

  /// Whether a document is the result of a pair.
  public static func isPair(_ json: JSON) -> Bool { json["format"]?.string == format }

  /// The report for readers.
  public static func markdown(_ pair: JSON) -> String {
    var out = "# \(Markdown.text(text(pair, "name")))\n\n"
    if let about = pair["about"]?.string { out += Markdown.text(about) + "\n\n" }
    out += "Domain A: **\(Markdown.text(side(pair, "a")))**. Domain B: **\(Markdown.text(side(pair, "b")))**. Profile: \(text(pair, "profile")).\n\n"
    out += matrix([pair]) + "\n"
    out += values(pair) + emission(pair) + envelope(pair) + crossing(pair) + survival(pair) + negatives(pair)
    return out
  }

  /// Pairs as a matrix for each profile: rows A, columns B, then why cells are not ok.
  public static func matrix(_ pairs: [JSON]) -> String {
    var out = ""
    for profile in unique(pairs.map { text($0, "profile") }) {
      let cells = pairs.filter { text($0, "profile") == profile }
      let columns = unique(cells.map { side($0, "b") })
      out += "### \(profile): grants of A (rows) at B (columns)\n\n" + Markdown.head(["A \\ B"] + columns.map(Markdown.text))
      for row in unique(cells.map { side($0, "a") }) {
        out += Markdown.row(
          ["**\(Markdown.text(row))**"]
            + columns.map { column in
              cells.filter { side($0, "a") == row && side($0, "b") == column }.map(cell).joined(separator: "; ")
            })
      }
      out += "\n"
      for pair in cells {
        guard let attribution = pair["attribution"] else { continue }
        let cites = attribution["cites"]?.string.map { " (\($0))" } ?? ""
        out += "- \(Markdown.text(side(pair, "a"))) → \(Markdown.text(side(pair, "b"))): **\(text(attribution, "to"))** – "
        out += Markdown.text(text(attribution, "why")) + cites + "\n"
      }
      out += "\n`ok`: run live; `(ok)`: the suite's issuer signed a grant of exactly A's shape and B took it; `A: …`, `B: …`: who refused, "
      out += "and how; `≠`: the prediction and what happened differ; `same`: one product on both sides, which shows no interoperability.\n"
    }
    return out
  }

  private static func cell(_ pair: JSON) -> String {
    let same = pair["same"]?.bool == true ? " `same`" : ""
    return "`\(text(pair, "cell"))`" + same
  }

  private static func values(_ pair: JSON) -> String {
    var out = "## Values that operators copy by hand\n\nCompared before the first request.\n\n"
    out += Markdown.head(["value", "at A", "at B", "agree"])
    for value in pair["values"]?.array ?? [] {
      let agree = value["agree"]?.bool.map { $0 ? "yes" : "**no**" } ?? "not stated"
      out += Markdown.row([text(value, "value"), shown(value["at-a"]), shown(value["at-b"]), agree])
    }
    return out + "\n"
  }

  private static func emission(_ pair: JSON) -> String {
    guard let emission = pair["emission"] else { return "" }
    var out = "## What A emits\n\n" + Markdown.head(["request", "answer"])
    for rung in emission["rungs"]?.array ?? [] { out += Markdown.row([Markdown.text(text(rung, "request")), answer(rung)]) }
    guard let shape = emission["shape"]?.members else { return out + "\n" }
    out += "\n" + Markdown.head(["element of the grant", "A writes", "B, changed in that alone"])
    let envelope = pair["envelope"]?.array ?? []
    for member in shape {
      let known = envelope.first { text($0, "dimension") == member.name && $0["value"] == member.value }
      out += Markdown.row([member.name, shown(member.value), known.map(answer) ?? "not tried"])
    }
    return out + "\n"
  }

  private static func envelope(_ pair: JSON) -> String {
    guard let rows = pair["envelope"]?.array, !rows.isEmpty else { return "" }
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
    var out = "## What survives\n\n" + Markdown.head(["claim", "user's token at A", "grant", "token at B", "fate"])
    for row in rows {
      out += Markdown.row([text(row, "claim"), shown(row["at-a"]), shown(row["grant"]), shown(row["at-b"]), text(row, "fate")])
    }
    return out + "\n"
  }

  private static func negatives(_ pair: JSON) -> String {
    guard let rows = pair["negatives"]?.array, !rows.isEmpty else { return "" }
    var out = "## What must not work\n\n" + Markdown.head(["attempt", "answer"])
    for row in rows { out += Markdown.row([Markdown.text(text(row, "attempt")), answer(row)]) }
    return out + "\n"
  }

  private static func answer(_ row: JSON) -> String {
    let outcome = text(row, "outcome")
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

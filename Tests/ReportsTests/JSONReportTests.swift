import Foundation
import OrderedJSON
import Results
import Testing

@testable import Reports

let checkout = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

@Suite("JSON reports") struct JSONReportTests {
  @Test("What was written is read again, member by member") func roundTrip() throws {
    let json = JSONReport.encode(Fixture.run)
    let again = try JSONReport.decode(JSON.parse(json.pretty))
    #expect(JSONReport.encode(again) == json)
    // Encoding compares only what it writes; the dump shows everything that a run holds.
    var before = "", after = ""
    dump(Fixture.run, to: &before)
    dump(again, to: &after)
    #expect(before == after)
  }

  @Test("Hostile texts survive unchanged", arguments: Hostile.texts) func hostile(text: String) throws {
    let run = Hostile.run(text)
    let again = try JSONReport.decode(JSON.parse(JSONReport.encode(run).pretty))
    var before = "", after = ""
    dump(run, to: &before)
    dump(again, to: &after)
    #expect(before == after)
  }

  @Test(
    "A fault is named with its path",
    arguments: [
      (["format"], JSON.string("other/9"), "format: expected aims-report/1, found other/9"),
      (["started"], "now", "started: expected an integer, found string"),
      (["scenarios"], nil, "scenarios: expected an array, found null"),
      (["suite"], 1, "suite: expected an object, found number"),
    ])
  func faults(path: [String], value: JSON, message: String) {
    var json = JSONReport.encode(Fixture.run)
    json[path[0]] = value
    #expect(throws: JSONReport.DecodingError.self) { try JSONReport.decode(json) }
    do { _ = try JSONReport.decode(json) } catch { #expect(error.description == message) }
  }

  @Test("A fault deep inside is named with its path too") func deepFault() throws {
    let text = JSONReport.encode(Fixture.run).compact
    let broken = text.replacingOccurrences(of: "\"verdict\":\"failed\"", with: "\"verdict\":\"faild\"")
    #expect(broken != text)
    do {
      _ = try JSONReport.decode(JSON.parse(broken))
      Issue.record("accepted")
    } catch let error as JSONReport.DecodingError {
      #expect(error.description == "scenarios[0].checks[1].verdict: unknown value faild")
    }
  }

  @Test("Members of a newer suite are passed over") func unknownMembers() throws {
    var json = JSONReport.encode(Fixture.run)
    json["later"] = ["x": 1]
    #expect(JSONReport.encode(try JSONReport.decode(json)) == JSONReport.encode(Fixture.run))
  }

  @Test("The published schema is the one of the writer") func published() throws {
    let file = checkout.appending(path: "vectors/schema/report.schema.json")
    if ProcessInfo.processInfo.environment["AIMS_UPDATE_SCHEMAS"] != nil {
      try Data((JSONReport.schema.pretty + "\n").utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == JSONReport.schema.pretty + "\n")
  }

  @Test("The schema describes all that is written, and nothing else") func inStep() {
    var used: Set<String> = []
    var run = Fixture.run
    run.declared = [
      .init(
        requirement: "AIMS-OBS-8", answer: .met, statement: "A year.", by: "Operations", date: "2026-11-25", evidence: ["https://a.example"]
      )
    ]
    #expect(SchemaCheck(root: JSONReport.schema).check(JSONReport.encode(run), &used) == [])
    #expect(SchemaCheck(root: JSONReport.schema).check(JSONReport.encode(Fixture.run), &used) == [])
    var declared: Set<String> = []
    SchemaCheck.properties(of: JSONReport.schema, at: "", &declared)
    #expect(declared.subtracting(used) == [])
  }

  @Test("The schema refuses what is not a report") func refuses() {
    var json = JSONReport.encode(Fixture.run)
    json["extra"] = 1
    json["started"] = "now"
    var used: Set<String> = []
    #expect(SchemaCheck(root: JSONReport.schema).check(json, &used).count == 2)
  }
}

/// The part of JSON Schema that the report's schema uses.
struct SchemaCheck {
  let root: JSON

  func check(_ value: JSON, _ used: inout Set<String>) -> [String] { check(value, root, "", &used) }

  /// - Parameter place: where in the schema we are, for coverage.
  private func check(_ value: JSON, _ schema: JSON, _ place: String, _ used: inout Set<String>) -> [String] {
    if schema.bool == true { return [] }
    if let reference = schema["$ref"]?.string {
      let name = String(reference.dropFirst("#/$defs/".count))
      guard let target = root["$defs"]?[name] else { return ["no \(reference)"] }
      return check(value, target, "/$defs/\(name)", &used)
    }
    if let constant = schema["const"] { return constant == value ? [] : ["\(place): not the constant"] }
    if let choices = schema["enum"]?.array { return choices.contains(value) ? [] : ["\(place): none of the values"] }
    var problems: [String] = []
    switch schema["type"]?.string {
    case "string": if value.string == nil { problems.append("\(place): no string") }
    case "boolean": if value.bool == nil { problems.append("\(place): no boolean") }
    case "integer": if value.integer == nil { problems.append("\(place): no integer") }
    case "array":
      guard let elements = value.array, let items = schema["items"] else { return ["\(place): no array"] }
      for element in elements { problems += check(element, items, place + "[]", &used) }
    case "object":
      guard let members = value.members, let properties = schema["properties"] else { return ["\(place): no object"] }
      for name in schema["required"]?.array ?? [] where value[name.string!] == nil { problems.append("\(place): no \(name.string!)") }
      for member in members {
        guard let property = properties[member.name] else {
          problems.append("\(place): unknown \(member.name)")
          continue
        }
        used.insert("\(place).\(member.name)")
        problems += check(member.value, property, "\(place).\(member.name)", &used)
      }
    default: problems.append("\(place): a schema that this check does not know")
    }
    return problems
  }

  /// Every property that a schema declares, by place.
  static func properties(of schema: JSON, at place: String, _ out: inout Set<String>) {
    for member in schema["properties"]?.members ?? [] {
      out.insert("\(place).\(member.name)")
      properties(of: member.value, at: "\(place).\(member.name)", &out)
    }
    if let items = schema["items"] { properties(of: items, at: place + "[]", &out) }
    for definition in schema["$defs"]?.members ?? [] { properties(of: definition.value, at: "/$defs/\(definition.name)", &out) }
  }
}

/// The catalogues of defects and presets as text or JSON.
public enum Listing {
  public static func defects(json: Bool) -> String {
    guard json else { return Defect.all.map { "\($0.name)  (\($0.area))\n    \($0.about)" }.joined(separator: "\n") }
    let entries = Defect.all.map { ["name": .string($0.name), "area": .string($0.area), "about": .string($0.about)] as JSONValue }
    return JSONValue.array(entries).text
  }

  public static func presets(json: Bool) -> String {
    guard json else { return Preset.allCases.map { "\($0.rawValue)\n    \($0.about)" }.joined(separator: "\n") }
    return JSONValue.array(Preset.allCases.map { ["name": .string($0.rawValue), "about": .string($0.about)] as JSONValue }).text
  }
}

import Testing

@testable import ReferenceTarget

@Suite("Forms and defects")
struct FormTests {
  @Test("Parameters are decoded as RFC 6749 appendix B says")
  func decoding() throws {
    let form = try FormParameters(parsing: Array("a=+%25%26%2B%C2%A3%E2%82%AC&empty=&resource=x&resource=y".utf8))
    #expect(form["a"] == " %&+£€")
    #expect(form["empty"] == nil)
    #expect(form.all("resource") == ["x", "y"])
  }

  @Test(
    "Broken encodings and repeated parameters are refused",
    arguments: ["a=1&a=2", "a=%zz", "a=%", "a=%4", "a=%00", "a=%ff", "scope=x&scope=x"])
  func refused(body: String) {
    #expect(throws: OAuthError.self) { try FormParameters(parsing: Array(body.utf8)) }
  }

  @Test("Defects and presets have unique names and say what they do")
  func catalogue() throws {
    #expect(Set(Defect.all.map(\.name)).count == Defect.all.count)
    #expect(Defect.all.count >= 25)
    #expect(Defect.all.allSatisfy { $0.about.hasSuffix(".") })
    #expect(Preset.allCases.allSatisfy { $0.about.hasSuffix(".") || $0.about.hasSuffix(")") })
    #expect(throws: UnknownName.self) { try Defects(names: ["no-such-defect"]) }
    #expect(throws: UnknownName.self) { try Presets(names: ["no-such-preset"]) }
  }
}

import Testing

@testable import ReferenceTarget

@Suite("A partner in another domain") struct PartnerTests {
  static let key = PrivateKey()

  static func text(_ issuer: String = "https://as.partner.example", subjects: String = #"{"them": "alice"}"#) -> String {
    let jwk = JSONValue.object(key.publicJWK)
    return #"{"issuer": "\#(issuer)", "jwks": {"keys": [\#(jwk.text)]}, "subjects": \#(subjects)}"#
  }

  @Test("Its users are known by their names there, and get what another domain's users get") func read() throws {
    let partner = try Partner(json: Self.text())
    #expect(partner.trusted.issuer == "https://as.partner.example")
    #expect(partner.trusted.keys.count == 1)
    #expect(partner.trusted.subjects == ["them": "abroad-user-alice"])
    #expect(partner.trusted.scopes == ["read"])
  }

  @Test(
    "What is no partner is refused",
    arguments: [
      "[]", "{}", text("http://as.partner.example"), text(subjects: #"{"them": "zoe"}"#), text().replacing("\"kty\"", with: "\"kind\""),
    ])
  func refused(text: String) {
    #expect(throws: Partner.Problem.self) { try Partner(json: text) }
  }
}

import OrderedJSON
import Testing

@testable import Runner

@Suite("Where metadata stands")
struct MetadataPlaceTests {
  /// What RFC 8414 sections 3.1 and 5 and RFC 9728 section 3.1 print, and what follows from their rules.
  static let inserted: [(String, String, String)] = [
    ("https://example.com", "oauth-authorization-server", "https://example.com/.well-known/oauth-authorization-server"),
    ("https://example.com/issuer1", "oauth-authorization-server", "https://example.com/.well-known/oauth-authorization-server/issuer1"),
    ("https://example.com/issuer1", "openid-configuration", "https://example.com/.well-known/openid-configuration/issuer1"),
    ("https://resource.example.com", "oauth-protected-resource", "https://resource.example.com/.well-known/oauth-protected-resource"),
    (
      "https://resource.example.com/resource1", "oauth-protected-resource",
      "https://resource.example.com/.well-known/oauth-protected-resource/resource1"
    ),
    ("https://resource.example.com/", "oauth-protected-resource", "https://resource.example.com/.well-known/oauth-protected-resource"),
    (
      "https://resource.example.com:8443/a%20b", "oauth-protected-resource",
      "https://resource.example.com:8443/.well-known/oauth-protected-resource/a%20b"
    ),
    (
      "https://resource.example.com?tenant=1", "oauth-protected-resource",
      "https://resource.example.com/.well-known/oauth-protected-resource?tenant=1"
    ),
  ]

  @Test("The well-known name comes between host and path", arguments: inserted)
  func insertion(identifier: String, name: String, place: String) {
    #expect(WellKnown.inserted(name, into: identifier) == place)
  }

  @Test("OpenID Connect appends the name")
  func appending() {
    #expect(
      WellKnown.appended("openid-configuration", to: "https://example.com/issuer1")
        == "https://example.com/issuer1/.well-known/openid-configuration")
    #expect(
      WellKnown.appended("openid-configuration", to: "https://example.com/") == "https://example.com/.well-known/openid-configuration")
  }
}

@Suite("Metadata documents that the suite hosts")
struct ClientDocumentTests {
  static let url = "https://suite.example:8443/hosted/x"

  @Test("A document names its own address, and says what the scenario says")
  func document() {
    let made = ClientDocument.make(
      Self.url, ["token_endpoint_auth_method": .null, "client_name": "Other", "tos_uri": ["append": "/terms"]])
    #expect(made["client_id"]?.string == Self.url)
    #expect(made["client_name"]?.string == "Other")
    #expect(made["token_endpoint_auth_method"] == nil)
    #expect(made["tos_uri"]?.string == Self.url + "/terms")
    #expect(made.duplicateMembers.isEmpty)
  }

  @Test("An address can be spelt in another way")
  func spelling() {
    #expect(
      ClientDocument.make(Self.url, ["client_id": ["upper-host": true]])["client_id"]?.string == "https://SUITE.EXAMPLE:8443/hosted/x")
    #expect(ClientDocument.make(Self.url, ["client_id": ["append": "/"]])["client_id"]?.string == Self.url + "/")
    #expect(ClientDocument.spelling(Self.url, "text") == nil)
  }
}

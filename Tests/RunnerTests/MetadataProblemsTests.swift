import OrderedJSON
import Scenarios
import Testing

@testable import Runner

@Suite("What is wrong with metadata")
struct MetadataProblemsTests {
  static let cases: [(String, String, [String])] = [
    (
      #"{"scopes_supported": [], "service_documentation": "", "op_policy_uri": null, "grant_types_supported": ["x"]}"#, "empty",
      ["scopes_supported", "service_documentation", "op_policy_uri"]
    ),
    (
      #"{"token_endpoint": "http://as.example/token", "jwks_uri": "https://as.example/jwks", "introspection_endpoint": "/introspect"}"#,
      "insecure", ["token_endpoint", "introspection_endpoint"]
    ),
    (#"{"grant_types_supported": "client_credentials", "claims_parameter_supported": true}"#, "not-a-list", ["grant_types_supported"]),
    (
      #"{"token_endpoint_auth_signing_alg_values_supported": ["ES256", "none"], "dpop_signing_alg_values_supported": ["none"]}"#,
      "none-listed", ["token_endpoint_auth_signing_alg_values_supported"]
    ),
    (
      #"{"token_endpoint_auth_methods_supported": ["private_key_jwt"], "revocation_endpoint_auth_methods_supported": ["none"]}"#,
      "algorithms-missing", ["token_endpoint"]
    ),
  ]

  @Test("Each fault is found under the name of its member, and nothing else", arguments: cases)
  func found(document: String, kind: String, members: [String]) throws {
    let facts = MetadataProblems(try JSON.parse(document)).facts
    #expect(facts[kind]?.array?.compactMap(\.string) == members)
  }

  @Test("A sound document has no fault")
  func sound() throws {
    let facts = MetadataProblems(try JSON.parse(#"{"issuer": "https://as.example", "token_endpoint": "https://as.example/token"}"#)).facts
    for kind in ["empty", "insecure", "not-a-list", "none-listed", "algorithms-missing"] { #expect(facts[kind]?.array?.isEmpty == true) }
    #expect(facts["issuer-query"]?.bool == false)
  }

  @Test(
    "Workload identifiers are absolute URIs with a bare host",
    arguments: [
      ("spiffe://agents.example/agent", true), ("wimse://agents.example/a/b", true), ("spiffe://agents.example", true),
      ("spiffe://agents.example:8443/agent", false), ("spiffe://user@agents.example/agent", false),
      ("spiffe://agents.example/a?x=1", false),
      ("spiffe:///agent", false), ("agent", false), ("urn:agent", false),
    ])
  func identifier(text: String, isOne: Bool) {
    #expect(NamedPattern.workloadID.matches(text) == isOne)
  }
}

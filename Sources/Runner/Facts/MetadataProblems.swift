import Foundation
import OrderedJSON

/// What is wrong with a metadata document (RFC 8414 section 2, RFC 9728 section 2), as names of its members, so that scenarios can say
/// which of it matters.
struct MetadataProblems {
  private let members: [JSON.Member]
  private let document: JSON

  init(_ document: JSON) {
    self.document = document
    members = document.members ?? []
  }

  var facts: JSON {
    [
      "empty": names { isEmpty($0.value) },
      "insecure": names { isAddress($0) && $0.value.string?.hasPrefix("https://") != true },
      "not-a-list": names { $0.name.hasSuffix("_supported") && isListName($0.name) && $0.value.array == nil },
      "none-listed": names { isAlgorithmList($0.name) && $0.value.array?.contains { $0.string == "none" } == true },
      "algorithms-missing": .array(algorithmsMissing.map(JSON.string)),
      "issuer-query": .bool(document["issuer"]?.string.map { $0.contains("?") || $0.contains("#") } ?? false),
    ]
  }

  private func names(_ test: (JSON.Member) -> Bool) -> JSON { .array(members.filter(test).map { .string($0.name) }) }

  private func isEmpty(_ value: JSON) -> Bool {
    switch value {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let elements): elements.isEmpty
    case .object, .bool, .number: false
    }
  }

  private func isAddress(_ member: JSON.Member) -> Bool {
    member.value.string != nil
      && (member.name.hasSuffix("_endpoint") || member.name == "jwks_uri" || member.name == "registration_client_uri")
  }

  /// Members in `_supported` that are flags.
  private func isListName(_ name: String) -> Bool {
    ![
      "claims_parameter_supported", "request_parameter_supported", "request_uri_parameter_supported", "backchannel_logout_supported",
      "frontchannel_logout_supported", "authorization_response_iss_parameter_supported", "client_id_metadata_document_supported",
      "backchannel_user_code_parameter_supported", "backchannel_logout_session_supported", "frontchannel_logout_session_supported",
    ].contains(name)
  }

  /// The lists whose texts forbid `none`: those of client authentication, and that of a resource's own signatures.
  private func isAlgorithmList(_ name: String) -> Bool {
    name.hasSuffix("_endpoint_auth_signing_alg_values_supported") || name == "resource_signing_alg_values_supported"
  }

  /// Endpoints at which clients may sign assertions, without a list of algorithms.
  private var algorithmsMissing: [String] {
    ["token_endpoint", "revocation_endpoint", "introspection_endpoint"].filter { endpoint in
      let methods = document["\(endpoint)_auth_methods_supported"]?.array?.compactMap(\.string) ?? []
      return methods.contains { ["private_key_jwt", "client_secret_jwt"].contains($0) }
        && document["\(endpoint)_auth_signing_alg_values_supported"] == nil
    }
  }
}

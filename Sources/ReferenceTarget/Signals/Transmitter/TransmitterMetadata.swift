/// The configuration of the transmitter (SSF section 7), and its keys.
struct TransmitterMetadata: Sendable {
  let transmitter: SignalTransmitter

  private var defects: Defects { transmitter.defects }

  func mount(on endpoints: inout Endpoints) {
    let wellKnown = "/.well-known/ssf-configuration"
    let path = SignalTransmitter.path
    let type = defects.has(.configurationAsText) ? "text/plain" : "application/json"
    endpoints.add("GET", defects.has(.configurationAppended) ? path + wellKnown : wellKnown + path) { _ in
      .json(.object(document), type: type)
    }
    endpoints.add("GET", path + "/jwks") { _ in
      if defects.has(.transmitterKeysGone) { return .json(["error": "not_found"], status: 404) }
      let key = defects.has(.transmitterKeysPrivate) ? transmitter.key.privateJWK : transmitter.key.publicJWK
      return .json(["keys": [.object(key)]], type: "application/jwk-set+json")
    }
  }

  private var document: JSONObject {
    let base = transmitter.environment.base
    var document: JSONObject = [
      "spec_version": "1_0",
      "issuer": .string(defects.has(.configurationIssuer) ? transmitter.issuer + "/" : transmitter.issuer),
      "jwks_uri": .string(transmitter.issuer + "/jwks"),
      "delivery_methods_supported": ["urn:ietf:rfc:8935", "urn:ietf:rfc:8936"],
      "configuration_endpoint": .string(base + StreamManagement.configuration),
      "status_endpoint": .string(base + StreamManagement.status),
      "add_subject_endpoint": .string(base + StreamManagement.addSubject),
      "remove_subject_endpoint": .string(base + StreamManagement.removeSubject),
      "verification_endpoint": .string(base + StreamManagement.verification),
      "authorization_schemes": [["spec_urn": "urn:ietf:rfc:6749"]],
      "default_subjects": "NONE",
    ]
    if defects.has(.configurationKeysMissing) { document["jwks_uri"] = nil }
    if defects.has(.configurationInsecure) {
      document["status_endpoint"] = .string((base + StreamManagement.status).replacing("https://", with: "http://"))
    }
    if defects.has(.configurationEmptyList) { document["critical_subject_members"] = [] }
    if defects.has(.configurationDefaults) { document["default_subjects"] = "SOME" }
    if defects.has(.configurationVersionMissing) { document["spec_version"] = nil }
    if defects.has(.configurationMethodsMissing) { document["delivery_methods_supported"] = nil }
    if defects.has(.configurationSchemesNamed) { document["authorization_schemes"] = ["urn:ietf:rfc:6749"] }
    return document
  }
}

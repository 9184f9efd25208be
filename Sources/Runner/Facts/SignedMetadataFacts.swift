import Forge
import OrderedJSON

/// `signed_metadata` (RFC 8414 section 2.1, RFC 9728 section 2.2) as a fact: what it says, whether that agrees with the document that it
/// stands in, and whether it verifies where its issuer's keys are known.
struct SignedMetadataFacts {
  private let token: DecodedJWT?
  private let document: JSON

  init(_ compact: String, beside document: JSON) {
    token = try? DecodedJWT.decode(compact)
    self.document = document
  }

  /// Members of the document that it says differently.
  private func differences(_ claims: JSON) -> [String] {
    (claims.members ?? []).filter { claim in
      claim.name != "signed_metadata" && document[claim.name].map { $0 != claim.value } ?? false
    }.map(\.name)
  }

  /// - Parameter server: the server that may have signed it.
  func facts(_ performer: ActionPerformer, _ server: String) async -> JSON {
    guard let token, let claims = token.claims else { return ["signature": "not a JWT"] }
    return .object(of: [
      "header": SpecialFact.escape(token.header), "claims": performer.exchangeFacts.conceal(SpecialFact.escape(claims)),
      "signature": await signature(token, claims, performer, server), "nested": .bool(claims["signed_metadata"] != nil),
      "differences": .array(differences(claims).map(JSON.string)),
    ])
  }

  private func signature(_ token: DecodedJWT, _ claims: JSON, _ performer: ActionPerformer, _ server: String) async -> JSON {
    if let issuer = claims["iss"]?.string, issuer != performer.context.target.servers[server]?.issuer {
      return SpecialFact.unknown("somebody else vouches for the metadata, whose keys are not known")
    }
    guard let keys = await performer.context.keySet(of: server, lacking: token.kid) else { return SpecialFact.unknown("no published keys") }
    let refusals = JWTVerifier(keys: .set(keys)).verify(token).refusals
    return .string(refusals.isEmpty ? "valid" : refusals.map { "\($0)" }.joined(separator: "; "))
  }
}

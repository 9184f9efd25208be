extension Defect {
  /// Clients that an attester vouches for.
  public enum ClientAttestation: String, DefectCatalogue {
    case attesterUnchecked = "client-attestation-signature-unchecked"
    case attestationTypeUnchecked = "client-attestation-typ-unchecked"
    case attestationExpiryIgnored = "client-attestation-exp-ignored"
    case attestationClientUnchecked = "client-attestation-client-id-unchecked"
    case attestationFirstTaken = "client-attestation-first-of-two-taken"
    case attestationPrivateKey = "client-attestation-private-key-accepted"
    case attestationProofOptional = "client-attestation-proof-optional"
    case attestationProofUnverified = "client-attestation-proof-unverified"
    case attestationProofAudience = "client-attestation-proof-aud-ignored"
    case attestationProofAge = "client-attestation-proof-iat-ignored"
    case attestationProofReplay = "client-attestation-proof-replay-accepted"
    case attestationAlgorithmsUnpublished = "client-attestation-algorithms-unpublished"

    public static let area = "issuance"

    public var about: String {
      switch self {
      case .attesterUnchecked: "The signature of a client attestation is not verified."
      case .attestationTypeUnchecked: "typ of a client attestation and of its proof is not looked at."
      case .attestationExpiryIgnored: "An expired client attestation is accepted."
      case .attestationClientUnchecked: "client_id beside a client attestation is not compared with its subject."
      case .attestationFirstTaken: "Of two client attestations or proofs the first is taken."
      case .attestationPrivateKey: "A client attestation that gives the private key away is accepted."
      case .attestationProofOptional: "A client attestation is accepted without a proof."
      case .attestationProofUnverified: "The proof of a client attestation is not verified."
      case .attestationProofAudience: "aud of the proof of a client attestation is not looked at."
      case .attestationProofAge: "The proof of a client attestation may be of any age."
      case .attestationProofReplay: "The proof of a client attestation is accepted again."
      case .attestationAlgorithmsUnpublished: "The metadata does not name the algorithms of client attestations and their proofs."
      }
    }
  }
}

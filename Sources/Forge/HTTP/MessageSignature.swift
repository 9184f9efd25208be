/// HTTP message signatures (RFC 9421).
public enum MessageSignature {
  /// The algorithm of that name in the registry of RFC 9421 section 6.2.
  public static func algorithm(registered name: String) -> Algorithm? {
    switch name {
    case "rsa-pss-sha512": .ps512
    case "rsa-v1_5-sha256": .rs256
    case "hmac-sha256": .hs256
    case "ecdsa-p256-sha256": .es256
    case "ecdsa-p384-sha384": .es384
    case "ed25519": .edDSA
    default: nil
    }
  }

  /// A finished signature: the two fields to add to the message.
  public struct Signed: Sendable, Hashable {
    public var label: String
    public var parameters: SignatureParameters
    public var signature: [UInt8]
    /// The text that was signed.
    public var base: String

    /// `Signature-Input`.
    public var input: MessageField { .init("Signature-Input", "\(label)=\(parameters.text)") }
    /// `Signature`.
    public var field: MessageField { .init("Signature", "\(label)=\(StructuredItem.bytes(signature).text)") }
  }

  /// Signs a message.
  /// - Parameters:
  ///   - algorithm: how to sign; the key's own algorithm if nil. A `none` leaves the signature empty.
  ///   - allowingInvalid: whether components that the specification forbids are signed all the same.
  /// - Throws: `MessageSignatureError` if a component is not there or the key cannot sign.
  public static func sign(
    _ message: SignableMessage, label: String, parameters: SignatureParameters, key: Key, algorithm: Algorithm? = nil,
    allowingInvalid: Bool = false
  ) throws(MessageSignatureError) -> Signed {
    let base = try SignatureBase.text(message, parameters, allowingInvalid: allowingInvalid)
    do {
      return Signed(label: label, parameters: parameters, signature: try key.sign(Array(base.utf8), as: algorithm), base: base)
    } catch {
      throw .signature(error.description)
    }
  }

  /// A signature that a message carries.
  public struct Carried: Sendable, Hashable {
    public var label: String
    public var parameters: SignatureParameters
    public var signature: [UInt8]
  }

  /// The signatures that a message carries, in the order of `Signature-Input`.
  /// - Throws: `MessageSignatureError.structuredField` if a field is malformed, or the labels of the two fields differ or repeat.
  public static func carried(by fields: [MessageField]) throws(MessageSignatureError) -> [Carried] {
    func dictionary(_ name: String) throws(MessageSignatureError) -> StructuredDictionary {
      let combined = fields.filter { $0.name.lowercased() == name }.map(\.value).joined(separator: ", ")
      let found = try StructuredDictionary(parsing: combined)
      guard found.repeated.isEmpty else { throw .structuredField("label \(found.repeated[0]) occurs twice in \(name)") }
      return found
    }
    let inputs = try dictionary("signature-input")
    let signatures = try dictionary("signature")
    guard Set(inputs.members.map(\.name)) == Set(signatures.members.map(\.name)) else {
      throw .structuredField("the labels of Signature-Input and Signature differ")
    }
    var found: [Carried] = []
    for member in inputs.members {
      guard case .item(.bytes(let signature), _) = signatures[member.name] else {
        throw .structuredField("Signature: \(member.name) is not a byte sequence")
      }
      found.append(.init(label: member.name, parameters: try SignatureParameters(member.value), signature: signature))
    }
    return found
  }

  /// What became of a signature.
  public enum Outcome: Sendable, Hashable {
    case valid(SignatureParameters)
    case refused(String)

    public var isValid: Bool {
      switch self {
      case .valid: true
      case .refused: false
      }
    }
  }

  /// Verifies one signature of a message: form, `alg` if present, and the signature itself. Whether enough is covered, and
  /// whether `created`, `expires`, `nonce` and `tag` are right, is for others to judge.
  /// - Parameter label: nil if the message carries just one.
  public static func verify(_ message: SignableMessage, label: String? = nil, key: Key, algorithm: Algorithm? = nil) -> Outcome {
    do {
      let all = try carried(by: message.fields)
      let chosen = label == nil ? all : all.filter { $0.label == label }
      guard chosen.count == 1, let one = chosen.first else {
        return .refused("the message carries \(chosen.count) signatures\(label.map { " labelled \($0)" } ?? ""), not one")
      }
      let expected = algorithm ?? key.algorithm
      if let value = one.parameters["alg"] {
        guard case .string(let name) = value, self.algorithm(registered: name) == expected else {
          return .refused("alg \(value.text) is not what the key is for")
        }
      }
      let base = try SignatureBase.text(message, one.parameters)
      guard key.verify(one.signature, over: Array(base.utf8), as: expected) else { return .refused("the signature does not verify") }
      return .valid(one.parameters)
    } catch {
      return .refused(error.description)
    }
  }
}

/// The `Content-Digest` field (RFC 9530).
public enum ContentDigest {
  /// An algorithm that RFC 9530 section 5 calls active.
  public enum Algorithm: String, CaseIterable, Sendable, Hashable {
    case sha256 = "sha-256"
    case sha512 = "sha-512"

    func of(_ bytes: [UInt8]) -> [UInt8] {
      switch self {
      case .sha256: Digest.sha256(bytes)
      case .sha512: Digest.sha512(bytes)
      }
    }
  }

  /// The field's value for a body.
  public static func value(_ body: [UInt8], _ algorithms: [Algorithm] = [.sha256]) -> String {
    StructuredDictionary(algorithms.map { .init($0.rawValue, .item(.bytes($0.of(body)), [])) }).text
  }

  /// Whether a field fits a body.
  public enum Outcome: Sendable, Hashable {
    case matches
    /// The algorithm whose digest is another.
    case differs(Algorithm)
    /// No active algorithm, or not a structured field.
    case unusable(String)
  }

  /// Compares every digest of an active algorithm with the body.
  public static func check(_ value: String, body: [UInt8]) -> Outcome {
    do {
      let found = try StructuredDictionary(parsing: value)
      var checked = 0
      for algorithm in Algorithm.allCases {
        guard let member = found[algorithm.rawValue] else { continue }
        guard case .item(.bytes(let digest), _) = member else { return .unusable("\(algorithm.rawValue) is not a byte sequence") }
        guard digest == algorithm.of(body) else { return .differs(algorithm) }
        checked += 1
      }
      return checked > 0 ? .matches : .unusable("no digest of an active algorithm")
    } catch {
      return .unusable(error.description)
    }
  }
}

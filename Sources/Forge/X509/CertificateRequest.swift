/// A PKCS#10 certification request (RFC 2986), for authorities that issue certificates to workloads.
public struct CertificateRequest: Sendable, Hashable {
  public let der: [UInt8]
  public let subject: DistinguishedName
  /// What the extension request asks for.
  public let extensions: [CertificateExtension]
  public let alternativeNames: [AlternativeName]
  let encodedKey: [UInt8]
  let body: [UInt8]
  let signature: [UInt8]
  let signatureAlgorithm: Algorithm?

  /// Makes a request from the names, usages, extensions and key of a certificate recipe; the rest of it does not matter.
  /// - Parameter signingKey: signs in place of the recipe's key, which makes the proof of possession wrong.
  /// - Throws: `CertificateError.impossible` if the key cannot sign.
  public static func make(_ recipe: CertificateRecipe, signingKey: Key? = nil) throws(CertificateError) -> CertificateRequest {
    let signer = signingKey ?? recipe.key
    let algorithm = recipe.algorithm ?? signer.algorithm
    guard let identifier = algorithm.x509Identifier, let extensionRequest = DER.oid("1.2.840.113549.1.9.14") else {
      throw .impossible("\(algorithm.rawValue) in a certification request")
    }
    var extensions: [[UInt8]] = []
    for one in try recipe.namedExtensions() + recipe.extensions { extensions.append(try one.encoded()) }
    let attribute = DER.sequence([extensionRequest, DER.set([DER.sequence(extensions)])])
    let body = DER.sequence([
      DER.integer(0), try recipe.subject.encoded(), try CertificateRecipe.publicKey(recipe.key),
      DER.tagged(0xA0, extensions.isEmpty ? [] : attribute),
    ])
    let signature = try signer.signX509(body, as: algorithm)
    return try CertificateRequest(der: DER.sequence([body, identifier, DER.bits(signature)]))
  }

  /// Reads a request.
  /// - Throws: `CertificateError.malformed`.
  public init(der: [UInt8]) throws(CertificateError) {
    self.der = der
    var file = DERReader(der)
    var outer = try file.next(0x30, "the request").reader
    guard file.isAtEnd else { throw .malformed("something follows the request") }
    let info = try outer.next(0x30, "the request's body")
    signatureAlgorithm = Algorithm.ofX509(try outer.next(0x30, "the signature algorithm").whole)
    signature = Array(try outer.next(0x03, "the signature").content.dropFirst())
    body = Array(info.whole)
    var fields = info.reader
    _ = try fields.next(0x02, "the version")
    subject = try DistinguishedName(try fields.next(0x30, "the subject"))
    encodedKey = Array(try fields.next(0x30, "the public key").whole)
    var found: [CertificateExtension] = []
    var attributes = try fields.next(0xA0, "the attributes").reader
    while !attributes.isAtEnd {
      var attribute = try attributes.next(0x30, "an attribute").reader
      let isRequest = try attribute.next(0x06, "an attribute's type").dotted == "1.2.840.113549.1.9.14"
      var values = try attribute.next(0x31, "an attribute's values").reader
      if isRequest { found += try CertificateExtension.read(try values.next()) }
    }
    extensions = found
    alternativeNames = try ExtensionContents(found).alternativeNames
  }

  /// The request in PEM.
  public var pem: String { PEM.text(der, label: "CERTIFICATE REQUEST") }

  /// The key that asks to be certified.
  public var publicKey: Key {
    get throws(JOSEError) { try Key(pem: PEM.text(encodedKey, label: "PUBLIC KEY")) }
  }

  /// Whether the requester has shown to hold the key.
  public var provesPossession: Bool {
    guard let signatureAlgorithm, let key = try? publicKey else { return false }
    return key.verifyX509(signature, over: body, as: signatureAlgorithm)
  }
}

import COpenSSL
import Foundation

/// Certificates for these tests, made with Ed25519 keys (free to make).
final class TestAuthority {
  struct Identity: Sendable {
    var certificate: String
    var key: String
  }

  let certificate: String
  private let key: OpaquePointer
  private let name: String

  init(_ name: String = "Test Authority") {
    self.name = name
    key = newKey()
    let made = makeCertificate(
      subject: name, issuer: name, key: key, signer: key, extensions: [(NID_basic_constraints, "critical,CA:TRUE")])
    certificate = made
  }

  deinit { EVP_PKEY_free(key) }

  /// A certificate for a host or a client. `validity` in seconds from now.
  func issue(_ subject: String, names: String? = nil, validity: ClosedRange<Int> = -3600...3600) -> Identity {
    let own = newKey()
    defer { EVP_PKEY_free(own) }
    var extensions: [(Int32, String)] = [(NID_basic_constraints, "critical,CA:FALSE")]
    if let names { extensions.append((NID_subject_alt_name, names)) }
    let certificate = makeCertificate(
      subject: subject, issuer: name, key: own, signer: key, extensions: extensions, validity: validity)
    return Identity(certificate: certificate, key: pem { PEM_write_bio_PrivateKey($0, own, nil, nil, 0, nil, nil) })
  }

  /// A listener's identity for localhost and 127.0.0.1.
  func server() -> Identity { issue("localhost", names: "DNS:localhost,DNS:server.example,IP:127.0.0.1") }
}

/// A private key that belongs to nothing.
func strayKey() -> String {
  let key = newKey()
  defer { EVP_PKEY_free(key) }
  return pem { PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }
}

private func newKey() -> OpaquePointer {
  let context = EVP_PKEY_CTX_new_id(EVP_PKEY_ED25519, nil)
  defer { EVP_PKEY_CTX_free(context) }
  var key: OpaquePointer?
  precondition(EVP_PKEY_keygen_init(context) == 1 && EVP_PKEY_keygen(context, &key) == 1)
  return key!
}

private func makeCertificate(
  subject: String, issuer: String, key: OpaquePointer, signer: OpaquePointer, extensions: [(Int32, String)],
  validity: ClosedRange<Int> = -3600...3600
) -> String {
  let certificate = X509_new()
  defer { X509_free(certificate) }
  X509_set_version(certificate, 2)
  ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate), Int64.random(in: 1...(1 << 60)))
  X509_gmtime_adj(X509_getm_notBefore(certificate), validity.lowerBound)
  X509_gmtime_adj(X509_getm_notAfter(certificate), validity.upperBound)
  for (text, set) in [(subject, X509_set_subject_name), (issuer, X509_set_issuer_name)] {
    let name = X509_NAME_new()
    defer { X509_NAME_free(name) }
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0)
    _ = set(certificate, name)
  }
  X509_set_pubkey(certificate, key)
  for (identifier, value) in extensions {
    let made = X509V3_EXT_conf_nid(nil, nil, identifier, value)
    precondition(made != nil)
    X509_add_ext(certificate, made, -1)
    X509_EXTENSION_free(made)
  }
  precondition(X509_sign(certificate, signer, nil) > 0)
  return pem { PEM_write_bio_X509($0, certificate) }
}

private func pem(_ write: (OpaquePointer?) -> Int32) -> String {
  let bio = BIO_new(BIO_s_mem())
  defer { BIO_free(bio) }
  precondition(write(bio) == 1)
  var buffer = [UInt8](repeating: 0, count: 8192)
  let count = BIO_read(bio, &buffer, Int32(buffer.count))
  return String(decoding: buffer[..<Int(count)], as: UTF8.self)
}

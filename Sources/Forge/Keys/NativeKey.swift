import COpenSSL
import COpenSSLShims

/// An OpenSSL key.
///
/// `@unchecked Sendable`: the handle is set once in `init` and freed in `deinit`; nothing changes the key in between, and OpenSSL
/// documents an `EVP_PKEY` that nobody changes as usable from several threads (each operation makes a context of its own).
final class NativeKey: @unchecked Sendable {
  let handle: OpaquePointer

  /// Takes the ownership of a handle.
  init?(owning handle: OpaquePointer?) {
    guard let handle else { return nil }
    self.handle = handle
  }

  deinit { EVP_PKEY_free(handle) }

  var hasPrivate: Bool { forge_has_private(handle) == 1 }

  func ecPart(_ name: String, width: Int) -> [UInt8]? {
    var out = [UInt8](repeating: 0, count: width)
    return forge_ec_part(handle, name, &out, Int32(width)) == 1 ? out : nil
  }

  func rsaPart(_ part: Int) -> [UInt8]? {
    // 16384 bits is the largest modulus that OpenSSL verifies with.
    var out = [UInt8](repeating: 0, count: 2048)
    let length = forge_rsa_part(handle, Int32(part), &out, out.count)
    return length > 0 ? Array(out.prefix(length)) : nil
  }

  func raw(private wanted: Bool) -> [UInt8]? {
    var out = [UInt8](repeating: 0, count: 64)
    var length = out.count
    let good =
      wanted ? EVP_PKEY_get_raw_private_key(handle, &out, &length) : EVP_PKEY_get_raw_public_key(handle, &out, &length)
    forge_take_error(nil, 0)
    return good == 1 ? Array(out.prefix(length)) : nil
  }

  /// PEM, private (PKCS#8) or public (SubjectPublicKeyInfo).
  func pem(private wanted: Bool) -> String? {
    var length = 0
    guard let text = forge_write_pem(handle, wanted ? 1 : 0, &length) else { return nil }
    defer { forge_free(text) }
    return String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
  }

  /// SubjectPublicKeyInfo as DER.
  var subjectPublicKeyInfo: [UInt8]? {
    var length = 0
    guard let der = forge_write_spki(handle, &length) else { return nil }
    defer { forge_free(der) }
    return Array(UnsafeBufferPointer(start: der, count: length))
  }
}

/// The reason of the last failure in OpenSSL on this thread; empties its error queue.
func takeOpenSSLError() -> String {
  var text = [CChar](repeating: 0, count: 256)
  forge_take_error(&text, text.count)
  let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  return reason.isEmpty ? "OpenSSL gave no reason" : reason
}

import CCurlShims
import COpenSSL

/// An `SSL_CTX` for connections outside libcurl.
///
/// `@unchecked Sendable`: set up in `init` and not changed afterwards; OpenSSL allows a context to be used by many threads then.
final class TLSContext: @unchecked Sendable {
  let pointer: OpaquePointer
  let isServer: Bool

  /// A client's context; `alerts` hears of the alerts of its connection.
  init(client settings: TLSSettings, alerts: AlertSlot) throws(TransferFailure) {
    initialiseLibraries()
    guard let context = SSL_CTX_new(TLS_client_method()) else { throw .other(code: 27, "out of memory") }
    pointer = context
    isServer = false
    wire_tls_slot_watch(alerts.pointer, context)
    wire_ctx_forbid_resumption(context)
    wire_ctx_exact_chain(context)
    guard wire_ctx_set_versions(context, settings.lowest.number, settings.highest.number) == 1 else {
      throw .tls(alert: nil, message: "the library does not offer TLS \(settings.lowest.rawValue) to \(settings.highest.rawValue)")
    }
    if let ciphers = settings.oldCiphers, SSL_CTX_set_cipher_list(context, ciphers) != 1 {
      throw .tls(alert: nil, message: "no usable cipher suite among \(quoted(ciphers))")
    }
    if let ciphers = settings.newCiphers, SSL_CTX_set_ciphersuites(context, ciphers) != 1 {
      throw .tls(alert: nil, message: "no usable cipher suite among \(quoted(ciphers))")
    }
    SSL_CTX_set_verify(context, settings.verifiesPeer ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
    if let authorities = settings.authorities {
      guard wire_ctx_trust(context, authorities, authorities.utf8.count) > 0 else {
        throw .tls(alert: nil, message: "the trusted authorities contain no certificate")
      }
    } else {
      SSL_CTX_set_default_verify_paths(context)
    }
    if let certificate = settings.certificate, let key = settings.privateKey {
      guard wire_ctx_use_identity(context, certificate, certificate.utf8.count, key, key.utf8.count) == 1 else {
        throw .tls(alert: nil, message: "the client certificate and its key are unusable or do not belong together")
      }
    }
    let protocols: [UInt8] = [8] + "http/1.1".utf8
    SSL_CTX_set_alpn_protos(context, protocols, UInt32(protocols.count))
  }

  /// A server's context, which agrees by ALPN to one protocol alone.
  init(server settings: Listener.TLS, alpn: StaticString = "http/1.1") throws(ListenerError) {
    initialiseLibraries()
    guard let context = SSL_CTX_new(TLS_server_method()) else { throw .tls("out of memory") }
    pointer = context
    isServer = true
    let lowest = settings.minimum ?? .tls12
    guard wire_ctx_set_versions(context, lowest.number, max(settings.maximum ?? .tls13, lowest).number) == 1 else {
      throw .tls("the library does not offer these versions")
    }
    let (certificate, key) = (settings.certificate, settings.privateKey)
    guard wire_ctx_use_identity(context, certificate, certificate.utf8.count, key, key.utf8.count) == 1 else {
      throw .tls("the certificate and its key are unusable or do not belong together")
    }
    alpn.withUTF8Buffer { wire_ctx_select_protocol(context, $0.baseAddress) }
    // No tickets: each connection shows its certificate anew.
    wire_ctx_forbid_resumption(context)
    wire_ctx_exact_chain(context)
    switch settings.clientCertificate {
    case .notRequested: break
    case .any: wire_ctx_request_client(context, 0, 1)
    case .optional(let authorities), .required(let authorities):
      guard wire_ctx_trust(context, authorities, authorities.utf8.count) > 0 else {
        throw .tls("the client authorities contain no certificate")
      }
      if case .required = settings.clientCertificate {
        wire_ctx_request_client(context, 1, 0)
      } else {
        wire_ctx_request_client(context, 0, 0)
      }
    }
  }

  deinit { SSL_CTX_free(pointer) }
}

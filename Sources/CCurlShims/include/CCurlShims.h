#pragma once
// What Swift cannot import from libcurl and OpenSSL: variadic functions, function-like macros, and callbacks that keep pointers.
#define OPENSSL_API_COMPAT 30000
#define OPENSSL_NO_DEPRECATED 1
#include <curl/curl.h>
#include <openssl/ssl.h>
#include <stddef.h>
#include <stdint.h>

// MARK: libcurl, one wrapper for each type of argument

CURLcode wire_set_long(CURL *easy, CURLoption option, long value);
CURLcode wire_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode wire_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode wire_set_pointer(CURL *easy, CURLoption option, const void *value);
/// The bytes are copied.
CURLcode wire_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count);
CURLcode wire_set_list(CURL *easy, CURLoption option, struct curl_slist *list);
CURLcode wire_set_write(CURL *easy, curl_write_callback callback, void *data);
CURLcode wire_set_header(CURL *easy, curl_write_callback callback, void *data);
CURLcode wire_set_debug(CURL *easy, curl_debug_callback callback, void *data);
CURLcode wire_set_prereq(CURL *easy, curl_prereq_callback callback, void *data);

CURLcode wire_get_long(CURL *easy, CURLINFO info, long *value);
CURLcode wire_get_offset(CURL *easy, CURLINFO info, curl_off_t *value);
CURLcode wire_get_text(CURL *easy, CURLINFO info, const char **value);
/// The `SSL *` of the connection in use, or NULL.
SSL *wire_get_ssl(CURL *easy);
CURLMcode wire_multi_set_long(CURLM *multi, CURLMoption option, long value);
/// The handle and result of a finished transfer. Returns 0 when `message` does not say that one is done.
int wire_message_done(const CURLMsg *message, CURL **easy, CURLcode *result);

// MARK: TLS alerts of a connection

/// The alerts of one connection. Counted references: the connection's `SSL_CTX` holds one (a connection outlives the transfer
/// that opened it), and so does each transfer that uses the connection.
typedef struct wire_tls_watch wire_tls_watch;
/// Where a transfer keeps the watch of the connection that it uses at the moment.
typedef struct wire_tls_slot wire_tls_slot;

wire_tls_slot *wire_tls_slot_new(void);
void wire_tls_slot_free(wire_tls_slot *slot);
/// Makes libcurl watch each TLS connection that this transfer opens.
CURLcode wire_set_tls_slot(CURL *easy, wire_tls_slot *slot);
/// Watches the connections of a context outside libcurl.
int wire_tls_slot_watch(wire_tls_slot *slot, SSL_CTX *context);
/// Takes over the watch of a connection that an earlier transfer opened.
void wire_tls_slot_adopt(wire_tls_slot *slot, SSL *ssl);
/// Whether a TLS connection is being, or has been, set up or taken over.
int wire_tls_slot_watches(const wire_tls_slot *slot);
/// The number of the last alert received or sent (RFC 8446 section 6; close_notify left out), or -1.
int wire_tls_slot_received(const wire_tls_slot *slot);
int wire_tls_slot_sent(const wire_tls_slot *slot);

// MARK: TLS facts and settings

/// How many certificates the peer sent, its own first.
int wire_ssl_chain_count(SSL *ssl);
/// Certificate `index` as DER; released with `wire_free`. Returns its length, or -1.
int wire_ssl_chain_der(SSL *ssl, int index, unsigned char **der);
void wire_free(void *pointer);
/// The `tls-exporter` channel binding, 32 octets (RFC 9266). Returns 1 on success.
int wire_ssl_exporter(SSL *ssl, unsigned char *out);
int wire_ssl_set_server_name(SSL *ssl, const char *name);
int wire_ctx_set_versions(SSL_CTX *context, int minimum, int maximum);
/// Sends the chain that was given and no more: OpenSSL would add what it finds among the trusted authorities.
void wire_ctx_exact_chain(SSL_CTX *context);
/// Neither offers nor accepts session resumption.
void wire_ctx_forbid_resumption(SSL_CTX *context);
/// Sends the chain and the key in PEM. Returns 1 on success, 0 when either is unusable or they do not belong together.
int wire_ctx_use_identity(SSL_CTX *context, const char *chain, size_t chain_count, const char *key, size_t key_count);
/// Trusts the authorities in PEM, and names them in certificate requests. Returns how many there were.
int wire_ctx_trust(SSL_CTX *context, const char *pem, size_t count);
/// Asks clients for a certificate. `required`: refuse those without; `any`: take whatever certificate they send.
void wire_ctx_request_client(SSL_CTX *context, int required, int any);
/// Answers ALPN with this protocol alone. The text must stay for good (a literal).
void wire_ctx_select_protocol(SSL_CTX *context, const unsigned char *name);

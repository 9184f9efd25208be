#include "CCurlShims.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

// The parentheses keep libcurl's type-checking macros away: the types are checked by these signatures.
CURLcode wire_set_long(CURL *easy, CURLoption option, long value) { return (curl_easy_setopt)(easy, option, value); }
CURLcode wire_set_offset(CURL *easy, CURLoption option, curl_off_t value) { return (curl_easy_setopt)(easy, option, value); }
CURLcode wire_set_text(CURL *easy, CURLoption option, const char *value) { return (curl_easy_setopt)(easy, option, value); }
CURLcode wire_set_pointer(CURL *easy, CURLoption option, const void *value) { return (curl_easy_setopt)(easy, option, value); }
CURLcode wire_set_list(CURL *easy, CURLoption option, struct curl_slist *list) { return (curl_easy_setopt)(easy, option, list); }

CURLcode wire_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count) {
  struct curl_blob blob = {.data = (void *)bytes, .len = count, .flags = CURL_BLOB_COPY};
  return (curl_easy_setopt)(easy, option, &blob);
}

CURLcode wire_set_write(CURL *easy, curl_write_callback callback, void *data) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_WRITEFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_WRITEDATA, data);
}

CURLcode wire_set_header(CURL *easy, curl_write_callback callback, void *data) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_HEADERFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_HEADERDATA, data);
}

CURLcode wire_set_debug(CURL *easy, curl_debug_callback callback, void *data) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_DEBUGFUNCTION, callback);
  if (!code) code = (curl_easy_setopt)(easy, CURLOPT_DEBUGDATA, data);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_VERBOSE, 1L);
}

CURLcode wire_set_prereq(CURL *easy, curl_prereq_callback callback, void *data) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, callback);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_PREREQDATA, data);
}

CURLcode wire_get_long(CURL *easy, CURLINFO info, long *value) { return (curl_easy_getinfo)(easy, info, value); }
CURLcode wire_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) { return (curl_easy_getinfo)(easy, info, value); }
CURLcode wire_get_text(CURL *easy, CURLINFO info, const char **value) { return (curl_easy_getinfo)(easy, info, value); }

SSL *wire_get_ssl(CURL *easy) {
  struct curl_tlssessioninfo *session = NULL;
  if ((curl_easy_getinfo)(easy, CURLINFO_TLS_SSL_PTR, &session) != CURLE_OK || !session) return NULL;
  return session->backend == CURLSSLBACKEND_OPENSSL ? (SSL *)session->internals : NULL;
}

CURLMcode wire_multi_set_long(CURLM *multi, CURLMoption option, long value) { return (curl_multi_setopt)(multi, option, value); }

int wire_message_done(const CURLMsg *message, CURL **easy, CURLcode *result) {
  if (message->msg != CURLMSG_DONE) return 0;
  *easy = message->easy_handle;
  *result = message->data.result;
  return 1;
}

// MARK: alerts

struct wire_tls_watch {
  atomic_int references;
  atomic_int received;
  atomic_int sent;
};
struct wire_tls_slot {
  wire_tls_watch *watch;
};

void wire_ctx_exact_chain(SSL_CTX *context) { SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN); }

static pthread_once_t watch_once = PTHREAD_ONCE_INIT;
static int watch_index = -1;

static void watch_release(wire_tls_watch *watch) {
  if (watch && atomic_fetch_sub(&watch->references, 1) == 1) free(watch);
}

static void watch_freed(void *parent, void *pointer, CRYPTO_EX_DATA *data, int index, long argl, void *argp) {
  (void)parent, (void)data, (void)index, (void)argl, (void)argp;
  watch_release(pointer);
}

static void watch_register(void) { watch_index = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, watch_freed); }

static wire_tls_watch *watch_of(const SSL *ssl) {
  return watch_index < 0 ? NULL : SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), watch_index);
}

static void watch_info(const SSL *ssl, int where, int value) {
  if (!(where & SSL_CB_ALERT)) return;
  wire_tls_watch *watch = watch_of(ssl);
  int alert = value & 0xff;
  if (!watch || alert == SSL_AD_CLOSE_NOTIFY) return;
  atomic_store((where & SSL_CB_READ) ? &watch->received : &watch->sent, alert);
}

wire_tls_slot *wire_tls_slot_new(void) { return calloc(1, sizeof(wire_tls_slot)); }

void wire_tls_slot_free(wire_tls_slot *slot) {
  if (!slot) return;
  watch_release(slot->watch);
  free(slot);
}

int wire_tls_slot_watch(wire_tls_slot *slot, SSL_CTX *context) {
  pthread_once(&watch_once, watch_register);
  wire_tls_watch *watch = watch_index < 0 ? NULL : calloc(1, sizeof(wire_tls_watch));
  if (!watch) return 0;
  atomic_init(&watch->references, 2);  // the context's and the slot's
  atomic_init(&watch->received, -1);
  atomic_init(&watch->sent, -1);
  if (!SSL_CTX_set_ex_data(context, watch_index, watch)) {
    free(watch);
    return 0;
  }
  SSL_CTX_set_info_callback(context, watch_info);
  watch_release(slot->watch);
  slot->watch = watch;
  return 1;
}

static CURLcode watch_context(CURL *easy, void *context, void *slot) {
  (void)easy;
  wire_ctx_exact_chain(context);
  return wire_tls_slot_watch(slot, context) ? CURLE_OK : CURLE_OUT_OF_MEMORY;
}

CURLcode wire_set_tls_slot(CURL *easy, wire_tls_slot *slot) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_SSL_CTX_FUNCTION, watch_context);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_SSL_CTX_DATA, slot);
}

void wire_tls_slot_adopt(wire_tls_slot *slot, SSL *ssl) {
  wire_tls_watch *watch = watch_of(ssl);
  if (!watch || watch == slot->watch) return;
  atomic_fetch_add(&watch->references, 1);
  watch_release(slot->watch);
  slot->watch = watch;
}

int wire_tls_slot_watches(const wire_tls_slot *slot) { return slot->watch != NULL; }
int wire_tls_slot_received(const wire_tls_slot *slot) { return slot->watch ? atomic_load(&slot->watch->received) : -1; }
int wire_tls_slot_sent(const wire_tls_slot *slot) { return slot->watch ? atomic_load(&slot->watch->sent) : -1; }

// MARK: facts

// A server's view of the chain lacks the peer's own certificate; this puts it back at index 0.
static X509 *chain_at(SSL *ssl, int index) {
  STACK_OF(X509) *chain = SSL_get_peer_cert_chain(ssl);
  if (SSL_is_server(ssl)) {
    if (index == 0) return SSL_get0_peer_certificate(ssl);
    index -= 1;
  }
  return chain && index < sk_X509_num(chain) ? sk_X509_value(chain, index) : NULL;
}

int wire_ssl_chain_count(SSL *ssl) {
  int count = 0;
  while (chain_at(ssl, count)) count += 1;
  return count;
}

int wire_ssl_chain_der(SSL *ssl, int index, unsigned char **der) {
  X509 *certificate = chain_at(ssl, index);
  *der = NULL;
  return certificate ? i2d_X509(certificate, der) : -1;
}

void wire_free(void *pointer) { OPENSSL_free(pointer); }

int wire_ssl_exporter(SSL *ssl, unsigned char *out) {
  static const char label[] = "EXPORTER-Channel-Binding";
  return SSL_export_keying_material(ssl, out, 32, label, sizeof label - 1, (const unsigned char *)"", 0, 1) == 1;
}

int wire_ssl_set_server_name(SSL *ssl, const char *name) { return SSL_set_tlsext_host_name(ssl, name) == 1; }

int wire_ctx_set_versions(SSL_CTX *context, int minimum, int maximum) {
  return SSL_CTX_set_min_proto_version(context, minimum) == 1 && SSL_CTX_set_max_proto_version(context, maximum) == 1;
}

void wire_ctx_forbid_resumption(SSL_CTX *context) {
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context, 0);
}

static int no_password(char *buffer, int size, int writing, void *data) {
  (void)buffer, (void)size, (void)writing, (void)data;
  return 0;  // never ask on the terminal
}

int wire_ctx_use_identity(SSL_CTX *context, const char *chain, size_t chain_count, const char *key, size_t key_count) {
  int ok = 0;
  BIO *chain_in = BIO_new_mem_buf(chain, (int)chain_count), *key_in = BIO_new_mem_buf(key, (int)key_count);
  X509 *leaf = chain_in ? PEM_read_bio_X509(chain_in, NULL, no_password, NULL) : NULL;
  EVP_PKEY *private_key = key_in ? PEM_read_bio_PrivateKey(key_in, NULL, no_password, NULL) : NULL;
  if (leaf && private_key && SSL_CTX_use_certificate(context, leaf) == 1 && SSL_CTX_use_PrivateKey(context, private_key) == 1) {
    X509 *next;
    ok = SSL_CTX_check_private_key(context) == 1;
    while (ok && (next = PEM_read_bio_X509(chain_in, NULL, no_password, NULL))) {
      if (SSL_CTX_add0_chain_cert(context, next) != 1) X509_free(next), ok = 0;
    }
  }
  X509_free(leaf), EVP_PKEY_free(private_key), BIO_free(chain_in), BIO_free(key_in);
  ERR_clear_error();
  return ok;
}

int wire_ctx_trust(SSL_CTX *context, const char *pem, size_t count) {
  int added = 0;
  BIO *in = BIO_new_mem_buf(pem, (int)count);
  X509 *authority;
  while (in && (authority = PEM_read_bio_X509(in, NULL, no_password, NULL))) {
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority) == 1) added += 1;
    SSL_CTX_add_client_CA(context, authority);
    X509_free(authority);
  }
  BIO_free(in);
  ERR_clear_error();
  // As libcurl does: a certificate named here is trusted even if its issuer is unknown.
  X509_STORE_set_flags(SSL_CTX_get_cert_store(context), X509_V_FLAG_PARTIAL_CHAIN);
  return added;
}

static int accept_any(int verified, X509_STORE_CTX *store) {
  (void)verified, (void)store;
  return 1;
}

void wire_ctx_request_client(SSL_CTX *context, int required, int any) {
  int mode = SSL_VERIFY_PEER | (required ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0);
  SSL_CTX_set_verify(context, mode, any ? accept_any : NULL);
}

static int select_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_count, const unsigned char *in, unsigned int count,
                           void *name) {
  (void)ssl;
  size_t wanted = strlen(name);
  for (unsigned int at = 0; at < count && at + 1 + in[at] <= count; at += 1 + in[at]) {
    if (in[at] == wanted && memcmp(in + at + 1, name, wanted) == 0) {
      *out = in + at + 1;
      *out_count = in[at];
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_NOACK;
}

void wire_ctx_select_protocol(SSL_CTX *context, const unsigned char *name) {
  SSL_CTX_set_alpn_select_cb(context, select_protocol, (void *)name);
}

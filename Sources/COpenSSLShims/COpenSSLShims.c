#include "COpenSSLShims.h"
#include <stdatomic.h>
#include <string.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

void forge_take_error(char *out, size_t capacity) {
  unsigned long code = ERR_peek_last_error();
  if (out != NULL && capacity > 0) {
    const char *reason = code != 0 ? ERR_reason_error_string(code) : NULL;
    strncpy(out, reason != NULL ? reason : "", capacity - 1);
    out[capacity - 1] = 0;
  }
  ERR_clear_error();
}

unsigned forge_next_number(void) {
  static atomic_uint number;
  return atomic_fetch_add(&number, 1);
}

// Keys ----------------------------------------------------------------------------------------------------------------

static EVP_PKEY *key_from(const char *type, OSSL_PARAM_BLD *builder, int selection) {
  EVP_PKEY *key = NULL;
  OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(builder);
  EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
  if (params == NULL || context == NULL || EVP_PKEY_fromdata_init(context) != 1
      || EVP_PKEY_fromdata(context, &key, selection, params) != 1) {
    EVP_PKEY_free(key);
    key = NULL;
  }
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(params);
  return key;
}

EVP_PKEY *forge_ec_key(const char *group, const uint8_t *point, size_t point_length, const uint8_t *scalar, size_t scalar_length) {
  EVP_PKEY *key = NULL;
  EVP_PKEY_CTX *check = NULL;
  BIGNUM *number = scalar != NULL ? BN_secure_new() : NULL;
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  int good = builder != NULL && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, group, 0)
    && OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, point_length);
  if (good && scalar != NULL)
    good = number != NULL && BN_bin2bn(scalar, (int)scalar_length, number) != NULL
      && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number);
  if (good) key = key_from("EC", builder, scalar != NULL ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
  if (key != NULL) {
    check = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    good = check != NULL && EVP_PKEY_public_check(check) == 1 && (scalar == NULL || EVP_PKEY_pairwise_check(check) == 1);
    if (!good) {
      EVP_PKEY_free(key);
      key = NULL;
    }
  }
  EVP_PKEY_CTX_free(check);
  OSSL_PARAM_BLD_free(builder);
  BN_clear_free(number);
  ERR_clear_error();
  return key;
}

static const char *const rsa_names[FORGE_RSA_PARTS] = {
  OSSL_PKEY_PARAM_RSA_N, OSSL_PKEY_PARAM_RSA_E, OSSL_PKEY_PARAM_RSA_D, OSSL_PKEY_PARAM_RSA_FACTOR1, OSSL_PKEY_PARAM_RSA_FACTOR2,
  OSSL_PKEY_PARAM_RSA_EXPONENT1, OSSL_PKEY_PARAM_RSA_EXPONENT2, OSSL_PKEY_PARAM_RSA_COEFFICIENT1,
};

EVP_PKEY *forge_rsa_key(const uint8_t *all, const size_t lengths[FORGE_RSA_PARTS]) {
  EVP_PKEY *key = NULL;
  BIGNUM *numbers[FORGE_RSA_PARTS] = {0};
  OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
  int good = builder != NULL;
  for (int part = 0; good && part < FORGE_RSA_PARTS; part++) {
    if (lengths[part] == 0) continue;
    numbers[part] = BN_secure_new();
    good = numbers[part] != NULL && BN_bin2bn(all, (int)lengths[part], numbers[part]) != NULL
      && OSSL_PARAM_BLD_push_BN(builder, rsa_names[part], numbers[part]);
    all += lengths[part];
  }
  if (good) key = key_from("RSA", builder, lengths[FORGE_RSA_D] > 0 ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY);
  OSSL_PARAM_BLD_free(builder);
  for (int part = 0; part < FORGE_RSA_PARTS; part++) BN_clear_free(numbers[part]);
  ERR_clear_error();
  return key;
}

EVP_PKEY *forge_ec_generate(const char *group) {
  return EVP_PKEY_Q_keygen(NULL, NULL, "EC", group);
}

EVP_PKEY *forge_ed25519_generate(void) {
  return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
}

int forge_ec_part(EVP_PKEY *key, const char *name, uint8_t *out, int width) {
  BIGNUM *number = NULL;
  int good = EVP_PKEY_get_bn_param(key, name, &number) == 1 && BN_bn2binpad(number, out, width) == width;
  BN_clear_free(number);
  ERR_clear_error();
  return good;
}

size_t forge_rsa_part(EVP_PKEY *key, int part, uint8_t *out, size_t capacity) {
  BIGNUM *number = NULL;
  size_t length = 0;
  if (EVP_PKEY_get_bn_param(key, rsa_names[part], &number) == 1 && (size_t)BN_num_bytes(number) <= capacity)
    length = (size_t)BN_bn2bin(number, out);
  BN_clear_free(number);
  ERR_clear_error();
  return length;
}

int forge_has_private(EVP_PKEY *key) {
  BIGNUM *number = NULL;
  int has = 0;
  switch (EVP_PKEY_get_base_id(key)) {
  case EVP_PKEY_EC: has = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1; break;
  case EVP_PKEY_RSA:
  case EVP_PKEY_RSA_PSS: has = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_D, &number) == 1; break;
  default: {
    size_t length = 0;
    has = EVP_PKEY_get_raw_private_key(key, NULL, &length) == 1;
  }
  }
  BN_clear_free(number);
  ERR_clear_error();
  return has;
}

int forge_group_name(EVP_PKEY *key, char *out, size_t capacity) {
  size_t length = 0;
  int good = EVP_PKEY_get_group_name(key, out, capacity, &length) == 1;
  ERR_clear_error();
  return good;
}

// Signatures ----------------------------------------------------------------------------------------------------------

static int set_padding(EVP_PKEY_CTX *context, int pss, int salt) {
  return !pss || (EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
    && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt < 0 ? RSA_PSS_SALTLEN_DIGEST : salt) == 1);
}

int forge_sign(
  EVP_PKEY *key, const char *digest, int pss, int salt, const uint8_t *data, size_t data_length, uint8_t *out, size_t *length) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_PKEY_CTX *key_context = NULL;
  int good = context != NULL && EVP_DigestSignInit_ex(context, &key_context, digest, NULL, NULL, key, NULL) == 1
    && set_padding(key_context, pss, salt) && EVP_DigestSign(context, out, length, data, data_length) == 1;
  EVP_MD_CTX_free(context);
  ERR_clear_error();
  return good;
}

int forge_verify(
  EVP_PKEY *key, const char *digest, int pss, int salt, const uint8_t *data, size_t data_length, const uint8_t *signature, size_t length) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  EVP_PKEY_CTX *key_context = NULL;
  int good = context != NULL && EVP_DigestVerifyInit_ex(context, &key_context, digest, NULL, NULL, key, NULL) == 1
    && set_padding(key_context, pss, salt) && EVP_DigestVerify(context, signature, length, data, data_length) == 1;
  EVP_MD_CTX_free(context);
  ERR_clear_error();
  return good;
}

int forge_ecdsa_to_raw(const uint8_t *der, size_t length, uint8_t *out, int width) {
  const unsigned char *at = der;
  ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)length);
  int good = 0;
  if (signature != NULL) {
    const BIGNUM *r = NULL, *s = NULL;
    ECDSA_SIG_get0(signature, &r, &s);
    good = BN_bn2binpad(r, out, width) == width && BN_bn2binpad(s, out + width, width) == width;
  }
  ECDSA_SIG_free(signature);
  ERR_clear_error();
  return good;
}

size_t forge_ecdsa_to_der(const uint8_t *raw, size_t length, uint8_t *out, size_t capacity) {
  if (length == 0 || length % 2 != 0) return 0;
  int width = (int)(length / 2);
  size_t written = 0;
  ECDSA_SIG *signature = ECDSA_SIG_new();
  BIGNUM *r = BN_bin2bn(raw, width, NULL);
  BIGNUM *s = BN_bin2bn(raw + width, width, NULL);
  if (signature != NULL && r != NULL && s != NULL && ECDSA_SIG_set0(signature, r, s) == 1) {
    r = s = NULL;  // the signature owns them now
    unsigned char *der = NULL;
    int made = i2d_ECDSA_SIG(signature, &der);
    if (made > 0 && (size_t)made <= capacity) {
      memcpy(out, der, (size_t)made);
      written = (size_t)made;
    }
    OPENSSL_free(der);
  }
  BN_free(r);
  BN_free(s);
  ECDSA_SIG_free(signature);
  ERR_clear_error();
  return written;
}

// PEM -----------------------------------------------------------------------------------------------------------------

static int no_password(char *buffer, int size, int writing, void *data) {
  (void)buffer, (void)size, (void)writing, (void)data;
  return -1;
}

EVP_PKEY *forge_read_pem_key(const char *pem, size_t length) {
  if (length > INT32_MAX) return NULL;
  BIO *bio = BIO_new_mem_buf(pem, (int)length);
  EVP_PKEY *key = bio != NULL ? PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL) : NULL;
  if (key == NULL && bio != NULL && BIO_reset(bio) == 1) key = PEM_read_bio_PUBKEY(bio, NULL, no_password, NULL);
  if (key == NULL && bio != NULL && BIO_reset(bio) == 1) {
    X509 *certificate = PEM_read_bio_X509(bio, NULL, no_password, NULL);
    if (certificate != NULL) key = X509_get_pubkey(certificate);
    X509_free(certificate);
  }
  BIO_free(bio);
  ERR_clear_error();
  return key;
}

static void *take_bio(BIO *bio, int good, size_t *length) {
  void *out = NULL;
  char *data = NULL;
  long size = bio != NULL ? BIO_get_mem_data(bio, &data) : 0;
  if (good && size > 0) out = OPENSSL_memdup(data, (size_t)size);
  *length = out != NULL ? (size_t)size : 0;
  BIO_free(bio);
  ERR_clear_error();
  return out;
}

char *forge_write_pem(EVP_PKEY *key, int private_key, size_t *length) {
  BIO *bio = BIO_new(private_key ? BIO_s_secmem() : BIO_s_mem());
  int good = bio != NULL
    && (private_key ? PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) : PEM_write_bio_PUBKEY(bio, key)) == 1;
  return take_bio(bio, good, length);
}

uint8_t *forge_write_spki(EVP_PKEY *key, size_t *length) {
  unsigned char *der = NULL;
  int size = i2d_PUBKEY(key, &der);
  *length = size > 0 ? (size_t)size : 0;
  ERR_clear_error();
  return size > 0 ? der : NULL;
}

void forge_free(void *buffer) {
  OPENSSL_free(buffer);
}

// Certificates --------------------------------------------------------------------------------------------------------

int forge_verify_chain(
  const uint8_t *all, const long *lengths, long intermediates, long roots, int64_t time, char *reason, size_t capacity) {
  const char *why = "a certificate is malformed";
  int good = 0;
  X509 *leaf = NULL;
  STACK_OF(X509) *chain = sk_X509_new_null();
  X509_STORE *store = X509_STORE_new();
  X509_STORE_CTX *context = X509_STORE_CTX_new();
  int ready = chain != NULL && store != NULL && context != NULL;
  for (long index = 0; ready && index < 1 + intermediates + roots; index++) {
    const unsigned char *at = all;
    X509 *certificate = d2i_X509(NULL, &at, lengths[index]);
    all += lengths[index];
    if (certificate == NULL) {
      ready = 0;
    } else if (index == 0) {
      leaf = certificate;
    } else if (index <= intermediates) {
      if (sk_X509_push(chain, certificate) == 0) X509_free(certificate);
    } else {
      ready = X509_STORE_add_cert(store, certificate) == 1;
      X509_free(certificate);
    }
  }
  if (ready && X509_STORE_CTX_init(context, store, leaf, chain) == 1) {
    X509_VERIFY_PARAM *parameters = X509_STORE_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_time(parameters, (time_t)time);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
    good = X509_verify_cert(context) == 1;
    why = X509_verify_cert_error_string(X509_STORE_CTX_get_error(context));
  }
  if (reason != NULL && capacity > 0) {
    strncpy(reason, good ? "" : why, capacity - 1);
    reason[capacity - 1] = 0;
  }
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  sk_X509_pop_free(chain, X509_free);
  X509_free(leaf);
  ERR_clear_error();
  return good;
}

// What Swift cannot drive itself: C interfaces that keep the pointers they are given (OSSL_PARAM_BLD), variadic functions and
// stack macros. Every function here leaves OpenSSL's error queue as empty as it found it unless it says otherwise: the queue is
// per thread and shared with libcurl, which takes leftovers for errors of its own.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/// Empties the error queue; the reason of its last entry is written to `out` (may be NULL).
void forge_take_error(char *out, size_t capacity);

/// A number that grows by one at each call, in all threads.
unsigned forge_next_number(void);

/// Names of the fields of an RSA key, in the order that `forge_rsa_key` takes and `forge_rsa_part` gives them.
enum { FORGE_RSA_N, FORGE_RSA_E, FORGE_RSA_D, FORGE_RSA_P, FORGE_RSA_Q, FORGE_RSA_DP, FORGE_RSA_DQ, FORGE_RSA_QI, FORGE_RSA_PARTS };

/// An EC key from an uncompressed point and, if `scalar` is not NULL, its private scalar (big-endian). NULL if the point is not
/// on the curve or the scalar does not belong to it.
EVP_PKEY *forge_ec_key(const char *group, const uint8_t *point, size_t point_length, const uint8_t *scalar, size_t scalar_length);
/// An RSA key from its fields, laid one behind the other in `all`, each big-endian; a length of 0 means absent.
EVP_PKEY *forge_rsa_key(const uint8_t *all, const size_t lengths[FORGE_RSA_PARTS]);
/// A fresh key on the named group.
EVP_PKEY *forge_ec_generate(const char *group);
EVP_PKEY *forge_ed25519_generate(void);

/// Writes a coordinate ("qx", "qy") or the scalar ("priv") of an EC key, padded to `width`. Returns 1 or 0.
int forge_ec_part(EVP_PKEY *key, const char *name, uint8_t *out, int width);
/// Writes a field of an RSA key without leading zeros, returns its length, 0 if absent or larger than `capacity`.
size_t forge_rsa_part(EVP_PKEY *key, int part, uint8_t *out, size_t capacity);
/// Whether this key holds an RSA private exponent, EC scalar or Ed25519 seed.
int forge_has_private(EVP_PKEY *key);
/// The group name of an EC key ("prime256v1", "P-256", …). Returns 1 or 0.
int forge_group_name(EVP_PKEY *key, char *out, size_t capacity);

/// Signs. `digest` is NULL for Ed25519; `pss` asks for RSA-PSS with a salt as long as the digest (`salt` < 0) or of `salt` bytes.
/// `*length` is the capacity of `out` and then the length written. Returns 1 or 0.
int forge_sign(EVP_PKEY *key, const char *digest, int pss, int salt, const uint8_t *data, size_t data_length, uint8_t *out, size_t *length);
/// Verifies. Returns 1 if the signature is right, otherwise 0.
int forge_verify(
  EVP_PKEY *key, const char *digest, int pss, int salt, const uint8_t *data, size_t data_length, const uint8_t *signature, size_t length);

/// ECDSA signature, DER to R||S with each half `width` bytes wide. Returns 1 or 0.
int forge_ecdsa_to_raw(const uint8_t *der, size_t length, uint8_t *out, int width);
/// ECDSA signature, R||S to DER. Returns the length written or 0.
size_t forge_ecdsa_to_der(const uint8_t *raw, size_t length, uint8_t *out, size_t capacity);

/// The first private key, public key or certificate's key in a PEM text. Encrypted keys are refused, nothing asks for a password.
EVP_PKEY *forge_read_pem_key(const char *pem, size_t length);
/// Writes a key as PEM (PKCS#8 or SubjectPublicKeyInfo) into a buffer that `forge_free` releases. NULL on failure.
char *forge_write_pem(EVP_PKEY *key, int private_key, size_t *length);
/// Writes SubjectPublicKeyInfo as DER into a buffer that `forge_free` releases.
uint8_t *forge_write_spki(EVP_PKEY *key, size_t *length);
void forge_free(void *buffer);

/// Verifies a chain. `all` holds the leaf, the intermediates and the roots as DER, one behind the other, with their lengths. Any
/// root is an anchor, self-signed or not. Returns 1 or 0, then with OpenSSL's words in `reason`.
int forge_verify_chain(
  const uint8_t *all, const long *lengths, long intermediates, long roots, int64_t time, char *reason, size_t capacity);

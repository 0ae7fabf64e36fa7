#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "util/memory.h"
#include "util/text.h"
#include "wire/stream_parts.h"

#define CERTIFICATE_SECONDS 86400L
#define CLOCK_SKEW_SECONDS 3600L

static const unsigned char protocols[] = "\x08http/1.1"; /* for ALPN */

struct tls_context {
    SSL_CTX *ssl;
    BIO_METHOD *transport;
    bool is_server;
    bool is_insecure;
    int keylog_fd;
    char no_password[1]; /* so that an encrypted key is an error, not a question on the terminal */
    struct text certificate_pem;
    struct text key_pem;
};

struct tls_stream {
    struct stream base;
    SSL *ssl;
    bool is_nameless; /* a client that could not tell whose certificate is right */
    bool is_alert_sent;
    bool is_alert_received;
    enum stream_status read_end; /* how the transport ended below us, or STREAM_OK */
    enum stream_status write_end;
};

/* The first reason in OpenSSL's queue, which is then empty. */
static void take_reason(char *buffer, size_t size)
{
    unsigned long code = ERR_peek_error();
    const char *reason = NULL;
    if (ERR_SYSTEM_ERROR(code))
        reason = strerror(ERR_GET_REASON(code));
    else if (code != 0)
        reason = ERR_reason_error_string(code);
    (void)snprintf(buffer, size, "%s", reason == NULL ? "unknown TLS error" : reason);
    ERR_clear_error();
}

static bool context_error(struct error *error, const char *what)
{
    char reason[256];
    take_reason(reason, sizeof(reason));
    return error_set(error, "%s: %s", what, reason);
}

/*
 * The transport is our own BIO and not OpenSSL's socket BIO: it sends without SIGPIPE, and it keeps
 * FIN, RST and other failures apart, of which OpenSSL tells different stories by version and state.
 */
static int transport_read(BIO *bio, char *data, int size)
{
    struct tls_stream *tls = BIO_get_data(bio);
    size_t len = 0;
    BIO_clear_retry_flags(bio);
    enum stream_status status = stream_tcp_read(&tls->base, data, (size_t)size, &len);
    if (status == STREAM_OK)
        return (int)len;
    if (status == STREAM_WANT_READ)
        BIO_set_retry_read(bio);
    else
        tls->read_end = status;
    return status == STREAM_FIN ? 0 : -1;
}

static int transport_write(BIO *bio, const char *data, int size)
{
    struct tls_stream *tls = BIO_get_data(bio);
    size_t len = 0;
    BIO_clear_retry_flags(bio);
    struct span bytes = span_make(data, (size_t)size);
    enum stream_status status = stream_tcp_write(&tls->base, bytes, &len);
    if (status == STREAM_OK)
        return (int)len;
    if (status == STREAM_WANT_WRITE)
        BIO_set_retry_write(bio);
    else
        tls->write_end = status;
    return -1;
}

/*
 * BIO_CTRL_EOF is answered with "no" on purpose: OpenSSL would send a fatal alert after the peer's
 * FIN. We know the FIN from read_end.
 */
static long transport_control(BIO *bio, int command, long number, void *pointer)
{
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

static BIO_METHOD *transport_new(void)
{
    BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "h1audit transport");
    if (method == NULL)
        return NULL;
    BIO_meth_set_read(method, transport_read);
    BIO_meth_set_write(method, transport_write);
    BIO_meth_set_ctrl(method, transport_control);
    return method;
}

static enum stream_status fail_with_reason(struct tls_stream *tls)
{
    char reason[160];
    unsigned long code = ERR_peek_error();
    take_reason(reason, sizeof(reason));
    if (ERR_GET_LIB(code) != ERR_LIB_SSL || ERR_GET_REASON(code) != SSL_R_CERTIFICATE_VERIFY_FAILED)
        return stream_fail(&tls->base, STREAM_FAILED, 0, "%s", reason);
    return stream_fail(&tls->base, STREAM_FAILED, 0, "%s: %s", reason,
                       X509_verify_cert_error_string(SSL_get_verify_result(tls->ssl)));
}

/* What an OpenSSL call that returned result means; end is how the transport ended, if it did. */
static enum stream_status status_of(struct tls_stream *tls, int result, enum stream_status end)
{
    int code = SSL_get_error(tls->ssl, result);
    if (code == SSL_ERROR_WANT_READ)
        return STREAM_WANT_READ;
    if (code == SSL_ERROR_WANT_WRITE)
        return STREAM_WANT_WRITE;
    if (code == SSL_ERROR_ZERO_RETURN)
        return STREAM_CLOSE_NOTIFY;
    if (code == SSL_ERROR_SSL || end == STREAM_OK)
        return fail_with_reason(tls);
    return end; /* the reason was noted when the transport failed */
}

static void describe(struct tls_stream *tls)
{
    struct stream *base = &tls->base;
    const unsigned char *alpn = NULL;
    unsigned len = 0;
    SSL_get0_alpn_selected(tls->ssl, &alpn, &len);
    (void)snprintf(base->alpn, sizeof(base->alpn), "%.*s", (int)len,
                   alpn == NULL ? "" : (const char *)alpn);
    (void)snprintf(base->description, sizeof(base->description), "%s %s%s%s",
                   SSL_get_version(tls->ssl), SSL_get_cipher_name(tls->ssl), len > 0 ? " " : "",
                   base->alpn);
}

static enum stream_status tls_handshake(struct stream *stream)
{
    struct tls_stream *tls = (struct tls_stream *)stream;
    if (tls->is_nameless)
        return stream_fail(stream, STREAM_FAILED, 0, "no host name to check the certificate for");
    ERR_clear_error();
    int result = SSL_do_handshake(tls->ssl);
    if (result == 1) {
        describe(tls);
        return STREAM_OK;
    }
    enum stream_status end = tls->read_end != STREAM_OK ? tls->read_end : tls->write_end;
    enum stream_status status = status_of(tls, result, end);
    if (status == STREAM_FIN)
        return stream_fail(stream, STREAM_FIN, 0, "connection closed during the handshake");
    return status;
}

/* TLS ends with the peer's alert; what follows on the transport is not part of the stream. */
static enum stream_status read_after_alert(struct tls_stream *tls, void *buffer, size_t size)
{
    size_t ignored = 0;
    enum stream_status status = stream_tcp_read(&tls->base, buffer, size, &ignored);
    return status == STREAM_OK ? STREAM_WANT_READ : status;
}

static enum stream_status tls_read(struct stream *stream, void *buffer, size_t size, size_t *len)
{
    struct tls_stream *tls = (struct tls_stream *)stream;
    if (tls->is_alert_received)
        return read_after_alert(tls, buffer, size);
    ERR_clear_error();
    size_t count = 0;
    int result = SSL_read_ex(tls->ssl, buffer, size, &count);
    if (result == 1) {
        *len = count;
        return STREAM_OK;
    }
    enum stream_status status = status_of(tls, result, tls->read_end);
    tls->is_alert_received = status == STREAM_CLOSE_NOTIFY;
    return status;
}

static enum stream_status tls_write(struct stream *stream, struct span bytes, size_t *len)
{
    struct tls_stream *tls = (struct tls_stream *)stream;
    ERR_clear_error();
    int result = SSL_write_ex(tls->ssl, bytes.data, bytes.len, len);
    return result == 1 ? STREAM_OK : status_of(tls, result, tls->write_end);
}

static bool tls_has_buffered(const struct stream *stream)
{
    return SSL_pending(((const struct tls_stream *)stream)->ssl) > 0;
}

static enum stream_status tls_close_notify(struct stream *stream)
{
    struct tls_stream *tls = (struct tls_stream *)stream;
    if (tls->is_alert_sent)
        return STREAM_OK; /* a second SSL_shutdown would read */
    ERR_clear_error();
    int result = SSL_shutdown(tls->ssl);
    tls->is_alert_sent = result >= 0;
    return tls->is_alert_sent ? STREAM_OK : status_of(tls, result, tls->write_end);
}

static void tls_done(struct stream *stream)
{
    SSL_free(((struct tls_stream *)stream)->ssl);
}

static const struct stream_ops tls_ops = {
    .handshake = tls_handshake,
    .read = tls_read,
    .write = tls_write,
    .has_buffered = tls_has_buffered,
    .close_notify = tls_close_notify,
    .done = tls_done,
};

/* SNI carries host names only (RFC 6066, 3), certificates are checked for both. */
static bool set_server_name(SSL *ssl, const char *name)
{
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name) == 1)
        return true;
    return SSL_set_tlsext_host_name(ssl, name) == 1 && SSL_set1_host(ssl, name) == 1;
}

static void start_client(struct tls_stream *tls, const struct tls_context *context,
                         const char *server_name)
{
    SSL_set_connect_state(tls->ssl);
    bool is_named = server_name != NULL && set_server_name(tls->ssl, server_name);
    tls->is_nameless = !is_named && !context->is_insecure;
}

struct stream *stream_tls_new(int fd, struct tls_context *context, const char *server_name)
{
    struct tls_stream *tls = memory_new(sizeof(*tls));
    stream_init(&tls->base, &tls_ops, fd);
    tls->ssl = SSL_new(context->ssl);
    BIO *bio = BIO_new(context->transport);
    if (tls->ssl == NULL || bio == NULL)
        abort(); /* out of memory, the only way to fail */
    BIO_set_data(bio, tls);
    BIO_set_init(bio, 1);
    SSL_set_bio(tls->ssl, bio, bio);
    if (context->is_server)
        SSL_set_accept_state(tls->ssl);
    else
        start_client(tls, context, server_name);
    return &tls->base;
}

static struct tls_context *context_new(const SSL_METHOD *method, struct error *error)
{
    struct tls_context *context = memory_new(sizeof(*context));
    context->keylog_fd = -1;
    context->ssl = SSL_CTX_new(method);
    context->transport = transport_new();
    if (context->ssl == NULL || context->transport == NULL) {
        (void)context_error(error, "TLS");
        tls_context_free(context);
        return NULL;
    }
    SSL_CTX_set_min_proto_version(context->ssl, TLS1_2_VERSION);
    SSL_CTX_set_options(context->ssl, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET);
    /* openssl.cnf may have set it; a FIN without the closure alert must stay visible. */
    SSL_CTX_clear_options(context->ssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
    /* A write returns after each record, so that the transcript knows what has left. */
    SSL_CTX_set_mode(context->ssl,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_session_cache_mode(context->ssl, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_default_passwd_cb_userdata(context->ssl, context->no_password);
    SSL_CTX_set_app_data(context->ssl, context);
    return context;
}

void tls_context_free(struct tls_context *context)
{
    if (context == NULL)
        return;
    SSL_CTX_free(context->ssl);
    BIO_meth_free(context->transport);
    if (context->keylog_fd >= 0)
        (void)close(context->keylog_fd);
    text_done(&context->certificate_pem);
    text_done(&context->key_pem);
    free(context);
}

/* A line is one write, so that several processes may append. A full disk stops nothing. */
static void log_key(const SSL *ssl, const char *line)
{
    struct tls_context *context = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    (void)dprintf(context->keylog_fd, "%s\n", line);
}

static bool open_keylog(struct tls_context *context, const char *file, struct error *error)
{
    context->keylog_fd = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (context->keylog_fd < 0)
        return error_set(error, "%s: %s", file, strerror(errno));
    SSL_CTX_set_keylog_callback(context->ssl, log_key);
    return true;
}

static bool load_pair(SSL_CTX *ssl, const char *cert_file, const char *key_file,
                      struct error *error)
{
    if (key_file == NULL)
        key_file = cert_file;
    ERR_clear_error();
    if (SSL_CTX_use_certificate_chain_file(ssl, cert_file) != 1)
        return context_error(error, cert_file);
    if (SSL_CTX_use_PrivateKey_file(ssl, key_file, SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(ssl) != 1)
        return context_error(error, key_file);
    return true;
}

static bool load_authorities(SSL_CTX *ssl, const char *ca_file, struct error *error)
{
    ERR_clear_error();
    /* Whatever stands in the file is trusted, also a server's own certificate. */
    X509_STORE_set_flags(SSL_CTX_get_cert_store(ssl), X509_V_FLAG_PARTIAL_CHAIN);
    if (ca_file == NULL)
        return SSL_CTX_set_default_verify_paths(ssl) == 1 ||
               context_error(error, "the system's certificate authorities");
    return SSL_CTX_load_verify_locations(ssl, ca_file, NULL) == 1 || context_error(error, ca_file);
}

static bool set_up_client(struct tls_context *context, const struct tls_client_options *options,
                          struct error *error)
{
    context->is_insecure = options->is_insecure;
    if (options->is_insecure)
        SSL_CTX_set_security_level(context->ssl, 0); /* any certificate: small keys and SHA-1 too */
    else
        SSL_CTX_set_verify(context->ssl, SSL_VERIFY_PEER, NULL);
    if (SSL_CTX_set_alpn_protos(context->ssl, protocols, sizeof(protocols) - 1) != 0)
        return context_error(error, "ALPN");
    if (!load_authorities(context->ssl, options->ca_file, error))
        return false;
    if (options->cert_file != NULL &&
        !load_pair(context->ssl, options->cert_file, options->key_file, error))
        return false;
    return options->keylog_file == NULL || open_keylog(context, options->keylog_file, error);
}

struct tls_context *tls_context_client_new(const struct tls_client_options *options,
                                           struct error *error)
{
    struct tls_context *context = context_new(TLS_client_method(), error);
    if (context != NULL && !set_up_client(context, options, error)) {
        tls_context_free(context);
        context = NULL;
    }
    return context;
}

static bool add_extension(X509 *certificate, int id, const char *value)
{
    X509V3_CTX names;
    X509V3_set_ctx_nodb(&names);
    X509V3_set_ctx(&names, certificate, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &names, id, value);
    bool is_added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return is_added;
}

static bool fill_certificate(X509 *certificate, EVP_PKEY *key)
{
    X509_NAME *name = X509_get_subject_name(certificate);
    uint32_t serial = 0;
    return X509_set_version(certificate, 2) == 1 &&
           RAND_bytes((unsigned char *)&serial, sizeof(serial)) == 1 &&
           ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial) == 1 &&
           X509_gmtime_adj(X509_getm_notBefore(certificate), -CLOCK_SKEW_SECONDS) != NULL &&
           X509_gmtime_adj(X509_getm_notAfter(certificate), CERTIFICATE_SECONDS) != NULL &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost",
                                      -1, -1, 0) == 1 &&
           X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
           add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
           add_extension(certificate, NID_subject_key_identifier, "hash") &&
           add_extension(certificate, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1") &&
           X509_sign(certificate, key, EVP_sha256()) > 0;
}

static bool make_pair(SSL_CTX *ssl, struct error *error)
{
    ERR_clear_error();
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = X509_new();
    bool is_made = key != NULL && certificate != NULL && fill_certificate(certificate, key) &&
                   SSL_CTX_use_certificate(ssl, certificate) == 1 &&
                   SSL_CTX_use_PrivateKey(ssl, key) == 1;
    X509_free(certificate);
    EVP_PKEY_free(key);
    return is_made || context_error(error, "making a certificate");
}

static int choose_protocol(SSL *ssl, const unsigned char **chosen, unsigned char *chosen_len,
                           const unsigned char *offered, unsigned offered_len, void *user)
{
    unsigned char *match = NULL;
    (void)ssl;
    (void)user;
    int result = SSL_select_next_proto(&match, chosen_len, protocols, sizeof(protocols) - 1,
                                       offered, offered_len);
    *chosen = match;
    /* RFC 7301, 3.2: no_application_protocol. */
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

static void take_pem(BIO *bio, struct text *text)
{
    char *data = NULL;
    long len = BIO_get_mem_data(bio, &data);
    text_add_span(text, span_make(data, (size_t)len));
    (void)BIO_reset(bio);
}

static bool remember_pair(struct tls_context *context, struct error *error)
{
    X509 *certificate = SSL_CTX_get0_certificate(context->ssl);
    EVP_PKEY *key = SSL_CTX_get0_privatekey(context->ssl);
    BIO *bio = BIO_new(BIO_s_mem());
    bool is_written = bio != NULL && PEM_write_bio_X509(bio, certificate) == 1;
    if (is_written) {
        take_pem(bio, &context->certificate_pem);
        is_written = PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) == 1;
    }
    if (is_written)
        take_pem(bio, &context->key_pem);
    BIO_free(bio);
    return is_written || context_error(error, "writing a certificate");
}

struct tls_context *tls_context_server_new(const char *cert_file, const char *key_file,
                                           struct error *error)
{
    struct tls_context *context = context_new(TLS_server_method(), error);
    if (context == NULL)
        return NULL;
    context->is_server = true;
    SSL_CTX_set_num_tickets(context->ssl, 0);
    SSL_CTX_set_alpn_select_cb(context->ssl, choose_protocol, NULL);
    bool has_pair = cert_file == NULL ? make_pair(context->ssl, error)
                                      : load_pair(context->ssl, cert_file, key_file, error);
    if (has_pair && remember_pair(context, error))
        return context;
    tls_context_free(context);
    return NULL;
}

const char *tls_context_certificate_pem(struct tls_context *context)
{
    return text_string(&context->certificate_pem);
}

const char *tls_context_key_pem(struct tls_context *context)
{
    return text_string(&context->key_pem);
}

bool tls_context_require_client(struct tls_context *context, const char *ca_file,
                                struct error *error)
{
    if (!load_authorities(context->ssl, ca_file, error))
        return false;
    SSL_CTX_set_verify(context->ssl, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    return true;
}

/*
 * A byte stream on a non-blocking descriptor: TCP or Unix socket, TLS on it, or memory for tests. A
 * table of functions hides which; this is where segment borders, FIN, RST and TLS closure stay
 * apart. OpenSSL is used in stream_tls.c only. Nothing here waits.
 */
#ifndef WIRE_STREAM_H
#define WIRE_STREAM_H

#include "util/error.h"
#include "util/span.h"

enum stream_status {
    STREAM_OK,           /* *len bytes were moved */
    STREAM_WANT_READ,    /* try again when the descriptor is readable */
    STREAM_WANT_WRITE,   /* try again when it is writable */
    STREAM_FIN,          /* the peer's FIN */
    STREAM_CLOSE_NOTIFY, /* the peer's TLS closure alert; FIN may follow, ask again */
    STREAM_RESET,        /* ECONNRESET, EPIPE */
    STREAM_FAILED        /* another error: stream_error says which */
};

struct stream;
struct tls_context;

/* A stream on the connected (or connecting) socket fd, which the stream closes when freed. */
struct stream *stream_tcp_new(int fd);

/*
 * A TLS stream on fd. server_name (host name or IP address) is for SNI and certificate checks; NULL
 * on the accepting side. Without it the handshake of a client fails, unless the context is
 * insecure.
 */
struct stream *stream_tls_new(int fd, struct tls_context *context, const char *server_name);

/*
 * A stream without a socket: reads give the bytes of input, at most step bytes at a time (0: all),
 * then end (STREAM_FIN, STREAM_RESET, ...); writes are collected. input is borrowed.
 */
struct stream *stream_memory_new(struct span input, size_t step, enum stream_status end);
struct span stream_memory_written(const struct stream *stream);

/* Closes the descriptor (RST if unread bytes are left, as the kernel decides) and frees. NULL is
 * allowed. */
void stream_free(struct stream *stream);

/* The descriptor to wait for, or -1. */
int stream_fd(const struct stream *stream);

/* TLS handshake; STREAM_OK when done. TCP and memory are ready at once. */
enum stream_status stream_handshake(struct stream *stream);

/* Reads at most size bytes into buffer. STREAM_OK: *len > 0 bytes came. */
enum stream_status stream_read(struct stream *stream, void *buffer, size_t size, size_t *len);

/*
 * Writes some of bytes; *len says how many. TLS: a piece is one record as far as records reach;
 * after STREAM_WANT_* the same bytes must be offered again (at the same or another place in
 * memory).
 */
enum stream_status stream_write(struct stream *stream, struct span bytes, size_t *len);

/* True if decrypted bytes wait inside the stream although the descriptor is not readable. */
bool stream_has_buffered(const struct stream *stream);

/* TLS closure alert, without FIN. STREAM_OK on TCP, where there is none. */
enum stream_status stream_close_notify(struct stream *stream);

/* FIN for our side, without a TLS alert. */
void stream_shutdown_write(struct stream *stream);

/* RST instead of FIN when the stream is freed. */
void stream_set_reset(struct stream *stream);

/*
 * Tells the stream that the peer's RST was seen elsewhere (SO_ERROR after connecting): what can
 * still be read comes first, then STREAM_RESET, where the kernel would report a FIN.
 */
void stream_note_reset(struct stream *stream);

/* The reason of the last STREAM_FAILED or STREAM_RESET: errno (0 for TLS reasons) and a text. */
int stream_error_code(const struct stream *stream);
const char *stream_error_text(const struct stream *stream);

/* After the handshake: "TLSv1.3 TLS_AES_256_GCM_SHA384 http/1.1"; "" on TCP. Lives with the stream.
 */
const char *stream_description(const struct stream *stream);

/* ALPN protocol that was agreed on, "" if none. */
const char *stream_alpn(const struct stream *stream);

struct tls_client_options {
    bool is_insecure;        /* -k: any certificate */
    const char *ca_file;     /* --cacert, or NULL for the system's */
    const char *cert_file;   /* client certificate (PEM), or NULL */
    const char *key_file;    /* its key, or NULL: in cert_file */
    const char *keylog_file; /* secrets are appended here, or NULL */
};

/* TLS settings of a client offering ALPN http/1.1 only, no session resumption. Freed with
 * tls_context_free. */
struct tls_context *tls_context_client_new(const struct tls_client_options *options,
                                           struct error *error);

/*
 * TLS settings of a server with a certificate of its own for localhost, 127.0.0.1 and ::1, made at
 * once (EC P-256, valid a day), or with the PEM files given (NULL: made).
 */
struct tls_context *tls_context_server_new(const char *cert_file, const char *key_file,
                                           struct error *error);

/* The server's certificate as PEM, so that a client can be told to trust it. Lives with context. */
const char *tls_context_certificate_pem(struct tls_context *context);

/* Its key as PEM, so that a test can present the pair as a client. Lives with context. */
const char *tls_context_key_pem(struct tls_context *context);

/* Makes a server demand a client certificate that ca_file vouches for. */
bool tls_context_require_client(struct tls_context *context, const char *ca_file,
                                struct error *error);

/* Streams must be freed before. NULL is allowed. */
void tls_context_free(struct tls_context *context);

#endif

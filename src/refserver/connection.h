/*
 * One accepted connection on the loop: octets to and from a dialogue, time-outs, TLS, and the
 * staged close of RFC 9112 9.6: half-close, read on until the client closes or enough was read,
 * close.
 */
#ifndef REFSERVER_CONNECTION_H
#define REFSERVER_CONNECTION_H

#include <uv.h>

#include "refserver/policy.h"
#include "refserver/resources.h"
#include "wire/stream.h"

#define CONNECTION_HANDSHAKE_MS 10000
#define CONNECTION_IDLE_MS 1500          /* between requests */
#define CONNECTION_REQUEST_MS 1500       /* for the next octets of a request */
#define CONNECTION_SEND_MS 10000         /* for the client to take some of a response */
#define CONNECTION_LINGER_MS 1000        /* for the client to close after our half-close */
#define CONNECTION_LINGER_MAX (4u << 20) /* octets that are read meanwhile */
#define CONNECTION_OPEN_MS 20000         /* for what a fault leaves open: beyond all patience */

struct connection;

/* All is borrowed and outlives the connection. */
struct connection_config {
    uv_loop_t *loop;
    const struct policy *policy;
    struct resources *resources;
    bool is_tls;
    void *user;
    void (*ended)(void *user, struct connection *connection); /* it is gone after this call */
    void (*truncated)(void *user); /* FIN came without a TLS closure alert */
};

/*
 * Takes over stream and begins to serve it; works by itself until config->ended is called. If
 * is_refused it is closed without an answer, though with all due form.
 */
struct connection *connection_new(const struct connection_config *config, struct stream *stream,
                                  bool is_refused);

/* Closes at once, without the call of ended. Memory goes with a later turn of the loop. NULL is
 * allowed. */
void connection_free(struct connection *connection);

#endif

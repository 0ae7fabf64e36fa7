/*
 * The reference server: strict, small, readable. It follows every rule that the suite covers and,
 * with a fault, breaks exactly one of them. It reads requests with its own few lines, not with
 * http/'s parser (only http/syntax is shared). Loopback only, unless an address is given.
 *
 * Resources: / (a computed answer), /file, /large, /chunked, /late (answers after 50 ms), /echo
 * (POST), /hit (counts calls), /hits (tells the count), /coded (gzip on request), /typed (POST of
 * text/plain), /protected (user and password h1audit), /moved/301, 302, 307 and 308, /choices
 * (300), /reset (205 to POST), everything else 404.
 */
#ifndef REFSERVER_REFSERVER_H
#define REFSERVER_REFSERVER_H

#include <uv.h>

#include "refserver/faults.h"
#include "util/error.h"
#include "wire/dial.h"
#include "wire/stream.h"

struct refserver;

struct refserver_config {
    uv_loop_t *loop;
    const struct dial_address *address; /* port 0: chosen by the kernel */
    struct tls_context *tls;            /* NULL: plain */
    const struct fault *fault;          /* NULL: none */
};

struct refserver *refserver_open(const struct refserver_config *config, struct error *error);
unsigned refserver_port(const struct refserver *refserver);

/* Closes the listener and all connections; memory goes with later turns of the loop. NULL is
 * allowed. */
void refserver_close(struct refserver *refserver);

#endif

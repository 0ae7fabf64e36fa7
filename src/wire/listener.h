/*
 * Accepts connections on a libuv loop and hands out a non-blocking stream for each. What is done
 * with them is the owner's business.
 */
#ifndef WIRE_LISTENER_H
#define WIRE_LISTENER_H

#include <uv.h>

#include "wire/dial.h"
#include "wire/stream.h"

struct listener;

/* Called on the loop for every accepted connection; the stream belongs to the callee. */
typedef void listener_accept(void *user, struct stream *stream);

/*
 * Listens on address (port 0: chosen by the kernel; see listener_port). context is NULL for plain
 * TCP, else the streams are TLS (handshake not yet done) and context is borrowed.
 */
struct listener *listener_open(uv_loop_t *loop, const struct dial_address *address,
                               struct tls_context *context, listener_accept *accept, void *user,
                               struct error *error);

unsigned listener_port(const struct listener *listener);

/* Stops accepting. The memory is freed by a later turn of the loop. NULL is allowed. */
void listener_close(struct listener *listener);

#endif

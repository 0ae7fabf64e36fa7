/*
 * One connection to the target that performs actions and writes the transcript. It decides nothing:
 * the exchange says what comes next. It reads all the time, also while it sends, and stops sending
 * when the peer has closed. Everything runs on one libuv loop; a callback never runs
 * inside a call of this interface.
 */
#ifndef WIRE_SESSION_H
#define WIRE_SESSION_H

#include <uv.h>

#include "record/transcript.h"
#include "wire/dial.h"
#include "wire/stream.h"

struct session;

struct session_config {
    uv_loop_t *loop;
    struct transcript *transcript;
    const struct dial_address *address;
    struct tls_context *tls; /* NULL: plain */
    const char *server_name; /* SNI, or NULL */
    size_t capture_max;      /* bytes received after which reading stops */
    int64_t connect_timeout_ms;
    /* After anything was recorded, or all was sent; once for all that one turn of the loop brought.
     */
    void (*changed)(void *user, struct session *session);
    void *user;
};

/* One piece of a send: the part of bytes that belongs to a step of the script. */
struct session_mark {
    size_t offset; /* where the step's bytes begin */
    int step;
};

struct session_send {
    struct span bytes;                /* borrowed until the session is idle again */
    const struct session_mark *marks; /* in order; the first has offset 0 */
    size_t mark_count;
    const size_t *cuts; /* offsets at which a new write begins, ascending */
    size_t cut_count;
    int64_t gap_ms; /* between writes, at least 1; the next one also waits until the kernel
                       reports the former one acknowledged, where it can, but not for ever */
};

enum session_state {
    SESSION_CONNECTING,
    SESSION_OPEN,  /* we may send */
    SESSION_SHUT,  /* no more sending, reading goes on: our FIN or alert was sent, or the peer's
                      closure alert came (its FIN may follow) */
    SESSION_ENDED, /* nothing more will come: FIN was read, RST, failure, closed by us, capture full
                    */
};

/* A session that starts connecting at once as connection (index) of the transcript. Copies config.
 */
struct session *session_new(const struct session_config *config, unsigned connection);

/*
 * Cancels everything: no callback runs afterwards. A TLS connection that is still whole gets our
 * closure alert. Memory goes with a later turn of the loop. NULL is allowed.
 */
void session_free(struct session *session);

enum session_state session_state(const struct session *session);
unsigned session_connection(const struct session *session);

/* True if the peer has ended its side (FIN) or the session has failed. */
bool session_peer_ended(const struct session *session);

/* True if everything asked for so far was sent (or can no longer be sent). */
bool session_is_idle(const struct session *session);

/*
 * Queues a send; it begins when the connection is ready, not within this call. Copies marks and
 * cuts, borrows bytes. Only when idle. Does nothing if the session may not send any more.
 */
void session_send(struct session *session, const struct session_send *send);

/*
 * The following act at once, or as soon as the connection is ready (not idle until then); call
 * them when idle. What makes no sense any more does nothing and records nothing. After the peer's
 * FIN our own side can still be closed in any of these ways.
 */
void session_half_close(struct session *session); /* TLS: closure alert, then FIN */
void session_tls_close(struct session *session);  /* closure alert, no FIN */
void session_truncate(struct session *session);   /* FIN without closure alert */
void session_close(struct session *session);      /* full close: TLS alert, then the descriptor */
void session_reset(struct session *session);      /* RST */

#endif

/*
 * Plays one script once: turns its steps into actions of sessions, in order, and decides when the
 * attempt is over. It does no I/O itself and judges nothing; its product is a transcript.
 */
#ifndef RUN_EXCHANGE_H
#define RUN_EXCHANGE_H

#include <uv.h>

#include "record/transcript.h"
#include "suite/bytes.h"
#include "suite/model.h"
#include "util/clock.h"
#include "wire/session.h"

struct exchange;

struct exchange_config {
    uv_loop_t *loop;
    const struct clock *clock;
    const struct dial_address *address;
    struct tls_context *tls;
    const char *server_name;
    const struct script *script;
    const struct variables *variables;
    size_t capture_max;
    int64_t connect_timeout_ms;
    int64_t quiet_ms;  /* the attempt ends when nothing happened for this long after the script */
    int64_t active_ms; /* after this much quiet, be it in a wait step, `quiet` is called once; the
                          attempt goes on */
    int64_t limit_ms;  /* the attempt ends this long after the script even if bytes still come */
    int64_t wait_ms;   /* time-out of wait steps that name none */
    bool ends_when_answered; /* also, as soon as all requests of answered_on have been answered */
    unsigned answered_on;    /* a connection of the script */
    int64_t counted;         /* what the counter said before, recorded first; -1: not asked */
    void (*quiet)(void *user);
    void (*done)(void *user); /* last callback; the transcript can be taken */
    void *user;
};

/* Starts playing; config is copied, what it points to must outlive the exchange. False if a step's
 * bytes cannot be made. */
struct exchange *exchange_new(const struct exchange_config *config, struct error *error);

/* The transcript so far; it belongs to the exchange until exchange_free, or to the caller after
 * exchange_take. */
struct transcript *exchange_take(struct exchange *exchange);

/* Ends everything; no callback runs afterwards. NULL is allowed. */
void exchange_free(struct exchange *exchange);

#endif

/*
 * The transcript is the timed, append-only account of one attempt at one script: what was
 * connected, sent and received on each connection, and how each of them ended. wire/ writes it;
 * http/ and judge/ read it; every report is made from it. It owns all its bytes. Times are
 * microseconds since the transcript began.
 */
#ifndef RECORD_TRANSCRIPT_H
#define RECORD_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/clock.h"
#include "util/span.h"

enum event_kind {
    EVENT_CONNECTED,         /* TCP (or the Unix socket) is connected */
    EVENT_CONNECT_FAILED,    /* code: errno */
    EVENT_TLS_READY,         /* detail: version, cipher, ALPN protocol */
    EVENT_TLS_FAILED,        /* detail: the library's reason; bytes may have been received */
    EVENT_SENT,              /* offset and len: the part of the sent stream; step */
    EVENT_SEND_FAILED,       /* code: errno; the peer refused more bytes */
    EVENT_RECEIVED,          /* offset and len: the part of the received stream */
    EVENT_FIN,               /* the peer's FIN; on TLS without a close_notify before: truncation */
    EVENT_RESET,             /* the peer's RST */
    EVENT_RECEIVE_FAILED,    /* code: errno; or detail: a TLS error in the middle of the stream */
    EVENT_CLOSE_NOTIFY,      /* the peer's TLS closure alert */
    EVENT_HALF_CLOSED,       /* our FIN */
    EVENT_CLOSED,            /* our full close, asked for by the script */
    EVENT_RESET_SENT,        /* our RST */
    EVENT_CLOSE_NOTIFY_SENT, /* our TLS closure alert without FIN */
    EVENT_TRUNCATED,         /* our FIN without a TLS closure alert */
    EVENT_WAIT_OVER,         /* a wait step's time was up before its condition held; step */
    EVENT_QUIET,             /* nothing came for the settle time (len: in ms); the attempt ended */
    EVENT_PATIENCE_OVER,     /* the attempt's whole time was up (len: in ms) */
    EVENT_CAPTURE_FULL,      /* the limit on received bytes (len) was reached; reading stopped */
    EVENT_COUNTER            /* the counter resource said: len; before, then after the attempt */
};
#define EVENT_KIND_COUNT (EVENT_COUNTER + 1)

#define TRANSCRIPT_NO_STEP (-1)

struct event {
    enum event_kind kind;
    int64_t at_us;
    unsigned connection;
    int step; /* index of the script's step, or TRANSCRIPT_NO_STEP */
    size_t offset;
    size_t len;
    int code;
    const char *detail; /* NULL or a string that lives as long as the transcript */
};

/* How the receiving side of a connection stood at the end of the attempt. */
enum connection_end {
    CONNECTION_END_OPEN, /* no end was seen: we stopped looking, or closed it ourselves first */
    CONNECTION_END_FIN,
    CONNECTION_END_RESET,
    CONNECTION_END_FAILED, /* never connected, TLS failed, or a receive error other than RST */
    CONNECTION_END_FULL    /* the capture limit was reached */
};

struct transcript;

/*
 * A new transcript whose time zero is now on clock, which must outlive it. clock is NULL if all
 * times are given with transcript_set_time. Freed with transcript_free.
 */
struct transcript *transcript_new(const struct clock *clock);
void transcript_free(struct transcript *transcript);

/* Adds a connection called name (copied) and returns its index, counted from 0. */
unsigned transcript_add_connection(struct transcript *transcript, const char *name, bool is_tls);

/*
 * Appends a happening without bytes, with the present time. detail is copied. What tells of the
 * whole attempt (EVENT_QUIET, EVENT_PATIENCE_OVER, EVENT_COUNTER) may name connection 0 before
 * there is one.
 */
void transcript_append(struct transcript *transcript, enum event_kind kind, unsigned connection,
                       int step, size_t len, int code, const char *detail);

/* Appends bytes that left (or came in by) connection. */
void transcript_append_sent(struct transcript *transcript, unsigned connection, int step,
                            struct span bytes);
void transcript_append_received(struct transcript *transcript, unsigned connection,
                                struct span bytes);

/* For a reader of saved transcripts: the next events get this time instead of the clock's. */
void transcript_set_time(struct transcript *transcript, int64_t at_us);

/* The wall time at time zero, in milliseconds since 1970; 0 if nobody set it. */
void transcript_set_wall_ms(struct transcript *transcript, int64_t wall_ms);
int64_t transcript_wall_ms(const struct transcript *transcript);

size_t transcript_count(const struct transcript *transcript);
const struct event *transcript_event(const struct transcript *transcript, size_t index);

unsigned transcript_connection_count(const struct transcript *transcript);
const char *transcript_connection_name(const struct transcript *transcript, unsigned connection);
bool transcript_connection_is_tls(const struct transcript *transcript, unsigned connection);

/* All bytes of one direction so far. The pointer is valid until the next append. */
struct span transcript_sent(const struct transcript *transcript, unsigned connection);
struct span transcript_received(const struct transcript *transcript, unsigned connection);

enum connection_end transcript_end(const struct transcript *transcript, unsigned connection);

/* True if the peer's TLS closure alert was received on connection. */
bool transcript_has_close_notify(const struct transcript *transcript, unsigned connection);

/* The first event of kind on connection, or NULL. The pointer is valid until the next append. */
const struct event *transcript_find(const struct transcript *transcript, unsigned connection,
                                    enum event_kind kind);

/* Time of the last event, i.e. how long the attempt took. */
int64_t transcript_duration_us(const struct transcript *transcript);

/* A short name for kind, as in saved transcripts: "connected", "close_notify", ... */
const char *transcript_kind_name(enum event_kind kind);

#endif

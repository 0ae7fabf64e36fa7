/* A session's insides. Included by session.c and session_io.c only. */
#ifndef WIRE_SESSION_PARTS_H
#define WIRE_SESSION_PARTS_H

#include "wire/sending.h"
#include "wire/session.h"

enum phase {
    PHASE_OVER, /* the descriptor is closed, or there never was one */
    PHASE_CONNECT,
    PHASE_HANDSHAKE,
    PHASE_READY
};

/* What the exchange asked for besides sending; kept while it cannot be done yet. */
enum wish { WISH_NONE, WISH_HALF_CLOSE, WISH_TLS_CLOSE, WISH_TRUNCATE, WISH_CLOSE, WISH_RESET };

struct session {
    struct session_config config;
    unsigned connection;
    enum phase phase;
    struct stream *stream; /* NULL once the descriptor is closed */
    uv_poll_t poll;        /* open as long as stream is there */
    uv_timer_t timer;      /* connecting: the time limit; later: the gap between two pieces */
    uv_idle_t later;       /* calls changed after something has happened inside our interface */
    unsigned open_handles;
    size_t received;
    struct sending sending;
    enum wish wish;
    enum stream_status blocked; /* what the last write or handshake waits for, or STREAM_OK */
    uint64_t ack_deadline_ms;   /* in a gap: when to go on although the piece is not acknowledged */
    int watched_events;         /* that the loop watches for; 0: none */
    bool is_in_gap;             /* between two pieces */
    bool has_alert;             /* the peer's closure alert */
    bool has_fin;               /* the peer's FIN */
    bool is_full;               /* the capture limit was reached */
    bool has_sent_fin;
    bool has_sent_alert;
    bool has_failed; /* connect, handshake or reading */
    bool is_changed; /* something was recorded and not yet told */
    bool is_freed;
};

/* Appends a happening of this connection, which changed will be told of. */
void session_io_record(struct session *session, enum event_kind kind, size_t len, int code,
                       const char *detail);

/* Nothing more can happen on this connection: stops all, closes the descriptor. */
void session_io_end(struct session *session);

/* Records a failure (of connecting, of the handshake, of reading), and ends. */
void session_io_fail(struct session *session, enum event_kind kind, int code, const char *detail);

/* The same with the reason that the stream gives. */
void session_io_fail_with_reason(struct session *session, enum event_kind kind);

/* For every uv_close: the memory goes with the last handle of a freed session. */
void session_io_handle_closed(uv_handle_t *handle);

/* True if status means waiting for the descriptor; what for is remembered in blocked. */
bool session_io_is_blocked(struct session *session, enum stream_status status);

bool session_io_can_read(const struct session *session);
bool session_io_has_to_write(const struct session *session);

/* Read and write as much as one turn of the loop may; writing then grants a wish. */
void session_io_read(struct session *session);
void session_io_write(struct session *session);

/* Does what was wished for, unless the descriptor is not ready for the closure alert. */
void session_io_grant(struct session *session);

/* False if the kernel knows of bytes that the peer has not acknowledged. */
bool session_io_is_acknowledged(const struct session *session);

#endif

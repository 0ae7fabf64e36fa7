/*
 * The plan of one send of a session: which bytes leave in which piece, and to which step of the
 * script every byte belongs. It writes to the transcript and knows nothing of sockets or time.
 */
#ifndef WIRE_SENDING_H
#define WIRE_SENDING_H

#include "record/transcript.h"
#include "wire/session.h"

/* A zeroed struct is a send with nothing left to do. */
struct sending {
    struct span bytes; /* borrowed */
    struct session_mark *marks;
    size_t mark_count;
    size_t mark; /* the one that the next byte belongs to */
    size_t *cuts;
    size_t cut_count;
    size_t cut; /* the first one behind position */
    size_t position;
    int64_t gap_ms;
};

/* Takes up send. What was there before must be over. */
void sending_init(struct sending *sending, const struct session_send *send);

/* Forgets what is left, and the copies. */
void sending_done(struct sending *sending);

/* True if there are bytes left to send. */
bool sending_is_active(const struct sending *sending);

/* What is left of the present piece. */
struct span sending_piece(const struct sending *sending);

/*
 * Notes in transcript that len bytes of the present piece have left by connection, split at the
 * marks. True if that was the end of a piece and another follows.
 */
bool sending_advance(struct sending *sending, size_t len, struct transcript *transcript,
                     unsigned connection);

#endif

/*
 * How the peer's side of a connection stood when the attempt was over, with what that proves and
 * how it is said. Read from the transcript; decides no verdict.
 */
#ifndef JUDGE_ENDING_H
#define JUDGE_ENDING_H

#include "judge/judge.h"

enum ending {
    ENDING_OPEN,  /* we stopped looking */
    ENDING_FIN,   /* on TLS with or without a closure alert before it */
    ENDING_ALERT, /* a TLS closure alert, TCP still open */
    ENDING_RST,
    ENDING_OURS, /* we closed or reset it before the peer did: how it would have ended is unknown */
    ENDING_FULL, /* our limit on bytes or time was reached while more could come */
    ENDING_FAILED /* our side failed, or the connection never came to be */
};

enum ending ending_of(const struct observation *observation, unsigned connection);

/* What it proves that something did not come: FIN everything, an open connection silence. */
enum proof ending_proof_of_absence(enum ending ending);

/* Whether nothing can come any more, so that a count is final; a reset leaves that provisional. */
enum proof ending_proof_of_count(enum ending ending);

/* "FIN", "RST", "still open after 5 s", "closed by us"; the text lives on arena. */
const char *ending_words(const struct observation *observation, unsigned connection,
                         struct arena *arena);

/*
 * The same with how much had come, to stand behind what is missing: "then FIN after 0 bytes", "then
 * RST after 7 bytes; octets in flight may be lost", "still open after 5 s".
 */
const char *ending_then(const struct observation *observation, unsigned connection,
                        struct arena *arena);

/* Why the connection failed on our side or could not be made: "connect: Connection refused". */
const char *ending_failure(const struct observation *observation, unsigned connection,
                           struct arena *arena);

/* Microseconds from the last byte sent (or the connect) to the peer's FIN or RST, or -1. */
int64_t ending_delay_us(const struct observation *observation, unsigned connection);

#endif

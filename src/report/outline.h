/*
 * What a script means to send on one connection: its bytes with the variables filled in, which step
 * they belong to, and in which writes they leave. Made from the script alone; what really left
 * stands in the transcript.
 */
#ifndef REPORT_OUTLINE_H
#define REPORT_OUTLINE_H

#include "suite/bytes.h"
#include "util/arena.h"

#define OUTLINE_NO_GAP (-1)

/* The bytes of one step. */
struct outline_piece {
    size_t step;
    struct range bytes;
};

/* One write; it ends where the next one begins. */
struct outline_write {
    size_t offset;
    size_t step;    /* the first of the steps whose bytes are in it */
    int64_t gap_ms; /* time since the write before, if a cut separates them, or OUTLINE_NO_GAP */
};

struct outline {
    struct span bytes;
    struct outline_piece *pieces;
    size_t piece_count;
    size_t piece_capacity;
    struct outline_write *writes;
    size_t write_count;
    size_t write_capacity;
};

/* Fills outline on arena. False if the bytes cannot be made (a variable is missing). */
bool outline_make(struct outline *outline, const struct script *script,
                  const struct variables *variables, unsigned connection, struct arena *arena);

/* The bytes of the write at index. */
struct range outline_write_range(const struct outline *outline, size_t index);

/* How many writes have begun when sent bytes have left. */
size_t outline_writes_begun(const struct outline *outline, size_t sent);

#endif

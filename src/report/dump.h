/*
 * Bytes as people read them: rows of label, offset in hex, a bar and the bytes made printable, one
 * row for each line of the text. Long stretches are left out with a count, and one place can carry
 * a caret with words. Every row begins with offset and bar, so that no captured byte ever stands
 * at the start of a line.
 */
#ifndef REPORT_DUMP_H
#define REPORT_DUMP_H

#include "util/arena.h"
#include "util/span.h"
#include "util/text.h"

struct dump_row {
    const char *label; /* printed in front, or NULL: same as above */
    struct range bytes;
    const char *remark; /* at the right edge, or NULL; escaped already */
    const char *note;   /* instead of bytes: a row of words, escaped already */
    bool is_wanted;     /* not to be left out */
};

/* Rows live on arena; bytes are borrowed. */
struct dump {
    struct arena *arena;
    struct span bytes;
    bool shows_all; /* only what repeats the rows above is left out */
    size_t columns; /* at most this many for the bytes of a row */
    struct dump_row *rows;
    size_t count;
    size_t capacity;
};

/* The place that gets the caret. */
struct dump_mark {
    size_t offset;
    size_t len;          /* 0: to the end of the row */
    const char *message; /* escaped already */
};

/* An empty dump of bytes for a terminal of width columns (0: none). */
struct dump dump_make(struct arena *arena, struct span bytes, unsigned width, bool shows_all);

/*
 * Adds range, cut behind every LF and where a row gets too long. The first wanted rows are shown in
 * any case. Returns the index of the first row added, or the count if range is empty.
 */
size_t dump_add(struct dump *dump, const char *label, struct range range, size_t wanted);

/* Adds a row of words, which is always shown. */
void dump_add_note(struct dump *dump, const char *note);

/*
 * Adds a caret's place. It and the rows around it are shown. A mark behind the last byte gets a row
 * "(end)".
 */
void dump_write(struct dump *dump, const struct dump_mark *mark, struct text *out);

/* A remark at the right edge of a line that stands at column now; edge is where the remark ends. */
void dump_remark(struct text *out, size_t column, const char *remark, size_t edge);

#endif

/*
 * Growing text on the heap, for everything that is written piece by piece. Bytes from the peer go
 * in only through text_wire, which makes them printable ASCII: what it writes can act neither
 * on a terminal nor on a CI system.
 */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <stdarg.h>
#include <stddef.h>

#include "util/macros.h"
#include "util/span.h"

/* data is NUL-terminated whenever len > 0; a zeroed struct is an empty text. */
struct text {
    char *data;
    size_t len;
    size_t capacity;
};

/* Frees the bytes; the text is empty again. */
void text_done(struct text *text);

/* Empties the text but keeps its room. */
void text_clear(struct text *text);

void text_add(struct text *text, const char *string);
void text_add_span(struct text *text, struct span bytes);
void text_add_char(struct text *text, char c);
void text_printf(struct text *text, const char *format, ...) PRINTF_LIKE(2, 3);

/* count times the character c. */
void text_pad(struct text *text, char c, size_t count);

/*
 * Bytes from the wire as printable ASCII: \r \n \t \\ \xHH, everything else as it is. A '#' before
 * '#' or '[' becomes \x23, so that no CI command survives (GitHub, Azure, TeamCity).
 */
void text_wire(struct text *text, struct span bytes);

/* Our own text, or text from a case file: UTF-8 stays, bad bytes and control characters become \xHH. */
void text_clean(struct text *text, const char *string);

/* The text as a C string, "" when empty. Lives until the next change. */
const char *text_string(const struct text *text);

struct span text_span(const struct text *text);

#endif

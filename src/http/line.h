/*
 * Cuts bytes into lines without copying. A line ends in CRLF or, tolerated, in LF alone; CRs in
 * front of the LF all belong to the line end (RFC 9112 2.2).
 */
#ifndef HTTP_LINE_H
#define HTTP_LINE_H

#include "util/span.h"

struct line {
    struct range text; /* without its line end */
    size_t end;        /* one past its line end */
    size_t cr_count;   /* CRs right before the LF: 1 is right, 0 is a bare LF */
};

/*
 * The line of bytes that begins at from. False if its LF has not come yet. *scanned remembers how
 * far an LF was looked for, so that feeding byte by byte stays linear; it starts at 0.
 */
bool line_read(struct span bytes, size_t from, size_t *scanned, struct line *line);

#endif

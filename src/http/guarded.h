/* Bytes that end where memory ends: reading one byte too many ends the program. For tests. */
#ifndef HTTP_GUARDED_H
#define HTTP_GUARDED_H

#include "util/span.h"

struct guarded {
    uint8_t *pages; /* writable, with a page behind them that nobody may touch */
    size_t len;     /* of the writable ones */
    size_t page;
};

/* Room for len bytes. Ends the program if there is none. */
struct guarded guarded_open(size_t len);
void guarded_close(struct guarded *guarded);

/* A copy of bytes right in front of the guard page; it replaces the one before. */
struct span guarded_put(struct guarded *guarded, struct span bytes);

#endif

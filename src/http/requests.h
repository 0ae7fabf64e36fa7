/*
 * Reads what we sent the way a strict recipient would cut it into requests: one row for each, with
 * its method, so that responses can be matched to requests in order (RFC 9112 9.2) and HEAD and
 * CONNECT are known. It never refuses: malformed heads count as a request whose method is their
 * first word; an unfinished one at the end counts too. Where the framing itself is broken, nothing
 * tells the end: such a request goes on up to the next line that looks like a request line, or else
 * to the end.
 */
#ifndef HTTP_REQUESTS_H
#define HTTP_REQUESTS_H

#include "util/arena.h"
#include "util/span.h"

struct http_request {
    size_t offset;      /* of its first byte in the sent stream, leading empty lines skipped */
    size_t end;         /* one past its last byte */
    struct span method; /* points into the sent stream */
    bool is_complete;   /* a recipient has all it needs to answer it */
    bool has_close; /* a Connection option close, or HTTP/1.0 without keep-alive (RFC 9112 9.3) */
    int version_minor; /* 0 or 1 as written, -1 if unreadable */
};

struct http_requests {
    struct http_request *items;
    size_t count;
    size_t capacity;
};

/* Cuts sent into requests; rows live on arena. */
struct http_requests http_requests_scan(struct span sent, struct arena *arena);

#endif

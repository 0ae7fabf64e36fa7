/*
 * Cuts the bytes of a connection into requests, in any portions, with the same result for every
 * portioning. It looks no further than the current request needs and its memory is fixed. It does
 * no I/O and sends nothing; a broken request ends it with a refusal.
 */
#ifndef REFSERVER_REQUEST_READER_H
#define REFSERVER_REQUEST_READER_H

#include "refserver/policy.h"
#include "refserver/request.h"

#define REQUEST_FIELD_LINE_MAX 16384
#define REQUEST_HEAD_MAX 65536
#define REQUEST_CHUNK_OVERHEAD_MAX 16384 /* extensions and trailers of one request */

enum reader_event {
    READER_MORE,    /* all input was taken, more is needed */
    READER_HEAD,    /* the head of request is complete */
    READER_CONTENT, /* *content is the next piece of decoded content */
    READER_END,     /* request is complete; the next call goes on to the next one */
    READER_REFUSED  /* refusal says why; every further call answers the same */
};

enum reader_state {
    READER_AT_START,
    READER_IN_FIELDS,
    READER_IN_CONTENT,
    READER_IN_CHUNK_SIZE,
    READER_IN_CHUNK_DATA,
    READER_AFTER_CHUNK_DATA,
    READER_IN_TRAILERS,
    READER_AT_END,
    READER_IS_DONE,
    READER_IS_REFUSED,
    READER_SKIPS_HEAD
};

struct request_reader {
    const struct policy *policy;
    bool is_tls;
    enum reader_state state;
    struct request request;
    enum refusal refusal;
    struct span culprit;  /* READER_REFUSED: the name of a field that is too large, or empty */
    bool is_head_over;    /* READER_REFUSED: the empty line was there */
    bool is_line_empty;   /* READER_SKIPS_HEAD */
    unsigned number;      /* of requests so far */
    uint64_t remaining;   /* of the content or the chunk */
    uint64_t content_len; /* so far, chunked only */
    size_t overhead;
    uint8_t bytes[REQUEST_HEAD_MAX];
    size_t len;
    size_t line; /* where the current line begins */
};

void request_reader_init(struct request_reader *reader, const struct policy *policy, bool is_tls);

/* Takes what it needs from the front of input. content and the request live until the next call. */
enum reader_event request_reader_next(struct request_reader *reader, struct span *input,
                                      struct span *content);

/* True if part of a request, but not all of it, has been read. */
bool request_reader_is_inside(const struct request_reader *reader);

/* True if the last octet read is the CR of a line in the head. */
bool request_reader_awaits_lf(const struct request_reader *reader);

/* After READER_REFUSED: what follows the broken head, or comes next, is read as a new request. */
void request_reader_recover(struct request_reader *reader);

/* True if bytes, read as requests of their own, begin with a broken one. */
bool request_reader_refuses(const struct policy *policy, bool is_tls, struct span bytes);

#endif

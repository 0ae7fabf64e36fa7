/*
 * A response as it was received: raw, in order, by offsets into the received stream. Nothing is
 * normalised, joined or thrown away. Offsets count from the first byte received on the connection.
 */
#ifndef HTTP_MESSAGE_H
#define HTTP_MESSAGE_H

#include "http/deviations.h"
#include "util/arena.h"
#include "util/span.h"

struct http_field {
    struct range line;  /* the whole field line(s) without the last line end, folds included */
    struct range name;  /* up to the colon, whitespace before it not included */
    struct range value; /* without OWS at both ends */
    bool is_trailer;
};

enum http_framing {
    FRAMING_NONE, /* no content by rule: HEAD, 1xx, 204, 304 (RFC 9112 6.3, items 1 and 2) */
    FRAMING_LENGTH,
    FRAMING_CHUNKED,
    FRAMING_UNTIL_CLOSE, /* item 8, and 4 with a coding other than chunked last */
    FRAMING_TUNNEL       /* what follows is another protocol: 101, 2xx to CONNECT */
};

struct http_message {
    int request;       /* index of the request it answers, or -1 if none was outstanding */
    int status;        /* 100 to 999; 0 if no code could be read */
    int version_major; /* -1 if no version could be read */
    int version_minor;
    enum http_framing framing;
    bool is_interim; /* 1xx other than 101 */
    bool is_head_complete;
    bool is_complete; /* by length, by last chunk, by rule, or by the end of the connection */
    bool has_declared_length;
    uint64_t declared_length; /* FRAMING_LENGTH, or the Content-Length of a response to HEAD / 304;
                                 else 0 */
    struct range start_line;  /* without its line end */
    struct range reason;
    struct http_field *fields; /* trailers stand at the end, marked */
    size_t field_count;
    size_t field_capacity;
    size_t offset;         /* of its first byte */
    size_t content_offset; /* behind the empty line */
    size_t end;            /* one past its last byte so far */
    size_t content_length; /* octets of content received, chunked coding removed */
    struct range *content; /* where they are in the stream, in order: one range, or one per chunk */
    size_t content_count;
    size_t content_capacity;
};

struct http_deviation {
    enum deviation_kind kind;
    size_t offset;
    size_t len;     /* at least 1, except at the end of the stream */
    size_t message; /* index of the message it belongs to, or the count if it belongs to none */
};

/* All that one connection's received stream holds. */
struct http_stream {
    struct http_message *messages;
    size_t count;
    size_t capacity;
    struct http_deviation *deviations;
    size_t deviation_count;
    size_t deviation_capacity;
    size_t surplus_offset; /* of the first byte that belongs to no message, or SIZE_MAX; empty lines
                              count, a response with request -1 is a message and does not */
};

/* The bytes of range in the received stream. */
struct span http_bytes(struct span received, struct range range);

/*
 * The first field called name (any case; trailers not considered) from index *from on; NULL if
 * none. *from moves behind it.
 */
const struct http_field *http_next_field(const struct http_message *message, struct span received,
                                         const char *name, size_t *from);

/* How many field lines are called name. */
size_t http_field_count(const struct http_message *message, struct span received, const char *name);

/* The only or first value of name, or an empty span with data NULL. */
struct span http_field_value(const struct http_message *message, struct span received,
                             const char *name);

/* True if a field line called name holds token as a list member, without case (RFC 9110 5.6.1). */
bool http_has_token(const struct http_message *message, struct span received, const char *name,
                    const char *token);

/* The content as one run of bytes, copied to arena when it is in pieces. */
struct span http_content(const struct http_message *message, struct span received,
                         struct arena *arena);

/* Number of final responses of stream whose content is complete. */
size_t http_final_count(const struct http_stream *stream);

#endif

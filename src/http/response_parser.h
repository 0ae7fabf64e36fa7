/*
 * Cuts a received stream into responses (RFC 9112). It never refuses: what breaks the grammar is
 * noted as a deviation with its offset, and reading goes on in the most plausible way. Any cut of
 * the input gives the same result. It is strict where that is free and keeps raw bytes.
 *
 * The parser does not keep the bytes: every call gets the whole stream received so far.
 */
#ifndef HTTP_RESPONSE_PARSER_H
#define HTTP_RESPONSE_PARSER_H

#include "http/message.h"
#include "http/requests.h"

/* What is kept of one stream at most. Beyond, DEVIATION_LIMIT is noted and the rest passed over. */
#define RESPONSE_MESSAGES_MAX 4096
#define RESPONSE_FIELDS_MAX 1000        /* of one message, trailers included */
#define RESPONSE_FIELDS_TOTAL_MAX 65536 /* of all messages */
#define RESPONSE_CHUNKS_MAX (1u << 20)  /* of all messages */
#define RESPONSE_DEVIATIONS_MAX 4096

struct response_parser;

enum stream_end {
    STREAM_END_OPEN,  /* nothing more was seen, but the connection is open */
    STREAM_END_CLEAN, /* FIN; on TLS after a closure alert */
    STREAM_END_ABRUPT /* RST, or FIN without a closure alert on TLS: a close-delimited message is
                         incomplete (RFC 9112 9.8, RFC 9110 6.1) */
};

/*
 * A parser whose results live on arena; it is freed with it. requests holds what was sent so far
 * and may grow between calls (a response that comes before its request counts as surplus); it must
 * outlive the parser, as must arena.
 */
struct response_parser *response_parser_new(struct arena *arena,
                                            const struct http_requests *requests);

/* received is the whole stream so far: the same bytes as in the call before, and more behind them.
 */
void response_parser_advance(struct response_parser *parser, struct span received);

/* No more bytes will come. Call once, with the whole stream. */
void response_parser_finish(struct response_parser *parser, struct span received,
                            enum stream_end end);

/* What was read so far; valid until the next call. */
const struct http_stream *response_parser_stream(const struct response_parser *parser);

/* Shortcut: the whole stream at once. */
const struct http_stream *response_parse(struct arena *arena, const struct http_requests *requests,
                                         struct span received, enum stream_end end);

#endif

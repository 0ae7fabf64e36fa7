/*
 * The inner half of the response parser: reads one message whose start was found, phase by phase,
 * and writes down what was noted. Only response_parser.c uses it.
 */
#ifndef HTTP_RESPONSE_READER_H
#define HTTP_RESPONSE_READER_H

#include "http/head.h"
#include "http/response_parser.h"

enum response_phase {
    PHASE_BETWEEN, /* a response may begin here */
    PHASE_GARBAGE, /* looking for the start of a response */
    PHASE_STATUS_LINE,
    PHASE_FIELDS,
    PHASE_LENGTH,
    PHASE_CHUNK_SIZE,
    PHASE_CHUNK_DATA,
    PHASE_CHUNK_DATA_END,
    PHASE_TRAILERS,
    PHASE_UNTIL_CLOSE,
    PHASE_UNREADABLE, /* the chunked coding is broken: the rest belongs to the message */
    PHASE_REST        /* another protocol, or more messages than are kept */
};

/* Offsets only: the bytes themselves come with every call. */
struct response_parser {
    struct arena *arena;
    const struct http_requests *requests;
    struct http_stream stream;
    enum response_phase phase;
    enum deviation_kind rest_kind; /* what the bytes of PHASE_REST are noted as */
    size_t at;                     /* first byte not yet read */
    size_t scanned;                /* of line_read */
    size_t answered;               /* requests that have a final response */
    size_t fields_total;           /* of the messages in front of the current one */
    size_t chunks_total;           /* of all messages */
    uint64_t left;                 /* octets of the content, or of the chunk, still to come */
    bool has_begun;                /* the first byte of what begins at at has come ... */
    bool is_awaited;               /* ... while a request was outstanding */
    struct head head;
    size_t *loose; /* indices of the deviations that belong to no message */
    size_t loose_count;
    size_t loose_capacity;
};

/* The message being read; there is at least one. */
struct http_message *response_reader_message(const struct response_parser *parser);

/* Moves to end over bytes that are noted as kind: adds to the deviation that ends here, or a new
 * one. */
void response_reader_pass_over(struct response_parser *parser, enum deviation_kind kind,
                               size_t end);

/* All that follows is noted as kind and not read. */
void response_reader_rest(struct response_parser *parser, enum deviation_kind kind);

/* Reads the next piece of the message. False if its bytes have not come yet. */
bool response_reader_step(struct response_parser *parser, struct span received);

/* The stream ends inside the message. */
void response_reader_finish(struct response_parser *parser, struct span received,
                            enum stream_end end);

#endif

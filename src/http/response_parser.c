#include "http/response_parser.h"

#include "http/response_reader.h"
#include "http/status_line.h"

struct response_parser *response_parser_new(struct arena *arena,
                                            const struct http_requests *requests)
{
    struct response_parser *parser = arena_alloc(arena, sizeof(*parser));
    parser->arena = arena;
    parser->requests = requests;
    parser->stream.surplus_offset = SIZE_MAX;
    return parser;
}

static void begin_message(struct response_parser *parser)
{
    struct http_stream *stream = &parser->stream;
    if (stream->count == RESPONSE_MESSAGES_MAX) {
        response_reader_rest(parser, DEVIATION_LIMIT);
        return;
    }
    stream->messages = arena_grow(parser->arena, stream->messages, &stream->capacity, stream->count,
                                  sizeof(*stream->messages));
    /* RFC 9112 9.2: it answers the oldest request without a final response. */
    stream->messages[stream->count++] =
        (struct http_message){.request = parser->is_awaited ? (int)parser->answered : -1,
                              .version_major = -1,
                              .version_minor = -1,
                              .offset = parser->at};
    for (size_t i = 0; i < parser->loose_count; i++)
        stream->deviations[parser->loose[i]].message = stream->count;
    parser->phase = PHASE_STATUS_LINE;
}

/* Length of the empty line at the start of text, or 0. */
static size_t empty_line_len(struct span text)
{
    if (text.data[0] == '\n')
        return 1;
    return span_is(span_slice(text, 0, 2), "\r\n") ? 2 : 0;
}

static enum deviation_kind garbage_kind(const struct response_parser *parser)
{
    return parser->is_awaited ? DEVIATION_NOT_HTTP : DEVIATION_SURPLUS;
}

/* A response must begin here, or nothing at all. */
static bool step_between(struct response_parser *parser, struct span received)
{
    struct span rest = span_slice(received, parser->at, SIZE_MAX);
    if (rest.len == 0)
        return false;
    if (!parser->has_begun)
        parser->is_awaited = parser->answered < parser->requests->count;
    parser->has_begun = true;

    size_t empty = empty_line_len(rest);
    if (empty > 0) {
        response_reader_pass_over(parser, DEVIATION_SURPLUS, parser->at + empty);
        parser->has_begun = false;
        return true;
    }
    if (span_is(rest, "\r"))
        return false;
    switch (status_line_at_line(rest)) {
    case STATUS_LINE_NO:
        response_reader_pass_over(parser, garbage_kind(parser), parser->at + 1);
        parser->phase = PHASE_GARBAGE;
        return true;
    case STATUS_LINE_MAYBE:
        break;
    case STATUS_LINE_YES:
        begin_message(parser);
        return true;
    }
    return false;
}

/*
 * Passes over bytes that are no response until one begins: at a line that begins with HTTP/, or
 * within a line, as behind content that should not have been there, where a whole version and code
 * stand.
 */
static bool step_garbage(struct response_parser *parser, struct span received)
{
    for (size_t i = parser->at; i < received.len; i++) {
        struct span rest = span_slice(received, i, SIZE_MAX);
        enum status_line_match match =
            received.data[i - 1] == '\n' ? status_line_at_line(rest) : status_line_anywhere(rest);
        if (match == STATUS_LINE_NO)
            continue;
        response_reader_pass_over(parser, garbage_kind(parser), i);
        if (match == STATUS_LINE_YES) {
            parser->phase = PHASE_BETWEEN;
            parser->has_begun = false;
        }
        return match == STATUS_LINE_YES;
    }
    response_reader_pass_over(parser, garbage_kind(parser), received.len);
    return false;
}

static bool step(struct response_parser *parser, struct span received)
{
    switch (parser->phase) {
    case PHASE_BETWEEN:
        return step_between(parser, received);
    case PHASE_GARBAGE:
        return step_garbage(parser, received);
    case PHASE_REST:
        response_reader_pass_over(parser, parser->rest_kind, received.len);
        return false;
    case PHASE_STATUS_LINE:
    case PHASE_FIELDS:
    case PHASE_LENGTH:
    case PHASE_CHUNK_SIZE:
    case PHASE_CHUNK_DATA:
    case PHASE_CHUNK_DATA_END:
    case PHASE_TRAILERS:
    case PHASE_UNTIL_CLOSE:
    case PHASE_UNREADABLE:
        break;
    }
    return response_reader_step(parser, received);
}

static bool is_inside_message(const struct response_parser *parser)
{
    return parser->phase != PHASE_BETWEEN && parser->phase != PHASE_GARBAGE &&
           parser->phase != PHASE_REST;
}

void response_parser_advance(struct response_parser *parser, struct span received)
{
    while (step(parser, received))
        ;
    if (is_inside_message(parser))
        response_reader_message(parser)->end = received.len;
}

/* What was held back because more bytes could have changed it. */
static void settle_start(struct response_parser *parser, struct span received)
{
    struct span rest = span_slice(received, parser->at, SIZE_MAX);
    if (parser->phase == PHASE_GARBAGE)
        response_reader_pass_over(parser, garbage_kind(parser), received.len);
    else if (parser->phase == PHASE_BETWEEN && span_is(rest, "\r"))
        response_reader_pass_over(parser, DEVIATION_SURPLUS, received.len);
    else if (parser->phase == PHASE_BETWEEN && rest.len > 0)
        begin_message(parser);
}

void response_parser_finish(struct response_parser *parser, struct span received,
                            enum stream_end end)
{
    response_parser_advance(parser, received);
    settle_start(parser, received);
    if (parser->phase == PHASE_REST)
        response_reader_pass_over(parser, parser->rest_kind, received.len);
    if (is_inside_message(parser))
        response_reader_finish(parser, received, end);
}

const struct http_stream *response_parser_stream(const struct response_parser *parser)
{
    return &parser->stream;
}

const struct http_stream *response_parse(struct arena *arena, const struct http_requests *requests,
                                         struct span received, enum stream_end end)
{
    struct response_parser *parser = response_parser_new(arena, requests);
    response_parser_finish(parser, received, end);
    return response_parser_stream(parser);
}

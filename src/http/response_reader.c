#include "http/response_reader.h"

#include "http/chunked.h"
#include "http/framing.h"
#include "http/status_line.h"

struct http_message *response_reader_message(const struct response_parser *parser)
{
    return &parser->stream.messages[parser->stream.count - 1];
}

/* Adds a deviation of the current message, or of none. */
static void add(struct response_parser *parser, enum deviation_kind kind, struct range place,
                bool is_loose)
{
    struct http_stream *stream = &parser->stream;
    if (stream->deviation_count == RESPONSE_DEVIATIONS_MAX)
        return;
    if (stream->deviation_count == RESPONSE_DEVIATIONS_MAX - 1)
        kind = DEVIATION_LIMIT;
    stream->deviations = arena_grow(parser->arena, stream->deviations, &stream->deviation_capacity,
                                    stream->deviation_count, sizeof(*stream->deviations));
    if (is_loose) {
        parser->loose = arena_grow(parser->arena, parser->loose, &parser->loose_capacity,
                                   parser->loose_count, sizeof(*parser->loose));
        parser->loose[parser->loose_count++] = stream->deviation_count;
    }
    stream->deviations[stream->deviation_count++] =
        (struct http_deviation){.kind = kind,
                                .offset = place.offset,
                                .len = place.len,
                                .message = is_loose ? stream->count : stream->count - 1};
}

static void note(void *user, enum deviation_kind kind, struct range place)
{
    add(user, kind, place, false);
}

static struct notes notes_of(struct response_parser *parser)
{
    return (struct notes){.add = note, .user = parser};
}

void response_reader_pass_over(struct response_parser *parser, enum deviation_kind kind, size_t end)
{
    if (end <= parser->at)
        return;
    struct http_stream *stream = &parser->stream;
    struct http_deviation *last =
        stream->deviation_count == 0 ? NULL : &stream->deviations[stream->deviation_count - 1];
    struct range place = {.offset = parser->at, .len = end - parser->at};
    if (last != NULL && last->kind == kind && last->offset + last->len == place.offset)
        last->len += place.len;
    else
        add(parser, kind, place, kind != DEVIATION_SWITCHED);
    if (kind != DEVIATION_SWITCHED && stream->surplus_offset == SIZE_MAX)
        stream->surplus_offset = place.offset;
    parser->at = end;
}

void response_reader_rest(struct response_parser *parser, enum deviation_kind kind)
{
    parser->phase = PHASE_REST;
    parser->rest_kind = kind;
}

static void complete(struct response_parser *parser)
{
    struct http_message *message = response_reader_message(parser);
    message->is_complete = true;
    message->end = parser->at;
    parser->fields_total += message->field_count;
    parser->phase = PHASE_BETWEEN;
    parser->has_begun = false;
}

static bool step_status_line(struct response_parser *parser, struct span received)
{
    struct line line;
    if (!line_read(received, parser->at, &parser->scanned, &line))
        return false;
    struct http_message *message = response_reader_message(parser);
    struct notes notes = notes_of(parser);
    message->start_line = line.text;
    if (message->request < 0)
        add(parser, DEVIATION_SURPLUS, line.text, false);
    head_check_line_end(&line, received, DEVIATION_BARE_LF, &notes);
    status_line_read(message, received, &notes);
    message->is_interim = message->status / 100 == 1 && message->status != 101;
    if (message->request >= 0 && !message->is_interim)
        parser->answered++;

    size_t fields_left = RESPONSE_FIELDS_TOTAL_MAX - parser->fields_total;
    parser->head =
        head_begin(parser->arena, notes,
                   fields_left < RESPONSE_FIELDS_MAX ? fields_left : RESPONSE_FIELDS_MAX);
    parser->at = line.end;
    parser->phase = PHASE_FIELDS;
    return true;
}

static void begin_content(struct response_parser *parser, struct framing_result framing)
{
    switch (framing.framing) {
    case FRAMING_NONE:
        complete(parser);
        break;
    case FRAMING_LENGTH:
        parser->left = framing.length;
        parser->phase = PHASE_LENGTH;
        break;
    case FRAMING_CHUNKED:
        parser->phase = PHASE_CHUNK_SIZE;
        break;
    case FRAMING_UNTIL_CLOSE:
        parser->phase = PHASE_UNTIL_CLOSE;
        break;
    case FRAMING_TUNNEL:
        complete(parser);
        add(parser, DEVIATION_SWITCHED, (struct range){.offset = parser->at}, false);
        response_reader_rest(parser, DEVIATION_SWITCHED);
        break;
    }
}

static void end_head(struct response_parser *parser, struct span received)
{
    struct http_message *message = response_reader_message(parser);
    struct notes notes = notes_of(parser);
    struct span method = {0};
    if (message->request >= 0)
        method = parser->requests->items[message->request].method;
    struct framing_result framing = framing_of(message, received, method, &notes);
    message->framing = framing.framing;
    bool may_declare = framing.framing == FRAMING_NONE && message->status / 100 != 1 &&
                       message->status != 204; /* HEAD and 304: RFC 9110 8.6 */
    message->has_declared_length =
        framing.has_length && (framing.framing == FRAMING_LENGTH || may_declare);
    message->declared_length = message->has_declared_length ? framing.length : 0;
    message->content_offset = parser->at;
    message->is_head_complete = true;
    begin_content(parser, framing);
}

static bool step_fields(struct response_parser *parser, struct span received)
{
    struct line line;
    if (!line_read(received, parser->at, &parser->scanned, &line))
        return false;
    parser->at = line.end;
    head_check_line_end(&line, received, DEVIATION_BARE_LF, &parser->head.notes);
    if (line.text.len > 0)
        head_add_line(&parser->head, response_reader_message(parser), received, &line);
    else if (parser->phase == PHASE_TRAILERS)
        complete(parser);
    else
        end_head(parser, received);
    return true;
}

/* Takes len octets of content from at on. False if they cannot be kept. */
static bool add_content(struct response_parser *parser, size_t len)
{
    struct http_message *message = response_reader_message(parser);
    struct range *last =
        message->content_count == 0 ? NULL : &message->content[message->content_count - 1];
    message->content_length += len;
    if (last != NULL && last->offset + last->len == parser->at) {
        last->len += len;
    } else if (parser->chunks_total == RESPONSE_CHUNKS_MAX) {
        message->content_length -= len;
        add(parser, DEVIATION_LIMIT, (struct range){.offset = parser->at, .len = 1}, false);
        parser->phase = PHASE_UNREADABLE;
        return false;
    } else {
        message->content = arena_grow(parser->arena, message->content, &message->content_capacity,
                                      message->content_count, sizeof(*message->content));
        message->content[message->content_count++] = (struct range){parser->at, len};
        parser->chunks_total++;
    }
    parser->at += len;
    return true;
}

/* Content or a chunk of known length. */
static bool step_counted(struct response_parser *parser, struct span received)
{
    size_t there = received.len - parser->at;
    size_t len = parser->left < there ? (size_t)parser->left : there;
    if (len > 0 && !add_content(parser, len))
        return true;
    parser->left -= len;
    if (parser->left > 0)
        return false;
    if (parser->phase == PHASE_LENGTH)
        complete(parser);
    else
        parser->phase = PHASE_CHUNK_DATA_END;
    return true;
}

/* RFC 9112 7.1: chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF; a bare LF is no licence
 * here. */
static bool step_chunk_size(struct response_parser *parser, struct span received)
{
    struct line line;
    if (!line_read(received, parser->at, &parser->scanned, &line))
        return false;
    parser->at = line.end;
    head_check_line_end(&line, received, DEVIATION_CHUNK_LINE_END, &parser->head.notes);
    if (!chunked_read_size(received, line.text, &parser->left, &parser->head.notes)) {
        parser->phase = PHASE_UNREADABLE;
    } else if (parser->left == 0) {
        head_begin_trailers(&parser->head);
        parser->phase = PHASE_TRAILERS;
    } else {
        parser->phase = PHASE_CHUNK_DATA;
    }
    return true;
}

static bool step_chunk_data_end(struct response_parser *parser, struct span received)
{
    struct span rest = span_slice(received, parser->at, 2);
    if (rest.len == 0 || span_is(rest, "\r"))
        return false;
    bool is_right = span_is(rest, "\r\n");
    bool is_bare_lf = rest.data[0] == '\n';
    if (!is_right)
        add(parser, DEVIATION_CHUNK_LINE_END, (struct range){.offset = parser->at, .len = 1},
            false);
    if (is_right || is_bare_lf) {
        parser->at += is_right ? 2 : 1;
        parser->phase = PHASE_CHUNK_SIZE;
    } else {
        parser->phase = PHASE_UNREADABLE;
    }
    return true;
}

static bool step_until_close(struct response_parser *parser, struct span received)
{
    return received.len > parser->at && add_content(parser, received.len - parser->at);
}

bool response_reader_step(struct response_parser *parser, struct span received)
{
    switch (parser->phase) {
    case PHASE_STATUS_LINE:
        return step_status_line(parser, received);
    case PHASE_FIELDS:
    case PHASE_TRAILERS:
        return step_fields(parser, received);
    case PHASE_LENGTH:
    case PHASE_CHUNK_DATA:
        return step_counted(parser, received);
    case PHASE_CHUNK_SIZE:
        return step_chunk_size(parser, received);
    case PHASE_CHUNK_DATA_END:
        return step_chunk_data_end(parser, received);
    case PHASE_UNTIL_CLOSE:
        return step_until_close(parser, received);
    case PHASE_UNREADABLE:
        parser->at = received.len;
        return false;
    case PHASE_BETWEEN:
    case PHASE_GARBAGE:
    case PHASE_REST:
        break;
    }
    return false;
}

void response_reader_finish(struct response_parser *parser, struct span received,
                            enum stream_end end)
{
    struct http_message *message = response_reader_message(parser);
    message->end = received.len;
    if (parser->phase == PHASE_STATUS_LINE) {
        message->start_line = (struct range){message->offset, received.len - message->offset};
        if (message->request < 0)
            add(parser, DEVIATION_SURPLUS, message->start_line, false);
    }
    /* RFC 9112 8 and RFC 9110 6.1: only content without a length ends with the connection. */
    if (parser->phase == PHASE_UNTIL_CLOSE && end == STREAM_END_CLEAN)
        complete(parser);
    else if (end != STREAM_END_OPEN)
        add(parser, DEVIATION_INCOMPLETE, (struct range){.offset = received.len}, false);
}

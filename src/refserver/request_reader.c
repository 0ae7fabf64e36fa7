#include "refserver/request_reader.h"

#include <stdlib.h>

#include "http/syntax.h"
#include "refserver/chunk_line.h"
#include "refserver/request_head.h"
#include "util/memory.h"

/* What a chunk-size needs, leading zeros apart; the rest of its line is overhead. */
#define CHUNK_SIZE_LEN 8

static void begin(struct request_reader *reader)
{
    reader->request = (struct request){.names_have_case = !reader->policy->names_ignore_case};
    reader->culprit = (struct span){0};
    reader->len = 0;
    reader->line = 0;
    reader->overhead = 0;
    reader->content_len = 0;
    reader->state = READER_AT_START;
}

void request_reader_init(struct request_reader *reader, const struct policy *policy, bool is_tls)
{
    reader->policy = policy;
    reader->is_tls = is_tls;
    reader->number = 0;
    begin(reader);
}

static void refuse(struct request_reader *reader, enum refusal refusal)
{
    reader->is_head_over = reader->state != READER_AT_START && reader->state != READER_IN_FIELDS;
    reader->is_line_empty = false;
    reader->refusal = refusal;
    reader->state = READER_IS_REFUSED;
}

static bool tolerates(const struct request_reader *reader, enum refusal refusal)
{
    return policy_tolerates(reader->policy, refusal);
}

static struct span line_so_far(const struct request_reader *reader)
{
    return span_make(reader->bytes + reader->line, reader->len - reader->line);
}

static size_t line_max(const struct request_reader *reader)
{
    return reader->state == READER_AT_START ? reader->policy->request_line_max
                                            : REQUEST_FIELD_LINE_MAX;
}

static enum refusal too_long(struct request_reader *reader)
{
    struct span line = line_so_far(reader);
    if (reader->state == READER_AT_START) {
        size_t space = span_find(line, span_of(" "), 0);
        reader->request.method =
            request_method(span_slice(line, 0, space), reader->policy->methods_have_case);
        return space == SIZE_MAX ? REFUSAL_METHOD_TOO_LONG : REFUSAL_TARGET_TOO_LONG;
    }
    if (reader->state == READER_IN_CHUNK_SIZE)
        return REFUSAL_CHUNK_EXTENSION;
    reader->culprit = span_slice(line, 0, span_find(line, span_of(":"), 0));
    return REFUSAL_FIELDS_TOO_LARGE;
}

/* Why c cannot follow in the current line, or REFUSAL_NONE. Line ends are CRLF (RFC 9112 2.2). */
static enum refusal check_octet(struct request_reader *reader, uint8_t c, bool is_after_cr)
{
    if (is_after_cr && c != '\n' && !tolerates(reader, REFUSAL_BARE_CR))
        return REFUSAL_BARE_CR;
    if (c == '\n' && !is_after_cr && !tolerates(reader, REFUSAL_BARE_LF))
        return REFUSAL_BARE_LF;
    bool is_control = (c < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7f;
    if (is_control && !tolerates(reader, REFUSAL_CONTROL))
        return REFUSAL_CONTROL;
    if (reader->state == READER_AFTER_CHUNK_DATA && c != '\r' && c != '\n')
        return REFUSAL_CHUNK;
    size_t len = reader->len - reader->line;
    if (len >= line_max(reader) || reader->len == sizeof(reader->bytes))
        return too_long(reader);
    return REFUSAL_NONE;
}

/* A decoder of text takes CRLF for the rest of a UTF-8 sequence that has just begun. */
static bool is_swallowed(const struct request_reader *reader)
{
    size_t len = reader->len - reader->line;
    return reader->policy->decodes_utf8 && len >= 2 && reader->bytes[reader->len - 2] >= 0xc0;
}

/*
 * Moves bytes from input until a line is complete, which *line then holds without its end. False if
 * input ran out or the request was refused.
 */
static bool take_line(struct request_reader *reader, struct span *input, struct span *line)
{
    for (; input->len > 0; *input = span_slice(*input, 1, input->len)) {
        uint8_t c = input->data[0];
        bool is_after_cr = reader->len > reader->line && reader->bytes[reader->len - 1] == '\r';
        enum refusal refusal = check_octet(reader, c, is_after_cr);
        if (refusal != REFUSAL_NONE) {
            refuse(reader, refusal);
            return false;
        }
        /* A bare CR that is tolerated ends the line; c belongs to the next one. */
        bool ends_before = is_after_cr && c != '\n';
        bool ends_here = c == '\n' && !is_swallowed(reader);
        *line =
            span_slice(line_so_far(reader), 0, reader->len - reader->line - (is_after_cr ? 1 : 0));
        if (ends_before)
            return true;
        reader->bytes[reader->len++] = c;
        if (ends_here) {
            *input = span_slice(*input, 1, input->len);
            return true;
        }
    }
    return false;
}

/* The next line begins behind the current one, whose bytes stay; or takes its place. */
static void keep_line(struct request_reader *reader)
{
    reader->line = reader->len;
}

static void drop_line(struct request_reader *reader)
{
    reader->len = reader->line;
}

static void at_request_line(struct request_reader *reader, struct span line)
{
    /* RFC 9112 2.2 */
    if (line.len == 0 && reader->policy->skips_empty_lines) {
        drop_line(reader);
        return;
    }
    enum refusal refusal =
        request_head_start(&reader->request, reader->policy, reader->is_tls, line);
    keep_line(reader);
    if (refusal != REFUSAL_NONE) {
        refuse(reader, refusal);
        reader->is_line_empty = true;
        return;
    }
    reader->request.number = ++reader->number;
    reader->state = READER_IN_FIELDS;
}

static void head_is_over(struct request_reader *reader)
{
    enum refusal refusal = request_head_finish(&reader->request, reader->policy);
    if (refusal != REFUSAL_NONE) {
        refuse(reader, refusal);
        reader->is_head_over = true;
    } else if (reader->request.is_chunked) {
        reader->state = READER_IN_CHUNK_SIZE;
    } else {
        reader->remaining = reader->request.content_length;
        reader->state = reader->remaining > 0 ? READER_IN_CONTENT : READER_AT_END;
    }
}

static void at_field_line(struct request_reader *reader, struct span line)
{
    enum refusal refusal = request_head_field(&reader->request, reader->policy, line);
    if (refusal == REFUSAL_NONE) {
        keep_line(reader);
        return;
    }
    refuse(reader, refusal);
    reader->is_line_empty = true;
}

static void at_trailer_line(struct request_reader *reader, struct span line)
{
    size_t count = reader->request.field_count;
    reader->overhead += line.len;
    enum refusal refusal = request_head_field(&reader->request, reader->policy, line);
    if (refusal == REFUSAL_NONE && reader->overhead > REQUEST_CHUNK_OVERHEAD_MAX)
        refusal = REFUSAL_CHUNK_EXTENSION;
    if (refusal != REFUSAL_NONE) {
        refuse(reader, refusal);
        return;
    }
    /* RFC 9112 7.1.2: trailers are not merged into the header section. */
    if (reader->policy->merges_trailers) {
        keep_line(reader);
    } else {
        reader->request.field_count = count;
        drop_line(reader);
    }
}

static void at_chunk_line(struct request_reader *reader, struct span line)
{
    uint64_t size = 0;
    bool is_valid = chunk_line_parse(reader->policy, line, &size);
    if (line.len > CHUNK_SIZE_LEN)
        reader->overhead += line.len - CHUNK_SIZE_LEN;
    drop_line(reader);
    if (!is_valid) {
        refuse(reader, REFUSAL_CHUNK);
    } else if (reader->overhead > REQUEST_CHUNK_OVERHEAD_MAX) {
        refuse(reader, REFUSAL_CHUNK_EXTENSION);
    } else if (size > REQUEST_CONTENT_MAX - reader->content_len) {
        refuse(reader, REFUSAL_CONTENT_TOO_LARGE);
    } else {
        reader->remaining = size;
        reader->content_len += size;
        reader->state = size == 0 ? READER_IN_TRAILERS : READER_IN_CHUNK_DATA;
    }
}

static struct span take_content(struct request_reader *reader, struct span *input)
{
    struct span piece = span_slice(*input, 0, (size_t)reader->remaining);
    *input = span_slice(*input, piece.len, input->len);
    reader->remaining -= piece.len;
    if (reader->remaining == 0)
        reader->state = reader->request.is_chunked ? READER_AFTER_CHUNK_DATA : READER_AT_END;
    return piece;
}

/* One line in a state that is made of lines. READER_MORE: nothing to tell yet. */
static enum reader_event next_line(struct request_reader *reader, struct span line)
{
    switch (reader->state) {
    case READER_AT_START:
        at_request_line(reader, line);
        break;
    case READER_IN_FIELDS:
        if (line.len > 0) {
            at_field_line(reader, line);
            break;
        }
        keep_line(reader);
        head_is_over(reader);
        return reader->state == READER_IS_REFUSED ? READER_MORE : READER_HEAD;
    case READER_IN_CHUNK_SIZE:
        at_chunk_line(reader, line);
        break;
    case READER_AFTER_CHUNK_DATA:
        drop_line(reader);
        reader->state = READER_IN_CHUNK_SIZE;
        break;
    case READER_IN_TRAILERS:
        if (line.len > 0)
            at_trailer_line(reader, line);
        else
            reader->state = READER_AT_END;
        break;
    case READER_IN_CONTENT:
    case READER_IN_CHUNK_DATA:
    case READER_AT_END:
    case READER_IS_DONE:
    case READER_IS_REFUSED:
    case READER_SKIPS_HEAD:
        break;
    }
    return READER_MORE;
}

/* True if the input ended inside a chunk-size line that has two digits so far, its CR maybe. */
static bool stumbles(const struct request_reader *reader)
{
    struct span line = line_so_far(reader);
    bool has_cr = line.len == 3 && line.data[2] == '\r';
    return reader->state == READER_IN_CHUNK_SIZE && !reader->policy->awaits_rest_of_chunk_line &&
           (line.len == 2 || has_cr) && syntax_is_hex(line.data[0]) && syntax_is_hex(line.data[1]);
}

static void skip_head(struct request_reader *reader, struct span *input)
{
    while (input->len > 0) {
        uint8_t c = input->data[0];
        *input = span_slice(*input, 1, input->len);
        if (c == '\n' && reader->is_line_empty) {
            begin(reader);
            return;
        }
        if (c != '\r')
            reader->is_line_empty = c == '\n';
    }
}

enum reader_event request_reader_next(struct request_reader *reader, struct span *input,
                                      struct span *content)
{
    *content = (struct span){0};
    for (;;) {
        struct span line;
        switch (reader->state) {
        case READER_AT_END:
            reader->state = READER_IS_DONE;
            return READER_END;
        case READER_IS_DONE:
            begin(reader);
            break;
        case READER_IS_REFUSED:
            return READER_REFUSED;
        case READER_SKIPS_HEAD:
            skip_head(reader, input);
            if (reader->state == READER_SKIPS_HEAD)
                return READER_MORE;
            break;
        case READER_IN_CONTENT:
        case READER_IN_CHUNK_DATA:
            if (input->len == 0)
                return READER_MORE;
            *content = take_content(reader, input);
            return READER_CONTENT;
        case READER_AT_START:
        case READER_IN_FIELDS:
        case READER_IN_CHUNK_SIZE:
        case READER_AFTER_CHUNK_DATA:
        case READER_IN_TRAILERS:
            if (take_line(reader, input, &line)) {
                if (next_line(reader, line) == READER_HEAD)
                    return READER_HEAD;
            } else if (stumbles(reader)) {
                refuse(reader, REFUSAL_CHUNK);
            } else if (reader->state != READER_IS_REFUSED) {
                return READER_MORE;
            }
            break;
        }
    }
}

bool request_reader_is_inside(const struct request_reader *reader)
{
    switch (reader->state) {
    case READER_AT_START:
        return reader->len > 0;
    case READER_IN_FIELDS:
    case READER_IN_CONTENT:
    case READER_IN_CHUNK_SIZE:
    case READER_IN_CHUNK_DATA:
    case READER_AFTER_CHUNK_DATA:
    case READER_IN_TRAILERS:
        return true;
    case READER_AT_END:
    case READER_IS_DONE:
    case READER_IS_REFUSED:
    case READER_SKIPS_HEAD:
        return false;
    }
    return false;
}

bool request_reader_awaits_lf(const struct request_reader *reader)
{
    bool is_in_head = reader->state == READER_AT_START || reader->state == READER_IN_FIELDS;
    return is_in_head && reader->len > reader->line && reader->bytes[reader->len - 1] == '\r';
}

void request_reader_recover(struct request_reader *reader)
{
    if (reader->is_head_over)
        begin(reader);
    else
        reader->state = READER_SKIPS_HEAD;
}

bool request_reader_refuses(const struct policy *policy, bool is_tls, struct span bytes)
{
    struct request_reader *reader = memory_new(sizeof(*reader));
    request_reader_init(reader, policy, is_tls);
    enum reader_event event = READER_HEAD;
    while (event == READER_HEAD || event == READER_CONTENT) {
        struct span content;
        event = request_reader_next(reader, &bytes, &content);
    }
    free(reader);
    return event == READER_REFUSED;
}

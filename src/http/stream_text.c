#include "http/stream_text.h"

static const char *const framings[] = {[FRAMING_NONE] = "none",
                                       [FRAMING_LENGTH] = "length",
                                       [FRAMING_CHUNKED] = "chunked",
                                       [FRAMING_UNTIL_CLOSE] = "until-close",
                                       [FRAMING_TUNNEL] = "tunnel"};

/* A range with its bytes, of which only the ends are shown when there are many. */
static void add_range(struct text *text, struct span received, struct range range)
{
    enum { SHOWN_MAX = 60, SHOWN_END = 20 };
    struct span bytes = http_bytes(received, range);
    text_printf(text, " %zu+%zu \"", range.offset, range.len);
    if (bytes.len <= SHOWN_MAX) {
        text_wire(text, bytes);
    } else {
        text_wire(text, span_slice(bytes, 0, SHOWN_END));
        text_add(text, "\"...\"");
        text_wire(text, span_slice(bytes, bytes.len - SHOWN_END, SHOWN_END));
    }
    text_add(text, "\"");
}

static void add_field(struct text *text, struct span received, const struct http_field *field)
{
    text_add(text, field->is_trailer ? "  trailer" : "  field");
    text_printf(text, " %zu+%zu", field->line.offset, field->line.len);
    add_range(text, received, field->name);
    add_range(text, received, field->value);
    text_add_char(text, '\n');
}

static void add_message(struct text *text, struct span received, const struct http_message *message)
{
    text_printf(text, "message %zu..%zu request=%d status=%d", message->offset, message->end,
                message->request, message->status);
    if (message->version_major >= 0)
        text_printf(text, " version=%d.%d", message->version_major, message->version_minor);
    text_add(text, message->is_interim ? " interim" : " final");
    if (message->is_head_complete)
        text_printf(text, " framing=%s content=%zu+%zu", framings[message->framing],
                    message->content_offset, message->content_length);
    if (message->has_declared_length)
        text_printf(text, " declared=%llu", (unsigned long long)message->declared_length);
    text_add(text, message->is_complete ? " complete\n  start" : " incomplete\n  start");
    add_range(text, received, message->start_line);
    text_add(text, "\n  reason");
    add_range(text, received, message->reason);
    text_add_char(text, '\n');
    for (size_t i = 0; i < message->field_count; i++)
        add_field(text, received, &message->fields[i]);
    for (size_t i = 0; i < message->content_count; i++) {
        text_add(text, "  content");
        add_range(text, received, message->content[i]);
        text_add_char(text, '\n');
    }
}

void stream_text_add(struct text *text, const struct http_stream *stream, struct span received)
{
    for (size_t i = 0; i < stream->count; i++)
        add_message(text, received, &stream->messages[i]);
    for (size_t i = 0; i < stream->deviation_count; i++) {
        const struct http_deviation *deviation = &stream->deviations[i];
        text_printf(text, "deviation %s", deviation_row(deviation->kind)->id);
        if (deviation->message < stream->count)
            text_printf(text, " message=%zu", deviation->message);
        else
            text_add(text, " message=none");
        add_range(text, received,
                  (struct range){.offset = deviation->offset, .len = deviation->len});
        text_add_char(text, '\n');
    }
    if (stream->surplus_offset != SIZE_MAX)
        text_printf(text, "surplus %zu\n", stream->surplus_offset);
}

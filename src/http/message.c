#include "http/message.h"

#include <string.h>

#include "http/syntax.h"

struct span http_bytes(struct span received, struct range range)
{
    return span_slice(received, range.offset, range.len);
}

const struct http_field *http_next_field(const struct http_message *message, struct span received,
                                         const char *name, size_t *from)
{
    while (*from < message->field_count) {
        const struct http_field *field = &message->fields[(*from)++];
        if (!field->is_trailer && span_is_nocase(http_bytes(received, field->name), name))
            return field;
    }
    return NULL;
}

size_t http_field_count(const struct http_message *message, struct span received, const char *name)
{
    size_t count = 0;
    for (size_t from = 0; http_next_field(message, received, name, &from) != NULL;)
        count++;
    return count;
}

struct span http_field_value(const struct http_message *message, struct span received,
                             const char *name)
{
    size_t from = 0;
    const struct http_field *field = http_next_field(message, received, name, &from);
    return field == NULL ? (struct span){0} : http_bytes(received, field->value);
}

bool http_has_token(const struct http_message *message, struct span received, const char *name,
                    const char *token)
{
    const struct http_field *field;
    for (size_t from = 0; (field = http_next_field(message, received, name, &from)) != NULL;) {
        if (syntax_list_has(http_bytes(received, field->value), token))
            return true;
    }
    return false;
}

struct span http_content(const struct http_message *message, struct span received,
                         struct arena *arena)
{
    if (message->content_count == 0)
        return http_bytes(received, (struct range){.offset = message->content_offset});
    if (message->content_count == 1)
        return http_bytes(received, message->content[0]);
    uint8_t *bytes = arena_alloc(arena, message->content_length);
    size_t len = 0;
    for (size_t i = 0; i < message->content_count; i++) {
        struct span piece = http_bytes(received, message->content[i]);
        if (piece.len > message->content_length - len)
            piece.len = message->content_length - len;
        memcpy(bytes + len, piece.data, piece.len);
        len += piece.len;
    }
    return span_make(bytes, len);
}

size_t http_final_count(const struct http_stream *stream)
{
    size_t count = 0;
    for (size_t i = 0; i < stream->count; i++)
        count += !stream->messages[i].is_interim && stream->messages[i].is_complete;
    return count;
}

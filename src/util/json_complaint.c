#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "util/json.h"
#include "util/text.h"
#include "util/utf8.h"

#define LINE_SHOWN_MAX 100 /* bytes of a source line */
#define LEAD_MAX 40        /* bytes of them before the place, when the line is cut */
#define CUT "..."

void json_complain(struct arena *arena, struct json_complaints *complaints, struct range place,
                   const char *suggestion, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *copy = arena_vprintf(arena, format, list);
    va_end(list);
    complaints->items = arena_grow(arena, complaints->items, &complaints->capacity,
                                   complaints->count, sizeof(*complaints->items));
    complaints->items[complaints->count++] = (struct json_complaint){
        .place = place,
        .message = copy,
        .suggestion = suggestion == NULL ? NULL : arena_string(arena, suggestion),
    };
}

static size_t line_start(struct span source, size_t offset)
{
    while (offset > 0 && source.data[offset - 1] != '\n')
        offset--;
    return offset;
}

static size_t line_end(struct span source, size_t offset)
{
    while (offset < source.len && source.data[offset] != '\n')
        offset++;
    return offset;
}

void json_position(struct span source, size_t offset, size_t *line, size_t *column)
{
    if (offset > source.len)
        offset = source.len;
    *line = 1;
    struct span rest = span_slice(source, 0, offset);
    for (const uint8_t *end; rest.len > 0 && (end = memchr(rest.data, '\n', rest.len)) != NULL;) {
        rest = span_slice(rest, (size_t)(end - rest.data) + 1, rest.len);
        ++*line;
    }
    *column = offset - line_start(source, offset) + 1;
}

/* Adds bytes of the source in printable form and returns how many columns they take. */
static size_t show(struct text *text, struct span bytes)
{
    size_t columns = 0;
    while (bytes.len > 0) {
        size_t len = utf8_len(bytes);
        if (bytes.data[0] == '\t') {
            text_add_char(text, ' ');
            columns++;
        } else if (len == 0 || bytes.data[0] < 0x20 || bytes.data[0] == 0x7f) {
            text_printf(text, "\\x%02x", bytes.data[0]);
            columns += 4;
        } else {
            text_add_span(text, span_slice(bytes, 0, len));
            columns++;
        }
        bytes = span_slice(bytes, len == 0 ? 1 : len, bytes.len);
    }
    return columns;
}

static size_t back_to_character(struct span source, size_t offset, size_t floor)
{
    while (offset > floor && offset < source.len && (source.data[offset] & 0xc0) == 0x80)
        offset--;
    return offset;
}

/* The part of the line around place that is shown. */
static struct range window(struct span source, struct range place)
{
    size_t start = line_start(source, place.offset);
    size_t end = line_end(source, place.offset);
    if (end > start && source.data[end - 1] == '\r' && end - 1 >= place.offset)
        end--;
    if (end - start > LINE_SHOWN_MAX) {
        if (place.offset - start > LEAD_MAX && place.offset + LINE_SHOWN_MAX - LEAD_MAX < end)
            start = back_to_character(source, place.offset - LEAD_MAX, start);
        else if (place.offset - start > LEAD_MAX)
            start = back_to_character(source, end - LINE_SHOWN_MAX, start);
        if (end - start > LINE_SHOWN_MAX)
            end = back_to_character(source, start + LINE_SHOWN_MAX, start);
    }
    return (struct range){.offset = start, .len = end - start};
}

/* The source line and the line with the carets below it. */
static void show_place(struct text *text, struct span source, struct range place, size_t line)
{
    struct range shown = window(source, place);
    size_t end = shown.offset + shown.len;
    size_t place_end = place.len < end - place.offset ? place.offset + place.len : end;
    size_t number_at = text->len;
    text_printf(text, "%5zu", line);
    size_t margin = text->len - number_at;
    text_add(text, " | ");
    size_t lead = 0;
    if (shown.offset != line_start(source, shown.offset)) {
        text_add(text, CUT);
        lead = strlen(CUT);
    }
    lead += show(text, span_slice(source, shown.offset, place.offset - shown.offset));
    size_t width = show(text, span_slice(source, place.offset, place_end - place.offset));
    show(text, span_slice(source, place_end, end - place_end));
    if (end < line_end(source, end) && source.data[end] != '\r')
        text_add(text, CUT);
    text_add_char(text, '\n');
    text_pad(text, ' ', margin);
    text_add(text, " | ");
    text_pad(text, ' ', lead);
    text_pad(text, '^', width == 0 ? 1 : width);
}

char *json_complaint_text(struct arena *arena, const char *file, struct span source,
                          const struct json_complaint *complaint)
{
    struct text text = {0};
    struct range place = complaint->place;
    size_t line;
    size_t column;
    if (place.offset > source.len)
        place = (struct range){.offset = source.len};
    json_position(source, place.offset, &line, &column);
    text_add(&text, "error: ");
    text_clean(&text, file);
    text_printf(&text, ":%zu:%zu: ", line, column);
    text_clean(&text, complaint->message);
    text_add_char(&text, '\n');
    show_place(&text, source, place, line);
    if (complaint->suggestion != NULL) {
        text_add(&text, " did you mean \"");
        text_clean(&text, complaint->suggestion);
        text_add(&text, "\"?");
    }
    char *result = arena_string(arena, text_string(&text));
    text_done(&text);
    return result;
}

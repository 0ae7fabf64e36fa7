#include "http/head.h"

#include <string.h>

#include "http/syntax.h"

struct head head_begin(struct arena *arena, struct notes notes, size_t fields_max)
{
    return (struct head){.arena = arena,
                         .notes = notes,
                         .fields_max = fields_max,
                         .is_after_start = true,
                         .is_fold_lost = true};
}

void head_begin_trailers(struct head *head)
{
    head->is_trailer = true;
    head->is_after_start = false;
    head->is_fold_lost = true;
}

void head_check_line_end(const struct line *line, struct span bytes, enum deviation_kind bare_lf,
                         const struct notes *notes)
{
    size_t text_end = line->text.offset + line->text.len;
    if (line->cr_count == 0)
        notes_add(notes, bare_lf, line->end - 1, 1);
    struct span cr = span_make("\r", 1);
    size_t inside = span_find(http_bytes(bytes, line->text), cr, 0);
    if (inside != SIZE_MAX)
        notes_add(notes, DEVIATION_BARE_CR, line->text.offset + inside, 1);
    else if (line->cr_count > 1)
        notes_add(notes, DEVIATION_BARE_CR, text_end, line->cr_count - 1);
}

/* What a fault in a field line is called depends on the section that it stands in. */
static void note(const struct head *head, enum deviation_kind kind, size_t offset, size_t len)
{
    notes_add(&head->notes, head->is_trailer ? DEVIATION_TRAILER : kind, offset, len);
}

static struct range trim(struct range place, struct span bytes)
{
    while (place.len > 0 && syntax_is_blank(bytes.data[place.offset])) {
        place.offset++;
        place.len--;
    }
    while (place.len > 0 && syntax_is_blank(bytes.data[place.offset + place.len - 1]))
        place.len--;
    return place;
}

/* RFC 9110 5.5: no CTL but HTAB. Bare CR is noted with the line. */
static void check_value(const struct head *head, struct range value, struct span bytes)
{
    for (size_t i = value.offset; i < value.offset + value.len; i++) {
        uint8_t c = bytes.data[i];
        if (!syntax_is_vchar_or_obs(c) && !syntax_is_blank(c) && c != '\r') {
            note(head, DEVIATION_FIELD_VALUE, i, 1);
            return;
        }
    }
}

/* RFC 9112 5.2: the line goes on with the field in front of it. */
static void add_fold(const struct head *head, struct http_field *field, struct span bytes,
                     struct range text)
{
    struct range more = trim(text, bytes);
    note(head, DEVIATION_OBS_FOLD, text.offset, text.len);
    check_value(head, more, bytes);
    field->line.len = text.offset + text.len - field->line.offset;
    if (field->value.len == 0)
        field->value = more;
    else if (more.len > 0)
        field->value.len = more.offset + more.len - field->value.offset;
}

/* RFC 9112 5: field-name ":" OWS field-value OWS, with nothing in front of the colon. */
static void split_field(const struct head *head, struct http_field *field, struct span bytes)
{
    struct range line = field->line;
    const uint8_t *colon = memchr(bytes.data + line.offset, ':', line.len);
    if (colon == NULL) {
        note(head, DEVIATION_FIELD_NO_COLON, line.offset, line.len);
        field->name = (struct range){.offset = line.offset};
        field->value = (struct range){.offset = line.offset + line.len};
        return;
    }
    size_t name_len = (size_t)(colon - bytes.data) - line.offset;
    field->value = trim((struct range){line.offset + name_len + 1, line.len - name_len - 1}, bytes);
    field->name = (struct range){line.offset, name_len};
    while (field->name.len > 0 && syntax_is_blank(bytes.data[line.offset + field->name.len - 1]))
        field->name.len--;
    if (field->name.len < name_len)
        note(head, DEVIATION_BLANK_BEFORE_COLON, line.offset + field->name.len,
             name_len - field->name.len);
    if (!syntax_is_token(http_bytes(bytes, field->name)))
        note(head, DEVIATION_FIELD_NAME, line.offset, field->name.len > 0 ? field->name.len : 1);
    check_value(head, field->value, bytes);
}

static void add_field(struct head *head, struct http_message *message, struct span bytes,
                      struct range text)
{
    head->is_fold_lost = message->field_count >= head->fields_max;
    if (head->is_fold_lost) {
        if (!head->is_limit_noted)
            notes_add(&head->notes, DEVIATION_LIMIT, text.offset, text.len);
        head->is_limit_noted = true;
        return;
    }
    struct http_field field = {.line = text, .is_trailer = head->is_trailer};
    split_field(head, &field, bytes);
    message->fields = arena_grow(head->arena, message->fields, &message->field_capacity,
                                 message->field_count, sizeof(*message->fields));
    message->fields[message->field_count++] = field;
}

void head_add_line(struct head *head, struct http_message *message, struct span bytes,
                   const struct line *line)
{
    bool is_after_start = head->is_after_start;
    head->is_after_start = false;
    if (!syntax_is_blank(bytes.data[line->text.offset])) {
        head->is_discarding = false;
        add_field(head, message, bytes, line->text);
    } else if (is_after_start || head->is_discarding) {
        /* RFC 9112 2.2: such lines are passed over unprocessed */
        head->is_discarding = true;
        note(head, DEVIATION_BLANK_AFTER_START, line->text.offset, line->text.len);
    } else if (!head->is_fold_lost) {
        add_fold(head, &message->fields[message->field_count - 1], bytes, line->text);
    } else if (!head->is_limit_noted) {
        note(head, DEVIATION_OBS_FOLD, line->text.offset, line->text.len);
    }
}

#include "util/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "util/utf8.h"

void text_done(struct text *text)
{
    free(text->data);
    *text = (struct text){0};
}

void text_clear(struct text *text)
{
    text->len = 0;
    if (text->data != NULL)
        text->data[0] = '\0';
}

static void reserve(struct text *text, size_t more)
{
    size_t wanted = text->len + more + 1;
    if (wanted <= text->capacity)
        return;
    size_t capacity = text->capacity == 0 ? 64 : text->capacity;
    while (capacity < wanted)
        capacity *= 2;
    text->data = memory_resize(text->data, capacity);
    text->capacity = capacity;
}

void text_add_span(struct text *text, struct span bytes)
{
    reserve(text, bytes.len);
    if (bytes.len > 0)
        memcpy(text->data + text->len, bytes.data, bytes.len);
    text->len += bytes.len;
    text->data[text->len] = '\0';
}

void text_add(struct text *text, const char *string)
{
    text_add_span(text, span_of(string));
}

void text_add_char(struct text *text, char c)
{
    text_add_span(text, span_make(&c, 1));
}

void text_pad(struct text *text, char c, size_t count)
{
    for (size_t i = 0; i < count; i++)
        text_add_char(text, c);
}

void text_printf(struct text *text, const char *format, ...)
{
    va_list list;
    va_list again;
    va_start(list, format);
    va_copy(again, list);
    int len = vsnprintf(NULL, 0, format, list);
    va_end(list);
    if (len > 0) {
        reserve(text, (size_t)len);
        vsnprintf(text->data + text->len, (size_t)len + 1, format, again);
        text->len += (size_t)len;
    }
    va_end(again);
}

static void add_hex(struct text *text, uint8_t c)
{
    text_printf(text, "\\x%02x", c);
}

static void wire_char(struct text *text, uint8_t c, uint8_t next)
{
    static const char short_forms[] = "\rr\nn\tt\\\\";
    for (size_t i = 0; i + 1 < sizeof(short_forms); i += 2) {
        if (c == (uint8_t)short_forms[i]) {
            text_add_char(text, '\\');
            text_add_char(text, short_forms[i + 1]);
            return;
        }
    }
    if (c < 0x20 || c > 0x7e || (c == '#' && (next == '#' || next == '[')))
        add_hex(text, c);
    else
        text_add_char(text, (char)c);
}

void text_wire(struct text *text, struct span bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        wire_char(text, bytes.data[i], i + 1 < bytes.len ? bytes.data[i + 1] : 0);
}

void text_clean(struct text *text, const char *string)
{
    struct span rest = span_of(string);
    while (rest.len > 0) {
        size_t len = utf8_len(rest);
        bool is_control = len == 1 && (rest.data[0] < 0x20 || rest.data[0] == 0x7f);
        if (len == 0 || is_control) {
            add_hex(text, rest.data[0]);
            len = 1;
        } else {
            text_add_span(text, span_slice(rest, 0, len));
        }
        rest = span_slice(rest, len, rest.len);
    }
}

const char *text_string(const struct text *text)
{
    return text->data == NULL ? "" : text->data;
}

struct span text_span(const struct text *text)
{
    return span_make(text_string(text), text->len);
}

#include "http/chunked.h"

#include "http/syntax.h"

/*
 * One extension at *at: BWS ";" BWS token [ BWS "=" BWS ( token / quoted-string ) ]
 * (RFC 9112 7.1.1). On failure *at is where the grammar ends.
 */
static bool read_extension(struct span text, size_t *at, bool *has_blank)
{
    size_t semicolon = syntax_skip_blanks(text, *at);
    if (semicolon == text.len || text.data[semicolon] != ';')
        return false;
    size_t name = syntax_skip_blanks(text, semicolon + 1);
    size_t name_end = syntax_skip_token(text, name);
    *has_blank |= semicolon > *at || name > semicolon + 1;
    *at = name_end;
    if (name_end == name)
        return false;
    size_t equals = syntax_skip_blanks(text, name_end);
    if (equals == text.len || text.data[equals] != '=')
        return true; /* blanks up to here belong to the next extension */
    size_t value = syntax_skip_blanks(text, equals + 1);
    size_t value_end = syntax_skip_token(text, value);
    if (value_end == value)
        value_end += syntax_quoted_string(span_slice(text, value, text.len));
    *has_blank |= equals > name_end || value > equals + 1;
    *at = value_end;
    return value_end > value;
}

static void check_extensions(struct span text, size_t at, size_t offset, const struct notes *notes)
{
    bool has_blank = false;
    bool is_right = true;
    size_t start = at;
    while (is_right && at < text.len)
        is_right = read_extension(text, &at, &has_blank);
    if (!is_right)
        notes_add(notes, DEVIATION_CHUNK_EXTENSION, offset + at, at < text.len ? text.len - at : 1);
    else if (has_blank) /* RFC 9110 5.6.3: BWS is read but must not be generated */
        notes_add(notes, DEVIATION_CHUNK_EXTENSION_BLANK, offset + start, text.len - start);
}

bool chunked_read_size(struct span bytes, struct range text, uint64_t *size,
                       const struct notes *notes)
{
    struct span line = span_slice(bytes, text.offset, text.len);
    uint64_t sum = 0;
    size_t at = 0;
    bool is_counted = true;
    for (; at < line.len && syntax_is_hex(line.data[at]); at++) {
        /* RFC 9112 7.1: sizes must not overflow. */
        is_counted = is_counted && sum <= UINT64_MAX >> 4;
        sum = (sum << 4) | (uint64_t)syntax_hex_value(line.data[at]);
    }
    bool is_number = at > 0 && (at == line.len || syntax_is_blank(line.data[at]) ||
                                line.data[at] == ';' || line.data[at] == '\r');
    if (!is_number || !is_counted) {
        notes_add(notes, DEVIATION_CHUNK_SIZE, text.offset, text.len > 0 ? text.len : 1);
        return false;
    }
    *size = sum;
    check_extensions(line, at, text.offset, notes);
    return true;
}

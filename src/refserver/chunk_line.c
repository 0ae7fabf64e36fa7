#include "refserver/chunk_line.h"

#include "http/syntax.h"

static struct span behind(struct span text, size_t len)
{
    return span_slice(text, len, text.len);
}

static struct span skip_blanks(struct span text)
{
    while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t'))
        text = behind(text, 1);
    return text;
}

static size_t token_len(struct span text)
{
    size_t len = 0;
    while (len < text.len && syntax_is_tchar(text.data[len]))
        len++;
    return len;
}

/* Length of the quoted-string at the start of text, or 0 (RFC 9110 5.6.4). */
static size_t quoted_len(const struct policy *policy, struct span text)
{
    if (text.len == 0 || text.data[0] != '"')
        return 0;
    for (size_t i = 1; i < text.len; i++) {
        if (text.data[i] == '"')
            return i + 1;
        if (text.data[i] == '\\' && policy->knows_quoted_pairs)
            i++;
    }
    return 0;
}

/* *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ) (RFC 9112 7.1.1) */
static bool is_extensions(const struct policy *policy, struct span text)
{
    while (text.len > 0) {
        size_t whole_len = text.len;
        text = skip_blanks(text);
        if (text.len == 0 || text.data[0] != ';')
            return false;
        if (text.len < whole_len && !policy->allows_bad_whitespace)
            return false;
        text = skip_blanks(behind(text, 1));
        size_t len = token_len(text);
        if (len == 0)
            return false;
        text = behind(text, len);
        struct span value = skip_blanks(text);
        if (value.len == 0 || value.data[0] != '=')
            continue;
        value = skip_blanks(behind(value, 1));
        len = token_len(value);
        if (len == 0)
            len = quoted_len(policy, value);
        if (len == 0)
            return false;
        text = behind(value, len);
    }
    return true;
}

static bool is_digit(const struct policy *policy, uint8_t c)
{
    return syntax_is_hex(c) && (policy->allows_upper_hex || c < 'A' || c > 'F');
}

bool chunk_line_parse(const struct policy *policy, struct span line, uint64_t *size)
{
    size_t digits = 0;
    bool is_huge = false;
    uint64_t value = 0;
    for (; digits < line.len && is_digit(policy, line.data[digits]); digits++) {
        is_huge = is_huge || value > UINT64_MAX / 16;
        value = value * 16 + (uint64_t)syntax_hex_value(line.data[digits]);
    }
    struct span extensions = behind(line, digits);
    bool is_valid = is_extensions(policy, extensions) || policy_tolerates(policy, REFUSAL_CHUNK);
    if (digits == 0 || !is_valid || (extensions.len > 0 && !policy->allows_chunk_extensions))
        return false;
    /* RFC 9112 7.1: no loss of precision, whatever the number of digits. */
    *size = is_huge && policy->chunk_sizes_saturate ? UINT64_MAX : value;
    return true;
}

#include "report/escape.h"

#include <string.h>

#include "util/utf8.h"

#define KEEP_UTF8 1u
#define KEEP_NEWLINE 2u

static void add_hex(struct text *out, struct span bytes)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < bytes.len; i++) {
        const char hex[] = {'\\', 'x', digits[bytes.data[i] >> 4], digits[bytes.data[i] & 15]};
        text_add_span(out, span_make(hex, sizeof(hex)));
    }
}

/* C1 control characters act on terminals; U+FFFE and U+FFFF are no XML characters. */
static bool is_forbidden(struct span sequence)
{
    if (sequence.len == 2)
        return sequence.data[0] == 0xc2 && sequence.data[1] < 0xa0;
    return sequence.len == 3 && sequence.data[0] == 0xef && sequence.data[1] == 0xbf &&
           sequence.data[2] >= 0xbe;
}

static bool is_kept(struct span sequence, unsigned keep)
{
    if (sequence.len == 1) {
        uint8_t c = sequence.data[0];
        return (c >= 0x20 && c <= 0x7e) || (c == '\n' && (keep & KEEP_NEWLINE) != 0);
    }
    return sequence.len > 1 && (keep & KEEP_UTF8) != 0 && !is_forbidden(sequence);
}

/* "##" and "#[" begin commands of CI systems, also when the two signs come from different strings.
 */
static bool ends_command(const struct text *out, uint8_t c)
{
    return (c == '#' || c == '[') && out->len > 0 && out->data[out->len - 1] == '#';
}

static void add(struct text *out, struct span rest, unsigned keep)
{
    while (rest.len > 0) {
        size_t len = utf8_len(rest);
        struct span sequence = span_slice(rest, 0, len == 0 ? 1 : len);
        if (len > 0 && is_kept(sequence, keep) && !ends_command(out, rest.data[0]))
            text_add_span(out, sequence);
        else
            add_hex(out, sequence);
        rest = span_slice(rest, sequence.len, rest.len);
    }
}

void escape_peer(struct text *out, const char *string)
{
    add(out, span_of(string), 0);
}

void escape_own(struct text *out, const char *string)
{
    add(out, span_of(string), KEEP_UTF8);
}

void escape_lines(struct text *out, struct span lines)
{
    add(out, lines, KEEP_UTF8 | KEEP_NEWLINE);
}

void escape_markdown(struct text *out, const char *string)
{
    static const char markup[] = "\\`*_[]|~$";
    struct text clean = {0};
    escape_own(&clean, string);
    for (size_t i = 0; i < clean.len; i++) {
        char c = clean.data[i];
        if (c == '<')
            text_add(out, "&lt;");
        else if (c == '>')
            text_add(out, "&gt;");
        else if (c == '&')
            text_add(out, "&amp;");
        else if (c == '@')
            text_add(out, "&#64;");
        else if (strchr(markup, c) != NULL)
            text_printf(out, "\\%c", c);
        else
            text_add_char(out, c);
    }
    text_done(&clean);
}

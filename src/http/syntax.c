#include "http/syntax.h"

#include <string.h>

bool syntax_is_tchar(uint8_t c)
{
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
        return true;
    return c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL;
}

bool syntax_is_token(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!syntax_is_tchar(text.data[i]))
            return false;
    }
    return text.len > 0;
}

bool syntax_is_vchar_or_obs(uint8_t c)
{
    return c > 0x20 && c != 0x7f;
}

bool syntax_is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

size_t syntax_skip_blanks(struct span text, size_t at)
{
    while (at < text.len && syntax_is_blank(text.data[at]))
        at++;
    return at;
}

size_t syntax_skip_token(struct span text, size_t at)
{
    while (at < text.len && syntax_is_tchar(text.data[at]))
        at++;
    return at;
}

bool syntax_is_field_value(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!syntax_is_vchar_or_obs(text.data[i]) && !syntax_is_blank(text.data[i]))
            return false;
    }
    return span_trim_ows(text).len == text.len;
}

bool syntax_is_hex(uint8_t c)
{
    return syntax_hex_value(c) >= 0;
}

int syntax_hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

size_t syntax_quoted_string(struct span text)
{
    if (text.len == 0 || text.data[0] != '"')
        return 0;
    for (size_t i = 1; i < text.len; i++) {
        if (text.data[i] == '"')
            return i + 1;
        if (text.data[i] == '\\' && ++i == text.len)
            return 0;
        if (!syntax_is_vchar_or_obs(text.data[i]) && !syntax_is_blank(text.data[i]))
            return 0;
    }
    return 0;
}

/* Folds and bare CRs are replaced by SP before a value is used (RFC 9112 2.2 and 5.2). */
static bool is_list_blank(uint8_t c)
{
    return syntax_is_blank(c) || c == '\r' || c == '\n';
}

static struct span trim_member(struct span member)
{
    while (member.len > 0 && is_list_blank(member.data[0])) {
        member.data++;
        member.len--;
    }
    while (member.len > 0 && is_list_blank(member.data[member.len - 1]))
        member.len--;
    return member;
}

/* The offset of the comma that ends the member at offset, or the length of list. */
static size_t member_end(struct span list, size_t offset)
{
    while (offset < list.len && list.data[offset] != ',') {
        size_t quoted = syntax_quoted_string(span_slice(list, offset, list.len));
        offset += quoted > 0 ? quoted : 1;
    }
    return offset;
}

bool syntax_next_member(struct span list, size_t *offset, struct span *member)
{
    while (*offset < list.len) {
        size_t end = member_end(list, *offset);
        struct span found = trim_member(span_slice(list, *offset, end - *offset));
        *offset = end + 1;
        if (found.len > 0) {
            *member = found;
            return true;
        }
    }
    return false;
}

bool syntax_list_has(struct span list, const char *token)
{
    struct span member;
    for (size_t offset = 0; syntax_next_member(list, &offset, &member);) {
        if (span_is_nocase(member, token))
            return true;
    }
    return false;
}

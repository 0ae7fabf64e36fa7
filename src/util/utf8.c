#include "util/utf8.h"

/* The range that the second byte must lie in, by first byte (RFC 3629, section 4). */
static const struct {
    uint8_t first_low, first_high, len, second_low, second_high;
} forms[] = {
    {0x00, 0x7f, 1, 0x00, 0x00},
    {0xc2, 0xdf, 2, 0x80, 0xbf},
    {0xe0, 0xe0, 3, 0xa0, 0xbf},
    {0xe1, 0xec, 3, 0x80, 0xbf},
    {0xed, 0xed, 3, 0x80, 0x9f},
    {0xee, 0xef, 3, 0x80, 0xbf},
    {0xf0, 0xf0, 4, 0x90, 0xbf},
    {0xf1, 0xf3, 4, 0x80, 0xbf},
    {0xf4, 0xf4, 4, 0x80, 0x8f},
};

static bool continues(struct span text, size_t len)
{
    for (size_t i = 2; i < len; i++) {
        if ((text.data[i] & 0xc0) != 0x80)
            return false;
    }
    return true;
}

size_t utf8_len(struct span text)
{
    if (text.len == 0)
        return 0;
    for (size_t i = 0; i < countof(forms); i++) {
        if (text.data[0] < forms[i].first_low || text.data[0] > forms[i].first_high)
            continue;
        size_t len = forms[i].len;
        if (len > text.len)
            return 0;
        if (len > 1 && (text.data[1] < forms[i].second_low || text.data[1] > forms[i].second_high))
            return 0;
        return continues(text, len) ? len : 0;
    }
    return 0;
}

size_t utf8_valid_prefix(struct span text)
{
    size_t offset = 0;
    while (offset < text.len) {
        size_t len = utf8_len(span_slice(text, offset, text.len));
        if (len == 0)
            break;
        offset += len;
    }
    return offset;
}

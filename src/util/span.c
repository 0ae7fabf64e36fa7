#include "util/span.h"

#include <string.h>

static uint8_t lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

struct span span_of(const char *text)
{
    return span_make(text, text == NULL ? 0 : strlen(text));
}

struct span span_make(const void *data, size_t len)
{
    return (struct span){.data = data, .len = len};
}

struct span span_slice(struct span whole, size_t offset, size_t len)
{
    if (offset > whole.len)
        offset = whole.len;
    if (len > whole.len - offset)
        len = whole.len - offset;
    if (whole.data == NULL)
        return whole;
    return span_make(whole.data + offset, len);
}

bool span_equal(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

bool span_is(struct span a, const char *text)
{
    return span_equal(a, span_of(text));
}

bool span_equal_nocase(struct span a, struct span b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.data[i]) != lower(b.data[i]))
            return false;
    }
    return true;
}

bool span_is_nocase(struct span a, const char *text)
{
    return span_equal_nocase(a, span_of(text));
}

static bool is_ows(uint8_t c)
{
    return c == ' ' || c == '\t';
}

struct span span_trim_ows(struct span a)
{
    while (a.len > 0 && is_ows(a.data[0])) {
        a.data++;
        a.len--;
    }
    while (a.len > 0 && is_ows(a.data[a.len - 1]))
        a.len--;
    return a;
}

size_t span_find(struct span whole, struct span needle, size_t from)
{
    if (from > whole.len || needle.len > whole.len - from)
        return SIZE_MAX;
    if (needle.len == 0)
        return from;
    size_t last = whole.len - needle.len;
    for (size_t i = from; i <= last; i++) {
        const uint8_t *hit = memchr(whole.data + i, needle.data[0], last - i + 1);
        if (hit == NULL)
            return SIZE_MAX;
        i = (size_t)(hit - whole.data);
        if (memcmp(hit, needle.data, needle.len) == 0)
            return i;
    }
    return SIZE_MAX;
}

bool span_to_uint(struct span a, uint64_t max, uint64_t *value)
{
    uint64_t sum = 0;
    if (a.len == 0)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (a.data[i] < '0' || a.data[i] > '9')
            return false;
        uint64_t digit = (uint64_t)(a.data[i] - '0');
        if (sum > (max - digit) / 10 || digit > max)
            return false;
        sum = sum * 10 + digit;
    }
    *value = sum;
    return true;
}

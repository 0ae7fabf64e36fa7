/*
 * A span is a borrowed run of bytes: pointer and length, never NUL-terminated. A range is the
 * same thing by offset into a buffer that may still move. Neither owns anything.
 */
#ifndef UTIL_SPAN_H
#define UTIL_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define countof(array) (sizeof(array) / sizeof((array)[0]))

struct span {
    const uint8_t *data;
    size_t len;
};

struct range {
    size_t offset;
    size_t len;
};

/* The bytes of the C string text without its NUL. text may be NULL, which gives an empty span. */
struct span span_of(const char *text);

/* len bytes at data. */
struct span span_make(const void *data, size_t len);

/* The part of whole that starts at offset; both are clamped to whole, so the result is always valid. */
struct span span_slice(struct span whole, size_t offset, size_t len);

bool span_equal(struct span a, struct span b);
bool span_is(struct span a, const char *text);

/* Compares without regard to ASCII letter case. */
bool span_equal_nocase(struct span a, struct span b);
bool span_is_nocase(struct span a, const char *text);

/* Removes SP and HTAB at both ends (OWS, RFC 9110 5.6.3). */
struct span span_trim_ows(struct span a);

/* Offset of the first occurrence of needle in whole at or after from, or SIZE_MAX. An empty needle is found at from. */
size_t span_find(struct span whole, struct span needle, size_t from);

/* Reads a decimal number that makes up the whole span. False if empty, not all digits, or above max. */
bool span_to_uint(struct span a, uint64_t max, uint64_t *value);

#endif

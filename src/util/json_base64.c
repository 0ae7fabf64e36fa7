#include "util/json_base64.h"

#include <string.h>

#include "util/json.h"
#include "util/memory.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";

#define PADDING 64 /* index in alphabet */

char *json_base64_encode(struct span bytes)
{
    char *text = memory_new((bytes.len + 2) / 3 * 4 + 1);
    char *place = text;
    for (size_t i = 0; i < bytes.len; i += 3, place += 4) {
        size_t left = bytes.len - i;
        uint32_t group = (uint32_t)bytes.data[i] << 16;
        if (left > 1)
            group |= (uint32_t)bytes.data[i + 1] << 8;
        if (left > 2)
            group |= bytes.data[i + 2];
        place[0] = alphabet[group >> 18];
        place[1] = alphabet[group >> 12 & 63];
        place[2] = alphabet[left > 1 ? group >> 6 & 63 : PADDING];
        place[3] = alphabet[left > 2 ? group & 63 : PADDING];
    }
    return text;
}

/* What each letter stands for, or -1. */
static void fill_values(int8_t values[256])
{
    memset(values, -1, 256);
    for (int i = 0; i < PADDING; i++)
        values[(uint8_t)alphabet[i]] = (int8_t)i;
}

bool json_base64_decode(struct arena *arena, const char *text, struct span *bytes)
{
    int8_t values[256];
    size_t len = strlen(text);
    size_t padding = 0;
    fill_values(values);
    if (len % 4 != 0)
        return false;
    while (padding < 2 && padding < len && text[len - 1 - padding] == '=')
        padding++;
    uint8_t *decoded = arena_alloc(arena, len / 4 * 3 + 1);
    size_t count = 0;
    uint32_t group = 0;
    for (size_t i = 0; i < len; i++) {
        int value = i < len - padding ? values[(uint8_t)text[i]] : 0;
        if (value < 0)
            return false;
        group = group << 6 | (uint32_t)value;
        if (i % 4 == 3) {
            decoded[count++] = (uint8_t)(group >> 16);
            decoded[count++] = (uint8_t)(group >> 8);
            decoded[count++] = (uint8_t)group;
        }
    }
    /* RFC 4648 section 3.5: the bits that padding leaves over are zero, or there are two spellings.
     */
    for (size_t i = 0; i < padding; i++) {
        if (decoded[--count] != 0)
            return false;
    }
    *bytes = span_make(decoded, count);
    return true;
}

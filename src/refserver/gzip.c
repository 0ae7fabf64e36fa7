#include "refserver/gzip.h"

#define BLOCK_MAX 65535

static void add_number(struct text *out, uint32_t number, size_t octets)
{
    for (size_t i = 0; i < octets; i++) {
        uint8_t octet = (uint8_t)(number >> 8 * i);
        text_add_span(out, span_make(&octet, 1));
    }
}

/* RFC 1952 8, bit by bit: the contents here are short. */
static uint32_t crc_of(struct span content)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < content.len; i++) {
        crc ^= content.data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
    return ~crc;
}

/* RFC 1951 3.2.4; there is one block even for an empty content. */
static void add_blocks(struct text *out, struct span content)
{
    size_t at = 0;
    do {
        struct span block = span_slice(content, at, BLOCK_MAX);
        at += block.len;
        add_number(out, at == content.len, 1);
        add_number(out, (uint32_t)block.len, 2);
        add_number(out, ~(uint32_t)block.len, 2);
        text_add_span(out, block);
    } while (at < content.len);
}

void gzip_add(struct text *out, struct span content)
{
    static const uint8_t head[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
    text_add_span(out, span_make(head, sizeof(head)));
    add_blocks(out, content);
    add_number(out, crc_of(content), 4);
    add_number(out, (uint32_t)content.len, 4);
}

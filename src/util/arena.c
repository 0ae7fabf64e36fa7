#include "util/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

#if defined(__SANITIZE_ADDRESS__)
#define BLOCK_FIRST 0 /* every allocation is its own malloc, so that overruns are seen */
#define BLOCK_MAX 0
#else
#define BLOCK_FIRST 1024 /* there are many small arenas, and a few large ones: blocks double */
#define BLOCK_MAX 65536
#endif
#define SHORT_MAX 256

struct block {
    struct block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) uint8_t bytes[];
};

struct arena {
    struct block *blocks;
    size_t total;
};

struct arena *arena_new(void)
{
    return memory_new(sizeof(struct arena));
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    for (struct block *block = arena->blocks; block != NULL;) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

static size_t next_block_size(const struct arena *arena)
{
    if (arena->blocks == NULL || BLOCK_MAX == 0)
        return BLOCK_FIRST;
    return arena->blocks->size > BLOCK_MAX / 2 ? BLOCK_MAX : 2 * arena->blocks->size;
}

static struct block *add_block(struct arena *arena, size_t least)
{
    size_t usual = next_block_size(arena);
    size_t size = least > usual ? least : usual;
    struct block *block = memory_new(sizeof(*block) + size);
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t unit = alignof(max_align_t);
    if (size > SIZE_MAX / 2)
        abort();
    size_t padded = (size + unit - 1) / unit * unit;
    struct block *block = arena->blocks;
    if (block == NULL || block->size - block->used < padded)
        block = add_block(arena, BLOCK_MAX == 0 ? size : padded);
    void *place = block->bytes + block->used;
    block->used = block->used + padded < block->size ? block->used + padded : block->size;
    arena->total += size;
    return place;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size)
        abort();
    return arena_alloc(arena, count * size);
}

struct span arena_copy(struct arena *arena, struct span bytes)
{
    uint8_t *copy = arena_alloc(arena, bytes.len + 1);
    if (bytes.len > 0)
        memcpy(copy, bytes.data, bytes.len);
    return span_make(copy, bytes.len);
}

char *arena_string_of(struct arena *arena, struct span bytes)
{
    char *copy = arena_alloc(arena, bytes.len + 1);
    if (bytes.len > 0)
        memcpy(copy, bytes.data, bytes.len);
    return copy;
}

char *arena_string(struct arena *arena, const char *text)
{
    return arena_string_of(arena, span_of(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list list)
{
    char brief[SHORT_MAX]; /* most are short: then the format is gone through once */
    va_list again;
    va_copy(again, list);
    int len = vsnprintf(brief, sizeof(brief), format, list);
    size_t size = (size_t)(len < 0 ? 0 : len) + 1;
    char *place = arena_alloc(arena, size);
    if (size <= sizeof(brief))
        memcpy(place, brief, size - 1);
    else
        vsnprintf(place, size, format, again);
    va_end(again);
    return place;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    char *text = arena_vprintf(arena, format, list);
    va_end(list);
    return text;
}

size_t arena_size(const struct arena *arena)
{
    return arena->total;
}

void *arena_grow(struct arena *arena, void *items, size_t *capacity, size_t count, size_t size)
{
    if (count < *capacity)
        return items;
    size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
    void *bigger = arena_array(arena, wanted, size);
    if (count > 0)
        memcpy(bigger, items, count * size);
    *capacity = wanted;
    return bigger;
}

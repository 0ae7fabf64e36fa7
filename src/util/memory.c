#include "util/memory.h"

#include <stdio.h>
#include <stdlib.h>

static void *checked(void *block)
{
    if (block == NULL) {
        fputs("h1audit: out of memory\n", stderr);
        abort();
    }
    return block;
}

void *memory_new(size_t size)
{
    return checked(calloc(1, size == 0 ? 1 : size));
}

void *memory_resize(void *block, size_t size)
{
    return checked(realloc(block, size == 0 ? 1 : size));
}

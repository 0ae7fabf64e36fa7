/*
 * malloc and its kin that never return NULL: when memory runs out the program says so and aborts.
 */
#ifndef UTIL_MEMORY_H
#define UTIL_MEMORY_H

#include <stddef.h>

/* size zeroed bytes on the heap; the caller frees them with free(). */
void *memory_new(size_t size);

/* Changes the size of block (may be NULL) to size bytes; new bytes are undefined. */
void *memory_resize(void *block, size_t size);

#endif

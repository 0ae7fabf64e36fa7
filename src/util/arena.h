/*
 * An arena hands out memory that is freed all at once. The law of the house: whoever creates an
 * arena frees it; everything else is borrowed from an arena and is never freed. Running out of
 * memory ends the program, so nothing here returns NULL.
 */
#ifndef UTIL_ARENA_H
#define UTIL_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "util/macros.h"
#include "util/span.h"

struct arena;

/* A new, empty arena. The caller frees it with arena_free. */
struct arena *arena_new(void);

/* Frees arena and everything handed out from it. NULL is allowed. */
void arena_free(struct arena *arena);

/* size zeroed bytes, aligned for any type; they live as long as arena. */
void *arena_alloc(struct arena *arena, size_t size);

/* Zeroed array of count elements of size bytes each. An overflow of the product ends the program. */
void *arena_array(struct arena *arena, size_t count, size_t size);

/* A copy of bytes, with a NUL behind it for convenience. */
struct span arena_copy(struct arena *arena, struct span bytes);

/* A NUL-terminated copy of text. */
char *arena_string(struct arena *arena, const char *text);

/* A NUL-terminated copy of bytes. */
char *arena_string_of(struct arena *arena, struct span bytes);

/* A formatted, NUL-terminated string. */
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list list) PRINTF_LIKE(2, 0);

/* Total bytes handed out so far. */
size_t arena_size(const struct arena *arena);

/*
 * Room for one more element of size bytes in the array items, which holds count of them and has
 * room for *capacity: returns items itself, or a bigger zero-filled copy of it. Use:
 *     list->items = arena_grow(arena, list->items, &list->capacity, list->count, sizeof(*list->items));
 *     list->items[list->count++] = element;
 */
void *arena_grow(struct arena *arena, void *items, size_t *capacity, size_t count, size_t size);

#endif

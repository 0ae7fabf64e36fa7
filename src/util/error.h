/*
 * What went wrong in the world or in the user's input, never what the peer did. A function that
 * can fail returns bool, takes a struct error last, and leaves its outputs untouched on failure.
 */
#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H

#include <stdbool.h>

#include "util/macros.h"

struct error {
    char message[1024]; /* one or more whole lines, without a final newline */
};

/* Fills error (NULL is allowed) and returns false, so that a caller can write return error_set(...). */
bool error_set(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);

#endif

/* Whole files, read into an arena with a limit on their size. */
#ifndef UTIL_FILE_H
#define UTIL_FILE_H

#include "util/arena.h"
#include "util/error.h"
#include "util/span.h"

/*
 * The content of the regular file at path, of at most size_max bytes, on arena. error gives the
 * reason alone: the caller knows how to name the file.
 */
bool file_read(struct arena *arena, const char *path, size_t size_max, struct span *content,
               struct error *error);

#endif

/*
 * The files of the folder cases/ as they were when the program was built: case files, the
 * requirement table and the schema. embed.cmake writes the table.
 */
#ifndef SUITE_BUILTIN_H
#define SUITE_BUILTIN_H

#include <stddef.h>
#include <stdint.h>

#include "util/span.h"

struct builtin_file {
    const char *name; /* without a folder, e.g. conn-close.json */
    const uint8_t *bytes;
    size_t len;
};

/* All files in order of their names. */
extern const struct builtin_file builtin_files[];
extern const size_t builtin_file_count;

/* The content of the file called name; data is NULL if there is none. Lives as long as the program.
 */
struct span builtin_find(const char *name);

#endif

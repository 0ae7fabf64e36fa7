#include "suite/builtin.h"

#include <string.h>

struct span builtin_find(const char *name)
{
    for (size_t i = 0; i < builtin_file_count; i++) {
        if (strcmp(builtin_files[i].name, name) == 0)
            return span_make(builtin_files[i].bytes, builtin_files[i].len);
    }
    return span_make(NULL, 0);
}

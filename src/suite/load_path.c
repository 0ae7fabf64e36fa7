#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "suite/builtin.h"
#include "suite/load_internal.h"
#include "util/file.h"

#define REQUIREMENTS "requirements.json"

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text);
    size_t end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static bool is_case_file(const char *name)
{
    return name[0] != '.' && ends_with(name, ".json") && !ends_with(name, ".schema.json") &&
           strcmp(name, REQUIREMENTS) != 0;
}

static bool load_file(struct collection *collection, const char *path, const char *folder,
                      struct names known_variables, struct error *error)
{
    struct span source;
    struct error reason;
    if (!file_read(collection->arena, path, LOAD_SOURCE_MAX, &source, &reason))
        return error_set(error, "cannot read %.400s: %.400s", path, reason.message);
    return collection_load_source(collection, path, folder, source, known_variables);
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* The case files of folder in order of their names; false if folder cannot be read or has none. */
static bool list_folder(struct arena *arena, const char *folder, struct names *files,
                        struct error *error)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return error_set(error, "cannot read %.400s: %s", folder, strerror(errno));
    const char **names = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!is_case_file(entry->d_name))
            continue;
        names = arena_grow(arena, names, &capacity, count, sizeof(*names));
        names[count++] = arena_string(arena, entry->d_name);
    }
    closedir(dir);
    if (count == 0)
        return error_set(error, "%.400s holds no case files (*.json)", folder);
    qsort(names, count, sizeof(*names), compare_names);
    *files = (struct names){.items = names, .count = count};
    return true;
}

static bool load_folder(struct collection *collection, const char *folder,
                        struct names known_variables, struct error *error)
{
    struct names files = {0};
    if (!list_folder(collection->arena, folder, &files, error))
        return false;
    const char *slash = ends_with(folder, "/") ? "" : "/";
    bool is_good = true;
    for (size_t i = 0; i < files.count; i++) {
        const char *path = arena_printf(collection->arena, "%s%s%s", folder, slash, files.items[i]);
        is_good = load_file(collection, path, folder, known_variables, error) && is_good;
    }
    return is_good;
}

/* The folder part of path: "." if it names none. */
static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return ".";
    return arena_string_of(arena, span_make(path, slash == path ? 1 : (size_t)(slash - path)));
}

bool collection_load_path(struct collection *collection, const char *path,
                          struct names known_variables, struct error *error)
{
    struct stat status;
    error_set(error, "%s", "");
    if (stat(path, &status) != 0)
        return error_set(error, "cannot read %.400s: %s", path, strerror(errno));
    if (S_ISDIR(status.st_mode))
        return load_folder(collection, path, known_variables, error);
    return load_file(collection, path, folder_of(collection->arena, path), known_variables, error);
}

bool collection_load_builtin(struct collection *collection, struct names known_variables)
{
    bool is_good = true;
    struct span requirements = builtin_find(REQUIREMENTS);
    if (requirements.data != NULL)
        is_good = collection_load_requirements(collection, "cases/" REQUIREMENTS, requirements);
    for (size_t i = 0; i < builtin_file_count; i++) {
        const struct builtin_file *file = &builtin_files[i];
        if (!is_case_file(file->name))
            continue;
        const char *name = arena_printf(collection->arena, "cases/%s", file->name);
        is_good = collection_load_source(collection, name, NULL, span_make(file->bytes, file->len),
                                         known_variables) &&
                  is_good;
    }
    return is_good;
}

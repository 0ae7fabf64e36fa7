#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suite/bytes.h"
#include "suite/load_internal.h"
#include "util/file.h"

static bool has_parent_segment(const char *path)
{
    for (const char *hit = path; (hit = strstr(hit, "..")) != NULL; hit += 2) {
        bool is_start = hit == path || hit[-1] == '/';
        if (is_start && (hit[2] == '/' || hit[2] == '\0'))
            return true;
    }
    return false;
}

/* True if real, a path without links, is below the folder real_folder. */
static bool is_below(const char *real, const char *real_folder)
{
    size_t len = strlen(real_folder);
    if (len > 0 && real_folder[len - 1] == '/')
        len--; /* the root folder itself */
    return strncmp(real, real_folder, len) == 0 && real[len] == '/';
}

struct span load_file_part(struct load *load, const struct json *node)
{
    struct span content = {0};
    const char *path = node->string;
    if (load->folder == NULL) {
        load_complain(load, node->place, NULL, "files cannot be used here");
        return content;
    }
    if (path[0] == '/' || has_parent_segment(path)) {
        load_complain(load, node->place, NULL, "the file must be in the case file's own folder");
        return content;
    }
    char *real_folder = realpath(load->folder, NULL);
    char *real = realpath(arena_printf(load->arena, "%s/%s", load->folder, path), NULL);
    struct error error;
    if (real_folder == NULL || real == NULL)
        load_complain(load, node->place, NULL, "cannot read %.200s: %s", path, strerror(errno));
    else if (!is_below(real, real_folder))
        load_complain(load, node->place, NULL, "the file must be in the case file's own folder");
    else if (load->file_part_bytes > LOAD_FILE_PARTS_MAX)
        load_complain(load, node->place, NULL,
                      "the files of this case file have more than %u bytes", LOAD_FILE_PARTS_MAX);
    else if (!file_read(load->arena, real, BYTES_MAX, &content, &error))
        load_complain(load, node->place, NULL, "cannot read %.200s: %.200s", path, error.message);
    load->file_part_bytes += content.len;
    free(real);
    free(real_folder);
    return content;
}

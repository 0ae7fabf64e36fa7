#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "suite/bytes.h"
#include "suite/load_internal.h"

static bool read_all(int fd, uint8_t *data, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(fd, data + done, size - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

bool load_read_file(struct arena *arena, const char *path, size_t size_max, struct span *content,
                    struct error *error)
{
    /* O_NONBLOCK: a FIFO must not keep us waiting before fstat says what it is. */
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return error_set(error, "%s", strerror(errno));
    bool is_read = false;
    struct stat status;
    uint8_t *data = NULL;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) {
        error_set(error, "not a regular file");
        goto done;
    }
    if ((uint64_t)status.st_size > size_max) {
        error_set(error, "more than %zu bytes", size_max);
        goto done;
    }
    data = arena_alloc(arena, (size_t)status.st_size + 1);
    is_read = read_all(fd, data, (size_t)status.st_size);
    if (is_read)
        *content = span_make(data, (size_t)status.st_size);
    else
        error_set(error, "it changed while it was read");
done:
    close(fd);
    return is_read;
}

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
    else if (!load_read_file(load->arena, real, BYTES_MAX, &content, &error))
        load_complain(load, node->place, NULL, "cannot read %.200s: %.200s", path, error.message);
    load->file_part_bytes += content.len;
    free(real);
    free(real_folder);
    return content;
}

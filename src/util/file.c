#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

bool file_read(struct arena *arena, const char *path, size_t size_max, struct span *content,
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

#include "report/reporter.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/json.h"
#include "report/junit.h"
#include "report/markdown.h"

const struct reporter reporters[] = {
    {"junit", "JUnit XML, for CI systems",                              junit_write       },
    {"json",  "everything, with all bytes: for judge, report, compare", json_results_write},
    {"md",    "a summary in Markdown",                                  markdown_write    },
};
const size_t reporter_count = countof(reporters);

const struct reporter *reporter_find(const char *name)
{
    for (size_t i = 0; i < reporter_count; i++) {
        if (strcmp(reporters[i].name, name) == 0)
            return &reporters[i];
    }
    return NULL;
}

static bool fail(struct error *error, const char *path, const char *what)
{
    return error_set(error, "%s: cannot %s: %s", path, what, strerror(errno));
}

/* Makes the folders above path. */
static bool make_folders(const char *path, struct error *error)
{
    struct text folder = {0};
    bool is_made = true;
    for (const char *slash = strchr(path, '/'); slash != NULL && is_made;
         slash = strchr(slash + 1, '/')) {
        text_clear(&folder);
        text_add_span(&folder, span_make(path, (size_t)(slash - path)));
        if (folder.len > 0 && mkdir(text_string(&folder), 0777) != 0 && errno != EEXIST)
            is_made = fail(error, text_string(&folder), "make the folder");
    }
    text_done(&folder);
    return is_made;
}

static bool write_all(int fd, struct span bytes)
{
    while (bytes.len > 0) {
        ssize_t count = write(fd, bytes.data, bytes.len);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes = span_slice(bytes, (size_t)count, bytes.len);
    }
    return true;
}

/* For standard output, and for pipes and devices, which cannot be replaced. */
static bool write_through(int fd, const char *path, struct span bytes, struct error *error)
{
    return write_all(fd, bytes) || fail(error, path, "write");
}

static bool write_special(const char *path, struct span bytes, struct error *error)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(error, path, "open");
    bool is_written = write_through(fd, path, bytes, error);
    close(fd);
    return is_written;
}

/* The bytes are on the disk before the name points at them. */
static bool write_temporary(const char *temporary, const char *path, struct span bytes,
                            struct error *error)
{
    int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail(error, temporary, "create");
    bool is_written = (write_all(fd, bytes) && fsync(fd) == 0) || fail(error, temporary, "write");
    if (close(fd) != 0 && is_written)
        is_written = fail(error, temporary, "write");
    if (is_written && rename(temporary, path) != 0)
        is_written = fail(error, path, "rename to");
    if (!is_written)
        unlink(temporary);
    return is_written;
}

static bool write_file(const char *path, struct span bytes, struct error *error)
{
    struct stat status;
    if (stat(path, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
        return write_special(path, bytes, error);
    if (!make_folders(path, error))
        return false;
    struct text temporary = {0};
    text_printf(&temporary, "%s.%" PRIdMAX ".tmp", path, (intmax_t)getpid());
    bool is_written = write_temporary(text_string(&temporary), path, bytes, error);
    text_done(&temporary);
    return is_written;
}

bool reporter_write_file(const struct reporter *reporter, const struct results *results,
                         const struct report_options *options, const char *path,
                         struct error *error)
{
    struct text out = {0};
    bool is_written = reporter->write(results, options, &out, error);
    if (is_written && strcmp(path, "-") == 0) {
        fflush(stdout);
        is_written = write_through(STDOUT_FILENO, "standard output", text_span(&out), error);
    } else if (is_written) {
        is_written = write_file(path, text_span(&out), error);
    }
    text_done(&out);
    return is_written;
}

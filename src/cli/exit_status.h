/* What the program's exit status means; `h1audit help` prints this table. */
#ifndef CLI_EXIT_STATUS_H
#define CLI_EXIT_STATUS_H

#include <stddef.h>

enum exit_status {
    EXIT_STATUS_OK = 0,
    EXIT_STATUS_FAILED = 1,
    EXIT_STATUS_USAGE = 2,
    EXIT_STATUS_BAD_INPUT = 3,
    EXIT_STATUS_UNREACHABLE = 4,
    EXIT_STATUS_UNDECIDED = 5,
    EXIT_STATUS_REPORT = 6,
    EXIT_STATUS_BUG = 70,
    EXIT_STATUS_INTERRUPTED = 130,
    EXIT_STATUS_TERMINATED = 143
};

struct exit_status_row {
    enum exit_status status;
    const char *sentence;
};

extern const struct exit_status_row exit_status_rows[];
extern const size_t exit_status_count;

#endif

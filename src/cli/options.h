/*
 * The options: one table for the parser, the help and the tests. A row says which commands take it,
 * what its argument is and how it changes the settings.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include "cli/settings.h"

/* Commands that take an option, as a set. */
enum command_set {
    FOR_RUN = 1 << 0,
    FOR_LIST = 1 << 1,
    FOR_SHOW = 1 << 2,
    FOR_LINT = 1 << 3,
    FOR_SERVE = 1 << 4,
    FOR_JUDGE = 1 << 5,
    FOR_EMIT = 1 << 6,
    FOR_REPRO = 1 << 7,
    FOR_SELFTEST = 1 << 8,
    FOR_COVERAGE = 1 << 9,
    FOR_OTHERS = 1 << 10
};

/* What an option does with its argument. */
enum option_kind {
    OPTION_SPECIAL, /* set() decides */
    OPTION_STRING,  /* place is a const char * */
    OPTION_LIST,    /* place is a struct string_list, added to */
    OPTION_TIME,    /* place is an int64_t in milliseconds */
    OPTION_FLAG     /* place is a bool, set to true; no argument */
};

struct option_row {
    const char *name;     /* without the two dashes */
    char letter;          /* short form, or 0 */
    const char *argument; /* its name in the help, or NULL if there is none */
    const char *group;    /* Target, Choose, Run, Output, Reports, Server */
    unsigned commands;
    enum option_kind kind;
    size_t place; /* offset in struct settings */
    bool (*set)(struct settings *settings, const struct option_row *row, const char *value,
                struct error *error);
    const char *sentence;
};

extern const struct option_row option_rows[];
extern const size_t option_count;

/* Does what row says with value (NULL if it takes none). */
bool option_apply(struct settings *settings, const struct option_row *row, const char *value,
                  struct error *error);

/*
 * Reads argv[first..argc) for the commands given. Options and positionals may stand in any order;
 * "--" ends the options. False with a message that suggests the nearest option.
 */
bool options_read(struct settings *settings, unsigned command, int argc, char **argv, int first,
                  struct error *error);

/* 300ms, 5s, 2m or a plain number of seconds, as milliseconds. */
bool options_time(const char *text, int64_t *ms, struct error *error);

#endif

/*
 * Report formats: a table of name, file ending and function. Each renders the same results; none
 * judges or reads anything else. Text goes to a growing text, and the caller writes it where it
 * belongs.
 */
#ifndef REPORT_REPORTER_H
#define REPORT_REPORTER_H

#include "judge/results.h"
#include "suite/load.h"
#include "util/text.h"

struct report_options {
    bool has_color;
    bool is_verbose;      /* -v: bytes of passing cases too */
    bool is_quiet;        /* -q: failures and the last line only */
    bool is_strict_junit; /* --report-junit-strict */
    unsigned width;       /* of the terminal, 0 if none */
    const struct requirements *requirements;
};

struct reporter {
    const char *name;     /* "junit": --report-junit FILE */
    const char *sentence; /* for the help */
    bool (*write)(const struct results *results, const struct report_options *options,
                  struct text *out, struct error *error);
};

extern const struct reporter reporters[];
extern const size_t reporter_count;

/* The row called name, or NULL. */
const struct reporter *reporter_find(const char *name);

/*
 * Renders with reporter and writes to path ("-": standard output): parent folders are made, a
 * temporary file beside it is renamed, so that never half a report stands under that name.
 */
bool reporter_write_file(const struct reporter *reporter, const struct results *results,
                         const struct report_options *options, const char *path,
                         struct error *error);

#endif

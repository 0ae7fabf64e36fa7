/* What the files of the linter share; see lint.h. For lint*.c only. */
#ifndef SUITE_LINT_RULES_H
#define SUITE_LINT_RULES_H

#include "suite/load.h"

struct lint {
    const struct collection *collection;
    struct arena *arena; /* for the time of one run */
    struct text *out;
    size_t count;
};

/* Notes a warning about test_case at line of its file. */
void lint_warn(struct lint *lint, const struct test_case *test_case, size_t line,
               const char *format, ...) PRINTF_LIKE(4, 5);

/*
 * Appends the bytes of parts to out. A variable has its default in test_case (which may be NULL) or
 * else stands for itself. False if that makes too many bytes.
 */
bool lint_expand(struct lint *lint, const struct test_case *test_case, const struct parts *parts,
                 struct text *out);

/* lint_outcomes.c: an outcome that never decides, as one before it always does. */
void lint_outcomes(struct lint *lint, const struct test_case *test_case);

/* lint_bytes.c */
void lint_content_length(struct lint *lint, const struct test_case *test_case);
void lint_cuts(struct lint *lint, const struct test_case *test_case);

/* lint_twins.c: cases that do the same. */
void lint_twins(struct lint *lint);

/* lint_needs.c: names of capabilities, and capabilities that are used without being named. */
void lint_needs(struct lint *lint, const struct test_case *test_case);

#endif

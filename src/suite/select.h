/* Chooses cases: by id or glob (fnmatch), RFC section, tag expression, level and exclusion. */
#ifndef SUITE_SELECT_H
#define SUITE_SELECT_H

#include "suite/load.h"

struct selection {
    struct names patterns; /* ids or globs; none means all */
    struct names excludes; /* globs */
    struct names tags;     /* each "a,!b": all must hold; one of the expressions must */
    const char *rfc;       /* "9112/9.6": a requirement of that section or below it, or NULL */
    enum level level;      /* the lowest level to take; LEVEL_SHOULD takes must and should */
};

/* True if test_case is chosen. Probes are judged like any other case here. */
bool selection_takes(const struct selection *selection, const struct test_case *test_case);

/* A pattern that matches no case of collection, or NULL if each matches one. */
const char *selection_unmatched(const struct selection *selection,
                                const struct collection *collection);

#endif

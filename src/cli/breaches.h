/*
 * Which fault of a selftest broke which requirement, and what reacted to that; and the score over
 * all requirements.
 */
#ifndef CLI_BREACHES_H
#define CLI_BREACHES_H

#include "refserver/faults.h"
#include "suite/load.h"
#include "util/text.h"

/* A fault breaks a requirement; the findings are about just that one. */
struct breach {
    const struct fault *fault;
    const char *requirement;
    const char *findings; /* "fail conn-close.alone, warn conn-close.then-valid"; "": nobody */
};

struct breaches {
    struct arena *arena;
    struct breach *items;
    size_t count;
    size_t capacity;
};

/* Adds those of fault, as lines: the id of the requirement, a blank and the findings. */
void breaches_add(struct breaches *breaches, const struct fault *fault, struct span lines);

/*
 * Appends the score: of the requirements that a case of collection or a passive rule covers, those
 * that can be broken, how many are, and which are not. A MAY cannot be broken; an OUGHT is if its
 * case passes with a note. Returns how many are not.
 */
size_t breaches_score(const struct breaches *breaches, const struct collection *collection,
                      struct text *out);

/* Appends the table of faults, requirements and findings, in Markdown. */
void breaches_markdown(const struct breaches *breaches, struct text *out);

#endif

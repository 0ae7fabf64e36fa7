/*
 * The checks that an outcome can ask for: one row each, run in the order of the table. The order
 * matters for people: the first check that does not hold gives the reason.
 */
#ifndef JUDGE_MATCHERS_H
#define JUDGE_MATCHERS_H

#include "judge/comparison.h"

enum matcher_scope {
    MATCHER_CONNECTION, /* once for each connection of the outcome */
    MATCHER_RESPONSE,   /* once for each response that is held against an expectation */
    MATCHER_MESSAGE,    /* the same, for what must hold and for what should */
    MATCHER_FIELD,      /* once for each field check of a message */
    MATCHER_BODY,       /* once for each body check of a message */
    MATCHER_ATTEMPT     /* once for each outcome */
};

struct matcher {
    enum matcher_scope scope;
    const char *key;      /* of case files */
    const char *sentence; /* what it compares */
    void (*match)(struct comparison *comparison);
};

extern const struct matcher matchers[];
extern const size_t matchers_count;

/* Runs the rows of scope at the place where comparison stands. */
void matchers_run(struct comparison *comparison, enum matcher_scope scope);

/* Compares the whole outcome; connections are indexes of the observation, one for each of the
 * outcome's. */
void matchers_compare(struct comparison *comparison, const unsigned *connections);

#endif

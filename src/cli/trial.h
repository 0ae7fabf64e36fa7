/*
 * One trial of the suite against the reference server: clean, or with one fault. Everything happens
 * in this process, on a loop of its own.
 */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include "refserver/faults.h"
#include "suite/load.h"
#include "util/text.h"

struct trial {
    const struct collection *collection;
    const struct fault *fault; /* NULL: clean */
    bool is_tls;
    size_t caught;         /* findings that cover the broken requirement */
    size_t stray;          /* findings that do not; on the clean server every finding */
    struct text caught_by; /* their verdicts and ids */
    struct text strays;
    struct text breaches; /* a line for each requirement that fault breaks: its id, a blank and the
                           findings about it */
};

/* True if a case or a passive rule covers the requirement that fault breaks. */
bool trial_is_covered(const struct collection *collection, const struct fault *fault);

/* Plays trial and fills in what was found. False with error if it could not be played. */
bool trial_play(struct trial *trial, struct error *error);

/* True if the clean server got no finding, or the fault was caught and nothing else was. */
bool trial_is_good(const struct trial *trial);

/* Appends the trial's row of the table, with a newline. */
void trial_row(const struct trial *trial, struct text *out);

void trial_done(struct trial *trial);

#endif

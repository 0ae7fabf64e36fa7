/*
 * --cut: every case that was passed is played once more for each place between two octets of what
 * it sends, with a pause there. TCP keeps no borders, so the verdict must not change. What fails
 * cut is confirmed alone, with a longer pause, before it counts; a cut that only proves nothing (a
 * reset, a neutral answer) or warns is no finding.
 */
#ifndef RUN_CUTS_H
#define RUN_CUTS_H

#include "judge/results.h"
#include "run/plan.h"
#include "run/pool.h"

struct cuts_config {
    size_t every;
    struct arena *arena;               /* what outlives the cuts */
    const volatile bool *is_cancelled; /* may be NULL */
    /* Plays tasks; their observations and variables go to arena. */
    void (*play)(void *user, struct task **tasks, size_t count, enum pool_pass pass,
                 struct arena *arena);
    struct judgement (*judge)(void *user, const struct task *task, const struct attempt *attempt,
                              struct arena *arena);
    void *user;
};

/* A case that a cut made fail. */
struct cut_finding {
    const struct task *whole; /* the case as it is */
    struct task *task;        /* the case with the cut, confirmed and judged */
    struct result_cut cut;
};

struct cuts {
    struct run_cuts totals;
    struct cut_finding *findings; /* in the order of the cases */
    size_t finding_count;
    struct task **confirmed; /* every task whose transcripts are kept */
    size_t confirmed_count;
};

/* How many cuts there are to play. */
size_t cuts_planned(const struct plan *plan, size_t every);

void cuts_play(struct cuts *cuts, const struct cuts_config *config, const struct plan *plan);

/* The reason of a finding: where the cut was, its failure, and how many fail. */
const char *cuts_reason(const struct result_cut *cut, struct arena *arena);

/* Frees the transcripts. A zeroed struct is allowed. */
void cuts_done(struct cuts *cuts);

#endif

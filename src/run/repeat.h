/*
 * --repeat: every case is played several times. The worst verdict counts, with the attempt that
 * brought it; the reason says how often it came.
 */
#ifndef RUN_REPEAT_H
#define RUN_REPEAT_H

#include "run/plan.h"

struct repeat_config {
    unsigned times;                    /* in all; 0 and 1: there is nothing to repeat */
    const volatile bool *is_cancelled; /* may be NULL */
    /* Plays, judges and confirms tasks; what comes of it lives on arena. */
    void (*play)(void *user, struct task **tasks, size_t count, struct arena *arena);
    void *user;
};

/* Memory of the plays that count. Zeroed at first. */
struct repeat {
    struct arena **arenas;
    size_t count;
    size_t capacity;
};

/* How many attempts there will be. */
size_t repeat_planned(const struct plan *plan, unsigned times);

/* Repeats the cases of plan, which were played and judged once; list is where the list of memory
 * and the reasons live. */
void repeat_play(struct repeat *repeat, const struct repeat_config *config, const struct plan *plan,
                 struct arena *list);

void repeat_done(struct repeat *repeat);

#endif

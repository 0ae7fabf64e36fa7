/*
 * From attempts to verdicts: what was played is judged, what rests on silence is played again, one
 * active at a time, with the long patience (VERDICTS 2), and after a failure its control is tried
 * once more.
 */
#ifndef RUN_VERIFY_H
#define RUN_VERIFY_H

#include "run/plan.h"
#include "run/pool.h"

struct verify {
    const struct plan *plan;
    struct arena *arena; /* for what lives as long as the run */
    /* Plays tasks; what comes of it lives on arena. */
    void (*play)(void *user, struct task **tasks, size_t count, enum pool_pass pass,
                 struct arena *arena);
    void *user;
};

/*
 * Judges the first pass over the plan. Controls and cases are confirmed together, as all of them
 * only wait; the cases of a control that was confirmed are judged only then.
 */
void verify_first_pass(const struct verify *verify);

/* Judges tasks that were played once, whose controls were weighed before, and confirms them. */
void verify_tasks(const struct verify *verify, struct task **tasks, size_t count,
                  struct arena *arena);

/* Plays the control of every failed case once more, alone, and says so if it no longer works. */
void verify_controls_again(const struct verify *verify);

#endif

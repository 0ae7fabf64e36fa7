/*
 * Which tasks a run consists of: every chosen case once, or once more for each named resource;
 * equal controls (same bytes, same steps) only once. What cannot run here gets its reason.
 */
#ifndef RUN_PLAN_H
#define RUN_PLAN_H

#include "run/task.h"
#include "run/validators.h"
#include "suite/load.h"
#include "suite/select.h"

struct plan_config {
    const struct collection *collection;
    const struct selection *selection;
    const struct target *target;
    struct variables user_variables; /* --var */
    struct validators validators;    /* of {{path}}, once they are known */
    bool allows_hazard;
};

struct plan {
    struct task **cases;
    size_t case_count;
    size_t case_capacity;
    struct task **controls;
    size_t control_count;
    size_t control_capacity;
    struct task **probes;
    size_t probe_count;
    size_t probe_capacity;
    size_t hazard_held_back;
};

/* Makes the plan on arena; capabilities are decided later by plan_apply_capabilities. False if
 * bytes cannot be made. */
bool plan_make(struct plan *plan, const struct plan_config *config, struct arena *arena,
               struct error *error);

/* Gives a skip reason to every case that needs what is not in capabilities, and to controls nobody
 * needs any more. */
void plan_apply_capabilities(struct plan *plan, struct names capabilities, struct arena *arena);

/* Puts in front those whose scripts wait longest, so that the run does not end with their wait; all
 * else stays in order. */
void plan_longest_first(struct task **tasks, size_t count);

/* The variables of one attempt at task, with a fresh nonce. */
struct variables plan_variables(const struct plan_config *config, const struct task *task,
                                struct arena *arena);

#endif

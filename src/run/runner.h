/*
 * One run: readiness, calibration, probes, controls and cases many at a time, confirmation of what
 * rests on silence, passive rules. It fills a struct results and prints nothing.
 */
#ifndef RUN_RUNNER_H
#define RUN_RUNNER_H

#include "judge/results.h"
#include "run/plan.h"

struct runner_config {
    uv_loop_t *loop;
    const struct clock *clock;
    const struct collection *collection;
    struct selection selection;
    struct target *target;
    struct variables user_variables;
    int64_t wait_ms;   /* --wait; 0: the target must answer at once */
    int64_t settle_ms; /* 0: measured */
    int64_t patience_ms;
    int64_t connect_timeout_ms;
    size_t capture_max;
    unsigned jobs; /* 0: measured */
    bool allows_hazard;
    bool is_shuffled; /* played in an order drawn from seed */
    uint64_t seed;
    unsigned repeat;  /* every case is played so often; 0 and 1: once */
    unsigned rate;    /* attempts begun per second at most; 0: no limit */
    bool fails_fast;  /* nothing more is begun once a failure is proved */
    size_t cut_every; /* passed cases are played again, cut at every so many octets; 0: not */
    bool fails_on[VERDICT_COUNT];
    const volatile bool *is_cancelled; /* set by a signal; may be NULL */
    void (*started)(void *user, const struct results *results, size_t planned);
    void (*judged)(void *user, const char *id, size_t done, size_t planned); /* first pass */
    void *user;
};

struct run; /* owns transcripts and texts of the results */

/*
 * Audits the target. Returns the run, whose results live until run_free. A target that never
 * answered gives a run too; its results have `fatal` set and no items. NULL only if a case cannot
 * be made into bytes (error says which).
 */
struct run *run_audit(const struct runner_config *config, struct error *error);
const struct results *run_results(const struct run *run);
void run_free(struct run *run);

#endif

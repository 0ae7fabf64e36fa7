/*
 * Plays tasks, several at a time, on the one loop. In a confirmation one task is active at a time
 * while many wait: the next starts when the former has gone quiet, so that load cannot forge a
 * silence.
 */
#ifndef RUN_POOL_H
#define RUN_POOL_H

#include "run/plan.h"

enum pool_pass {
    POOL_FIRST,   /* many at a time, short quiet time */
    POOL_CONFIRM, /* one active, many waiting, long patience */
    POOL_AGAIN    /* one after the other, short quiet time: does the control still work? */
};

struct pool_config {
    uv_loop_t *loop;
    const struct clock *clock;
    const struct plan_config *plan;
    struct arena *arena; /* transcripts' observations and variables live here */
    unsigned jobs;       /* at most this many connections' worth of tasks at a time */
    int64_t settle_ms;   /* quiet time that ends an attempt of the first pass */
    int64_t patience_ms; /* the same in a confirmation */
    int64_t connect_timeout_ms;
    size_t capture_max;
    enum pool_pass pass;
    unsigned rate;                     /* attempts begun per second at most; 0: no limit */
    const volatile bool *is_cancelled; /* looked at before each start; may be NULL */
    const bool *is_stopped;            /* likewise */
    void (*played)(void *user, struct task *task, struct attempt *attempt); /* after each attempt */
    void *user;
};

/* Plays every task that has no skip_reason and runs the loop until all are done. */
void pool_play(const struct pool_config *config, struct task **tasks, size_t count);

#endif

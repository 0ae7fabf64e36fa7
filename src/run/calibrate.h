/*
 * Measures the target before it is judged: how slowly it answers an ordinary GET and how many idle
 * connections it holds while it still answers another one promptly. From that follow the
 * settle time and the number of tasks at a time. On the way it learns the resource's validators.
 */
#ifndef RUN_CALIBRATE_H
#define RUN_CALIBRATE_H

#include "run/target.h"
#include "run/validators.h"

#define CALIBRATE_JOBS_MAX 16
#define CALIBRATE_IDLE_MAX 32

struct calibration {
    int64_t slowest_us; /* of a few ordinary GETs on fresh connections */
    int64_t settle_ms;  /* quiet time that ends an attempt of the first pass */
    unsigned capacity;  /* idle connections, and still a prompt answer: a power of 2 up to 32 */
    int status;         /* of the first GET; 0 if there was no answer */
    char baseline[320]; /* one line: what the ordinary client got */
    struct validators validators; /* what all of these GETs showed */
};

/* Asks the target. Nothing can go wrong here that would not show as a status of 0 or a capacity
 * of 1. Texts are put on arena. */
void calibrate(const struct target *target, uv_loop_t *loop, const struct clock *clock,
               struct arena *arena, struct calibration *calibration);

#endif

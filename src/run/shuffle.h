/*
 * The order of play drawn from a number (--shuffle): SplitMix64 (Steele, Lea and Flood 2014) and
 * the shuffle of Fisher and Yates, so that the same seed gives the same order everywhere and for
 * ever.
 */
#ifndef RUN_SHUFFLE_H
#define RUN_SHUFFLE_H

#include "run/task.h"

/* The next number; *state is the seed at first. */
uint64_t shuffle_next(uint64_t *state);

void shuffle_tasks(struct task **tasks, size_t count, uint64_t seed);

#endif

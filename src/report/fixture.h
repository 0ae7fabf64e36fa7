/*
 * Fixed results for the tests of this room, made in C with a clock that stands still. Only tests
 * use it.
 */
#ifndef REPORT_FIXTURE_H
#define REPORT_FIXTURE_H

#include "report/reporter.h"

#define FIXTURE_RESULTS_MAX 24
#define FIXTURE_TRANSCRIPTS_MAX 64

struct fixture {
    struct arena *arena;
    struct clock clock;
    struct requirements requirements;
    struct results results;
    struct report_options options;
    struct result items[FIXTURE_RESULTS_MAX];
    struct transcript *transcripts[FIXTURE_TRANSCRIPTS_MAX];
    size_t transcript_count;
};

/* A run with every kind of verdict and ending in it. */
void fixture_init(struct fixture *fixture);

/* A run without results. */
void fixture_init_run(struct fixture *fixture);

/* A run that never reached its target. */
void fixture_init_fatal(struct fixture *fixture, const char *fatal);

void fixture_done(struct fixture *fixture);

#endif

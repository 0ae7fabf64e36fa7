/*
 * Fixed results for the tests of this room, made in C with a clock that stands still, and the
 * comparison with golden files. Only tests use it.
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

/* A run in which bytes stand wherever the peer has a say. */
void fixture_init_hostile(struct fixture *fixture, struct span bytes);

/* The same, and they stand where the user or a case file has a say, too. */
void fixture_init_hostile_words(struct fixture *fixture, struct span bytes);

/* A run that never reached its target. */
void fixture_init_fatal(struct fixture *fixture, const char *fatal);

void fixture_done(struct fixture *fixture);

/*
 * Compares text with the file golden/NAME and fails the test if they differ. With
 * H1AUDIT_GOLDEN=write in the environment the file is written instead.
 */
void fixture_golden(const char *name, const struct text *text);

/*
 * Fails the test if text could act on a terminal or a CI system: printable ASCII, newlines and the
 * two signs of ours (the middle dot and the section sign), no command of a CI system.
 */
void fixture_check_harmless(const struct text *text);

/* Calls check with every byte value and every pair of them, in strings of a few hundred bytes. */
void fixture_each_hostile(void (*check)(struct span bytes));

#endif

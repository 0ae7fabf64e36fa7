/* Results of a run against a peer that wants to act on whoever reads the report. Only tests use it.
 */
#ifndef REPORT_FIXTURE_HOSTILE_H
#define REPORT_FIXTURE_HOSTILE_H

#include "report/fixture.h"

/* A run in which bytes stand wherever the peer has a say. */
void fixture_hostile_init(struct fixture *fixture, struct span bytes);

/* The same, and they stand where the user or a case file has a say, too. */
void fixture_hostile_init_words(struct fixture *fixture, struct span bytes);

/* Calls check with every byte value and every pair of them, in strings of 1 to 2 KiB. */
void fixture_hostile_each(void (*check)(struct span bytes));

#endif

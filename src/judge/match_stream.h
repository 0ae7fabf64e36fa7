/* Matchers of a whole connection: how many responses, how it ended, and what else was in the
 * stream. */
#ifndef JUDGE_MATCH_STREAM_H
#define JUDGE_MATCH_STREAM_H

#include "judge/comparison.h"

/* Bytes that are no status line where a response must begin: from there on nothing can be counted.
 */
void match_stream_in_step(struct comparison *comparison);

/*
 * Holds the final responses against the expectations, in order. An optional expectation that the
 * next response does not meet, or for which none is left, is passed over.
 */
void match_stream_responses(struct comparison *comparison);

void match_stream_end(struct comparison *comparison);
void match_stream_after(struct comparison *comparison);
void match_stream_wellformed(struct comparison *comparison);

/* Speaks of the attempt, not of a connection. */
void match_stream_handled(struct comparison *comparison);

#endif

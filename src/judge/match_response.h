/* Matchers of one response: comparison.answer against comparison.expectation, wanted and field. */
#ifndef JUDGE_MATCH_RESPONSE_H
#define JUDGE_MATCH_RESPONSE_H

#include "judge/comparison.h"

void match_response_complete(struct comparison *comparison);
void match_response_status(struct comparison *comparison);
void match_response_version(struct comparison *comparison);
void match_response_interim(struct comparison *comparison);
void match_response_before(struct comparison *comparison);

/* True for a status that speaks of load, time or a gateway, and not of the request. */
bool match_response_is_neutral(int status);

#endif

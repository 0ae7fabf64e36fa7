/* Matchers of the response's content: comparison.wanted->body against comparison.answer. */
#ifndef JUDGE_MATCH_BODY_H
#define JUDGE_MATCH_BODY_H

#include "judge/comparison.h"

void match_body_empty(struct comparison *comparison);
void match_body_length(struct comparison *comparison);
void match_body_equals(struct comparison *comparison);
void match_body_contains(struct comparison *comparison);
void match_body_lacks(struct comparison *comparison);

#endif

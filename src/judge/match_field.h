/* Matchers of one field of the response: comparison.field against comparison.answer. */
#ifndef JUDGE_MATCH_FIELD_H
#define JUDGE_MATCH_FIELD_H

#include "judge/comparison.h"

void match_field_present(struct comparison *comparison);
void match_field_count(struct comparison *comparison);
void match_field_has_token(struct comparison *comparison);
void match_field_lacks_token(struct comparison *comparison);
void match_field_equals(struct comparison *comparison);
void match_field_is_http_date(struct comparison *comparison);
void match_field_as_first(struct comparison *comparison);

#endif

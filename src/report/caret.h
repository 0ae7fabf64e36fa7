/* What the caret under the first deviating offset says, and which check it speaks of. */
#ifndef REPORT_CARET_H
#define REPORT_CARET_H

#include "report/block.h"

/* "status of response 1: expected 400, got 200", made printable. */
void caret_check(struct text *out, const struct check *check);

/* The first broken check at the judgement's offset, a must before a should; NULL if there is none.
 */
const struct check *caret_find(const struct judgement *judgement);

/*
 * The words for the judgement's offset, on the block's arena. Where a response must begin and none
 * does, they say which one; otherwise they are those of the check.
 */
const char *caret_words(const struct block *block);

#endif

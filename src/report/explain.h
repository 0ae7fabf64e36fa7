/*
 * The lower part of a block: reason, missed checks, control, allowed alternatives, the other
 * attempt of a flaky case, why it matters, where it is written, and the commands that show it
 * again.
 */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include "report/block.h"

/* Appends that part; told is a check that was worded above already, or NULL. */
void explain_write(const struct block *block, const struct check *told);

#endif

/* What came of a run: a result for each case and for each passive rule, from the tasks that were
 * played. */
#ifndef RUN_HARVEST_H
#define RUN_HARVEST_H

#include "run/cuts.h"
#include "run/plan.h"

/* Fills items and count of results; they live on arena and borrow the tasks' transcripts. */
void harvest(const struct plan *plan, const struct cuts *cuts, struct results *results,
             struct arena *arena);

#endif

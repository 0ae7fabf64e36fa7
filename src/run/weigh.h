/*
 * What came of a task that was played: how its control fared, its judgement, and whether it must be
 * played again to be believed (VERDICTS 2: bytes are proof, silence is confirmed).
 */
#ifndef RUN_WEIGH_H
#define RUN_WEIGH_H

#include "run/task.h"

/* How the last attempt at a control fared. Texts live on arena, here and below. */
struct control_result weigh_control(const struct task *task, struct arena *arena);

/* The judgement of attempt; its control, if there is one, was weighed before. */
struct judgement weigh_attempt(const struct task *task, const struct attempt *attempt,
                               struct arena *arena);

/* True if the judgement of the first attempt rests on what a longer wait might change. */
bool weigh_needs_confirmation(const struct task *task);

/* Takes the confirmed attempt into account. Without one (the run was ended) nothing is proved. */
void weigh_confirmed(struct task *task, struct arena *arena);

#endif

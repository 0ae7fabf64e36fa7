#include "run/task.h"

const struct attempt *task_last_attempt(const struct task *task)
{
    bool is_confirmed = task->confirmed.transcript != NULL || task->confirmed.failure != NULL;
    return is_confirmed ? &task->confirmed : &task->first;
}

struct judgement task_without_attempt(enum verdict verdict, const char *reason)
{
    return (struct judgement){.verdict = verdict, .reason = reason, .offset = SIZE_MAX};
}

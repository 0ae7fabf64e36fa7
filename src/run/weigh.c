#include "run/weigh.h"

struct control_result weigh_control(const struct task *task, struct arena *arena)
{
    const struct attempt *attempt = task_last_attempt(task);
    if (attempt->observation == NULL)
        return (struct control_result){.word = CONTROL_BAD,
                                       .reason = attempt->failure != NULL ? attempt->failure
                                                                          : "it was not run"};
    return judge_control(task->test_case->control_status, judge_control_connection(task->test_case),
                         attempt->observation, arena);
}

struct judgement weigh_attempt(const struct task *task, const struct attempt *attempt,
                               struct arena *arena)
{
    static const struct control_result none = {.word = CONTROL_NONE};
    if (attempt->failure != NULL)
        return task_without_attempt(VERDICT_ERROR, attempt->failure);
    if (attempt->observation == NULL)
        return task_without_attempt(VERDICT_SKIP, "the run was ended before this case");
    return judge_case(task->test_case, attempt->observation, &attempt->variables,
                      task->control == NULL ? &none : &task->control->control_result, arena);
}

/* True if the first attempt received something that the confirmed one did not: bytes against bytes.
 */
static bool contradicts(const struct observation *first, const struct observation *confirmed)
{
    for (unsigned c = 0; c < first->count; c++) {
        const struct http_stream *a = first->connections[c].stream;
        const struct http_stream *b = confirmed->connections[c].stream;
        if (a->count > b->count)
            return true;
        for (size_t i = 0; i < a->count; i++) {
            if (a->messages[i].status != b->messages[i].status)
                return true;
        }
    }
    return false;
}

void weigh_confirmed(struct task *task, struct arena *arena)
{
    if (task->confirmed.transcript == NULL && task->confirmed.failure == NULL) {
        task->judgement.verdict = VERDICT_INCONCLUSIVE;
        task->judgement.reason = arena_printf(
            arena, "%s; the run was ended before this was confirmed", task->judgement.reason);
        return;
    }
    struct judgement confirmed = weigh_attempt(task, &task->confirmed, arena);
    bool is_contradiction = task->first.observation != NULL &&
                            task->confirmed.observation != NULL &&
                            contradicts(task->first.observation, task->confirmed.observation);
    task->is_flaky = is_contradiction && confirmed.verdict != task->judgement.verdict;
    if (!task->is_flaky || verdict_worse(confirmed.verdict, task->judgement.verdict))
        task->judgement = confirmed;
}

bool weigh_needs_confirmation(const struct task *task)
{
    bool has_good_control =
        task->control == NULL || task->control->control_result.word == CONTROL_GOOD;
    /* An outcome that asks for nothing and says that it proves nothing will not prove more. */
    bool is_void = task->judgement.verdict == VERDICT_INCONCLUSIVE &&
                   task->judgement.outcome != NULL && task->judgement.checks.count == 0;
    return task->judgement.verdict == VERDICT_ERROR ||
           (task->judgement.rests_on_silence && has_good_control && !is_void);
}

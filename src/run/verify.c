#include "run/verify.h"

#include "run/weigh.h"

/* Tasks that are to be played again, one active at a time, because silence proves little. */
struct silent {
    struct task **tasks;
    size_t count;
};

static void weigh_controls(const struct verify *verify, struct silent *silent)
{
    for (size_t i = 0; i < verify->plan->control_count; i++) {
        struct task *control = verify->plan->controls[i];
        if (control->skip_reason != NULL)
            continue;
        control->control_result = weigh_control(control, verify->arena);
        if (control->control_result.word == CONTROL_BAD)
            silent->tasks[silent->count++] = control;
    }
}

static void judge_first(struct task **tasks, size_t count, struct arena *arena,
                        struct silent *silent)
{
    for (size_t i = 0; i < count; i++) {
        if (tasks[i]->skip_reason != NULL)
            continue;
        tasks[i]->judgement = weigh_attempt(tasks[i], &tasks[i]->first, arena);
        if (weigh_needs_confirmation(tasks[i]))
            silent->tasks[silent->count++] = tasks[i];
    }
}

static void confirm(const struct verify *verify, const struct silent *silent, struct arena *arena)
{
    verify->play(verify->user, silent->tasks, silent->count, POOL_CONFIRM, arena);
    for (size_t i = 0; i < silent->count; i++) {
        struct task *task = silent->tasks[i];
        if (task->is_control)
            task->control_result = weigh_control(task, arena);
        else
            weigh_confirmed(task, arena);
    }
}

void verify_tasks(const struct verify *verify, struct task **tasks, size_t count,
                  struct arena *arena)
{
    struct silent silent = {.tasks = arena_array(arena, count + 1, sizeof(struct task *))};
    judge_first(tasks, count, arena, &silent);
    confirm(verify, &silent, arena);
}

void verify_first_pass(const struct verify *verify)
{
    const struct plan *plan = verify->plan;
    size_t room = plan->control_count + plan->case_count + 1;
    struct silent silent = {.tasks = arena_array(verify->arena, room, sizeof(struct task *))};
    struct silent late = {.tasks = arena_array(verify->arena, room, sizeof(struct task *))};
    weigh_controls(verify, &silent);
    judge_first(plan->cases, plan->case_count, verify->arena, &silent);
    confirm(verify, &silent, verify->arena);
    for (size_t i = 0; i < plan->case_count; i++) {
        struct task *task = plan->cases[i];
        bool was_late = task->control != NULL && task->control->confirmed.observation != NULL;
        if (was_late && task->confirmed.transcript == NULL)
            late.tasks[late.count++] = task;
    }
    verify_tasks(verify, late.tasks, late.count, verify->arena);
}

/* A control that no longer works after a failure shows that the server's state was harmed. */
static void note_harm(const struct verify *verify, struct task *task)
{
    struct task *control = task->control;
    if (control->again.observation == NULL)
        return;
    struct control_result again = judge_control(control->test_case->control_status,
                                                judge_control_connection(control->test_case),
                                                control->again.observation, verify->arena);
    if (again.word == CONTROL_BAD)
        task->judgement.reason = arena_printf(verify->arena, "%s; afterwards the control got %s",
                                              task->judgement.reason, again.reason);
}

void verify_controls_again(const struct verify *verify)
{
    const struct plan *plan = verify->plan;
    struct task **failed = arena_array(verify->arena, plan->case_count + 1, sizeof(*failed));
    struct task **controls = arena_array(verify->arena, plan->case_count + 1, sizeof(*controls));
    size_t failed_count = 0;
    size_t count = 0;
    for (size_t i = 0; i < plan->case_count; i++) {
        struct task *task = plan->cases[i];
        if (task->control == NULL || task->judgement.verdict != VERDICT_FAIL)
            continue;
        failed[failed_count++] = task;
        if (!task->control->is_replayed)
            controls[count++] = task->control;
        task->control->is_replayed = true;
    }
    verify->play(verify->user, controls, count, POOL_AGAIN, verify->arena);
    for (size_t i = 0; i < failed_count; i++)
        note_harm(verify, failed[i]);
}

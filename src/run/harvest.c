#include "run/harvest.h"

#include "judge/rulebook.h"

static void apply_rules_to(struct task *const *tasks, size_t count, struct rule_tally *tallies,
                           struct arena *arena)
{
    for (size_t i = 0; i < count; i++) {
        if (tasks[i]->first.observation != NULL)
            rulebook_apply(tasks[i]->first.observation, tasks[i]->id, tallies, arena);
        if (tasks[i]->confirmed.observation != NULL)
            rulebook_apply(tasks[i]->confirmed.observation, tasks[i]->id, tallies, arena);
    }
}

/* Every response of every attempt, probes and controls included. */
static struct rule_tally *apply_rules(const struct plan *plan, struct arena *arena)
{
    struct rule_tally *tallies = arena_array(arena, rulebook_count + 1, sizeof(*tallies));
    for (size_t i = 0; i < rulebook_count; i++)
        tallies[i].rule = &rulebook[i];
    apply_rules_to(plan->cases, plan->case_count, tallies, arena);
    apply_rules_to(plan->controls, plan->control_count, tallies, arena);
    apply_rules_to(plan->probes, plan->probe_count, tallies, arena);
    return tallies;
}

static struct result case_result(const struct task *task)
{
    const struct attempt *last = task_last_attempt(task);
    bool is_other_first = task->is_flaky && last == &task->confirmed;
    struct result result = {
        .id = task->id,
        .test_case = task->test_case,
        .resource = task->resource,
        .judgement = task->judgement,
        .transcript = last->transcript,
        .observation = last->observation,
        .other_transcript = is_other_first ? task->first.transcript : NULL,
        .variables = last->variables,
        .attempts = task->attempts,
        .is_flaky = task->is_flaky,
    };
    if (task->skip_reason != NULL)
        result.judgement = task_without_attempt(VERDICT_SKIP, task->skip_reason);
    else if (task->control != NULL) {
        result.control = task->control->control_result;
        result.control_transcript = task_last_attempt(task->control)->transcript;
    }
    if (last->transcript != NULL)
        result.duration_us = transcript_duration_us(last->transcript);
    return result;
}

static struct result rule_result(const struct rule_tally *tally, struct arena *arena)
{
    struct result result = {
        .id = arena_printf(arena, "passive.%s", tally->rule->id),
        .tally = tally,
        .transcript = tally->count > 0 ? tally->transcript : NULL,
    };
    result.judgement =
        task_without_attempt(rulebook_verdict(tally, false), rulebook_reason(tally, arena));
    if (tally->count > 0) {
        result.judgement.offset = tally->example.offset;
        result.judgement.connection = tally->example.connection;
        result.observation = observation_new(tally->transcript, arena);
    }
    return result;
}

void harvest(const struct plan *plan, const struct cuts *cuts, struct results *results,
             struct arena *arena)
{
    const struct rule_tally *tallies = apply_rules(plan, arena);
    size_t room = plan->case_count + cuts->finding_count + rulebook_count;
    size_t next = 0;
    results->items = arena_array(arena, room + 1, sizeof(*results->items));
    for (size_t i = 0; i < plan->case_count; i++) {
        results->items[results->count++] = case_result(plan->cases[i]);
        if (next == cuts->finding_count || cuts->findings[next].whole != plan->cases[i])
            continue;
        struct result *result = &results->items[results->count++];
        *result = case_result(cuts->findings[next].task);
        result->cut = &cuts->findings[next++].cut;
    }
    for (size_t i = 0; i < rulebook_count; i++)
        results->items[results->count++] = rule_result(&tallies[i], arena);
}

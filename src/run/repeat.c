#include "run/repeat.h"

/* How often the verdict of a task came. */
struct tally {
    unsigned plays;
    unsigned alike;
};

size_t repeat_planned(const struct plan *plan, unsigned times)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->case_count; i++)
        count += plan->cases[i]->skip_reason == NULL;
    return times > 1 ? count * (times - 1) : 0;
}

static void free_attempts(struct task *task)
{
    transcript_free(task->first.transcript);
    transcript_free(task->confirmed.transcript);
}

static struct task *fresh_copy(const struct task *task, struct arena *arena)
{
    struct task *copy = arena_array(arena, 1, sizeof(*copy));
    *copy = *task;
    copy->first = (struct attempt){0};
    copy->confirmed = (struct attempt){0};
    copy->judgement = (struct judgement){0};
    copy->is_flaky = false;
    return copy;
}

/* Lets the worse of both count; true if that is the new one. */
static bool keep_worse(struct task *task, struct task *again, struct tally *tally)
{
    bool is_worse = verdict_worse(again->judgement.verdict, task->judgement.verdict);
    if (is_worse)
        tally->alike = 0;
    tally->plays++;
    tally->alike += is_worse || again->judgement.verdict == task->judgement.verdict;
    free_attempts(is_worse ? task : again);
    if (is_worse) {
        task->first = again->first;
        task->confirmed = again->confirmed;
        task->judgement = again->judgement;
    }
    task->attempts = again->attempts;
    task->is_flaky = task->is_flaky || again->is_flaky;
    return is_worse;
}

/* One more play of everything. Its memory is kept only if something of it counts. */
static void play_once(struct repeat *repeat, const struct repeat_config *config,
                      const struct plan *plan, struct tally *tallies, struct arena *list)
{
    struct arena *arena = arena_new();
    struct task **copies = arena_array(arena, plan->case_count + 1, sizeof(*copies));
    bool is_kept = false;
    for (size_t i = 0; i < plan->case_count; i++)
        copies[i] = fresh_copy(plan->cases[i], arena);
    config->play(config->user, copies, plan->case_count, arena);
    for (size_t i = 0; i < plan->case_count; i++) {
        bool is_played = copies[i]->first.transcript != NULL || copies[i]->first.failure != NULL;
        if (is_played && keep_worse(plan->cases[i], copies[i], &tallies[i]))
            is_kept = true;
    }
    if (!is_kept) {
        arena_free(arena);
        return;
    }
    repeat->arenas =
        arena_grow(list, repeat->arenas, &repeat->capacity, repeat->count, sizeof(struct arena *));
    repeat->arenas[repeat->count++] = arena;
}

static bool is_cancelled(const struct repeat_config *config)
{
    return config->is_cancelled != NULL && *config->is_cancelled;
}

void repeat_play(struct repeat *repeat, const struct repeat_config *config, const struct plan *plan,
                 struct arena *list)
{
    struct tally *tallies = arena_array(list, plan->case_count + 1, sizeof(*tallies));
    for (size_t i = 0; i < plan->case_count; i++)
        tallies[i] = (struct tally){.plays = 1, .alike = 1};
    for (unsigned n = 1; n < config->times && !is_cancelled(config); n++)
        play_once(repeat, config, plan, tallies, list);
    for (size_t i = 0; i < plan->case_count; i++) {
        struct task *task = plan->cases[i];
        if (tallies[i].alike == tallies[i].plays)
            continue;
        task->is_flaky = true;
        task->judgement.reason = arena_printf(list, "%s (%u of %u plays)", task->judgement.reason,
                                              tallies[i].alike, tallies[i].plays);
    }
}

void repeat_done(struct repeat *repeat)
{
    for (size_t i = 0; i < repeat->count; i++)
        arena_free(repeat->arenas[i]);
    *repeat = (struct repeat){0};
}

#include "run/cuts.h"

#include "run/cut_script.h"

#define WAVE 512         /* cuts that are held in memory at a time */
#define CONFIRMED_MAX 8u /* cuts of one case that are confirmed */
#define GAP_MS 3 /* besides the wait until the kernel reports the first piece acknowledged */

/* A case and what its cuts came to. */
struct subject {
    struct task *whole;
    struct cut_spots spots;
    struct cut_spot suspects[CONFIRMED_MAX]; /* the first that failed */
    struct task *confirmed[CONFIRMED_MAX];
    size_t suspect_count;
    size_t failed; /* all that failed */
    size_t played;
};

struct wave {
    struct subject *subjects[WAVE];
    struct cut_spot spots[WAVE];
    struct task *tasks[WAVE];
    size_t count;
    struct arena *arena;
};

static bool is_cancelled(const struct cuts_config *config)
{
    return config->is_cancelled != NULL && *config->is_cancelled;
}

/* Only a pass can be lost: what fails as a whole is told already. */
static bool is_subject(const struct task *task)
{
    return task->skip_reason == NULL && task->judgement.verdict == VERDICT_PASS && !task->is_flaky;
}

static struct task *cut_task(const struct task *whole, struct cut_spot spot, int64_t gap_ms,
                             struct arena *arena)
{
    struct task *task = arena_alloc(arena, sizeof(*task));
    const struct test_case *test_case = cut_script_case(whole->test_case, spot, gap_ms, arena);
    *task = (struct task){
        .test_case = test_case,
        .id = arena_printf(arena, "%s@cut-%zu", whole->id, spot.at),
        .resource = whole->resource,
        .path = whole->path,
        .script = &test_case->script,
        .is_counted = whole->is_counted,
        .control = whole->control,
        .settle_ms = whole->settle_ms,
        .patience_ms = whole->patience_ms,
    };
    return task;
}

static void free_transcripts(struct task *task)
{
    transcript_free(task->first.transcript);
    transcript_free(task->confirmed.transcript);
    task->first.transcript = task->confirmed.transcript = NULL;
}

static void weigh(const struct cuts_config *config, struct wave *wave, size_t index)
{
    struct subject *subject = wave->subjects[index];
    struct task *task = wave->tasks[index];
    if (task->first.transcript == NULL)
        return;
    subject->played++;
    struct judgement judgement = config->judge(config->user, task, &task->first, wave->arena);
    if (judgement.verdict == VERDICT_FAIL) {
        subject->failed++;
        if (subject->suspect_count < CONFIRMED_MAX)
            subject->suspects[subject->suspect_count++] = wave->spots[index];
    }
    free_transcripts(task);
}

static void flush(const struct cuts_config *config, struct wave *wave)
{
    config->play(config->user, wave->tasks, wave->count, POOL_FIRST, wave->arena);
    for (size_t i = 0; i < wave->count; i++)
        weigh(config, wave, i);
    arena_free(wave->arena);
    wave->arena = arena_new();
    wave->count = 0;
}

static void play_first(const struct cuts_config *config, struct subject *subjects, size_t count)
{
    struct wave *wave = arena_alloc(config->arena, sizeof(*wave));
    *wave = (struct wave){.arena = arena_new()};
    for (size_t s = 0; s < count; s++) {
        for (size_t i = 0; i < subjects[s].spots.count && !is_cancelled(config); i++) {
            wave->subjects[wave->count] = &subjects[s];
            wave->spots[wave->count] = subjects[s].spots.items[i];
            wave->tasks[wave->count++] =
                cut_task(subjects[s].whole, subjects[s].spots.items[i], GAP_MS, wave->arena);
            if (wave->count == WAVE)
                flush(config, wave);
        }
    }
    flush(config, wave);
    arena_free(wave->arena);
}

static void confirm(struct cuts *cuts, const struct cuts_config *config, struct subject *subjects,
                    size_t count)
{
    cuts->confirmed = arena_array(config->arena, count * CONFIRMED_MAX + 1, sizeof(struct task *));
    for (size_t s = 0; s < count; s++) {
        for (size_t i = 0; i < subjects[s].suspect_count; i++) {
            struct task *task = cut_task(subjects[s].whole, subjects[s].suspects[i],
                                         CUT_SCRIPT_GAP_MS, config->arena);
            subjects[s].confirmed[i] = task;
            cuts->confirmed[cuts->confirmed_count++] = task;
        }
    }
    config->play(config->user, cuts->confirmed, cuts->confirmed_count, POOL_CONFIRM, config->arena);
}

const char *cuts_reason(const struct result_cut *cut, struct arena *arena)
{
    return arena_printf(arena,
                        "cut after octet %zu, %s: %s (uncut it passes; %zu of %zu cuts fail)",
                        cut->at, cut->place, cut->failure, cut->differing, cut->count);
}

static void add_finding(struct cuts *cuts, const struct cuts_config *config,
                        const struct subject *subject, size_t index)
{
    struct cut_finding *finding = &cuts->findings[cuts->finding_count++];
    struct cut_spot spot = subject->suspects[index];
    struct task *task = subject->confirmed[index];
    *finding = (struct cut_finding){.whole = subject->whole, .task = task};
    finding->cut = (struct result_cut){
        .at = spot.at,
        .place = cut_script_place(task->script, &task->confirmed.variables, spot, config->arena),
        .failure = task->judgement.reason,
        .count = subject->played,
        .differing = subject->failed,
    };
    task->judgement.reason = cuts_reason(&finding->cut, config->arena);
    task->attempts = 2; /* cut, and confirmed */
}

/* Cuts that did not fail again are taken off the count; the first that did tells the case. */
static void conclude(struct cuts *cuts, const struct cuts_config *config, struct subject *subject)
{
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < subject->suspect_count; i++) {
        struct task *task = subject->confirmed[i];
        bool is_played = task->confirmed.transcript != NULL;
        if (is_played)
            task->judgement = config->judge(config->user, task, &task->confirmed, config->arena);
        bool fails = is_played && task->judgement.verdict == VERDICT_FAIL;
        subject->failed -= !fails;
        if (fails && first == SIZE_MAX)
            first = i;
    }
    bool has_finding = first != SIZE_MAX;
    cuts->totals.case_count += subject->played > 0;
    cuts->totals.count += subject->played;
    cuts->totals.differing += has_finding ? subject->failed : 0;
    if (has_finding)
        add_finding(cuts, config, subject, first);
}

static bool find_spots(const struct task *task, size_t every, struct cut_spots *spots,
                       struct arena *arena)
{
    const struct variables *variables = &task_last_attempt(task)->variables;
    return is_subject(task) && cut_script_spots(spots, task->script, variables, every, arena) &&
           spots->count > 0;
}

size_t cuts_planned(const struct plan *plan, size_t every)
{
    struct arena *arena = arena_new();
    size_t count = 0;
    for (size_t i = 0; i < plan->case_count; i++) {
        struct cut_spots spots;
        if (find_spots(plan->cases[i], every, &spots, arena))
            count += spots.count;
    }
    arena_free(arena);
    return count;
}

void cuts_play(struct cuts *cuts, const struct cuts_config *config, const struct plan *plan)
{
    struct subject *subjects = arena_array(config->arena, plan->case_count + 1, sizeof(*subjects));
    size_t count = 0;
    for (size_t i = 0; i < plan->case_count; i++) {
        subjects[count].whole = plan->cases[i];
        count += find_spots(plan->cases[i], config->every, &subjects[count].spots, config->arena);
    }
    cuts->findings = arena_array(config->arena, count + 1, sizeof(*cuts->findings));
    cuts->totals.every = config->every;
    play_first(config, subjects, count);
    confirm(cuts, config, subjects, count);
    for (size_t i = 0; i < count; i++)
        conclude(cuts, config, &subjects[i]);
}

void cuts_done(struct cuts *cuts)
{
    for (size_t i = 0; i < cuts->confirmed_count; i++)
        free_transcripts(cuts->confirmed[i]);
}

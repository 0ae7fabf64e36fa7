#include "run/runner.h"

#include <stdlib.h>
#include <string.h>

#include "run/calibrate.h"
#include "run/cuts.h"
#include "run/harvest.h"
#include "run/pool.h"
#include "run/repeat.h"
#include "run/shuffle.h"
#include "run/verify.h"
#include "run/weigh.h"
#include "util/memory.h"

#define LIVENESS_TIMEOUT_MS 5000
#define PATIENCE_FACTOR 2 /* of settle, at least */
#define PROBE_PATIENCE 4 /* times as long as a case, since a probe's silence is not confirmed */
#define WRITE_PATIENCE_MS                                                                          \
    2000 /* where two write at a time, Apache lets one of them wait for a second */

struct run {
    const struct runner_config *config;
    struct arena *arena;
    struct plan_config plan_config;
    struct plan plan;
    struct calibration calibration;
    struct verify verify;
    struct cuts cuts;
    struct repeat repeat;
    struct results results;
    const char **capabilities;
    size_t capability_capacity;
    size_t done;
    size_t planned;
    bool is_stopped; /* --fail-fast: a failure was proved */
};

static struct names capabilities_of(const struct run *run)
{
    return run->results.capabilities;
}

static void add_capability(struct run *run, const char *name)
{
    struct names *list = &run->results.capabilities;
    if (names_contain(*list, name))
        return;
    run->capabilities = arena_grow(run->arena, run->capabilities, &run->capability_capacity,
                                   list->count, sizeof(*run->capabilities));
    run->capabilities[list->count] = name;
    *list = (struct names){.items = run->capabilities, .count = list->count + 1};
}

static void add_given_capabilities(struct run *run)
{
    const struct target *target = run->config->target;
    add_capability(run, target->shown.is_tls ? "tls" : "plain");
    if (target->options.hit != NULL && target->options.hits != NULL)
        add_capability(run, "counter");
    if (target->options.echo != NULL)
        add_capability(run, "echo");
}

static bool is_cancelled(const struct run *run)
{
    return run->config->is_cancelled != NULL && *run->config->is_cancelled;
}

/* A failure that bytes prove, of a case whose control was good, or comes to be judged later. */
static bool is_failure(const struct task *task, const struct attempt *attempt, struct arena *arena)
{
    struct control_result control = {.word = CONTROL_NONE};
    if (task->is_control || task->test_case->kind == CASE_PROBE || attempt->observation == NULL)
        return false;
    if (task->control != NULL && task->control->first.observation == NULL)
        return false;
    if (task->control != NULL)
        control = weigh_control(task->control, arena);
    struct judgement judgement =
        judge_case(task->test_case, attempt->observation, &attempt->variables, &control, arena);
    return judgement.verdict == VERDICT_FAIL && !judgement.rests_on_silence;
}

static void on_played(void *user, struct task *task, struct attempt *attempt)
{
    struct run *run = user;
    run->done++;
    if (run->config->fails_fast && !run->is_stopped)
        run->is_stopped = is_failure(task, attempt, run->arena);
    if (run->config->judged != NULL && run->planned > 0)
        run->config->judged(run->config->user, task->id, run->done, run->planned);
}

/* In a confirmation one is active and the others only wait: as many as the target bears. */
static unsigned waiting_at_a_time(const struct run *run)
{
    return run->config->jobs > 0 ? run->config->jobs : run->results.capacity;
}

/* What comes of it lives on arena. */
static void play_on(struct run *run, struct task **tasks, size_t count, enum pool_pass pass,
                    struct arena *arena)
{
    struct pool_config config = {
        .loop = run->config->loop,
        .clock = run->config->clock,
        .plan = &run->plan_config,
        .arena = arena,
        .jobs = pass == POOL_CONFIRM ? waiting_at_a_time(run) : run->results.jobs,
        .settle_ms = run->results.settle_ms,
        .patience_ms = run->results.patience_ms,
        .connect_timeout_ms = run->config->connect_timeout_ms,
        .capture_max = run->config->capture_max,
        .pass = pass,
        .rate = run->config->rate,
        .is_cancelled = run->config->is_cancelled,
        .is_stopped = pass == POOL_FIRST ? &run->is_stopped : NULL,
        .played = on_played,
        .user = run,
    };
    pool_play(&config, tasks, count);
}

static void play(struct run *run, struct task **tasks, size_t count, enum pool_pass pass)
{
    play_on(run, tasks, count, pass, run->arena);
}

static void play_probes(struct run *run)
{
    struct plan *plan = &run->plan;
    add_given_capabilities(run);
    for (size_t i = 0; i < plan->probe_count; i++) {
        int64_t settle_ms = PROBE_PATIENCE * run->results.settle_ms;
        if (plan->probes[i]->test_case->is_hazard && settle_ms < WRITE_PATIENCE_MS)
            settle_ms = WRITE_PATIENCE_MS;
        if (plan->probes[i]->settle_ms < settle_ms)
            plan->probes[i]->settle_ms = settle_ms;
        for (size_t n = 0; n < plan->probes[i]->test_case->needs.count; n++) {
            if (!names_contain(capabilities_of(run), plan->probes[i]->test_case->needs.items[n]))
                plan->probes[i]->skip_reason = "the target does not offer what it needs";
        }
    }
    play(run, plan->probes, plan->probe_count, POOL_FIRST);
    for (size_t i = 0; i < plan->probe_count; i++) {
        struct task *task = plan->probes[i];
        if (task->skip_reason != NULL)
            continue;
        task->judgement = weigh_attempt(task, &task->first, run->arena);
        if (task->judgement.verdict == VERDICT_PASS)
            add_capability(run, task->test_case->provides);
    }
    plan_apply_capabilities(plan, capabilities_of(run), run->arena);
}

static size_t count_planned(const struct plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->control_count; i++)
        count += plan->controls[i]->skip_reason == NULL;
    for (size_t i = 0; i < plan->case_count; i++)
        count += plan->cases[i]->skip_reason == NULL;
    return count;
}

/* Plays the first pass: controls and cases in one pool. */
static void play_all(struct run *run)
{
    struct plan *plan = &run->plan;
    size_t count = plan->control_count + plan->case_count;
    struct task **tasks = arena_array(run->arena, count + 1, sizeof(*tasks));
    if (plan->control_count > 0)
        memcpy(tasks, plan->controls, plan->control_count * sizeof(*tasks));
    if (plan->case_count > 0)
        memcpy(tasks + plan->control_count, plan->cases, plan->case_count * sizeof(*tasks));
    if (run->config->is_shuffled)
        shuffle_tasks(tasks, count, run->config->seed);
    else
        plan_longest_first(tasks, count);
    run->done = 0;
    run->planned = count_planned(plan);
    play(run, tasks, count, POOL_FIRST);
    run->planned = 0;
}

static void play_and_judge(void *user, struct task **tasks, size_t count, struct arena *arena)
{
    play_on(user, tasks, count, POOL_FIRST, arena);
    const struct run *run = user;
    verify_tasks(&run->verify, tasks, count, arena);
}

/* --repeat: the worst of several plays counts. */
static void repeat_cases(struct run *run)
{
    const struct repeat_config config = {
        .times = run->config->repeat,
        .is_cancelled = run->config->is_cancelled,
        .play = play_and_judge,
        .user = run,
    };
    run->done = 0;
    run->planned = repeat_planned(&run->plan, config.times);
    repeat_play(&run->repeat, &config, &run->plan, run->arena);
    run->planned = 0;
}

static void play_for(void *user, struct task **tasks, size_t count, enum pool_pass pass,
                     struct arena *arena)
{
    play_on(user, tasks, count, pass, arena);
}

static struct judgement judge_for(void *user, const struct task *task,
                                  const struct attempt *attempt, struct arena *arena)
{
    (void)user;
    return weigh_attempt(task, attempt, arena);
}

static void play_cuts(struct run *run)
{
    if (run->config->cut_every == 0 || is_cancelled(run))
        return;
    struct cuts_config config = {
        .every = run->config->cut_every,
        .arena = run->arena,
        .is_cancelled = run->config->is_cancelled,
        .play = play_for,
        .judge = judge_for,
        .user = run,
    };
    run->done = 0;
    run->planned = cuts_planned(&run->plan, config.every);
    cuts_play(&run->cuts, &config, &run->plan);
    run->planned = 0;
    run->results.cuts = run->cuts.totals;
}

/* Is the target still there? Only asked when something went wrong. */
static void check_liveness(struct run *run)
{
    struct client_answer answer;
    bool had_trouble = results_count(&run->results, VERDICT_FAIL) > 0 ||
                       results_count(&run->results, VERDICT_ERROR) > 0 ||
                       run->results.cuts.count > 0;
    if (!had_trouble || is_cancelled(run))
        return;
    target_get(run->config->target, run->config->target->shown.path, LIVENESS_TIMEOUT_MS, &answer);
    if (answer.status == 0)
        run->results.gone = arena_string(run->arena, answer.problem);
}

/* From here on the cases' variables tell them. */
static void learn_validators(struct run *run)
{
    const struct validators *validators = &run->calibration.validators;
    run->plan_config.validators = *validators;
    if (validators->etag != NULL)
        add_capability(run, "etag");
    if (validators->etag != NULL && validators_is_strong(validators->etag))
        add_capability(run, "strong-etag");
    if (validators->last_modified != NULL)
        add_capability(run, "last-modified");
}

static unsigned jobs_for(unsigned capacity)
{
    return capacity < CALIBRATE_JOBS_MAX ? capacity : CALIBRATE_JOBS_MAX;
}

static bool find_target(struct run *run)
{
    const struct runner_config *config = run->config;
    struct client_answer answer;
    struct error error;
    if (!target_wait(config->target, config->target->shown.path, config->wait_ms, config->clock,
                     &answer, &error)) {
        run->results.fatal = arena_string(run->arena, error.message);
        return false;
    }
    calibrate(config->target, config->loop, config->clock, run->arena, &run->calibration);
    learn_validators(run);
    run->results.baseline = run->calibration.baseline;
    run->results.settle_ms = config->settle_ms > 0 ? config->settle_ms : run->calibration.settle_ms;
    /* Waiting longer must be waiting longer, however slow the target is. */
    if (run->results.patience_ms < PATIENCE_FACTOR * run->results.settle_ms)
        run->results.patience_ms = PATIENCE_FACTOR * run->results.settle_ms;
    run->results.capacity = run->calibration.capacity;
    run->results.jobs = config->jobs > 0 ? config->jobs : jobs_for(run->calibration.capacity);
    return true;
}

static void audit(struct run *run)
{
    play_probes(run);
    if (run->config->started != NULL)
        run->config->started(run->config->user, &run->results, run->plan.case_count);
    play_all(run);
    verify_first_pass(&run->verify);
    repeat_cases(run);
    verify_controls_again(&run->verify);
    play_cuts(run);
    harvest(&run->plan, &run->cuts, &run->results, run->arena);
    check_liveness(run);
}

static struct run *new_run(const struct runner_config *config)
{
    struct run *run = memory_new(sizeof(*run));
    run->config = config;
    run->arena = arena_new();
    run->plan_config = (struct plan_config){
        .collection = config->collection,
        .selection = &config->selection,
        .target = config->target,
        .user_variables = config->user_variables,
        .allows_hazard = config->allows_hazard || dial_is_private(&config->target->address),
    };
    run->results = (struct results){
        .version = H1AUDIT_VERSION,
        .target = config->target->shown,
        .started_wall_ms = clock_wall_ms(),
        .settle_ms = config->settle_ms,
        .patience_ms = config->patience_ms,
        .capture_max = config->capture_max,
        .jobs = config->jobs,
        .has_counter = config->target->options.hit != NULL,
        .cuts = {.every = config->cut_every},
        .repeat = config->repeat > 1 ? config->repeat : 1,
        .is_shuffled = config->is_shuffled,
        .seed = config->seed,
    };
    run->verify =
        (struct verify){.plan = &run->plan, .arena = run->arena, .play = play_for, .user = run};
    memcpy(run->results.fails_on, config->fails_on, sizeof(config->fails_on));
    return run;
}

struct run *run_audit(const struct runner_config *config, struct error *error)
{
    struct run *run = new_run(config);
    int64_t start_us = clock_now_us(config->clock);
    if (!plan_make(&run->plan, &run->plan_config, run->arena, error)) {
        run_free(run);
        return NULL;
    }
    run->results.hazard_held_back = run->plan.hazard_held_back;
    if (find_target(run))
        audit(run);
    run->results.duration_us = clock_now_us(config->clock) - start_us;
    return run;
}

const struct results *run_results(const struct run *run)
{
    return &run->results;
}

static void free_transcripts(struct task **tasks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        transcript_free(tasks[i]->first.transcript);
        transcript_free(tasks[i]->confirmed.transcript);
        transcript_free(tasks[i]->again.transcript);
    }
}

void run_free(struct run *run)
{
    if (run == NULL)
        return;
    free_transcripts(run->plan.cases, run->plan.case_count);
    free_transcripts(run->plan.controls, run->plan.control_count);
    free_transcripts(run->plan.probes, run->plan.probe_count);
    cuts_done(&run->cuts);
    repeat_done(&run->repeat);
    arena_free(run->arena);
    free(run);
}

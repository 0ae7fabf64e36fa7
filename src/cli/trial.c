#include "cli/trial.h"

#include <string.h>

#include "cli/embedded.h"
#include "run/runner.h"

#define TRIAL_SETTLE_MS 120
#define TRIAL_PATIENCE_MS 600
#define TRIAL_CONNECT_MS 5000
#define TRIAL_JOBS 16
#define TRIAL_CAPTURE_MAX (1u << 20)

/* True if rule judges a requirement that fault breaks. */
static bool is_judged(const struct fault *fault, const struct rule *rule)
{
    bool is_broken = fault_breaks(fault, rule->requirement);
    for (size_t i = 0; i < RULE_ALSO_MAX && rule->also[i] != NULL; i++)
        is_broken = is_broken || fault_breaks(fault, rule->also[i]);
    return is_broken;
}

/* True if what was found is about a requirement that fault breaks. */
static bool covers(const struct result *result, const struct fault *fault)
{
    if (result->test_case == NULL)
        return result->tally != NULL && is_judged(fault, result->tally->rule);
    for (size_t i = 0; i < result->test_case->cover_count; i++) {
        if (fault_breaks(fault, result->test_case->covers[i]->id))
            return true;
    }
    return false;
}

bool trial_is_covered(const struct collection *collection, const struct fault *fault)
{
    for (size_t i = 0; i < rulebook_count; i++) {
        if (is_judged(fault, &rulebook[i]))
            return true;
    }
    for (size_t i = 0; i < collection->count; i++) {
        struct result result = {.test_case = collection->cases[i]};
        if (covers(&result, fault))
            return true;
    }
    return false;
}

static bool is_finding(const struct trial *trial, enum verdict verdict)
{
    if (verdict == VERDICT_FAIL || verdict == VERDICT_WARN)
        return true;
    /* A fault may leave other cases without proof; the clean server may not. */
    return trial->fault == NULL && (verdict == VERDICT_INCONCLUSIVE || verdict == VERDICT_ERROR);
}

static void note(struct text *list, const struct result *result)
{
    text_printf(list, "%s%s %s", list->len == 0 ? "" : ", ",
                verdict_name(result->judgement.verdict), result->id);
}

static void weigh(struct trial *trial, const struct results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->items[i];
        if (!is_finding(trial, result->judgement.verdict))
            continue;
        if (trial->fault != NULL && covers(result, trial->fault)) {
            trial->caught++;
            note(&trial->caught_by, result);
        } else {
            trial->stray++;
            note(&trial->strays, result);
        }
    }
}

static bool run_trial(struct trial *trial, uv_loop_t *loop, struct settings *settings,
                      struct embedded *embedded, struct error *error)
{
    const struct clock clock = clock_real();
    struct target target;
    if (!embedded_open(embedded, loop, settings, error) ||
        !target_init(&target, &settings->target, loop, settings->arena, error))
        return false;
    struct runner_config config = {
        .loop = loop,
        .clock = &clock,
        .collection = trial->collection,
        .selection = {.level = LEVEL_MAY},
        .target = &target,
        .settle_ms = TRIAL_SETTLE_MS,
        .patience_ms = TRIAL_PATIENCE_MS,
        .connect_timeout_ms = TRIAL_CONNECT_MS,
        .capture_max = TRIAL_CAPTURE_MAX,
        .jobs = trial->fault != NULL && fault_is_shared(trial->fault) ? 1 : TRIAL_JOBS,
    };
    struct run *run = run_audit(&config, error);
    if (run != NULL)
        weigh(trial, run_results(run));
    run_free(run);
    target_done(&target);
    return run != NULL;
}

bool trial_play(struct trial *trial, struct error *error)
{
    struct arena *arena = arena_new();
    struct settings settings;
    struct embedded embedded = {0};
    uv_loop_t loop;
    settings_init(&settings, arena);
    settings.is_tls = trial->is_tls;
    settings.fault = trial->fault == NULL ? NULL : trial->fault->id;
    uv_loop_init(&loop);
    bool is_played = run_trial(trial, &loop, &settings, &embedded, error);
    embedded_close(&embedded);
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    embedded_done(&embedded);
    arena_free(arena);
    return is_played;
}

bool trial_is_good(const struct trial *trial)
{
    return trial->stray == 0 && (trial->fault == NULL || trial->caught > 0);
}

void trial_row(const struct trial *trial, struct text *out)
{
    const char *name = trial->fault != NULL ? trial->fault->id : "(clean)";
    const char *row = trial->fault != NULL ? trial->fault->requirements : "";
    text_printf(out, "%-4s %-32s %-14s %-5s %3zu caught", trial_is_good(trial) ? "ok" : "BAD", name,
                row, trial->is_tls ? "tls" : "plain", trial->caught);
    if (trial->caught > 0)
        text_printf(out, ": %s", text_string(&trial->caught_by));
    if (trial->stray > 0)
        text_printf(out, "; STRAY: %s", text_string(&trial->strays));
    text_add(out, "\n");
}

void trial_done(struct trial *trial)
{
    text_done(&trial->caught_by);
    text_done(&trial->strays);
}

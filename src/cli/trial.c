#include "cli/trial.h"

#include <string.h>

#include "cli/embedded.h"
#include "run/runner.h"

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

static bool needs_cuts(const struct fault *fault)
{
    return fault != NULL && fault->needs != NULL && strcmp(fault->needs, "cut") == 0;
}

/* The ids of the cases that may find fault: no others are worth cutting. */
static struct names covering_cases(const struct trial *trial, struct arena *arena)
{
    const struct collection *collection = trial->collection;
    const char **ids = arena_array(arena, collection->count + 1, sizeof(*ids));
    size_t count = 0;
    for (size_t i = 0; i < collection->count; i++) {
        struct result result = {.test_case = collection->cases[i]};
        if (covers(&result, trial->fault))
            ids[count++] = collection->cases[i]->full_id;
    }
    return (struct names){.items = ids, .count = count};
}

/* Where an OUGHT is not met the case passes with a note; that is all such a requirement can get. */
static bool is_note(const struct result *result)
{
    return result->test_case != NULL && result->judgement.verdict == VERDICT_PASS &&
           result->judgement.outcome == NULL &&
           strcmp(result->test_case->covers[0]->level, "OUGHT") == 0;
}

static bool is_finding(const struct trial *trial, const struct result *result)
{
    enum verdict verdict = result->judgement.verdict;
    if (verdict == VERDICT_FAIL || verdict == VERDICT_WARN)
        return true;
    /* A fault may leave other cases without proof, or bring notes; the clean server may not. */
    if (trial->fault == NULL)
        return verdict == VERDICT_INCONCLUSIVE || verdict == VERDICT_ERROR || is_note(result);
    return is_note(result) && covers(result, trial->fault);
}

static void note(struct text *list, const struct result *result)
{
    const char *word = is_note(result) ? "note" : verdict_name(result->judgement.verdict);
    text_printf(list, "%s%s %s", list->len == 0 ? "" : ", ", word, result->id);
}

static void weigh(struct trial *trial, const struct results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->items[i];
        if (!is_finding(trial, result))
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

/* One line: requirement, which trial's fault breaks, and what was found about it. */
static void account_for(struct trial *trial, const struct results *results, const char *requirement)
{
    const struct fault alone = {.requirements = requirement};
    struct text findings = {0};
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->items[i];
        if (is_finding(trial, result) && covers(result, &alone))
            note(&findings, result);
    }
    text_printf(&trial->breaches, "%s %s\n", requirement, text_string(&findings));
    text_done(&findings);
}

static void account_for_all(struct trial *trial, const struct results *results)
{
    struct span rest = span_of(trial->fault == NULL ? "" : trial->fault->requirements);
    while (rest.len > 0) {
        struct span id = span_slice(rest, 0, span_find(rest, span_of(" "), 0));
        struct text requirement = {0};
        text_add_span(&requirement, id);
        account_for(trial, results, text_string(&requirement));
        text_done(&requirement);
        rest = span_slice(rest, id.len + 1, rest.len);
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
        .patience_ms = TRIAL_PATIENCE_MS,
        .connect_timeout_ms = TRIAL_CONNECT_MS,
        .capture_max = TRIAL_CAPTURE_MAX,
        .jobs = trial->fault != NULL && fault_is_shared(trial->fault) ? 1 : TRIAL_JOBS,
    };
    if (needs_cuts(trial->fault)) {
        config.selection.patterns = covering_cases(trial, settings->arena);
        config.cut_every = 1;
    }
    struct run *run = run_audit(&config, error);
    if (run != NULL) {
        weigh(trial, run_results(run));
        account_for_all(trial, run_results(run));
    }
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
    text_done(&trial->breaches);
}

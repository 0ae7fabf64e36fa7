/*
 * selftest: the suite proven both ways. The clean reference server must get no finding, over TCP
 * and over TLS; each fault must be caught by a case or passive rule that covers the broken
 * requirement, and by none that does not.
 */
#include "cli/command.h"
#include "cli/embedded.h"

#include <stdio.h>
#include <string.h>

#include "run/runner.h"

#define SELFTEST_SETTLE_MS 120
#define SELFTEST_PATIENCE_MS 600
#define SELFTEST_CONNECT_MS 5000
#define SELFTEST_JOBS 16

struct trial {
    const struct settings *settings;
    const struct collection *collection;
    const struct fault *fault; /* NULL: clean */
    bool is_tls;
    size_t caught;
    size_t stray;
    struct text caught_by;
    struct text strays;
};

static const char *requirement_of_rule(const struct result *result)
{
    return result->tally == NULL ? NULL : result->tally->rule->requirement;
}

static bool covers(const struct result *result, const char *requirement)
{
    if (result->test_case == NULL)
        return strcmp(requirement_of_rule(result), requirement) == 0;
    for (size_t i = 0; i < result->test_case->cover_count; i++) {
        if (strcmp(result->test_case->covers[i]->id, requirement) == 0)
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
        if (trial->fault != NULL && covers(result, trial->fault->requirement)) {
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
        .settle_ms = SELFTEST_SETTLE_MS,
        .patience_ms = SELFTEST_PATIENCE_MS,
        .connect_timeout_ms = SELFTEST_CONNECT_MS,
        .capture_max = trial->settings->capture_max,
        .jobs = SELFTEST_JOBS,
    };
    struct run *run = run_audit(&config, error);
    if (run != NULL)
        weigh(trial, run_results(run));
    run_free(run);
    target_done(&target);
    return run != NULL;
}

static bool play(struct trial *trial, struct error *error)
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

static bool is_good(const struct trial *trial)
{
    return trial->stray == 0 && (trial->fault == NULL || trial->caught > 0);
}

static void print_trial(const struct trial *trial)
{
    const char *name = trial->fault != NULL ? trial->fault->id : "(clean)";
    const char *row = trial->fault != NULL ? trial->fault->requirement : "";
    printf("%-4s %-28s %-14s %-5s %3zu caught", is_good(trial) ? "ok" : "BAD", name, row,
           trial->is_tls ? "tls" : "plain", trial->caught);
    if (trial->caught > 0)
        printf(": %s", text_string(&trial->caught_by));
    if (trial->stray > 0)
        printf("; STRAY: %s", text_string(&trial->strays));
    putchar('\n');
    fflush(stdout);
}

/* Plays one trial and prints its row; false if the row is bad. */
static bool try_one(const struct settings *settings, const struct collection *collection,
                    const struct fault *fault, bool is_tls)
{
    struct error error;
    struct trial trial = {
        .settings = settings, .collection = collection, .fault = fault, .is_tls = is_tls};
    bool is_played = play(&trial, &error);
    if (is_played)
        print_trial(&trial);
    else
        command_complain(EXIT_STATUS_BUG, "%s", error.message);
    bool result = is_played && is_good(&trial);
    text_done(&trial.caught_by);
    text_done(&trial.strays);
    return result;
}

static bool is_asked(const struct settings *settings, const char *fault)
{
    for (size_t i = 0; i < settings->positionals.count; i++) {
        if (strcmp(settings->positionals.items[i], fault) == 0)
            return true;
    }
    return settings->positionals.count == 0;
}

enum exit_status command_selftest(struct settings *settings)
{
    enum exit_status status;
    struct collection *collection = command_collection(settings, &status);
    if (collection == NULL)
        return status;
    size_t good = 0;
    size_t tried = 0;
    if (settings->positionals.count == 0) {
        tried += 2;
        good += try_one(settings, collection, NULL, false);
        good += try_one(settings, collection, NULL, true);
    }
    for (size_t i = 0; i < fault_count; i++) {
        const char *needs = faults[i].needs;
        bool is_tls = needs != NULL && strcmp(needs, "tls") == 0;
        if (!is_asked(settings, faults[i].id))
            continue;
        tried++;
        good += try_one(settings, collection, &faults[i], is_tls);
    }
    printf("%zu of %zu trials are as they must be\n", good, tried);
    collection_free(collection);
    if (tried == 0)
        return command_complain(EXIT_STATUS_USAGE, "no such fault; see serve --list-faults");
    return good == tried ? EXIT_STATUS_OK : EXIT_STATUS_FAILED;
}

/* Whole audits of servers without sense, with the built-in suite: no pass may be had for nothing.
 */
#include "run/runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "run/dummy.h"

struct fixture {
    uv_loop_t loop;
    struct arena *arena;
    struct collection *collection;
    struct dummy *dummy;
    struct target target;
    struct clock clock;
    struct run *run;
    bool is_shuffled;
    uint64_t seed;
    size_t cut_every;
};

static const struct results *audit_cases(struct fixture *fixture, enum dummy_kind kind,
                                         bool serves_ordinary, struct names patterns)
{
    struct error error;
    uv_loop_init(&fixture->loop);
    fixture->arena = arena_new();
    fixture->clock = clock_real();
    fixture->collection = collection_new();
    assert_true(collection_load_builtin(fixture->collection, (struct names){0}));
    assert_true(collection_finish(fixture->collection));
    fixture->dummy = dummy_open(&fixture->loop, kind, serves_ordinary, &error);
    assert_non_null(fixture->dummy);
    struct target_options options = {
        .url = arena_printf(fixture->arena, "http://127.0.0.1:%u/", dummy_port(fixture->dummy))};
    assert_true(target_init(&fixture->target, &options, &fixture->loop, fixture->arena, &error));
    struct runner_config config = {
        .loop = &fixture->loop,
        .clock = &fixture->clock,
        .collection = fixture->collection,
        .selection = {.level = LEVEL_MAY, .patterns = patterns},
        .target = &fixture->target,
        .settle_ms = 60,
        .patience_ms = 250,
        .connect_timeout_ms = 2000,
        .capture_max = 1u << 20,
        .jobs = 16,
        .is_shuffled = fixture->is_shuffled,
        .seed = fixture->seed,
        .cut_every = fixture->cut_every,
    };
    fixture->run = run_audit(&config, &error);
    assert_non_null(fixture->run);
    return run_results(fixture->run);
}

static const struct results *audit(struct fixture *fixture, enum dummy_kind kind,
                                   bool serves_ordinary)
{
    return audit_cases(fixture, kind, serves_ordinary, (struct names){0});
}

static void done(struct fixture *fixture)
{
    run_free(fixture->run);
    target_done(&fixture->target);
    dummy_close(fixture->dummy);
    uv_run(&fixture->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&fixture->loop), 0);
    collection_free(fixture->collection);
    arena_free(fixture->arena);
}

/* Prints the passes; every verdict must have a reason. */
static size_t count_passes(const struct results *results)
{
    size_t passes = 0;
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->items[i];
        assert_non_null(result->judgement.reason);
        assert_true(strlen(result->judgement.reason) > 0);
        if (result->test_case == NULL || result->judgement.verdict != VERDICT_PASS)
            continue;
        print_message("pass: %s (%s)\n", result->id, result->judgement.reason);
        passes++;
    }
    return passes;
}

static void nothing_passes_on(enum dummy_kind kind)
{
    struct fixture fixture = {0};
    const struct results *results = audit(&fixture, kind, true);
    assert_null(results->fatal);
    assert_true(results->count > 100);
    assert_int_equal(count_passes(results), 0);
    done(&fixture);
}

static void a_silent_server_passes_nothing(void **state)
{
    (void)state;
    nothing_passes_on(DUMMY_SILENT);
}

static void a_closing_server_passes_nothing(void **state)
{
    (void)state;
    nothing_passes_on(DUMMY_CLOSES);
}

static void a_resetting_server_passes_nothing(void **state)
{
    (void)state;
    nothing_passes_on(DUMMY_RESETS);
}

static void a_refusing_server_passes_nothing(void **state)
{
    (void)state;
    nothing_passes_on(DUMMY_REFUSES);
}

static void a_server_that_refuses_and_ends_passes_nothing(void **state)
{
    (void)state;
    nothing_passes_on(DUMMY_REFUSES_ENDS);
}

/* It does persist and answers in order, and that is all. */
static void a_server_that_accepts_everything_fails_where_it_must(void **state)
{
    (void)state;
    static const char *const must_fail[] = {"conn-close.alone", "conn-close.then-valid"};
    static const char *const closing[] = {"conn-close.", "conn-close-followed.",
                                          "conn-close-pipeline.", "conn-close-methods."};
    struct fixture fixture = {0};
    const struct results *results = audit(&fixture, DUMMY_ACCEPTS, true);
    count_passes(results);
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->items[i];
        for (size_t m = 0; m < countof(must_fail); m++) {
            if (strcmp(result->id, must_fail[m]) == 0)
                assert_int_equal(result->judgement.verdict, VERDICT_FAIL);
        }
        for (size_t c = 0; c < countof(closing); c++) {
            if (strncmp(result->id, closing[c], strlen(closing[c])) == 0)
                assert_int_not_equal(result->judgement.verdict, VERDICT_PASS);
        }
    }
    done(&fixture);
}

static void who_answers_nobody_is_unreachable(void **state)
{
    (void)state;
    static const enum dummy_kind kinds[] = {DUMMY_CLOSES, DUMMY_RESETS};
    for (size_t i = 0; i < countof(kinds); i++) {
        struct fixture fixture = {0};
        const struct results *results = audit(&fixture, kinds[i], false);
        assert_non_null(results->fatal);
        assert_int_equal(results->count, 0);
        done(&fixture);
    }
}

/* Its probes come before it is hurt: the case hurts it, and the control that worked no longer does.
 */
static void a_control_that_no_longer_works_is_told(void **state)
{
    (void)state;
    static const char *const patterns[] = {"conn-close.then-valid"};
    struct fixture fixture = {0};
    const struct results *results =
        audit_cases(&fixture, DUMMY_SULKS, true, (struct names){.items = patterns, .count = 1});
    assert_int_equal(results->items[0].judgement.verdict, VERDICT_FAIL);
    assert_non_null(strstr(results->items[0].judgement.reason, "afterwards the control got"));
    done(&fixture);
}

static struct names some_cases(void)
{
    static const char *const patterns[] = {"conn-close.*", "chunked.*"};
    return (struct names){.items = patterns, .count = countof(patterns)};
}

static void another_order_gives_the_same_verdicts(void **state)
{
    (void)state;
    struct fixture first = {.is_shuffled = true, .seed = 1};
    struct fixture second = {.is_shuffled = true, .seed = 2};
    const struct results *a = audit_cases(&first, DUMMY_ACCEPTS, true, some_cases());
    const struct results *b = audit_cases(&second, DUMMY_ACCEPTS, true, some_cases());
    assert_int_equal(a->seed, 1);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_string_equal(a->items[i].id, b->items[i].id);
        assert_int_equal(a->items[i].judgement.verdict, b->items[i].judgement.verdict);
    }
    done(&first);
    done(&second);
}

/* What is not passed as a whole is not cut, and a server that reads on does not mind. */
static void only_passed_cases_are_cut(void **state)
{
    (void)state;
    static const char *const patterns[] = {"persistence.after-*", "conn-close.alone"};
    struct fixture fixture = {.cut_every = 5};
    const struct results *results =
        audit_cases(&fixture, DUMMY_ACCEPTS, true,
                    (struct names){.items = patterns, .count = countof(patterns)});
    size_t passes = count_passes(results);
    assert_true(passes > 0);
    assert_int_equal(results->cuts.case_count, passes);
    assert_true(results->cuts.count > passes);
    assert_int_equal(results->cuts.differing, 0);
    for (size_t i = 0; i < results->count; i++)
        assert_null(results->items[i].cut);
    done(&fixture);
}

static void what_a_cut_breaks_is_told_once_for_each_case(void **state)
{
    (void)state;
    static const char *const patterns[] = {"field-lines.*-around-host"};
    struct fixture fixture = {.cut_every = 5};
    const struct results *results = audit_cases(
        &fixture, DUMMY_HASTY, true, (struct names){.items = patterns, .count = countof(patterns)});
    size_t findings = 0;
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->items[i];
        if (result->cut == NULL)
            continue;
        const struct result *whole = &results->items[i - 1];
        findings++;
        assert_int_equal(whole->judgement.verdict, VERDICT_PASS);
        assert_int_equal(result->judgement.verdict, VERDICT_FAIL);
        assert_int_equal(strncmp(result->id, whole->id, strlen(whole->id)), 0);
        assert_non_null(strstr(result->id, "@cut-5"));
        assert_non_null(strstr(result->judgement.reason, "\"/\" and \" \" of the request line: "));
        assert_true(result->cut->differing > 0 && result->cut->differing <= result->cut->count);
    }
    assert_true(findings > 0);
    assert_true(results->cuts.differing >= findings);
    done(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_silent_server_passes_nothing),
        cmocka_unit_test(a_closing_server_passes_nothing),
        cmocka_unit_test(a_resetting_server_passes_nothing),
        cmocka_unit_test(a_refusing_server_passes_nothing),
        cmocka_unit_test(a_server_that_refuses_and_ends_passes_nothing),
        cmocka_unit_test(a_server_that_accepts_everything_fails_where_it_must),
        cmocka_unit_test(who_answers_nobody_is_unreachable),
        cmocka_unit_test(a_control_that_no_longer_works_is_told),
        cmocka_unit_test(another_order_gives_the_same_verdicts),
        cmocka_unit_test(only_passed_cases_are_cut),
        cmocka_unit_test(what_a_cut_breaks_is_told_once_for_each_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

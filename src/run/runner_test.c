/*
 * Whole audits of servers without sense, with the built-in suite: no pass may be had for nothing.
 * Those that refuse or ignore every control pass nothing at all; what the others pass stands in a
 * table, with the reason.
 */
#include "run/runner.h"

#include <fnmatch.h>
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
                                         enum dummy_manners manners, struct names patterns)
{
    struct error error;
    uv_loop_init(&fixture->loop);
    fixture->arena = arena_new();
    fixture->clock = clock_real();
    fixture->collection = collection_new();
    assert_true(collection_load_builtin(fixture->collection, (struct names){0}));
    assert_true(collection_finish(fixture->collection));
    fixture->dummy = dummy_open(&fixture->loop, kind, manners, &error);
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
                                   enum dummy_manners manners)
{
    return audit_cases(fixture, kind, manners, (struct names){0});
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

/* Dummies of the tests below, as a set. */
enum {
    SILENT = 1 << 0, /* these three serve plain requests */
    CLOSES = 1 << 1,
    REFUSES = 1 << 2, /* with 400 and close */
    ACCEPTS = 1 << 3, /* everything, whatever it is */
    SENSIBLE = SILENT | CLOSES | REFUSES,
    ALL = SENSIBLE | ACCEPTS
};

/* A pass that a dummy earns, and why it is one. */
struct earned {
    const char *pattern; /* of case ids */
    unsigned dummies;
    const char *reason;
};

/* clang-format off */
static const struct earned earned[] = {
    {"conn-close.*", SENSIBLE, "the requests are plain, and it closes"},
    {"conn-close-followed.*", SENSIBLE, "the request with close is plain, and it closes"},
    {"conn-close-methods.get-missing", SENSIBLE, "the request is plain, and it closes"},
    {"conn-close-pipeline.*", SENSIBLE, "the requests are plain, and it closes behind the right one"},
    {"conn-close-forms.behind-sixty-fields", ALL, "its Accept makes it a plain request, and it closes"},
    {"conn-close-forms.two-lines-close-first", ALL, "likewise"},
    {"persistence.*", ALL, "it persists"},
    {"pipelining.*", ALL, "it answers in order"},
    {"half-close.*", ALL, "it answers what it got, drops the rest, and closes"},
    {"server-close.unasked", ALL, "it announces nothing"},
    {"*-of-8000", ALL, "a long target is plain all the same"},
    {"request-line.target-too-long", ALL, "a server may take a target of any length"},

    {"field-lines.bare-lf-lines", ALL, "permitted: a LF alone need not end a line"},
    {"field-lines.head-not-ended", ALL, "silence is asked for until the head has ended"},
    {"incomplete.*-stops", ALL, "silence is asked for, likewise"},
    {"host.empty", ALL, "permitted: an empty Host may be served or refused"},
    {"host.http10-without-host", ALL, "permitted, likewise"},
    {"request-line.space-at-end", ALL, "permitted: whitespace may be taken as one space, or refused"},
    {"request-line.tab-between", ALL, "permitted, likewise"},
    {"request-line.two-spaces", ALL, "permitted, likewise"},
    {"expect.unknown", ALL, "permitted: 417 may be said, and need not be"},

    {"request-line.closes-after-400", CLOSES | REFUSES, "the end is asked for"},
    {"methods.connect-*", CLOSES | REFUSES, "a rejection is asked for"},
    {"request-line.*", REFUSES, "400 is asked for"},
    {"host.*", REFUSES, "400 is asked for"},
    {"field-lines.blank-before-colon-*", REFUSES, "400 is asked for"},
    {"field-lines.folded-option", REFUSES, "400 is asked for"},
    {"field-lines.indented-host*", REFUSES, "400 is asked for"},
    {"server-close.*", REFUSES, "it announces close, and closes"},
    {"unread-content.get-*", REFUSES, "it closes, so the content is not taken for a request"},

    {"chunked.extension-long", ACCEPTS, "a note: an OUGHT is not met"},
    {"transfer-encoding.with-length-refused", ACCEPTS, "a note, likewise"},
    {"conditions.content-range-*", ACCEPTS, "it ignores the field, as it must"},
    {"conditions.options-*", ACCEPTS, "it ignores the field, likewise"},
    {"conditions.undated-*", ACCEPTS, "it ignores the field, likewise, and tells no date"},
    {"conn-close-forms.field-called-close", ACCEPTS, "no close is asked for"},
    {"conn-close-forms.longer-option", ACCEPTS, "no close is asked for"},
    {"conn-close-forms.other-field", ACCEPTS, "no close is asked for"},
    {"expect.content-at-once", ACCEPTS, "an answer is asked for"},
    {"expect.http10", ACCEPTS, "it ignores the field, as it must"},
    {"expect.waits*", ACCEPTS, "a final response at once is as good as 100"},
    {"field-lines.blanks-around-host", ACCEPTS, "acceptance is asked for"},
    {"field-lines.tabs-around-host", ACCEPTS, "acceptance is asked for"},
    {"field-lines.host-upper-case", ACCEPTS, "acceptance is asked for"},
    {"field-lines.connection-empty", ACCEPTS, "acceptance is asked for"},
    {"field-lines.obs-text*", ACCEPTS, "acceptance is asked for"},
    {"field-lines.unknown-field*", ACCEPTS, "acceptance is asked for"},
    {"field-lines.large-*", ACCEPTS, "a server may take fields of any size"},
    {"field-lines.many-fields", ACCEPTS, "a server may take any number of fields"},
    {"head.*", ACCEPTS, "what GET does not have, HEAD need not have"},
    {"http10.keep-alive*", ACCEPTS, "it persists"},
    {"request-line.absolute-form*", ACCEPTS, "acceptance is asked for"},
    {"request-line.empty-line-*", ACCEPTS, "acceptance is asked for"},
    {"request-line.head", ACCEPTS, "an answer is asked for"},
    {"request-line.minor-version-*", ACCEPTS, "acceptance is asked for"},
    {"request-line.no-downgrade", ACCEPTS, "it speaks HTTP/1.1"},
    {"response-length.known-to-http10", ACCEPTS, "it tells the length of every answer"},
    {"slow.*", ACCEPTS, "acceptance is asked for, however slowly the request comes"},
    {"upgrade.http10", ACCEPTS, "it ignores the field, as it must"},
    {"upgrade.unknown", ACCEPTS, "it does not switch"},
    {"versions.answer-to-http10", ACCEPTS, "it speaks HTTP/1.1"},
};
/* clang-format on */

static bool is_earned(unsigned dummy, const char *id)
{
    for (size_t i = 0; i < countof(earned); i++) {
        if ((earned[i].dummies & dummy) != 0 && fnmatch(earned[i].pattern, id, 0) == 0)
            return true;
    }
    return false;
}

/* How many passes dummy has not earned; they are printed. Every verdict must have a reason. */
static size_t count_unearned(unsigned dummy, const struct results *results)
{
    size_t count = 0;
    for (size_t i = 0; i < results->count; i++) {
        const struct result *result = &results->items[i];
        assert_non_null(result->judgement.reason);
        assert_true(strlen(result->judgement.reason) > 0);
        if (result->test_case == NULL || result->judgement.verdict != VERDICT_PASS ||
            is_earned(dummy, result->id))
            continue;
        print_message("a pass for nothing: %s (%s)\n", result->id, result->judgement.reason);
        count++;
    }
    return count;
}

static void nothing_passes_on(enum dummy_kind kind)
{
    struct fixture fixture = {0};
    const struct results *results = audit(&fixture, kind, DUMMY_SERVES_ORDINARY);
    assert_null(results->fatal);
    assert_true(results->count > 100);
    assert_int_equal(count_unearned(0, results), 0);
    done(&fixture);
}

static void passes_are_earned(unsigned dummy, enum dummy_kind kind, enum dummy_manners manners)
{
    struct fixture fixture = {0};
    const struct results *results = audit(&fixture, kind, manners);
    assert_null(results->fatal);
    assert_int_equal(count_unearned(dummy, results), 0);
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

static void silence_earns_no_pass(void **state)
{
    (void)state;
    passes_are_earned(SILENT, DUMMY_SILENT, DUMMY_SERVES_PLAIN);
}

static void closing_earns_no_pass_but_where_it_is_asked_for(void **state)
{
    (void)state;
    passes_are_earned(CLOSES, DUMMY_CLOSES, DUMMY_SERVES_PLAIN);
}

static void refusing_earns_no_pass_but_where_it_is_asked_for(void **state)
{
    (void)state;
    passes_are_earned(REFUSES, DUMMY_REFUSES_ENDS, DUMMY_SERVES_PLAIN);
}

/* It does persist and answers in order, and that is all. */
static void a_server_that_accepts_everything_fails_where_it_must(void **state)
{
    (void)state;
    static const char *const must_fail[] = {"conn-close.alone", "conn-close.then-valid"};
    static const char *const closing[] = {"conn-close.", "conn-close-followed.",
                                          "conn-close-pipeline.", "conn-close-methods."};
    struct fixture fixture = {0};
    const struct results *results = audit(&fixture, DUMMY_ACCEPTS, DUMMY_SERVES_ORDINARY);
    assert_int_equal(count_unearned(ACCEPTS, results), 0);
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
        const struct results *results = audit(&fixture, kinds[i], DUMMY_SERVES_NOBODY);
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
    const struct results *results = audit_cases(&fixture, DUMMY_SULKS, DUMMY_SERVES_ORDINARY,
                                                (struct names){.items = patterns, .count = 1});
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
    const struct results *a =
        audit_cases(&first, DUMMY_ACCEPTS, DUMMY_SERVES_ORDINARY, some_cases());
    const struct results *b =
        audit_cases(&second, DUMMY_ACCEPTS, DUMMY_SERVES_ORDINARY, some_cases());
    assert_int_equal(a->seed, 1);
    assert_int_equal(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        assert_string_equal(a->items[i].id, b->items[i].id);
        assert_int_equal(a->items[i].judgement.verdict, b->items[i].judgement.verdict);
    }
    done(&first);
    done(&second);
}

static size_t count_passes(const struct results *results)
{
    size_t passes = 0;
    for (size_t i = 0; i < results->count; i++)
        passes += results->items[i].test_case != NULL &&
                  results->items[i].judgement.verdict == VERDICT_PASS;
    return passes;
}

/* What is not passed as a whole is not cut, and a server that reads on does not mind. */
static void only_passed_cases_are_cut(void **state)
{
    (void)state;
    static const char *const patterns[] = {"persistence.after-*", "conn-close.alone"};
    struct fixture fixture = {.cut_every = 5};
    const struct results *results =
        audit_cases(&fixture, DUMMY_ACCEPTS, DUMMY_SERVES_ORDINARY,
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
    const struct results *results =
        audit_cases(&fixture, DUMMY_HASTY, DUMMY_SERVES_ORDINARY,
                    (struct names){.items = patterns, .count = countof(patterns)});
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
        /* Which place shows it first is up to the kernel: reads may join what was sent apart. */
        assert_non_null(strstr(result->id, "@cut-"));
        assert_non_null(strstr(result->judgement.reason, "cut after octet "));
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
        cmocka_unit_test(silence_earns_no_pass),
        cmocka_unit_test(closing_earns_no_pass_but_where_it_is_asked_for),
        cmocka_unit_test(refusing_earns_no_pass_but_where_it_is_asked_for),
        cmocka_unit_test(a_server_that_accepts_everything_fails_where_it_must),
        cmocka_unit_test(who_answers_nobody_is_unreachable),
        cmocka_unit_test(a_control_that_no_longer_works_is_told),
        cmocka_unit_test(another_order_gives_the_same_verdicts),
        cmocka_unit_test(only_passed_cases_are_cut),
        cmocka_unit_test(what_a_cut_breaks_is_told_once_for_each_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

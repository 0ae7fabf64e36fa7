#include "report/console.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "report/fixture.h"
#include "report/fixture_check.h"
#include "report/fixture_hostile.h"

static void render(const struct fixture *fixture, struct text *out)
{
    console_header(&fixture->results, fixture->results.count, &fixture->options, out);
    for (size_t i = 0; i < fixture->results.count; i++)
        console_line(&fixture->results.items[i], &fixture->options, out);
    console_summary(&fixture->results, &fixture->options, out);
}

static void the_console_looks_like_this(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init(&fixture);
    render(&fixture, &out);
    fixture_check_golden("console.txt", &out);
    fixture_check_harmless(&out);
    text_done(&out);
    fixture_done(&fixture);
}

static void verbose_shows_all_bytes(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init(&fixture);
    fixture.options.is_verbose = true;
    fixture.options.width = 60;
    render(&fixture, &out);
    fixture_check_golden("console_verbose.txt", &out);
    text_done(&out);
    fixture_done(&fixture);
}

static void quiet_and_coloured(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init(&fixture);
    fixture.options.is_quiet = true;
    fixture.options.has_color = true;
    fixture.results.fails_on[VERDICT_FAIL] = false;
    fixture.results.fails_on[VERDICT_WARN] = true;
    render(&fixture, &out);
    fixture_check_golden("console_color.txt", &out);
    text_done(&out);
    fixture_done(&fixture);
}

static void a_dead_target_is_told(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init_fatal(&fixture, "connect to 127.0.0.1:8765: Connection refused");
    render(&fixture, &out);
    assert_string_equal(text_string(&out),
                        "h1audit 1.0.0: 0 cases, target http://127.0.0.1:8765/ (16 at a time, "
                        "settle 100 ms, patience 5 s)\n\n"
                        "error: connect to 127.0.0.1:8765: Connection refused\n"
                        "0 cases: 0 passed, 0 failed, 0 warnings, 0 inconclusive, 0 skipped, "
                        "0 errors in 6.2 s\nfailed: none\n");
    text_done(&out);
    fixture_done(&fixture);
}

static void the_seed_and_the_cuts_are_told(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init(&fixture);
    fixture.results.is_shuffled = true;
    fixture.results.seed = 4294967295;
    fixture.results.cuts = (struct run_cuts){1, 120, 4312, 3};
    render(&fixture, &out);
    assert_non_null(strstr(text_string(&out), ", patience 5 s, shuffle 4294967295)\n"));
    assert_non_null(strstr(text_string(&out), "\n4312 cuts in 120 cases, 3 differ\n"));
    text_done(&out);
    fixture_done(&fixture);
}

static void check_hostile(struct span bytes)
{
    struct fixture fixture;
    struct text out = {0};
    fixture_hostile_init(&fixture, bytes);
    render(&fixture, &out);
    fixture_check_harmless(&out);
    text_done(&out);
    fixture_done(&fixture);
}

static void nothing_of_the_peer_acts(void **state)
{
    (void)state;
    fixture_hostile_each(check_hostile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_console_looks_like_this),
        cmocka_unit_test(verbose_shows_all_bytes),
        cmocka_unit_test(quiet_and_coloured),
        cmocka_unit_test(a_dead_target_is_told),
        cmocka_unit_test(nothing_of_the_peer_acts),
        cmocka_unit_test(the_seed_and_the_cuts_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

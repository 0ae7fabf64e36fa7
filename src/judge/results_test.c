#include "judge/results.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct requirement rows[] = {{.id = "9112-9.6-4"}, {.id = "9110-6.6.1-2"}};

static void counts_verdicts(void **state)
{
    (void)state;
    struct result items[] = {
        {.judgement = {.verdict = VERDICT_PASS}},
        {.judgement = {.verdict = VERDICT_FAIL}},
        {.judgement = {.verdict = VERDICT_PASS}},
    };
    struct results results = {.items = items, .count = countof(items)};
    assert_int_equal(results_count(&results, VERDICT_PASS), 2);
    assert_int_equal(results_count(&results, VERDICT_FAIL), 1);
    assert_int_equal(results_count(&results, VERDICT_ERROR), 0);
}

static void fails_on_what_was_asked_for(void **state)
{
    (void)state;
    struct result items[] = {
        {.judgement = {.verdict = VERDICT_PASS}},
        {.judgement = {.verdict = VERDICT_WARN}},
    };
    struct results results = {.items = items, .count = countof(items)};
    assert_false(results_failed(&results));
    results.fails_on[VERDICT_FAIL] = true;
    assert_false(results_failed(&results));
    results.fails_on[VERDICT_WARN] = true;
    assert_true(results_failed(&results));
    results.count = 1;
    assert_false(results_failed(&results));
}

static void a_case_stands_for_its_main_requirement(void **state)
{
    (void)state;
    const struct requirement *covers[] = {&rows[1], &rows[0]};
    struct test_case with = {.covers = covers, .cover_count = 2};
    struct test_case without = {.cover_count = 0};
    struct result result = {.test_case = &with};
    assert_ptr_equal(result_requirement(&result, rows, countof(rows)), &rows[1]);
    result.test_case = &without;
    assert_null(result_requirement(&result, rows, countof(rows)));
}

static void a_rule_stands_for_its_requirement(void **state)
{
    (void)state;
    struct rule rule = {.requirement = "9110-6.6.1-2"};
    struct rule_tally tally = {.rule = &rule};
    struct result result = {.tally = &tally};
    assert_ptr_equal(result_requirement(&result, rows, countof(rows)), &rows[1]);
    rule.requirement = "9110-1-1";
    assert_null(result_requirement(&result, rows, countof(rows)));
    result.tally = NULL;
    assert_null(result_requirement(&result, rows, countof(rows)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_verdicts),
        cmocka_unit_test(fails_on_what_was_asked_for),
        cmocka_unit_test(a_case_stands_for_its_main_requirement),
        cmocka_unit_test(a_rule_stands_for_its_requirement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "suite/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void words_are_those_of_the_reports(void **state)
{
    (void)state;
    assert_string_equal(level_name(LEVEL_MUST), "MUST");
    assert_string_equal(level_name(LEVEL_SHOULD), "SHOULD");
    assert_string_equal(level_name(LEVEL_MAY), "MAY");
    for (int i = 0; i < VERDICT_COUNT; i++)
        assert_non_null(verdict_name((enum verdict)i));
    assert_string_equal(verdict_name(VERDICT_INCONCLUSIVE), "inconclusive");
}

static void verdicts_are_ordered_by_gravity(void **state)
{
    (void)state;
    static const enum verdict order[] = {VERDICT_SKIP, VERDICT_PASS, VERDICT_INCONCLUSIVE,
                                         VERDICT_WARN, VERDICT_FAIL, VERDICT_ERROR};
    for (size_t i = 0; i < countof(order); i++) {
        for (size_t j = 0; j < countof(order); j++)
            assert_int_equal(verdict_worse(order[i], order[j]), i > j);
    }
}

static void an_empty_status_set_holds_everything(void **state)
{
    (void)state;
    const struct status_range ranges[] = {
        {200, 299},
        {404, 404}
    };
    struct status_set set = {.ranges = ranges, .count = 2};
    assert_true(status_set_contains(set, 200));
    assert_true(status_set_contains(set, 299));
    assert_true(status_set_contains(set, 404));
    assert_false(status_set_contains(set, 300));
    assert_true(status_set_contains((struct status_set){0}, 999));
}

static void steps_are_found_by_label(void **state)
{
    (void)state;
    const struct step steps[] = {{.label = NULL}, {.label = "b"}};
    struct script script = {.steps = steps, .count = 2};
    assert_int_equal(script_step(&script, "b"), 1);
    assert_int_equal(script_step(&script, "a"), -1);
}

static void names_are_found_whole(void **state)
{
    (void)state;
    const char *const items[] = {"post", "head"};
    assert_true(names_contain((struct names){items, 2}, "head"));
    assert_false(names_contain((struct names){items, 2}, "hea"));
    assert_false(names_contain((struct names){0}, "head"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_those_of_the_reports),
        cmocka_unit_test(verdicts_are_ordered_by_gravity),
        cmocka_unit_test(an_empty_status_set_holds_everything),
        cmocka_unit_test(steps_are_found_by_label),
        cmocka_unit_test(names_are_found_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

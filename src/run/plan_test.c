/* Those that wait longest begin first, and all else keeps its order. */
#include "run/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct step quick[] = {{.kind = STEP_SEND}, {.kind = STEP_SEND}};
static const struct step pausing[] = {
    {.kind = STEP_SEND, .pause_ms = 300},
    {.kind = STEP_SEND, .pause_ms = 400}
};
static const struct step waiting[] = {
    {.kind = STEP_SEND            },
    { .kind = STEP_WAIT, .wait = {.timeout_ms = 1500}}
};
/* Without a time of its own a wait ends with the answer. */
static const struct step patient[] = {
    {.kind = STEP_WAIT, .wait = {.timeout_ms = CHECK_UNSET}}
};

static const struct script scripts[] = {
    {.steps = quick,   .count = countof(quick)  },
    {.steps = pausing, .count = countof(pausing)},
    {.steps = waiting, .count = countof(waiting)},
    {.steps = patient, .count = countof(patient)}
};

static void longest_come_first_and_others_in_order(void **state)
{
    (void)state;
    static const size_t kinds[] = {0, 1, 3, 2, 0, 1, 2, 3, 0};
    static const size_t expected[] = {3, 6, 1, 5, 0, 2, 4, 7, 8};
    struct task items[countof(kinds)] = {{0}};
    struct task *tasks[countof(kinds)];
    for (size_t i = 0; i < countof(kinds); i++) {
        items[i].script = &scripts[kinds[i]];
        tasks[i] = &items[i];
    }
    plan_longest_first(tasks, countof(tasks));
    for (size_t i = 0; i < countof(expected); i++)
        assert_int_equal(tasks[i] - items, expected[i]);
}

static void nothing_is_in_order(void **state)
{
    (void)state;
    struct task *none[1] = {NULL};
    plan_longest_first(none, 0);
    assert_null(none[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(longest_come_first_and_others_in_order),
        cmocka_unit_test(nothing_is_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

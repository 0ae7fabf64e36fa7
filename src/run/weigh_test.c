/* Bytes prove; silence proves only once it was confirmed. */
#include "run/weigh.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct judgement silent_failure = {
    .verdict = VERDICT_FAIL, .reason = "no response", .rests_on_silence = true};

static void without_a_confirmed_attempt_nothing_is_proved(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct task task = {.judgement = silent_failure};
    weigh_confirmed(&task, arena);
    assert_int_equal(task.judgement.verdict, VERDICT_INCONCLUSIVE);
    assert_string_equal(task.judgement.reason,
                        "no response; the run was ended before this was confirmed");
    assert_false(task.is_flaky);
    arena_free(arena);
}

static void an_attempt_that_failed_is_our_error(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct task task = {.judgement = silent_failure, .confirmed = {.failure = "no sockets left"}};
    weigh_confirmed(&task, arena);
    assert_int_equal(task.judgement.verdict, VERDICT_ERROR);
    assert_string_equal(task.judgement.reason, "no sockets left");
    arena_free(arena);
}

static void a_case_that_was_not_reached_is_skipped(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct task task = {0};
    struct judgement judgement = weigh_attempt(&task, &task.first, arena);
    assert_int_equal(judgement.verdict, VERDICT_SKIP);
    assert_string_equal(judgement.reason, "the run was ended before this case");
    assert_int_equal(weigh_control(&task, arena).word, CONTROL_BAD);
    arena_free(arena);
}

static void only_what_a_longer_wait_may_change_is_confirmed(void **state)
{
    (void)state;
    struct task good_control = {.control_result = {.word = CONTROL_GOOD}};
    struct task bad_control = {.control_result = {.word = CONTROL_BAD}};
    static const struct outcome outcome = {.name = "proves nothing"};
    struct task task = {.judgement = silent_failure, .control = &good_control};
    assert_true(weigh_needs_confirmation(&task));
    task.control = &bad_control;
    assert_false(weigh_needs_confirmation(&task));
    task.control = NULL;
    assert_true(weigh_needs_confirmation(&task));
    task.judgement.rests_on_silence = false;
    assert_false(weigh_needs_confirmation(&task));
    task.judgement.verdict = VERDICT_ERROR;
    assert_true(weigh_needs_confirmation(&task));
    task.judgement = (struct judgement){
        .verdict = VERDICT_INCONCLUSIVE, .outcome = &outcome, .rests_on_silence = true};
    assert_false(weigh_needs_confirmation(&task));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_confirmed_attempt_nothing_is_proved),
        cmocka_unit_test(an_attempt_that_failed_is_our_error),
        cmocka_unit_test(a_case_that_was_not_reached_is_skipped),
        cmocka_unit_test(only_what_a_longer_wait_may_change_is_confirmed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

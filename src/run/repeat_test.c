/* Of several plays the worst counts, and the reason tells how often it came. */
#include "run/repeat.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define PLAYS_MAX 10

/* What a case gets, play by play; the first of them was judged before. */
struct course {
    enum verdict verdicts[PLAYS_MAX];
    unsigned plays;
    bool was_ended_early; /* nothing is played again */
};

struct fixture {
    struct arena *arena;
    struct test_case test_case;
    struct task task;
    struct task *list[1];
    struct plan plan;
    struct repeat repeat;
    const struct course *course;
    unsigned played;
    bool is_cancelled;
};

/* Every attempt owns a transcript: the sanitizers tell of one that is not freed, or freed twice. */
static void give(struct task *task, const struct course *course, unsigned play, struct arena *arena)
{
    enum verdict verdict = course->verdicts[play];
    task->first.transcript = transcript_new(NULL);
    task->confirmed.transcript = transcript_new(NULL);
    task->judgement = (struct judgement){
        .verdict = verdict, .reason = arena_printf(arena, "%s of %u", verdict_name(verdict), play)};
    task->attempts++;
}

static void play(void *user, struct task **tasks, size_t count, struct arena *arena)
{
    struct fixture *fixture = user;
    unsigned number = ++fixture->played;
    assert_int_equal(count, 1);
    assert_ptr_not_equal(tasks[0], &fixture->task);
    assert_null(tasks[0]->first.transcript);
    if (!fixture->course->was_ended_early)
        give(tasks[0], fixture->course, number, arena);
}

static void open_fixture(struct fixture *fixture, const struct course *course)
{
    *fixture = (struct fixture){.arena = arena_new(), .course = course};
    fixture->task.test_case = &fixture->test_case;
    fixture->list[0] = &fixture->task;
    fixture->plan = (struct plan){.cases = fixture->list, .case_count = 1};
    give(&fixture->task, course, 0, fixture->arena);
}

static void repeat_all(struct fixture *fixture)
{
    const struct repeat_config config = {.times = fixture->course->plays,
                                         .is_cancelled = &fixture->is_cancelled,
                                         .play = play,
                                         .user = fixture};
    repeat_play(&fixture->repeat, &config, &fixture->plan, fixture->arena);
}

static void close_fixture(struct fixture *fixture)
{
    transcript_free(fixture->task.first.transcript);
    transcript_free(fixture->task.confirmed.transcript);
    repeat_done(&fixture->repeat);
    arena_free(fixture->arena);
}

static void course_ends_as(const struct course *course, enum verdict verdict, const char *reason,
                           bool is_flaky)
{
    struct fixture fixture;
    open_fixture(&fixture, course);
    repeat_all(&fixture);
    assert_int_equal(fixture.task.judgement.verdict, verdict);
    assert_string_equal(fixture.task.judgement.reason, reason);
    assert_int_equal(fixture.task.is_flaky, is_flaky);
    close_fixture(&fixture);
}

static void the_worst_verdict_counts(void **state)
{
    (void)state;
    static const struct course late = {
        {VERDICT_PASS, VERDICT_WARN, VERDICT_FAIL},
        3, false
    };
    static const struct course early = {
        {VERDICT_FAIL, VERDICT_PASS, VERDICT_PASS},
        3, false
    };
    static const struct course often = {
        {[3] = VERDICT_FAIL, [7] = VERDICT_FAIL, [9] = VERDICT_WARN},
        10, false
    };
    course_ends_as(&late, VERDICT_FAIL, "fail of 2 (1 of 3 plays)", true);
    course_ends_as(&early, VERDICT_FAIL, "fail of 0 (1 of 3 plays)", true);
    course_ends_as(&often, VERDICT_FAIL, "fail of 3 (2 of 10 plays)", true);
}

static void what_is_always_alike_says_nothing_of_plays(void **state)
{
    (void)state;
    static const struct course good = {
        {VERDICT_PASS, VERDICT_PASS},
        2, false
    };
    static const struct course once = {{VERDICT_WARN}, 1, false};
    course_ends_as(&good, VERDICT_PASS, "pass of 0", false);
    course_ends_as(&once, VERDICT_WARN, "warn of 0", false);
}

static void what_was_not_played_does_not_count(void **state)
{
    (void)state;
    static const struct course ended = {{VERDICT_PASS}, 4, true};
    course_ends_as(&ended, VERDICT_PASS, "pass of 0", false);
}

static void the_attempts_of_the_worst_play_are_kept(void **state)
{
    (void)state;
    static const struct course course = {
        {VERDICT_PASS, VERDICT_FAIL, VERDICT_PASS},
        3, false
    };
    struct fixture fixture;
    open_fixture(&fixture, &course);
    const struct transcript *first = fixture.task.first.transcript;
    repeat_all(&fixture);
    assert_int_equal(fixture.played, 2);
    assert_non_null(fixture.task.first.transcript);
    assert_ptr_not_equal(fixture.task.first.transcript, first);
    assert_int_equal(fixture.repeat.count, 1); /* memory of the one play that counts */
    close_fixture(&fixture);
}

static void a_cancelled_run_repeats_nothing(void **state)
{
    (void)state;
    static const struct course course = {
        {VERDICT_PASS, VERDICT_FAIL},
        2, false
    };
    struct fixture fixture;
    open_fixture(&fixture, &course);
    fixture.is_cancelled = true;
    repeat_all(&fixture);
    assert_int_equal(fixture.played, 0);
    assert_int_equal(fixture.task.judgement.verdict, VERDICT_PASS);
    close_fixture(&fixture);
}

static void skipped_cases_are_not_planned(void **state)
{
    (void)state;
    struct task played = {0};
    struct task skipped = {.skip_reason = "needs tls"};
    struct task *list[] = {&played, &skipped, &played};
    struct plan plan = {.cases = list, .case_count = countof(list)};
    assert_int_equal(repeat_planned(&plan, 5), 8);
    assert_int_equal(repeat_planned(&plan, 1), 0);
    assert_int_equal(repeat_planned(&plan, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_verdict_counts),
        cmocka_unit_test(what_is_always_alike_says_nothing_of_plays),
        cmocka_unit_test(what_was_not_played_does_not_count),
        cmocka_unit_test(the_attempts_of_the_worst_play_are_kept),
        cmocka_unit_test(a_cancelled_run_repeats_nothing),
        cmocka_unit_test(skipped_cases_are_not_planned),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "wire/sending.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct fixture {
    struct clock clock;
    struct transcript *transcript;
    struct sending sending;
};

static void set_up(struct fixture *fixture)
{
    *fixture = (struct fixture){.clock = clock_fake(0)};
    fixture->transcript = transcript_new(&fixture->clock);
    (void)transcript_add_connection(fixture->transcript, "main", false);
}

static void tear_down(struct fixture *fixture)
{
    sending_done(&fixture->sending);
    transcript_free(fixture->transcript);
}

static bool advance(struct fixture *fixture, size_t len)
{
    return sending_advance(&fixture->sending, len, fixture->transcript, 0);
}

static void assert_sent(const struct fixture *fixture, size_t index, int step, size_t offset,
                        size_t len)
{
    const struct event *event = transcript_event(fixture->transcript, index);
    assert_int_equal(event->kind, EVENT_SENT);
    assert_int_equal(event->step, step);
    assert_int_equal(event->offset, offset);
    assert_int_equal(event->len, len);
}

static void nothing_is_over_at_once(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    assert_false(sending_is_active(&fixture.sending));
    sending_init(&fixture.sending, &(struct session_send){.cuts = NULL});
    assert_false(sending_is_active(&fixture.sending));
    tear_down(&fixture);
}

static void one_piece_without_cuts(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    sending_init(&fixture.sending, &(struct session_send){.bytes = span_of("hello")});
    assert_true(span_is(sending_piece(&fixture.sending), "hello"));
    assert_false(advance(&fixture, 2)); /* a short write does not end the piece */
    assert_true(span_is(sending_piece(&fixture.sending), "llo"));
    assert_true(sending_is_active(&fixture.sending));
    assert_false(advance(&fixture, 3)); /* the last piece has no successor */
    assert_false(sending_is_active(&fixture.sending));
    assert_int_equal(transcript_count(fixture.transcript), 2);
    assert_sent(&fixture, 1, TRANSCRIPT_NO_STEP, 2, 3);
    tear_down(&fixture);
}

static void pieces_end_at_the_cuts(void **state)
{
    /* Cuts at the ends, and the same one twice, cut nothing. */
    const size_t cuts[] = {0, 1, 3, 3, 5, 99};
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    sending_init(&fixture.sending, &(struct session_send){.bytes = span_of("abcde"),
                                                          .cuts = cuts,
                                                          .cut_count = countof(cuts)});
    assert_true(span_is(sending_piece(&fixture.sending), "a"));
    assert_true(advance(&fixture, 1));
    assert_true(span_is(sending_piece(&fixture.sending), "bc"));
    assert_false(advance(&fixture, 1));
    assert_true(span_is(sending_piece(&fixture.sending), "c"));
    assert_true(advance(&fixture, 1));
    assert_true(span_is(sending_piece(&fixture.sending), "de"));
    assert_false(advance(&fixture, 2));
    assert_false(sending_is_active(&fixture.sending));
    tear_down(&fixture);
}

static void events_are_split_at_the_marks(void **state)
{
    const struct session_mark marks[] = {
        {0, 4},
        {3, 5},
        {3, 6}, /* step 5 has no bytes */
        {6, 7},
    };
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    sending_init(&fixture.sending, &(struct session_send){.bytes = span_of("abcdefgh"),
                                                          .marks = marks,
                                                          .mark_count = countof(marks)});
    assert_false(advance(&fixture, 2));
    assert_false(advance(&fixture, 6));
    assert_int_equal(transcript_count(fixture.transcript), 4);
    assert_sent(&fixture, 0, 4, 0, 2);
    assert_sent(&fixture, 1, 4, 2, 1);
    assert_sent(&fixture, 2, 6, 3, 3);
    assert_sent(&fixture, 3, 7, 6, 2);
    assert_true(span_is(transcript_sent(fixture.transcript, 0), "abcdefgh"));
    tear_down(&fixture);
}

static void marks_and_cuts_are_copied(void **state)
{
    struct session_mark marks[] = {
        {0, 1}
    };
    size_t cuts[] = {2};
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    sending_init(&fixture.sending, &(struct session_send){.bytes = span_of("abcd"),
                                                          .marks = marks,
                                                          .mark_count = 1,
                                                          .cuts = cuts,
                                                          .cut_count = 1});
    marks[0].step = 9;
    cuts[0] = 1;
    assert_true(span_is(sending_piece(&fixture.sending), "ab"));
    assert_true(advance(&fixture, 2));
    assert_sent(&fixture, 0, 1, 0, 2);
    tear_down(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_over_at_once),
        cmocka_unit_test(one_piece_without_cuts),
        cmocka_unit_test(pieces_end_at_the_cuts),
        cmocka_unit_test(events_are_split_at_the_marks),
        cmocka_unit_test(marks_and_cuts_are_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "record/transcript.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void append_plain(struct transcript *transcript, enum event_kind kind, unsigned connection)
{
    transcript_append(transcript, kind, connection, TRANSCRIPT_NO_STEP, 0, 0, NULL);
}

static void times_count_from_the_beginning(void **state)
{
    (void)state;
    struct clock clock = clock_fake(5000000);
    struct transcript *transcript = transcript_new(&clock);
    unsigned main_one = transcript_add_connection(transcript, "main", false);
    assert_int_equal(transcript_duration_us(transcript), 0);
    append_plain(transcript, EVENT_CONNECTED, main_one);
    clock.fake_us += 250;
    transcript_append_received(transcript, main_one, span_of("a"));
    clock.fake_us += 50;
    append_plain(transcript, EVENT_FIN, main_one);
    assert_int_equal(transcript_event(transcript, 0)->at_us, 0);
    assert_int_equal(transcript_event(transcript, 1)->at_us, 250);
    assert_int_equal(transcript_duration_us(transcript), 300);
    transcript_set_time(transcript, 777);
    append_plain(transcript, EVENT_CLOSED, main_one);
    assert_int_equal(transcript_duration_us(transcript), 777);
    transcript_free(transcript);
    transcript_free(NULL);
}

static void bytes_are_kept_per_connection_and_direction(void **state)
{
    (void)state;
    struct clock clock = clock_fake(0);
    struct transcript *transcript = transcript_new(&clock);
    char name[] = "first";
    unsigned first = transcript_add_connection(transcript, name, false);
    unsigned second = transcript_add_connection(transcript, "second", true);
    memset(name, 'x', sizeof(name) - 1);
    transcript_append_sent(transcript, first, 0, span_of("GET "));
    transcript_append_sent(transcript, second, 1, span_of("other"));
    transcript_append_sent(transcript, first, 2, span_of("/"));
    transcript_append_received(transcript, first, span_make("a\0b", 3));
    transcript_append_received(transcript, first, (struct span){0});

    assert_int_equal(transcript_connection_count(transcript), 2);
    assert_string_equal(transcript_connection_name(transcript, first), "first");
    assert_true(transcript_connection_is_tls(transcript, second));
    assert_false(transcript_connection_is_tls(transcript, first));
    assert_true(span_is(transcript_sent(transcript, first), "GET /"));
    assert_true(span_is(transcript_sent(transcript, second), "other"));
    assert_true(span_equal(transcript_received(transcript, first), span_make("a\0b", 3)));
    assert_int_equal(transcript_received(transcript, second).len, 0);

    const struct event *event = transcript_event(transcript, 2);
    assert_int_equal(event->kind, EVENT_SENT);
    assert_int_equal(event->step, 2);
    assert_int_equal(event->offset, 4);
    assert_int_equal(event->len, 1);
    event = transcript_event(transcript, 4);
    assert_int_equal(event->kind, EVENT_RECEIVED);
    assert_int_equal(event->step, TRANSCRIPT_NO_STEP);
    assert_int_equal(event->offset, 3);
    assert_int_equal(event->len, 0);
    transcript_free(transcript);
}

/* The same bytes in growing portions, over many reallocations. */
static void much_is_kept(void **state)
{
    (void)state;
    uint8_t bytes[256];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)i;
    struct clock clock = clock_fake(0);
    struct transcript *transcript = transcript_new(&clock);
    for (unsigned i = 0; i < 40; i++)
        assert_int_equal(transcript_add_connection(transcript, "c", false), i);
    size_t total = 0;
    for (size_t i = 0; i < 1000; i++) {
        size_t len = i % sizeof(bytes);
        transcript_append_received(transcript, 39, span_make(bytes, len));
        assert_int_equal(transcript_event(transcript, i)->offset, total);
        total += len;
    }
    struct span received = transcript_received(transcript, 39);
    assert_int_equal(received.len, total);
    assert_int_equal(transcript_count(transcript), 1000);
    for (size_t i = 0; i < 1000; i++) {
        const struct event *event = transcript_event(transcript, i);
        assert_true(span_equal(span_slice(received, event->offset, event->len),
                               span_make(bytes, event->len)));
    }
    transcript_free(transcript);
}

static void details_are_copied(void **state)
{
    (void)state;
    struct clock clock = clock_fake(0);
    struct transcript *transcript = transcript_new(&clock);
    char detail[] = "TLSv1.3";
    transcript_add_connection(transcript, "main", true);
    transcript_append(transcript, EVENT_TLS_READY, 0, 3, 4, 5, detail);
    detail[0] = 'x';
    const struct event *event = transcript_find(transcript, 0, EVENT_TLS_READY);
    assert_string_equal(event->detail, "TLSv1.3");
    assert_int_equal(event->step, 3);
    assert_int_equal(event->len, 4);
    assert_int_equal(event->code, 5);
    assert_null(transcript_find(transcript, 0, EVENT_CONNECTED));
    transcript_free(transcript);
}

static void the_first_end_counts(void **state)
{
    (void)state;
    static const struct {
        enum event_kind kinds[3]; /* EVENT_CONNECTED changes nothing */
        enum connection_end end;
    } rows[] = {
        {{EVENT_CONNECTED, EVENT_CONNECTED, EVENT_CONNECTED},        CONNECTION_END_OPEN  },
        {{EVENT_CONNECTED, EVENT_FIN, EVENT_CLOSED},                 CONNECTION_END_FIN   },
        {{EVENT_FIN, EVENT_RESET, EVENT_RECEIVE_FAILED},             CONNECTION_END_FIN   },
        {{EVENT_SEND_FAILED, EVENT_RESET, EVENT_CONNECTED},          CONNECTION_END_RESET },
        {{EVENT_CONNECT_FAILED, EVENT_CONNECTED, EVENT_CONNECTED},   CONNECTION_END_FAILED},
        {{EVENT_TLS_FAILED, EVENT_FIN, EVENT_CONNECTED},             CONNECTION_END_FAILED},
        {{EVENT_RECEIVE_FAILED, EVENT_CONNECTED, EVENT_CONNECTED},   CONNECTION_END_FAILED},
        {{EVENT_CAPTURE_FULL, EVENT_CLOSED, EVENT_CONNECTED},        CONNECTION_END_FULL  },
        {{EVENT_CLOSE_NOTIFY, EVENT_QUIET, EVENT_CONNECTED},         CONNECTION_END_OPEN  },
        {{EVENT_HALF_CLOSED, EVENT_RESET_SENT, EVENT_PATIENCE_OVER}, CONNECTION_END_OPEN  },
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct clock clock = clock_fake(0);
        struct transcript *transcript = transcript_new(&clock);
        transcript_add_connection(transcript, "other", false);
        transcript_add_connection(transcript, "main", false);
        for (size_t j = 0; j < countof(rows[i].kinds); j++)
            append_plain(transcript, rows[i].kinds[j], 1);
        assert_int_equal(transcript_end(transcript, 1), rows[i].end);
        assert_int_equal(transcript_end(transcript, 0), CONNECTION_END_OPEN);
        transcript_free(transcript);
    }
}

static void close_notify_is_found(void **state)
{
    (void)state;
    struct clock clock = clock_fake(0);
    struct transcript *transcript = transcript_new(&clock);
    transcript_add_connection(transcript, "a", true);
    transcript_add_connection(transcript, "b", true);
    append_plain(transcript, EVENT_CLOSE_NOTIFY_SENT, 0);
    append_plain(transcript, EVENT_CLOSE_NOTIFY, 1);
    assert_false(transcript_has_close_notify(transcript, 0));
    assert_true(transcript_has_close_notify(transcript, 1));
    transcript_free(transcript);
}

static void kinds_have_distinct_names(void **state)
{
    (void)state;
    for (int i = 0; i < EVENT_KIND_COUNT; i++) {
        assert_non_null(transcript_kind_name((enum event_kind)i));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(transcript_kind_name((enum event_kind)i),
                                    transcript_kind_name((enum event_kind)j));
    }
    assert_string_equal(transcript_kind_name(EVENT_CLOSE_NOTIFY), "close_notify");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_count_from_the_beginning),
        cmocka_unit_test(bytes_are_kept_per_connection_and_direction),
        cmocka_unit_test(much_is_kept),
        cmocka_unit_test(details_are_copied),
        cmocka_unit_test(the_first_end_counts),
        cmocka_unit_test(close_notify_is_found),
        cmocka_unit_test(kinds_have_distinct_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

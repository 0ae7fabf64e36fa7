#include "judge/observation.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define GET "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
#define UNTIL_CLOSE "HTTP/1.1 200 OK\r\n\r\nhello"

struct world {
    struct arena *arena;
    struct transcript *transcript;
};

static int set_up(void **state)
{
    static struct world world;
    world.arena = arena_new();
    world.transcript = transcript_new(NULL);
    transcript_set_time(world.transcript, 0);
    *state = &world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    transcript_free(world->transcript);
    arena_free(world->arena);
    return 0;
}

static void happen(struct world *world, enum event_kind kind, unsigned connection)
{
    transcript_append(world->transcript, kind, connection, TRANSCRIPT_NO_STEP, 0, 0, NULL);
}

static void count(struct world *world, size_t value)
{
    transcript_append(world->transcript, EVENT_COUNTER, 0, TRANSCRIPT_NO_STEP, value, 0, NULL);
}

/* A connection with a response that only the end of the connection delimits. */
static unsigned exchange(struct world *world, bool is_tls)
{
    unsigned connection = transcript_add_connection(world->transcript, "main", is_tls);
    happen(world, EVENT_CONNECTED, connection);
    transcript_append_sent(world->transcript, connection, 0, span_of(GET));
    transcript_append_received(world->transcript, connection, span_of(UNTIL_CLOSE));
    return connection;
}

static bool is_complete(const struct observation *observation, unsigned connection)
{
    return observation->connections[connection].stream->messages[0].is_complete;
}

static void only_a_clean_end_completes_content(void **state)
{
    struct world *world = *state;
    unsigned fin = exchange(world, false);
    happen(world, EVENT_FIN, fin);
    unsigned reset = exchange(world, false);
    happen(world, EVENT_RESET, reset);
    unsigned open = exchange(world, false);
    unsigned full = exchange(world, false);
    happen(world, EVENT_CAPTURE_FULL, full);
    unsigned failed = exchange(world, false);
    happen(world, EVENT_RECEIVE_FAILED, failed);

    const struct observation *observation = observation_new(world->transcript, world->arena);
    assert_int_equal(observation->count, 5);
    assert_true(is_complete(observation, fin));
    assert_false(is_complete(observation, reset));
    assert_false(is_complete(observation, open));
    assert_false(is_complete(observation, full));
    assert_false(is_complete(observation, failed));
    assert_int_equal(observation->connections[open].stream->deviation_count, 0);
    assert_int_equal(observation->connections[full].stream->deviation_count, 0);
    assert_int_equal(observation->connections[reset].stream->deviations[0].kind,
                     DEVIATION_INCOMPLETE);
}

static void on_tls_the_alert_completes_content(void **state)
{
    struct world *world = *state;
    unsigned truncated = exchange(world, true);
    happen(world, EVENT_FIN, truncated);
    unsigned closed = exchange(world, true);
    happen(world, EVENT_CLOSE_NOTIFY, closed);
    happen(world, EVENT_FIN, closed);
    unsigned alert = exchange(world, true);
    happen(world, EVENT_CLOSE_NOTIFY, alert);

    const struct observation *observation = observation_new(world->transcript, world->arena);
    assert_false(is_complete(observation, truncated));
    assert_true(is_complete(observation, closed));
    assert_true(is_complete(observation, alert));
    assert_true(observation->connections[closed].has_close_notify);
    assert_true(observation->connections[closed].is_tls);
    assert_int_equal(observation->connections[alert].end, CONNECTION_END_OPEN);
}

static void methods_of_the_requests_are_known(void **state)
{
    struct world *world = *state;
    transcript_add_connection(world->transcript, "main", false);
    transcript_append_sent(world->transcript, 0, 0, span_of("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"));
    transcript_append_sent(world->transcript, 0, 1, span_of(GET));
    transcript_append_received(
        world->transcript, 0,
        span_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
    const struct observation *observation = observation_new(world->transcript, world->arena);
    const struct observed_connection *connection = &observation->connections[0];
    assert_int_equal(connection->requests.count, 2);
    assert_int_equal(connection->stream->count, 2);
    assert_int_equal(connection->stream->messages[1].request, 1);
    assert_string_equal(connection->name, "main");
}

static void bytes_lead_to_steps_and_times(void **state)
{
    struct world *world = *state;
    struct transcript *transcript = world->transcript;
    transcript_add_connection(transcript, "a", false);
    transcript_add_connection(transcript, "b", false);
    transcript_set_time(transcript, 10);
    transcript_append_sent(transcript, 0, 0, span_of("GET / "));
    transcript_set_time(transcript, 20);
    transcript_append_sent(transcript, 0, 3, span_of("HTTP/1.1\r\n\r\n"));
    transcript_append_sent(transcript, 1, 4, span_of(GET));
    transcript_set_time(transcript, 30);
    transcript_append_received(transcript, 0, span_of("HTTP"));
    transcript_set_time(transcript, 40);
    transcript_append_received(transcript, 0, span_of("/1.1"));

    const struct observation *observation = observation_new(transcript, world->arena);
    assert_int_equal(observation_step_at(observation, 0, 0), 0);
    assert_int_equal(observation_step_at(observation, 0, 5), 0);
    assert_int_equal(observation_step_at(observation, 0, 6), 3);
    assert_int_equal(observation_step_at(observation, 0, 18), -1);
    assert_int_equal(observation_step_at(observation, 1, 0), 4);
    assert_int_equal(observation_step_sent_us(observation, 0), 10);
    assert_int_equal(observation_step_sent_us(observation, 4), 20);
    assert_int_equal(observation_step_sent_us(observation, 1), -1);
    assert_int_equal(observation_received_us(observation, 0, 3), 30);
    assert_int_equal(observation_received_us(observation, 0, 4), 40);
    assert_int_equal(observation_received_us(observation, 0, 8), -1);
    assert_int_equal(observation_received_us(observation, 1, 0), -1);
}

static void the_counter_needs_two_values(void **state)
{
    struct world *world = *state;
    transcript_add_connection(world->transcript, "main", false);
    assert_int_equal(observation_new(world->transcript, world->arena)->counted, -1);
    count(world, 5);
    assert_int_equal(observation_new(world->transcript, world->arena)->counted, -1);
    count(world, 7);
    assert_int_equal(observation_new(world->transcript, world->arena)->counted, 2);
    count(world, 9);
    assert_int_equal(observation_new(world->transcript, world->arena)->counted, -1);
}

static void a_counter_that_was_set_back_is_no_counter(void **state)
{
    struct world *world = *state;
    transcript_add_connection(world->transcript, "main", false);
    count(world, 5);
    count(world, 4);
    assert_int_equal(observation_new(world->transcript, world->arena)->counted, -1);
}

static void nothing_recorded_is_nothing_observed(void **state)
{
    struct world *world = *state;
    const struct observation *observation = observation_new(world->transcript, world->arena);
    assert_int_equal(observation->count, 0);
    assert_int_equal(observation->counted, -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_a_clean_end_completes_content, set_up, tear_down),
        cmocka_unit_test_setup_teardown(on_tls_the_alert_completes_content, set_up, tear_down),
        cmocka_unit_test_setup_teardown(methods_of_the_requests_are_known, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bytes_lead_to_steps_and_times, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_counter_needs_two_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_counter_that_was_set_back_is_no_counter, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nothing_recorded_is_nothing_observed, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

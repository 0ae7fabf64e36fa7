/* Controls, summaries and words. Whole cases are judged in replay_test.c. */
#include "judge/judge.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "judge/words.h"

#define GET "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
#define EMPTY(status) "HTTP/1.1 " status "\r\nContent-Length: 0\r\n\r\n"

static const struct status_range good_range = {200, 399};
static const struct status_set good = {&good_range, 1};

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
    transcript_add_connection(world.transcript, "main", false);
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

static void happen(struct world *world, enum event_kind kind, size_t len)
{
    transcript_append(world->transcript, kind, 0, TRANSCRIPT_NO_STEP, len, 0, NULL);
}

/* requests GETs, then received. */
static void exchange(struct world *world, size_t requests, const char *received)
{
    for (size_t i = 0; i < requests; i++)
        transcript_append_sent(world->transcript, 0, (int)i, span_of(GET));
    transcript_append_received(world->transcript, 0, span_of(received));
}

static struct control_result control(const struct world *world)
{
    return judge_control(good, 0, observation_new(world->transcript, world->arena), world->arena);
}

static const char *summary(const struct world *world)
{
    return judge_summary(observation_new(world->transcript, world->arena), 0, world->arena);
}

static void a_control_is_good_by_its_status_alone(void **state)
{
    struct world *world = *state;
    exchange(world, 1, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nBad : x\r\n\r\nhello");
    struct control_result result = control(world);
    assert_int_equal(result.word, CONTROL_GOOD);
    assert_int_equal(result.status, 200);
    assert_string_equal(result.reason, "200");
    assert_false(result.rests_on_silence);
}

static void another_status_makes_a_control_bad(void **state)
{
    struct world *world = *state;
    exchange(world, 1, EMPTY("503 Busy"));
    struct control_result result = control(world);
    assert_int_equal(result.word, CONTROL_BAD);
    assert_int_equal(result.status, 503);
    assert_string_equal(result.reason, "status 503");
    assert_false(result.rests_on_silence);
}

static void an_early_fin_makes_a_control_bad_for_good(void **state)
{
    struct world *world = *state;
    exchange(world, 1, "");
    happen(world, EVENT_FIN, 0);
    struct control_result result = control(world);
    assert_int_equal(result.word, CONTROL_BAD);
    assert_int_equal(result.status, 0);
    assert_string_equal(result.reason, "no response, then FIN after 0 bytes");
    assert_false(result.rests_on_silence);
}

static void silence_makes_a_control_bad_for_now(void **state)
{
    struct world *world = *state;
    exchange(world, 1, "HTTP/1.1 200 OK\r\n");
    happen(world, EVENT_QUIET, 200);
    struct control_result result = control(world);
    assert_int_equal(result.word, CONTROL_BAD);
    assert_string_equal(result.reason, "no response, still open after 200 ms");
    assert_true(result.rests_on_silence);
}

static void a_reset_makes_a_control_bad_for_now(void **state)
{
    struct world *world = *state;
    exchange(world, 1, "");
    happen(world, EVENT_RESET, 0);
    assert_true(control(world).rests_on_silence);
}

static void a_control_without_a_connection_is_bad(void **state)
{
    struct world *world = *state;
    const struct observation *observation = observation_new(world->transcript, world->arena);
    struct control_result result = judge_control(good, 1, observation, world->arena);
    assert_int_equal(result.word, CONTROL_BAD);
    assert_string_equal(result.reason, "no connection was opened");
    transcript_append(world->transcript, EVENT_TLS_FAILED, 0, TRANSCRIPT_NO_STEP, 0, 0,
                      "certificate expired");
    result = control(world);
    assert_int_equal(result.word, CONTROL_BAD);
    assert_string_equal(result.reason, "TLS: certificate expired");
    assert_false(result.rests_on_silence);
}

static void a_summary_tells_statuses_and_end(void **state)
{
    struct world *world = *state;
    exchange(world, 2, EMPTY("200 OK") EMPTY("404 Not Found"));
    assert_string_equal(summary(world), "200, 404, still open");
    happen(world, EVENT_FIN, 0);
    assert_string_equal(summary(world), "200, 404, then FIN");
}

static void a_summary_counts_responses_alike(void **state)
{
    struct world *world = *state;
    exchange(world, 5,
             EMPTY("200 OK") EMPTY("200 OK") EMPTY("200 OK") EMPTY("404 No") EMPTY("404 No"));
    happen(world, EVENT_RESET, 0);
    assert_string_equal(summary(world), "200 (3 times), 404, 404, then RST");
}

static void a_summary_without_a_response_tells_when(void **state)
{
    struct world *world = *state;
    happen(world, EVENT_CONNECTED, 0);
    transcript_set_time(world->transcript, 1000);
    transcript_append_sent(world->transcript, 0, 0, span_of(GET));
    transcript_set_time(world->transcript, 1200);
    happen(world, EVENT_FIN, 0);
    assert_string_equal(summary(world), "0 bytes, then FIN after 0.2 ms");
}

static void a_summary_of_an_idle_connection(void **state)
{
    struct world *world = *state;
    happen(world, EVENT_CONNECTED, 0);
    transcript_set_time(world->transcript, 2500000);
    happen(world, EVENT_RESET, 0);
    assert_string_equal(summary(world), "0 bytes, then RST after 2.5 s");
}

static void a_summary_of_what_cannot_be_read(void **state)
{
    struct world *world = *state;
    exchange(world, 1, "HTTP/1.1 2x0 OK\r\nContent-Length: 3\r\n\r\nab");
    happen(world, EVENT_CAPTURE_FULL, 39);
    assert_string_equal(summary(world),
                        "unreadable response (incomplete), capture limit reached after 40 bytes");
}

static void durations_are_short(void **state)
{
    struct world *world = *state;
    assert_string_equal(words_duration_ms(world->arena, 999), "999 ms");
    assert_string_equal(words_duration_ms(world->arena, 5000), "5 s");
    assert_string_equal(words_duration_ms(world->arena, 1550), "1.5 s");
    assert_string_equal(words_duration_us(world->arena, 9999), "9.9 ms");
    assert_string_equal(words_duration_us(world->arena, 38000), "38 ms");
    assert_string_equal(words_duration_us(world->arena, 1250000), "1.2 s");
}

static void status_sets_read_like_in_cases(void **state)
{
    struct world *world = *state;
    static const struct status_range ranges[] = {
        {200, 299},
        {301, 399},
        {404, 404}
    };
    assert_string_equal(words_status_set(world->arena, (struct status_set){ranges, 3}),
                        "2xx, 301-399 or 404");
    assert_string_equal(words_status_set(world->arena, (struct status_set){0}), "any");
}

static void quotes_are_printable_and_short(void **state)
{
    struct world *world = *state;
    assert_string_equal(words_quote(world->arena, span_of("a\r\n\x1b[0m")), "\"a\\r\\n\\x1b[0m\"");
    struct span longer = span_make(GET GET GET, WORDS_QUOTE_MAX + 1);
    const char *quote = words_quote(world->arena, longer);
    assert_non_null(span_of(quote).data);
    assert_true(span_find(span_of(quote), span_of("...\""), 0) != SIZE_MAX);
    assert_string_equal(words_count(world->arena, 1, "byte"), "1 byte");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_control_is_good_by_its_status_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_status_makes_a_control_bad, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_early_fin_makes_a_control_bad_for_good, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(silence_makes_a_control_bad_for_now, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reset_makes_a_control_bad_for_now, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_control_without_a_connection_is_bad, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_summary_tells_statuses_and_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_summary_counts_responses_alike, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_summary_without_a_response_tells_when, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_summary_of_an_idle_connection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_summary_of_what_cannot_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(durations_are_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(status_sets_read_like_in_cases, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quotes_are_printable_and_short, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

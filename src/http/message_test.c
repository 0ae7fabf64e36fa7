#include "http/message.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "http/response_parser.h"

static const char received[] = "HTTP/1.1 200 OK\r\n"
                               "Transfer-Encoding: chunked\r\n"
                               "connection: a, Keep-Alive\r\n"
                               "Connection: ,\r\n close\r\n"
                               "X-Empty:\r\n"
                               "\r\n"
                               "2\r\nhe\r\n3\r\nllo\r\n0\r\n"
                               "Connection: upgrade\r\n"
                               "\r\n";

struct fixture {
    struct arena *arena;
    struct span received;
    const struct http_stream *stream;
    const struct http_message *message;
};

static int set_up(void **state)
{
    static struct http_request request = {.is_complete = true};
    static const struct http_requests requests = {.items = &request, .count = 1};
    static struct fixture fixture;
    fixture.arena = arena_new();
    fixture.received = span_of(received);
    fixture.stream = response_parse(fixture.arena, &requests, fixture.received, STREAM_END_CLEAN);
    fixture.message = &fixture.stream->messages[0];
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    arena_free(fixture->arena);
    return 0;
}

static void fields_are_found_in_order_without_trailers(void **state)
{
    struct fixture *fixture = *state;
    size_t from = 0;
    const struct http_field *first =
        http_next_field(fixture->message, fixture->received, "CONNECTION", &from);
    const struct http_field *second =
        http_next_field(fixture->message, fixture->received, "CONNECTION", &from);
    assert_true(span_is(http_bytes(fixture->received, first->value), "a, Keep-Alive"));
    assert_true(span_is(http_bytes(fixture->received, second->value), ",\r\n close"));
    assert_null(http_next_field(fixture->message, fixture->received, "CONNECTION", &from));
    assert_int_equal(http_field_count(fixture->message, fixture->received, "Connection"), 2);
    assert_int_equal(fixture->message->field_count, 5);
}

static void a_missing_value_is_not_an_empty_one(void **state)
{
    struct fixture *fixture = *state;
    struct span empty = http_field_value(fixture->message, fixture->received, "x-empty");
    assert_non_null(empty.data);
    assert_int_equal(empty.len, 0);
    assert_null(http_field_value(fixture->message, fixture->received, "X-None").data);
    assert_true(span_is(http_field_value(fixture->message, fixture->received, "Connection"),
                        "a, Keep-Alive"));
}

static void tokens_are_found_on_every_line(void **state)
{
    struct fixture *fixture = *state;
    assert_true(http_has_token(fixture->message, fixture->received, "Connection", "keep-alive"));
    assert_true(http_has_token(fixture->message, fixture->received, "Connection", "close"));
    assert_false(http_has_token(fixture->message, fixture->received, "Connection", "upgrade"));
    assert_false(http_has_token(fixture->message, fixture->received, "X-None", "close"));
}

static void chunks_are_joined(void **state)
{
    struct fixture *fixture = *state;
    struct span content = http_content(fixture->message, fixture->received, fixture->arena);
    assert_true(span_is(content, "hello"));
}

static void one_piece_is_not_copied(void **state)
{
    struct fixture *fixture = *state;
    struct range place = {.offset = 5, .len = 3};
    struct http_message message = {.content = &place, .content_count = 1, .content_length = 3};
    struct span content = http_content(&message, fixture->received, fixture->arena);
    assert_ptr_equal(content.data, fixture->received.data + 5);
    assert_int_equal(content.len, 3);
    struct http_message empty = {.content_offset = 7};
    assert_int_equal(http_content(&empty, fixture->received, fixture->arena).len, 0);
}

static void only_whole_final_responses_count(void **state)
{
    struct fixture *fixture = *state;
    assert_int_equal(http_final_count(fixture->stream), 1);
    struct http_message messages[] = {
        {.is_interim = true, .is_complete = true},
        {.is_complete = true                 },
        {.is_complete = true, .request = -1},
        {.is_complete = false    }
    };
    struct http_stream stream = {.messages = messages, .count = countof(messages)};
    assert_int_equal(http_final_count(&stream), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields_are_found_in_order_without_trailers, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_missing_value_is_not_an_empty_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tokens_are_found_on_every_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(chunks_are_joined, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_piece_is_not_copied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_whole_final_responses_count, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

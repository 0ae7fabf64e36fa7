/* What vectors cannot show: limits, growing requests, cost. The grammar is in vectors/. */
#include "http/response_parser.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "util/text.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"

static struct http_request gets[8192];

static int set_up(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(gets); i++)
        gets[i].method = span_of("GET");
    return 0;
}

static struct http_requests requests_of(size_t count)
{
    return (struct http_requests){.items = gets, .count = count};
}

static size_t count_of(const struct http_stream *stream, enum deviation_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < stream->deviation_count; i++)
        count += stream->deviations[i].kind == kind;
    return count;
}

static const struct http_stream *parse_text(struct arena *arena, const struct text *text,
                                            size_t request_count)
{
    struct http_requests requests = requests_of(request_count);
    return response_parse(arena, &requests, text_span(text), STREAM_END_CLEAN);
}

static void fields_of_one_message_are_limited(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text text = {0};
    text_add(&text, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
    for (size_t i = 1; i < RESPONSE_FIELDS_MAX; i++)
        text_add(&text, "a: b\r\n");
    text_add(&text, "lost: 1\r\n folded\r\nlost: 2\r\n\r\nok" OK);
    const struct http_stream *stream = parse_text(arena, &text, 2);
    assert_int_equal(stream->count, 2);
    assert_int_equal(stream->messages[0].field_count, RESPONSE_FIELDS_MAX);
    assert_true(stream->messages[0].is_complete);
    assert_true(stream->messages[1].is_complete);
    assert_int_equal(stream->deviation_count, 1);
    assert_int_equal(stream->deviations[0].kind, DEVIATION_LIMIT);
    text_done(&text);
    arena_free(arena);
}

static void fields_of_all_messages_are_limited(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text text = {0};
    size_t count = RESPONSE_FIELDS_TOTAL_MAX / 500 + 2;
    for (size_t i = 0; i < count; i++) {
        text_add(&text, "HTTP/1.1 204 No\r\n");
        for (size_t j = 0; j < 500; j++)
            text_add(&text, "a: b\r\n");
        text_add(&text, "\r\n");
    }
    const struct http_stream *stream = parse_text(arena, &text, count);
    size_t kept = 0;
    for (size_t i = 0; i < stream->count; i++)
        kept += stream->messages[i].field_count;
    assert_int_equal(stream->count, count);
    assert_int_equal(kept, RESPONSE_FIELDS_TOTAL_MAX);
    assert_int_equal(count_of(stream, DEVIATION_LIMIT), 2);
    text_done(&text);
    arena_free(arena);
}

static void messages_are_limited(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text text = {0};
    for (size_t i = 0; i < RESPONSE_MESSAGES_MAX + 2; i++)
        text_add(&text, OK);
    const struct http_stream *stream = parse_text(arena, &text, countof(gets));
    assert_int_equal(stream->count, RESPONSE_MESSAGES_MAX);
    assert_int_equal(stream->deviation_count, 1);
    assert_int_equal(stream->deviations[0].kind, DEVIATION_LIMIT);
    assert_int_equal(stream->deviations[0].offset, RESPONSE_MESSAGES_MAX * strlen(OK));
    assert_int_equal(stream->deviations[0].len, 2 * strlen(OK));
    assert_int_equal(stream->deviations[0].message, stream->count);
    text_done(&text);
    arena_free(arena);
}

/* The one too many may be so short that it is only seen at the end. */
static void messages_are_limited_at_the_end_too(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text text = {0};
    for (size_t i = 0; i < RESPONSE_MESSAGES_MAX; i++)
        text_add(&text, OK);
    text_add(&text, "HT");
    const struct http_stream *stream = parse_text(arena, &text, countof(gets));
    assert_int_equal(stream->count, RESPONSE_MESSAGES_MAX);
    assert_int_equal(count_of(stream, DEVIATION_LIMIT), 1);
    assert_int_equal(stream->deviations[0].len, 2);
    text_done(&text);
    arena_free(arena);
}

static void deviations_are_limited(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text text = {0};
    for (size_t i = 0; i < RESPONSE_DEVIATIONS_MAX + 5; i++)
        text_add(&text, "HTTP/1.1 204\r\n\r\n\r\n");
    const struct http_stream *stream = parse_text(arena, &text, countof(gets));
    assert_int_equal(stream->deviation_count, RESPONSE_DEVIATIONS_MAX);
    assert_int_equal(stream->deviations[RESPONSE_DEVIATIONS_MAX - 1].kind, DEVIATION_LIMIT);
    assert_int_equal(count_of(stream, DEVIATION_LIMIT), 1);
    assert_int_equal(stream->count, RESPONSE_MESSAGES_MAX);
    text_done(&text);
    arena_free(arena);
}

static void chunks_are_limited(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text text = {0};
    text_add(&text, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (size_t i = 0; i < RESPONSE_CHUNKS_MAX + 1; i++)
        text_add_span(&text, span_of("1\r\nx\r\n"));
    text_add(&text, "0\r\n\r\n");
    const struct http_stream *stream = parse_text(arena, &text, 1);
    assert_int_equal(stream->count, 1);
    assert_int_equal(stream->messages[0].content_length, RESPONSE_CHUNKS_MAX);
    assert_int_equal(stream->messages[0].content_count, RESPONSE_CHUNKS_MAX);
    assert_false(stream->messages[0].is_complete);
    assert_int_equal(stream->messages[0].end, text.len);
    assert_int_equal(count_of(stream, DEVIATION_LIMIT), 1);
    text_done(&text);
    arena_free(arena);
}

static void a_response_before_its_request_is_surplus(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct span received = span_of(OK OK OK);
    struct http_requests requests = requests_of(1);
    struct response_parser *parser = response_parser_new(arena, &requests);
    /* The second one begins while nothing is outstanding; it stays that way. */
    response_parser_advance(parser, span_slice(received, 0, strlen(OK) + 1));
    requests.count = 2;
    response_parser_finish(parser, received, STREAM_END_CLEAN);
    const struct http_stream *stream = response_parser_stream(parser);
    assert_int_equal(stream->count, 3);
    assert_int_equal(stream->messages[0].request, 0);
    assert_int_equal(stream->messages[1].request, -1);
    assert_int_equal(stream->messages[2].request, 1);
    assert_int_equal(stream->deviation_count, 1);
    assert_int_equal(stream->deviations[0].kind, DEVIATION_SURPLUS);
    assert_int_equal(stream->deviations[0].message, 1);
    arena_free(arena);
}

static void a_response_after_its_request_answers_it(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct span received = span_of(OK OK);
    struct http_requests requests = requests_of(1);
    struct response_parser *parser = response_parser_new(arena, &requests);
    response_parser_advance(parser, span_slice(received, 0, strlen(OK)));
    requests.count = 2;
    response_parser_advance(parser, received);
    assert_int_equal(http_final_count(response_parser_stream(parser)), 2);
    response_parser_finish(parser, received, STREAM_END_OPEN);
    const struct http_stream *stream = response_parser_stream(parser);
    assert_int_equal(stream->messages[1].request, 1);
    assert_int_equal(stream->deviation_count, 0);
    arena_free(arena);
}

/* Bytes that belong to no message do not decide for the response behind them. */
static void a_request_sent_after_stray_bytes_is_answered(void **state)
{
    (void)state;
    static const char *const strays[] = {"\r\n", "stray\r\n", "stray"};
    for (size_t i = 0; i < countof(strays); i++) {
        struct arena *arena = arena_new();
        struct text text = {0};
        text_printf(&text, "%s%s%s", OK, strays[i], OK);
        struct http_requests requests = requests_of(1);
        struct response_parser *parser = response_parser_new(arena, &requests);
        response_parser_advance(parser, span_slice(text_span(&text), 0, text.len - strlen(OK)));
        requests.count = 2;
        response_parser_finish(parser, text_span(&text), STREAM_END_OPEN);
        const struct http_stream *stream = response_parser_stream(parser);
        assert_int_equal(stream->count, 2);
        assert_int_equal(stream->messages[1].request, 1);
        assert_int_equal(stream->deviation_count, 1);
        assert_int_equal(stream->deviations[0].kind, DEVIATION_SURPLUS);
        assert_int_equal(stream->deviations[0].offset, strlen(OK));
        assert_int_equal(stream->deviations[0].len, strlen(strays[i]));
        text_done(&text);
        arena_free(arena);
    }
}

static void a_message_shows_how_far_it_is(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct span received = span_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    struct http_requests requests = requests_of(1);
    struct response_parser *parser = response_parser_new(arena, &requests);
    const struct http_stream *stream = response_parser_stream(parser);
    response_parser_advance(parser, span_slice(received, 0, 4));
    assert_int_equal(stream->count, 0);
    response_parser_advance(parser, span_slice(received, 0, 20));
    assert_int_equal(stream->count, 1);
    assert_int_equal(stream->messages[0].status, 200);
    assert_int_equal(stream->messages[0].end, 20);
    assert_false(stream->messages[0].is_head_complete);
    response_parser_advance(parser, span_slice(received, 0, received.len - 1));
    assert_true(stream->messages[0].is_head_complete);
    assert_int_equal(stream->messages[0].content_length, 4);
    assert_int_equal(http_final_count(stream), 0);
    response_parser_advance(parser, received);
    assert_int_equal(http_final_count(stream), 1);
    arena_free(arena);
}

/* Feeds start, many times byte, and end in pieces of one byte. Returns the memory that it took. */
static size_t feed(const char *start, char byte, const char *end, size_t *final_count)
{
    enum { COUNT = 1 << 16 };
    struct arena *arena = arena_new();
    struct text text = {0};
    text_add(&text, start);
    text_pad(&text, byte, COUNT);
    text_add(&text, end);
    struct http_requests requests = requests_of(2);
    struct response_parser *parser = response_parser_new(arena, &requests);
    for (size_t len = 0; len < text.len; len++)
        response_parser_advance(parser, span_slice(text_span(&text), 0, len));
    response_parser_finish(parser, text_span(&text), STREAM_END_CLEAN);
    *final_count = http_final_count(response_parser_stream(parser));
    size_t used = arena_size(arena);
    text_done(&text);
    arena_free(arena);
    return used;
}

static void a_byte_takes_no_memory(void **state)
{
    (void)state;
    enum { ENOUGH_BYTES = 8192 };
    static const char chunked[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    struct text chunk = {0};
    text_printf(&chunk, "%s10000\r\n", chunked);
    struct text extension = {0};
    text_printf(&extension, "%s0;", chunked);
    /* clang-format off */
    const struct {
        const char *start, *end;
        char byte;
        size_t final_count;
    } rows[] = {
        {"HTTP/1.1 200 ", "\r\nContent-Length: 0\r\n\r\n", 'x', 1},
        {"HTTP/1.1 200 OK\r\nX: ", "\r\nContent-Length: 0\r\n\r\n", 'x', 1},
        {"HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n", "", '\n', 1},
        {"HTTP/1.1 200 OK\r\n\r\n", "", 'H', 1},
        {text_string(&chunk), "\r\n0\r\n\r\n", '\r', 1},
        {text_string(&extension), "\r\n\r\n", 'x', 1},
        {chunked, "", '0', 0},
        {"", OK, 'H', 1},
        {"", OK, '\n', 1},
        {"HTTP/1.1 101 Switching\r\n\r\n", "", 'x', 1},
    };
    /* clang-format on */
    for (size_t i = 0; i < countof(rows); i++) {
        size_t final_count = 0;
        size_t used = feed(rows[i].start, rows[i].byte, rows[i].end, &final_count);
        assert_int_equal(final_count, rows[i].final_count);
        assert_true(used < ENOUGH_BYTES);
    }
    text_done(&chunk);
    text_done(&extension);
}

/*
 * Cost is linear because no byte is looked at twice: what would end a line, or begin a response,
 * is not noticed when it is written over bytes that were read already.
 */
static void no_byte_is_looked_at_again(void **state)
{
    (void)state;
    /* clang-format off */
    static const struct {
        const char *text;  /* all but its last two bytes are fed */
        const char *later; /* written over the end of what was fed, before the rest comes */
        size_t count;      /* of messages, before and after */
    } rows[] = {
        {"HTTP/1.1 200 xxxxxxxx__", "\r\nA: b\r\n", 1},
        {"HTTP/1.1 200 OK\r\nX: xxxxxxxx__", "\r\n\r\n", 1},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0;xxxxxxxxxxxx__",
         "\r\n\r\nHTTP/1.1 ", 1},
        {"garbage xxxxxxxxxxxxxxx__", "HTTP/1.1 200 ", 0},
    };
    /* clang-format on */
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena *arena = arena_new();
        struct text text = {0};
        text_add(&text, rows[i].text);
        struct http_requests requests = requests_of(2);
        struct response_parser *parser = response_parser_new(arena, &requests);
        const struct http_stream *stream = response_parser_stream(parser);
        size_t fed = text.len - 2;
        response_parser_advance(parser, span_slice(text_span(&text), 0, fed));
        assert_int_equal(stream->count, rows[i].count);
        memcpy(text.data + fed - strlen(rows[i].later), rows[i].later, strlen(rows[i].later));
        requests.count = 0; /* a second start would be noted as another kind */
        response_parser_advance(parser, text_span(&text));
        assert_int_equal(stream->count, rows[i].count);
        assert_true(stream->deviation_count <= 1);
        for (size_t j = 0; j < stream->count; j++)
            assert_false(stream->messages[j].is_complete);
        size_t fields = stream->count == 0 ? 0 : stream->messages[0].field_count;
        assert_true(fields <= 1);
        assert_true(stream->count == 0 || !stream->messages[0].is_head_complete || fields == 1);
        text_done(&text);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_of_one_message_are_limited),
        cmocka_unit_test(fields_of_all_messages_are_limited),
        cmocka_unit_test(messages_are_limited),
        cmocka_unit_test(messages_are_limited_at_the_end_too),
        cmocka_unit_test(deviations_are_limited),
        cmocka_unit_test(chunks_are_limited),
        cmocka_unit_test(a_response_before_its_request_is_surplus),
        cmocka_unit_test(a_response_after_its_request_answers_it),
        cmocka_unit_test(a_request_sent_after_stray_bytes_is_answered),
        cmocka_unit_test(a_message_shows_how_far_it_is),
        cmocka_unit_test(a_byte_takes_no_memory),
        cmocka_unit_test(no_byte_is_looked_at_again),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}

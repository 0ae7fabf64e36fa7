#include "http/requests.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "util/text.h"

#define GET "GET / HTTP/1.1\r\nHost: h\r\n\r\n"

/*
 * What was sent, and what is read: for each request METHOD offset..end minor, with "..." behind it
 * when it is not complete and "close" when it ends the connection.
 */
/* clang-format off */
static const struct {
    const char *sent;
    const char *expected;
} rows[] = {
    /* heads */
    {"", ""},
    {"\r\n\n\r\n", ""},
    {"\r", ""},
    {GET, "GET 0..27 1;"},
    {GET GET "HEAD / HTTP/1.1\r\n\r\n", "GET 0..27 1;GET 27..54 1;HEAD 54..73 1;"},
    {"\r\n\r\n" GET "\n" GET, "GET 4..31 1;GET 32..59 1;"},
    {"GET / HTTP/1.1\nHost: h\n\n" GET, "GET 0..24 1;GET 24..51 1;"},
    {GET "PO", "GET 0..27 1;PO 27..29 -1...;"},
    {"GET / HTTP/1.1\r\nHost: h\r\n", "GET 0..25 1...;"},
    {"nonsense\r\n\r\n" GET, "nonsense 0..12 -1;GET 12..39 1;"},
    {"GET /\tHTTP/1.1\r\n\r\n", "GET 0..18 -1;"},
    {" GET / HTTP/1.1\r\n\r\n", " 0..19 1;"},
    {"GET / HTTP/1.x\r\n\r\n" GET, "GET 0..18 -1;GET 18..45 1;"},
    {"GET / HTTP/2.0\r\n\r\n" GET, "GET 0..18 -1;GET 18..45 1;"},
    /* the end of the connection: RFC 9112 9.3 */
    {"GET / HTTP/1.1\r\nConnection: a, Close\r\n\r\n", "GET 0..40 1 close;"},
    {"GET / HTTP/1.1\r\nConnection: a\r\nConnection:\r\n close\r\n\r\n", "GET 0..54 1 close;"},
    {"GET / HTTP/1.0\r\n\r\n", "GET 0..18 0 close;"},
    {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET 0..42 0;"},
    {"GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", "GET 0..49 0 close;"},
    {"GET / HTTP/1.1\r\nConnection: close\r\n", "GET 0..35 1... close;"},
    /* Content-Length */
    {"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello" GET, "POST 0..43 1;GET 43..70 1;"},
    {"POST / HTTP/1.1\r\nContent-Length:\r\n 5\r\n\r\nhello" GET, "POST 0..45 1;GET 45..72 1;"},
    {"POST / HTTP/1.1\r\nContent-Length: 5, 5\r\n\r\nhello" GET, "POST 0..46 1;GET 46..73 1;"},
    {"POST / HTTP/1.1\r\nContent-Length: 27\r\n\r\n" GET GET, "POST 0..66 1;GET 66..93 1;"},
    {"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhello", "POST 0..43 1...;"},
    {"POST / HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\nx", "POST 0..58 1...;"},
    {"GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n" GET, "GET 0..37 1;GET 37..64 1;"},
    /* A lenient server takes this as a length; a strict one closes. */
    {"POST / HTTP/1.1\r\nContent-Length : 5\r\n\r\nhello" GET, "POST 0..44 1;GET 44..71 1;"},
    /* broken: up to the next request line */
    {"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\nhello\r\n" GET, "POST 0..45 1;GET 45..72 1;"},
    {"POST / HTTP/1.1\r\nContent-Length: 5, 6\r\n\r\nhello" GET,
     "POST 0..41 1;helloGET 41..73 1;"},
    {"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\nhello", "POST 0..44 1;"},
    {"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\na(b HTTP/1.1\r\n" GET, "POST 0..52 1;GET 52..79 1;"},
    /* Transfer-Encoding */
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" "5\r\nhello\r\n0\r\n\r\n" GET,
     "POST 0..62 1;GET 62..89 1;"},
    {"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
     "1B;x=\"y\"\r\n" GET "\r\n0\r\nX: y\r\n\r\n" GET,
     "POST 0..122 1;GET 122..149 1;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" "5\nhello\n0\n\n" GET,
     "POST 0..58 1;GET 58..85 1;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "POST 0..47 1...;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "POST 0..53 1...;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello", "POST 0..55 1...;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "POST 0..50 1...;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
     "POST 0..66 1...;"},
    /* broken */
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" "five\r\nhello\r\n0\r\n\r\n" GET,
     "POST 0..65 1;GET 65..92 1;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
     "10000000000000005\r\nhello\r\n0\r\n\r\n" GET,
     "POST 0..78 1;GET 78..105 1;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" "2\r\nhello\r\n0\r\n\r\n" GET,
     "POST 0..62 1;GET 62..89 1;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" "2\r\nhello\r\n0\r\n\r\n",
     "POST 0..62 1;"},
    {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n" "5\r\nhello\r\n0\r\n\r\n" GET,
     "POST 0..68 1;GET 68..95 1;"},
    /* what follows is still read as HTTP */
    {"CONNECT h:1 HTTP/1.1\r\n\r\n" GET, "CONNECT 0..24 1;GET 24..51 1;"},
};
/* clang-format on */

static void describe(struct text *text, const struct http_requests *requests)
{
    for (size_t i = 0; i < requests->count; i++) {
        const struct http_request *request = &requests->items[i];
        text_add_span(text, request->method);
        text_printf(text, " %zu..%zu %d%s%s;", request->offset, request->end,
                    request->version_minor, request->is_complete ? "" : "...",
                    request->has_close ? " close" : "");
    }
}

static void sent_bytes_are_cut_into_requests(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < countof(rows); i++) {
        struct arena *arena = arena_new();
        struct span sent = arena_copy(arena, span_of(rows[i].sent));
        struct http_requests requests = http_requests_scan(sent, arena);
        struct text text = {0};
        describe(&text, &requests);
        if (strcmp(text_string(&text), rows[i].expected) != 0) {
            wrong++;
            print_error("%s\nexpected %s\nactual   %s\n", rows[i].sent, rows[i].expected,
                        text_string(&text));
        }
        text_done(&text);
        arena_free(arena);
    }
    assert_int_equal(wrong, 0);
}

/* Whatever was sent so far, requests lie behind each other and inside it. */
static void every_prefix_is_cut_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        size_t whole = strlen(rows[i].sent);
        for (size_t len = 0; len <= whole; len++) {
            struct arena *arena = arena_new();
            struct span sent = arena_copy(arena, span_make(rows[i].sent, len));
            struct http_requests requests = http_requests_scan(sent, arena);
            size_t at = 0;
            for (size_t j = 0; j < requests.count; j++) {
                assert_true(requests.items[j].offset >= at);
                assert_true(requests.items[j].end > requests.items[j].offset);
                at = requests.items[j].end;
            }
            assert_true(at <= len);
            arena_free(arena);
        }
    }
}

static void close_is_seen_behind_many_fields(void **state)
{
    (void)state;
    struct text text = {0};
    text_add(&text, "GET / HTTP/1.1\r\n");
    for (int i = 0; i < 3000; i++)
        text_printf(&text, "X-%d: y\r\n", i);
    text_add(&text, "Connection: close\r\n\r\n");
    struct arena *arena = arena_new();
    struct http_requests requests = http_requests_scan(text_span(&text), arena);
    assert_int_equal(requests.count, 1);
    assert_true(requests.items[0].has_close);
    arena_free(arena);
    text_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sent_bytes_are_cut_into_requests),
        cmocka_unit_test(every_prefix_is_cut_too),
        cmocka_unit_test(close_is_seen_behind_many_fields),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "refserver/dialogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/memory.h"

#define HOST "Host: localhost\r\n"
#define TWO_HOSTS "Host: localhost\r\nHost: localhost\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define CLOSE_GET(path) "GET " path " HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"

/* What one client got, and what was to become of its connection. */
struct outcome {
    struct text out;
    enum dialogue_state state;
};

static void feed(struct dialogue *dialogue, struct span bytes)
{
    struct span before = {0};
    do {
        before = bytes;
        dialogue_process(dialogue, &bytes);
        if (dialogue->is_late)
            dialogue_late_over(dialogue);
    } while (bytes.len > 0 && bytes.len < before.len);
}

/* Plays bytes in portions of step octets (0: all at once), then the client's FIN if it ends. */
static struct outcome play(const char *bytes, size_t len, size_t step, bool ends)
{
    struct resources resources = {0};
    struct dialogue *dialogue = memory_new(sizeof(*dialogue));
    resources_init(&resources);
    dialogue_init(dialogue, &policy_clean, &resources, false);
    struct span whole = span_make(bytes, len);
    for (size_t at = 0; at < len; at += step == 0 ? len : step)
        feed(dialogue, span_slice(whole, at, step == 0 ? len : step));
    if (ends)
        dialogue_client_ended(dialogue);
    struct outcome outcome = {.state = dialogue->state};
    text_add_span(&outcome.out, dialogue_unsent(dialogue));
    dialogue_done(dialogue);
    free(dialogue);
    resources_done(&resources);
    return outcome;
}

/* The status codes of all final responses in out, in order: "200 404". */
static void list_statuses(struct span out, struct text *list)
{
    size_t at = 0;
    while ((at = span_find(out, span_of("HTTP/1.1 "), at)) != SIZE_MAX) {
        if (list->len > 0)
            text_add_char(list, ' ');
        at += strlen("HTTP/1.1 ");
        text_add_span(list, span_slice(out, at, 3));
    }
}

static bool says(const struct outcome *outcome, const char *text)
{
    return span_find(text_span(&outcome->out), span_of(text), 0) != SIZE_MAX;
}

/* Plays bytes whole, byte by byte and in threes: always the same statuses and the same end. */
static void expect_of(const char *bytes, size_t len, const char *expected, bool is_over)
{
    static const size_t steps[] = {0, 1, 3};
    for (size_t i = 0; i < countof(steps); i++) {
        struct outcome outcome = play(bytes, len, steps[i], false);
        struct text actual = {0};
        list_statuses(text_span(&outcome.out), &actual);
        assert_string_equal(text_string(&actual), expected);
        assert_int_equal(outcome.state, is_over ? DIALOGUE_OVER : DIALOGUE_OPEN);
        assert_int_equal(says(&outcome, "Connection: close\r\n"), is_over);
        text_done(&actual);
        text_done(&outcome.out);
    }
}

static void expect(const char *bytes, const char *expected, bool is_over)
{
    expect_of(bytes, strlen(bytes), expected, is_over);
}

static void refused(const char *bytes, const char *status)
{
    struct text doubled = {0};
    text_printf(&doubled, "%s" GET("/"), bytes);
    expect(text_string(&doubled), status, true);
    text_done(&doubled);
}

static void answers_and_persists(void **state)
{
    (void)state;
    expect(GET("/"), "200", false);
    expect(GET("/") GET("/missing") GET("/file"), "200 404 200", false);
    expect("\r\n" GET("/") "\r\n" GET("/"), "200 200", false);
    expect(GET("/late") GET("/missing"), "200 404", false);
    expect("GET http://localhost/file HTTP/1.1\r\nHost: other\r\n\r\n", "200", false);
    expect("GET /%66il%65?a=b/?%20 HTTP/1.1\r\n" HOST "\r\n", "200", false);
    expect("GET / HTTP/1.2\r\n" HOST "\r\n", "200", false);
    expect("GET / HTTP/1.1\r\nHost:\r\nX-A: \xff\t\xfe\r\nConnection:\r\n\r\n", "200", false);
}

static void persistence_follows_the_list(void **state)
{
    (void)state;
    static const char *const closing[] = {
        "Connection: close",
        "connection:\tCLOSE\t",
        "Connection: a, Close",
        "Connection: , close, ,",
        "Connection: keep-alive,close",
        "Connection: a\r\nConnection: close",
        "Connection: close\r\nA: b",
        "Connection:close",
    };
    for (size_t i = 0; i < countof(closing); i++) {
        struct text bytes = {0};
        text_printf(&bytes, "GET / HTTP/1.1\r\n" HOST "%s\r\n\r\n" GET("/"), closing[i]);
        expect(text_string(&bytes), "200", true);
        text_done(&bytes);
    }
    expect("GET / HTTP/1.1\r\n" HOST "Connection: closed\r\n\r\n", "200", false);
    expect("GET / HTTP/1.1\r\n" HOST "Close: close\r\n\r\n", "200", false);
    expect("GET / HTTP/1.0\r\n\r\n" GET("/"), "200", true);
    expect("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" GET("/"), "200 200", false);
    expect("GET / HTTP/1.0\r\nConnection: Keep-Alive, close\r\n\r\n" GET("/"), "200", true);
    expect("GET /chunked HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" GET("/"), "200", true);
}

static void nothing_follows_a_close(void **state)
{
    (void)state;
    expect(CLOSE_GET("/") GET("/"), "200", true);
    expect(CLOSE_GET("/") "Invalid\r\n\r\n", "200", true);
    expect(CLOSE_GET("/late") GET("/"), "200", true);
    expect(GET("/missing") CLOSE_GET("/") GET("/"), "404 200", true);
    expect(GET("/") "Invalid\r\n\r\n" GET("/"), "200 400", true);
}

static void broken_lines_are_refused(void **state)
{
    (void)state;
    static const char *const heads[] = {
        "Invalid\r\n\r\n",
        "GET /\r\n\r\n",
        "GET  / HTTP/1.1\r\n" HOST "\r\n",
        "GET / http/1.1\r\n" HOST "\r\n",
        "GET / HTTP/1.10\r\n" HOST "\r\n",
        "GET /a b HTTP/1.1\r\n" HOST "\r\n",
        "GET /a%zz HTTP/1.1\r\n" HOST "\r\n",
        "GET /a\xc3\xa4 HTTP/1.1\r\n" HOST "\r\n",
        "GET /a#b HTTP/1.1\r\n" HOST "\r\n",
        "GET * HTTP/1.1\r\n" HOST "\r\n",
        "GET http:///x HTTP/1.1\r\n" HOST "\r\n",
        "GET http://u@h/x HTTP/1.1\r\n" HOST "\r\n",
        "G(T / HTTP/1.1\r\n" HOST "\r\n",
        " GET / HTTP/1.1\r\n" HOST "\r\n",
        "GET / HTTP/1.1\n" HOST "\r\n",
        "GET / HTTP/1.1\r\n" HOST "X-A: a\rb\r\n\r\n",
        "GET / HTTP/1.1\r\n" HOST "X-A: a\x01\r\n\r\n",
        "GET / HTTP/1.1\r\n" HOST "X-A : b\r\n\r\n",
        "GET / HTTP/1.1\r\n" HOST "X-A\r\n\r\n",
        "GET / HTTP/1.1\r\n" HOST ": b\r\n\r\n",
        "GET / HTTP/1.1\r\n" HOST "X(A): b\r\n\r\n",
        "GET / HTTP/1.1\r\n" HOST "X-A: b\r\n c\r\n\r\n",
        "GET / HTTP/1.1\r\n " HOST "\r\n",
        "CONNECT / HTTP/1.1\r\n" HOST "\r\n",
        "CONNECT h: HTTP/1.1\r\n" HOST "\r\n",
        "CONNECT h:99999 HTTP/1.1\r\n" HOST "\r\n",
    };
    for (size_t i = 0; i < countof(heads); i++)
        refused(heads[i], "400");
    static const char nul[] = "GET / HTTP/1.1\r\n" HOST "Connection: a\0b\r\n\r\n" GET("/");
    expect_of(nul, sizeof(nul) - 1, "400", true);
    refused("CONNECT h:443 HTTP/1.1\r\n" HOST "\r\n", "501");
    refused("GET / HTTP/2.0\r\n" HOST "\r\n", "505");
    refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505");
    refused("GET https://localhost/ HTTP/1.1\r\n" HOST "\r\n", "421");
}

static void host_is_checked(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        TWO_HOSTS,
        "Host: a b\r\n",
        "Host: u@h\r\n",
        "Host: h:8x\r\n",
        "Host: [::1\r\n",
        "Host: [::g]\r\n",
        "Host: h/p\r\n",
        "Host: a%zz\r\n",
        "Host: \xff\r\n",
    };
    static const char *const good[] = {
        "Host: h\r\n", "Host: h:\r\n",  "Host: [::1]:80\r\n", "Host: [v1.a:b]\r\n",
        "Host:\r\n",   "Host: a,b\r\n", "Host: %41_\r\n",     "hOST:\t127.0.0.1:99999 \r\n",
    };
    for (size_t i = 0; i < countof(bad) + countof(good); i++) {
        bool is_good = i >= countof(bad);
        struct text bytes = {0};
        text_printf(&bytes, "GET / HTTP/1.1\r\n%s\r\n", is_good ? good[i - countof(bad)] : bad[i]);
        expect(text_string(&bytes), is_good ? "200" : "400", !is_good);
        text_done(&bytes);
    }
    expect("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "200", false);
    refused("GET / HTTP/1.0\r\nConnection: keep-alive\r\n" HOST HOST "\r\n", "400");
}

static void contradictory_framing_is_refused(void **state)
{
    (void)state;
    static const char *const fields[] = {
        "Content-Length: abc",
        "Content-Length: -1",
        "Content-Length: +5",
        "Content-Length: 5 5",
        "Content-Length: 5,6",
        "Content-Length:",
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked, gzip",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked;x=1",
        "Transfer-Encoding:",
    };
    for (size_t i = 0; i < countof(fields); i++) {
        struct text bytes = {0};
        text_printf(&bytes, "POST / HTTP/1.1\r\n" HOST "%s\r\n\r\n", fields[i]);
        refused(text_string(&bytes), "400");
        text_done(&bytes);
    }
    refused("POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n",
            "400");
    refused("POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: xyzzy, chunked\r\n\r\n", "501");
    refused("POST / HTTP/1.1\r\n" HOST "Content-Length: 18446744073709551621\r\n\r\n", "413");
    refused("POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1048577\r\n\r\n", "413");
}

#define CHUNKED "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: , Chunked\r\n\r\n"

static void chunks_are_decoded(void **state)
{
    (void)state;
    static const char *const good[] = {
        "0\r\n\r\n",
        "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",
        "0000000000000000000000000b\r\nhello world\r\n000\r\n\r\n",
        "B;a;b=c ; d = \"x\\\";\" \t;e\r\nhello world\r\n0;f\r\n\r\n",
        "5\r\nhello\r\n0\r\nConnection: close\r\nContent-Length: 3\r\n\r\n",
    };
    static const char *const bad[] = {
        "5 \r\nhello\r\n0\r\n\r\n",      "5;\r\nhello\r\n0\r\n\r\n",
        "+5\r\nhello\r\n0\r\n\r\n",      "0x5\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",         "5\r\nhello0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",         "\r\nhello\r\n0\r\n\r\n",
        "5;a=\"b\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nA b\r\n\r\n",
    };
    for (size_t i = 0; i < countof(good); i++) {
        struct text bytes = {0};
        text_printf(&bytes, CHUNKED "%s" GET("/missing"), good[i]);
        expect(text_string(&bytes), "200 404", false);
        text_done(&bytes);
    }
    for (size_t i = 0; i < countof(bad); i++) {
        struct text bytes = {0};
        text_printf(&bytes, CHUNKED "%s", bad[i]);
        refused(text_string(&bytes), "400");
        text_done(&bytes);
    }
    refused(CHUNKED "10000000000000005\r\nhello\r\n0\r\n\r\n", "413");
    struct outcome outcome = play(CHUNKED "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n",
                                  strlen(CHUNKED "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n"), 1, false);
    assert_true(says(&outcome, "Content-Length: 6\r\n"));
    assert_true(says(&outcome, "\r\n\r\nhello!"));
    text_done(&outcome.out);
}

static void content_is_read_whatever_the_method(void **state)
{
    (void)state;
#define REQUEST_INSIDE "Content-Length: 38\r\n\r\nGET /missing HTTP/1.1\r\nHost: localhost\r\n"
    expect("GET / HTTP/1.1\r\n" HOST REQUEST_INSIDE GET("/"), "200 200", false);
    expect("HEAD / HTTP/1.1\r\n" HOST REQUEST_INSIDE GET("/"), "200 200", false);
    expect("POST /file HTTP/1.1\r\n" HOST REQUEST_INSIDE GET("/"), "405 200", false);
    expect("PUT / HTTP/1.1\r\n" HOST REQUEST_INSIDE GET("/"), "405 200", false);
    expect("POST /x HTTP/1.1\r\n" HOST REQUEST_INSIDE GET("/"), "404 200", false);
    expect("FOO /x HTTP/1.1\r\n" HOST REQUEST_INSIDE GET("/"), "501 200", false);
    expect("get / HTTP/1.1\r\n" HOST "\r\n", "501", false);
}

static void limits_have_their_statuses(void **state)
{
    (void)state;
    struct text bytes = {0};
    text_add(&bytes, "GET /");
    text_pad(&bytes, 'a', 8000 - strlen("GET / HTTP/1.1"));
    text_add(&bytes, " HTTP/1.1\r\n" HOST "\r\n");
    expect(text_string(&bytes), "404", false);
    text_clear(&bytes);
    text_add(&bytes, "GET /");
    text_pad(&bytes, 'a', 20000);
    expect(text_string(&bytes), "414", true);
    text_clear(&bytes);
    text_pad(&bytes, 'A', 20000);
    expect(text_string(&bytes), "501", true);
    text_clear(&bytes);
    text_add(&bytes, "GET / HTTP/1.1\r\n" HOST "X-Long: ");
    text_pad(&bytes, 'a', 20000);
    expect(text_string(&bytes), "431", true);
    struct outcome outcome = play(text_string(&bytes), bytes.len, 0, false);
    assert_true(says(&outcome, "X-Long"));
    text_done(&outcome.out);
    text_clear(&bytes);
    text_add(&bytes, "GET / HTTP/1.1\r\n" HOST);
    for (unsigned i = 0; i < 200; i++)
        text_add(&bytes, "A: b\r\n");
    expect(text_string(&bytes), "431", true);
    text_done(&bytes);
}

/* Plays bytes at once and compares what comes back with text in it, or out of it. */
static void expect_text(const char *bytes, const char *text, bool is_there)
{
    struct outcome outcome = play(bytes, strlen(bytes), 0, false);
    assert_int_equal(says(&outcome, text), is_there);
    text_done(&outcome.out);
}

static void responses_have_their_fields(void **state)
{
    (void)state;
    setenv("SOURCE_DATE_EPOCH", "784111777", 1);
    expect_text(GET("/"), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", true);
    expect_text(GET("/x"), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", true);
    expect_text("Invalid\r\n", "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", true);
    unsetenv("SOURCE_DATE_EPOCH");
    expect_text(GET("/"), "Content-Length: 41\r\n", true);
    expect_text("HEAD / HTTP/1.1\r\n" HOST "\r\n", "Content-Length: 41\r\n", true);
    expect_text("HEAD / HTTP/1.1\r\n" HOST "\r\n", "reference server", false);
    expect_text("HEAD /a b HTTP/1.1\r\n" HOST "\r\n", "not valid", false);
    expect_text("GET /echo HTTP/1.1\r\n" HOST "\r\n", "Allow: POST, OPTIONS\r\n", true);
    expect_text("OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "204 No Content\r\n", true);
    expect_text("OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "Content-Length", false);
    expect_text("OPTIONS / HTTP/1.1\r\n" HOST "\r\n", "Allow: GET, HEAD, POST, OPTIONS, TRACE\r\n",
                true);
    expect_text(GET("/large"), "Content-Length: 655", true);
    expect_text(GET("/chunked"), "Transfer-Encoding: chunked\r\n", true);
    expect_text("GET /chunked HTTP/1.0\r\n\r\n", "Transfer-Encoding", false);
    expect_text("GET /chunked HTTP/1.0\r\n\r\n", "not known.\n", true);
    expect_text("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "Connection: keep-alive", true);
}

#define EXPECT(path, version)                                                                      \
    "POST " path " HTTP/" version "\r\n" HOST                                                      \
    "Connection: keep-alive\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"

static void expectations_are_met_at_once(void **state)
{
    (void)state;
    struct outcome outcome = play(EXPECT("/", "1.1"), strlen(EXPECT("/", "1.1")), 0, false);
    assert_string_equal(text_string(&outcome.out), "HTTP/1.1 100 Continue\r\n\r\n");
    text_done(&outcome.out);
    expect(EXPECT("/", "1.1") "ab" GET("/x"), "100 200 404", false);
    expect(EXPECT("/", "1.0") "ab" GET("/x"), "200 404", false);
    expect(EXPECT("/x", "1.1"), "404", true);
    expect("POST / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 0\r\n\r\n", "200",
           false);
    expect("GET / HTTP/1.1\r\n" HOST "Expect: foo\r\n\r\n", "417", false);
    expect("GET / HTTP/1.0\r\nConnection: keep-alive\r\nExpect: foo\r\n\r\n", "200", false);
}

static void conditions_count_for_what_exists(void **state)
{
    (void)state;
    static const char tag[] = "If-None-Match: \"reference-1\"\r\n\r\n";
    struct text bytes = {0};
    text_printf(&bytes, "GET /file HTTP/1.1\r\n" HOST "%sGET /x HTTP/1.1\r\n" HOST "%s", tag, tag);
    expect(text_string(&bytes), "304 404", false);
    text_done(&bytes);
}

static void client_fin_ends_or_interrupts(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *statuses;
    } rows[] = {
        {"",                                                           ""       },
        {GET("/"),                                                     "200"    },
        {GET("/") "GET / HT",                                          "200 400"},
        {"POST / HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\nhello", "400"    },
        {CHUNKED "5\r\nhello\r\n",                                     "400"    },
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct outcome outcome = play(rows[i].bytes, strlen(rows[i].bytes), 0, true);
        struct text statuses = {0};
        list_statuses(text_span(&outcome.out), &statuses);
        assert_string_equal(text_string(&statuses), rows[i].statuses);
        assert_int_equal(outcome.state, DIALOGUE_OVER);
        text_done(&statuses);
        text_done(&outcome.out);
    }
}

static void time_outs_end_or_refuse(void **state)
{
    (void)state;
    for (unsigned is_inside = 0; is_inside < 2; is_inside++) {
        struct resources resources = {0};
        struct dialogue *dialogue = memory_new(sizeof(*dialogue));
        dialogue_init(dialogue, &policy_clean, &resources, false);
        struct span bytes = span_of(is_inside ? "GET / HTTP/1.1\r\n" : "");
        dialogue_process(dialogue, &bytes);
        assert_int_equal(dialogue_is_inside_request(dialogue), is_inside);
        dialogue_time_out(dialogue);
        struct span out = dialogue_unsent(dialogue);
        assert_int_equal(dialogue->state, DIALOGUE_OVER);
        assert_int_equal(span_find(out, span_of("HTTP/1.1 408 "), 0), is_inside ? 0 : SIZE_MAX);
        dialogue_done(dialogue);
        free(dialogue);
    }
}

static void counter_counts_get_only(void **state)
{
    (void)state;
    expect_text(GET("/hit") GET("/hit") "HEAD /hit HTTP/1.1\r\n" HOST "\r\n" GET("/hits"),
                "\r\n\r\n2", true);
    expect_text(CLOSE_GET("/") GET("/hit"), "Counted", false);
}

#define WRITE(method, fields) method " /store/a HTTP/1.1\r\n" HOST fields "\r\n"
#define PUT(fields) WRITE("PUT", "Content-Length: 3\r\n" fields) "new"
#define DELETE WRITE("DELETE", "")

static void what_is_written_is_read(void **state)
{
    (void)state;
    expect(GET("/store/a") PUT("") GET("/store/a") PUT("") DELETE GET("/store/a") DELETE,
           "404 201 200 204 204 404 404", false);
    expect_text(PUT("") GET("/store/a"), "\r\n\r\nnew", true);
    expect_text(PUT(""), "ETag: \"stored-1\"\r\nLast-Modified: ", true);
    expect_text(PUT("X-A: b\r\n") GET("/store/a"), "X-A", false);
    expect(PUT("If-Match: *\r\n") PUT("If-None-Match: *\r\n") PUT("If-None-Match: *\r\n"),
           "412 201 412", false);
    expect(PUT("") WRITE("DELETE", "If-Match: \"x\"\r\n") GET("/store/a"), "201 412 200", false);
    expect(PUT("") PUT("Content-Range: bytes 0-2/6\r\n"), "201 400", false);
    expect(PUT("Content-Location: /store/b\r\n") GET("/store/b"), "201 404", false);
    expect("PUT /store/ HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nnew", "404", false);
}

static void a_304_has_what_caches_need(void **state)
{
    (void)state;
    static const char known[] = "GET / HTTP/1.1\r\n" HOST "If-None-Match: \"root-1\"\r\n\r\n";
    expect(known, "304", false);
    expect_text(known, "ETag: \"root-1\"\r\nCache-Control: ", true);
    expect_text(known, "Vary: ", true);
    expect_text(known, "Content-Length", false);
    expect_text(known, "Last-Modified", false);
    expect_text("POST / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", "ETag", false);
}

static void output_is_bounded(void **state)
{
    (void)state;
    struct text bytes = {0};
    for (unsigned i = 0; i < 100; i++)
        text_add(&bytes, GET("/large"));
    struct outcome outcome = play(text_string(&bytes), bytes.len, 0, false);
    assert_true(outcome.out.len < DIALOGUE_UNSENT_MAX + (128u << 10));
    text_done(&outcome.out);
    text_done(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_and_persists),
        cmocka_unit_test(persistence_follows_the_list),
        cmocka_unit_test(nothing_follows_a_close),
        cmocka_unit_test(broken_lines_are_refused),
        cmocka_unit_test(host_is_checked),
        cmocka_unit_test(contradictory_framing_is_refused),
        cmocka_unit_test(chunks_are_decoded),
        cmocka_unit_test(content_is_read_whatever_the_method),
        cmocka_unit_test(limits_have_their_statuses),
        cmocka_unit_test(responses_have_their_fields),
        cmocka_unit_test(expectations_are_met_at_once),
        cmocka_unit_test(conditions_count_for_what_exists),
        cmocka_unit_test(client_fin_ends_or_interrupts),
        cmocka_unit_test(time_outs_end_or_refuse),
        cmocka_unit_test(counter_counts_get_only),
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_304_has_what_caches_need),
        cmocka_unit_test(output_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

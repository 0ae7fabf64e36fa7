/* OPTIONS, TRACE, CONNECT, Upgrade and names without a certificate, each with a whole dialogue. */
#include "refserver/dialogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/memory.h"

#define HOST "Host: localhost\r\n"
#define OFFER "Connection: upgrade\r\nUpgrade: other/1, H1Audit-Echo\r\n"

/* Plays bytes and compares what comes back with text in it, or out of it. */
static void expect_over(bool is_tls, const char *bytes, const char *text, bool is_there)
{
    struct resources resources = {0};
    struct dialogue *dialogue = memory_new(sizeof(*dialogue));
    resources_init(&resources);
    dialogue_init(dialogue, &policy_clean, &resources, is_tls);
    struct span rest = span_of(bytes);
    dialogue_process(dialogue, &rest);
    struct span out = dialogue_unsent(dialogue);
    if ((span_find(out, span_of(text), 0) != SIZE_MAX) != is_there)
        fail_msg("%s: %.*s", bytes, (int)out.len, (const char *)out.data);
    dialogue_done(dialogue);
    free(dialogue);
    resources_done(&resources);
}

static void expect(const char *bytes, const char *text)
{
    expect_over(false, bytes, text, true);
}

static void expect_not(const char *bytes, const char *text)
{
    expect_over(false, bytes, text, false);
}

static void trace_reflects_all_but_secrets(void **state)
{
    (void)state;
    expect("TRACE /x?y HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 404 ");
    expect("TRACE /?y HTTP/1.1\r\n" HOST "A:  b \r\n\r\n",
           "\r\n\r\nTRACE /?y HTTP/1.1\r\n" HOST "A: b\r\n\r\n");
    expect("TRACE / HTTP/1.1\r\n" HOST "\r\n", "Content-Type: message/http\r\n");
    expect_not("TRACE / HTTP/1.1\r\n" HOST "cookie: abc\r\n\r\n", "abc");
    expect_not("TRACE / HTTP/1.1\r\n" HOST "Authorization: abc\r\n\r\n", "abc");
    expect_not("TRACE / HTTP/1.1\r\n" HOST "Proxy-Authorization: abc\r\n\r\n", "abc");
}

static void an_offer_is_taken_where_it_may_be(void **state)
{
    (void)state;
    expect("GET /upgrade HTTP/1.1\r\n" HOST OFFER "\r\n", "HTTP/1.1 101 ");
    expect("GET /upgrade HTTP/1.1\r\n" HOST OFFER "\r\n", "\r\n\r\nThis is no HTTP.\n");
    expect("POST /upgrade HTTP/1.1\r\n" HOST OFFER "Content-Length: 1\r\n\r\na", "HTTP/1.1 101 ");
    expect("GET /upgrade HTTP/1.0\r\n" HOST OFFER "\r\n", "HTTP/1.1 426 ");
    expect("HEAD /upgrade HTTP/1.1\r\n" HOST OFFER "\r\n", "HTTP/1.1 426 ");
    expect("GET /upgrade HTTP/1.1\r\n" HOST "Upgrade: h1audit-echo\r\n\r\n", "HTTP/1.1 426 ");
    expect("GET / HTTP/1.1\r\n" HOST OFFER "\r\n", "HTTP/1.1 200 ");
    expect("GET /upgrade HTTP/1.1\r\n" HOST "\r\n",
           "Upgrade: h1audit-echo\r\nConnection: upgrade\r\n");
}

static void continue_comes_before_the_switch(void **state)
{
    (void)state;
    static const char request[] =
        "POST /upgrade HTTP/1.1\r\n" HOST OFFER "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n";
    expect(request, "HTTP/1.1 100 ");
    expect_not(request, "HTTP/1.1 101 ");
}

static void connect_needs_host_and_port(void **state)
{
    (void)state;
    static const char *const wrong[] = {"a",      "a:",  "a:b", "a:0", "a:65536",
                                        "a:0x50", ":80", "/",   "*"};
    for (size_t i = 0; i < countof(wrong); i++) {
        struct text bytes = {0};
        text_printf(&bytes, "CONNECT %s HTTP/1.1\r\n" HOST "\r\n", wrong[i]);
        expect(text_string(&bytes), "HTTP/1.1 400 ");
        text_done(&bytes);
    }
    expect("CONNECT a:65535 HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 501 ");
}

static void only_names_of_the_certificate_are_served_over_tls(void **state)
{
    (void)state;
    static const char *const names[] = {"localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:1", ""};
    for (size_t i = 0; i < countof(names); i++) {
        struct text bytes = {0};
        text_printf(&bytes, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", names[i]);
        expect_over(true, text_string(&bytes), "HTTP/1.1 200 ", true);
        text_done(&bytes);
    }
    expect_over(true, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 421 ", true);
    expect_over(true, "GET https://localhost/ HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 ", true);
    expect_over(true, "GET https://a/ HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 421 ", true);
    expect("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trace_reflects_all_but_secrets),
        cmocka_unit_test(an_offer_is_taken_where_it_may_be),
        cmocka_unit_test(continue_comes_before_the_switch),
        cmocka_unit_test(connect_needs_host_and_port),
        cmocka_unit_test(only_names_of_the_certificate_are_served_over_tls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

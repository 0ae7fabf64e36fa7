#include "report/fixture.h"

#include <string.h>

#include "report/fixture_build.h"
#include "report/fixture_passive.h"

/* The server stops listening in the middle of a body that comes byte by byte. */
static void add_byte_by_byte(struct fixture *fixture)
{
    struct test_case *test_case = fixture_build_case(
        fixture, "chunked-split.byte-by-byte",
        "A chunked request body is understood when every byte arrives on its own", ROW_CHUNKED);
    struct step steps[] = {
        fixture_build_send(fixture, "head",
                           "POST / HTTP/1.1\r\n" FIXTURE_HOST_LINE "Transfer-Encoding: chunked\r\n"
                           "Connection: close\r\n\r\n"),
        fixture_build_send(fixture, "body",
                           "4\r\nWiki\r\n12\r\npedia in\r\n\r\nchunks\r\n0\r\n\r\n"),
    };
    steps[1].cut = (struct cut){.every = 1, .gap_ms = 5};
    test_case->script = fixture_build_script(fixture, steps, countof(steps));
    steps[1].cut = (struct cut){0};
    test_case->has_control = true;
    test_case->control = fixture_build_script(fixture, steps, countof(steps));
    test_case->why = "TCP keeps no message boundaries. A parser that expects a whole chunk in one "
                     "read works on loopback and fails on a radio link.";
    const struct outcome outcome = {.verdict = VERDICT_PASS};
    const struct outcome *outcomes = fixture_build_outcomes(fixture, test_case, &outcome, 1);

    struct transcript *transcript = fixture_build_plain(fixture);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    struct span body = steps[1].bytes.items[0].literal;
    for (size_t i = 0; i < 12; i++) {
        fixture_build_at(fixture, 5000 + (int64_t)i * 5000);
        transcript_append_sent(transcript, 0, 1, span_slice(body, i, 1));
    }
    fixture_build_at(fixture, 62000);
    fixture_build_happened(transcript, EVENT_FIN, 0);

    struct result *result =
        fixture_build_result(fixture, "chunked-split.byte-by-byte", test_case, VERDICT_FAIL,
                             "no response, then FIN after 0 bytes");
    const struct check checks[] = {
        {.what = "response 1 (to \"head\")",
         .expected = "status 200-399",
         .actual = "no response, then FIN after 0 bytes",
         .proof = PROOF_BYTES,
         .sentence = "no response, then FIN after 0 bytes"},
        {.what = "end of the connection",
         .holds = true,
         .expected = "closed",
         .actual = "FIN",
         .proof = PROOF_BYTES                             },
    };
    fixture_build_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = outcomes;
    result->judgement.offset = 0;
    fixture_build_good_control(result);
    fixture_build_played(fixture, result, transcript);
}

/* The regression that started the project. */
static void add_then_invalid(struct fixture *fixture)
{
    struct test_case *test_case = fixture_build_case(
        fixture, "conn-close.then-invalid",
        "A request with \"Connection: close\" is answered even if invalid bytes follow it",
        ROW_CLOSE);
    static const char *const links[] = {"https://github.com/cesanta/mongoose/issues/2592"};
    test_case->links = (struct names){.items = links, .count = 1};
    const struct step steps[] = {
        fixture_build_send(fixture, "first",
                           "GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "Connection: close\r\n\r\n"),
        fixture_build_send(fixture, "junk", "Invalid\r\n\r\n"),
    };
    test_case->script = fixture_build_script(fixture, steps, 2);
    test_case->has_control = true;
    test_case->control = fixture_build_script(fixture, steps, 1);
    struct response_expectation *response = arena_alloc(fixture->arena, sizeof(*response));
    *response = (struct response_expectation){.to = 0, .times = 1, .before = -1};
    const struct outcome outcome = {.verdict = VERDICT_PASS,
                                    .has_responses = true,
                                    .responses = response,
                                    .response_count = 1,
                                    .end = EXPECTED_END_CLOSED};
    const struct outcome *outcomes = fixture_build_outcomes(fixture, test_case, &outcome, 1);

    struct transcript *transcript = fixture_build_plain(fixture);
    fixture_build_at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    transcript_append_sent(transcript, 0, 1, steps[1].bytes.items[0].literal);
    fixture_build_at(fixture, 320);
    fixture_build_happened(transcript, EVENT_FIN, 0);

    struct result *result =
        fixture_build_result(fixture, "conn-close.then-invalid", test_case, VERDICT_FAIL,
                             "no response, then FIN after 0 bytes");
    const struct check checks[] = {
        {.what = "response 1 (to \"first\")",
         .expected = "status 200-499",
         .actual = "no response, then FIN after 0 bytes",
         .proof = PROOF_BYTES,
         .sentence = "no response, then FIN after 0 bytes"},
    };
    fixture_build_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = outcomes;
    result->judgement.offset = 0;
    fixture_build_good_control(result);
    result->control_transcript = fixture_build_plain(fixture);
    fixture_build_played(fixture, result, transcript);
}

/* A MUST that holds and a SHOULD that does not. */
static void add_then_valid(struct fixture *fixture)
{
    struct test_case *test_case = fixture_build_case(
        fixture, "conn-close.then-valid",
        "A valid request sent after one with \"Connection: close\" is not answered", ROW_CLOSE);
    const struct step steps[] = {
        fixture_build_send(fixture, "first",
                           "GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "Connection: close\r\n\r\n"),
        {.kind = STEP_PAUSE, .pause_ms = 50},
        fixture_build_send(fixture, "second", "GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "\r\n"),
    };
    test_case->script = fixture_build_script(fixture, steps, countof(steps));
    const struct outcome outcome = {.verdict = VERDICT_PASS};
    const struct outcome *outcomes = fixture_build_outcomes(fixture, test_case, &outcome, 1);

    struct transcript *transcript = fixture_build_plain(fixture);
    fixture_build_at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    fixture_build_at(fixture, 400);
    transcript_append_received(transcript, 0,
                               span_of("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n"));
    fixture_build_at(fixture, 50100);
    transcript_append_sent(transcript, 0, 2, steps[2].bytes.items[0].literal);
    fixture_build_at(fixture, 50500);
    fixture_build_happened(transcript, EVENT_FIN, 0);

    struct result *result =
        fixture_build_result(fixture, "conn-close.then-valid", test_case, VERDICT_WARN,
                             "SHOULD: response lacks \"Connection: close\"");
    const struct check checks[] = {
        {.what = "status of response 1 (to \"first\")",
         .holds = true,
         .expected = "200-499",
         .actual = "200",
         .proof = PROOF_BYTES                              },
        { .what = "Connection of response 1 (to \"first\")",
         .is_should = true,
         .expected = "the token \"close\"",
         .actual = "no such field",
         .proof = PROOF_BYTES,
         .sentence = "response lacks \"Connection: close\""},
    };
    fixture_build_checks(fixture, result, checks, countof(checks));
    result->judgement.outcome = outcomes;
    result->judgement.offset = 0;
    fixture_build_played(fixture, result, transcript);
}

/* Waits in vain, then silence; the control failed, too, and another attempt saw something else. */
static void add_continue(struct fixture *fixture)
{
    struct test_case *test_case = fixture_build_case(
        fixture, "expect.continue",
        "With Expect: 100-continue the server sends 100 or a final status before it has "
        "the body",
        ROW_EXPECT);
    const struct step steps[] = {
        fixture_build_send(fixture, "head",
                           "POST / HTTP/1.1\r\n" FIXTURE_HOST_LINE "Content-Length: 5\r\n"
                           "Expect: 100-continue\r\n\r\n"),
        {.kind = STEP_WAIT, .wait = {.kind = WAIT_INTERIM, .number = 100, .timeout_ms = 2000}},
        fixture_build_send(fixture, NULL, "hello"),
    };
    test_case->script = fixture_build_script(fixture, steps, countof(steps));
    test_case->has_control = true;
    const struct step other = fixture_build_send(
        fixture, "head", "POST / HTTP/1.1\r\n" FIXTURE_HOST_LINE "Content-Length: 5\r\n\r\n");
    const struct step control[] = {other, steps[1], steps[2]};
    test_case->control = fixture_build_script(fixture, control, countof(control));
    const struct outcome list[] = {
        {.name = "100, then the final response",             .verdict = VERDICT_PASS},
        {.name = "final status without asking for the body", .verdict = VERDICT_WARN},
    };
    const struct outcome *outcomes =
        fixture_build_outcomes(fixture, test_case, list, countof(list));

    struct transcript *transcript = fixture_build_plain(fixture);
    fixture_build_at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    fixture_build_at(fixture, 2000100);
    transcript_append(transcript, EVENT_WAIT_OVER, 0, 1, 0, 0, NULL);
    transcript_append_sent(transcript, 0, 2, span_of("hello"));
    fixture_build_at(fixture, 7000000);
    fixture_build_happened(transcript, EVENT_PATIENCE_OVER, 5000);
    struct transcript *other_transcript = fixture_build_plain(fixture);
    transcript_append_received(other_transcript, 0, span_of("HTTP/1.1 204 No Content\r\n\r\n"));
    fixture_build_happened(other_transcript, EVENT_FIN, 0);

    struct result *result =
        fixture_build_result(fixture, "expect.continue", test_case, VERDICT_INCONCLUSIVE,
                             "control: no response, still open after 5 s");
    result->judgement.nearest = &outcomes[1];
    result->judgement.offset = 0;
    result->judgement.rests_on_silence = true;
    result->control = (struct control_result){.word = CONTROL_BAD,
                                              .reason = "no response, still open after 5 s",
                                              .rests_on_silence = true};
    result->is_flaky = true;
    result->attempts = 2;
    fixture_build_played(fixture, result, transcript);
    result->other_transcript = other_transcript;
}

/* A wrong status with a long body, so that something is left out. */
static void add_host_missing(struct fixture *fixture)
{
    struct step step = fixture_build_send(fixture, "get", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n");
    struct test_case *test_case = fixture_build_host_case(
        fixture, "host.missing", "An HTTP/1.1 request without Host is answered with 400", step);
    struct transcript *transcript = fixture_build_plain(fixture);
    fixture_build_at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, step.bytes.items[0].literal);
    struct text response = {0};
    text_add(&response, "HTTP/1.1 200 OK\r\nServer: \x1b[31m##[error]caf\xc3\xa9\r\n"
                        "Content-Length: 4096\r\n\r\n");
    for (size_t i = 0; i < 4096; i++)
        text_add_char(&response, (char)(i % 256));
    fixture_build_at(fixture, 1500);
    transcript_append_received(transcript, 0, text_span(&response));
    text_done(&response);
    fixture_build_at(fixture, 301000);
    fixture_build_happened(transcript, EVENT_QUIET, 300);

    struct result *result = fixture_build_result(fixture, "host.missing", test_case, VERDICT_FAIL,
                                                 "status 200, expected 400");
    const struct check checks[] = {
        {.what = "status of response 1 (to \"get\")",
         .expected = "400",
         .actual = "200",
         .proof = PROOF_BYTES,
         .sentence = "status 200, expected 400"},
        { .what = "number of final responses",
         .holds = true,
         .expected = "1",
         .actual = "1",
         .offset = SIZE_MAX,
         .proof = PROOF_BYTES},
    };
    fixture_build_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = &test_case->outcomes[0];
    result->judgement.offset = 0;
    fixture_build_good_control(result);
    fixture_build_played(fixture, result, transcript);
}

/* A pass, on a resource of its own. */
static void add_host_duplicate(struct fixture *fixture)
{
    struct step step = fixture_build_send(fixture, "get",
                                          "GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "Host: b\r\n\r\n");
    struct test_case *test_case = fixture_build_host_case(
        fixture, "host.duplicate", "A request with two Host fields is answered with 400", step);
    struct transcript *transcript = fixture_build_plain(fixture);
    fixture_build_at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, step.bytes.items[0].literal);
    fixture_build_at(fixture, 2100);
    transcript_append_received(transcript, 0,
                               span_of("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
    fixture_build_happened(transcript, EVENT_FIN, 0);
    struct result *result =
        fixture_build_result(fixture, "host.duplicate@file", test_case, VERDICT_PASS, "");
    result->resource = "file";
    const struct check checks[] = {
        {.what = "status of response 1 (to \"get\")",
         .holds = true,
         .expected = "400",
         .actual = "400",
         .proof = PROOF_BYTES},
    };
    fixture_build_checks(fixture, result, checks, countof(checks));
    result->judgement.outcome = &test_case->outcomes[0];
    fixture_build_good_control(result);
    fixture_build_played(fixture, result, transcript);
}

static void add_host_skipped(struct fixture *fixture)
{
    struct test_case *test_case = fixture_build_host_case(
        fixture, "host.nul-in-value", "A NUL byte in the Host value is refused",
        fixture_build_send(fixture, "get", "GET / HTTP/1.1\r\n\r\n"));
    fixture_build_result(fixture, "host.nul-in-value", test_case, VERDICT_SKIP,
                         "needs post, which this target does not offer");
}

static void add_host_refused(struct fixture *fixture)
{
    struct test_case *test_case = fixture_build_host_case(
        fixture, "host.long-value", "A 64 KiB Host value is refused or handled, not dropped",
        fixture_build_send(fixture, "get", "GET / HTTP/1.1\r\n\r\n"));
    struct transcript *transcript = fixture_build_transcript(fixture);
    transcript_add_connection(transcript, "main", false);
    fixture_build_at(fixture, 700000);
    transcript_append(transcript, EVENT_CONNECT_FAILED, 0, TRANSCRIPT_NO_STEP, 0, 111, NULL);
    struct result *result = fixture_build_result(fixture, "host.long-value", test_case,
                                                 VERDICT_ERROR, "connect: Connection refused");
    fixture_build_played(fixture, result, transcript);
}

static const struct outcome *head_then_get_outcomes(struct fixture *fixture,
                                                    struct test_case *test_case)
{
    struct response_expectation *responses = arena_array(fixture->arena, 2, sizeof(*responses));
    responses[0] = (struct response_expectation){.to = 0, .times = 1, .before = -1};
    responses[1] = (struct response_expectation){.to = 1, .times = 1, .before = -1};
    const struct outcome list[] = {
        {.name = "HEAD like GET without the body",
         .verdict = VERDICT_PASS,
         .has_responses = true,
         .responses = responses,
         .response_count = 2},
        {.name = "HEAD refused with 405 or 501",                   .verdict = VERDICT_WARN    },
    };
    return fixture_build_outcomes(fixture, test_case, list, countof(list));
}

/* Body after a response to HEAD: the block of the design. */
static void add_head_then_get(struct fixture *fixture)
{
    struct test_case *test_case = fixture_build_case(
        fixture, "pipelining.head-then-get",
        "The response to HEAD has no body, so the response to the next request starts "
        "right after its header section",
        ROW_LENGTH);
    const struct step steps[] = {
        fixture_build_send(fixture, "head", "HEAD / HTTP/1.1\r\n" FIXTURE_HOST_LINE "\r\n"),
        fixture_build_send(fixture, "get",
                           "GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "Connection: close\r\n\r\n"),
    };
    test_case->script = fixture_build_script(fixture, steps, countof(steps));
    test_case->has_control = true;
    test_case->control = fixture_build_script(fixture, &steps[1], 1);
    test_case->why = "Every byte of a body after HEAD is read by the client as the start of the "
                     "next response: the connection is out of step from then on.";
    const struct outcome *outcomes = head_then_get_outcomes(fixture, test_case);

    struct transcript *transcript = fixture_build_plain(fixture);
    fixture_build_at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    transcript_append_sent(transcript, 0, 1, steps[1].bytes.items[0].literal);
    static const char response[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                                   "Content-Length: 6          \r\n\r\nhello\n";
    fixture_build_at(fixture, 250);
    transcript_append_received(transcript, 0, span_of(response));
    transcript_append_received(transcript, 0, span_of(response));
    fixture_build_at(fixture, 300);
    fixture_build_happened(transcript, EVENT_FIN, 0);

    struct result *result =
        fixture_build_result(fixture, "pipelining.head-then-get", test_case, VERDICT_FAIL,
                             "6 bytes of body after a response to HEAD");
    const struct check checks[] = {
        {.what = "status of response 1 (to \"head\")",
         .holds = true,
         .expected = "200-399",
         .actual = "200",
         .proof = PROOF_BYTES                                  },
        { .what = "beginning of each response",
         .expected = "a status line",
         .actual = "\"hello\\n\"",
         .offset = 74,
         .proof = PROOF_BYTES,
         .sentence = "6 bytes of body after a response to HEAD"},
    };
    fixture_build_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = outcomes;
    result->judgement.offset = 74;
    fixture_build_good_control(result);
    fixture_build_played(fixture, result, transcript);
}

/* Two connections, one of them TLS and cut off. */
static void add_two_connections(struct fixture *fixture)
{
    struct test_case *test_case = fixture_build_case(
        fixture, "tls.two-connections", "Closing one connection leaves the other alone", ROW_TLS);
    struct step steps[] = {
        fixture_build_send(fixture, "one", "GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "\r\n"),
        fixture_build_send(fixture, "two", "GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "\r\n"),
        {.kind = STEP_HALF_CLOSE, .connection = 1},
    };
    steps[1].connection = 1;
    test_case->script = fixture_build_script(fixture, steps, countof(steps));
    const struct outcome outcome = {.verdict = VERDICT_PASS};
    fixture_build_outcomes(fixture, test_case, &outcome, 1);

    struct transcript *transcript = fixture_build_plain(fixture);
    transcript_add_connection(transcript, "second", true);
    transcript_append(transcript, EVENT_CONNECTED, 1, TRANSCRIPT_NO_STEP, 0, 0, NULL);
    transcript_append(transcript, EVENT_TLS_READY, 1, TRANSCRIPT_NO_STEP, 0, 0, "TLSv1.3");
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    transcript_append_sent(transcript, 1, 1, steps[1].bytes.items[0].literal);
    transcript_append(transcript, EVENT_HALF_CLOSED, 1, 2, 0, 0, NULL);
    fixture_build_at(fixture, 900);
    transcript_append_received(transcript, 0, span_of("HTTP/1.1 200 OK\r\nContent-Le"));
    transcript_append_received(transcript, 1,
                               span_of("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No\r\n\r\n"));
    transcript_append(transcript, EVENT_FIN, 1, TRANSCRIPT_NO_STEP, 0, 0, NULL);
    fixture_build_at(fixture, 1000);
    fixture_build_happened(transcript, EVENT_RESET, 0);

    struct result *result = fixture_build_result(fixture, "tls.two-connections", test_case,
                                                 VERDICT_FAIL, "FIN without a TLS closure alert");
    const struct check checks[] = {
        {.what = "end of \"main\"",
         .expected = "complete",
         .actual = "RST in its header section",
         .offset = 27,
         .proof = PROOF_SILENCE},
        { .what = "end of \"second\"",
         .expected = "a TLS closure alert",
         .actual = "FIN without a TLS closure alert",
         .offset = 47,
         .connection = 1,
         .proof = PROOF_BYTES},
    };
    fixture_build_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = test_case->outcomes;
    result->judgement.connection = 1;
    result->judgement.offset = 47;
    fixture_build_played(fixture, result, transcript);
}

void fixture_init_run(struct fixture *fixture)
{
    static const char *const capabilities[] = {"plain", "keep-alive", "head"};
    *fixture = (struct fixture){.arena = arena_new(), .clock = clock_fake(0)};
    fixture->requirements =
        (struct requirements){.items = fixture_build_rows, .count = fixture_build_row_count};
    fixture->options.requirements = &fixture->requirements;
    fixture->results = (struct results){
        .version = "1.0.0",
        .target = {.url = "http://" FIXTURE_AUTHORITY "/",
                   .name = "http://" FIXTURE_AUTHORITY "/",
                   .host = "127.0.0.1",
                   .port = 8765,
                   .authority = FIXTURE_AUTHORITY,
                   .path = "/"},
        .baseline = "GET / gave 200 (HTTP/1.1)",
        .started_wall_ms = 1795383603000,
        .duration_us = 6200000,
        .settle_ms = 100,
        .patience_ms = 5000,
        .capture_max = 1048576,
        .jobs = 16,
        .capabilities = {.items = capabilities,                           .count = countof(capabilities)         },
        .items = fixture->items,
    };
    fixture->results.fails_on[VERDICT_FAIL] = true;
    fixture->results.fails_on[VERDICT_ERROR] = true;
}

void fixture_init(struct fixture *fixture)
{
    fixture_init_run(fixture);
    fixture->results.hazard_held_back = 2;
    add_byte_by_byte(fixture);
    add_then_invalid(fixture);
    add_then_valid(fixture);
    add_continue(fixture);
    add_host_duplicate(fixture);
    add_host_refused(fixture);
    add_host_missing(fixture);
    add_host_skipped(fixture);
    add_head_then_get(fixture);
    add_two_connections(fixture);
    fixture_passive_add(fixture);
}

void fixture_init_fatal(struct fixture *fixture, const char *fatal)
{
    fixture_init_run(fixture);
    fixture->results.fatal = fatal;
}

void fixture_done(struct fixture *fixture)
{
    for (size_t i = 0; i < fixture->transcript_count; i++)
        transcript_free(fixture->transcripts[i]);
    arena_free(fixture->arena);
}

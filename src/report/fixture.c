#include "report/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/utf8.h"

#define AUTHORITY "127.0.0.1:8765"
#define HOST_LINE "Host: " AUTHORITY "\r\n"

static const struct requirement requirement_rows[] = {
    {"9110-10.1.1-2", 9110, "10.1.1", "Expect",                  "MUST",     "server",
     "Answer 100-continue with 100 or a final status.",                                                                  "origin", "-"},
    {"9112-2.2-3",    9112, "2.2",    "Message Parsing",         "MUST-NOT", "sender",
     "Send no bare CR outside content.",                                                                                 "origin", "-"},
    {"9112-3.2-2",    9112, "3.2",    "Request Target",          "MUST",     "server",
     "Answer a request without Host with 400.",                                                                          "origin", "-"},
    {"9112-6.3-1",    9112, "6.3",    "Message Body Length",     "MUST",     "recipient",
     "A response to HEAD ends at the empty line.",                                                                       "origin", "-"},
    {"9112-7.1-1",    9112, "7.1",    "Chunked Transfer Coding", "MUST",     "recipient",
     "Be able to parse the chunked coding.",                                                                             "origin", "-"},
    {"9112-9.6-4",    9112, "9.6",    "Tear-down",               "MUST",     "server",
     "Close after the final response to a request with close.",                                                          "origin", "-"},
    {"9112-9.6-5",    9112, "9.6",    "Tear-down",               "SHOULD",   "server",    "Say close in that response.",
     "origin",                                                                                                                     "-"},
    {"9112-9.8-2",    9112, "9.8",    "TLS Connection Closure",  "MUST",     "server",
     "Send a closure alert before closing.",                                                                             "tls",    "-"},
};

enum {
    ROW_EXPECT,
    ROW_BARE_CR,
    ROW_HOST,
    ROW_LENGTH,
    ROW_CHUNKED,
    ROW_CLOSE,
    ROW_SAY_CLOSE,
    ROW_TLS
};

static const struct rule bare_cr_rule = {
    .id = "no-bare-cr",
    .requirement = "9112-2.2-3",
    .level = LEVEL_MUST,
    .title = "A response holds no bare CR outside its content",
};

static const struct rule date_rule = {
    .id = "date",
    .requirement = "9110-6.6.1-9",
    .level = LEVEL_SHOULD,
    .title = "A response carries a Date",
};

/* Moves the clock; times count from the beginning of the transcript made last. */
static void at(struct fixture *fixture, int64_t now_us)
{
    fixture->clock.fake_us = 1000000 + now_us;
}

static struct transcript *new_transcript(struct fixture *fixture)
{
    at(fixture, 0);
    struct transcript *transcript = transcript_new(&fixture->clock);
    fixture->transcripts[fixture->transcript_count++] = transcript;
    return transcript;
}

/* Connected at 20 us. */
static struct transcript *new_plain(struct fixture *fixture)
{
    struct transcript *transcript = new_transcript(fixture);
    transcript_add_connection(transcript, "main", false);
    at(fixture, 20);
    transcript_append(transcript, EVENT_CONNECTED, 0, TRANSCRIPT_NO_STEP, 0, 0, NULL);
    return transcript;
}

static void happened(struct transcript *transcript, enum event_kind kind, size_t len)
{
    transcript_append(transcript, kind, 0, TRANSCRIPT_NO_STEP, len, 0, NULL);
}

static struct parts parts_of(struct fixture *fixture, struct span bytes)
{
    struct part *part = arena_alloc(fixture->arena, sizeof(*part));
    *part = (struct part){.kind = PART_LITERAL, .literal = arena_copy(fixture->arena, bytes)};
    return (struct parts){.items = part, .count = 1};
}

static struct step send_step(struct fixture *fixture, const char *label, const char *bytes)
{
    return (struct step){
        .kind = STEP_SEND, .label = label, .line = 17, .bytes = parts_of(fixture, span_of(bytes))};
}

static struct script script_of(struct fixture *fixture, const struct step *steps, size_t count)
{
    static const char *const names[] = {"main", "second"};
    struct step *copy = arena_array(fixture->arena, count, sizeof(*copy));
    unsigned connections = 1;
    for (size_t i = 0; i < count; i++) {
        copy[i] = steps[i];
        if (steps[i].connection + 1 > connections)
            connections = steps[i].connection + 1;
    }
    return (struct script){
        .steps = copy, .count = count, .connections = names, .connection_count = connections};
}

static struct test_case *new_case(struct fixture *fixture, const char *full_id, const char *title,
                                  size_t row)
{
    struct arena *arena = fixture->arena;
    const char *stop = strchr(full_id, '.');
    struct suite *suite = arena_alloc(arena, sizeof(*suite));
    suite->id = arena_string_of(arena, span_make(full_id, (size_t)(stop - full_id)));
    suite->title = suite->id;
    suite->file = arena_printf(arena, "cases/%s.json", suite->id);
    const struct requirement **covers = arena_array(arena, 1, sizeof(*covers));
    covers[0] = &requirement_rows[row];
    struct test_case *test_case = arena_alloc(arena, sizeof(*test_case));
    *test_case = (struct test_case){
        .suite = suite,
        .id = stop + 1,
        .full_id = full_id,
        .title = title,
        .level = strcmp(covers[0]->level, "MUST") == 0 ? LEVEL_MUST : LEVEL_SHOULD,
        .covers = covers,
        .cover_count = 1,
        .timeout_ms = CHECK_UNSET,
        .settle_ms = CHECK_UNSET,
        .line = 7,
    };
    return test_case;
}

static const struct outcome *set_outcomes(struct fixture *fixture, struct test_case *test_case,
                                          const struct outcome *outcomes, size_t count)
{
    struct outcome *copy = arena_array(fixture->arena, count, sizeof(*copy));
    memcpy(copy, outcomes, count * sizeof(*copy));
    test_case->outcomes = copy;
    test_case->outcome_count = count;
    return copy;
}

static void set_checks(struct fixture *fixture, struct result *result, const struct check *checks,
                       size_t count)
{
    struct check *copy = arena_array(fixture->arena, count, sizeof(*copy));
    memcpy(copy, checks, count * sizeof(*copy));
    result->judgement.checks = (struct checks){.items = copy, .count = count, .capacity = count};
}

static struct result *add_result(struct fixture *fixture, const char *id,
                                 const struct test_case *test_case, enum verdict verdict,
                                 const char *reason)
{
    static const struct variable variables[] = {
        {"path",      {(const uint8_t *)"/", 1}                          },
        {"authority", {(const uint8_t *)AUTHORITY, sizeof(AUTHORITY) - 1}},
    };
    struct result *result = &fixture->items[fixture->results.count++];
    *result = (struct result){
        .id = id,
        .test_case = test_case,
        .judgement = {.verdict = verdict, .reason = reason, .offset = SIZE_MAX},
        .variables = {.items = variables,                  .count = countof(variables)                },
        .attempts = 1,
    };
    return result;
}

static void set_transcript(struct fixture *fixture, struct result *result,
                           const struct transcript *transcript)
{
    result->transcript = transcript;
    result->observation = observation_new(transcript, fixture->arena);
    result->duration_us = transcript_duration_us(transcript);
}

static void good_control(struct result *result)
{
    result->control = (struct control_result){.word = CONTROL_GOOD, .status = 200, .reason = "200"};
}

/* The server stops listening in the middle of a body that comes byte by byte. */
static void add_byte_by_byte(struct fixture *fixture)
{
    struct test_case *test_case = new_case(
        fixture, "chunked-split.byte-by-byte",
        "A chunked request body is understood when every byte arrives on its own", ROW_CHUNKED);
    struct step steps[] = {
        send_step(fixture, "head",
                  "POST / HTTP/1.1\r\n" HOST_LINE "Transfer-Encoding: chunked\r\n"
                  "Connection: close\r\n\r\n"),
        send_step(fixture, "body", "4\r\nWiki\r\n12\r\npedia in\r\n\r\nchunks\r\n0\r\n\r\n"),
    };
    steps[1].cut = (struct cut){.every = 1, .gap_ms = 5};
    test_case->script = script_of(fixture, steps, countof(steps));
    steps[1].cut = (struct cut){0};
    test_case->has_control = true;
    test_case->control = script_of(fixture, steps, countof(steps));
    test_case->why = "TCP keeps no message boundaries. A parser that expects a whole chunk in one "
                     "read works on loopback and fails on a radio link.";
    const struct outcome outcome = {.verdict = VERDICT_PASS};
    const struct outcome *outcomes = set_outcomes(fixture, test_case, &outcome, 1);

    struct transcript *transcript = new_plain(fixture);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    struct span body = steps[1].bytes.items[0].literal;
    for (size_t i = 0; i < 12; i++) {
        at(fixture, 5000 + (int64_t)i * 5000);
        transcript_append_sent(transcript, 0, 1, span_slice(body, i, 1));
    }
    at(fixture, 62000);
    happened(transcript, EVENT_FIN, 0);

    struct result *result = add_result(fixture, "chunked-split.byte-by-byte", test_case,
                                       VERDICT_FAIL, "no response, then FIN after 0 bytes");
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
    set_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = outcomes;
    result->judgement.offset = 0;
    good_control(result);
    set_transcript(fixture, result, transcript);
}

/* The regression that started the project. */
static void add_then_invalid(struct fixture *fixture)
{
    struct test_case *test_case =
        new_case(fixture, "conn-close.then-invalid",
                 "A request with \"Connection: close\" is answered even if invalid bytes follow it",
                 ROW_CLOSE);
    static const char *const links[] = {"https://github.com/cesanta/mongoose/issues/2592"};
    test_case->links = (struct names){.items = links, .count = 1};
    const struct step steps[] = {
        send_step(fixture, "first", "GET / HTTP/1.1\r\n" HOST_LINE "Connection: close\r\n\r\n"),
        send_step(fixture, "junk", "Invalid\r\n\r\n"),
    };
    test_case->script = script_of(fixture, steps, 2);
    test_case->has_control = true;
    test_case->control = script_of(fixture, steps, 1);
    struct response_expectation *response = arena_alloc(fixture->arena, sizeof(*response));
    *response = (struct response_expectation){.to = 0, .times = 1, .before = -1};
    const struct outcome outcome = {.verdict = VERDICT_PASS,
                                    .has_responses = true,
                                    .responses = response,
                                    .response_count = 1,
                                    .end = EXPECTED_END_CLOSED};
    const struct outcome *outcomes = set_outcomes(fixture, test_case, &outcome, 1);

    struct transcript *transcript = new_plain(fixture);
    at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    transcript_append_sent(transcript, 0, 1, steps[1].bytes.items[0].literal);
    at(fixture, 320);
    happened(transcript, EVENT_FIN, 0);

    struct result *result = add_result(fixture, "conn-close.then-invalid", test_case, VERDICT_FAIL,
                                       "no response, then FIN after 0 bytes");
    const struct check checks[] = {
        {.what = "response 1 (to \"first\")",
         .expected = "status 200-499",
         .actual = "no response, then FIN after 0 bytes",
         .proof = PROOF_BYTES,
         .sentence = "no response, then FIN after 0 bytes"},
    };
    set_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = outcomes;
    result->judgement.offset = 0;
    good_control(result);
    result->control_transcript = new_plain(fixture);
    set_transcript(fixture, result, transcript);
}

/* A MUST that holds and a SHOULD that does not. */
static void add_then_valid(struct fixture *fixture)
{
    struct test_case *test_case = new_case(
        fixture, "conn-close.then-valid",
        "A valid request sent after one with \"Connection: close\" is not answered", ROW_CLOSE);
    const struct step steps[] = {
        send_step(fixture, "first", "GET / HTTP/1.1\r\n" HOST_LINE "Connection: close\r\n\r\n"),
        {.kind = STEP_PAUSE, .pause_ms = 50},
        send_step(fixture, "second", "GET / HTTP/1.1\r\n" HOST_LINE "\r\n"),
    };
    test_case->script = script_of(fixture, steps, countof(steps));
    const struct outcome outcome = {.verdict = VERDICT_PASS};
    const struct outcome *outcomes = set_outcomes(fixture, test_case, &outcome, 1);

    struct transcript *transcript = new_plain(fixture);
    at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    at(fixture, 400);
    transcript_append_received(transcript, 0,
                               span_of("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello\n"));
    at(fixture, 50100);
    transcript_append_sent(transcript, 0, 2, steps[2].bytes.items[0].literal);
    at(fixture, 50500);
    happened(transcript, EVENT_FIN, 0);

    struct result *result = add_result(fixture, "conn-close.then-valid", test_case, VERDICT_WARN,
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
    set_checks(fixture, result, checks, countof(checks));
    result->judgement.outcome = outcomes;
    result->judgement.offset = 0;
    set_transcript(fixture, result, transcript);
}

/* Waits in vain, then silence; the control failed, too, and another attempt saw something else. */
static void add_continue(struct fixture *fixture)
{
    struct test_case *test_case =
        new_case(fixture, "expect.continue",
                 "With Expect: 100-continue the server sends 100 or a final status before it has "
                 "the body",
                 ROW_EXPECT);
    const struct step steps[] = {
        send_step(fixture, "head",
                  "POST / HTTP/1.1\r\n" HOST_LINE "Content-Length: 5\r\n"
                  "Expect: 100-continue\r\n\r\n"),
        {.kind = STEP_WAIT, .wait = {.kind = WAIT_INTERIM, .number = 100, .timeout_ms = 2000}},
        send_step(fixture, NULL, "hello"),
    };
    test_case->script = script_of(fixture, steps, countof(steps));
    test_case->has_control = true;
    const struct step other =
        send_step(fixture, "head", "POST / HTTP/1.1\r\n" HOST_LINE "Content-Length: 5\r\n\r\n");
    const struct step control[] = {other, steps[1], steps[2]};
    test_case->control = script_of(fixture, control, countof(control));
    const struct outcome list[] = {
        {.name = "100, then the final response",             .verdict = VERDICT_PASS},
        {.name = "final status without asking for the body", .verdict = VERDICT_WARN},
    };
    const struct outcome *outcomes = set_outcomes(fixture, test_case, list, countof(list));

    struct transcript *transcript = new_plain(fixture);
    at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    at(fixture, 2000100);
    transcript_append(transcript, EVENT_WAIT_OVER, 0, 1, 0, 0, NULL);
    transcript_append_sent(transcript, 0, 2, span_of("hello"));
    at(fixture, 7000000);
    happened(transcript, EVENT_PATIENCE_OVER, 5000);
    struct transcript *other_transcript = new_plain(fixture);
    transcript_append_received(other_transcript, 0, span_of("HTTP/1.1 204 No Content\r\n\r\n"));
    happened(other_transcript, EVENT_FIN, 0);

    struct result *result = add_result(fixture, "expect.continue", test_case, VERDICT_INCONCLUSIVE,
                                       "control: no response, still open after 5 s");
    result->judgement.nearest = &outcomes[1];
    result->judgement.offset = 0;
    result->judgement.rests_on_silence = true;
    result->control = (struct control_result){.word = CONTROL_BAD,
                                              .reason = "no response, still open after 5 s",
                                              .rests_on_silence = true};
    result->is_flaky = true;
    result->attempts = 2;
    set_transcript(fixture, result, transcript);
    result->other_transcript = other_transcript;
}

static struct test_case *host_case(struct fixture *fixture, const char *id, const char *title,
                                   struct step step)
{
    struct test_case *test_case = new_case(fixture, id, title, ROW_HOST);
    test_case->script = script_of(fixture, &step, 1);
    test_case->has_control = true;
    const struct step control =
        send_step(fixture, "get", "GET / HTTP/1.1\r\n" HOST_LINE "Accept: */*\r\n\r\n");
    test_case->control = script_of(fixture, &control, 1);
    const struct outcome list[] = {
        {.name = "400",           .verdict = VERDICT_PASS             },
        { .name = "closes without a response",
         .verdict = VERDICT_WARN,
         .because = "Safe, but the client is not told what was wrong."},
    };
    set_outcomes(fixture, test_case, list, countof(list));
    return test_case;
}

/* A wrong status with a long body, so that something is left out. */
static void add_host_missing(struct fixture *fixture)
{
    struct step step = send_step(fixture, "get", "GET / HTTP/1.1\r\nAccept: */*\r\n\r\n");
    struct test_case *test_case = host_case(
        fixture, "host.missing", "An HTTP/1.1 request without Host is answered with 400", step);
    struct transcript *transcript = new_plain(fixture);
    at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, step.bytes.items[0].literal);
    struct text response = {0};
    text_add(&response, "HTTP/1.1 200 OK\r\nServer: \x1b[31m##[error]caf\xc3\xa9\r\n"
                        "Content-Length: 4096\r\n\r\n");
    for (size_t i = 0; i < 4096; i++)
        text_add_char(&response, (char)(i % 256));
    at(fixture, 1500);
    transcript_append_received(transcript, 0, text_span(&response));
    text_done(&response);
    at(fixture, 301000);
    happened(transcript, EVENT_QUIET, 300);

    struct result *result =
        add_result(fixture, "host.missing", test_case, VERDICT_FAIL, "status 200, expected 400");
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
    set_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = &test_case->outcomes[0];
    result->judgement.offset = 0;
    good_control(result);
    set_transcript(fixture, result, transcript);
}

/* A pass, on a resource of its own. */
static void add_host_duplicate(struct fixture *fixture)
{
    struct step step = send_step(fixture, "get", "GET / HTTP/1.1\r\n" HOST_LINE "Host: b\r\n\r\n");
    struct test_case *test_case = host_case(
        fixture, "host.duplicate", "A request with two Host fields is answered with 400", step);
    struct transcript *transcript = new_plain(fixture);
    at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, step.bytes.items[0].literal);
    at(fixture, 2100);
    transcript_append_received(transcript, 0,
                               span_of("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
    happened(transcript, EVENT_FIN, 0);
    struct result *result = add_result(fixture, "host.duplicate@file", test_case, VERDICT_PASS, "");
    result->resource = "file";
    const struct check checks[] = {
        {.what = "status of response 1 (to \"get\")",
         .holds = true,
         .expected = "400",
         .actual = "400",
         .proof = PROOF_BYTES},
    };
    set_checks(fixture, result, checks, countof(checks));
    result->judgement.outcome = &test_case->outcomes[0];
    good_control(result);
    set_transcript(fixture, result, transcript);
}

static void add_host_skipped(struct fixture *fixture)
{
    struct test_case *test_case =
        host_case(fixture, "host.nul-in-value", "A NUL byte in the Host value is refused",
                  send_step(fixture, "get", "GET / HTTP/1.1\r\n\r\n"));
    add_result(fixture, "host.nul-in-value", test_case, VERDICT_SKIP,
               "needs post, which this target does not offer");
}

static void add_host_refused(struct fixture *fixture)
{
    struct test_case *test_case = host_case(
        fixture, "host.long-value", "A 64 KiB Host value is refused or handled, not dropped",
        send_step(fixture, "get", "GET / HTTP/1.1\r\n\r\n"));
    struct transcript *transcript = new_transcript(fixture);
    transcript_add_connection(transcript, "main", false);
    at(fixture, 700000);
    transcript_append(transcript, EVENT_CONNECT_FAILED, 0, TRANSCRIPT_NO_STEP, 0, 111, NULL);
    struct result *result = add_result(fixture, "host.long-value", test_case, VERDICT_ERROR,
                                       "connect: Connection refused");
    set_transcript(fixture, result, transcript);
}

/* Body after a response to HEAD: the block of the design. */
static void add_head_then_get(struct fixture *fixture)
{
    struct test_case *test_case =
        new_case(fixture, "pipelining.head-then-get",
                 "The response to HEAD has no body, so the response to the next request starts "
                 "right after its header section",
                 ROW_LENGTH);
    const struct step steps[] = {
        send_step(fixture, "head", "HEAD / HTTP/1.1\r\n" HOST_LINE "\r\n"),
        send_step(fixture, "get", "GET / HTTP/1.1\r\n" HOST_LINE "Connection: close\r\n\r\n"),
    };
    test_case->script = script_of(fixture, steps, countof(steps));
    test_case->has_control = true;
    test_case->control = script_of(fixture, &steps[1], 1);
    test_case->why = "Every byte of a body after HEAD is read by the client as the start of the "
                     "next response: the connection is out of step from then on.";
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
    const struct outcome *outcomes = set_outcomes(fixture, test_case, list, countof(list));

    struct transcript *transcript = new_plain(fixture);
    at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    transcript_append_sent(transcript, 0, 1, steps[1].bytes.items[0].literal);
    static const char response[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                                   "Content-Length: 6          \r\n\r\nhello\n";
    at(fixture, 250);
    transcript_append_received(transcript, 0, span_of(response));
    transcript_append_received(transcript, 0, span_of(response));
    at(fixture, 300);
    happened(transcript, EVENT_FIN, 0);

    struct result *result = add_result(fixture, "pipelining.head-then-get", test_case, VERDICT_FAIL,
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
    set_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = outcomes;
    result->judgement.offset = 74;
    good_control(result);
    set_transcript(fixture, result, transcript);
}

/* Two connections, one of them TLS and cut off. */
static void add_two_connections(struct fixture *fixture)
{
    struct test_case *test_case = new_case(
        fixture, "tls.two-connections", "Closing one connection leaves the other alone", ROW_TLS);
    struct step steps[] = {
        send_step(fixture, "one", "GET / HTTP/1.1\r\n" HOST_LINE "\r\n"),
        send_step(fixture, "two", "GET / HTTP/1.1\r\n" HOST_LINE "\r\n"),
        {.kind = STEP_HALF_CLOSE, .connection = 1},
    };
    steps[1].connection = 1;
    test_case->script = script_of(fixture, steps, countof(steps));
    const struct outcome outcome = {.verdict = VERDICT_PASS};
    set_outcomes(fixture, test_case, &outcome, 1);

    struct transcript *transcript = new_plain(fixture);
    transcript_add_connection(transcript, "second", true);
    transcript_append(transcript, EVENT_CONNECTED, 1, TRANSCRIPT_NO_STEP, 0, 0, NULL);
    transcript_append(transcript, EVENT_TLS_READY, 1, TRANSCRIPT_NO_STEP, 0, 0, "TLSv1.3");
    transcript_append_sent(transcript, 0, 0, steps[0].bytes.items[0].literal);
    transcript_append_sent(transcript, 1, 1, steps[1].bytes.items[0].literal);
    transcript_append(transcript, EVENT_HALF_CLOSED, 1, 2, 0, 0, NULL);
    at(fixture, 900);
    transcript_append_received(transcript, 0, span_of("HTTP/1.1 200 OK\r\nContent-Le"));
    transcript_append_received(transcript, 1,
                               span_of("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No\r\n\r\n"));
    transcript_append(transcript, EVENT_FIN, 1, TRANSCRIPT_NO_STEP, 0, 0, NULL);
    at(fixture, 1000);
    happened(transcript, EVENT_RESET, 0);

    struct result *result = add_result(fixture, "tls.two-connections", test_case, VERDICT_FAIL,
                                       "FIN without a TLS closure alert");
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
    set_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = test_case->outcomes;
    result->judgement.connection = 1;
    result->judgement.offset = 47;
    set_transcript(fixture, result, transcript);
}

static void add_passive(struct fixture *fixture)
{
    struct transcript *transcript = new_plain(fixture);
    at(fixture, 100);
    transcript_append_sent(transcript, 0, 0, span_of("GET / HTTP/1.1\r\n" HOST_LINE "\r\n"));
    at(fixture, 400);
    transcript_append_received(
        transcript, 0, span_of("HTTP/1.1 200 OK\r\nX-A: b\rc\r\nContent-Length: 0\r\n\r\n"));
    happened(transcript, EVENT_FIN, 0);
    struct rule_tally *tallies = arena_array(fixture->arena, 2, sizeof(*tallies));
    tallies[0] = (struct rule_tally){.rule = &date_rule, .looked = 25};
    tallies[1] = (struct rule_tally){
        .rule = &bare_cr_rule,
        .looked = 25,
        .count = 3,
        .example_case = "host.missing (control)",
        .example = {.offset = 23, .len = 1, .actual = "a bare CR in \"b\\rc\""},
        .transcript = transcript,
    };
    struct result *date =
        add_result(fixture, "passive.date", NULL, VERDICT_PASS, "held on 25 responses");
    date->tally = &tallies[0];
    struct result *bare_cr =
        add_result(fixture, "passive.no-bare-cr", NULL, VERDICT_FAIL,
                   "a bare CR in \"b\\rc\" (3 of 25 responses, first in host.missing (control))");
    bare_cr->tally = &tallies[1];
    set_transcript(fixture, bare_cr, transcript);
    bare_cr->duration_us = 0;
}

static void init_run(struct fixture *fixture)
{
    static const char *const capabilities[] = {"plain", "keep-alive", "head"};
    *fixture = (struct fixture){.arena = arena_new(), .clock = clock_fake(0)};
    fixture->requirements =
        (struct requirements){.items = requirement_rows, .count = countof(requirement_rows)};
    fixture->options.requirements = &fixture->requirements;
    fixture->results = (struct results){
        .version = "1.0.0",
        .target = {.url = "http://" AUTHORITY "/",
                   .name = "http://" AUTHORITY "/",
                   .host = "127.0.0.1",
                   .port = 8765,
                   .authority = AUTHORITY,
                   .path = "/"},
        .baseline = "GET / gave 200 (HTTP/1.1)",
        .started_wall_ms = 1795383603000,
        .duration_us = 6200000,
        .settle_ms = 100,
        .patience_ms = 5000,
        .capture_max = 1048576,
        .jobs = 16,
        .capabilities = {.items = capabilities,                   .count = countof(capabilities)         },
        .items = fixture->items,
    };
    fixture->results.fails_on[VERDICT_FAIL] = true;
    fixture->results.fails_on[VERDICT_ERROR] = true;
}

void fixture_init(struct fixture *fixture)
{
    init_run(fixture);
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
    add_passive(fixture);
}

void fixture_init_fatal(struct fixture *fixture, const char *fatal)
{
    init_run(fixture);
    fixture->results.fatal = fatal;
}

/* The bytes as a C string: NUL cannot be in one. */
static const char *hostile_string(struct fixture *fixture, struct span bytes)
{
    char *copy = arena_string_of(fixture->arena, bytes);
    size_t len = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        if (copy[i] != '\0')
            copy[len++] = copy[i];
    }
    copy[len] = '\0';
    return copy;
}

/* A case that was played; everything that was seen is bytes. */
static void add_hostile_case(struct fixture *fixture, struct span bytes)
{
    const char *string = hostile_string(fixture, bytes);
    struct step step = send_step(fixture, "get", "");
    step.bytes = parts_of(fixture, bytes); /* a variable may hold what the server told */
    struct test_case *test_case = host_case(fixture, "host.hostile", "The peer is hostile", step);
    struct transcript *transcript = new_plain(fixture);
    transcript_append_sent(transcript, 0, 0, bytes);
    transcript_append_received(transcript, 0, span_of("HTTP/1.1 200 "));
    transcript_append_received(transcript, 0, bytes);
    transcript_append(transcript, EVENT_RECEIVE_FAILED, 0, TRANSCRIPT_NO_STEP, 0, 0, string);
    struct result *result = add_result(fixture, "host.hostile", test_case, VERDICT_FAIL, string);
    const struct check check = {.what = string,
                                .expected = string,
                                .actual = string,
                                .offset = 13,
                                .proof = PROOF_BYTES,
                                .sentence = string};
    struct check checks[] = {check, check};
    checks[1].offset = SIZE_MAX;
    set_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = test_case->outcomes;
    result->judgement.offset = 13;
    result->control = (struct control_result){.word = CONTROL_BAD, .status = 999, .reason = string};
    result->is_flaky = true;
    set_transcript(fixture, result, transcript);
    result->other_transcript = transcript;
}

/* Cases of which there is nothing but a reason. */
static void add_hostile_reason(struct fixture *fixture, enum verdict verdict, struct span bytes)
{
    struct test_case *test_case = host_case(fixture, "host.hostile", "The peer is hostile",
                                            send_step(fixture, "get", "GET / HTTP/1.1\r\n\r\n"));
    add_result(fixture, "host.hostile", test_case, verdict, hostile_string(fixture, bytes));
}

static void add_hostile_passive(struct fixture *fixture, struct span bytes)
{
    const char *string = hostile_string(fixture, bytes);
    struct rule_tally *tally = arena_alloc(fixture->arena, sizeof(*tally));
    *tally = (struct rule_tally){
        .rule = &bare_cr_rule,
        .looked = 1,
        .count = 1,
        .example_case = "host.hostile",
        .example = {.offset = 13, .len = bytes.len, .actual = string},
        .transcript = fixture->transcripts[0],
    };
    struct result *result = add_result(fixture, "passive.no-bare-cr", NULL, VERDICT_FAIL, string);
    result->tally = tally;
}

void fixture_init_hostile(struct fixture *fixture, struct span bytes)
{
    init_run(fixture);
    fixture->options.is_verbose = true;
    const char *string = hostile_string(fixture, bytes);
    fixture->results.baseline = string;
    fixture->results.fatal = string;
    fixture->results.gone = string;
    add_hostile_case(fixture, bytes);
    add_hostile_reason(fixture, VERDICT_WARN, bytes);
    add_hostile_reason(fixture, VERDICT_SKIP, bytes);
    add_hostile_reason(fixture, VERDICT_ERROR, bytes);
    add_hostile_passive(fixture, bytes);
}

void fixture_init_hostile_words(struct fixture *fixture, struct span bytes)
{
    fixture_init_hostile(fixture, bytes);
    const char *string = hostile_string(fixture, bytes);
    struct run_target *target = &fixture->results.target;
    target->url = target->name = target->authority = target->path = string;
    struct suite *suite = arena_alloc(fixture->arena, sizeof(*suite));
    *suite = (struct suite){.id = "host", .title = string, .file = string};
    struct test_case *test_case = arena_alloc(fixture->arena, sizeof(*test_case));
    *test_case = *fixture->items[0].test_case;
    test_case->suite = suite;
    test_case->title = test_case->why = string;
    fixture->items[0].test_case = test_case;
}

void fixture_done(struct fixture *fixture)
{
    for (size_t i = 0; i < fixture->transcript_count; i++)
        transcript_free(fixture->transcripts[i]);
    arena_free(fixture->arena);
}

static void read_golden(const char *path, struct text *content)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot read %s; H1AUDIT_GOLDEN=write makes it", path);
    char buffer[4096];
    size_t count;
    while ((count = fread(buffer, 1, sizeof(buffer), file)) > 0)
        text_add_span(content, span_make(buffer, count));
    fclose(file);
}

/* Names the first line that differs. */
static void compare(const char *path, const struct text *golden, const struct text *text)
{
    size_t line = 1;
    size_t start = 0;
    size_t i = 0;
    for (; i < golden->len && i < text->len && golden->data[i] == text->data[i]; i++) {
        if (text->data[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    if (i < golden->len || i < text->len)
        fail_msg("%s:%zu differs; now: %.*s", path, line,
                 (int)strcspn(text_string(text) + start, "\n"), text_string(text) + start);
}

void fixture_golden(const char *name, const struct text *text)
{
    struct text path = {0};
    text_printf(&path, "golden/%s", name);
    const char *mode = getenv("H1AUDIT_GOLDEN");
    if (mode != NULL && strcmp(mode, "write") == 0) {
        FILE *file = fopen(text_string(&path), "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(text_string(text), 1, text->len, file), text->len);
        assert_int_equal(fclose(file), 0);
    } else {
        struct text golden = {0};
        read_golden(text_string(&path), &golden);
        compare(text_string(&path), &golden, text);
        text_done(&golden);
    }
    text_done(&path);
}

static void check_line(struct span line)
{
    static const char *const commands[] = {"##[", "##vso[", "##teamcity["};
    for (size_t i = 0; i < countof(commands); i++)
        assert_int_equal(span_find(line, span_of(commands[i]), 0), SIZE_MAX);
    while (line.len > 0 && line.data[0] == ' ')
        line = span_slice(line, 1, line.len);
    assert_false(line.len >= 2 && line.data[0] == ':' && line.data[1] == ':');
}

static bool is_own_sign(struct span sequence)
{
    return span_is(sequence, "·") || span_is(sequence, "§");
}

void fixture_check_harmless(const struct text *text)
{
    struct span rest = text_span(text);
    for (size_t i = 0; i < rest.len;) {
        size_t len = utf8_len(span_slice(rest, i, 4));
        assert_true(len > 0);
        uint8_t c = rest.data[i];
        assert_true((c >= 0x20 && c <= 0x7e) || c == '\n' || is_own_sign(span_slice(rest, i, len)));
        i += len;
    }
    while (rest.len > 0) {
        size_t end = span_find(rest, span_of("\n"), 0);
        check_line(span_slice(rest, 0, end));
        rest = span_slice(rest, end == SIZE_MAX ? rest.len : end + 1, rest.len);
    }
}

void fixture_each_hostile(void (*check)(struct span bytes))
{
    static const char *const commands[] = {
        "::error::x",
        " ::error::x",
        "##[error]x",
        "##vso[x]",
        "##teamcity[x]",
        "x ::y ##[z",
        "]]>",
        "<!--",
        "&#1;",
        "\xef\xbf\xbe\xef\xbf\xbf",
        "\xc2\x9b"
        "31m",
        "[x](y)|z|`",
    };
    for (size_t i = 0; i < countof(commands); i++)
        check(span_of(commands[i]));
    for (int first = 0; first < 256; first++) {
        uint8_t bytes[2 * 256 + 1];
        size_t len = 0;
        for (int second = first; second < 256; second++) {
            bytes[len++] = (uint8_t)first;
            bytes[len++] = (uint8_t)second;
        }
        bytes[len++] = (uint8_t)first;
        check(span_make(bytes, len));
    }
}

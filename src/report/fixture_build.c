#include "report/fixture_build.h"

#include <string.h>

/* clang-format off: one row a line */
const struct requirement fixture_build_rows[] = {
    {"9110-10.1.1-2", 9110, "10.1.1", "Expect",                  "MUST",     "server",
     "Answer 100-continue with 100 or a final status.",         "origin", "-", ""},
    {"9112-2.2-3",    9112, "2.2",    "Message Parsing",         "MUST-NOT", "sender",
     "Send no bare CR outside content.",                        "origin", "-", ""},
    {"9112-3.2-2",    9112, "3.2",    "Request Target",          "MUST",     "server",
     "Answer a request without Host with 400.",                 "origin", "-", ""},
    {"9112-6.3-1",    9112, "6.3",    "Message Body Length",     "MUST",     "recipient",
     "A response to HEAD ends at the empty line.",              "origin", "-", ""},
    {"9112-7.1-1",    9112, "7.1",    "Chunked Transfer Coding", "MUST",     "recipient",
     "Be able to parse the chunked coding.",                    "origin", "-", ""},
    {"9112-9.6-4",    9112, "9.6",    "Tear-down",               "MUST",     "server",
     "Close after the final response to a request with close.", "origin", "-", ""},
    {"9112-9.8-2",    9112, "9.8",    "TLS Connection Closure",  "MUST",     "server",
     "Send a closure alert before closing.",                    "tls",    "-", ""},
};
/* clang-format on */

const struct rule fixture_build_bare_cr = {
    .id = "no-bare-cr",
    .requirement = "9112-2.2-3",
    .level = LEVEL_MUST,
    .title = "A response holds no bare CR outside its content",
};

const size_t fixture_build_row_count = countof(fixture_build_rows);

/* Moves the clock; times count from the beginning of the transcript made last. */
void fixture_build_at(struct fixture *fixture, int64_t now_us)
{
    fixture->clock.fake_us = 1000000 + now_us;
}

struct transcript *fixture_build_transcript(struct fixture *fixture)
{
    fixture_build_at(fixture, 0);
    struct transcript *transcript = transcript_new(&fixture->clock);
    fixture->transcripts[fixture->transcript_count++] = transcript;
    return transcript;
}

/* Connected at 20 us. */
struct transcript *fixture_build_plain(struct fixture *fixture)
{
    struct transcript *transcript = fixture_build_transcript(fixture);
    transcript_add_connection(transcript, "main", false);
    fixture_build_at(fixture, 20);
    transcript_append(transcript, EVENT_CONNECTED, 0, TRANSCRIPT_NO_STEP, 0, 0, NULL);
    return transcript;
}

void fixture_build_happened(struct transcript *transcript, enum event_kind kind, size_t len)
{
    transcript_append(transcript, kind, 0, TRANSCRIPT_NO_STEP, len, 0, NULL);
}

struct parts fixture_build_parts(struct fixture *fixture, struct span bytes)
{
    struct part *part = arena_alloc(fixture->arena, sizeof(*part));
    *part = (struct part){.kind = PART_LITERAL, .literal = arena_copy(fixture->arena, bytes)};
    return (struct parts){.items = part, .count = 1};
}

struct step fixture_build_send(struct fixture *fixture, const char *label, const char *bytes)
{
    return (struct step){.kind = STEP_SEND,
                         .label = label,
                         .line = 17,
                         .bytes = fixture_build_parts(fixture, span_of(bytes))};
}

struct script fixture_build_script(struct fixture *fixture, const struct step *steps, size_t count)
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

struct test_case *fixture_build_case(struct fixture *fixture, const char *full_id,
                                     const char *title, size_t row)
{
    struct arena *arena = fixture->arena;
    const char *stop = strchr(full_id, '.');
    struct suite *suite = arena_alloc(arena, sizeof(*suite));
    suite->id = arena_string_of(arena, span_make(full_id, (size_t)(stop - full_id)));
    suite->title = suite->id;
    suite->file = arena_printf(arena, "cases/%s.json", suite->id);
    const struct requirement **covers = arena_array(arena, 1, sizeof(const struct requirement *));
    covers[0] = &fixture_build_rows[row];
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

const struct outcome *fixture_build_outcomes(struct fixture *fixture, struct test_case *test_case,
                                             const struct outcome *outcomes, size_t count)
{
    struct outcome *copy = arena_array(fixture->arena, count, sizeof(*copy));
    memcpy(copy, outcomes, count * sizeof(*copy));
    test_case->outcomes = copy;
    test_case->outcome_count = count;
    return copy;
}

void fixture_build_checks(struct fixture *fixture, struct result *result,
                          const struct check *checks, size_t count)
{
    struct check *copy = arena_array(fixture->arena, count, sizeof(*copy));
    memcpy(copy, checks, count * sizeof(*copy));
    result->judgement.checks = (struct checks){.items = copy, .count = count, .capacity = count};
}

struct result *fixture_build_result(struct fixture *fixture, const char *id,
                                    const struct test_case *test_case, enum verdict verdict,
                                    const char *reason)
{
    static const struct variable variables[] = {
        {"path",      {(const uint8_t *)"/", 1}                                          },
        {"authority", {(const uint8_t *)FIXTURE_AUTHORITY, sizeof(FIXTURE_AUTHORITY) - 1}},
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

void fixture_build_played(struct fixture *fixture, struct result *result,
                          const struct transcript *transcript)
{
    result->transcript = transcript;
    result->observation = observation_new(transcript, fixture->arena);
    result->duration_us = transcript_duration_us(transcript);
}

void fixture_build_good_control(struct result *result)
{
    result->control = (struct control_result){.word = CONTROL_GOOD, .status = 200, .reason = "200"};
}

struct test_case *fixture_build_host_case(struct fixture *fixture, const char *id,
                                          const char *title, struct step step)
{
    struct test_case *test_case = fixture_build_case(fixture, id, title, ROW_HOST);
    test_case->script = fixture_build_script(fixture, &step, 1);
    test_case->has_control = true;
    const struct step control = fixture_build_send(
        fixture, "get", "GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "Accept: */*\r\n\r\n");
    test_case->control = fixture_build_script(fixture, &control, 1);
    const struct outcome list[] = {
        {.name = "400",           .verdict = VERDICT_PASS             },
        { .name = "closes without a response",
         .verdict = VERDICT_WARN,
         .because = "Safe, but the client is not told what was wrong."},
    };
    fixture_build_outcomes(fixture, test_case, list, countof(list));
    return test_case;
}

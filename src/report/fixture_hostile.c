#include "report/fixture_hostile.h"

#include "report/fixture_build.h"

#define HOSTILE_BYTES 1024u /* at a time: few enough for a reproduction command */

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
    struct step step = fixture_build_send(fixture, "get", "");
    step.bytes = fixture_build_parts(fixture, bytes); /* a variable may hold what the server told */
    struct test_case *test_case =
        fixture_build_host_case(fixture, "host.hostile", "The peer is hostile", step);
    struct transcript *transcript = fixture_build_plain(fixture);
    transcript_append_sent(transcript, 0, 0, bytes);
    transcript_append_received(transcript, 0, span_of("HTTP/1.1 200 "));
    transcript_append_received(transcript, 0, bytes);
    transcript_append(transcript, EVENT_RECEIVE_FAILED, 0, TRANSCRIPT_NO_STEP, 0, 0, string);
    struct result *result =
        fixture_build_result(fixture, "host.hostile", test_case, VERDICT_FAIL, string);
    const struct check check = {.what = string,
                                .expected = string,
                                .actual = string,
                                .offset = 13,
                                .proof = PROOF_BYTES,
                                .sentence = string};
    struct check checks[] = {check, check};
    checks[1].offset = SIZE_MAX;
    fixture_build_checks(fixture, result, checks, countof(checks));
    result->judgement.nearest = test_case->outcomes;
    result->judgement.offset = 13;
    result->control = (struct control_result){.word = CONTROL_BAD, .status = 999, .reason = string};
    result->is_flaky = true;
    fixture_build_played(fixture, result, transcript);
    result->other_transcript = transcript;
}

/* Cases of which there is nothing but a reason. */
static void add_hostile_reason(struct fixture *fixture, enum verdict verdict, struct span bytes)
{
    struct test_case *test_case =
        fixture_build_host_case(fixture, "host.hostile", "The peer is hostile",
                                fixture_build_send(fixture, "get", "GET / HTTP/1.1\r\n\r\n"));
    fixture_build_result(fixture, "host.hostile", test_case, verdict,
                         hostile_string(fixture, bytes));
}

static void add_hostile_passive(struct fixture *fixture, struct span bytes)
{
    const char *string = hostile_string(fixture, bytes);
    struct rule_tally *tally = arena_alloc(fixture->arena, sizeof(*tally));
    *tally = (struct rule_tally){
        .rule = &fixture_build_bare_cr,
        .looked = 1,
        .count = 1,
        .example_case = "host.hostile",
        .example = {.offset = 13, .len = bytes.len, .actual = string},
        .transcript = fixture->transcripts[0],
    };
    struct result *result =
        fixture_build_result(fixture, "passive.no-bare-cr", NULL, VERDICT_FAIL, string);
    result->tally = tally;
}

void fixture_hostile_init(struct fixture *fixture, struct span bytes)
{
    fixture_init_run(fixture);
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

void fixture_hostile_init_words(struct fixture *fixture, struct span bytes)
{
    fixture_hostile_init(fixture, bytes);
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

void fixture_hostile_each(void (*check)(struct span bytes))
{
    static const char *const commands[] = {
        "::error::x", " ::error::x", "##[error]x", "##vso[x]", "##teamcity[x]",
        "x ::y ##[z", "]]>",         "<!--",       "&#1;",     "\xef\xbf\xbe\xef\xbf\xbf",
        "\xc2\x9bm",  "[x](y)|z|`",
    };
    for (size_t i = 0; i < countof(commands); i++)
        check(span_of(commands[i]));
    struct text bytes = {0};
    for (int first = 0; first < 256; first++) {
        for (int second = first; second < 256; second++) {
            const uint8_t pair[] = {(uint8_t)first, (uint8_t)second};
            text_add_span(&bytes, span_make(pair, 2));
        }
        text_add_char(&bytes, (char)first);
        if (bytes.len >= HOSTILE_BYTES || first == 255) {
            check(text_span(&bytes));
            text_clear(&bytes);
        }
    }
    text_done(&bytes);
}

#include "report/json_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "report/fixture.h"
#include "report/fixture_check.h"
#include "report/fixture_hostile.h"
#include "report/json.h"

static void render(const struct fixture *fixture, struct text *out)
{
    struct error error;
    assert_true(json_results_write(&fixture->results, &fixture->options, out, &error));
}

static const struct json *parse(struct arena *arena, struct span source)
{
    struct json_complaints complaints = {0};
    const struct json *document = json_parse(arena, source, &complaints);
    assert_non_null(document);
    assert_int_equal(complaints.count, 0);
    return document;
}

static void the_document_looks_like_this(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init(&fixture);
    render(&fixture, &out);
    fixture_check_golden("results.json", &out);
    text_done(&out);
    fixture_done(&fixture);
}

static void assert_same_transcript(const struct transcript *a, const struct transcript *b)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a == NULL)
        return;
    assert_int_equal(transcript_count(a), transcript_count(b));
    assert_int_equal(transcript_connection_count(a), transcript_connection_count(b));
    for (unsigned i = 0; i < transcript_connection_count(a); i++) {
        assert_true(span_equal(transcript_sent(a, i), transcript_sent(b, i)));
        assert_true(span_equal(transcript_received(a, i), transcript_received(b, i)));
        assert_int_equal(transcript_end(a, i), transcript_end(b, i));
    }
}

static void assert_same_string(const char *a, const char *b)
{
    assert_int_equal(a == NULL, b == NULL);
    if (a != NULL)
        assert_string_equal(a, b);
}

static void assert_same(const struct saved_result *saved, const struct result *result)
{
    assert_string_equal(saved->id, result->id);
    assert_string_equal(saved->case_id, result->test_case->full_id);
    assert_same_string(saved->resource, result->resource);
    assert_int_equal(saved->verdict, result->judgement.verdict);
    assert_int_equal(saved->control.word, result->control.word);
    assert_int_equal(saved->control.status, result->control.status);
    assert_int_equal(saved->control.rests_on_silence, result->control.rests_on_silence);
    assert_same_string(saved->control.reason, result->control.reason);
    assert_int_equal(saved->variables.count, result->variables.count);
    for (size_t i = 0; i < saved->variables.count; i++) {
        assert_string_equal(saved->variables.items[i].name, result->variables.items[i].name);
        assert_true(span_equal(saved->variables.items[i].value, result->variables.items[i].value));
    }
    assert_same_transcript(saved->transcript, result->transcript);
    assert_same_transcript(saved->control_transcript, result->control_transcript);
    assert_same_transcript(saved->other_transcript, result->other_transcript);
}

static void what_was_written_is_read_back(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    struct error error;
    fixture_init(&fixture);
    render(&fixture, &out);
    struct arena *arena = arena_new();
    struct saved_result *items = NULL;
    size_t count = 0;
    assert_true(json_results_read(arena, parse(arena, text_span(&out)), &items, &count, &error));
    size_t cases = 0;
    for (size_t i = 0; i < fixture.results.count; i++) {
        if (fixture.items[i].tally != NULL)
            continue;
        assert_true(cases < count);
        assert_same(&items[cases++], &fixture.items[i]);
    }
    assert_int_equal(cases, count);
    json_results_done(items, count);
    arena_free(arena);
    text_done(&out);
    fixture_done(&fixture);
}

static void assert_refused(const char *source, const char *words)
{
    struct arena *arena = arena_new();
    struct saved_result *items = NULL;
    size_t count = 77;
    struct error error = {{0}};
    assert_false(json_results_read(arena, parse(arena, span_of(source)), &items, &count, &error));
    assert_non_null(strstr(error.message, words));
    assert_null(items);
    assert_int_equal(count, 77);
    arena_free(arena);
}

#define HEAD "{\"format\": \"h1audit-results\", \"version\": 1, \"cases\": "
#define CASE "\"id\": \"a.b\", \"case\": \"a.b\", \"verdict\": \"pass\""

static void other_documents_are_refused(void **state)
{
    (void)state;
    assert_refused("[]", "no results file");
    assert_refused("{\"format\": 1}", "no results file");
    assert_refused("{\"format\": \"h1audit-results\", \"version\": 2}", "version 2");
    assert_refused("{\"format\": \"h1audit-results\", \"version\": 1}", "no list of cases");
    assert_refused(HEAD "[1]}", "cases/0: no id");
    assert_refused(HEAD "[{" CASE "}, {\"id\": \"x\"}]}", "cases/1: no id");
    assert_refused(HEAD "[{\"id\": \"a\", \"case\": \"a\", \"verdict\": \"good\"}]}", "no verdict");
    assert_refused(HEAD "[{" CASE ", \"variables\": [{\"name\": \"x\", \"bytes\": \"?\"}]}]}",
                   "base64");
    assert_refused(HEAD "[{" CASE ", \"transcript\": []}]}", "cases/0: transcript: ");
    assert_refused(HEAD "[{" CASE ", \"transcript\": {\"connections\": [], \"events\": []}, "
                        "\"other_transcript\": 7}]}",
                   "cases/0: other_transcript: ");
}

/*
 * The document may be written to standard output, where terminals and CI systems read it. The
 * transcripts' details are left out: they hold words of our own libraries, and record/ writes them.
 */
static void assert_harmless(struct span rest)
{
    struct text lines = {0};
    while (rest.len > 0) {
        size_t end = span_find(rest, span_of("\n"), 0);
        struct span line = span_slice(rest, 0, end);
        while (line.len > 0 && line.data[0] == '\t')
            line = span_slice(line, 1, line.len);
        size_t tab = span_find(line, span_of(":\t"), 0); /* cJSON puts one behind the name */
        struct span name = span_slice(line, 0, tab);
        if (!span_is(name, "\"detail\"")) {
            text_add_span(&lines, name);
            if (tab != SIZE_MAX)
                text_add_span(&lines, span_slice(line, tab + 2, line.len));
            text_add_char(&lines, '\n');
        }
        rest = span_slice(rest, end + 1, rest.len);
    }
    fixture_check_harmless(&lines);
    text_done(&lines);
}

static void check_hostile(struct span bytes)
{
    struct fixture fixture;
    struct text out = {0};
    struct error error;
    fixture_hostile_init(&fixture, bytes);
    render(&fixture, &out);
    assert_harmless(text_span(&out));
    struct arena *arena = arena_new();
    const struct json *document = parse(arena, text_span(&out));
    struct saved_result *items = NULL;
    size_t count = 0;
    assert_true(json_results_read(arena, document, &items, &count, &error));
    for (size_t i = 0; i < count; i++)
        assert_same_transcript(items[i].transcript, fixture.items[i].transcript);
    json_results_done(items, count);
    arena_free(arena);
    text_done(&out);
    fixture_done(&fixture);
}

static void check_hostile_words(struct span bytes)
{
    struct fixture fixture;
    struct text out = {0};
    fixture_hostile_init_words(&fixture, bytes);
    render(&fixture, &out);
    struct arena *arena = arena_new();
    parse(arena, text_span(&out));
    arena_free(arena);
    text_done(&out);
    fixture_done(&fixture);
}

static void every_byte_survives(void **state)
{
    (void)state;
    fixture_hostile_each(check_hostile);
    fixture_hostile_each(check_hostile_words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_document_looks_like_this),
        cmocka_unit_test(what_was_written_is_read_back),
        cmocka_unit_test(other_documents_are_refused),
        cmocka_unit_test(every_byte_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

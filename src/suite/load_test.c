#include "suite/load.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "suite/bytes.h"
#include "suite/load_internal.h"
#include "util/file.h"

static const char *const cli_names[] = {"cli"};
static const struct names known = {cli_names, 1};

static struct span read_file(struct arena *arena, const char *path)
{
    struct span content = {0};
    struct error error;
    if (!file_read(arena, path, LOAD_SOURCE_MAX, &content, &error))
        fail_msg("%s: %s", path, error.message);
    return content;
}

static struct collection *with_requirements(void)
{
    struct collection *collection = collection_new();
    struct span source = read_file(collection->arena, "load_cases/requirements.json");
    assert_true(collection_load_requirements(collection, "requirements.json", source));
    return collection;
}

static struct collection *load_good(void)
{
    struct collection *collection = with_requirements();
    struct error error;
    if (!collection_load_path(collection, "load_cases/good", known, &error))
        fail_msg("%s%s", text_string(&collection->complaints), error.message);
    assert_true(collection_finish(collection));
    return collection;
}

/* The complaints as "LINE:COL text" with the suggestion in brackets, one a line. */
static void shorten(struct text *out, const char *complaints, const char *file)
{
    char start[640];
    snprintf(start, sizeof(start), "error: %s:", file);
    for (const char *line = complaints; *line != '\0';) {
        size_t len = strcspn(line, "\n");
        const char *guess = strstr(line, "^ did you mean ");
        if (strncmp(line, start, strlen(start)) == 0) {
            const char *place = line + strlen(start);
            const char *words = strstr(place, ": ");
            text_printf(out, "%s%.*s%.*s", out->len > 0 ? "\n" : "", (int)(words - place), place,
                        (int)(len - (size_t)(words + 1 - line)), words + 1);
        } else if (guess != NULL && guess < line + len) {
            text_printf(out, " (%.*s)", (int)(len - (size_t)(guess + 2 - line)), guess + 2);
        }
        line += len + (line[len] == '\n' ? 1 : 0);
    }
    text_add(out, "\n");
}

/* True if the loader says about the file NAME.json just what NAME.expect has. */
static bool is_complained_about(const char *path)
{
    struct collection *collection = with_requirements();
    struct error error;
    bool is_loaded = collection_load_path(collection, path, (struct names){0}, &error);
    const char *expect =
        arena_printf(collection->arena, "%.*s.expect", (int)(strrchr(path, '.') - path), path);
    struct span expected = read_file(collection->arena, expect);
    struct text actual = {0};
    shorten(&actual, text_string(&collection->complaints), path);
    bool is_same = !is_loaded && collection->count == 0 && collection->complaint_count > 0 &&
                   span_equal(text_span(&actual), expected);
    if (!is_same)
        print_error("%s: expected\n%.*sactual\n%s", path, (int)expected.len, expected.data,
                    text_string(&actual));
    text_done(&actual);
    collection_free(collection);
    return is_same;
}

static void every_bad_file_gets_its_complaint(void **state)
{
    (void)state;
    size_t count = 0;
    size_t wrong = 0;
    DIR *dir = opendir("load_cases/bad");
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        const char *end = strrchr(entry->d_name, '.');
        if (end == NULL || strcmp(end, ".json") != 0)
            continue;
        char path[512];
        snprintf(path, sizeof(path), "load_cases/bad/%s", entry->d_name);
        wrong += is_complained_about(path) ? 0 : 1;
        count++;
    }
    closedir(dir);
    assert_true(count >= 60);
    assert_int_equal(wrong, 0);
}

static const struct test_case *find(const struct collection *collection, const char *id)
{
    const struct test_case *test_case = collection_find(collection, id);
    if (test_case == NULL)
        fail_msg("no case %s", id);
    return test_case;
}

static void good_files_are_sorted_and_found(void **state)
{
    (void)state;
    struct collection *collection = load_good();
    assert_int_equal(collection->count, 6);
    for (size_t i = 1; i < collection->count; i++)
        assert_true(strcmp(collection->cases[i - 1]->full_id, collection->cases[i]->full_id) < 0);
    assert_null(collection_find(collection, "conn-close.other"));
    collection_free(collection);
}

static void the_head_of_a_case_is_read(void **state)
{
    (void)state;
    struct collection *collection = load_good();
    const struct test_case *close = find(collection, "conn-close.then-invalid");
    assert_string_equal(close->id, "then-invalid");
    assert_string_equal(close->suite->file, "load_cases/good/conn-close.json");
    assert_string_equal(close->suite->about, "What follows a close.");
    assert_int_equal(close->line, 7);
    assert_int_equal(close->cover_count, 2);
    assert_string_equal(close->covers[1]->id, "9112-9.3.2-1");
    assert_int_equal(close->level, LEVEL_MUST);
    assert_int_equal(close->tags.count, 3);
    assert_true(names_contain(close->tags, "connection"));
    assert_true(names_contain(close->tags, "regression"));
    assert_int_equal(close->links.count, 1);
    assert_int_equal(close->timeout_ms, CHECK_UNSET);
    assert_false(close->is_hazard);
    assert_true(find(collection, "conn-close.then-valid")->is_hazard);

    const struct test_case *parts = find(collection, "everything.parts");
    assert_int_equal(parts->level, LEVEL_SHOULD);
    assert_int_equal(parts->kind, CASE_HARDENING);
    assert_true(parts->is_each_resource);
    assert_string_equal(parts->disabled, "Only shows the format.");
    assert_int_equal(parts->timeout_ms, 8000);
    assert_int_equal(parts->settle_ms, 500);
    const struct test_case *probe = find(collection, "everything.can-head");
    assert_int_equal(probe->kind, CASE_PROBE);
    assert_string_equal(probe->provides, "head");
    assert_false(probe->has_control);
    collection_free(collection);
}

static void levels_follow_the_requirement(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        enum level level;
    } rows[] = {
        {"9112-9.6-4",   LEVEL_MUST  },
        {"9112-9.3.2-1", LEVEL_MUST  },
        {"9112-9.6-6",   LEVEL_SHOULD},
        {"9112-9.6-7",   LEVEL_SHOULD},
        {"9112-2.2-2",   LEVEL_MAY   },
        {"9112-9-1",     LEVEL_MAY   },
        {"9112-2.1-d1",  LEVEL_SHOULD}
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct collection *collection = with_requirements();
        const char *source = arena_printf(
            collection->arena,
            "{\"format\":1,\"suite\":{\"id\":\"s\",\"title\":\"S\"},\"cases\":[{\"id\":\"c\","
            "\"title\":\"A title of a case\",\"covers\":[\"%s\"],\"script\":[{\"bytes\":\"x\"}],"
            "\"expect\":{}}]}",
            rows[i].id);
        assert_true(
            collection_load_source(collection, "s.json", NULL, span_of(source), (struct names){0}));
        assert_int_equal(collection->cases[0]->level, rows[i].level);
        collection_free(collection);
    }
}

static void every_kind_of_part_makes_its_bytes(void **state)
{
    (void)state;
    struct collection *collection = load_good();
    const struct test_case *test_case = find(collection, "everything.parts");
    assert_int_equal(test_case->variable_count, 2);
    struct variable values[5] = {
        {"path",  span_of("/p")},
        {"nonce", span_of("n1")},
        {"cli",   span_of("c") }
    };
    values[3] = test_case->variables[0];
    values[4] = test_case->variables[1];
    struct variables variables = {values, 5};
    const struct step *step = &test_case->script.steps[0];
    struct text out = {0};
    assert_true(bytes_expand(&step->bytes, &variables, &out, NULL));
    static const char expected[] = "GET /p\\\r\na\0bhiblobAbbAbbAbb"
                                   "3 ;n=n1\r\na\0b\r\n1\r\n\0\r\nc}}{x}";
    assert_int_equal(out.len, sizeof(expected) - 1);
    assert_memory_equal(out.data, expected, out.len);
    text_done(&out);
    assert_int_equal(step->cut.at_count, 2);
    assert_int_equal(step->cut.at[1], 5);
    assert_int_equal(step->cut.gap_ms, 2);
    assert_int_equal(test_case->script.steps[1].cut.every, 1);
    assert_int_equal(test_case->control.count, test_case->script.count);
    collection_free(collection);
}

static void every_kind_of_step_is_read(void **state)
{
    (void)state;
    static const enum step_kind kinds[] = {
        STEP_PAUSE, STEP_CONNECT,   STEP_CONNECT, STEP_SEND,       STEP_WAIT,
        STEP_WAIT,  STEP_WAIT,      STEP_SEND,    STEP_HALF_CLOSE, STEP_WAIT,
        STEP_CLOSE, STEP_TLS_CLOSE, STEP_RESET,   STEP_SEND,       STEP_TRUNCATE};
    struct collection *collection = load_good();
    const struct script *script = &find(collection, "everything.steps")->script;
    assert_int_equal(script->count, countof(kinds));
    for (size_t i = 0; i < countof(kinds); i++)
        assert_int_equal(script->steps[i].kind, kinds[i]);
    assert_int_equal(script->connection_count, 3);
    assert_string_equal(script->connections[0], "a");
    assert_string_equal(script->connections[2], "c");
    assert_int_equal(script->steps[0].pause_ms, 10);
    assert_string_equal(script->steps[0].note, "Nothing is open yet.");
    assert_int_equal(script->steps[0].connection, 0);
    assert_false(script->steps[1].connects_tls);
    assert_true(script->steps[2].connects_tls);
    assert_string_equal(script->steps[3].label, "one");
    assert_int_equal(script->steps[3].line, 44);
    const struct wait *wait = &script->steps[4].wait;
    assert_int_equal(wait->kind, WAIT_RESPONSES);
    assert_int_equal(wait->number, 2);
    assert_int_equal(wait->timeout_ms, 100);
    assert_true(wait->stops);
    assert_int_equal(script->steps[5].wait.kind, WAIT_INTERIM);
    assert_int_equal(script->steps[5].wait.number, 103);
    assert_int_equal(script->steps[5].wait.timeout_ms, -1);
    assert_false(script->steps[5].wait.stops);
    assert_int_equal(script->steps[6].wait.kind, WAIT_SENT);
    assert_int_equal(script->steps[9].wait.kind, WAIT_END);
    collection_free(collection);
}

static void the_control_is_the_changed_script(void **state)
{
    (void)state;
    struct collection *collection = load_good();
    const struct test_case *close = find(collection, "conn-close.then-valid");
    assert_true(close->has_control);
    assert_int_equal(close->control.count, 1);
    assert_string_equal(close->control.steps[0].label, "first");
    assert_true(status_set_contains(close->control_status, 404));
    assert_false(status_set_contains(close->control_status, 301));
    const struct test_case *other = find(collection, "conn-close.then-invalid");
    assert_true(status_set_contains(other->control_status, 399));
    assert_false(status_set_contains(other->control_status, 400));

    const struct test_case *steps = find(collection, "everything.steps");
    assert_int_equal(steps->control.count, steps->script.count - 1);
    assert_int_equal(script_step(&steps->control, "two"), -1);
    const struct step *one = &steps->control.steps[3];
    assert_string_equal(one->label, "one");
    assert_string_equal(steps->control.connections[one->connection], "c");
    assert_int_equal(bytes_least(&one->bytes), strlen("GET / HTTP/1.1\r\n\r\n"));
    collection_free(collection);
}

static void a_replaced_step_keeps_its_connection(void **state)
{
    (void)state;
    static const char source[] =
        "{\"format\":1,\"suite\":{\"id\":\"s\",\"title\":\"S\"},\"cases\":[{\"id\":\"c\","
        "\"title\":\"A title of a case\",\"level\":\"may\",\"script\":[{\"bytes\":\"x\"},"
        "{\"as\":\"two\",\"on\":\"b\",\"bytes\":\"y\"}],"
        "\"control\":{\"replace\":{\"two\":{\"bytes\":\"z\"}}},\"expect\":{\"on\":\"b\"}}]}";
    struct collection *collection = collection_new();
    assert_true(
        collection_load_source(collection, "s.json", NULL, span_of(source), (struct names){0}));
    const struct script *control = &collection->cases[0]->control;
    assert_string_equal(control->connections[control->steps[1].connection], "b");
    assert_int_equal(collection->cases[0]->outcomes[0].connections[0], 1);
    collection_free(collection);
}

static void check_message(const struct response_expectation *response)
{
    const struct field_check *date = &response->must.fields[0];
    assert_string_equal(date->name, "Date");
    assert_int_equal(date->present, 1);
    assert_int_equal(date->count, 1);
    assert_true(date->is_http_date);
    assert_int_equal(date->line, 72);
    assert_string_equal(response->must.fields[1].has_token, "close");
    assert_string_equal(response->must.fields[1].lacks_token, "keep-alive");
    assert_int_equal(response->must.fields[1].present, CHECK_UNSET);
    assert_string_equal(response->must.fields[2].equals, "");
    assert_int_equal(response->must.fields[3].present, 0);
    assert_true(response->must.body.is_given);
    assert_int_equal(response->must.body.empty, 0);
    assert_int_equal(response->must.body.length, 3);
    assert_int_equal(bytes_least(response->must.body.equals), 3);
    assert_int_equal(bytes_least(response->must.body.contains), 2);
    assert_true(bytes_have_variable(response->must.body.lacks));
    assert_int_equal(response->should.status.ranges[0].low, 200);
    assert_int_equal(response->should.field_count, 1);
    assert_int_equal(response->should.body.empty, 1);
}

static void outcomes_are_read(void **state)
{
    (void)state;
    struct collection *collection = load_good();
    const struct test_case *test_case = find(collection, "everything.steps");
    assert_int_equal(test_case->outcome_count, 4);
    const struct outcome *all = &test_case->outcomes[0];
    assert_string_equal(all->name, "all checks");
    assert_int_equal(all->verdict, VERDICT_PASS);
    assert_int_equal(all->connection_count, 2);
    assert_int_equal(all->connections[1], 2);
    assert_true(all->has_responses && all->allows_surplus && all->grammar == GRAMMAR_ANY);
    assert_int_equal(all->end, EXPECTED_END_CLOSE_NOTIFY);
    assert_int_equal(all->should_end, EXPECTED_END_TRUNCATED);
    assert_int_equal(all->handled, 2);
    assert_int_equal(all->line, 60);
    const struct response_expectation *response = &all->responses[0];
    assert_int_equal(response->to, 3);
    assert_int_equal(response->before, 7);
    assert_int_equal(response->times, 2);
    assert_true(response->is_optional && response->interim_only);
    assert_string_equal(response->version, "HTTP/1.1");
    assert_int_equal(response->interim_count, 2);
    assert_int_equal(response->interim[1], 103);
    assert_true(status_set_contains(response->must.status, 304));
    check_message(response);
    assert_int_equal(test_case->outcomes[1].verdict, VERDICT_INCONCLUSIVE);
    assert_int_equal(test_case->outcomes[1].end, EXPECTED_END_OPEN);
    assert_int_equal(test_case->outcomes[2].verdict, VERDICT_FAIL);
    assert_int_equal(test_case->outcomes[2].end, EXPECTED_END_RST);
    collection_free(collection);
}

static void outcomes_have_defaults(void **state)
{
    (void)state;
    struct collection *collection = load_good();
    const struct test_case *test_case = find(collection, "everything.steps");
    const struct outcome *last = &test_case->outcomes[3];
    assert_int_equal(last->verdict, VERDICT_WARN);
    assert_string_equal(last->because, "Who knows.");
    assert_int_equal(last->connection_count, 1);
    assert_int_equal(last->connections[0], 0);
    assert_false(last->has_responses);
    assert_true(last->allows_surplus && last->grammar == GRAMMAR_COMPLETE);
    assert_int_equal(last->end, EXPECTED_END_ANY);
    assert_int_equal(last->should_end, EXPECTED_END_ANY);
    assert_int_equal(last->handled, CHECK_UNSET);
    const struct test_case *probe = find(collection, "everything.can-head");
    assert_null(probe->outcomes[0].name);
    const struct response_expectation *response = &probe->outcomes[0].responses[0];
    assert_int_equal(response->to, -1);
    assert_int_equal(response->before, -1);
    assert_int_equal(response->times, 1);
    assert_false(response->must.body.is_given);
    assert_int_equal(response->must.body.length, CHECK_UNSET);
    const struct test_case *framing = find(collection, "framing-te-cl.both");
    assert_true(framing->outcomes[2].has_responses);
    assert_int_equal(framing->outcomes[2].response_count, 0);
    collection_free(collection);
}

static void all_complaints_are_collected_and_few_are_shown(void **state)
{
    (void)state;
    struct collection *collection = collection_new();
    struct text source = {0};
    text_add(&source, "{");
    for (int i = 0; i < 2 * LOAD_SHOWN_MAX; i++)
        text_printf(&source, "\"x%d\":0,", i);
    text_add(&source, "\"format\":1,\"suite\":{\"id\":\"s\",\"title\":\"S\"},\"cases\":[3]}");
    assert_false(collection_load_source(collection, "many.json", NULL, text_span(&source),
                                        (struct names){0}));
    assert_int_equal(collection->complaint_count, 2 * LOAD_SHOWN_MAX + 1);
    assert_non_null(
        strstr(text_string(&collection->complaints), "error: many.json: 101 more complaints\n"));
    text_done(&source);
    collection_free(collection);
}

static void texts_and_lists_are_limited(void **state)
{
    (void)state;
    struct collection *collection = collection_new();
    struct text source = {0};
    text_add(&source, "{\"format\":1,\"suite\":{\"id\":\"s\",\"title\":\"");
    text_pad(&source, 't', KEY_TEXT_MAX + 1);
    text_add(&source, "\",\"tags\":[\"t0\"");
    for (int i = 1; i <= KEY_LIST_MAX; i++)
        text_printf(&source, ",\"t%d\"", i);
    text_add(&source, "]},\"cases\":[]}");
    assert_false(collection_load_source(collection, "long.json", NULL, text_span(&source),
                                        (struct names){0}));
    const char *complaints = text_string(&collection->complaints);
    assert_non_null(strstr(complaints, "\"title\" must have at most 20000 bytes"));
    assert_non_null(strstr(complaints, "\"tags\" must have at most 2000 elements"));
    text_done(&source);
    collection_free(collection);
}

static void control_characters_do_not_reach_the_terminal(void **state)
{
    (void)state;
    struct collection *collection = collection_new();
    assert_false(collection_load_source(collection, "evil.json", NULL,
                                        span_of("{\"\\u001b[31m\": 1}"), (struct names){0}));
    assert_null(strchr(text_string(&collection->complaints), '\x1b'));
    assert_non_null(strstr(text_string(&collection->complaints), "unknown name \"\\x1b[31m\""));
    collection_free(collection);
}

static void ids_are_taken_once(void **state)
{
    (void)state;
    struct collection *collection = load_good();
    struct error error;
    assert_true(
        collection_load_path(collection, "load_cases/good/framing-te-cl.json", known, &error));
    assert_false(collection_finish(collection));
    assert_int_equal(collection->complaint_count, 1);
    assert_string_equal(text_string(&collection->complaints),
                        "error: load_cases/good/framing-te-cl.json:6: id \"framing-te-cl.both\" is "
                        "already taken by load_cases/good/framing-te-cl.json:6\n");
    collection_free(collection);
}

static void variables_of_the_command_line_are_known(void **state)
{
    (void)state;
    static const char source[] =
        "{\"format\":1,\"suite\":{\"id\":\"s\",\"title\":\"S\"},\"cases\":[{\"id\":\"c\","
        "\"title\":\"A title of a case\",\"level\":\"may\",\"script\":[{\"bytes\":\"{{cli}}\"}],"
        "\"expect\":{}}]}";
    struct collection *collection = collection_new();
    assert_true(collection_load_source(collection, "a.json", NULL, span_of(source), known));
    assert_false(
        collection_load_source(collection, "b.json", NULL, span_of(source), (struct names){0}));
    assert_int_equal(collection->count, 1);
    collection_free(collection);
    collection_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bad_file_gets_its_complaint),
        cmocka_unit_test(good_files_are_sorted_and_found),
        cmocka_unit_test(the_head_of_a_case_is_read),
        cmocka_unit_test(levels_follow_the_requirement),
        cmocka_unit_test(every_kind_of_part_makes_its_bytes),
        cmocka_unit_test(every_kind_of_step_is_read),
        cmocka_unit_test(the_control_is_the_changed_script),
        cmocka_unit_test(a_replaced_step_keeps_its_connection),
        cmocka_unit_test(outcomes_are_read),
        cmocka_unit_test(outcomes_have_defaults),
        cmocka_unit_test(all_complaints_are_collected_and_few_are_shown),
        cmocka_unit_test(texts_and_lists_are_limited),
        cmocka_unit_test(control_characters_do_not_reach_the_terminal),
        cmocka_unit_test(ids_are_taken_once),
        cmocka_unit_test(variables_of_the_command_line_are_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

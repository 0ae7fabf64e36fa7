/*
 * Judges the attempts in replays/: each file holds a case, what happened, and what the judge must
 * say. Every attempt is judged twice, the second time after its transcript was saved and loaded.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judge/judge.h"
#include "record/transcript_json.h"
#include "suite/load.h"
#include "util/json.h"

#define FOLDER "replays"
#define REPLAYS_MIN 100
#define REPLAYS_MAX 1000
#define FILE_MAX (1u << 20)

static const struct variable defaults[] = {
    {"path",      {(const uint8_t *)"/", 1}              },
    {"authority", {(const uint8_t *)"127.0.0.1:8080", 14}},
    {"host",      {(const uint8_t *)"127.0.0.1", 9}      },
    {"port",      {(const uint8_t *)"8080", 4}           },
    {"missing",   {(const uint8_t *)"/missing", 8}       },
    {"echo",      {(const uint8_t *)"/echo", 5}          },
    {"hit",       {(const uint8_t *)"/hit", 4}           },
    {"hits",      {(const uint8_t *)"/hits", 5}          },
};

struct replay {
    const char *file;
    struct arena *arena;
    struct span source;
    const struct json *root;
    struct collection *collection;
    const struct test_case *test_case;
    struct variables variables;
    struct control_result control;
    struct transcript *transcript;
};

static struct span read_file(struct arena *arena, const char *path)
{
    char *bytes = arena_alloc(arena, FILE_MAX);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(bytes, 1, FILE_MAX, file);
    fclose(file);
    assert_true(len < FILE_MAX);
    return span_make(bytes, len);
}

/* The text's bytes; \xHH stands for one byte, as in case files. */
static struct span bytes_of(struct arena *arena, const char *text)
{
    struct text out = {0};
    for (const char *c = text; *c != '\0'; c++) {
        unsigned value;
        if (c[0] == '\\' && c[1] == 'x' && sscanf(c + 2, "%2x", &value) == 1) {
            text_add_char(&out, (char)value);
            c += 3;
        } else {
            text_add_char(&out, *c);
        }
    }
    struct span bytes = arena_copy(arena, text_span(&out));
    text_done(&out);
    return bytes;
}

static void load_case(struct replay *replay)
{
    const struct json *suite = json_member(replay->root, "suite");
    assert_non_null(suite);
    struct span source = span_slice(replay->source, suite->place.offset, suite->place.len);
    replay->collection = collection_new();
    if (!collection_load_source(replay->collection, replay->file, NULL, source,
                                (struct names){0}) ||
        !collection_finish(replay->collection))
        fail_msg("%s: %s", replay->file, text_string(&replay->collection->complaints));
    assert_int_equal(replay->collection->count, 1);
    replay->test_case = replay->collection->cases[0];

    size_t own = replay->test_case->variable_count;
    struct variable *items = arena_array(replay->arena, own + countof(defaults), sizeof(*items));
    if (own > 0)
        memcpy(items, replay->test_case->variables, own * sizeof(*items));
    memcpy(items + own, defaults, sizeof(defaults));
    replay->variables = (struct variables){.items = items, .count = own + countof(defaults)};
}

static void load_control(struct replay *replay)
{
    const struct json *control = json_member(replay->root, "control");
    const char *bad = json_string(control, "bad", NULL);
    replay->control = (struct control_result){
        .word = control == NULL ? CONTROL_NONE : CONTROL_GOOD, .status = 200, .reason = "200"};
    if (bad != NULL)
        replay->control = (struct control_result){
            .word = CONTROL_BAD,
            .reason = bad,
            .rests_on_silence = json_is_true(control, "silence"),
        };
}

static unsigned connection_named(struct replay *replay, const char *name)
{
    for (unsigned i = 0; i < transcript_connection_count(replay->transcript); i++) {
        if (strcmp(transcript_connection_name(replay->transcript, i), name) == 0)
            return i;
    }
    bool is_tls = json_is_true(replay->root, "tls");
    return transcript_add_connection(replay->transcript, name, is_tls);
}

static int step_of(const struct replay *replay, const struct json *event)
{
    const char *label = json_string(event, "step", NULL);
    if (label == NULL)
        return (int)json_number(event, "step", TRANSCRIPT_NO_STEP);
    int step = script_step(&replay->test_case->script, label);
    if (step < 0)
        fail_msg("%s: no step \"%s\"", replay->file, label);
    return step;
}

static void receive(struct replay *replay, unsigned connection, const char *text, size_t times)
{
    struct span bytes = bytes_of(replay->arena, text);
    for (size_t i = 0; i < times; i++)
        transcript_append_received(replay->transcript, connection, bytes);
}

/* The member that names the kind: true, a text (bytes or a reason), or a number (length or errno).
 */
static void append(struct replay *replay, const struct json *event)
{
    static const char *const main_name = "main";
    unsigned connection = connection_named(replay, json_string(event, "on", main_name));
    transcript_set_time(replay->transcript, (int64_t)json_number(event, "at", 0));
    for (enum event_kind kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        const struct json *value = json_member(event, transcript_kind_name(kind));
        if (value == NULL)
            continue;
        int step = step_of(replay, event);
        const char *text = value->type == JSON_STRING ? value->string : NULL;
        bool is_code = kind == EVENT_CONNECT_FAILED || kind == EVENT_RECEIVE_FAILED;
        if (kind == EVENT_SENT)
            transcript_append_sent(replay->transcript, connection, step,
                                   bytes_of(replay->arena, text));
        else if (kind == EVENT_RECEIVED)
            receive(replay, connection, text, (size_t)json_number(event, "times", 1));
        else
            transcript_append(replay->transcript, kind, connection, step,
                              is_code ? 0 : (size_t)value->number, is_code ? (int)value->number : 0,
                              text);
        return;
    }
    fail_msg("%s: an event without a kind", replay->file);
}

static void open_replay(struct replay *replay, const char *file)
{
    *replay = (struct replay){.file = file, .arena = arena_new()};
    replay->source = read_file(replay->arena, arena_printf(replay->arena, FOLDER "/%s", file));
    struct json_complaints complaints = {0};
    replay->root = json_parse(replay->arena, replay->source, &complaints);
    if (complaints.count > 0)
        fail_msg("%s",
                 json_complaint_text(replay->arena, file, replay->source, &complaints.items[0]));
    load_case(replay);
    load_control(replay);
    replay->transcript = transcript_new(NULL);
    const struct json *events = json_member(replay->root, "events");
    assert_non_null(events);
    for (const struct json *event = events->children; event != NULL; event = event->next)
        append(replay, event);
}

static void close_replay(struct replay *replay)
{
    transcript_free(replay->transcript);
    collection_free(replay->collection);
    arena_free(replay->arena);
}

static void same_text(const struct replay *replay, const char *what, const char *actual,
                      const char *expected)
{
    if (strcmp(actual == NULL ? "(none)" : actual, expected) != 0)
        fail_msg("%s: %s is \"%s\", expected \"%s\"", replay->file, what,
                 actual == NULL ? "(none)" : actual, expected);
}

static void compare(const struct replay *replay, const struct judgement *judgement,
                    const char *summary)
{
    const struct json *expected = json_member(replay->root, "expected");
    assert_non_null(expected);
    same_text(replay, "reason", judgement->reason, json_string(expected, "reason", "?"));
    same_text(replay, "verdict", verdict_name(judgement->verdict),
              json_string(expected, "verdict", "?"));
    const char *outcome = judgement->outcome == NULL ? "(missed)" : judgement->outcome->name;
    if (json_member(expected, "outcome") != NULL)
        same_text(replay, "outcome", outcome, json_string(expected, "outcome", "?"));
    if (json_member(expected, "summary") != NULL)
        same_text(replay, "summary", summary, json_string(expected, "summary", "?"));
    if (judgement->rests_on_silence != json_is_true(expected, "silence"))
        fail_msg("%s: rests_on_silence is %d", replay->file, judgement->rests_on_silence);
    double offset = json_number(expected, "offset", -1);
    size_t wanted = offset < 0 ? SIZE_MAX : (size_t)offset;
    if (judgement->offset != wanted)
        fail_msg("%s: offset is %zd", replay->file, (ssize_t)judgement->offset);
}

static void judge_transcript(const struct replay *replay, const struct transcript *transcript)
{
    const struct observation *observation = observation_new(transcript, replay->arena);
    struct judgement judgement = judge_case(replay->test_case, observation, &replay->variables,
                                            &replay->control, replay->arena);
    compare(replay, &judgement, judge_summary(observation, judgement.connection, replay->arena));
    for (size_t i = 0; i < judgement.checks.count; i++) {
        const struct check *check = &judgement.checks.items[i];
        assert_non_null(check->what);
        assert_non_null(check->expected);
        assert_non_null(check->actual);
        assert_true((check->sentence == NULL) == check->holds);
    }
}

static void judge_saved(const struct replay *replay)
{
    struct json_out *out = json_out_object();
    transcript_json_write(replay->transcript, out);
    char *text = json_out_print(out, true);
    struct json_complaints complaints = {0};
    struct error error = {0};
    struct transcript *loaded =
        transcript_json_read(json_parse(replay->arena, span_of(text), &complaints), &error);
    if (loaded == NULL)
        fail_msg("%s: %s", replay->file, error.message);
    judge_transcript(replay, loaded);
    transcript_free(loaded);
    free(text);
    json_out_free(out);
}

static void is_judged_as_it_says(void **state)
{
    struct replay replay;
    open_replay(&replay, *state);
    judge_transcript(&replay, replay.transcript);
    judge_saved(&replay);
    close_replay(&replay);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

/* One test for each file of the folder, in order of their names. */
static size_t list_replays(struct CMUnitTest *tests, struct arena *arena)
{
    size_t count = 0;
    DIR *folder = opendir(FOLDER);
    if (folder == NULL)
        return 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL && count < REPLAYS_MAX;) {
        if (strstr(entry->d_name, ".json") == NULL)
            continue;
        char *name = arena_string(arena, entry->d_name);
        tests[count++] = (struct CMUnitTest){
            .name = name, .test_func = is_judged_as_it_says, .initial_state = name};
    }
    closedir(folder);
    qsort(tests, count, sizeof(*tests), by_name);
    return count;
}

int main(void)
{
    struct arena *arena = arena_new();
    struct CMUnitTest *tests = arena_array(arena, REPLAYS_MAX, sizeof(*tests));
    size_t count = list_replays(tests, arena);
    int failed =
        count < REPLAYS_MIN ? 1 : _cmocka_run_group_tests("replays", tests, count, NULL, NULL);
    arena_free(arena);
    return failed;
}

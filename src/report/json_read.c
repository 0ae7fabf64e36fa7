#include "report/json_read.h"

#include <string.h>

#include "record/transcript_json.h"
#include "report/json.h"

/* The word at index i of a list of names, as the writer has it. */
static bool find_verdict(const char *word, enum verdict *verdict)
{
    for (int i = 0; word != NULL && i < VERDICT_COUNT; i++) {
        if (strcmp(verdict_name((enum verdict)i), word) == 0) {
            *verdict = (enum verdict)i;
            return true;
        }
    }
    return false;
}

static enum control_word find_control_word(const char *word)
{
    if (strcmp(word, "good") == 0)
        return CONTROL_GOOD;
    return strcmp(word, "bad") == 0 ? CONTROL_BAD : CONTROL_NONE;
}

static struct control_result read_control(const struct json *row)
{
    const struct json *control = json_member(row, "control");
    double status = json_number(control, "status", 0);
    return (struct control_result){
        .word = find_control_word(json_string(control, "word", "none")),
        .status = status >= 0 && status <= 999 ? (int)status : 0,
        .reason = json_string(control, "reason", NULL),
        .rests_on_silence = json_is_true(control, "rests_on_silence"),
    };
}

static size_t read_count(const struct json *row, const char *name)
{
    double number = json_number(row, name, 0);
    return number >= 0 && number <= UINT32_MAX ? (size_t)number : 0;
}

static struct result_cut read_cut(const struct json *row)
{
    const struct json *cut = json_member(row, "cut");
    return (struct result_cut){
        .at = read_count(cut, "at"),
        .place = json_string(cut, "place", ""),
        .count = read_count(cut, "count"),
        .differing = read_count(cut, "differing"),
    };
}

static bool read_variables(struct arena *arena, const struct json *row, struct variables *variables,
                           struct error *error)
{
    const struct json *list = json_member(row, "variables");
    size_t room = list == NULL ? 0 : list->count;
    struct variable *items = arena_array(arena, room, sizeof(*items));
    size_t count = 0;
    for (const struct json *item = room == 0 ? NULL : list->children; item != NULL;
         item = item->next) {
        struct variable *variable = &items[count++];
        const char *bytes = json_string(item, "bytes", NULL);
        variable->name = json_string(item, "name", NULL);
        if (variable->name == NULL || bytes == NULL ||
            !json_base64_decode(arena, bytes, &variable->value))
            return error_set(error, "a variable has no name or no bytes in base64");
    }
    *variables = (struct variables){.items = items, .count = count};
    return true;
}

/* A member that is not there is no failure. */
static bool read_transcript(const struct json *row, const char *name, struct transcript **place,
                            struct error *error)
{
    const struct json *object = json_member(row, name);
    if (object == NULL)
        return true;
    struct error inner;
    *place = transcript_json_read(object, &inner);
    return *place != NULL || error_set(error, "%s: %s", name, inner.message);
}

static bool read_row(struct arena *arena, const struct json *row, struct saved_result *result,
                     struct error *error)
{
    result->id = json_string(row, "id", NULL);
    result->case_id = json_string(row, "case", NULL);
    result->resource = json_string(row, "resource", NULL);
    result->control = read_control(row);
    result->cut = read_cut(row);
    if (result->id == NULL || result->case_id == NULL)
        return error_set(error, "no id, or no case");
    if (!find_verdict(json_string(row, "verdict", NULL), &result->verdict))
        return error_set(error, "no verdict that is known");
    return read_variables(arena, row, &result->variables, error) &&
           read_transcript(row, "transcript", &result->transcript, error) &&
           read_transcript(row, "control_transcript", &result->control_transcript, error) &&
           read_transcript(row, "other_transcript", &result->other_transcript, error);
}

static bool check_format(const struct json *document, struct error *error)
{
    const char *format = json_string(document, "format", "");
    if (strcmp(format, JSON_RESULTS_FORMAT) != 0)
        return error_set(error, "this is no results file: \"format\" is not \"%s\"",
                         JSON_RESULTS_FORMAT);
    double version = json_number(document, "version", 0);
    if (version != JSON_RESULTS_VERSION)
        return error_set(error, "results of version %g cannot be read, only of version %d", version,
                         JSON_RESULTS_VERSION);
    const struct json *cases = json_member(document, "cases");
    if (cases == NULL || cases->type != JSON_ARRAY)
        return error_set(error, "the results hold no list of cases");
    return true;
}

bool json_results_read(struct arena *arena, const struct json *document,
                       struct saved_result **items, size_t *count, struct error *error)
{
    if (!check_format(document, error))
        return false;
    const struct json *cases = json_member(document, "cases");
    struct saved_result *list = arena_array(arena, cases->count, sizeof(*list));
    size_t done = 0;
    for (const struct json *row = cases->children; row != NULL; row = row->next) {
        struct error inner;
        if (read_row(arena, row, &list[done++], &inner))
            continue;
        json_results_done(list, done);
        return error_set(error, "cases/%zu: %s", done - 1, inner.message);
    }
    *items = list;
    *count = done;
    return true;
}

void json_results_done(struct saved_result *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        transcript_free(items[i].transcript);
        transcript_free(items[i].control_transcript);
        transcript_free(items[i].other_transcript);
        items[i].transcript = NULL;
        items[i].control_transcript = NULL;
        items[i].other_transcript = NULL;
    }
}

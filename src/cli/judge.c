/* judge: saved transcripts, judged again by the cases as they are now. No network. */
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/rulebook.h"
#include "report/console.h"
#include "report/json_read.h"
#include "run/cut_script.h"
#include "run/cuts.h"
#include "util/file.h"
#include "util/json.h"

#define RESULTS_MAX (256u << 20)

struct rejudging {
    const struct settings *settings;
    struct collection *collection;
    struct saved_result *saved;
    size_t count;
    struct results results;
    size_t unknown; /* saved cases that the suite no longer holds */
};

static struct control_result judge_control_again(const struct test_case *test_case,
                                                 const struct saved_result *saved,
                                                 struct arena *arena)
{
    static const struct control_result none = {.word = CONTROL_NONE};
    if (saved->control_transcript == NULL)
        return test_case->has_control ? saved->control : none;
    return judge_control(test_case->control_status, judge_control_connection(test_case),
                         observation_new(saved->control_transcript, arena), arena);
}

/* Steps of a transcript must be steps of the case: a file from elsewhere may say anything. */
static bool fits(const struct transcript *transcript, const struct script *script)
{
    if (transcript_connection_count(transcript) != script->connection_count)
        return false;
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        if (transcript_event(transcript, i)->step >= (int)script->count)
            return false;
    }
    return true;
}

/* test_case with the cut that saved was played with, if it still has such a place. */
static const struct test_case *with_cut(const struct test_case *test_case,
                                        const struct saved_result *saved, struct arena *arena)
{
    struct cut_spots spots;
    if (saved->cut.at == 0 ||
        !cut_script_spots(&spots, &test_case->script, &saved->variables, 1, arena))
        return test_case;
    for (size_t i = 0; i < spots.count; i++) {
        if (spots.items[i].at == saved->cut.at)
            return cut_script_case(test_case, spots.items[i], CUT_SCRIPT_GAP_MS, arena);
    }
    return test_case;
}

static void tell_cut(struct result *result, const struct saved_result *saved, struct arena *arena)
{
    struct result_cut *cut = arena_alloc(arena, sizeof(*cut));
    *cut = saved->cut;
    cut->failure = result->judgement.reason;
    result->cut = cut;
    if (result->judgement.verdict == VERDICT_FAIL)
        result->judgement.reason = cuts_reason(cut, arena);
}

static bool judge_again(const struct test_case *test_case, const struct saved_result *saved,
                        struct arena *arena, struct result *result)
{
    if (!fits(saved->transcript, &test_case->script))
        return false;
    *result = (struct result){
        .id = saved->id,
        .test_case = with_cut(test_case, saved, arena),
        .resource = saved->resource,
        .transcript = saved->transcript,
        .observation = observation_new(saved->transcript, arena),
        .control_transcript = saved->control_transcript,
        .variables = saved->variables,
        .attempts = 1,
        .duration_us = transcript_duration_us(saved->transcript),
    };
    result->control = judge_control_again(test_case, saved, arena);
    result->judgement =
        judge_case(test_case, result->observation, &result->variables, &result->control, arena);
    if (saved->cut.at > 0)
        tell_cut(result, saved, arena);
    return true;
}

static void judge_all(struct rejudging *rejudging)
{
    struct arena *arena = rejudging->settings->arena;
    struct results *results = &rejudging->results;
    results->items = arena_array(arena, rejudging->count + 1, sizeof(*results->items));
    for (size_t i = 0; i < rejudging->count; i++) {
        const struct saved_result *saved = &rejudging->saved[i];
        const struct test_case *test_case = collection_find(rejudging->collection, saved->case_id);
        if (saved->transcript == NULL)
            continue;
        if (test_case != NULL &&
            judge_again(test_case, saved, arena, &results->items[results->count]))
            results->count++;
        else
            rejudging->unknown++;
    }
}

static bool read_saved(struct rejudging *rejudging, const char *path, struct error *error)
{
    struct arena *arena = rejudging->settings->arena;
    struct json_complaints complaints = {0};
    struct span source;
    struct error reason;
    if (!file_read(arena, path, RESULTS_MAX, &source, &reason))
        return error_set(error, "cannot read %.400s: %s", path, reason.message);
    struct json *document = json_parse(arena, source, &complaints);
    if (complaints.count > 0)
        return error_set(error, "%s",
                         json_complaint_text(arena, path, source, &complaints.items[0]));
    struct results *results = &rejudging->results;
    const struct json *target = json_member(document, "target");
    const struct json *options = json_member(document, "options");
    results->target.url = results->target.name = json_string(target, "url", path);
    results->target.authority = json_string(target, "authority", "");
    results->target.host = json_string(target, "host", "");
    results->target.port = (unsigned)json_number(target, "port", 0);
    results->target.is_tls = json_is_true(target, "tls");
    results->target.path = json_string(target, "path", "/");
    results->settle_ms = (int64_t)json_number(options, "settle_ms", 0);
    results->patience_ms = (int64_t)json_number(options, "patience_ms", 0);
    return json_results_read(arena, document, &rejudging->saved, &rejudging->count, error);
}

static enum exit_status report(struct rejudging *rejudging)
{
    const struct results *results = &rejudging->results;
    struct report_options console =
        command_report_options(rejudging->settings, rejudging->collection, 1);
    struct text text = {0};
    for (size_t i = 0; i < results->count; i++)
        console_line(&results->items[i], &console, &text);
    console_summary(results, &console, &text);
    fputs(text_string(&text), command_reports_to_stdout(rejudging->settings) ? stderr : stdout);
    text_done(&text);
    if (rejudging->unknown > 0)
        fprintf(stderr, "h1audit: %zu saved cases do not fit the cases as they are now\n",
                rejudging->unknown);
    console.has_color = false;
    console.width = 0;
    if (!command_write_reports(rejudging->settings, results, &console))
        return EXIT_STATUS_REPORT;
    return command_results_status(results);
}

enum exit_status command_judge(struct settings *settings)
{
    enum exit_status status;
    struct error error;
    struct rejudging rejudging = {.settings = settings};
    if (settings->positionals.count != 1)
        return command_complain(EXIT_STATUS_USAGE,
                                "judge needs one results file, written by run --report-json");
    rejudging.collection = command_collection(settings, &status);
    if (rejudging.collection == NULL)
        return status;
    rejudging.results.version = H1AUDIT_VERSION;
    memcpy(rejudging.results.fails_on, settings->fails_on, sizeof(settings->fails_on));
    if (read_saved(&rejudging, settings->positionals.items[0], &error)) {
        judge_all(&rejudging);
        status = report(&rejudging);
    } else {
        status = command_complain(EXIT_STATUS_BAD_INPUT, "%s", error.message);
    }
    json_results_done(rejudging.saved, rejudging.count);
    collection_free(rejudging.collection);
    return status;
}

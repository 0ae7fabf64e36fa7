#include "report/json.h"

#include <stdlib.h>
#include <string.h>

#include "record/transcript_json.h"
#include "report/escape.h"
#include "report/phrase.h"

/* Words that may come from the peer: a report on standard output is read by terminals and CI
 * systems, too. */
static void add_peer(struct json_out *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    struct text clean = {0};
    escape_peer(&clean, value);
    json_out_add_string(out, name, text_string(&clean));
    text_done(&clean);
}

static void add_own(struct json_out *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    struct text clean = {0};
    text_clean(&clean, value);
    json_out_add_string(out, name, text_string(&clean));
    text_done(&clean);
}

static void add_offset(struct json_out *out, size_t offset)
{
    if (offset != SIZE_MAX)
        json_out_add_number(out, "offset", (double)offset);
}

static void add_date(struct json_out *out, const char *name, int64_t wall_ms)
{
    char date[32];
    clock_format_utc(wall_ms, date, sizeof(date));
    struct text text = {0};
    text_printf(&text, "%sZ", date);
    json_out_add_string(out, name, text_string(&text));
    text_done(&text);
}

static void add_target(const struct results *results, struct json_out *root)
{
    const struct run_target *target = &results->target;
    struct json_out *out = json_out_add_object(root, "target");
    add_own(out, "url", target->url);
    add_own(out, "name", target->name);
    add_own(out, "host", target->host);
    json_out_add_number(out, "port", target->port);
    add_own(out, "unix_path", target->unix_path);
    add_own(out, "authority", target->authority);
    add_own(out, "path", target->path);
    json_out_add_bool(out, "tls", target->is_tls);
    add_own(out, "server_name", target->server_name);
    add_peer(out, "baseline", results->baseline);
}

static void add_names(struct json_out *root, const char *name, struct names names)
{
    struct json_out *list = json_out_add_array(root, name);
    for (size_t i = 0; i < names.count; i++)
        add_own(list, NULL, names.items[i]);
}

static void add_options(const struct results *results, struct json_out *root)
{
    struct json_out *out = json_out_add_object(root, "options");
    json_out_add_number(out, "settle_ms", (double)results->settle_ms);
    json_out_add_number(out, "patience_ms", (double)results->patience_ms);
    json_out_add_number(out, "capture_max", (double)results->capture_max);
    json_out_add_number(out, "jobs", results->jobs);
    if (results->capacity > 0)
        json_out_add_number(out, "capacity", results->capacity);
    json_out_add_bool(out, "counter", results->has_counter);
    if (results->repeat > 1)
        json_out_add_number(out, "repeat", results->repeat);
    if (results->is_shuffled)
        json_out_add_number(out, "shuffle", (double)results->seed);
    if (results->cuts.every > 0)
        json_out_add_number(out, "cut", (double)results->cuts.every);
    struct json_out *fail_on = json_out_add_array(out, "fail_on");
    for (int verdict = 0; verdict < VERDICT_COUNT; verdict++) {
        if (results->fails_on[verdict])
            json_out_add_string(fail_on, NULL, verdict_name((enum verdict)verdict));
    }
}

static void add_cuts(const struct results *results, struct json_out *root)
{
    if (results->cuts.every == 0)
        return;
    struct json_out *out = json_out_add_object(root, "cuts");
    json_out_add_number(out, "cases", (double)results->cuts.case_count);
    json_out_add_number(out, "count", (double)results->cuts.count);
    json_out_add_number(out, "differing", (double)results->cuts.differing);
}

/* Of a result that a cut brought about. */
static void add_cut(const struct result_cut *cut, struct json_out *root)
{
    if (cut == NULL)
        return;
    struct json_out *out = json_out_add_object(root, "cut");
    json_out_add_number(out, "at", (double)cut->at);
    add_peer(out, "place", cut->place);
    json_out_add_number(out, "count", (double)cut->count);
    json_out_add_number(out, "differing", (double)cut->differing);
    json_out_add_string(out, "uncut", verdict_name(VERDICT_PASS));
}

static void add_counts(const struct results *results, struct json_out *root)
{
    struct json_out *out = json_out_add_object(root, "counts");
    json_out_add_number(out, "total", (double)results->count);
    for (int verdict = 0; verdict < VERDICT_COUNT; verdict++)
        json_out_add_number(out, verdict_name((enum verdict)verdict),
                            (double)results_count(results, (enum verdict)verdict));
}

static void add_requirement(struct json_out *list, const struct requirement *requirement)
{
    struct json_out *out = json_out_add_object(list, NULL);
    add_own(out, "id", requirement->id);
    json_out_add_number(out, "rfc", requirement->rfc);
    add_own(out, "section", requirement->section);
    add_own(out, "level", requirement->level);
}

static const char *kind_name(enum case_kind kind)
{
    switch (kind) {
    case CASE_CONFORMANCE:
        return "conformance";
    case CASE_HARDENING:
        return "hardening";
    case CASE_PROBE:
        return "probe";
    }
    return "conformance";
}

static void add_outcome(struct json_out *list, const struct outcome *outcome)
{
    struct json_out *out = json_out_add_object(list, NULL);
    add_own(out, "name", outcome->name);
    json_out_add_string(out, "verdict", verdict_name(outcome->verdict));
    add_own(out, "because", outcome->because);
}

/* What the case is, as far as a reader of the results must know without the case file. */
static void add_case(struct json_out *out, const struct test_case *test_case)
{
    add_own(out, "case", test_case->full_id);
    add_own(out, "title", test_case->title);
    add_own(out, "file", test_case->suite->file);
    json_out_add_number(out, "line", (double)test_case->line);
    json_out_add_string(out, "kind", kind_name(test_case->kind));
    json_out_add_string(out, "level", level_name(test_case->level));
    struct json_out *covers = json_out_add_array(out, "covers");
    for (size_t i = 0; i < test_case->cover_count; i++)
        add_requirement(covers, test_case->covers[i]);
    add_names(out, "tags", test_case->tags);
    struct json_out *outcomes = json_out_add_array(out, "outcomes");
    for (size_t i = 0; i < test_case->outcome_count; i++)
        add_outcome(outcomes, &test_case->outcomes[i]);
}

static const char *proof_name(enum proof proof)
{
    switch (proof) {
    case PROOF_LOST:
        return "lost";
    case PROOF_NEUTRAL:
        return "neutral";
    case PROOF_SILENCE:
        return "silence";
    case PROOF_BYTES:
        return "bytes";
    }
    return "lost";
}

static void add_checks(struct json_out *root, const struct checks *checks)
{
    struct json_out *list = json_out_add_array(root, "checks");
    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];
        struct json_out *out = json_out_add_object(list, NULL);
        add_peer(out, "what", check->what);
        json_out_add_bool(out, "should", check->is_should);
        json_out_add_bool(out, "holds", check->holds);
        add_peer(out, "expected", check->expected);
        add_peer(out, "actual", check->actual);
        json_out_add_number(out, "conn", check->connection);
        add_offset(out, check->offset);
        json_out_add_string(out, "proof", proof_name(check->proof));
        add_peer(out, "sentence", check->sentence);
    }
}

/* Outcomes are told by their place in the case, because not all of them have names. */
static void add_choice(struct json_out *out, const char *name, const struct test_case *test_case,
                       const struct outcome *outcome)
{
    for (size_t i = 0; test_case != NULL && i < test_case->outcome_count; i++) {
        if (&test_case->outcomes[i] == outcome)
            json_out_add_number(out, name, (double)i);
    }
}

static void add_judgement(struct json_out *out, const struct result *result)
{
    const struct judgement *judgement = &result->judgement;
    json_out_add_string(out, "verdict", verdict_name(judgement->verdict));
    add_peer(out, "reason", judgement->reason);
    add_choice(out, "outcome", result->test_case, judgement->outcome);
    add_choice(out, "nearest", result->test_case, judgement->nearest);
    json_out_add_number(out, "conn", judgement->connection);
    add_offset(out, judgement->offset);
    json_out_add_bool(out, "rests_on_silence", judgement->rests_on_silence);
}

static void add_control(struct json_out *root, const struct control_result *control)
{
    static const char *const words[] = {
        [CONTROL_NONE] = "none", [CONTROL_GOOD] = "good", [CONTROL_BAD] = "bad"};
    struct json_out *out = json_out_add_object(root, "control");
    json_out_add_string(out, "word", words[control->word]);
    json_out_add_number(out, "status", control->status);
    add_peer(out, "reason", control->reason);
    json_out_add_bool(out, "rests_on_silence", control->rests_on_silence);
}

static void add_variables(struct json_out *root, const struct variables *variables)
{
    struct json_out *list = json_out_add_array(root, "variables");
    for (size_t i = 0; i < variables->count; i++) {
        struct json_out *out = json_out_add_object(list, NULL);
        add_own(out, "name", variables->items[i].name);
        json_out_add_bytes(out, "bytes", variables->items[i].value);
    }
}

static void add_transcript(struct json_out *root, const char *name,
                           const struct transcript *transcript)
{
    if (transcript != NULL)
        transcript_json_write(transcript, json_out_add_object(root, name));
}

static void add_result(struct json_out *list, const struct result *result)
{
    struct json_out *out = json_out_add_object(list, NULL);
    add_own(out, "id", result->id);
    add_own(out, "resource", result->resource);
    add_judgement(out, result);
    add_cut(result->cut, out);
    json_out_add_number(out, "attempts", result->attempts);
    json_out_add_bool(out, "flaky", result->is_flaky);
    json_out_add_number(out, "duration_us", (double)result->duration_us);
    if (result->test_case != NULL)
        add_case(out, result->test_case);
    add_checks(out, &result->judgement.checks);
    add_control(out, &result->control);
    add_variables(out, &result->variables);
    add_transcript(out, "transcript", result->transcript);
    add_transcript(out, "control_transcript", result->control_transcript);
    add_transcript(out, "other_transcript", result->other_transcript);
}

static void add_passive(struct json_out *list, const struct result *result,
                        const struct report_options *options)
{
    const struct rule_tally *tally = result->tally;
    struct json_out *out = json_out_add_object(list, NULL);
    add_own(out, "id", result->id);
    add_own(out, "title", tally->rule->title);
    json_out_add_string(out, "level", level_name(tally->rule->level));
    const struct requirement *requirement = phrase_requirement(result, options);
    if (requirement != NULL)
        add_requirement(json_out_add_array(out, "covers"), requirement);
    add_judgement(out, result);
    json_out_add_number(out, "looked", (double)tally->looked);
    json_out_add_number(out, "count", (double)tally->count);
    if (tally->count == 0)
        return;
    struct json_out *example = json_out_add_object(out, "example");
    add_own(example, "case", tally->example_case);
    json_out_add_number(example, "conn", tally->example.connection);
    json_out_add_number(example, "message", (double)tally->example.message);
    json_out_add_number(example, "offset", (double)tally->example.offset);
    json_out_add_number(example, "length", (double)tally->example.len);
    add_peer(example, "actual", tally->example.actual);
    add_transcript(example, "transcript", tally->transcript);
}

static void add_all_results(const struct results *results, const struct report_options *options,
                            struct json_out *root)
{
    struct json_out *cases = json_out_add_array(root, "cases");
    struct json_out *passive = json_out_add_array(root, "passive");
    for (size_t i = 0; i < results->count; i++) {
        if (results->items[i].tally == NULL)
            add_result(cases, &results->items[i]);
        else
            add_passive(passive, &results->items[i], options);
    }
}

bool json_results_write(const struct results *results, const struct report_options *options,
                        struct text *out, struct error *error)
{
    (void)error;
    struct json_out *root = json_out_object();
    json_out_add_string(root, "format", JSON_RESULTS_FORMAT);
    json_out_add_number(root, "version", JSON_RESULTS_VERSION);
    struct json_out *tool = json_out_add_object(root, "tool");
    json_out_add_string(tool, "name", "h1audit");
    add_own(tool, "version", results->version);
    add_date(root, "start", results->started_wall_ms);
    add_date(root, "end", results->started_wall_ms + results->duration_us / 1000);
    json_out_add_number(root, "duration_us", (double)results->duration_us);
    add_target(results, root);
    add_options(results, root);
    add_names(root, "capabilities", results->capabilities);
    json_out_add_number(root, "hazard_held_back", (double)results->hazard_held_back);
    add_peer(root, "fatal", results->fatal);
    add_peer(root, "gone", results->gone);
    add_counts(results, root);
    add_cuts(results, root);
    json_out_add_bool(root, "failed", results_failed(results));
    add_all_results(results, options, root);
    char *document = json_out_print(root, true);
    text_add(out, document);
    free(document);
    json_out_free(root);
    return true;
}

#include "report/explain.h"

#include <inttypes.h>
#include <string.h>

#include "report/caret.h"
#include "report/escape.h"
#include "report/phrase.h"
#include "report/repro.h"
#include "report/wrap.h"

#define KEY_COLUMNS 11u /* "reproduce  " */
#define TEXT_INDENT (2u + KEY_COLUMNS)
#define NEAREST_COLUMN 56u
#define LABELS_MAX 3u /* steps of the control that are named */

static void add_key(const struct block *block, const char *key)
{
    size_t start = block->out->len;
    text_printf(block->out, "  %s", key);
    text_pad(block->out, ' ', start + TEXT_INDENT - block->out->len);
}

/* A line that tools look for: never wrapped. */
static void add_line(const struct block *block, const char *key, const char *words)
{
    add_key(block, key);
    escape_peer(block->out, words);
    text_add_char(block->out, '\n');
}

static void add_prose(const struct block *block, const char *key, const char *words)
{
    if (words == NULL || words[0] == '\0')
        return;
    struct text clean = {0};
    escape_own(&clean, words);
    add_key(block, key);
    wrap_text(block->out, text_string(&clean), TEXT_INDENT, block->width);
    text_done(&clean);
}

static void add_missed(const struct block *block, const struct check *told)
{
    const struct checks *checks = &block->result->judgement.checks;
    const char *key = "missed";
    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];
        if (check->holds || check == told)
            continue;
        add_key(block, key);
        caret_check(block->out, check);
        text_add(block->out, check->is_should ? " (SHOULD)\n" : "\n");
        key = "";
    }
}

static bool expands_alike(const struct block *block, const struct step *a, const struct step *b)
{
    struct text bytes[2] = {{0}, {0}};
    const struct variables *variables = &block->result->variables;
    bool is_same = bytes_expand(&a->bytes, variables, &bytes[0], NULL) &&
                   bytes_expand(&b->bytes, variables, &bytes[1], NULL) &&
                   span_equal(text_span(&bytes[0]), text_span(&bytes[1]));
    text_done(&bytes[0]);
    text_done(&bytes[1]);
    return is_same;
}

/* How a step of the control can differ from the script's. */
enum difference { DIFFERENCE_NONE, DIFFERENCE_DROPPED, DIFFERENCE_REPLACED, DIFFERENCE_UNCUT };
#define DIFFERENCE_COUNT (DIFFERENCE_UNCUT + 1)

static bool has_cut(const struct step *step)
{
    return step->cut.every > 0 || step->cut.at_count > 0;
}

static enum difference difference_of(const struct block *block, const struct step *step)
{
    const struct script *control = &block->result->test_case->control;
    if (step->label == NULL)
        return DIFFERENCE_NONE;
    int twin = script_step(control, step->label);
    if (twin < 0)
        return DIFFERENCE_DROPPED;
    const struct step *other = &control->steps[twin];
    if (other->kind != step->kind || !expands_alike(block, step, other))
        return DIFFERENCE_REPLACED;
    return has_cut(step) && !has_cut(other) ? DIFFERENCE_UNCUT : DIFFERENCE_NONE;
}

/* The labels of all steps with that difference: "junk", "more" and 5 more. Returns whether there
 * are any. */
static bool add_differing(const struct block *block, enum difference difference, const char *before)
{
    const struct script *script = &block->result->test_case->script;
    struct text *out = block->out;
    size_t count = 0;
    for (size_t i = 0; i < script->count; i++) {
        if (difference_of(block, &script->steps[i]) != difference || count++ >= LABELS_MAX)
            continue;
        text_add(out, count == 1 ? before : ", ");
        text_add_char(out, '"');
        escape_own(out, script->steps[i].label);
        text_add_char(out, '"');
    }
    if (count > LABELS_MAX)
        text_printf(out, " and %zu more", count - LABELS_MAX);
    return count > 0;
}

static void add_control(const struct block *block)
{
    static const char *const words[DIFFERENCE_COUNT] = {
        [DIFFERENCE_DROPPED] = "without ",
        [DIFFERENCE_REPLACED] = "with another ",
        [DIFFERENCE_UNCUT] = "in one write ",
    };
    const struct control_result *control = &block->result->control;
    if (block->result->test_case == NULL || control->word == CONTROL_NONE)
        return;
    add_key(block, "control");
    bool differs = false;
    for (int i = DIFFERENCE_DROPPED; i < DIFFERENCE_COUNT; i++) {
        struct text before = {0};
        text_printf(&before, "%s%s", differs ? "; " : "", words[i]);
        differs = add_differing(block, (enum difference)i, text_string(&before)) || differs;
        text_done(&before);
    }
    text_add(block->out, differs ? ": " : "");
    escape_peer(block->out, control->reason);
    text_add(block->out, control->word == CONTROL_BAD ? " (proves nothing)\n" : "\n");
}

static const char *would(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_WARN:
        return " (would warn)";
    case VERDICT_FAIL:
        return " (would fail)";
    case VERDICT_INCONCLUSIVE:
        return " (would prove nothing)";
    case VERDICT_SKIP:
    case VERDICT_PASS:
    case VERDICT_ERROR:
        break;
    }
    return "";
}

static void add_nearest(const struct block *block, size_t start)
{
    const struct checks *checks = &block->result->judgement.checks;
    size_t held = 0;
    for (size_t i = 0; i < checks->count; i++)
        held += checks->items[i].holds;
    block_pad(block, start, NEAREST_COLUMN);
    text_printf(block->out, "<- nearest: %zu of ", held);
    phrase_count(block->out, checks->count, "check");
}

static void add_outcome(const struct block *block, size_t index)
{
    const struct judgement *judgement = &block->result->judgement;
    const struct outcome *outcome = &block->result->test_case->outcomes[index];
    size_t start = block->out->len;
    add_key(block, index == 0 ? "allowed" : "");
    if (outcome->name == NULL)
        text_printf(block->out, "alternative %zu", index + 1);
    else
        escape_own(block->out, outcome->name);
    text_add(block->out, would(outcome->verdict));
    if (outcome == judgement->outcome) {
        block_pad(block, start, NEAREST_COLUMN);
        text_add(block->out, "<- this happened");
    } else if (outcome == judgement->nearest && judgement->outcome == NULL &&
               judgement->checks.count > 0) {
        add_nearest(block, start);
    }
    text_add_char(block->out, '\n');
}

static void add_outcomes(const struct block *block)
{
    const struct test_case *test_case = block->result->test_case;
    bool is_telling = test_case != NULL && block->result->observation != NULL &&
                      (test_case->outcome_count > 1 ||
                       (test_case->outcome_count == 1 && test_case->outcomes[0].name != NULL));
    for (size_t i = 0; is_telling && i < test_case->outcome_count; i++)
        add_outcome(block, i);
    if (block->result->judgement.outcome != NULL)
        add_prose(block, "because", block->result->judgement.outcome->because);
}

static void add_other_attempt(const struct block *block)
{
    const struct result *result = block->result;
    if (!result->is_flaky)
        return;
    struct text words = {0};
    if (result->other_transcript == NULL) {
        text_add(&words, "attempts differ");
    } else {
        const struct observation *other = observation_new(result->other_transcript, block->arena);
        unsigned connection = result->judgement.connection;
        if (connection < other->count)
            text_printf(&words, "another attempt: %s",
                        judge_summary(other, connection, block->arena));
    }
    text_printf(&words, " (%u attempts)", result->attempts);
    add_line(block, "flaky", text_string(&words));
    text_done(&words);
}

static void add_counter(const struct block *block)
{
    const struct observation *observation = block->result->observation;
    if (block->result->test_case == NULL || observation == NULL || observation->counted < 0)
        return;
    add_key(block, "counter");
    text_printf(block->out, "%" PRId64 " call%s of the counting resource\n", observation->counted,
                observation->counted == 1 ? "" : "s");
}

static bool is_same_section(const struct requirement *a, const struct requirement *b)
{
    return a->rfc == b->rfc && strcmp(a->section, b->section) == 0;
}

static void add_link(const struct block *block, const struct requirement *requirement,
                     const char *key)
{
    add_key(block, key);
    text_printf(block->out, "https://www.rfc-editor.org/rfc/rfc%u#section-%s\n", requirement->rfc,
                requirement->section);
}

/* One link for each section; the main requirement's is first. */
static void add_text(const struct block *block)
{
    const struct test_case *test_case = block->result->test_case;
    const struct requirement *main = phrase_requirement(block->result, block->options);
    if (main == NULL)
        return;
    add_link(block, main, "text");
    for (size_t i = 1; test_case != NULL && i < test_case->cover_count; i++) {
        bool is_new = true;
        for (size_t j = 0; j < i; j++)
            is_new = is_new && !is_same_section(test_case->covers[i], test_case->covers[j]);
        if (is_new)
            add_link(block, test_case->covers[i], "");
    }
    add_prose(block, "", main->summary);
}

static void add_see(const struct block *block)
{
    const struct test_case *test_case = block->result->test_case;
    for (size_t i = 0; test_case != NULL && i < test_case->links.count; i++)
        add_prose(block, i == 0 ? "see" : "", test_case->links.items[i]);
}

static const struct variable *path_of(const struct result *result)
{
    return variables_find(&result->variables, "path");
}

/* The port of an embedded server is gone when the run is over. */
static void add_own_target(const struct run_target *target, struct text *command)
{
    if (target->embedded != NULL) {
        text_printf(command, "h1audit run -v%s%s", target->embedded[0] == '\0' ? "" : " ",
                    target->embedded);
        return;
    }
    text_add(command, "h1audit -v");
    if (target->url == NULL)
        return;
    text_add_char(command, ' ');
    repro_shell_quote(target->url, command);
    if (target->is_insecure)
        text_add(command, " -k");
}

/* The way to see it again with this program. */
static void add_own_command(const struct block *block)
{
    const struct result *result = block->result;
    struct text command = {0};
    add_own_target(&block->results->target, &command);
    const struct variable *path = path_of(result);
    if (result->resource != NULL && path != NULL) {
        struct text word = {0};
        text_printf(&word, "%s=", result->resource);
        text_add_span(&word, path->value);
        text_add(&command, " --resource ");
        repro_shell_quote(text_string(&word), &command);
        text_done(&word);
    }
    text_add_char(&command, ' ');
    if (result->test_case != NULL)
        text_printf(&command, "%s%s", result->test_case->full_id,
                    result->cut == NULL ? "" : " --cut ");
    else if (result->tally->example_case != NULL)
        text_add_span(&command, span_make(result->tally->example_case,
                                          strcspn(result->tally->example_case, " @")));
    if (result->cut != NULL) /* every so many octets: the first of these cuts is the one */
        text_printf(&command, "%zu", result->cut->at);
    text_add(block->out, "    ");
    escape_own(block->out, text_string(&command));
    text_add_char(block->out, '\n');
    text_done(&command);
}

static void add_reproduce(const struct block *block)
{
    const struct result *result = block->result;
    if (result->transcript == NULL || (result->test_case == NULL && result->tally == NULL))
        return;
    text_add(block->out, "\n  reproduce\n");
    struct text command = {0};
    if (result->test_case != NULL && repro_command(&result->test_case->script, &result->variables,
                                                   &block->results->target, &command))
        text_printf(block->out, "    %s\n", text_string(&command));
    text_done(&command);
    add_own_command(block);
}

void explain_write(const struct block *block, const struct check *told)
{
    const struct result *result = block->result;
    if (result->judgement.reason != NULL && result->judgement.reason[0] != '\0')
        add_line(block, "reason", result->judgement.reason);
    add_missed(block, told);
    add_counter(block);
    add_control(block);
    add_outcomes(block);
    add_other_attempt(block);
    if (result->test_case != NULL)
        add_prose(block, "why", result->test_case->why);
    add_text(block);
    add_see(block);
    add_reproduce(block);
}

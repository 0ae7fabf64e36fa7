#include "cli/show_expect.h"

#include <ctype.h>
#include <inttypes.h>

#include "judge/words.h"
#include "report/escape.h"
#include "report/wrap.h"

#define OUTCOME_INDENT 2u
#define DETAIL_INDENT 6u

void show_parts(const struct parts *parts, struct text *out)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        switch (part->kind) {
        case PART_LITERAL:
            text_wire(out, part->literal);
            break;
        case PART_VARIABLE:
            text_printf(out, "{{%s}}", part->variable);
            break;
        case PART_REPEAT:
            text_printf(out, "<%zu times: ", part->times);
            show_parts(&part->inner, out);
            text_add(out, ">");
            break;
        case PART_CHUNK:
            text_add(out, "<chunk: ");
            show_parts(&part->inner, out);
            show_parts(&part->ext, out);
            text_add(out, ">");
            break;
        }
    }
}

/* What is being told, and where it goes. */
struct telling {
    const struct test_case *test_case;
    struct arena *arena;
    struct text *out;
};

/* A wrapped line; words are consumed. */
static void add_line(const struct telling *telling, size_t indent, struct text *words)
{
    text_pad(telling->out, ' ', indent);
    wrap_text(telling->out, text_string(words), indent, WRAP_WIDTH_DEFAULT);
    text_done(words);
}

static void add_detail(const struct telling *telling, const char *words)
{
    struct text line = {0};
    text_add(&line, words);
    add_line(telling, DETAIL_INDENT, &line);
}

/* "Connection" for "connection". */
static void add_field_name(struct text *out, const char *name)
{
    bool is_first = true;
    for (; *name != '\0'; name++) {
        int letter = is_first ? toupper((unsigned char)*name) : (unsigned char)*name;
        text_add_span(out, span_make(&(uint8_t){(uint8_t)letter}, 1));
        is_first = *name == '-';
    }
}

/* Begins one demand on a response; the caller adds what it says. */
static void begin_demand(bool is_should, struct text *line)
{
    text_add(line, is_should ? "should: " : "must: ");
}

static void add_quoted(struct text *line, const char *words, const char *value)
{
    text_printf(line, "%s \"", words);
    escape_own(line, value);
    text_add(line, "\"");
}

static void tell_field(const struct telling *telling, const struct field_check *check,
                       const char *words, const char *value, bool is_should)
{
    struct text line = {0};
    begin_demand(is_should, &line);
    add_field_name(&line, check->name);
    text_add_char(&line, ' ');
    if (value == NULL)
        text_add(&line, words);
    else
        add_quoted(&line, words, value);
    add_line(telling, DETAIL_INDENT + 2, &line);
}

static void tell_field_checks(const struct telling *telling, const struct field_check *check,
                              bool is_should)
{
    if (check->present != CHECK_UNSET)
        tell_field(telling, check, check->present ? "is there" : "is not there", NULL, is_should);
    if (check->count != CHECK_UNSET)
        tell_field(telling, check,
                   arena_printf(telling->arena, "stands on %s",
                                words_count(telling->arena, (size_t)check->count, "line")),
                   NULL, is_should);
    if (check->has_token != NULL)
        tell_field(telling, check, "lists", check->has_token, is_should);
    if (check->lacks_token != NULL)
        tell_field(telling, check, "does not list", check->lacks_token, is_should);
    if (check->equals != NULL)
        tell_field(telling, check, "is", check->equals, is_should);
    if (check->is_http_date)
        tell_field(telling, check, "is a date like Sun, 06 Nov 1994 08:49:37 GMT", NULL, is_should);
}

static void tell_content(const struct telling *telling, const char *words,
                         const struct parts *parts, bool is_should)
{
    struct text line = {0};
    begin_demand(is_should, &line);
    text_printf(&line, "the content %s", words);
    if (parts != NULL) {
        text_add(&line, " \"");
        show_parts(parts, &line);
        text_add(&line, "\"");
    }
    add_line(telling, DETAIL_INDENT + 2, &line);
}

static void tell_body_check(const struct telling *telling, const struct body_check *check,
                            bool is_should)
{
    if (!check->is_given)
        return;
    if (check->empty != CHECK_UNSET)
        tell_content(telling, check->empty ? "is empty" : "is not empty", NULL, is_should);
    if (check->length != CHECK_UNSET)
        tell_content(telling,
                     arena_printf(telling->arena, "has %s",
                                  words_count(telling->arena, (size_t)check->length, "octet")),
                     NULL, is_should);
    if (check->equals != NULL)
        tell_content(telling, "is", check->equals, is_should);
    if (check->contains != NULL)
        tell_content(telling, "contains", check->contains, is_should);
    if (check->lacks != NULL)
        tell_content(telling, "does not contain", check->lacks, is_should);
}

static void tell_checks(const struct telling *telling, const struct message_checks *checks,
                        bool is_should)
{
    if (is_should && checks->status.count > 0) {
        struct text line = {0};
        begin_demand(is_should, &line);
        text_printf(&line, "status %s", words_status_set(telling->arena, checks->status));
        add_line(telling, DETAIL_INDENT + 2, &line);
    }
    for (size_t i = 0; i < checks->field_count; i++)
        tell_field_checks(telling, &checks->fields[i], is_should);
    tell_body_check(telling, &checks->body, is_should);
}

static const char *step_name(const struct telling *telling, int index)
{
    const char *label = telling->test_case->script.steps[index].label;
    return label != NULL ? arena_printf(telling->arena, "\"%s\"", label)
                         : arena_printf(telling->arena, "step %d", index + 1);
}

static void add_interim(const struct response_expectation *expected, struct text *line)
{
    for (size_t i = 0; i < expected->interim_count; i++)
        text_printf(line, "%s%d", i == 0 ? ", after an interim " : ", then ", expected->interim[i]);
    if (expected->interim_only)
        text_add(line, "; no final response yet");
}

static void tell_response(const struct telling *telling,
                          const struct response_expectation *expected)
{
    struct text line = {0};
    if (expected->times > 1)
        text_printf(&line, "%zu responses", expected->times);
    else
        text_add(&line, "a response");
    if (expected->to >= 0)
        text_printf(&line, " to %s", step_name(telling, expected->to));
    if (expected->must.status.count > 0)
        text_printf(&line, ", status %s", words_status_set(telling->arena, expected->must.status));
    if (expected->version != NULL)
        text_printf(&line, ", version %s", expected->version);
    add_interim(expected, &line);
    if (expected->before >= 0)
        text_printf(&line, ", begun before %s is sent", step_name(telling, expected->before));
    if (expected->is_optional)
        text_add(&line, expected->times > 1 ? ", perhaps fewer" : ", or none");
    add_line(telling, DETAIL_INDENT, &line);
    tell_checks(telling, &expected->must, false);
    tell_checks(telling, &expected->should, true);
}

static const char *end_words(enum expected_end end)
{
    switch (end) {
    case EXPECTED_END_ANY:
        break;
    case EXPECTED_END_FIN:
        return "the server closes the connection in order (FIN)";
    case EXPECTED_END_RST:
        return "the server resets the connection (RST)";
    case EXPECTED_END_CLOSED:
        return "the server closes the connection";
    case EXPECTED_END_OPEN:
        return "the connection stays open";
    case EXPECTED_END_CLOSE_NOTIFY:
        return "the server says goodbye with a TLS closure alert";
    case EXPECTED_END_TRUNCATED:
        return "the connection ends without a TLS closure alert";
    }
    return NULL;
}

static void tell_end(const struct telling *telling, const struct outcome *outcome)
{
    const char *end = end_words(outcome->end);
    const char *should_end = end_words(outcome->should_end);
    if (end != NULL)
        add_detail(telling, arena_printf(telling->arena, "then %s", end));
    if (should_end != NULL)
        add_detail(telling, arena_printf(telling->arena, "and it should be so: %s", should_end));
}

static void tell_responses(const struct telling *telling, const struct outcome *outcome)
{
    if (!outcome->has_responses)
        add_detail(telling, "whatever is answered");
    else if (outcome->response_count == 0)
        add_detail(telling, "no response");
    for (size_t i = 0; i < outcome->response_count; i++)
        tell_response(telling, &outcome->responses[i]);
    if (outcome->has_responses && outcome->response_count > 0)
        add_detail(telling, "no further response");
    if (!outcome->allows_surplus)
        add_detail(telling, "no octets behind that");
    if (outcome->grammar == GRAMMAR_STRICT)
        add_detail(telling, "every response keeps to the grammar");
    if (outcome->grammar == GRAMMAR_ANY)
        add_detail(telling, "a response that is not complete counts, too");
}

/* What a verdict means to whoever runs or uses the server. */
static const char *meaning(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_PASS:
        return "the text asks for this, or allows it";
    case VERDICT_WARN:
        return "tolerated, though it does clients no good";
    case VERDICT_FAIL:
        return "the text forbids this";
    case VERDICT_INCONCLUSIVE:
        return "this proves nothing, neither good nor bad";
    case VERDICT_SKIP:
    case VERDICT_ERROR:
        break;
    }
    return "";
}

static void add_heading(const struct telling *telling, const struct outcome *outcome, size_t number)
{
    struct text line = {0};
    text_printf(&line, "%s: ", verdict_name(outcome->verdict));
    if (outcome->name != NULL)
        escape_own(&line, outcome->name);
    else if (telling->test_case->outcome_count > 1)
        text_printf(&line, "alternative %zu", number);
    else
        text_add(&line, "as follows");
    text_printf(&line, " (%s)", meaning(outcome->verdict));
    add_line(telling, OUTCOME_INDENT, &line);
}

static void tell_outcome(const struct telling *telling, const struct outcome *outcome,
                         size_t number)
{
    const struct script *script = &telling->test_case->script;
    add_heading(telling, outcome, number);
    for (unsigned i = 0; script->connection_count > 1 && i < outcome->connection_count; i++)
        add_detail(telling,
                   arena_printf(telling->arena, "%s connection \"%s\":", i == 0 ? "on" : "and on",
                                script->connections[outcome->connections[i]]));
    tell_responses(telling, outcome);
    tell_end(telling, outcome);
    if (outcome->handled >= 0)
        add_detail(telling, arena_printf(telling->arena,
                                         "the counting resource was called %" PRId64 " time%s",
                                         outcome->handled, outcome->handled == 1 ? "" : "s"));
    if (outcome->because != NULL) {
        struct text line = {0};
        text_add(&line, "because: ");
        escape_own(&line, outcome->because);
        add_line(telling, DETAIL_INDENT, &line);
    }
}

/* What follows if none of the outcomes was seen. */
static const char *words_of_miss(const struct test_case *test_case)
{
    if (test_case->kind == CASE_PROBE)
        return "skip (the target lacks this; cases that need it are left out)";
    if (test_case->kind == CASE_HARDENING)
        return "warn (no rule is broken, but users are at risk)";
    switch (test_case->level) {
    case LEVEL_MUST:
        return "fail (a MUST is broken; the run fails)";
    case LEVEL_SHOULD:
        return "warn (a SHOULD is not met; the run fails with --strict only)";
    case LEVEL_MAY:
        break;
    }
    return "pass, with a note (nobody is bound to it)";
}

void show_expect(const struct test_case *test_case, struct text *out)
{
    struct telling telling = {.test_case = test_case, .arena = arena_new(), .out = out};
    text_add(out, "\nallowed, the first that holds decides\n");
    for (size_t i = 0; i < test_case->outcome_count; i++)
        tell_outcome(&telling, &test_case->outcomes[i], i + 1);
    text_printf(out, "\nanything else: %s\n", words_of_miss(test_case));
    arena_free(telling.arena);
}

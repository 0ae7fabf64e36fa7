#include "cli/command.h"

#include <stdio.h>

#include "util/text.h"

static void print_wrapped(const char *label, const char *text)
{
    if (text != NULL)
        printf("%-9s %s\n", label, text);
}

static void add_parts(const struct parts *parts, struct text *out)
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
            add_parts(&part->inner, out);
            text_add(out, ">");
            break;
        case PART_CHUNK:
            text_add(out, "<chunk: ");
            add_parts(&part->inner, out);
            add_parts(&part->ext, out);
            text_add(out, ">");
            break;
        }
    }
}

/* One source line for each line that is sent: a break behind every \n that was made visible. */
static void print_bytes(const struct parts *parts)
{
    struct text text = {0};
    add_parts(parts, &text);
    const char *bytes = text_string(&text);
    for (size_t i = 0; i < text.len; i++) {
        putchar(bytes[i]);
        bool is_line_end = bytes[i] == 'n' && i > 0 && bytes[i - 1] == '\\';
        if (is_line_end && i + 1 < text.len)
            fputs("\n              ", stdout);
    }
    putchar('\n');
    text_done(&text);
}

static void print_cut(const struct cut *cut)
{
    if (cut->every > 0)
        printf(
            "              (cut after every %zu bytes, %lld ms apart; the kernel may still merge "
            "writes)\n",
            cut->every, (long long)cut->gap_ms);
    for (size_t i = 0; i < cut->at_count; i++)
        printf("              (cut after byte %zu, then %lld ms)\n", cut->at[i],
               (long long)cut->gap_ms);
}

static void print_wait(const struct wait *wait)
{
    switch (wait->kind) {
    case WAIT_RESPONSES:
        printf("wait for %u final response(s)", wait->number);
        break;
    case WAIT_INTERIM:
        printf("wait for status %u", wait->number);
        break;
    case WAIT_END:
        fputs("wait for the end of the connection", stdout);
        break;
    case WAIT_SENT:
        fputs("wait until all was sent", stdout);
        break;
    }
    if (wait->timeout_ms >= 0)
        printf(", at most %lld ms", (long long)wait->timeout_ms);
    puts(wait->stops ? "; stop if it does not come" : "");
}

static void print_step(const struct script *script, const struct step *step)
{
    static const char *const plain[] = {
        [STEP_HALF_CLOSE] = "close our side (FIN)",
        [STEP_CLOSE] = "close the connection",
        [STEP_RESET] = "reset the connection (RST)",
        [STEP_TLS_CLOSE] = "send close_notify, no FIN",
        [STEP_TRUNCATE] = "send FIN without close_notify",
        [STEP_CONNECT] = "connect",
    };
    printf("  %-10s  ", step->label == NULL ? "" : step->label);
    if (script->connection_count > 1)
        printf("[%s] ", script->connections[step->connection]);
    switch (step->kind) {
    case STEP_SEND:
        print_bytes(&step->bytes);
        print_cut(&step->cut);
        break;
    case STEP_PAUSE:
        printf("pause for %lld ms\n", (long long)step->pause_ms);
        break;
    case STEP_WAIT:
        print_wait(&step->wait);
        break;
    case STEP_CONNECT:
    case STEP_HALF_CLOSE:
    case STEP_CLOSE:
    case STEP_RESET:
    case STEP_TLS_CLOSE:
    case STEP_TRUNCATE:
        puts(plain[step->kind]);
        break;
    }
    if (step->note != NULL)
        printf("              (%s)\n", step->note);
}

static void print_script(const char *heading, const struct script *script)
{
    printf("\n%s\n", heading);
    for (size_t i = 0; i < script->count; i++)
        print_step(script, &script->steps[i]);
}

static void print_status(struct status_set set)
{
    for (size_t i = 0; i < set.count; i++) {
        if (set.ranges[i].low == set.ranges[i].high)
            printf("%s%d", i == 0 ? " " : ", ", set.ranges[i].low);
        else
            printf("%s%d-%d", i == 0 ? " " : ", ", set.ranges[i].low, set.ranges[i].high);
    }
}

static void print_response(const struct test_case *test_case,
                           const struct response_expectation *expected)
{
    fputs("      a response", stdout);
    if (expected->times > 1)
        printf(" (%zu times)", expected->times);
    if (expected->to >= 0 && test_case->script.steps[expected->to].label != NULL)
        printf(" to \"%s\"", test_case->script.steps[expected->to].label);
    if (expected->must.status.count > 0)
        fputs(", status", stdout);
    print_status(expected->must.status);
    if (expected->is_optional)
        fputs(", which may be missing", stdout);
    if (expected->before >= 0)
        printf(", before \"%s\" is sent", test_case->script.steps[expected->before].label);
    for (size_t i = 0; i < expected->should.field_count; i++) {
        const struct field_check *check = &expected->should.fields[i];
        printf("; it should have %s%s%s", check->name, check->has_token == NULL ? "" : " ",
               check->has_token == NULL ? "" : check->has_token);
    }
    putchar('\n');
}

static void print_outcome(const struct test_case *test_case, const struct outcome *outcome)
{
    static const char *const ends[] = {
        [EXPECTED_END_ANY] = NULL,
        [EXPECTED_END_FIN] = "then FIN",
        [EXPECTED_END_RST] = "then RST",
        [EXPECTED_END_CLOSED] = "then the connection is closed",
        [EXPECTED_END_OPEN] = "and the connection stays open",
        [EXPECTED_END_CLOSE_NOTIFY] = "then a TLS closure alert",
        [EXPECTED_END_TRUNCATED] = "then FIN without a TLS closure alert",
    };
    printf("  %-12s %s\n", verdict_name(outcome->verdict),
           outcome->name == NULL ? "as follows" : outcome->name);
    if (outcome->has_responses && outcome->response_count == 0)
        puts("      no response");
    for (size_t i = 0; i < outcome->response_count; i++)
        print_response(test_case, &outcome->responses[i]);
    if (ends[outcome->end] != NULL)
        printf("      %s\n", ends[outcome->end]);
    if (outcome->handled >= 0)
        printf("      the counter rose by %lld\n", (long long)outcome->handled);
    if (outcome->because != NULL)
        printf("      because: %s\n", outcome->because);
}

static void print_case(const struct test_case *test_case)
{
    printf("%s  (%s, %s:%zu)\n%s\n\n", test_case->full_id, level_name(test_case->level),
           test_case->suite->file, test_case->line, test_case->title);
    for (size_t i = 0; i < test_case->cover_count; i++) {
        const struct requirement *row = test_case->covers[i];
        printf("%-9s %s (%s, %s): %s\n"
               "          https://www.rfc-editor.org/rfc/rfc%u#section-%s\n",
               i == 0 ? "covers" : "", row->id, row->level, row->who, row->summary, row->rfc,
               row->section);
    }
    print_wrapped("why", test_case->why);
    for (size_t i = 0; i < test_case->links.count; i++)
        print_wrapped("link", test_case->links.items[i]);
    for (size_t i = 0; i < test_case->needs.count; i++)
        print_wrapped("needs", test_case->needs.items[i]);
    print_script("sent", &test_case->script);
    if (test_case->has_control)
        print_script("control, which must be answered or the case proves nothing",
                     &test_case->control);
    puts("\nallowed, the first that holds decides");
    for (size_t i = 0; i < test_case->outcome_count; i++)
        print_outcome(test_case, &test_case->outcomes[i]);
    printf("\nanything else: %s\n",
           test_case->level == LEVEL_MUST && test_case->kind != CASE_HARDENING ? "fail"
           : test_case->level == LEVEL_MAY                                     ? "pass, with a note"
                                                                               : "warn");
}

enum exit_status command_show(struct settings *settings)
{
    enum exit_status status = EXIT_STATUS_OK;
    if (settings->positionals.count == 0)
        return command_complain(EXIT_STATUS_USAGE, "show needs a CASE; see h1audit list");
    struct collection *collection = command_collection(settings, &status);
    if (collection == NULL)
        return status;
    for (size_t i = 0; i < settings->positionals.count; i++) {
        const struct test_case *test_case =
            command_case(collection, settings->positionals.items[i]);
        if (test_case == NULL)
            status = EXIT_STATUS_USAGE;
        else
            print_case(test_case);
    }
    collection_free(collection);
    return status;
}

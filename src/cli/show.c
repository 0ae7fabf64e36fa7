#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "cli/show_expect.h"
#include "judge/words.h"
#include "report/escape.h"
#include "report/wrap.h"
#include "util/text.h"

#define LABEL_COLUMNS 10u /* "disabled  " */

/* Own words behind a label, in lines of the usual width. */
static void print_prose(const char *label, const char *words)
{
    struct text clean = {0};
    struct text lines = {0};
    if (words == NULL)
        return;
    escape_own(&clean, words);
    text_printf(&lines, "%-*s", (int)LABEL_COLUMNS, label);
    wrap_text(&lines, text_string(&clean), LABEL_COLUMNS, WRAP_WIDTH_DEFAULT);
    fputs(text_string(&lines), stdout);
    text_done(&lines);
    text_done(&clean);
}

/* One source line for each line that is sent: a break behind every \n that was made visible. */
static void print_bytes(const struct parts *parts)
{
    struct text text = {0};
    show_parts(parts, &text);
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
        printf("wait for %u final response%s", wait->number, wait->number == 1 ? "" : "s");
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

static void print_rows(const struct test_case *test_case)
{
    for (size_t i = 0; i < test_case->cover_count; i++) {
        const struct requirement *row = test_case->covers[i];
        struct text words = {0};
        text_printf(&words, "%s (%s, %s): %s", row->id, row->level, row->who, row->summary);
        print_prose(i == 0 ? "covers" : "", text_string(&words));
        text_done(&words);
        bool is_same = i > 0 && row->rfc == test_case->covers[i - 1]->rfc &&
                       strcmp(row->section, test_case->covers[i - 1]->section) == 0;
        if (!is_same)
            printf("%*shttps://www.rfc-editor.org/rfc/rfc%u#section-%s\n", (int)LABEL_COLUMNS, "",
                   row->rfc, row->section);
    }
}

/* What must be so for the case to be played at all. */
static void print_conditions(const struct test_case *test_case)
{
    for (size_t i = 0; i < test_case->needs.count; i++)
        printf("%-*s%s, else the case is skipped\n", (int)LABEL_COLUMNS, i == 0 ? "needs" : "",
               test_case->needs.items[i]);
    if (test_case->is_hazard)
        print_prose("hazard", "only against private addresses, or with --allow-hazard");
    if (test_case->is_each_resource)
        print_prose("each", "once more for each --resource");
    print_prose("disabled", test_case->disabled);
}

static void print_control(const struct test_case *test_case)
{
    struct arena *arena = arena_new();
    struct status_set set = test_case->control_status;
    if (test_case->has_control)
        print_script(arena_printf(arena,
                                  "control, which must be answered%s%s or the case proves nothing",
                                  set.count > 0 ? " with " : "",
                                  set.count > 0 ? words_status_set(arena, set) : ""),
                     &test_case->control);
    arena_free(arena);
}

static void print_case(const struct test_case *test_case)
{
    printf("%s  (%s, %s:%zu)\n%s.\n\n", test_case->full_id, level_name(test_case->level),
           test_case->suite->file, test_case->line, test_case->title);
    print_rows(test_case);
    print_prose("why", test_case->why);
    for (size_t i = 0; i < test_case->links.count; i++)
        print_prose(i == 0 ? "link" : "", test_case->links.items[i]);
    print_conditions(test_case);
    print_script("sent", &test_case->script);
    print_control(test_case);
    struct text expected = {0};
    show_expect(test_case, &expected);
    fputs(text_string(&expected), stdout);
    text_done(&expected);
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

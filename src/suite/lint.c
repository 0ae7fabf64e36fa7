#include "suite/lint.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "suite/lint_rules.h"

void lint_warn(struct lint *lint, const struct test_case *test_case, size_t line,
               const char *format, ...)
{
    char message[512];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof(message), format, list);
    va_end(list);
    text_printf(lint->out, "warning: %s:%zu: ", test_case->suite->file, line);
    text_clean(lint->out, message);
    text_add_char(lint->out, '\n');
    lint->count++;
}

static bool has_word(const char *text, const char *word)
{
    size_t len = strlen(word);
    for (const char *rest = text; *rest != '\0'; rest++) {
        bool is_start = rest == text || !isalpha((unsigned char)rest[-1]);
        if (is_start && strncasecmp(rest, word, len) == 0 && !isalpha((unsigned char)rest[len]))
            return true;
    }
    return false;
}

static void check_title(struct lint *lint, const struct test_case *test_case)
{
    const char *title = test_case->title;
    if (title[strlen(title) - 1] == '.')
        lint_warn(lint, test_case, test_case->line, "the title of %s ends with a full stop",
                  test_case->full_id);
    if (test_case->level == LEVEL_MUST && has_word(title, "should"))
        lint_warn(lint, test_case, test_case->line,
                  "the title of %s says \"should\", its level is must", test_case->full_id);
    if (test_case->level != LEVEL_MUST && has_word(title, "must"))
        lint_warn(lint, test_case, test_case->line,
                  "the title of %s says \"must\", its level is %s", test_case->full_id,
                  test_case->level == LEVEL_SHOULD ? "should" : "may");
}

static void check_control(struct lint *lint, const struct test_case *test_case)
{
    if (!test_case->has_control && test_case->kind != CASE_PROBE)
        lint_warn(lint, test_case, test_case->line,
                  "%s has no control; only a probe can do without", test_case->full_id);
}

static void check_times(struct lint *lint, const struct test_case *test_case)
{
    if (test_case->timeout_ms != CHECK_UNSET && test_case->settle_ms > test_case->timeout_ms)
        lint_warn(lint, test_case, test_case->line, "settle_ms of %s is longer than its timeout_ms",
                  test_case->full_id);
}

size_t lint_collection(const struct collection *collection, struct text *out)
{
    static void (*const rules[])(struct lint *, const struct test_case *) = {
        check_title,   check_control, check_times,         lint_needs,
        lint_outcomes, lint_cuts,     lint_content_length,
    };
    struct lint lint = {.collection = collection, .arena = arena_new(), .out = out};
    for (size_t i = 0; i < collection->count; i++) {
        for (size_t rule = 0; rule < countof(rules); rule++)
            rules[rule](&lint, collection->cases[i]);
    }
    lint_twins(&lint);
    arena_free(lint.arena);
    return lint.count;
}

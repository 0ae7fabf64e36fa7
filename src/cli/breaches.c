#include "cli/breaches.h"

#include <string.h>

#include "judge/rulebook.h"
#include "report/escape.h"

static void add_line(struct breaches *breaches, const struct fault *fault, struct span line)
{
    size_t len = span_find(line, span_of(" "), 0);
    if (len == SIZE_MAX)
        return;
    breaches->items = arena_grow(breaches->arena, breaches->items, &breaches->capacity,
                                 breaches->count, sizeof(*breaches->items));
    breaches->items[breaches->count++] = (struct breach){
        .fault = fault,
        .requirement = arena_string_of(breaches->arena, span_slice(line, 0, len)),
        .findings = arena_string_of(breaches->arena, span_slice(line, len + 1, line.len)),
    };
}

void breaches_add(struct breaches *breaches, const struct fault *fault, struct span lines)
{
    while (lines.len > 0) {
        size_t len = span_find(lines, span_of("\n"), 0);
        struct span line = span_slice(lines, 0, len);
        add_line(breaches, fault, line);
        lines = span_slice(lines, line.len + 1, lines.len);
    }
}

static bool is_proven(const struct breaches *breaches, const char *requirement)
{
    for (size_t i = 0; i < breaches->count; i++) {
        const struct breach *breach = &breaches->items[i];
        if (strcmp(breach->requirement, requirement) == 0 && breach->findings[0] != '\0')
            return true;
    }
    return false;
}

static bool is_covered(const struct collection *collection, const struct requirement *requirement)
{
    for (size_t i = 0; i < rulebook_count; i++) {
        if (rule_judges(&rulebook[i], requirement->id))
            return true;
    }
    for (size_t i = 0; i < collection->count; i++) {
        const struct test_case *test_case = collection->cases[i];
        for (size_t j = 0; j < test_case->cover_count && test_case->disabled == NULL; j++) {
            if (test_case->covers[j] == requirement)
                return true;
        }
    }
    return false;
}

size_t breaches_score(const struct breaches *breaches, const struct collection *collection,
                      struct text *out)
{
    size_t covered = 0;
    size_t permissions = 0;
    size_t unproven = 0;
    struct text list = {0};
    for (size_t i = 0; i < collection->requirements.count; i++) {
        const struct requirement *row = &collection->requirements.items[i];
        if (!is_covered(collection, row))
            continue;
        covered++;
        if (strcmp(row->level, "MAY") == 0) {
            permissions++;
        } else if (!is_proven(breaches, row->id)) {
            unproven++;
            text_printf(&list, "unproven: %s %s: ", row->id, row->level);
            escape_own(&list, row->summary);
            text_add(&list, "\n");
        }
    }
    size_t breakable = covered - permissions;
    text_printf(
        out, "%zu requirements are covered; %zu are permissions (MAY), which nothing can break\n",
        covered, permissions);
    text_printf(out,
                "%zu of the other %zu are broken by a fault that is caught; for an OUGHT a note is "
                "enough\n",
                breakable - unproven, breakable);
    text_add_span(out, text_span(&list));
    text_done(&list);
    return unproven;
}

void breaches_markdown(const struct breaches *breaches, struct text *out)
{
    text_add(out, "| fault | what the server does | breaks | caught by |\n|---|---|---|---|\n");
    for (size_t i = 0; i < breaches->count; i++) {
        const struct breach *breach = &breaches->items[i];
        text_printf(out, "| %s | ", breach->fault->id);
        escape_markdown(out, breach->fault->sentence);
        text_printf(out, " | %s | ", breach->requirement);
        escape_markdown(out, breach->findings[0] == '\0' ? "nothing" : breach->findings);
        text_add(out, " |\n");
    }
    text_add(out, "\n");
}

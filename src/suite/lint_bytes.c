#include <string.h>

#include "suite/bytes.h"
#include "suite/lint_rules.h"

/* Variables under construction: a case's defaults and a stand-in for every other name. */
struct stand_ins {
    struct arena *arena;
    struct variable *items;
    size_t count;
    size_t capacity;
};

static void add_stand_in(struct stand_ins *list, const char *name)
{
    struct variables known = {.items = list->items, .count = list->count};
    if (variables_find(&known, name) != NULL)
        return;
    list->items =
        arena_grow(list->arena, list->items, &list->capacity, list->count, sizeof(*list->items));
    list->items[list->count++] = (struct variable){
        .name = name, .value = span_of(arena_printf(list->arena, "{{%s}}", name))};
}

static void add_stand_ins(struct stand_ins *list, const struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (parts->items[i].kind == PART_VARIABLE)
            add_stand_in(list, parts->items[i].variable);
        add_stand_ins(list, &parts->items[i].inner);
        add_stand_ins(list, &parts->items[i].ext);
    }
}

bool lint_expand(struct lint *lint, const struct test_case *test_case, const struct parts *parts,
                 struct text *out)
{
    struct stand_ins list = {.arena = lint->arena};
    size_t default_count = test_case == NULL ? 0 : test_case->variable_count;
    for (size_t i = 0; i < default_count; i++) {
        list.items =
            arena_grow(lint->arena, list.items, &list.capacity, list.count, sizeof(*list.items));
        list.items[list.count++] = test_case->variables[i];
    }
    add_stand_ins(&list, parts);
    struct variables variables = {.items = list.items, .count = list.count};
    return bytes_expand(parts, &variables, out, NULL);
}

/* RFC 9110 8.6 and RFC 9112 6.2: the one Content-Length of head, if nothing else frames the body.
 */
static bool declared_length(struct span head, uint64_t *length)
{
    size_t count = 0;
    for (size_t at = 0; at < head.len;) {
        size_t end = span_find(head, span_of("\r\n"), at);
        end = end == SIZE_MAX ? head.len : end;
        struct span line = span_slice(head, at, end - at);
        size_t colon = span_find(line, span_of(":"), 0);
        struct span name = span_slice(line, 0, colon == SIZE_MAX ? 0 : colon);
        if (span_is_nocase(name, "Transfer-Encoding"))
            return false;
        if (span_is_nocase(name, "Content-Length")) {
            struct span value = span_trim_ows(span_slice(line, colon + 1, line.len));
            if (!span_to_uint(value, UINT64_MAX, length) || ++count > 1)
                return false;
        }
        at = end + 2;
    }
    return count == 1;
}

static bool is_sent_on_later(const struct script *script, size_t index)
{
    for (size_t i = index + 1; i < script->count; i++) {
        if (script->steps[i].kind == STEP_SEND &&
            script->steps[i].connection == script->steps[index].connection)
            return true;
    }
    return false;
}

static void check_length(struct lint *lint, const struct test_case *test_case, size_t index,
                         struct span bytes)
{
    size_t head_end = span_find(bytes, span_of("\r\n\r\n"), 0);
    size_t first_line = span_find(bytes, span_of("\r\n"), 0);
    uint64_t length;
    if (head_end == SIZE_MAX ||
        span_find(span_slice(bytes, 0, first_line), span_of(" HTTP/1."), 0) == SIZE_MAX ||
        !declared_length(span_slice(bytes, 0, head_end), &length))
        return;
    struct span body = span_slice(bytes, head_end + 4, bytes.len);
    if (span_find(body, span_of("{{"), 0) != SIZE_MAX)
        return; /* the length of a variable is not known yet */
    /* What is missing may follow in another step; what is too much may be the next request. */
    bool is_short =
        body.len < length && body.len > 0 && !is_sent_on_later(&test_case->script, index);
    bool is_long = body.len > length && span_find(body, span_of(" HTTP/1."), length) == SIZE_MAX;
    if (is_short || is_long)
        lint_warn(lint, test_case, test_case->script.steps[index].line,
                  "Content-Length says %llu, the body has %zu bytes; tag %s \"framing\" if that is "
                  "meant",
                  (unsigned long long)length, body.len, test_case->full_id);
}

void lint_content_length(struct lint *lint, const struct test_case *test_case)
{
    if (names_contain(test_case->tags, "framing"))
        return;
    for (size_t i = 0; i < test_case->script.count; i++) {
        struct text bytes = {0};
        if (lint_expand(lint, NULL, &test_case->script.steps[i].bytes, &bytes))
            check_length(lint, test_case, i, text_span(&bytes));
        text_done(&bytes);
    }
}

void lint_cuts(struct lint *lint, const struct test_case *test_case)
{
    for (size_t i = 0; i < test_case->script.count; i++) {
        const struct step *step = &test_case->script.steps[i];
        if (step->cut.at_count == 0 || bytes_have_variable(&step->bytes))
            continue;
        if (step->cut.at[step->cut.at_count - 1] >= bytes_least(&step->bytes))
            lint_warn(lint, test_case, step->line,
                      "a cut of %s lies behind the last byte of the step", test_case->full_id);
    }
}

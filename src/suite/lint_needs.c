#include <string.h>

#include "suite/keys.h"
#include "suite/lint_rules.h"

static bool is_provided(const struct collection *collection, const char *capability)
{
    for (size_t i = 0; i < collection->count; i++) {
        const char *provides = collection->cases[i]->provides;
        if (provides != NULL && strcmp(provides, capability) == 0)
            return true;
    }
    return false;
}

static void check_known(struct lint *lint, const struct test_case *test_case)
{
    for (size_t i = 0; i < test_case->needs.count; i++) {
        const char *need = test_case->needs.items[i];
        if (keys_capability(need) != NULL || is_provided(lint->collection, need))
            continue;
        const char *nearest = keys_nearest_capability(need);
        lint_warn(lint, test_case, test_case->line,
                  "%s needs \"%s\", which nothing provides, so it never runs%s%s%s",
                  test_case->full_id, need, nearest == NULL ? "" : "; did you mean \"",
                  nearest == NULL ? "" : nearest, nearest == NULL ? "" : "\"?");
    }
}

static bool differ_by_hyphens(const char *a, const char *b)
{
    if (strcmp(a, b) == 0)
        return false;
    while (*a != '\0' || *b != '\0') {
        a += *a == '-' ? 1 : 0;
        b += *b == '-' ? 1 : 0;
        if (*a != *b)
            return false;
        a += *a == '\0' ? 0 : 1;
        b += *b == '\0' ? 0 : 1;
    }
    return true;
}

/* A tag is a free word, but "keepalive" beside the capability "keep-alive" is a slip. */
static void check_tags(struct lint *lint, const struct test_case *test_case)
{
    size_t count;
    const struct key_capability *capabilities = keys_capabilities(&count);
    for (size_t i = 0; i < test_case->tags.count; i++) {
        for (size_t j = 0; j < count; j++) {
            if (differ_by_hyphens(test_case->tags.items[i], capabilities[j].name))
                lint_warn(lint, test_case, test_case->line,
                          "tag \"%s\" of %s is spelled almost like the capability \"%s\"",
                          test_case->tags.items[i], test_case->full_id, capabilities[j].name);
        }
    }
}

static bool uses(const struct parts *parts, const char *variable)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        if (part->kind == PART_VARIABLE && strcmp(part->variable, variable) == 0)
            return true;
        if (uses(&part->inner, variable) || uses(&part->ext, variable))
            return true;
    }
    return false;
}

static bool script_uses(const struct script *script, const char *variable)
{
    for (size_t i = 0; i < script->count; i++) {
        if (uses(&script->steps[i].bytes, variable))
            return true;
    }
    return false;
}

static bool case_uses(const struct test_case *test_case, const char *variable)
{
    return script_uses(&test_case->script, variable) ||
           (test_case->has_control && script_uses(&test_case->control, variable));
}

/* A probe finds out whether its own capability is there, and runs before another probe has proved
 * anything, so it can need neither. */
static bool has_capability(const struct test_case *test_case, const char *capability)
{
    if (names_contain(test_case->needs, capability))
        return true;
    if (test_case->provides == NULL)
        return false;
    const struct key_capability *known = keys_capability(capability);
    return strcmp(test_case->provides, capability) == 0 ||
           (known != NULL && known->source == KEY_FROM_PROBE);
}

static void check_variables(struct lint *lint, const struct test_case *test_case)
{
    size_t count;
    const struct key_variable *variables = keys_variables(&count);
    for (size_t i = 0; i < count; i++) {
        if (variables[i].needs != NULL && !has_capability(test_case, variables[i].needs) &&
            case_uses(test_case, variables[i].name))
            lint_warn(lint, test_case, test_case->line, "%s uses {{%s}} but does not need \"%s\"",
                      test_case->full_id, variables[i].name, variables[i].needs);
    }
    if (test_case->is_each_resource && !script_uses(&test_case->script, "path"))
        lint_warn(lint, test_case, test_case->line,
                  "%s runs for each resource but does not use {{path}}", test_case->full_id);
}

static void check_counter(struct lint *lint, const struct test_case *test_case)
{
    for (size_t i = 0; i < test_case->outcome_count; i++) {
        if (test_case->outcomes[i].handled == CHECK_UNSET)
            continue;
        if (!script_uses(&test_case->script, "hit"))
            lint_warn(lint, test_case, test_case->outcomes[i].line,
                      "\"handled\" of %s counts calls of {{hit}}, which the script does not use",
                      test_case->full_id);
        return;
    }
}

static bool speaks_of_tls(const struct test_case *test_case)
{
    for (size_t i = 0; i < test_case->script.count; i++) {
        enum step_kind kind = test_case->script.steps[i].kind;
        if (kind == STEP_TLS_CLOSE || kind == STEP_TRUNCATE)
            return true;
    }
    for (size_t i = 0; i < test_case->outcome_count; i++) {
        enum expected_end end = test_case->outcomes[i].end;
        if (end == EXPECTED_END_CLOSE_NOTIFY || end == EXPECTED_END_TRUNCATED)
            return true;
    }
    return false;
}

void lint_needs(struct lint *lint, const struct test_case *test_case)
{
    check_known(lint, test_case);
    check_tags(lint, test_case);
    check_variables(lint, test_case);
    check_counter(lint, test_case);
    if (speaks_of_tls(test_case) && !has_capability(test_case, "tls"))
        lint_warn(lint, test_case, test_case->line, "%s is about TLS but does not need \"tls\"",
                  test_case->full_id);
}

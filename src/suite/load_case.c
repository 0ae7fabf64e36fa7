#include <string.h>

#include "suite/load_internal.h"

static bool is_link(const char *text)
{
    bool is_web = strncmp(text, "https://", 8) == 0 || strncmp(text, "http://", 7) == 0;
    return is_web && strpbrk(text, " \t\r\n\"<>") == NULL;
}

static struct names join(struct arena *arena, struct names a, struct names b)
{
    const char **items = arena_array(arena, a.count + b.count, sizeof(*items));
    struct names joined = {.items = items};
    for (size_t i = 0; i < a.count; i++)
        items[joined.count++] = a.items[i];
    for (size_t i = 0; i < b.count; i++) {
        if (!names_contain(joined, b.items[i]))
            items[joined.count++] = b.items[i];
    }
    return joined;
}

static const char *nearest_requirement(struct load *load, const char *id)
{
    const struct requirements *rows = &load->collection->requirements;
    const char **ids = arena_array(load->arena, rows->count, sizeof(*ids));
    for (size_t i = 0; i < rows->count; i++)
        ids[i] = rows->items[i].id;
    return json_nearest(id, ids, rows->count);
}

static bool is_known(const struct requirement *const *rows, size_t count,
                     const struct requirement *row)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i] == row)
            return true;
    }
    return false;
}

static void read_covers(struct load *load, const struct json *list, struct test_case *test_case)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is meant */
    const struct requirement **covers = arena_array(load->arena, list->count, sizeof(*covers));
    test_case->covers = covers;
    for (const struct json *item = list->children; item != NULL; item = item->next) {
        if (item->type != JSON_STRING) {
            load_complain(load, item->place, NULL,
                          "every element of \"covers\" must be the id of a requirement");
            continue;
        }
        const struct requirement *row = collection_requirement(load->collection, item->string);
        if (row == NULL)
            load_complain(load, item->place, nearest_requirement(load, item->string),
                          "no requirement has the id \"%.40s\"", item->string);
        else if (is_known(covers, test_case->cover_count, row))
            load_complain(load, item->place, NULL, "\"%.40s\" stands in \"covers\" twice",
                          item->string);
        else
            covers[test_case->cover_count++] = row;
    }
}

/* A broken definition is a warning, as a broken SHOULD is. */
static enum level level_of(const struct requirement *requirement)
{
    static const struct {
        const char *word;
        enum level level;
    } levels[] = {
        {"MUST",       LEVEL_MUST  },
        {"MUST-NOT",   LEVEL_MUST  },
        {"SHOULD",     LEVEL_SHOULD},
        {"SHOULD-NOT", LEVEL_SHOULD},
        {"DEF",        LEVEL_SHOULD},
        {"MAY",        LEVEL_MAY   },
        {"OUGHT",      LEVEL_MAY   }
    };
    for (size_t i = 0; i < countof(levels); i++) {
        if (strcmp(levels[i].word, requirement->level) == 0)
            return levels[i].level;
    }
    return LEVEL_MUST;
}

static void read_level(struct load *load, const struct json *node, struct test_case *test_case)
{
    const struct json *level = json_member(node, "level");
    const struct json *covers = json_member(node, "covers");
    if (level != NULL && covers != NULL)
        load_complain(load, level->name_place, NULL,
                      "\"level\" comes from \"covers\"; a case has only one of them");
    if (level == NULL && covers == NULL)
        load_complain(load, load_start(node), NULL, "a case needs \"covers\" or \"level\"");
    test_case->level = (enum level)load_choice(node, KEY_OBJECT_CASE, "level", LEVEL_MUST);
    if (covers != NULL && covers->type == JSON_ARRAY)
        read_covers(load, covers, test_case);
    if (test_case->cover_count > 0)
        test_case->level = level_of(test_case->covers[0]);
}

static void check_provides(struct load *load, const struct json *provides, enum case_kind kind)
{
    if (kind != CASE_PROBE)
        load_complain(load, provides->name_place, NULL, "only a probe has \"provides\"");
    if (provides->type != JSON_STRING)
        return;
    const struct key_capability *capability = keys_capability(provides->string);
    if (capability != NULL && capability->source == KEY_FROM_TARGET)
        load_complain(load, provides->place, NULL,
                      "\"%s\" is known from the target and cannot be proved by a probe",
                      capability->name);
}

static void read_kind(struct load *load, const struct json *node, struct test_case *test_case)
{
    const struct json *provides = json_member(node, "provides");
    test_case->kind = (enum case_kind)load_choice(node, KEY_OBJECT_CASE, "kind", CASE_CONFORMANCE);
    test_case->provides = load_text(node, "provides");
    if (provides != NULL)
        check_provides(load, provides, test_case->kind);
    else if (test_case->kind == CASE_PROBE)
        load_complain(load, load_start(node), NULL, "a probe needs \"provides\"");
}

static void read_head(struct load *load, const struct json *node, struct test_case *test_case)
{
    const struct json *id = json_member(node, "id");
    test_case->line = load_line(load, (id == NULL ? node : id)->place.offset);
    test_case->id = load_text(node, "id");
    if (test_case->id == NULL)
        test_case->id = "";
    test_case->full_id = arena_printf(load->arena, "%s.%s", load->suite->id, test_case->id);
    test_case->title = load_text(node, "title");
    test_case->why = load_text(node, "why");
    test_case->links = load_names(load, node, "links", is_link, "an http or https address");
    test_case->tags = join(load->arena, load->suite->tags,
                           load_names(load, node, "tags", keys_is_slug,
                                      "words of a-z and 0-9 joined by single hyphens"));
    test_case->needs = load_names(load, node, "needs", keys_is_slug,
                                  "words of a-z and 0-9 joined by single hyphens");
    test_case->is_each_resource = load_choice(node, KEY_OBJECT_CASE, "each", -1) == 0;
    test_case->is_hazard = load_flag(node, "hazard", false);
    test_case->disabled = load_text(node, "disabled");
    test_case->timeout_ms = load_integer(node, KEY_OBJECT_CASE, "timeout_ms", CHECK_UNSET);
    test_case->settle_ms = load_integer(node, KEY_OBJECT_CASE, "settle_ms", CHECK_UNSET);
}

static void read_script(struct load *load, const struct json *node, struct test_case *test_case)
{
    const struct json *list = load_list(node, "script");
    const struct json *control = json_member(node, "control");
    const struct json *expect = json_member(node, "expect");
    struct load_script script;
    if (list == NULL)
        return;
    load_script_init(&script, load, list->count);
    load_script(&script, list);
    test_case->script = load_script_done(&script);
    if (control != NULL)
        load_control(load, control, &script, test_case);
    if (expect != NULL)
        load_expect(load, expect, &script, test_case);
}

void load_case(struct load *load, const struct json *node, struct test_case *test_case)
{
    *test_case = (struct test_case){.suite = load->suite, .id = "", .full_id = ""};
    test_case->variables = load->variables;
    test_case->variable_count = load->variable_count;
    if (!load_object(load, node, KEY_OBJECT_CASE))
        return;
    read_head(load, node, test_case);
    read_level(load, node, test_case);
    read_kind(load, node, test_case);
    read_script(load, node, test_case);
}

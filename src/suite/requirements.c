#include <string.h>

#include "suite/load_internal.h"

static const char *text_or_empty(const struct json *node, const char *name)
{
    const char *text = load_text(node, name);
    return text == NULL ? "" : text;
}

static struct requirement read_requirement(struct load *load, const struct json *node)
{
    load_object(load, node, KEY_OBJECT_REQUIREMENT);
    return (struct requirement){
        .id = text_or_empty(node, "id"),
        .rfc = (unsigned)load_integer(node, KEY_OBJECT_REQUIREMENT, "rfc", 0),
        .section = text_or_empty(node, "section"),
        .title = text_or_empty(node, "title"),
        .level = text_or_empty(node, "level"),
        .who = text_or_empty(node, "who"),
        .summary = text_or_empty(node, "summary"),
        .observable = text_or_empty(node, "observable"),
        .how = text_or_empty(node, "how"),
        .why_not = text_or_empty(node, "why_not"),
    };
}

/* An id names its RFC and section, so a row that moved without its id is a slip. */
static void check_id(struct load *load, const struct json *node, const struct requirement *row)
{
    const char *start = arena_printf(load->arena, "%u-%s-", row->rfc, row->section);
    if (json_member(node, "id") != NULL && strncmp(row->id, start, strlen(start)) != 0)
        load_complain(load, json_member(node, "id")->place, NULL,
                      "the id of this requirement must begin with \"%.40s\"", start);
}

static void check_twin(struct load *load, const struct json *node, const struct requirement *rows,
                       size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].id, id) == 0 && id[0] != '\0')
            load_complain(load, json_member(node, "id")->place, NULL,
                          "two requirements have the id \"%.40s\"", id);
    }
}

static void read_table(struct load *load, const struct json *root)
{
    if (!load_object(load, root, KEY_OBJECT_REQUIREMENT_FILE))
        return;
    const struct json *list = load_list(root, "requirements");
    if (list == NULL)
        return;
    struct requirement *rows = arena_array(load->arena, list->count, sizeof(*rows));
    size_t count = 0;
    for (const struct json *node = list->children; node != NULL; node = node->next) {
        rows[count] = read_requirement(load, node);
        check_id(load, node, &rows[count]);
        check_twin(load, node, rows, count, rows[count].id);
        count++;
    }
    if (load->complaints.count == 0)
        load->collection->requirements = (struct requirements){.items = rows, .count = count};
}

bool collection_load_requirements(struct collection *collection, const char *file,
                                  struct span source)
{
    struct load load = {
        .collection = collection, .arena = collection->arena, .file = file, .source = source};
    const struct json *root = json_parse(load.arena, source, &load.complaints);
    if (root != NULL)
        read_table(&load, root);
    return load_report(&load);
}

const struct requirement *collection_requirement(const struct collection *collection,
                                                 const char *id)
{
    for (size_t i = 0; i < collection->requirements.count; i++) {
        if (strcmp(collection->requirements.items[i].id, id) == 0)
            return &collection->requirements.items[i];
    }
    return NULL;
}

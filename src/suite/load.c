#include "suite/load.h"

#include <stdlib.h>
#include <string.h>

#include "suite/load_internal.h"

struct collection *collection_new(void)
{
    struct arena *arena = arena_new();
    struct collection *collection = arena_alloc(arena, sizeof(*collection));
    collection->arena = arena;
    return collection;
}

void collection_free(struct collection *collection)
{
    if (collection == NULL)
        return;
    text_done(&collection->complaints);
    arena_free(collection->arena);
}

bool load_report(struct load *load)
{
    struct collection *collection = load->collection;
    const struct json_complaints *complaints = &load->complaints;
    for (size_t i = 0; i < complaints->count && i < LOAD_SHOWN_MAX; i++) {
        text_add(&collection->complaints,
                 json_complaint_text(load->arena, load->file, load->source, &complaints->items[i]));
        text_add(&collection->complaints, "\n");
    }
    if (complaints->count > LOAD_SHOWN_MAX)
        text_printf(&collection->complaints, "error: %s: %zu more complaints\n", load->file,
                    complaints->count - LOAD_SHOWN_MAX);
    collection->complaint_count += complaints->count;
    return complaints->count == 0;
}

static const struct suite *read_suite(struct load *load, const struct json *node)
{
    struct suite *suite = arena_alloc(load->arena, sizeof(*suite));
    *suite = (struct suite){.id = "", .title = "", .file = arena_string(load->arena, load->file)};
    if (node == NULL || node->type != JSON_OBJECT)
        return suite;
    load_object(load, node, KEY_OBJECT_SUITE);
    if (load_text(node, "id") != NULL)
        suite->id = load_text(node, "id");
    if (load_text(node, "title") != NULL)
        suite->title = load_text(node, "title");
    suite->about = load_text(node, "about");
    suite->tags = load_names(load, node, "tags", keys_is_slug,
                             "words of a-z and 0-9 joined by single hyphens");
    return suite;
}

static void read_variable(struct load *load, const struct json *member, struct variable *variable)
{
    *variable = (struct variable){.name = member->name};
    if (!keys_is_label(member->name))
        load_complain(
            load, member->name_place, NULL,
            "the name of a variable must be a letter, then a-z, 0-9 and _, at most %d bytes",
            KEY_LABEL_MAX);
    if (keys_variable(member->name) != NULL)
        load_complain(load, member->name_place, NULL,
                      "\"%s\" is a built-in variable and cannot be set here", member->name);
    if (member->type == JSON_STRING)
        variable->value = load_plain_text(load, member);
    else
        load_complain(load, member->place, NULL, "the value of a variable must be a string");
}

static void read_variables(struct load *load, const struct json *node)
{
    if (node == NULL || node->type != JSON_OBJECT)
        return;
    struct variable *variables = arena_array(load->arena, node->count, sizeof(*variables));
    size_t count = 0;
    for (const struct json *member = node->children; member != NULL; member = member->next)
        read_variable(load, member, &variables[count++]);
    load->variables = variables;
    load->variable_count = count;
}

static void check_twin(struct load *load, const struct json *node, const struct test_case *cases,
                       size_t count)
{
    const char *id = load_text(node, "id");
    for (size_t i = 0; id != NULL && i < count; i++) {
        if (strcmp(cases[i].id, id) == 0)
            load_complain(load, json_member(node, "id")->place, NULL,
                          "two cases of this file have the id \"%.60s\"", id);
    }
}

static void add_case(struct collection *collection, const struct test_case *test_case)
{
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is meant */
    const size_t size = sizeof(*collection->cases);
    collection->cases = arena_grow(collection->arena, collection->cases, &collection->capacity,
                                   collection->count, size);
    collection->cases[collection->count++] = test_case;
}

static void read_file(struct load *load, const struct json *root)
{
    if (!load_object(load, root, KEY_OBJECT_FILE))
        return;
    load->suite = read_suite(load, json_member(root, "suite"));
    read_variables(load, json_member(root, "vars"));
    const struct json *list = load_list(root, "cases");
    if (list == NULL)
        return;
    struct test_case *cases = arena_array(load->arena, list->count, sizeof(*cases));
    size_t count = 0;
    for (const struct json *node = list->children; node != NULL; node = node->next) {
        check_twin(load, node, cases, count);
        load_case(load, node, &cases[count++]);
    }
    if (load->complaints.count > 0)
        return;
    for (size_t i = 0; i < count; i++)
        add_case(load->collection, &cases[i]);
}

bool collection_load_source(struct collection *collection, const char *file, const char *folder,
                            struct span source, struct names known_variables)
{
    struct load load = {.collection = collection,
                        .arena = collection->arena,
                        .file = file,
                        .folder = folder,
                        .source = source,
                        .known_variables = known_variables};
    const struct json *root = json_parse(load.arena, source, &load.complaints);
    if (root != NULL)
        read_file(&load, root);
    return load_report(&load);
}

static int compare_cases(const void *a, const void *b)
{
    const struct test_case *const *left = a;
    const struct test_case *const *right = b;
    return strcmp((*left)->full_id, (*right)->full_id);
}

bool collection_finish(struct collection *collection)
{
    bool is_good = true;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers is sorted */
    const size_t size = sizeof(*collection->cases);
    if (collection->count > 0)
        qsort(collection->cases, collection->count, size, compare_cases);
    for (size_t i = 1; i < collection->count; i++) {
        const struct test_case *first = collection->cases[i - 1];
        const struct test_case *second = collection->cases[i];
        if (strcmp(first->full_id, second->full_id) != 0)
            continue;
        text_printf(&collection->complaints,
                    "error: %s:%zu: id \"%s\" is already taken by %s:%zu\n", second->suite->file,
                    second->line, second->full_id, first->suite->file, first->line);
        collection->complaint_count++;
        is_good = false;
    }
    return is_good;
}

const struct test_case *collection_find(const struct collection *collection, const char *full_id)
{
    for (size_t i = 0; i < collection->count; i++) {
        if (strcmp(collection->cases[i]->full_id, full_id) == 0)
            return collection->cases[i];
    }
    return NULL;
}

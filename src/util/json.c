#include "util/json.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#define JSMN_STATIC
#define JSMN_STRICT
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "util/json_check.h"
#include "util/memory.h"

/* A walk through both trees at once: jsmn knows the places, cJSON the values. */
struct walk {
    struct arena *arena;
    struct span source;
    struct json_complaints *complaints;
    const jsmntok_t *token; /* of the next value or name */
    size_t complained;
};

static void complain_of_duplicate(struct walk *walk, const struct json *first,
                                  const struct json *second)
{
    size_t line;
    size_t column;
    if (walk->complained++ >= JSON_COMPLAINTS_MAX)
        return;
    json_position(walk->source, first->name_place.offset, &line, &column);
    json_complain(walk->arena, walk->complaints, second->name_place, NULL,
                  "name \"%s\" stands twice in this object (first in line %zu)", second->name,
                  line);
}

/* What is sorted to find duplicates. */
struct entry {
    const struct json *member;
};

static int compare_entries(const void *a, const void *b)
{
    const struct json *first = ((const struct entry *)a)->member;
    const struct json *second = ((const struct entry *)b)->member;
    int order = strcmp(first->name, second->name);
    if (order != 0)
        return order;
    return first->name_place.offset < second->name_place.offset ? -1 : 1;
}

/* By sorting, because an object may have a million names. */
static void check_duplicates(struct walk *walk, const struct json *object)
{
    if (object->count < 2)
        return;
    struct entry *entries = memory_new(object->count * sizeof(*entries));
    size_t count = 0;
    for (const struct json *member = object->children; member != NULL; member = member->next)
        entries[count++].member = member;
    qsort(entries, count, sizeof(*entries), compare_entries);
    for (size_t i = 1, first = 0; i < count; i++) {
        if (strcmp(entries[first].member->name, entries[i].member->name) == 0)
            complain_of_duplicate(walk, entries[first].member, entries[i].member);
        else
            first = i;
    }
    free(entries);
}

static struct range token_place(const jsmntok_t *token)
{
    size_t quote = token->type == JSMN_STRING ? 1 : 0; /* jsmn leaves the quotes out */
    return (struct range){.offset = (size_t)token->start - quote,
                          .len = (size_t)(token->end - token->start) + 2 * quote};
}

static enum json_type type_of(const cJSON *item)
{
    switch (item->type & 0xff) {
    case cJSON_False:
        return JSON_FALSE;
    case cJSON_True:
        return JSON_TRUE;
    case cJSON_Number:
        return JSON_NUMBER;
    case cJSON_String:
        return JSON_STRING;
    case cJSON_Array:
        return JSON_ARRAY;
    case cJSON_Object:
        return JSON_OBJECT;
    default:
        return JSON_NULL;
    }
}

/* The depth of the recursion is limited by json_check. */
static void build(struct walk *walk, struct json *node, const cJSON *item)
{
    node->type = type_of(item);
    node->place = token_place(walk->token);
    node->count = (size_t)walk->token->size;
    walk->token++;
    if (node->type == JSON_STRING)
        node->string = arena_string(walk->arena, item->valuestring);
    if (node->type == JSON_NUMBER)
        node->number = item->valuedouble;
    if (node->type != JSON_ARRAY && node->type != JSON_OBJECT) {
        node->count = 0;
        return;
    }
    if (node->count > 0)
        node->children = arena_array(walk->arena, node->count, sizeof(*node->children));
    struct json *child = node->children;
    for (const cJSON *part = item->child; part != NULL; part = part->next, child++) {
        if (node->type == JSON_OBJECT) {
            child->name = arena_string(walk->arena, part->string);
            child->name_place = token_place(walk->token++);
        }
        build(walk, child, part);
        child->next = part->next == NULL ? NULL : child + 1;
    }
    if (node->type == JSON_OBJECT)
        check_duplicates(walk, node);
}

/* The tokens of text, which json_check has approved; the caller frees them. */
static jsmntok_t *tokenize(const char *text, size_t len)
{
    jsmn_parser parser;
    jsmn_init(&parser);
    int count = jsmn_parse(&parser, text, len, NULL, 0);
    if (count <= 0)
        return NULL;
    jsmntok_t *tokens = memory_new((size_t)count * sizeof(*tokens));
    jsmn_init(&parser);
    if (jsmn_parse(&parser, text, len, tokens, (unsigned)count) == count)
        return tokens;
    free(tokens);
    return NULL;
}

static struct json *parse_checked(struct walk *walk, const char *text, size_t len)
{
    struct json *root = NULL;
    const char *end = text;
    cJSON *items = cJSON_ParseWithLengthOpts(text, len, &end, false);
    jsmntok_t *tokens = items == NULL ? NULL : tokenize(text, len);
    if (tokens != NULL) {
        walk->token = tokens;
        root = arena_alloc(walk->arena, sizeof(*root));
        build(walk, root, items);
    } else {
        json_complain(walk->arena, walk->complaints,
                      (struct range){.offset = (size_t)(end - text), .len = 1}, NULL,
                      "this is not valid JSON from here on");
    }
    free(tokens);
    cJSON_Delete(items);
    return root;
}

static int compare_complaints(const void *a, const void *b)
{
    const struct json_complaint *first = a;
    const struct json_complaint *second = b;
    if (first->place.offset != second->place.offset)
        return first->place.offset < second->place.offset ? -1 : 1;
    return strcmp(first->message, second->message);
}

struct json *json_parse(struct arena *arena, struct span source, struct json_complaints *complaints)
{
    struct json *root = NULL;
    size_t before = complaints->count;
    if (source.len > JSON_SIZE_MAX) {
        json_complain(arena, complaints, (struct range){0}, NULL, "text of more than %u bytes",
                      JSON_SIZE_MAX);
        return NULL;
    }
    /* With a line break at the end, because jsmn wants something behind a number. */
    char *text = memory_new(source.len + 1);
    if (source.len > 0)
        memcpy(text, source.data, source.len);
    text[source.len] = '\n';
    struct walk walk = {.arena = arena, .source = source, .complaints = complaints};
    if (json_check(arena, source, text, complaints))
        root = parse_checked(&walk, text, source.len + 1);
    free(text);
    if (complaints->count > before)
        qsort(complaints->items + before, complaints->count - before, sizeof(*complaints->items),
              compare_complaints);
    return root;
}

const struct json *json_member(const struct json *object, const char *name)
{
    if (object == NULL || object->type != JSON_OBJECT)
        return NULL;
    for (const struct json *member = object->children; member != NULL; member = member->next) {
        if (strcmp(member->name, name) == 0)
            return member;
    }
    return NULL;
}

const char *json_string(const struct json *object, const char *name, const char *fallback)
{
    const struct json *member = json_member(object, name);
    return member != NULL && member->type == JSON_STRING ? member->string : fallback;
}

double json_number(const struct json *object, const char *name, double fallback)
{
    const struct json *member = json_member(object, name);
    return member != NULL && member->type == JSON_NUMBER ? member->number : fallback;
}

bool json_is_true(const struct json *object, const char *name)
{
    const struct json *member = json_member(object, name);
    return member != NULL && member->type == JSON_TRUE;
}

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "suite/load_internal.h"

void load_complain(struct load *load, struct range place, const char *suggestion,
                   const char *format, ...)
{
    char message[512];
    va_list list;
    va_start(list, format);
    vsnprintf(message, sizeof(message), format, list);
    va_end(list);
    /* Words of the file may hold control characters, which must not reach a terminal. */
    struct text clean = {0};
    text_clean(&clean, message);
    json_complain(load->arena, &load->complaints, place, suggestion, "%s", text_string(&clean));
    text_done(&clean);
}

size_t load_line(struct load *load, size_t offset)
{
    size_t line;
    size_t column;
    if (offset < load->known_offset || load->known_line == 0) {
        load->known_offset = 0;
        load->known_line = 1;
    }
    struct span rest = span_slice(load->source, load->known_offset, SIZE_MAX);
    json_position(rest, offset - load->known_offset, &line, &column);
    load->known_line += line - 1;
    load->known_offset = offset;
    return load->known_line;
}

struct range load_start(const struct json *node)
{
    return (struct range){.offset = node->place.offset, .len = 1};
}

const char *load_text(const struct json *node, const char *name)
{
    const struct json *member = json_member(node, name);
    return member != NULL && member->type == JSON_STRING ? member->string : NULL;
}

const struct json *load_list(const struct json *node, const char *name)
{
    const struct json *member = json_member(node, name);
    return member != NULL && member->type == JSON_ARRAY ? member : NULL;
}

bool load_flag(const struct json *node, const char *name, bool fallback)
{
    const struct json *member = json_member(node, name);
    if (member == NULL || (member->type != JSON_TRUE && member->type != JSON_FALSE))
        return fallback;
    return member->type == JSON_TRUE;
}

bool load_is_integer(const struct json *node, int64_t low, int64_t high)
{
    return node->type == JSON_NUMBER && node->number >= (double)low &&
           node->number <= (double)high && floor(node->number) == node->number;
}

int64_t load_integer(const struct json *node, enum key_object object, const char *name,
                     int64_t fallback)
{
    const struct key *key = keys_find(object, name);
    const struct json *member = json_member(node, name);
    if (member == NULL || !load_is_integer(member, key->low, key->high))
        return fallback;
    return (int64_t)member->number;
}

static int choice_index(const struct key *key, const char *word)
{
    for (int i = 0; key->choices[i] != NULL; i++) {
        if (strcmp(key->choices[i], word) == 0)
            return i;
    }
    return -1;
}

int load_choice(const struct json *node, enum key_object object, const char *name, int fallback)
{
    const char *word = load_text(node, name);
    int index = word == NULL ? -1 : choice_index(keys_find(object, name), word);
    return index < 0 ? fallback : index;
}

static void check_text(struct load *load, const struct key *key, const struct json *member)
{
    if (member->type != JSON_STRING) {
        load_complain(load, member->place, NULL, "\"%s\" must be a string", key->name);
        return;
    }
    size_t len = strlen(member->string);
    if (len == 0 && key->low > 0)
        load_complain(load, member->place, NULL, "\"%s\" must not be empty", key->name);
    else if (len < (size_t)key->low)
        load_complain(load, member->place, NULL, "\"%s\" must have at least %d bytes", key->name,
                      (int)key->low);
    else if (len > (size_t)key->high)
        load_complain(load, member->place, NULL, "\"%s\" must have at most %d bytes", key->name,
                      (int)key->high);
}

static void check_word(struct load *load, const struct key *key, const struct json *member,
                       bool is_good)
{
    if (is_good)
        return;
    if (key->type == KEY_SLUG)
        load_complain(
            load, member->place, NULL,
            "\"%s\" must be words of a-z and 0-9 joined by single hyphens, at most %d bytes",
            key->name, KEY_SLUG_MAX);
    else
        load_complain(load, member->place, NULL,
                      "\"%s\" must be a letter, then a-z, 0-9 and _, at most %d bytes", key->name,
                      KEY_LABEL_MAX);
}

static void check_choice(struct load *load, const struct key *key, const struct json *member)
{
    const char *word = member->type == JSON_STRING ? member->string : "";
    if (choice_index(key, word) >= 0)
        return;
    struct text words = {0};
    size_t count = 0;
    for (; key->choices[count] != NULL; count++)
        text_printf(&words, "%s%s", count > 0 ? ", " : "", key->choices[count]);
    load_complain(load, member->place, json_nearest(word, key->choices, count),
                  count > 1 ? "\"%s\" must be one of: %s" : "\"%s\" can only be: %s", key->name,
                  text_string(&words));
    text_done(&words);
}

static void check_integer(struct load *load, const struct key *key, const struct json *member)
{
    if (load_is_integer(member, key->low, key->high))
        return;
    if (key->low == key->high)
        load_complain(load, member->place, NULL, "\"%s\" must be %d", key->name, (int)key->low);
    else
        load_complain(load, member->place, NULL, "\"%s\" must be a whole number from %lld to %lld",
                      key->name, (long long)key->low, (long long)key->high);
}

static void check_list(struct load *load, const struct key *key, const struct json *member)
{
    if (member->type != JSON_ARRAY)
        load_complain(load, member->place, NULL, "\"%s\" must be a list", key->name);
    else if (member->count < (size_t)key->low)
        load_complain(load, member->place, NULL, "\"%s\" must have at least %d element%s",
                      key->name, (int)key->low, key->low == 1 ? "" : "s");
    else if (member->count > (size_t)key->high)
        load_complain(load, load_start(member), NULL, "\"%s\" must have at most %d elements",
                      key->name, (int)key->high);
}

static void check_object(struct load *load, const struct key *key, const struct json *member)
{
    if (member->type != JSON_OBJECT)
        load_complain(load, member->place, NULL, "\"%s\" must be an object", key->name);
    else if (member->count < (size_t)key->low)
        load_complain(load, member->place, NULL, "\"%s\" must not be empty", key->name);
}

static void check_member(struct load *load, const struct key *key, const struct json *member)
{
    bool is_string = member->type == JSON_STRING;
    switch (key->type) {
    case KEY_TEXT:
        check_text(load, key, member);
        break;
    case KEY_SLUG:
        check_word(load, key, member, is_string && keys_is_slug(member->string));
        break;
    case KEY_LABEL:
        check_word(load, key, member, is_string && keys_is_label(member->string));
        break;
    case KEY_CHOICE:
        check_choice(load, key, member);
        break;
    case KEY_INTEGER:
        check_integer(load, key, member);
        break;
    case KEY_BOOLEAN:
        if (member->type != JSON_TRUE && member->type != JSON_FALSE)
            load_complain(load, member->place, NULL, "\"%s\" must be true or false", key->name);
        break;
    case KEY_TRUE:
        if (member->type != JSON_TRUE)
            load_complain(load, member->place, NULL, "\"%s\" can only be true", key->name);
        break;
    case KEY_LIST:
        check_list(load, key, member);
        break;
    case KEY_OBJECT:
        check_object(load, key, member);
        break;
    case KEY_ANY:
        break;
    }
}

/* True if a member of node is name, or an unknown name for which name has been suggested. */
static bool is_meant(const struct json *node, enum key_object object, const char *name)
{
    for (const struct json *member = node->children; member != NULL; member = member->next) {
        const char *nearest = keys_find(object, member->name) != NULL
                                  ? member->name
                                  : keys_nearest(object, member->name);
        if (nearest != NULL && strcmp(nearest, name) == 0)
            return true;
    }
    return false;
}

static void check_required(struct load *load, const struct json *node, enum key_object object)
{
    size_t count;
    const struct key *keys = keys_all(&count);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].object == object && keys[i].is_required &&
            !is_meant(node, object, keys[i].name))
            load_complain(load, load_start(node), NULL, "%s needs \"%s\"", keys_object_name(object),
                          keys[i].name);
    }
}

bool load_object(struct load *load, const struct json *node, enum key_object object)
{
    if (node->type != JSON_OBJECT) {
        load_complain(load, node->place, NULL, "%s must be an object", keys_object_name(object));
        return false;
    }
    for (const struct json *member = node->children; member != NULL; member = member->next) {
        const struct key *key = keys_find(object, member->name);
        if (key == NULL)
            load_complain(load, member->name_place, keys_nearest(object, member->name),
                          "unknown name \"%.80s\" in %s", member->name, keys_object_name(object));
        else
            check_member(load, key, member);
    }
    check_required(load, node, object);
    return true;
}

struct names load_names(struct load *load, const struct json *node, const char *name,
                        bool (*is_good)(const char *text), const char *wanted)
{
    const struct json *list = load_list(node, name);
    if (list == NULL)
        return (struct names){0};
    const char **items = arena_array(load->arena, list->count, sizeof(*items));
    struct names names = {.items = items};
    for (const struct json *item = list->children; item != NULL; item = item->next) {
        if (item->type != JSON_STRING || !is_good(item->string))
            load_complain(load, item->place, NULL, "every element of \"%s\" must be %s", name,
                          wanted);
        else if (names_contain(names, item->string))
            load_complain(load, item->place, NULL, "\"%.80s\" stands in \"%s\" twice", item->string,
                          name);
        else
            items[names.count++] = item->string;
    }
    return names;
}

#include <string.h>

#include "suite/bytes.h"
#include "suite/load_internal.h"

/* Parts under construction; neighbouring literal bytes are gathered into one part. */
struct part_list {
    struct load *load;
    struct part *items;
    size_t count;
    size_t capacity;
    struct text literal;
};

static void append(struct part_list *list, struct part part)
{
    list->items = arena_grow(list->load->arena, list->items, &list->capacity, list->count,
                             sizeof(*list->items));
    list->items[list->count++] = part;
}

static void flush(struct part_list *list)
{
    if (list->literal.len == 0)
        return;
    struct span bytes = arena_copy(list->load->arena, text_span(&list->literal));
    append(list, (struct part){.kind = PART_LITERAL, .literal = bytes});
    text_clear(&list->literal);
}

static struct parts finish(struct part_list *list)
{
    flush(list);
    text_done(&list->literal);
    return (struct parts){.items = list->items, .count = list->count};
}

static int hex_value(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *hit = c == '\0' ? NULL : strchr(digits, c);
    return hit == NULL ? -1 : (int)((hit - digits) % 16);
}

/* Decodes the escape at *rest, which begins with a backslash, and steps over it. */
static void add_escape(struct part_list *list, const struct json *node, const char **rest)
{
    const char *text = *rest;
    if (text[1] == '\\') {
        text_add_char(&list->literal, '\\');
        *rest = text + 2;
        return;
    }
    if (text[1] == 'x' && hex_value(text[2]) >= 0 && hex_value(text[3]) >= 0) {
        text_add_char(&list->literal, (char)(hex_value(text[2]) * 16 + hex_value(text[3])));
        *rest = text + 4;
        return;
    }
    load_complain(list->load, node->place, NULL,
                  "bad escape \"%.4s\"; after a backslash only xHH or another backslash may stand "
                  "(both doubled in JSON)",
                  text);
    *rest = text + 1;
}

static bool is_defined(const struct load *load, const char *name)
{
    for (size_t i = 0; i < load->variable_count; i++) {
        if (strcmp(load->variables[i].name, name) == 0)
            return true;
    }
    return keys_variable(name) != NULL || names_contain(load->known_variables, name);
}

static const char *nearest_variable(const struct load *load, const char *name)
{
    size_t builtin_count;
    const struct key_variable *builtin = keys_variables(&builtin_count);
    size_t count = 0;
    size_t most = builtin_count + load->variable_count + load->known_variables.count;
    const char **names = arena_array(load->arena, most, sizeof(*names));
    for (size_t i = 0; i < builtin_count; i++)
        names[count++] = builtin[i].name;
    for (size_t i = 0; i < load->variable_count; i++)
        names[count++] = load->variables[i].name;
    for (size_t i = 0; i < load->known_variables.count; i++)
        names[count++] = load->known_variables.items[i];
    return json_nearest(name, names, count);
}

/* Takes the variable at *rest, which begins with two braces, and steps over it. */
static void add_variable(struct part_list *list, const struct json *node, const char **rest)
{
    struct load *load = list->load;
    const char *name_start = *rest + 2;
    const char *end = strstr(name_start, "}}");
    size_t len = end == NULL ? 0 : (size_t)(end - name_start);
    const char *name = arena_string_of(load->arena, span_make(name_start, len));
    if (!keys_is_label(name)) {
        load_complain(load, node->place, NULL,
                      "\"{{\" must begin a variable, as in {{path}}; write \\\\x7b{ for the bytes");
        *rest = name_start;
        return;
    }
    *rest = end + 2;
    if (!is_defined(load, name))
        load_complain(load, node->place, nearest_variable(load, name), "undefined variable \"%s\"",
                      name);
    flush(list);
    append(list, (struct part){.kind = PART_VARIABLE, .variable = name});
}

static void add_text(struct part_list *list, const struct json *node)
{
    const char *rest = node->string;
    while (*rest != '\0') {
        if (*rest == '\\')
            add_escape(list, node, &rest);
        else if (rest[0] == '{' && rest[1] == '{')
            add_variable(list, node, &rest);
        else
            text_add_char(&list->literal, *rest++);
    }
}

static void add_hex(struct part_list *list, const struct json *node)
{
    const char *rest = node->string;
    while (*rest != '\0') {
        if (strchr(" \t\r\n", *rest) != NULL) {
            rest++;
            continue;
        }
        int high = hex_value(rest[0]);
        int low = high < 0 ? -1 : hex_value(rest[1]);
        if (low < 0) {
            load_complain(list->load, node->place, NULL,
                          "\"hex\" must hold pairs of hexadecimal digits");
            return;
        }
        text_add_char(&list->literal, (char)(high * 16 + low));
        rest += 2;
    }
}

static void add_base64(struct part_list *list, const struct json *node)
{
    struct span bytes = {0};
    if (json_base64_decode(list->load->arena, node->string, &bytes))
        text_add_span(&list->literal, bytes);
    else
        load_complain(list->load, node->place, NULL,
                      "\"base64\" must hold standard base64 with padding");
}

static struct parts read_parts(struct load *load, const struct json *node);

static bool is_nothing(const struct parts *parts)
{
    return bytes_least(parts) == 0 && !bytes_have_variable(parts);
}

static void add_repeat(struct part_list *list, const struct json *node, const struct json *inner)
{
    size_t complaints = list->load->complaints.count;
    struct part part = {.kind = PART_REPEAT, .inner = read_parts(list->load, inner)};
    if (is_nothing(&part.inner) && list->load->complaints.count == complaints)
        load_complain(list->load, inner->place, NULL, "there is nothing to repeat");
    part.times = (size_t)load_integer(node, KEY_OBJECT_PART, "times", 1);
    if (json_member(node, "times") == NULL)
        load_complain(list->load, load_start(node), NULL, "\"repeat\" needs \"times\"");
    flush(list);
    append(list, part);
}

/* RFC 9112 7.1.1: an extension begins with a semicolon, perhaps after blanks, and has no line end.
 */
static void check_extension(struct load *load, const struct json *node, const struct parts *ext)
{
    bool is_good = true;
    for (size_t i = 0; i < ext->count; i++) {
        struct span bytes = ext->items[i].literal;
        is_good = is_good && span_find(bytes, span_of("\r"), 0) == SIZE_MAX &&
                  span_find(bytes, span_of("\n"), 0) == SIZE_MAX;
    }
    if (ext->count > 0 && ext->items[0].kind == PART_LITERAL) {
        uint8_t first = ext->items[0].literal.data[0];
        is_good = is_good && (first == ' ' || first == '\t' || first == ';');
    }
    if (!is_good)
        load_complain(load, node->place, NULL,
                      "\"ext\" must begin with a semicolon and stay on one line; write malformed "
                      "chunks out");
}

static void add_chunk(struct part_list *list, const struct json *node, const struct json *inner)
{
    struct load *load = list->load;
    size_t complaints = load->complaints.count;
    struct part part = {.kind = PART_CHUNK, .inner = read_parts(load, inner)};
    if (is_nothing(&part.inner) && load->complaints.count == complaints)
        load_complain(load, inner->place, NULL,
                      "a chunk must hold data; write the last chunk out as \"0\\r\\n\\r\\n\"");
    const struct json *ext = json_member(node, "ext");
    if (ext != NULL && ext->type == JSON_STRING) {
        struct part_list ext_list = {.load = load};
        add_text(&ext_list, ext);
        part.ext = finish(&ext_list);
        check_extension(load, ext, &part.ext);
    }
    flush(list);
    append(list, part);
}

/* Complains unless node has just one of the names that say what a part is, and that name's own
 * helpers. */
static const struct json *part_content(struct load *load, const struct json *node,
                                       bool is_otherwise_good)
{
    static const char *const kinds[] = {"hex", "base64", "file", "repeat", "chunk"};
    const struct json *content = NULL;
    for (size_t i = 0; i < countof(kinds); i++) {
        const struct json *member = json_member(node, kinds[i]);
        if (member != NULL && content != NULL)
            load_complain(load, member->name_place, NULL, "a part cannot be both \"%s\" and \"%s\"",
                          content->name, member->name);
        else if (member != NULL)
            content = member;
    }
    const char *kind = content == NULL ? "" : content->name;
    if (content == NULL && is_otherwise_good)
        load_complain(load, load_start(node), NULL,
                      "a part must have one of: hex, base64, file, repeat, chunk");
    if (json_member(node, "times") != NULL && strcmp(kind, "repeat") != 0)
        load_complain(load, json_member(node, "times")->name_place, NULL,
                      "\"times\" only goes with \"repeat\"");
    else if (json_member(node, "ext") != NULL && strcmp(kind, "chunk") != 0)
        load_complain(load, json_member(node, "ext")->name_place, NULL,
                      "\"ext\" only goes with \"chunk\"");
    return content;
}

static void add_part(struct part_list *list, const struct json *node)
{
    struct load *load = list->load;
    if (node->type != JSON_OBJECT) {
        load_complain(load, node->place, NULL, "bytes must be a text, a part, or a list of these");
        return;
    }
    size_t complaints = load->complaints.count;
    load_object(load, node, KEY_OBJECT_PART);
    bool is_good = load->complaints.count == complaints;
    const struct json *content = part_content(load, node, is_good);
    if (content == NULL)
        return;
    if (strcmp(content->name, "repeat") == 0)
        add_repeat(list, node, content);
    else if (strcmp(content->name, "chunk") == 0)
        add_chunk(list, node, content);
    else if (content->type != JSON_STRING)
        return;
    else if (strcmp(content->name, "hex") == 0)
        add_hex(list, content);
    else if (strcmp(content->name, "base64") == 0)
        add_base64(list, content);
    else
        text_add_span(&list->literal, load_file_part(load, content));
}

static void add_node(struct part_list *list, const struct json *node)
{
    if (node->type == JSON_STRING)
        add_text(list, node);
    else
        add_part(list, node);
}

static void add_bytes(struct part_list *list, const struct json *node)
{
    if (node->type != JSON_ARRAY) {
        add_node(list, node);
        return;
    }
    for (const struct json *item = node->children; item != NULL; item = item->next)
        add_node(list, item);
}

static struct parts read_parts(struct load *load, const struct json *node)
{
    struct part_list list = {.load = load};
    add_bytes(&list, node);
    return finish(&list);
}

static void check_size(struct load *load, const struct json *node, const struct parts *parts)
{
    if (bytes_least(parts) > BYTES_MAX)
        load_complain(load, load_start(node), NULL, "this makes more than %u bytes", BYTES_MAX);
}

struct parts load_parts(struct load *load, const struct json *node)
{
    struct parts parts = read_parts(load, node);
    check_size(load, node, &parts);
    return parts;
}

struct parts load_lines(struct load *load, const struct json *lines, const struct json *bytes)
{
    size_t complaints = load->complaints.count;
    bool is_empty_list = lines != NULL && lines->count == 0;
    struct part_list list = {.load = load};
    const struct json *line = lines == NULL ? NULL : lines->children;
    for (; line != NULL; line = line->next) {
        if (line->type == JSON_STRING)
            add_text(&list, line);
        else
            load_complain(load, line->place, NULL, "every element of \"lines\" must be a string");
        text_add(&list.literal, "\r\n");
    }
    if (bytes != NULL)
        add_bytes(&list, bytes);
    struct parts parts = finish(&list);
    check_size(load, lines != NULL ? lines : bytes, &parts);
    if (is_nothing(&parts) && !is_empty_list && load->complaints.count == complaints)
        load_complain(load, load_start(lines != NULL ? lines : bytes), NULL,
                      "this step sends nothing");
    return parts;
}

struct span load_plain_text(struct load *load, const struct json *node)
{
    if (strstr(node->string, "{{") != NULL) {
        load_complain(load, node->place, NULL, "variables cannot be used here");
        return span_of(node->string);
    }
    struct part_list list = {.load = load};
    add_text(&list, node);
    struct parts parts = finish(&list);
    return parts.count == 0 ? span_of("") : parts.items[0].literal;
}

#include <string.h>

#include "suite/load_internal.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "2xx" or "200-399" with three digits each and no leading zero. */
static bool parse_range(const char *text, struct status_range *range)
{
    size_t len = strlen(text);
    if (len == 3 && text[0] >= '1' && text[0] <= '9' && strcmp(text + 1, "xx") == 0) {
        range->low = (text[0] - '0') * 100;
        range->high = range->low + 99;
        return true;
    }
    if (len != 7 || text[3] != '-')
        return false;
    int ends[2] = {0, 0};
    for (size_t i = 0; i < len; i++) {
        if (i == 3)
            continue;
        if (!is_digit(text[i]))
            return false;
        ends[i / 4] = ends[i / 4] * 10 + (text[i] - '0');
    }
    *range = (struct status_range){.low = ends[0], .high = ends[1]};
    return ends[0] >= 100 && ends[0] <= ends[1];
}

static bool read_range(struct load *load, const struct json *node, struct status_range *range)
{
    if (load_is_integer(node, 100, 999)) {
        *range = (struct status_range){.low = (int)node->number, .high = (int)node->number};
        return true;
    }
    if (node->type == JSON_STRING && parse_range(node->string, range))
        return true;
    load_complain(load, node->place, NULL,
                  "a status must be a number like 400, a class like \"4xx\" or a range like "
                  "\"400-499\"");
    return false;
}

struct status_set load_status(struct load *load, const struct json *node)
{
    bool is_list = node->type == JSON_ARRAY;
    size_t count = is_list ? node->count : 1;
    struct status_range *ranges = arena_array(load->arena, count, sizeof(*ranges));
    struct status_set set = {.ranges = ranges};
    if (count == 0)
        load_complain(load, node->place, NULL,
                      "a list of status codes must not be empty; leave it out to allow any");
    if (!is_list) {
        set.count = read_range(load, node, &ranges[0]) ? 1 : 0;
        return set;
    }
    for (const struct json *item = node->children; item != NULL; item = item->next) {
        if (read_range(load, item, &ranges[set.count]))
            set.count++;
    }
    return set;
}

/* RFC 9110 5.6.2: a token is letters, digits and these. */
static bool is_token(const char *text)
{
    static const char allowed[] = "!#$%&'*+-.^_`|~0123456789"
                                  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return text[0] != '\0' && text[strspn(text, allowed)] == '\0';
}

/* A member whose text is compared as it stands: the judge knows no variables there. */
static const char *fixed_text(struct load *load, const struct json *node, const char *name)
{
    const char *text = load_text(node, name);
    if (text != NULL && strstr(text, "{{") != NULL)
        load_complain(load, json_member(node, name)->place, NULL, "variables cannot be used here");
    return text;
}

static const char *token_text(struct load *load, const struct json *node, const char *name)
{
    const char *text = load_text(node, name);
    if (text != NULL && text[0] != '\0' && !is_token(text))
        load_complain(load, json_member(node, name)->place, NULL,
                      "\"%s\" must be a token: letters, digits and !#$%%&'*+-.^_`|~", name);
    return text;
}

static struct field_check read_field(struct load *load, const struct json *node)
{
    struct field_check check = {.name = node->name, .present = CHECK_UNSET, .count = CHECK_UNSET};
    check.line = load_line(load, node->name_place.offset);
    if (!is_token(node->name))
        load_complain(load, node->name_place, NULL, "\"%.60s\" cannot be the name of a field",
                      node->name);
    if (!load_object(load, node, KEY_OBJECT_FIELD))
        return check;
    if (node->count == 0)
        load_complain(load, node->place, NULL, "a field check must not be empty");
    if (json_member(node, "present") != NULL)
        check.present = load_flag(node, "present", true) ? 1 : 0;
    check.count = load_integer(node, KEY_OBJECT_FIELD, "count", CHECK_UNSET);
    check.has_token = token_text(load, node, "has_token");
    check.lacks_token = token_text(load, node, "lacks_token");
    check.equals = fixed_text(load, node, "equals");
    check.is_http_date = load_flag(node, "is_http_date", false);
    check.is_as_first = load_flag(node, "as_first", false);
    if (check.present == 0 && node->count > 1)
        load_complain(load, json_member(node, "present")->name_place, NULL,
                      "a field that must not be there cannot be checked further");
    return check;
}

static void check_twins(struct load *load, const struct json *member,
                        const struct field_check *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (span_is_nocase(span_of(fields[i].name), member->name))
            load_complain(load, member->name_place, NULL,
                          "field \"%.60s\" stands here twice; letter case makes no difference",
                          member->name);
    }
}

static void read_fields(struct load *load, const struct json *node, struct message_checks *checks)
{
    if (node == NULL || node->type != JSON_OBJECT)
        return;
    struct field_check *fields = arena_array(load->arena, node->count, sizeof(*fields));
    size_t count = 0;
    for (const struct json *member = node->children; member != NULL; member = member->next) {
        check_twins(load, member, fields, count);
        fields[count++] = read_field(load, member);
    }
    checks->fields = fields;
    checks->field_count = count;
}

static const struct parts *body_bytes(struct load *load, const struct json *node, const char *name)
{
    const struct json *member = json_member(node, name);
    if (member == NULL)
        return NULL;
    struct parts *parts = arena_alloc(load->arena, sizeof(*parts));
    *parts = load_parts(load, member);
    return parts;
}

static void read_body(struct load *load, const struct json *node, struct body_check *body)
{
    if (node == NULL || node->type != JSON_OBJECT)
        return;
    load_object(load, node, KEY_OBJECT_BODY);
    body->is_given = true;
    if (json_member(node, "empty") != NULL)
        body->empty = load_flag(node, "empty", true) ? 1 : 0;
    body->length = load_integer(node, KEY_OBJECT_BODY, "length", CHECK_UNSET);
    body->equals = body_bytes(load, node, "equals");
    body->contains = body_bytes(load, node, "contains");
    body->lacks = body_bytes(load, node, "lacks");
    if (body->empty == 1 && node->count > 1)
        load_complain(load, json_member(node, "empty")->name_place, NULL,
                      "content that must be empty cannot be checked further");
}

struct message_checks load_checks(struct load *load, const struct json *node)
{
    struct message_checks checks = {
        .body = {.empty = CHECK_UNSET, .length = CHECK_UNSET},
    };
    const struct json *status = node == NULL ? NULL : json_member(node, "status");
    if (status != NULL)
        checks.status = load_status(load, status);
    read_fields(load, json_member(node, "headers"), &checks);
    read_body(load, json_member(node, "body"), &checks.body);
    return checks;
}

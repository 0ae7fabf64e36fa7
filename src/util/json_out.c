#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "util/json.h"
#include "util/json_base64.h"
#include "util/memory.h"
#include "util/text.h"
#include "util/utf8.h"

#define INTEGER_MAX 9007199254740991 /* 2^53 - 1 */

/* A struct json_out is a cJSON under a name of our own; it is never looked into. */
static cJSON *item_of(struct json_out *out)
{
    return (cJSON *)out;
}

static cJSON *checked(cJSON *item)
{
    if (item == NULL) {
        fputs("h1audit: out of memory\n", stderr);
        abort();
    }
    return item;
}

static struct json_out *add(struct json_out *parent, const char *name, cJSON *item)
{
    checked(item);
    if (name == NULL)
        cJSON_AddItemToArray(item_of(parent), item);
    else
        cJSON_AddItemToObject(item_of(parent), name, item);
    return (struct json_out *)item;
}

struct json_out *json_out_object(void)
{
    return (struct json_out *)checked(cJSON_CreateObject());
}

struct json_out *json_out_array(void)
{
    return (struct json_out *)checked(cJSON_CreateArray());
}

void json_out_free(struct json_out *root)
{
    cJSON_Delete(item_of(root));
}

struct json_out *json_out_add_object(struct json_out *parent, const char *name)
{
    return add(parent, name, cJSON_CreateObject());
}

struct json_out *json_out_add_array(struct json_out *parent, const char *name)
{
    return add(parent, name, cJSON_CreateArray());
}

void json_out_add_string(struct json_out *parent, const char *name, const char *value)
{
    struct span bytes = span_of(value);
    if (utf8_valid_prefix(bytes) == bytes.len) {
        add(parent, name, cJSON_CreateString(value));
        return;
    }
    /* A wrong caller must not make the whole document unreadable. */
    struct text text = {0};
    text_clean(&text, value);
    add(parent, name, cJSON_CreateString(text_string(&text)));
    text_done(&text);
}

/* Written here, because cJSON stops at 15 digits when they are nearly right; 17 always suffice. */
void json_out_add_number(struct json_out *parent, const char *name, double value)
{
    char digits[64];
    if (!(value - value == 0)) { /* JSON has neither infinities nor NaN */
        add(parent, name, cJSON_CreateNull());
        return;
    }
    if (value >= -INTEGER_MAX && value <= INTEGER_MAX && value == (double)(int64_t)value)
        snprintf(digits, sizeof(digits), "%" PRId64, (int64_t)value);
    else if (snprintf(digits, sizeof(digits), "%.15g", value) > 0 && strtod(digits, NULL) != value)
        snprintf(digits, sizeof(digits), "%.17g", value);
    add(parent, name, cJSON_CreateRaw(digits));
}

void json_out_add_bool(struct json_out *parent, const char *name, bool value)
{
    add(parent, name, cJSON_CreateBool(value));
}

void json_out_add_bytes(struct json_out *parent, const char *name, struct span bytes)
{
    char *text = json_base64_encode(bytes);
    add(parent, name, cJSON_CreateString(text));
    free(text);
}

char *json_out_print(const struct json_out *root, bool is_pretty)
{
    const cJSON *item = (const cJSON *)root;
    char *text = is_pretty ? cJSON_Print(item) : cJSON_PrintUnformatted(item);
    size_t len = text == NULL ? 0 : strlen(text);
    text = memory_resize(text, len + 2);
    memcpy(text + len, "\n", 2);
    return text;
}

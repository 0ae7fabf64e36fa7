#include "suite/bytes.h"

#include <string.h>

#define BLOCK_SIZE 4096 /* bytes of a repeated part that are copied at once */

const struct variable *variables_find(const struct variables *variables, const char *name)
{
    for (size_t i = 0; i < variables->count; i++) {
        if (strcmp(variables->items[i].name, name) == 0)
            return &variables->items[i];
    }
    return NULL;
}

static bool add(struct text *out, struct span bytes, struct error *error)
{
    if (out->len > BYTES_MAX || bytes.len > BYTES_MAX - out->len)
        return error_set(error, "a step would send more than %u bytes", BYTES_MAX);
    text_add_span(out, bytes);
    return true;
}

static bool add_variable(const char *name, const struct variables *variables, struct text *out,
                         struct error *error)
{
    const struct variable *variable = variables_find(variables, name);
    if (variable == NULL)
        return error_set(error, "variable \"%s\" has no value", name);
    return add(out, variable->value, error);
}

static bool expand(const struct parts *parts, const struct variables *variables, struct text *out,
                   struct error *error);

/*
 * Expands inner once and copies the bytes, so that the work is bounded by the bytes written; short
 * ones are gathered into a block, so that a field of 64 KiB of "A" is not 65536 copies.
 */
static bool add_repeat(const struct part *part, const struct variables *variables, struct text *out,
                       struct error *error)
{
    struct text once = {0};
    struct text block = {0};
    bool is_good = expand(&part->inner, variables, &once, error);
    size_t times = part->times;
    size_t per_block = once.len == 0 || once.len > BLOCK_SIZE ? 1 : BLOCK_SIZE / once.len;
    if (per_block > times)
        per_block = times;
    for (size_t i = 0; is_good && i < per_block; i++)
        text_add_span(&block, text_span(&once));
    for (; is_good && once.len > 0 && times > 0; times -= per_block) {
        if (per_block > times)
            per_block = times;
        is_good = add(out, span_slice(text_span(&block), 0, per_block * once.len), error);
    }
    text_done(&once);
    text_done(&block);
    return is_good;
}

/* RFC 9112 7.1: chunk-size [ chunk-ext ] CRLF chunk-data CRLF. */
static bool add_chunk(const struct part *part, const struct variables *variables, struct text *out,
                      struct error *error)
{
    struct text data = {0};
    struct text line = {0};
    bool is_good = expand(&part->inner, variables, &data, error);
    if (is_good && data.len == 0)
        is_good = error_set(error, "a chunk would be empty, which would end the body");
    if (is_good) {
        text_printf(&line, "%zx", data.len);
        is_good = expand(&part->ext, variables, &line, error);
    }
    text_add(&line, "\r\n");
    text_add(&data, "\r\n");
    is_good = is_good && add(out, text_span(&line), error) && add(out, text_span(&data), error);
    text_done(&line);
    text_done(&data);
    return is_good;
}

static bool add_part(const struct part *part, const struct variables *variables, struct text *out,
                     struct error *error)
{
    switch (part->kind) {
    case PART_LITERAL:
        return add(out, part->literal, error);
    case PART_VARIABLE:
        return add_variable(part->variable, variables, out, error);
    case PART_REPEAT:
        return add_repeat(part, variables, out, error);
    case PART_CHUNK:
        return add_chunk(part, variables, out, error);
    }
    return false;
}

static bool expand(const struct parts *parts, const struct variables *variables, struct text *out,
                   struct error *error)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (!add_part(&parts->items[i], variables, out, error))
            return false;
    }
    return true;
}

bool bytes_expand(const struct parts *parts, const struct variables *variables, struct text *out,
                  struct error *error)
{
    struct text fresh = {0};
    bool is_good = expand(parts, variables, &fresh, error) && add(out, text_span(&fresh), error);
    text_done(&fresh);
    return is_good;
}

static size_t add_saturated(size_t a, size_t b)
{
    return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

size_t bytes_least(const struct parts *parts)
{
    size_t sum = 0;
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        size_t inner = bytes_least(&part->inner);
        sum = add_saturated(sum, part->literal.len);
        if (part->kind == PART_CHUNK)
            sum = add_saturated(sum, bytes_least(&part->ext));
        if (part->kind == PART_REPEAT && inner > 0 && part->times > SIZE_MAX / inner)
            return SIZE_MAX;
        sum = add_saturated(sum, part->kind == PART_REPEAT ? inner * part->times : inner);
    }
    return sum;
}

bool bytes_have_variable(const struct parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->items[i];
        if (part->kind == PART_VARIABLE || bytes_have_variable(&part->inner) ||
            bytes_have_variable(&part->ext))
            return true;
    }
    return false;
}

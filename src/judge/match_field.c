#include "judge/match_field.h"

#include <inttypes.h>
#include <string.h>

#include "http/syntax.h"
#include "judge/words.h"

/* "Connection" for "connection": field names of cases are shown in their usual form. */
static const char *shown(struct arena *arena, const char *name)
{
    char *text = arena_string(arena, name);
    bool is_first = true;
    for (char *c = text; *c != '\0'; c++) {
        if (is_first && *c >= 'a' && *c <= 'z')
            *c = (char)(*c - 'a' + 'A');
        is_first = *c == '-';
    }
    return text;
}

static const struct http_field *first_field(const struct comparison *comparison)
{
    size_t from = 0;
    return http_next_field(comparison->answer.message, comparison->peer->received,
                           comparison->field->name, &from);
}

/* All values of the field in message as one line, in quotes and with commas between them, or
 * "none". */
static const char *values_in(const struct comparison *comparison,
                             const struct http_message *message)
{
    const char *text = NULL;
    size_t from = 0;
    const struct http_field *field;
    while ((field = http_next_field(message, comparison->peer->received, comparison->field->name,
                                    &from)) != NULL) {
        const char *value =
            words_quote(comparison->arena, http_bytes(comparison->peer->received, field->value));
        text = text == NULL ? value : arena_printf(comparison->arena, "%s, %s", text, value);
    }
    return text == NULL ? "none" : text;
}

static const char *values(const struct comparison *comparison)
{
    return values_in(comparison, comparison->answer.message);
}

/* Adds a check of the field; what is in the received head is proof, as far as the head is there. */
static void add(struct comparison *comparison, bool holds, const char *expected,
                const char *sentence)
{
    const struct http_message *message = comparison->answer.message;
    const struct http_field *field = first_field(comparison);
    bool is_known = message->is_head_complete;
    comparison_add(comparison,
                   (struct check){
                       .what = arena_printf(comparison->arena, "%s in %s",
                                            shown(comparison->arena, comparison->field->name),
                                            comparison_answer_name(comparison)),
                       .holds = holds,
                       .proof = is_known ? PROOF_BYTES : comparison_proof_of_absence(comparison),
                       .expected = expected,
                       .actual = values(comparison),
                       .sentence = arena_printf(comparison->arena, "%s %s",
                                                comparison_answer_word(comparison), sentence),
                       .offset = field == NULL ? message->offset : field->line.offset,
                   });
}

void match_field_present(struct comparison *comparison)
{
    const struct field_check *field = comparison->field;
    if (field->present == CHECK_UNSET)
        return;
    bool is_wanted = field->present != 0;
    bool is_there = first_field(comparison) != NULL;
    add(comparison, is_there == is_wanted, is_wanted ? "present" : "absent",
        arena_printf(comparison->arena, "%s %s", is_there ? "has" : "lacks",
                     shown(comparison->arena, field->name)));
}

void match_field_count(struct comparison *comparison)
{
    const struct field_check *field = comparison->field;
    struct arena *arena = comparison->arena;
    if (field->count == CHECK_UNSET)
        return;
    size_t count =
        http_field_count(comparison->answer.message, comparison->peer->received, field->name);
    const char *name = shown(arena, field->name);
    add(comparison, (int64_t)count == field->count,
        words_count(arena, (size_t)field->count, "field line"),
        arena_printf(arena, "has %s of %s, expected %" PRId64,
                     words_count(arena, count, "field line"), name, field->count));
}

static bool has_token(const struct comparison *comparison, const char *token)
{
    return http_has_token(comparison->answer.message, comparison->peer->received,
                          comparison->field->name, token);
}

void match_field_has_token(struct comparison *comparison)
{
    const struct field_check *field = comparison->field;
    struct arena *arena = comparison->arena;
    if (field->has_token == NULL)
        return;
    add(comparison, has_token(comparison, field->has_token),
        arena_printf(arena, "a list with \"%s\"", field->has_token),
        arena_printf(arena, "lacks \"%s: %s\"", shown(arena, field->name), field->has_token));
}

void match_field_lacks_token(struct comparison *comparison)
{
    const struct field_check *field = comparison->field;
    struct arena *arena = comparison->arena;
    if (field->lacks_token == NULL)
        return;
    add(comparison, !has_token(comparison, field->lacks_token),
        arena_printf(arena, "no \"%s\" in the list", field->lacks_token),
        arena_printf(arena, "has \"%s: %s\"", shown(arena, field->name), field->lacks_token));
}

void match_field_equals(struct comparison *comparison)
{
    const struct field_check *field = comparison->field;
    struct arena *arena = comparison->arena;
    if (field->equals == NULL)
        return;
    const struct http_field *found = first_field(comparison);
    bool holds = found != NULL &&
                 span_is(http_bytes(comparison->peer->received, found->value), field->equals);
    const char *expected = words_quote(arena, span_of(field->equals));
    const char *name = shown(arena, field->name);
    const char *sentence =
        found == NULL
            ? arena_printf(arena, "lacks %s, expected %s", name, expected)
            : arena_printf(arena, "has %s %s, expected %s", name, values(comparison), expected);
    add(comparison, holds, expected, sentence);
}

void match_field_is_http_date(struct comparison *comparison)
{
    const struct field_check *field = comparison->field;
    struct arena *arena = comparison->arena;
    if (!field->is_http_date)
        return;
    const struct http_field *found = first_field(comparison);
    const char *name = shown(arena, field->name);
    if (found == NULL) {
        add(comparison, false, "an IMF-fixdate", arena_printf(arena, "lacks %s", name));
        return;
    }
    struct span value = http_bytes(comparison->peer->received, found->value);
    add(comparison, syntax_is_http_date(value, false), "an IMF-fixdate",
        arena_printf(arena, "has %s %s, which is no IMF-fixdate", name, words_quote(arena, value)));
}

void match_field_as_first(struct comparison *comparison)
{
    const struct field_check *field = comparison->field;
    struct arena *arena = comparison->arena;
    if (!field->is_as_first)
        return;
    const struct answer first = comparison_next_answer(comparison, &(struct answer){0});
    const char *expected = values_in(comparison, first.message);
    const char *actual = values(comparison);
    add(comparison, strcmp(actual, expected) == 0, expected,
        arena_printf(arena, "has %s %s, expected %s as in the first response",
                     shown(arena, field->name), actual, expected));
}

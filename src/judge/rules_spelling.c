#include "judge/rules.h"

#include "http/syntax.h"
#include "judge/words.h"

static bool is_one_space(struct span blanks)
{
    return span_is(blanks, " ");
}

/* What stands between the colon of field and its value; data is NULL if that cannot be told. */
static struct span blanks_before(struct span received, const struct http_field *field)
{
    struct span line = http_bytes(received, field->line);
    size_t colon = span_find(line, span_of(":"), field->name.len);
    bool is_folded = span_find(line, span_of("\n"), 0) != SIZE_MAX;
    if (colon == SIZE_MAX || is_folded)
        return (struct span){0};
    return span_slice(line, colon + 1, field->value.offset - field->line.offset - colon - 1);
}

/*
 * RFC 9110 5.6.3 wants one SP where optional whitespace is preferred; RFC 9112 5 prefers it in
 * front of a field value. An empty value needs none.
 */
void rules_space_after_colon(struct rule_place *place)
{
    struct span received = place->peer->received;
    for (size_t i = 0; i < place->response->field_count; i++) {
        const struct http_field *field = &place->response->fields[i];
        struct span blanks = blanks_before(received, field);
        bool is_none_allowed = field->value.len == 0;
        if (blanks.data == NULL)
            continue;
        rules_look(place);
        if (!is_one_space(blanks) && !(is_none_allowed && blanks.len == 0))
            rules_hit(place, field->line,
                      words_quote(place->arena, http_bytes(received, field->line)));
    }
}

/* True if blanks stand in front of a comma or semicolon of value, quoted strings left out. */
static bool has_early_blank(struct span value)
{
    size_t at = 0;
    while (at < value.len) {
        size_t quoted = syntax_quoted_string(span_slice(value, at, SIZE_MAX));
        size_t next = syntax_skip_blanks(value, at);
        bool is_mark = next < value.len && (value.data[next] == ',' || value.data[next] == ';');
        if (next > at && is_mark)
            return true;
        at += quoted > 0 ? quoted : next > at ? next - at : 1;
    }
    return false;
}

/* Fields made of tokens and quoted strings only: elsewhere a blank may be part of the value. */
static bool is_list_of_tokens(struct span name)
{
    static const char *const names[] = {"Accept-Ranges", "Allow",   "Cache-Control",
                                        "Connection",    "Trailer", "Content-Type",
                                        "Upgrade",       "Vary",    "Transfer-Encoding"};
    for (size_t i = 0; i < countof(names); i++) {
        if (span_is_nocase(name, names[i]))
            return true;
    }
    return false;
}

void rules_needless_whitespace(struct rule_place *place)
{
    struct span received = place->peer->received;
    for (size_t i = 0; i < place->response->field_count; i++) {
        const struct http_field *field = &place->response->fields[i];
        struct span line = http_bytes(received, field->line);
        if (blanks_before(received, field).data == NULL)
            continue;
        rules_look(place);
        bool is_last = field->value.offset + field->value.len == field->line.offset + line.len;
        bool is_early = is_list_of_tokens(http_bytes(received, field->name)) &&
                        has_early_blank(http_bytes(received, field->value));
        if (!is_last || is_early)
            rules_hit(place, field->line, words_quote(place->arena, line));
    }
}

/* Length of the comment at the start of text (RFC 9110 5.6.5), or 0. */
static size_t comment_len(struct span text)
{
    size_t depth = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (depth > 0 && text.data[i] == '\\')
            i++;
        else if (text.data[i] == '(')
            depth++;
        else if (depth > 0 && text.data[i] == ')')
            depth--;
        if (depth == 0)
            return i == 0 ? 0 : i + 1;
    }
    return 0;
}

/* Blanks beside a comma are optional, and a matter of another sentence. */
static bool has_wide_gap(struct span value)
{
    size_t at = 0;
    while (at < value.len) {
        size_t comment = comment_len(span_slice(value, at, SIZE_MAX));
        size_t next = syntax_skip_blanks(value, at);
        bool is_optional =
            (at > 0 && value.data[at - 1] == ',') || (next < value.len && value.data[next] == ',');
        if (next > at && !is_optional && !is_one_space(span_slice(value, at, next - at)))
            return true;
        at += comment > 0 ? comment : next > at ? next - at : 1;
    }
    return false;
}

/* True if text, a quoted-string, has a quoted-pair of something else than DQUOTE and backslash. */
static bool has_needless_pair(struct span text)
{
    for (size_t i = 1; i + 2 < text.len; i++) {
        if (text.data[i] != '\\')
            continue;
        i++;
        if (text.data[i] != '"' && text.data[i] != '\\')
            return true;
    }
    return false;
}

static bool has_needless_escape(struct span value)
{
    size_t at = 0;
    while (at < value.len) {
        struct span rest = span_slice(value, at, SIZE_MAX);
        size_t quoted = syntax_quoted_string(rest);
        if (has_needless_pair(span_slice(rest, 0, quoted)))
            return true;
        at += quoted > 0 ? quoted : 1;
    }
    return false;
}

/* No field line called name may be as is_wrong says. */
static void check_values(struct rule_place *place, const char *name,
                         bool (*is_wrong)(struct span value))
{
    struct span received = place->peer->received;
    const struct http_field *field;
    size_t from = 0;
    while ((field = http_next_field(place->response, received, name, &from)) != NULL) {
        struct span value = http_bytes(received, field->value);
        rules_look(place);
        if (is_wrong(value))
            rules_hit(place, field->line,
                      arena_printf(place->arena, "%s: %s", name, words_quote(place->arena, value)));
    }
}

/* RFC 9110 7.6.3 and 10.2.4: RWS between the parts of Via, and between products and comments. */
void rules_required_whitespace(struct rule_place *place)
{
    check_values(place, "Server", has_wide_gap);
    check_values(place, "Via", has_wide_gap);
}

/* Fields whose quotes surely hold a quoted-string; an entity tag, for one, is none. */
void rules_needless_escapes(struct rule_place *place)
{
    static const char *const names[] = {"Cache-Control", "Content-Disposition", "Content-Type",
                                        "WWW-Authenticate"};
    for (size_t i = 0; i < countof(names); i++)
        check_values(place, names[i], has_needless_escape);
}

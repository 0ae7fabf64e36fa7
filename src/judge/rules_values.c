#include "judge/rules.h"

#include "http/syntax.h"
#include "judge/words.h"

/* Offset behind `realm` `=` at the start of text, with bad whitespace around the sign, or 0. */
static size_t realm_value(struct span text)
{
    if (!span_is_nocase(span_slice(text, 0, 5), "realm"))
        return 0;
    size_t at = syntax_skip_blanks(text, 5);
    if (at >= text.len || text.data[at] != '=')
        return 0;
    return syntax_skip_blanks(text, at + 1);
}

/* Walks the challenges of value; *is_quoted is false if a realm is not a quoted-string. */
static bool find_realm(struct span value, bool *is_quoted)
{
    bool is_found = false;
    bool is_start = true; /* of a parameter's name */
    size_t at = 0;
    *is_quoted = true;
    while (at < value.len) {
        struct span rest = span_slice(value, at, SIZE_MAX);
        size_t realm = is_start ? realm_value(rest) : 0;
        size_t quoted = syntax_quoted_string(rest);
        if (realm > 0) {
            is_found = true;
            *is_quoted = *is_quoted && realm < rest.len && rest.data[realm] == '"';
        }
        is_start = rest.data[0] == ',' || syntax_is_blank(rest.data[0]);
        at += quoted > 0 ? quoted : realm > 0 ? realm : 1;
    }
    return is_found;
}

void rules_realm_quoted(struct rule_place *place)
{
    struct span received = place->peer->received;
    const struct http_field *field;
    size_t from = 0;
    if (!place->response->is_head_complete)
        return;
    while ((field = http_next_field(place->response, received, "WWW-Authenticate", &from)) !=
           NULL) {
        bool is_quoted;
        struct span value = http_bytes(received, field->value);
        if (!find_realm(value, &is_quoted))
            continue;
        rules_look(place);
        if (!is_quoted)
            rules_hit(place, field->line, words_quote(place->arena, value));
    }
}

/* RFC 9110 15.3.7: one part says its range in the head, several say it in each part. */
void rules_part_range(struct rule_place *place)
{
    static const char multipart[] = "multipart/byteranges";
    if (!rules_is_final(place) || place->response->status != 206)
        return;
    rules_look(place);
    struct span type = span_slice(rules_value(place, "Content-Type"), 0, sizeof(multipart) - 1);
    if (!span_is_nocase(type, multipart) && rules_count(place, "Content-Range") == 0)
        rules_hit(place, place->response->start_line, "206 of one part without Content-Range");
}

/* The authority of a URI that begins with scheme, or a span with data NULL. */
static struct span authority_of(struct span uri, const char *scheme)
{
    size_t len = span_of(scheme).len;
    if (!span_is_nocase(span_slice(uri, 0, len), scheme))
        return (struct span){0};
    size_t end = len;
    while (end < uri.len && uri.data[end] != '/' && uri.data[end] != '?' && uri.data[end] != '#')
        end++;
    return span_slice(uri, len, end - len);
}

/* The authority of Location if it begins with scheme. */
static struct span location_authority(struct rule_place *place, const char *scheme)
{
    if (!rules_is_final(place))
        return (struct span){0};
    struct span authority = authority_of(rules_value(place, "Location"), scheme);
    if (authority.data != NULL)
        rules_look(place);
    return authority;
}

static void hit_location(struct rule_place *place)
{
    rules_hit(place, rules_where(place, "Location"),
              words_quote(place->arena, rules_value(place, "Location")));
}

static void check_location_host(struct rule_place *place, const char *scheme)
{
    struct span authority = location_authority(place, scheme);
    bool is_empty = authority.len == 0 || authority.data[0] == ':';
    if (authority.data != NULL && is_empty)
        hit_location(place);
}

void rules_location_host(struct rule_place *place)
{
    check_location_host(place, "http://");
}

void rules_location_host_https(struct rule_place *place)
{
    check_location_host(place, "https://");
}

void rules_location_user(struct rule_place *place)
{
    struct span authority = location_authority(place, "http://");
    if (authority.data == NULL)
        authority = location_authority(place, "https://");
    if (authority.data != NULL && span_find(authority, span_of("@"), 0) != SIZE_MAX)
        hit_location(place);
}

static bool is_forbidden_trailer(struct span name)
{
    /* RFC 9110 6.5.1: framing, routing, authentication, request modifiers, response control,
     * content. */
    static const char *const names[] = {
        "Authorization",  "Cache-Control", "Connection",        "Content-Encoding",
        "Content-Length", "Content-Range", "Content-Type",      "Host",
        "Set-Cookie",     "Trailer",       "Transfer-Encoding", "WWW-Authenticate"};
    for (size_t i = 0; i < countof(names); i++) {
        if (span_is_nocase(name, names[i]))
            return true;
    }
    return false;
}

void rules_trailer_allowed(struct rule_place *place)
{
    const struct http_message *response = place->response;
    for (size_t i = 0; i < response->field_count; i++) {
        const struct http_field *field = &response->fields[i];
        if (!field->is_trailer)
            continue;
        rules_look(place);
        struct span name = http_bytes(place->peer->received, field->name);
        if (is_forbidden_trailer(name))
            rules_hit(place, field->line, words_quote(place->arena, name));
    }
}

void rules_trailer_announced(struct rule_place *place)
{
    const struct http_message *response = place->response;
    for (size_t i = 0; i < response->field_count; i++) {
        if (!response->fields[i].is_trailer)
            continue;
        rules_look(place);
        if (rules_count(place, "Trailer") == 0)
            rules_hit(place, response->fields[i].line,
                      "a trailer section without the field Trailer");
    }
}

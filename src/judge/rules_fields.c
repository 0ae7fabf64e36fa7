#include "judge/rules.h"

#include <string.h>

#include "http/syntax.h"
#include "judge/words.h"

void rules_field_required(struct rule_place *place)
{
    const struct rule *rule = place->rule;
    const struct http_message *response = place->response;
    if (!response->is_head_complete || response->status != rule->status)
        return;
    rules_look(place);
    if (rules_count(place, rule->field) == 0)
        rules_hit(place, response->start_line,
                  arena_printf(place->arena, "%d without %s", rule->status, rule->field));
}

/*
 * RFC 9110 6.6.1: servers with a clock must send Date, those without one must not. Any response
 * that has it shows a clock, so that it is looked at even where Date is not demanded.
 */
void rules_date(struct rule_place *place)
{
    int class = place->response->status / 100;
    bool has_date = rules_count(place, "Date") > 0;
    bool is_demanded = class >= 2 && class <= 4;
    if (!place->response->is_head_complete || !(is_demanded || has_date))
        return;
    rules_look(place);
    if (!has_date)
        rules_hit(place, place->response->start_line,
                  arena_printf(place->arena, "%d without Date", place->response->status));
}

/* Expires: 0 and -1 are no dates either, but recipients must know them (RFC 9111 5.3): left alone.
 */
static bool is_wrong_date(struct span value, const char *name)
{
    bool is_old_habit =
        strcmp(name, "Expires") == 0 && (span_is(value, "0") || span_is(value, "-1"));
    return !is_old_habit && !syntax_is_http_date(value, false);
}

void rules_date_format(struct rule_place *place)
{
    static const char *const names[] = {"Date", "Last-Modified", "Expires"};
    for (size_t i = 0; place->response->is_head_complete && i < countof(names); i++) {
        struct span value = rules_value(place, names[i]);
        if (value.data == NULL)
            continue;
        rules_look(place);
        if (is_wrong_date(value, names[i]))
            rules_hit(
                place, rules_where(place, names[i]),
                arena_printf(place->arena, "%s: %s", names[i], words_quote(place->arena, value)));
    }
}

void rules_single_fields(struct rule_place *place)
{
    static const char *const names[] = {"Content-Type", "Content-Location", "Date",
                                        "ETag",         "Expires",          "Last-Modified",
                                        "Location",     "Retry-After",      "Server"};
    if (!place->response->is_head_complete)
        return;
    rules_look(place);
    for (size_t i = 0; i < countof(names); i++) {
        size_t count = rules_count(place, names[i]);
        if (count > 1)
            rules_hit(place, rules_where(place, names[i]),
                      arena_printf(place->arena, "%s of %s",
                                   words_count(place->arena, count, "field line"), names[i]));
    }
}

/* True if a comma of list has nothing but OWS on one side. Commas in quoted strings do not count.
 */
static bool has_empty_member(struct span list)
{
    bool is_empty = true;
    size_t at = 0;
    while (at < list.len) {
        size_t quoted = syntax_quoted_string(span_slice(list, at, SIZE_MAX));
        uint8_t c = list.data[at];
        if (c == ',' && is_empty)
            return true;
        if (c == ',')
            is_empty = true;
        else if (!syntax_is_blank(c))
            is_empty = false;
        at += quoted > 0 ? quoted : 1;
    }
    return is_empty && list.len > 0;
}

void rules_list_members(struct rule_place *place)
{
    static const char *const names[] = {"Connection",    "Vary", "Allow",   "Transfer-Encoding",
                                        "Accept-Ranges", "Via",  "Upgrade", "Trailer"};
    struct span received = place->peer->received;
    for (size_t i = 0; place->response->is_head_complete && i < countof(names); i++) {
        const struct http_field *field;
        size_t from = 0;
        while ((field = http_next_field(place->response, received, names[i], &from)) != NULL) {
            struct span value = http_bytes(received, field->value);
            rules_look(place);
            if (has_empty_member(value))
                rules_hit(place, field->line,
                          arena_printf(place->arena, "%s: %s", names[i],
                                       words_quote(place->arena, value)));
        }
    }
}

void rules_upgrade_option(struct rule_place *place)
{
    if (!place->response->is_head_complete || rules_count(place, "Upgrade") == 0)
        return;
    rules_look(place);
    if (!http_has_token(place->response, place->peer->received, "Connection", "upgrade"))
        rules_hit(place, rules_where(place, "Upgrade"),
                  "Upgrade without the connection option upgrade");
}

void rules_keep_alive_option(struct rule_place *place)
{
    if (!place->response->is_head_complete || rules_count(place, "Keep-Alive") == 0)
        return;
    rules_look(place);
    if (!http_has_token(place->response, place->peer->received, "Connection", "keep-alive"))
        rules_hit(place, rules_where(place, "Keep-Alive"),
                  "Keep-Alive without the connection option keep-alive");
}

/* Fields that RFC 9110 defines for requests alone; Accept and its like are none (12.5.1). */
void rules_request_fields(struct rule_place *place)
{
    static const char *const names[] = {"Expect",
                                        "Host",
                                        "If-Match",
                                        "If-Modified-Since",
                                        "If-None-Match",
                                        "If-Range",
                                        "If-Unmodified-Since",
                                        "Max-Forwards",
                                        "Range",
                                        "TE"};
    if (!rules_is_final(place))
        return;
    rules_look(place);
    for (size_t i = 0; i < countof(names); i++) {
        if (rules_count(place, names[i]) > 0)
            rules_hit(place, rules_where(place, names[i]),
                      arena_printf(place->arena, "a response with %s", names[i]));
    }
}

void rules_connection_options(struct rule_place *place)
{
    static const char *const end_to_end[] = {
        "Allow", "Cache-Control", "Content-Encoding", "Content-Length", "Content-Type", "Date",
        "ETag",  "Expires",       "Last-Modified",    "Location",       "Set-Cookie",   "Vary"};
    if (!place->response->is_head_complete || rules_count(place, "Connection") == 0)
        return;
    rules_look(place);
    for (size_t i = 0; i < countof(end_to_end); i++) {
        if (http_has_token(place->response, place->peer->received, "Connection", end_to_end[i]))
            rules_hit(place, rules_where(place, "Connection"),
                      arena_printf(place->arena, "Connection names %s", end_to_end[i]));
    }
}

void rules_content_type(struct rule_place *place)
{
    if (!rules_is_final(place) || place->response->content_length == 0)
        return;
    rules_look(place);
    if (rules_count(place, "Content-Type") == 0)
        rules_hit(place, place->response->start_line,
                  arena_printf(place->arena, "%s of content without Content-Type",
                               words_count(place->arena, place->response->content_length, "byte")));
}

void rules_identity_coding(struct rule_place *place)
{
    if (!rules_is_final(place) || rules_count(place, "Content-Encoding") == 0)
        return;
    rules_look(place);
    if (http_has_token(place->response, place->peer->received, "Content-Encoding", "identity"))
        rules_hit(place, rules_where(place, "Content-Encoding"),
                  words_quote(place->arena, rules_value(place, "Content-Encoding")));
}

/* RFC 9110 15.5.6: 405 says that the resource does not support the method, Allow that it does. */
void rules_allow_refused(struct rule_place *place)
{
    struct span received = place->peer->received;
    const struct http_field *field;
    size_t from = 0;
    if (!rules_is_final(place) || place->response->status != 405 || place->request == NULL)
        return;
    while ((field = http_next_field(place->response, received, "Allow", &from)) != NULL) {
        struct span value = http_bytes(received, field->value);
        struct span member;
        size_t offset = 0;
        rules_look(place);
        while (syntax_next_member(value, &offset, &member)) {
            if (span_equal(member, place->request->method))
                rules_hit(place, field->line,
                          arena_printf(place->arena, "405 to %s, and Allow: %s",
                                       words_quote(place->arena, member),
                                       words_quote(place->arena, value)));
        }
    }
}

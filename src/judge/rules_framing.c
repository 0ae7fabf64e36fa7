#include "judge/rules.h"

#include "http/syntax.h"
#include "judge/words.h"

static bool may_not_frame(const struct http_message *response)
{
    return response->is_head_complete && (response->status / 100 == 1 || response->status == 204);
}

static void forbid(struct rule_place *place, const char *name)
{
    rules_look(place);
    if (rules_count(place, name) > 0)
        rules_hit(place, rules_where(place, name),
                  arena_printf(place->arena, "%d with %s", place->response->status, name));
}

void rules_coding_forbidden(struct rule_place *place)
{
    if (may_not_frame(place->response))
        forbid(place, "Transfer-Encoding");
}

void rules_length_forbidden(struct rule_place *place)
{
    if (may_not_frame(place->response))
        forbid(place, "Content-Length");
}

/* RFC 9112 6.1: counted over all field lines; parameters are not looked at. */
void rules_chunked_once(struct rule_place *place)
{
    struct span received = place->peer->received;
    const struct http_field *field;
    size_t from = 0;
    size_t count = 0;
    while ((field = http_next_field(place->response, received, "Transfer-Encoding", &from)) !=
           NULL) {
        struct span value = http_bytes(received, field->value);
        struct span member;
        size_t offset = 0;
        rules_look(place);
        while (syntax_next_member(value, &offset, &member))
            count += span_is_nocase(member, "chunked");
        if (count > 1)
            rules_hit(place, field->line, words_quote(place->arena, value));
    }
}

void rules_coding_to_1_0(struct rule_place *place)
{
    if (place->response->is_head_complete && rules_answers(place, NULL, 0))
        forbid(place, "Transfer-Encoding");
}

void rules_interim_to_1_0(struct rule_place *place)
{
    const struct http_message *response = place->response;
    if (!rules_answers(place, NULL, 0))
        return;
    rules_look(place);
    if (response->status / 100 == 1)
        rules_hit(place, response->start_line,
                  arena_printf(place->arena, "%d to an HTTP/1.0 request", response->status));
}

/* The bytes right behind the response that are none, or NULL. */
static const struct http_deviation *stray(const struct rule_place *place)
{
    const struct http_stream *stream = place->peer->stream;
    for (size_t i = 0; i < stream->deviation_count; i++) {
        const struct http_deviation *deviation = &stream->deviations[i];
        bool is_stray =
            deviation->kind == DEVIATION_NOT_HTTP || deviation->kind == DEVIATION_SURPLUS;
        /* A whole response that nobody asked for is surplus too, but begins a message. */
        bool is_loose = deviation->message == stream->count;
        if (is_stray && is_loose && deviation->offset == place->response->end)
            return deviation;
    }
    return NULL;
}

static void forbid_stray(struct rule_place *place)
{
    rules_look(place);
    const struct http_deviation *deviation = stray(place);
    if (deviation == NULL)
        return;
    struct range where = {.offset = deviation->offset, .len = deviation->len};
    rules_hit(place, where,
              arena_printf(place->arena, "%s: %s", words_count(place->arena, where.len, "byte"),
                           words_quote(place->arena, http_bytes(place->peer->received, where))));
}

void rules_nothing_after_head(struct rule_place *place)
{
    bool is_head = rules_answers(place, "HEAD", 0) || rules_answers(place, "HEAD", 1);
    if (rules_is_final(place) && is_head && place->response->framing == FRAMING_NONE)
        forbid_stray(place);
}

void rules_nothing_after_bodyless(struct rule_place *place)
{
    int status = place->response->status;
    bool is_bodyless = status / 100 == 1 || status == 204 || status == 304;
    bool is_head = place->request != NULL && span_is(place->request->method, "HEAD");
    if (is_bodyless && !is_head && place->response->is_head_complete &&
        place->response->framing == FRAMING_NONE)
        forbid_stray(place);
}

/* Empty lines alone are left out: clients drop them (RFC 9112 9.2). */
void rules_nothing_left_over(struct rule_place *place)
{
    enum http_framing framing = place->response->framing;
    if (!place->response->is_complete || !(framing == FRAMING_LENGTH || framing == FRAMING_CHUNKED))
        return;
    const struct http_deviation *deviation = stray(place);
    struct range where = {0};
    if (deviation != NULL)
        where = (struct range){.offset = deviation->offset, .len = deviation->len};
    struct span bytes = http_bytes(place->peer->received, where);
    for (size_t i = 0; i < bytes.len; i++) {
        if (bytes.data[i] != '\r' && bytes.data[i] != '\n') {
            forbid_stray(place);
            return;
        }
    }
    rules_look(place);
}

/*
 * True if the close option may belong to a later request that asked for it: then the responses are
 * out of order (RFC 9112 9.3.2), which is another fault.
 */
static bool may_have_overtaken(const struct rule_place *place)
{
    const struct http_requests *requests = &place->peer->requests;
    int own = place->response->request;
    if (own < 0 || requests->items[own].has_close)
        return false;
    for (size_t i = (size_t)own + 1; i < requests->count; i++) {
        if (requests->items[i].has_close)
            return true;
    }
    return false;
}

/* RFC 9112 9.6: provable only when another final response followed on the same connection. */
void rules_last_after_close(struct rule_place *place)
{
    const struct http_stream *stream = place->peer->stream;
    if (!rules_is_final(place) || place->response->framing == FRAMING_TUNNEL ||
        !http_has_token(place->response, place->peer->received, "Connection", "close") ||
        may_have_overtaken(place))
        return;
    rules_look(place);
    for (size_t i = place->message + 1; i < stream->count; i++) {
        const struct http_message *later = &stream->messages[i];
        if (later->is_interim || later->status == 0)
            continue;
        rules_hit(
            place, later->start_line,
            arena_printf(place->arena, "another response behind it, status %d", later->status));
        return;
    }
}

/* RFC 9112 6.3, item 8, is meant for what has no other way to say its length. */
void rules_own_length(struct rule_place *place)
{
    if (!rules_is_final(place) || !rules_answers(place, NULL, 1))
        return;
    rules_look(place);
    if (place->response->framing == FRAMING_UNTIL_CLOSE &&
        rules_count(place, "Transfer-Encoding") + rules_count(place, "Content-Length") == 0)
        rules_hit(place, place->response->start_line,
                  "neither Content-Length nor Transfer-Encoding");
}

void rules_reset_content(struct rule_place *place)
{
    const struct http_message *response = place->response;
    if (!rules_is_final(place) || response->status != 205)
        return;
    rules_look(place);
    if (response->content_length > 0)
        rules_hit(place, response->content[0],
                  arena_printf(place->arena, "%s of content",
                               words_count(place->arena, response->content_length, "byte")));
}

/*
 * RFC 9110 15.5 and 15.6: "except when responding to a HEAD request". A request that cannot be read
 * for sure may have been one.
 */
void rules_explained(struct rule_place *place)
{
    const struct http_message *response = place->response;
    bool is_spoken_of =
        rules_is_final(place) && response->status / 100 == place->rule->status / 100;
    if (!is_spoken_of || !response->is_complete || place->request == NULL ||
        span_is(place->request->method, "HEAD"))
        return;
    rules_look(place);
    if (response->content_length == 0)
        rules_hit(place, response->start_line,
                  arena_printf(place->arena, "%d without content", response->status));
}

/* RFC 9110 15.4.1: only HEAD excuses a 300 without content. */
void rules_choices_listed(struct rule_place *place)
{
    const struct http_message *response = place->response;
    bool is_head = place->request == NULL || span_is(place->request->method, "HEAD");
    if (!rules_is_final(place) || response->status != 300 || !response->is_complete || is_head)
        return;
    rules_look(place);
    if (response->content_length == 0)
        rules_hit(place, response->start_line, "300 without content");
}

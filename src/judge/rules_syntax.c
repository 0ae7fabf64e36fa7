#include "judge/rules.h"

#include "judge/words.h"

static bool breaks(const struct rule *rule, enum deviation_kind kind)
{
    return (rule->deviations >> kind & 1) != 0;
}

/* The parser reads a line only when it is complete, so what it noted stands even if the head does
 * not. */
void rules_deviation(struct rule_place *place)
{
    const struct http_stream *stream = place->peer->stream;
    if (place->response->is_head_complete)
        rules_look(place);
    for (size_t i = 0; i < stream->deviation_count; i++) {
        const struct http_deviation *deviation = &stream->deviations[i];
        if (deviation->message != place->message || !breaks(place->rule, deviation->kind))
            continue;
        struct range where = {.offset = deviation->offset, .len = deviation->len};
        struct span bytes = http_bytes(place->peer->received, where);
        rules_hit(place, where,
                  arena_printf(place->arena, "%s: %s", deviation_row(deviation->kind)->sentence,
                               words_quote(place->arena, bytes)));
        return;
    }
}

/* Bytes behind a response without content are a matter of the rules about that. */
static bool follows_bodyless(const struct http_stream *stream, size_t offset)
{
    for (size_t i = 0; i < stream->count; i++) {
        if (stream->messages[i].end == offset && stream->messages[i].framing == FRAMING_NONE)
            return true;
    }
    return false;
}

/* What is not recognisably HTTP need not be answered in HTTP: the request that stray bytes at a
 * response's place answer has no version. */
static bool answers_garbage(const struct rule_place *place, size_t message)
{
    const struct http_stream *stream = place->peer->stream;
    size_t answered = 0;
    for (size_t i = 0; i < message && i < stream->count; i++)
        answered += !stream->messages[i].is_interim;
    return answered < place->peer->requests.count &&
           place->peer->requests.items[answered].version_minor < 0;
}

void rules_begins_with_status_line(struct rule_place *place)
{
    const struct http_stream *stream = place->peer->stream;
    if (place->peer->received.len > 0)
        rules_look(place);
    for (size_t i = 0; i < stream->deviation_count; i++) {
        const struct http_deviation *deviation = &stream->deviations[i];
        if (deviation->kind != DEVIATION_NOT_HTTP || follows_bodyless(stream, deviation->offset) ||
            answers_garbage(place, deviation->message))
            continue;
        struct range where = {.offset = deviation->offset, .len = deviation->len};
        place->message = deviation->message;
        rules_hit(place, where,
                  words_quote(place->arena, http_bytes(place->peer->received, where)));
        return;
    }
}

static void forbid_1_0(struct rule_place *place)
{
    const struct http_message *response = place->response;
    if (response->version_major != 1)
        return;
    rules_look(place);
    struct span line = http_bytes(place->peer->received, response->start_line);
    if (response->version_minor == 0)
        rules_hit(place, response->start_line, words_quote(place->arena, line));
}

/* An answer that refuses a request may speak to one whose version the server could not read. */
static bool refuses(const struct http_message *response)
{
    return response->status >= 400 && response->status != 404 && response->status != 405;
}

void rules_version_to_1_1(struct rule_place *place)
{
    if (rules_answers(place, NULL, 1) && !refuses(place->response))
        forbid_1_0(place);
}

/* RFC 9110 2.5: the version says what the server can do, also in an answer to HTTP/1.0. */
void rules_version_to_1_0(struct rule_place *place)
{
    if (rules_answers(place, NULL, 0))
        forbid_1_0(place);
}

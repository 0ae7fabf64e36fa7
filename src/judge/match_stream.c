#include "judge/match_stream.h"

#include <inttypes.h>

#include "judge/words.h"

/* The last response that ends at or before offset, or NULL. */
static const struct http_message *message_before(const struct comparison *comparison, size_t offset)
{
    const struct http_stream *stream = comparison->peer->stream;
    const struct http_message *before = NULL;
    for (size_t i = 0; i < stream->count; i++) {
        if (stream->messages[i].end <= offset)
            before = &stream->messages[i];
    }
    return before;
}

static bool answers_head(const struct comparison *comparison, const struct http_message *message)
{
    const struct http_requests *requests = &comparison->peer->requests;
    return message->request >= 0 && (size_t)message->request < requests->count &&
           span_is(requests->items[message->request].method, "HEAD");
}

/* What len bytes at offset are that belong to no response: most often content that must not be
 * there. */
static const char *stray_words(const struct comparison *comparison, size_t offset, size_t len)
{
    struct arena *arena = comparison->arena;
    const char *bytes = words_count(arena, len, "byte");
    const struct http_message *before = message_before(comparison, offset);
    bool is_bodyless = before != NULL && before->framing == FRAMING_NONE;
    if (is_bodyless && answers_head(comparison, before))
        return arena_printf(arena, "%s of body after a response to HEAD", bytes);
    if (is_bodyless)
        return arena_printf(arena, "%s of body after a %d response", bytes, before->status);
    if (before != NULL)
        return arena_printf(arena, "%s after the end of a response", bytes);
    return arena_printf(arena, "%s that are no HTTP response", bytes);
}

void match_stream_in_step(struct comparison *comparison)
{
    const struct http_stream *stream = comparison->peer->stream;
    struct arena *arena = comparison->arena;
    if (comparison->outcome->grammar != GRAMMAR_STRICT && comparison->outcome->allows_surplus)
        return;
    for (size_t i = 0; i < stream->deviation_count; i++) {
        const struct http_deviation *deviation = &stream->deviations[i];
        if (deviation->kind != DEVIATION_NOT_HTTP)
            continue;
        struct range place = {.offset = deviation->offset, .len = deviation->len};
        comparison_add(
            comparison,
            (struct check){
                .what = "beginning of each response",
                .proof = PROOF_BYTES,
                .expected = "a status line",
                .actual = words_quote(arena, http_bytes(comparison->peer->received, place)),
                .sentence = stray_words(comparison, deviation->offset, deviation->len),
                .offset = deviation->offset,
            });
        return;
    }
}

static const char *end_words(enum expected_end end)
{
    switch (end) {
    case EXPECTED_END_ANY:
        break;
    case EXPECTED_END_FIN:
        return "FIN";
    case EXPECTED_END_RST:
        return "RST";
    case EXPECTED_END_CLOSED:
        return "closed";
    case EXPECTED_END_OPEN:
        return "open";
    case EXPECTED_END_CLOSE_NOTIFY:
        return "a TLS closure alert";
    case EXPECTED_END_TRUNCATED:
        return "FIN without a TLS closure alert";
    }
    return "any";
}

/* RFC 9112 9.6: a FIN starts the close, and on TLS so does the alert; RST is a kind of end
 * (VERDICTS 9). */
static bool end_holds(const struct comparison *comparison, enum expected_end end)
{
    const struct observed_connection *peer = comparison->peer;
    enum ending ending = comparison->ending;
    switch (end) {
    case EXPECTED_END_ANY:
        break;
    case EXPECTED_END_FIN: /* on TLS the alert is the graceful end; FIN may wait for ours */
        return ending == ENDING_FIN || ending == ENDING_ALERT;
    case EXPECTED_END_RST:
        return ending == ENDING_RST;
    case EXPECTED_END_CLOSED:
        return ending == ENDING_FIN || ending == ENDING_RST || ending == ENDING_ALERT;
    case EXPECTED_END_OPEN:
        return ending == ENDING_OPEN;
    case EXPECTED_END_CLOSE_NOTIFY:
        return peer->has_close_notify;
    case EXPECTED_END_TRUNCATED:
        return ending == ENDING_FIN && peer->is_tls && !peer->has_close_notify;
    }
    return true;
}

/* RFC 9112 9.8: after a RST nobody can tell whether an alert was on its way. */
static enum proof end_proof(const struct comparison *comparison, enum expected_end end)
{
    bool is_about_alert = end == EXPECTED_END_CLOSE_NOTIFY || end == EXPECTED_END_TRUNCATED;
    switch (comparison->ending) {
    case ENDING_FIN:
    case ENDING_ALERT:
        return PROOF_BYTES;
    case ENDING_OPEN:
        return PROOF_SILENCE;
    case ENDING_RST:
        return is_about_alert ? PROOF_LOST : PROOF_SILENCE;
    case ENDING_OURS:
    case ENDING_FULL:
    case ENDING_FAILED:
        break;
    }
    return PROOF_LOST;
}

/* A silent server is said to be silent, whichever outcome is the nearest. */
static const char *end_sentence(const struct comparison *comparison, const char *expected,
                                const char *actual)
{
    if (comparison->ending == ENDING_OPEN && comparison->peer->received.len == 0)
        return arena_printf(comparison->arena, "no response, %s", actual);
    if (comparison->ending == ENDING_OPEN || comparison->ending == ENDING_FULL)
        return actual;
    return arena_printf(comparison->arena, "%s, expected %s", actual, expected);
}

static void add_end(struct comparison *comparison, enum expected_end end)
{
    struct arena *arena = comparison->arena;
    /* We were first: how the peer would have ended it cannot be known, so nothing is asked. */
    if (end == EXPECTED_END_ANY || comparison->ending == ENDING_OURS)
        return;
    bool holds = end_holds(comparison, end);
    const char *expected = end_words(end);
    const char *actual = ending_words(comparison->observation, comparison->connection, arena);
    comparison_add(comparison, (struct check){
                                   .what = "end of the connection",
                                   .holds = holds,
                                   .proof = end_proof(comparison, end),
                                   .expected = expected,
                                   .actual = actual,
                                   .sentence = end_sentence(comparison, expected, actual),
                                   .offset = comparison->peer->received.len,
                               });
}

void match_stream_end(struct comparison *comparison)
{
    add_end(comparison, comparison->outcome->end);
    comparison->is_should = true;
    add_end(comparison, comparison->outcome->should_end);
    comparison->is_should = false;
}

/*
 * The first bytes that belong to no request. Whole responses that nobody asked for are counted with
 * the others where the outcome counts them.
 */
static const struct http_deviation *surplus(const struct comparison *comparison)
{
    const struct http_stream *stream = comparison->peer->stream;
    for (size_t i = 0; i < stream->deviation_count; i++) {
        const struct http_deviation *deviation = &stream->deviations[i];
        bool is_response = deviation->message < stream->count;
        if (deviation->kind == DEVIATION_SURPLUS &&
            !(is_response && comparison->outcome->has_responses))
            return deviation;
    }
    return NULL;
}

void match_stream_after(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    if (comparison->outcome->allows_surplus)
        return;
    struct check check = {
        .what = "bytes that belong to no response",
        .holds = true,
        .proof = comparison_proof_of_count(comparison),
        .expected = "none",
        .actual = "none",
        .offset = SIZE_MAX,
    };
    const struct http_deviation *deviation = surplus(comparison);
    if (deviation != NULL) {
        struct range place = {.offset = deviation->offset, .len = deviation->len};
        check.holds = false;
        check.proof = PROOF_BYTES;
        check.actual = words_quote(arena, http_bytes(comparison->peer->received, place));
        check.sentence = deviation->message < comparison->peer->stream->count
                             ? "a response that no request asked for"
                             : stray_words(comparison, place.offset, place.len);
        check.offset = place.offset;
    }
    comparison_add(comparison, check);
}

static bool is_behind_surplus(const struct http_stream *stream, size_t offset)
{
    for (size_t i = 0; i < stream->deviation_count; i++) {
        if (stream->deviations[i].kind == DEVIATION_SURPLUS)
            return offset >= stream->deviations[i].offset;
    }
    return false;
}

/* What is looked at elsewhere does not count here, nor what lies behind the last response if that
 * is allowed. */
static bool breaks_grammar(const struct comparison *comparison,
                           const struct http_deviation *deviation)
{
    if (!deviation_row(deviation->kind)->is_malformed || deviation->kind == DEVIATION_NOT_HTTP)
        return false;
    return !(comparison->outcome->allows_surplus &&
             is_behind_surplus(comparison->peer->stream, deviation->offset));
}

void match_stream_wellformed(struct comparison *comparison)
{
    const struct http_stream *stream = comparison->peer->stream;
    struct check check = {
        .what = "grammar of the responses",
        .holds = true,
        .proof = PROOF_BYTES,
        .expected = "RFC 9112",
        .actual = "RFC 9112",
        .offset = SIZE_MAX,
    };
    if (comparison->outcome->grammar != GRAMMAR_STRICT)
        return;
    for (size_t i = 0; check.holds && i < stream->deviation_count; i++) {
        const struct http_deviation *deviation = &stream->deviations[i];
        if (!breaks_grammar(comparison, deviation))
            continue;
        check.holds = false;
        check.actual = deviation_row(deviation->kind)->sentence;
        check.offset = deviation->offset;
        check.sentence = arena_printf(comparison->arena, "malformed response: %s (offset %zu)",
                                      check.actual, deviation->offset);
    }
    comparison_add(comparison, check);
}

void match_stream_handled(struct comparison *comparison)
{
    int64_t expected = comparison->outcome->handled;
    int64_t actual = comparison->observation->counted;
    struct arena *arena = comparison->arena;
    if (expected == CHECK_UNSET)
        return;
    struct check check = {
        .what = "requests that were carried out",
        .holds = actual == expected,
        .proof = actual < expected ? PROOF_SILENCE : PROOF_BYTES,
        .expected = arena_printf(arena, "%" PRId64, expected),
        .actual = arena_printf(arena, "%" PRId64, actual),
        .offset = SIZE_MAX,
    };
    check.sentence = arena_printf(arena, "%s carried out, expected %" PRId64,
                                  words_count(arena, (size_t)actual, "request"), expected);
    if (actual < 0) {
        check.proof = PROOF_LOST;
        check.actual = check.sentence = "the counter could not be read before and after";
    }
    comparison_add(comparison, check);
}

#include "judge/match_response.h"

#include "judge/words.h"

/* RFC 9110 15.5.9 and 15.6.3 to 15.6.5, RFC 6585 4. */
bool match_response_is_neutral(int status)
{
    return status == 408 || status == 429 || status == 502 || status == 503 || status == 504;
}

/* How much of the content is there, for a response that the connection's end cut off. */
static const char *progress(const struct comparison *comparison)
{
    const struct http_message *message = comparison->answer.message;
    struct arena *arena = comparison->arena;
    if (!message->is_head_complete)
        return "in its header section";
    if (message->framing == FRAMING_LENGTH)
        return arena_printf(arena, "after %zu of %llu bytes of content", message->content_length,
                            (unsigned long long)message->declared_length);
    return arena_printf(arena, "after %s of content",
                        words_count(arena, message->content_length, "byte"));
}

/*
 * Content that runs until the connection closes is incomplete on TLS without a closure alert (RFC
 * 9112 9.8). Cases that are not about that leave it to those that are.
 */
static bool is_complete_enough(const struct comparison *comparison,
                               const struct http_message *message)
{
    switch (comparison->outcome->grammar) {
    case GRAMMAR_ANY:
        return message->status != 0;
    case GRAMMAR_COMPLETE:
        return message->is_complete ||
               (message->is_head_complete && message->framing == FRAMING_UNTIL_CLOSE &&
                comparison->ending == ENDING_FIN);
    case GRAMMAR_STRICT:
        break;
    }
    return message->is_complete;
}

void match_response_complete(struct comparison *comparison)
{
    const struct http_message *message = comparison->answer.message;
    struct arena *arena = comparison->arena;
    bool holds = is_complete_enough(comparison, message);
    const char *ending = ending_words(comparison->observation, comparison->connection, arena);
    const char *actual =
        holds ? "complete" : arena_printf(arena, "%s %s", ending, progress(comparison));
    comparison_add(comparison,
                   (struct check){
                       .what = arena_printf(arena, "end of %s", comparison_answer_name(comparison)),
                       .holds = holds,
                       .proof = holds ? PROOF_BYTES : comparison_proof_of_absence(comparison),
                       .expected = "complete",
                       .actual = actual,
                       .sentence = arena_printf(arena, "%s incomplete: %s",
                                                comparison_answer_word(comparison), actual),
                       .offset = message->end,
                   });
}

static const char *status_words(struct arena *arena, const struct http_message *message)
{
    return message->status == 0 ? "unreadable" : arena_printf(arena, "%d", message->status);
}

static enum proof status_proof(const struct comparison *comparison, bool holds)
{
    bool is_neutral = match_response_is_neutral(comparison->answer.message->status);
    return is_neutral && !holds ? PROOF_NEUTRAL : PROOF_BYTES;
}

void match_response_status(struct comparison *comparison)
{
    const struct http_message *message = comparison->answer.message;
    struct status_set set = comparison->wanted->status;
    struct arena *arena = comparison->arena;
    if (set.count == 0)
        return;
    bool holds = status_set_contains(set, message->status);
    const char *expected = words_status_set(arena, set);
    const char *actual = status_words(arena, message);
    const char *subject = comparison->is_plural
                              ? arena_printf(arena, "%s: ", comparison_answer_word(comparison))
                              : "";
    comparison_add(
        comparison,
        (struct check){
            .what = arena_printf(arena, "status of %s", comparison_answer_name(comparison)),
            .holds = holds,
            .proof = status_proof(comparison, holds),
            .expected = expected,
            .actual = actual,
            .sentence = arena_printf(arena, "%sstatus %s, expected %s", subject, actual, expected),
            .offset = message->offset,
        });
}

/* The version as it stands in the status line. */
static const char *version_words(const struct comparison *comparison)
{
    const struct http_message *message = comparison->answer.message;
    if (message->version_major >= 0)
        return arena_printf(comparison->arena, "HTTP/%d.%d", message->version_major,
                            message->version_minor);
    struct span line = http_bytes(comparison->peer->received, message->start_line);
    size_t end = span_find(line, span_of(" "), 0);
    return words_quote(comparison->arena, span_slice(line, 0, end));
}

void match_response_version(struct comparison *comparison)
{
    const char *expected = comparison->expectation->version;
    struct arena *arena = comparison->arena;
    if (expected == NULL)
        return;
    const char *actual = version_words(comparison);
    comparison_add(
        comparison,
        (struct check){
            .what = arena_printf(arena, "version of %s", comparison_answer_name(comparison)),
            .holds = span_is(span_of(actual), expected),
            .proof = PROOF_BYTES,
            .expected = expected,
            .actual = actual,
            .sentence = arena_printf(arena, "%s has version %s, expected %s",
                                     comparison_answer_word(comparison), actual, expected),
            .offset = comparison->answer.message->offset,
        });
}

/* The interim statuses before the answer, e.g. "100, 103" or "none". */
static const char *interim_seen(const struct comparison *comparison)
{
    const struct answer *answer = &comparison->answer;
    const char *text = NULL;
    for (size_t i = answer->first; i < answer->index; i++) {
        int status = comparison->peer->stream->messages[i].status;
        text = text == NULL ? arena_printf(comparison->arena, "%d", status)
                            : arena_printf(comparison->arena, "%s, %d", text, status);
    }
    return text == NULL ? "none" : text;
}

static const char *interim_wanted(const struct comparison *comparison)
{
    const struct response_expectation *expectation = comparison->expectation;
    const char *text = NULL;
    for (size_t i = 0; i < expectation->interim_count; i++) {
        int status = expectation->interim[i];
        text = text == NULL ? arena_printf(comparison->arena, "%d", status)
                            : arena_printf(comparison->arena, "%s, %d", text, status);
    }
    if (text == NULL)
        return "none";
    return expectation->interim_only ? arena_printf(comparison->arena, "only %s", text) : text;
}

/* The wanted ones must come in order; others between them are tolerated unless interim_only. */
static bool interim_holds(const struct comparison *comparison)
{
    const struct response_expectation *expectation = comparison->expectation;
    const struct answer *answer = &comparison->answer;
    size_t met = 0;
    for (size_t i = answer->first; i < answer->index; i++) {
        int status = comparison->peer->stream->messages[i].status;
        if (met < expectation->interim_count && status == expectation->interim[met])
            met++;
        else if (expectation->interim_only)
            return false;
    }
    return met == expectation->interim_count;
}

void match_response_interim(struct comparison *comparison)
{
    const struct response_expectation *expectation = comparison->expectation;
    const struct answer *answer = &comparison->answer;
    struct arena *arena = comparison->arena;
    if (expectation->interim_count == 0 && !expectation->interim_only)
        return;
    const char *expected = interim_wanted(comparison);
    const char *actual = interim_seen(comparison);
    comparison_add(
        comparison,
        (struct check){
            .what = arena_printf(arena, "interim responses before %s",
                                 comparison_answer_name(comparison)),
            .holds = interim_holds(comparison),
            .proof = PROOF_BYTES,
            .expected = expected,
            .actual = actual,
            .sentence = arena_printf(arena, "interim responses before %s: %s, expected %s",
                                     comparison_answer_word(comparison), actual, expected),
            .offset = comparison->peer->stream->messages[answer->first].offset,
        });
}

/* True if the byte at offset was received before the first byte of step was sent, or step never
 * was. */
static bool came_before(const struct comparison *comparison, size_t offset, int step)
{
    const struct transcript *transcript = comparison->observation->transcript;
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        if (event->kind == EVENT_SENT && event->step == step)
            return false;
        if (event->kind == EVENT_RECEIVED && event->connection == comparison->connection &&
            offset >= event->offset && offset - event->offset < event->len)
            return true;
    }
    return true;
}

/* The answer begins with its first interim response. A server that is only slow looks the same. */
void match_response_before(struct comparison *comparison)
{
    int step = comparison->expectation->before;
    struct arena *arena = comparison->arena;
    if (step < 0)
        return;
    size_t offset = comparison->peer->stream->messages[comparison->answer.first].offset;
    bool holds = came_before(comparison, offset, step);
    const char *label = comparison_step_label(comparison, step);
    const char *name = label == NULL ? arena_printf(arena, "step %d", step + 1)
                                     : arena_printf(arena, "\"%s\"", label);
    comparison_add(
        comparison,
        (struct check){
            .what = arena_printf(arena, "beginning of %s", comparison_answer_name(comparison)),
            .holds = holds,
            .proof = holds ? PROOF_BYTES : PROOF_SILENCE,
            .expected = arena_printf(arena, "before %s was sent", name),
            .actual = arena_printf(arena, "%s %s was sent", holds ? "before" : "after", name),
            .sentence = arena_printf(arena, "no interim and no final response before %s", name),
            .offset = offset,
        });
}

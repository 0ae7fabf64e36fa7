#include "judge/match_stream.h"

#include "judge/match_response.h"
#include "judge/matchers.h"
#include "judge/words.h"

/* How far the walk through the expectations has come. */
struct walk {
    struct answer last; /* the last response that an expectation took */
    size_t least;       /* responses that must be there */
    size_t most;
    size_t missing;
    const struct http_message *refused; /* the last one that an optional expectation did not take */
};

static bool all_hold(const struct checks *checks)
{
    for (size_t i = 0; i < checks->count; i++) {
        if (!checks->items[i].holds && !checks->items[i].is_should)
            return false;
    }
    return true;
}

/* A response that ended before its status is incomplete and nothing else. */
static bool is_readable(const struct http_message *message)
{
    return message->is_head_complete || message->status != 0;
}

static void compare_answer(struct comparison *comparison)
{
    const struct response_expectation *expectation = comparison->expectation;
    bool is_compared = is_readable(comparison->answer.message);
    comparison->wanted = &expectation->must;
    if (is_compared)
        matchers_run(comparison, MATCHER_MESSAGE);
    matchers_run(comparison, MATCHER_RESPONSE);
    comparison->wanted = &expectation->should;
    comparison->is_should = true;
    if (is_compared)
        matchers_run(comparison, MATCHER_MESSAGE);
    comparison->is_should = false;
}

/* True if the present answer meets the expectation; tried on a list of checks that is thrown away.
 */
static bool is_met(const struct comparison *comparison)
{
    struct comparison trial = *comparison;
    trial.checks = (struct checks){0};
    compare_answer(&trial);
    return all_hold(&trial.checks);
}

/* "100, but no final response" or "no response". */
static const char *nothing_words(const struct comparison *comparison)
{
    const struct http_stream *stream = comparison->peer->stream;
    if (comparison->answer.first < stream->count) {
        const struct http_message *message = &stream->messages[comparison->answer.first];
        if (message->is_interim)
            return arena_printf(comparison->arena, "%d, but no final response", message->status);
    }
    return "no response";
}

/* The first expectation for which no response is left; the others add nothing to it. */
static void add_missing(struct comparison *comparison)
{
    struct arena *arena = comparison->arena;
    const char *actual =
        arena_printf(arena, "%s, %s", nothing_words(comparison),
                     ending_then(comparison->observation, comparison->connection, arena));
    struct status_set set = comparison->expectation->must.status;
    comparison_add(comparison,
                   (struct check){
                       .what = comparison_answer_name(comparison),
                       .proof = comparison_proof_of_absence(comparison),
                       .expected = set.count == 0 ? "a response"
                                                  : arena_printf(arena, "status %s",
                                                                 words_status_set(arena, set)),
                       .actual = actual,
                       .sentence = comparison->answer.number == 1
                                       ? actual
                                       : arena_printf(arena, "response %zu missing: %s",
                                                      comparison->answer.number, actual),
                       .offset = comparison->peer->received.len,
                   });
}

static void take_one(struct comparison *comparison, struct walk *walk)
{
    bool is_optional = comparison->expectation->is_optional;
    struct answer next = comparison_next_answer(comparison, &walk->last);
    comparison->answer = next;
    if (next.message == NULL) {
        if (!is_optional && walk->missing++ == 0)
            add_missing(comparison);
        return;
    }
    if (is_optional && !is_met(comparison)) {
        walk->refused = next.message;
        return;
    }
    compare_answer(comparison);
    walk->last = next;
}

static const char *range_words(struct arena *arena, const struct walk *walk)
{
    if (walk->most == 0)
        return "none";
    if (walk->least == walk->most)
        return arena_printf(arena, "%zu", walk->least);
    return arena_printf(arena, "%zu to %zu", walk->least, walk->most);
}

/*
 * Some servers say 408 to a connection that was idle: with no request outstanding it is no answer
 * to anything (RFC 9110 15.5.9), and it tells more about our pace than about the case.
 */
static bool is_idle_notice(const struct http_message *message)
{
    return message->request < 0 && message->status == 408;
}

/* The responses behind walk->last, which are too many. */
static size_t count_excess(const struct comparison *comparison, const struct walk *walk)
{
    size_t excess = 0;
    struct answer next = comparison_next_answer(comparison, &walk->last);
    for (; next.message != NULL; next = comparison_next_answer(comparison, &next))
        excess++;
    return excess;
}

/* RFC 9112 9.6: whoever says close sends no further response, so there is none to be waited for. */
static bool is_announced_last(const struct comparison *comparison, const struct http_message *last)
{
    return last != NULL && last->is_complete &&
           http_has_token(last, comparison->peer->received, "connection", "close");
}

/* What a number of responses proves, where the first of too many is first (NULL: there are not). */
static enum proof count_proof(const struct comparison *comparison, const struct walk *walk,
                              const struct http_message *first, size_t excess)
{
    if (first == NULL) {
        enum proof proof = comparison_proof_of_count(comparison);
        bool is_last = is_announced_last(comparison, walk->last.message);
        return proof == PROOF_SILENCE && is_last ? PROOF_BYTES : proof;
    }
    bool is_notice = excess == 1 && is_idle_notice(first);
    bool is_busy = first == walk->refused && match_response_is_neutral(first->status);
    return is_notice || is_busy ? PROOF_NEUTRAL : PROOF_BYTES;
}

static void add_count(struct comparison *comparison, const struct walk *walk)
{
    struct arena *arena = comparison->arena;
    const struct http_message *first = comparison_next_answer(comparison, &walk->last).message;
    size_t excess = count_excess(comparison, walk);
    size_t count = walk->last.number + excess;
    const char *expected = range_words(arena, walk);
    const char *sentence =
        arena_printf(arena, "%s, expected %s", words_count(arena, count, "response"), expected);
    if (first != NULL && first == walk->refused)
        sentence = arena_printf(arena, "response %zu with status %d is none of those expected",
                                walk->last.number + 1, first->status);
    comparison_add(comparison, (struct check){
                                   .what = "number of final responses",
                                   .holds = excess == 0,
                                   .proof = count_proof(comparison, walk, first, excess),
                                   .expected = expected,
                                   .actual = arena_printf(arena, "%zu", count),
                                   .sentence = sentence,
                                   .offset = first == NULL ? SIZE_MAX : first->offset,
                               });
}

void match_stream_responses(struct comparison *comparison)
{
    const struct outcome *outcome = comparison->outcome;
    struct walk walk = {0};
    if (!outcome->has_responses)
        return;
    for (size_t i = 0; i < outcome->response_count; i++) {
        const struct response_expectation *expectation = &outcome->responses[i];
        comparison->expectation = expectation;
        walk.most += expectation->times;
        walk.least += expectation->is_optional ? 0 : expectation->times;
        for (size_t time = 0; time < expectation->times; time++)
            take_one(comparison, &walk);
    }
    comparison->expectation = NULL;
    comparison->answer = (struct answer){0};
    if (walk.missing == 0)
        add_count(comparison, &walk);
}

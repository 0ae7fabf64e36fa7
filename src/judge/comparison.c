#include "judge/comparison.h"

static bool has_limit(const struct http_stream *stream)
{
    for (size_t i = 0; i < stream->deviation_count; i++) {
        if (stream->deviations[i].kind == DEVIATION_LIMIT)
            return true;
    }
    return false;
}

/* How many final responses outcome can mean at most. */
static size_t most_responses(const struct outcome *outcome)
{
    size_t sum = 0;
    for (size_t i = 0; i < outcome->response_count; i++)
        sum += outcome->responses[i].times;
    return sum;
}

static size_t final_responses(const struct http_stream *stream)
{
    size_t sum = 0;
    for (size_t i = 0; i < stream->count; i++)
        sum += !stream->messages[i].is_interim;
    return sum;
}

void comparison_turn(struct comparison *comparison, unsigned connection)
{
    const struct observed_connection *peer = &comparison->observation->connections[connection];
    comparison->connection = connection;
    comparison->peer = peer;
    comparison->ending = ending_of(comparison->observation, connection);
    comparison->is_limited = has_limit(peer->stream);
    comparison->is_plural =
        most_responses(comparison->outcome) > 1 || final_responses(peer->stream) > 1;
    comparison->answer = (struct answer){0};
}

/* A response that no request asked for is surplus; an outcome with `after: any` does not count it.
 */
static bool counts(const struct comparison *comparison, const struct http_message *message)
{
    return !(comparison->outcome->allows_surplus && message->request < 0);
}

struct answer comparison_next_answer(const struct comparison *comparison, const struct answer *from)
{
    const struct http_stream *stream = comparison->peer->stream;
    struct answer next = {.number = from->number + 1,
                          .first = from->message == NULL ? 0 : from->index + 1};
    for (size_t i = next.first; i < stream->count; i++) {
        const struct http_message *message = &stream->messages[i];
        if (message->is_interim || !counts(comparison, message))
            continue;
        next.message = message;
        next.index = i;
        return next;
    }
    return next;
}

void comparison_add(struct comparison *comparison, struct check check)
{
    struct checks *checks = &comparison->checks;
    check.is_should = comparison->is_should;
    check.connection = comparison->connection;
    if (check.holds)
        check.sentence = NULL;
    if (comparison->is_named)
        check.what =
            arena_printf(comparison->arena, "%s on \"%s\"", check.what, comparison->peer->name);
    if (comparison->is_named && check.sentence != NULL)
        check.sentence =
            arena_printf(comparison->arena, "%s: %s", comparison->peer->name, check.sentence);
    checks->items = arena_grow(comparison->arena, checks->items, &checks->capacity, checks->count,
                               sizeof(*checks->items));
    checks->items[checks->count++] = check;
}

const char *comparison_step_label(const struct comparison *comparison, int step)
{
    const struct script *script = &comparison->test_case->script;
    if (step < 0 || (size_t)step >= script->count)
        return NULL;
    return script->steps[step].label;
}

/* The label of the step whose request the present answer belongs to by order (RFC 9112 9.2), or
 * NULL. */
static const char *answered_label(const struct comparison *comparison)
{
    const struct http_message *message = comparison->answer.message;
    const struct http_requests *requests = &comparison->peer->requests;
    if (message == NULL || message->request < 0 || (size_t)message->request >= requests->count)
        return NULL;
    size_t offset = requests->items[message->request].offset;
    return comparison_step_label(
        comparison, observation_step_at(comparison->observation, comparison->connection, offset));
}

const char *comparison_answer_name(const struct comparison *comparison)
{
    size_t number = comparison->answer.number;
    const struct response_expectation *expectation = comparison->expectation;
    const char *wanted =
        expectation == NULL ? NULL : comparison_step_label(comparison, expectation->to);
    const char *answered = answered_label(comparison);
    if (wanted == NULL)
        return arena_printf(comparison->arena, "response %zu", number);
    if (answered == NULL || span_is(span_of(answered), wanted))
        return arena_printf(comparison->arena, "response %zu (to \"%s\")", number, wanted);
    return arena_printf(comparison->arena, "response %zu (to \"%s\"; by order it answers \"%s\")",
                        number, wanted, answered);
}

const char *comparison_answer_word(const struct comparison *comparison)
{
    if (!comparison->is_plural)
        return "response";
    return arena_printf(comparison->arena, "response %zu", comparison->answer.number);
}

enum proof comparison_proof_of_absence(const struct comparison *comparison)
{
    return comparison->is_limited ? PROOF_LOST : ending_proof_of_absence(comparison->ending);
}

enum proof comparison_proof_of_count(const struct comparison *comparison)
{
    return comparison->is_limited ? PROOF_LOST : ending_proof_of_count(comparison->ending);
}

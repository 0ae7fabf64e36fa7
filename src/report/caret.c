#include "report/caret.h"

#include "report/escape.h"

/* The response that the outcome wants next, after so many final ones. */
struct wanted {
    size_t number; /* from 1; 0 if no more is wanted */
    int step;      /* that it answers, or -1 */
};

void caret_check(struct text *out, const struct check *check)
{
    escape_peer(out, check->what);
    text_add(out, ": expected ");
    escape_peer(out, check->expected);
    text_add(out, ", got ");
    escape_peer(out, check->actual);
}

const struct check *caret_find(const struct judgement *judgement)
{
    const struct check *found = NULL;
    if (judgement->offset == SIZE_MAX)
        return NULL;
    for (size_t i = 0; i < judgement->checks.count; i++) {
        const struct check *check = &judgement->checks.items[i];
        if (check->holds || check->offset != judgement->offset ||
            check->connection != judgement->connection)
            continue;
        if (found == NULL || (found->is_should && !check->is_should))
            found = check;
    }
    return found;
}

/*
 * How many final responses end at or before offset; -1 if it lies inside a message or behind an
 * unfinished one, where no response can begin.
 */
static int finals_before(const struct http_stream *stream, size_t offset)
{
    int finals = 0;
    for (size_t i = 0; i < stream->count; i++) {
        const struct http_message *message = &stream->messages[i];
        bool is_before = message->end <= offset;
        bool is_around = message->offset <= offset && !is_before;
        if (is_around || (is_before && !message->is_complete))
            return -1;
        finals += is_before && !message->is_interim;
    }
    return finals;
}

static struct wanted wanted_after(const struct outcome *outcome, size_t finals)
{
    size_t number = 0;
    for (size_t i = 0; i < outcome->response_count; i++) {
        const struct response_expectation *expectation = &outcome->responses[i];
        if (expectation->is_optional)
            continue;
        number += expectation->times;
        if (number > finals)
            return (struct wanted){.number = finals + 1, .step = expectation->to};
    }
    return (struct wanted){0};
}

/* The label of the step that wanted answers, or NULL. */
static const char *label_of(const struct block *block, struct wanted wanted)
{
    const struct script *script = &block->result->test_case->script;
    bool is_known = wanted.step >= 0 && (size_t)wanted.step < script->count;
    return is_known ? script->steps[wanted.step].label : NULL;
}

/* "response 2, to "get"" with words between the two; only the number if the step has no name. */
static void add_which(const struct block *block, struct text *out, struct wanted wanted,
                      const char *before, const char *behind)
{
    const char *label = label_of(block, wanted);
    text_printf(out, "response %zu", wanted.number);
    if (label == NULL)
        return;
    text_add(out, before);
    escape_own(out, label);
    text_add(out, behind);
}

/* Words for a place where a response must begin; false if it is no such place. */
static bool add_missing_start(const struct block *block, struct text *out)
{
    const struct judgement *judgement = &block->result->judgement;
    const struct outcome *outcome =
        judgement->outcome != NULL ? judgement->outcome : judgement->nearest;
    if (outcome == NULL || !outcome->has_responses)
        return false;
    const struct observed_connection *peer =
        &block->result->observation->connections[judgement->connection];
    int finals = finals_before(peer->stream, judgement->offset);
    if (finals < 0)
        return false;
    struct wanted wanted = wanted_after(outcome, (size_t)finals);
    if (wanted.number == 0)
        return false;
    if (judgement->offset >= peer->received.len) {
        text_add(out, "expected the status line of ");
        add_which(block, out, wanted, " (to \"", "\")");
    } else {
        text_add(out, "expected a status line (");
        add_which(block, out, wanted, ", to \"", "\"");
        text_add_char(out, ')');
    }
    return true;
}

const char *caret_words(const struct block *block)
{
    const struct judgement *judgement = &block->result->judgement;
    const struct check *check = caret_find(judgement);
    struct text words = {0};
    if (add_missing_start(block, &words))
        return block_keep(block, &words);
    if (check != NULL)
        caret_check(&words, check);
    else
        escape_peer(&words, judgement->reason);
    return block_keep(block, &words);
}

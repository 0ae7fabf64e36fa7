#include "report/block.h"

#include <string.h>

#include "report/caret.h"
#include "report/color.h"
#include "report/escape.h"
#include "report/explain.h"
#include "report/phrase.h"
#include "report/received.h"
#include "report/sent.h"
#include "report/wrap.h"

#define REFERENCE_COLUMN 67u
#define TITLE_INDENT 2u

const char *block_keep(const struct block *block, struct text *text)
{
    const char *copy = arena_string(block->arena, text_string(text));
    text_done(text);
    return copy;
}

void block_pad(const struct block *block, size_t start, size_t column)
{
    size_t now = block->out->len - start;
    text_pad(block->out, ' ', now + 2 < column ? column - now : 2);
}

static void add_heading(const struct block *block)
{
    const struct result *result = block->result;
    const struct requirement *requirement = phrase_requirement(result, block->options);
    struct text id = {0};
    escape_own(&id, result->id);
    size_t used = color_verdict(block->out, result->judgement.verdict,
                                phrase_is_red(block->results, result), block->options->has_color);
    text_printf(block->out, "  %s", text_string(&id));
    used += 2 + id.len;
    text_done(&id);
    text_pad(block->out, ' ', used + 2 < REFERENCE_COLUMN ? REFERENCE_COLUMN - used : 2);
    phrase_level_full(block->out, result, requirement);
    if (requirement != NULL)
        text_printf(block->out, " · RFC %u §%s", requirement->rfc, requirement->section);
    text_add_char(block->out, '\n');
}

static void add_title(const struct block *block)
{
    struct text title = {0};
    escape_own(&title, phrase_title(block->result));
    text_add(&title, ".");
    text_pad(block->out, ' ', TITLE_INDENT);
    wrap_text(block->out, text_string(&title), TITLE_INDENT, block->width);
    text_done(&title);
}

static void add_connection(const struct block *block, unsigned connection)
{
    const struct result *result = block->result;
    text_add_char(block->out, '\n');
    sent_write(block, connection);
    text_add_char(block->out, '\n');
    const struct judgement *judgement = &result->judgement;
    bool has_mark = judgement->offset != SIZE_MAX && judgement->connection == connection;
    struct dump_mark mark = {.offset = judgement->offset};
    if (has_mark)
        mark.message = caret_words(block);
    received_write(block, result->observation, connection, has_mark ? &mark : NULL);
}

/* The first example of a passive rule, as it was received. */
static void add_example(const struct block *block)
{
    const struct rule_tally *tally = block->result->tally;
    if (tally->count == 0 || tally->transcript == NULL)
        return;
    struct text words = {0};
    text_add(block->out, "\n  broken by ");
    phrase_tally(block->out, tally);
    text_add(block->out, "\n\n");
    escape_peer(&words, tally->example.actual);
    struct dump_mark mark = {.offset = tally->example.offset,
                             .len = tally->example.len,
                             .message = block_keep(block, &words)};
    const struct observation *observation = block->result->observation;
    if (observation == NULL)
        observation = observation_new(tally->transcript, block->arena);
    if (tally->example.connection < observation->count)
        received_write(block, observation, tally->example.connection, &mark);
}

void block_write(const struct result *result, const struct results *results,
                 const struct report_options *options, struct text *out)
{
    struct block block = {.result = result,
                          .results = results,
                          .options = options,
                          .arena = arena_new(),
                          .out = out,
                          .width = wrap_width(options->width)};
    add_heading(&block);
    add_title(&block);
    if (result->tally != NULL) {
        add_example(&block);
    } else if (result->observation != NULL && result->test_case != NULL) {
        for (unsigned i = 0; i < result->observation->count; i++)
            add_connection(&block, i);
    }
    text_add_char(out, '\n');
    explain_write(&block, caret_find(&result->judgement));
    arena_free(block.arena);
}

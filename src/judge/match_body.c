#include "judge/match_body.h"

#include <inttypes.h>

#include "judge/words.h"
#include "util/text.h"

static struct span content(const struct comparison *comparison)
{
    return http_content(comparison->answer.message, comparison->peer->received, comparison->arena);
}

static size_t content_offset(const struct comparison *comparison)
{
    const struct http_message *message = comparison->answer.message;
    return message->content_count > 0 ? message->content[0].offset : message->content_offset;
}

/* What is missing from unfinished content may still come, or was cut off; what is there is there.
 */
static enum proof proof_of(const struct comparison *comparison, bool is_seen)
{
    if (is_seen || comparison->answer.message->is_complete)
        return PROOF_BYTES;
    return comparison_proof_of_absence(comparison);
}

static void add(struct comparison *comparison, bool holds, bool is_seen, const char *expected,
                const char *actual)
{
    struct arena *arena = comparison->arena;
    comparison_add(
        comparison,
        (struct check){
            .what = arena_printf(arena, "content of %s", comparison_answer_name(comparison)),
            .holds = holds,
            .proof = proof_of(comparison, is_seen),
            .expected = expected,
            .actual = actual,
            .sentence = arena_printf(arena, "content of %s is %s, expected %s",
                                     comparison_answer_word(comparison), actual, expected),
            .offset = content_offset(comparison),
        });
}

void match_body_empty(struct comparison *comparison)
{
    int wanted = comparison->wanted->body.empty;
    if (wanted == CHECK_UNSET)
        return;
    size_t len = comparison->answer.message->content_length;
    add(comparison, (len == 0) == (wanted != 0), len > 0, wanted != 0 ? "empty" : "not empty",
        len == 0 ? "empty" : words_count(comparison->arena, len, "byte"));
}

void match_body_length(struct comparison *comparison)
{
    int64_t wanted = comparison->wanted->body.length;
    if (wanted == CHECK_UNSET)
        return;
    size_t len = comparison->answer.message->content_length;
    add(comparison, len == (size_t)wanted, len > (size_t)wanted,
        words_count(comparison->arena, (size_t)wanted, "byte"),
        words_count(comparison->arena, len, "byte"));
}

/* The bytes of parts on the arena. False if they cannot be made, which is noted: the fault is ours.
 */
static bool expand(struct comparison *comparison, const struct parts *parts, struct span *bytes)
{
    struct text text = {0};
    struct error error = {0};
    bool is_made = bytes_expand(parts, comparison->variables, &text, &error);
    if (is_made)
        *bytes = arena_copy(comparison->arena, text_span(&text));
    else
        comparison_add(comparison, (struct check){
                                       .what = "expected content",
                                       .proof = PROOF_LOST,
                                       .expected = "bytes to compare with",
                                       .actual = arena_string(comparison->arena, error.message),
                                       .sentence = arena_string(comparison->arena, error.message),
                                       .offset = SIZE_MAX,
                                   });
    text_done(&text);
    return is_made;
}

void match_body_equals(struct comparison *comparison)
{
    const struct parts *parts = comparison->wanted->body.equals;
    struct span wanted;
    if (parts == NULL || !expand(comparison, parts, &wanted))
        return;
    struct span actual = content(comparison);
    size_t shorter = actual.len < wanted.len ? actual.len : wanted.len;
    bool is_prefix = span_equal(span_slice(actual, 0, shorter), span_slice(wanted, 0, shorter));
    add(comparison, span_equal(actual, wanted), !is_prefix || actual.len > wanted.len,
        words_quote(comparison->arena, wanted), words_quote(comparison->arena, actual));
}

void match_body_contains(struct comparison *comparison)
{
    const struct parts *parts = comparison->wanted->body.contains;
    struct span wanted;
    if (parts == NULL || !expand(comparison, parts, &wanted))
        return;
    struct span actual = content(comparison);
    bool holds = span_find(actual, wanted, 0) != SIZE_MAX;
    add(comparison, holds, holds,
        arena_printf(comparison->arena, "something with %s inside",
                     words_quote(comparison->arena, wanted)),
        words_quote(comparison->arena, actual));
}

void match_body_lacks(struct comparison *comparison)
{
    const struct parts *parts = comparison->wanted->body.lacks;
    struct span unwanted;
    if (parts == NULL || !expand(comparison, parts, &unwanted))
        return;
    struct span actual = content(comparison);
    bool is_there = span_find(actual, unwanted, 0) != SIZE_MAX;
    add(comparison, !is_there, is_there,
        arena_printf(comparison->arena, "something without %s",
                     words_quote(comparison->arena, unwanted)),
        words_quote(comparison->arena, actual));
}

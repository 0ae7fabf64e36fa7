#include "judge/words.h"

#include <inttypes.h>

#include "util/text.h"

static void add_range(struct text *text, struct status_range range)
{
    if (range.low == range.high)
        text_printf(text, "%d", range.low);
    else if (range.low % 100 == 0 && range.high == range.low + 99)
        text_printf(text, "%dxx", range.low / 100);
    else
        text_printf(text, "%d-%d", range.low, range.high);
}

static const char *finish(struct arena *arena, struct text *text)
{
    const char *copy = arena_string(arena, text_string(text));
    text_done(text);
    return copy;
}

const char *words_status_set(struct arena *arena, struct status_set set)
{
    if (set.count == 0)
        return "any";
    struct text text = {0};
    for (size_t i = 0; i < set.count; i++) {
        if (i > 0)
            text_add(&text, i + 1 == set.count ? " or " : ", ");
        add_range(&text, set.ranges[i]);
    }
    return finish(arena, &text);
}

const char *words_duration_ms(struct arena *arena, int64_t ms)
{
    if (ms < 1000)
        return arena_printf(arena, "%" PRId64 " ms", ms);
    if (ms % 1000 == 0)
        return arena_printf(arena, "%" PRId64 " s", ms / 1000);
    return arena_printf(arena, "%" PRId64 ".%" PRId64 " s", ms / 1000, ms % 1000 / 100);
}

const char *words_duration_us(struct arena *arena, int64_t us)
{
    if (us < 10000)
        return arena_printf(arena, "%" PRId64 ".%" PRId64 " ms", us / 1000, us % 1000 / 100);
    if (us < 1000000)
        return arena_printf(arena, "%" PRId64 " ms", us / 1000);
    return arena_printf(arena, "%" PRId64 ".%" PRId64 " s", us / 1000000, us % 1000000 / 100000);
}

const char *words_quote(struct arena *arena, struct span bytes)
{
    struct text text = {0};
    text_add_char(&text, '"');
    text_wire(&text, span_slice(bytes, 0, WORDS_QUOTE_MAX));
    text_add(&text, bytes.len > WORDS_QUOTE_MAX ? "...\"" : "\"");
    return finish(arena, &text);
}

const char *words_count(struct arena *arena, size_t count, const char *noun)
{
    return arena_printf(arena, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

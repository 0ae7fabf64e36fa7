#include "run/cut_script.h"

#include <string.h>

#include "run/batch.h"
#include "run/cut_place.h"

static bool step_len(const struct step *step, const struct variables *variables, size_t *len)
{
    struct text bytes = {0};
    bool is_made = step->kind != STEP_SEND || bytes_expand(&step->bytes, variables, &bytes, NULL);
    *len = bytes.len;
    text_done(&bytes);
    return is_made;
}

/* A write: some steps, which leave together. */
struct write {
    size_t start; /* octets of the script before it */
    size_t len;
    bool is_cut_already;
};

static bool is_wanted(const struct write *write, size_t at, size_t every)
{
    size_t from_start = at - write->start;
    size_t to_end = write->start + write->len - at;
    return !write->is_cut_already && from_start > 0 && at % every == 0 &&
           (from_start <= CUT_SCRIPT_ENDS || to_end <= CUT_SCRIPT_ENDS);
}

static void add_spots(struct cut_spots *spots, const struct write *write, size_t step,
                      struct range octets, size_t every, struct arena *arena)
{
    for (size_t i = 0; i < octets.len; i++) {
        if (!is_wanted(write, octets.offset + i, every))
            continue;
        spots->items =
            arena_grow(arena, spots->items, &spots->capacity, spots->count, sizeof(*spots->items));
        spots->items[spots->count++] =
            (struct cut_spot){.at = octets.offset + i, .step = step, .offset = i};
    }
}

bool cut_script_spots(struct cut_spots *spots, const struct script *script,
                      const struct variables *variables, size_t every, struct arena *arena)
{
    size_t *lens = arena_array(arena, script->count + 1, sizeof(*lens));
    size_t sent = 0;
    *spots = (struct cut_spots){0};
    for (size_t i = 0; i < script->count; i++) {
        if (!step_len(&script->steps[i], variables, &lens[i]))
            return false;
    }
    for (size_t first = 0; first < script->count;) {
        if (script->steps[first].kind != STEP_SEND) {
            first++;
            continue;
        }
        size_t end = batch_end(script, first);
        struct write write = {.start = sent,
                              .is_cut_already = batch_is_alone(&script->steps[first])};
        for (size_t i = first; i < end; i++)
            write.len += lens[i];
        for (; first < end; sent += lens[first], first++)
            add_spots(spots, &write, first, (struct range){sent, lens[first]}, every, arena);
    }
    return true;
}

const struct test_case *cut_script_case(const struct test_case *test_case, struct cut_spot spot,
                                        int64_t gap_ms, struct arena *arena)
{
    struct test_case *copy = arena_alloc(arena, sizeof(*copy));
    struct step *steps = arena_array(arena, test_case->script.count, sizeof(*steps));
    size_t *at = arena_alloc(arena, sizeof(*at));
    *copy = *test_case;
    *at = spot.offset;
    memcpy(steps, test_case->script.steps, test_case->script.count * sizeof(*steps));
    steps[spot.step].cut = (struct cut){.at = at, .at_count = 1, .gap_ms = gap_ms, .joins = true};
    copy->script.steps = steps;
    return copy;
}

const char *cut_script_place(const struct script *script, const struct variables *variables,
                             struct cut_spot spot, struct arena *arena)
{
    struct text bytes = {0};
    size_t before = 0;
    for (size_t i = 0; i < script->count; i++) {
        const struct step *step = &script->steps[i];
        if (step->kind != STEP_SEND || step->connection != script->steps[spot.step].connection)
            continue;
        if (i == spot.step)
            before = bytes.len;
        (void)bytes_expand(&step->bytes, variables, &bytes, NULL);
    }
    const char *place = cut_place(text_span(&bytes), before + spot.offset, arena);
    text_done(&bytes);
    return place;
}

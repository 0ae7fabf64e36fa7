#include "run/batch.h"

static bool has_cut(const struct step *step)
{
    return step->cut.every > 0 || step->cut.at_count > 0;
}

/* True if step leaves in the write of first, which stands before it. */
static bool leaves_with(const struct step *first, const struct step *step)
{
    return step->kind == STEP_SEND && step->connection == first->connection && !has_cut(first) &&
           !has_cut(step);
}

static void add_cuts(struct batch *batch, const struct cut *cut, struct arena *arena)
{
    size_t len = batch->bytes.len;
    size_t every_count = cut->every == 0 || len == 0 ? 0 : (len - 1) / cut->every;
    size_t count = cut->every > 0 ? every_count : cut->at_count;
    batch->cuts = arena_array(arena, count + 1, sizeof(*batch->cuts));
    for (size_t i = 0; i < count; i++) {
        size_t at = cut->every > 0 ? (i + 1) * cut->every : cut->at[i];
        if (at < len)
            batch->cuts[batch->cut_count++] = at;
    }
    batch->gap_ms = cut->gap_ms;
}

size_t batch_gather(struct batch *batch, const struct script *script, size_t first,
                    const struct text *step_bytes, struct arena *arena)
{
    const struct step *steps = script->steps;
    size_t next = first;
    text_clear(&batch->bytes);
    batch->marks = arena_array(arena, script->count - first, sizeof(*batch->marks));
    batch->mark_count = batch->cut_count = 0;
    batch->gap_ms = 0;
    do {
        batch->marks[batch->mark_count++] =
            (struct session_mark){.offset = batch->bytes.len, .step = (int)next};
        text_add_span(&batch->bytes, text_span(&step_bytes[next]));
        next++;
    } while (next < script->count && leaves_with(&steps[first], &steps[next]));
    add_cuts(batch, &steps[first].cut, arena);
    return next;
}

struct session_send batch_send(const struct batch *batch)
{
    return (struct session_send){
        .bytes = text_span(&batch->bytes),
        .marks = batch->marks,
        .mark_count = batch->mark_count,
        .cuts = batch->cuts,
        .cut_count = batch->cut_count,
        .gap_ms = batch->gap_ms,
    };
}

void batch_done(struct batch *batch)
{
    text_done(&batch->bytes);
}

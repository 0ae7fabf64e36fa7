#include "run/batch.h"

bool batch_is_alone(const struct step *step)
{
    return !step->cut.joins && (step->cut.every > 0 || step->cut.at_count > 0);
}

/* True if step leaves in the write of first, which stands before it. */
static bool leaves_with(const struct step *first, const struct step *step)
{
    return step->kind == STEP_SEND && step->connection == first->connection &&
           !batch_is_alone(first) && !batch_is_alone(step);
}

size_t batch_end(const struct script *script, size_t first)
{
    size_t next = first + 1;
    while (next < script->count && leaves_with(&script->steps[first], &script->steps[next]))
        next++;
    return next;
}

static void add_cut(struct batch *batch, size_t at, struct arena *arena)
{
    batch->cuts = arena_grow(arena, batch->cuts, &batch->cut_capacity, batch->cut_count,
                             sizeof(*batch->cuts));
    batch->cuts[batch->cut_count++] = at;
}

/* The cuts of a step whose bytes begin at start and end the batch so far. */
static void add_cuts(struct batch *batch, const struct cut *cut, size_t start, struct arena *arena)
{
    size_t len = batch->bytes.len - start;
    for (size_t at = cut->every; at != 0 && at < len; at += cut->every)
        add_cut(batch, start + at, arena);
    for (size_t i = 0; i < cut->at_count; i++) {
        if (cut->at[i] < len)
            add_cut(batch, start + cut->at[i], arena);
    }
    if (cut->gap_ms > batch->gap_ms)
        batch->gap_ms = cut->gap_ms;
}

size_t batch_gather(struct batch *batch, const struct script *script, size_t first,
                    const struct text *step_bytes, struct arena *arena)
{
    size_t end = batch_end(script, first);
    text_clear(&batch->bytes);
    batch->marks = arena_array(arena, end - first, sizeof(*batch->marks));
    batch->cuts = NULL;
    batch->mark_count = batch->cut_count = batch->cut_capacity = 0;
    batch->gap_ms = 0;
    for (size_t i = first; i < end; i++) {
        size_t start = batch->bytes.len;
        batch->marks[batch->mark_count++] = (struct session_mark){.offset = start, .step = (int)i};
        text_add_span(&batch->bytes, text_span(&step_bytes[i]));
        add_cuts(batch, &script->steps[i].cut, start, arena);
    }
    return end;
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

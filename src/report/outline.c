#include "report/outline.h"

static void add_write(struct outline *outline, size_t offset, size_t step, int64_t gap_ms,
                      struct arena *arena)
{
    outline->writes = arena_grow(arena, outline->writes, &outline->write_capacity,
                                 outline->write_count, sizeof(*outline->writes));
    outline->writes[outline->write_count++] =
        (struct outline_write){.offset = offset, .step = step, .gap_ms = gap_ms};
}

static void add_cuts(struct outline *outline, const struct cut *cut,
                     const struct outline_piece *piece, struct arena *arena)
{
    size_t start = piece->bytes.offset;
    for (size_t at = cut->every; at != 0 && at < piece->bytes.len; at += cut->every)
        add_write(outline, start + at, piece->step, cut->gap_ms, arena);
    for (size_t i = 0; i < cut->at_count; i++) {
        if ((cut->at[i] > 0 || cut->joins) && cut->at[i] < piece->bytes.len)
            add_write(outline, start + cut->at[i], piece->step, cut->gap_ms, arena);
    }
}

static bool is_alone(const struct step *step)
{
    return !step->cut.joins && (step->cut.every > 0 || step->cut.at_count > 0);
}

/* Neighbouring sends without a cut leave together. */
static bool joins_former(const struct script *script, size_t index)
{
    if (index == 0 || is_alone(&script->steps[index]))
        return false;
    const struct step *former = &script->steps[index - 1];
    return former->kind == STEP_SEND && !is_alone(former) &&
           former->connection == script->steps[index].connection;
}

static void add_piece(struct outline *outline, const struct script *script,
                      const struct outline_piece *piece, struct arena *arena)
{
    outline->pieces = arena_grow(arena, outline->pieces, &outline->piece_capacity,
                                 outline->piece_count, sizeof(*outline->pieces));
    outline->pieces[outline->piece_count++] = *piece;
    if (piece->bytes.len == 0)
        return;
    if (outline->write_count == 0 || !joins_former(script, piece->step))
        add_write(outline, piece->bytes.offset, piece->step, OUTLINE_NO_GAP, arena);
    add_cuts(outline, &script->steps[piece->step].cut, piece, arena);
}

bool outline_make(struct outline *outline, const struct script *script,
                  const struct variables *variables, unsigned connection, struct arena *arena)
{
    struct outline made = {0};
    struct text bytes = {0};
    bool is_good = true;
    for (size_t i = 0; i < script->count && is_good; i++) {
        const struct step *step = &script->steps[i];
        if (step->kind != STEP_SEND || step->connection != connection)
            continue;
        size_t start = bytes.len;
        is_good = bytes_expand(&step->bytes, variables, &bytes, NULL);
        struct outline_piece piece = {
            .step = i, .bytes = {start, bytes.len - start}
        };
        add_piece(&made, script, &piece, arena);
    }
    made.bytes = arena_copy(arena, text_span(&bytes));
    text_done(&bytes);
    if (is_good)
        *outline = made;
    return is_good;
}

struct range outline_write_range(const struct outline *outline, size_t index)
{
    size_t start = outline->writes[index].offset;
    bool is_last = index + 1 == outline->write_count;
    size_t end = is_last ? outline->bytes.len : outline->writes[index + 1].offset;
    return (struct range){.offset = start, .len = end - start};
}

size_t outline_writes_begun(const struct outline *outline, size_t sent)
{
    size_t begun = 0;
    while (begun < outline->write_count && outline->writes[begun].offset < sent)
        begun++;
    return begun;
}

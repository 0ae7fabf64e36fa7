/*
 * What leaves in one write: consecutive sends of a script on the same connection with nothing
 * between them. A step that asks for cuts leaves by itself, in pieces.
 */
#ifndef RUN_BATCH_H
#define RUN_BATCH_H

#include "suite/model.h"
#include "util/arena.h"
#include "util/text.h"
#include "wire/session.h"

/* A zeroed struct is an empty batch. */
struct batch {
    struct text bytes;
    struct session_mark *marks; /* where the bytes of each step begin */
    size_t mark_count;
    size_t *cuts;
    size_t cut_count;
    size_t cut_capacity;
    int64_t gap_ms;
};

/* Index behind the last step that leaves in the write of the send at index first. */
size_t batch_end(const struct script *script, size_t first);

/* True if step asks for cuts of its own, so that it leaves by itself. */
bool batch_is_alone(const struct step *step);

/*
 * Fills batch with the send at index first of script and those behind it that leave with it;
 * step_bytes holds the bytes of each step. Marks and cuts live on arena. Returns the index behind
 * the last one.
 */
size_t batch_gather(struct batch *batch, const struct script *script, size_t first,
                    const struct text *step_bytes, struct arena *arena);

/* The batch as a session takes it; borrows everything from batch. */
struct session_send batch_send(const struct batch *batch);

void batch_done(struct batch *batch);

#endif

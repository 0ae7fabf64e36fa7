#include "wire/sending.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"

static void *copy(const void *items, size_t count, size_t size)
{
    if (count == 0)
        return NULL;
    void *block = memory_new(count * size);
    memcpy(block, items, count * size);
    return block;
}

static void skip_passed(struct sending *sending)
{
    while (sending->cut < sending->cut_count && sending->cuts[sending->cut] <= sending->position)
        sending->cut++;
    while (sending->mark + 1 < sending->mark_count &&
           sending->marks[sending->mark + 1].offset <= sending->position)
        sending->mark++;
}

void sending_init(struct sending *sending, const struct session_send *send)
{
    *sending = (struct sending){
        .bytes = send->bytes,
        .marks = copy(send->marks, send->mark_count, sizeof(*send->marks)),
        .mark_count = send->mark_count,
        .cuts = copy(send->cuts, send->cut_count, sizeof(*send->cuts)),
        .cut_count = send->cut_count,
        .gap_ms = send->gap_ms,
    };
    skip_passed(sending);
}

void sending_done(struct sending *sending)
{
    free(sending->marks);
    free(sending->cuts);
    *sending = (struct sending){0};
}

bool sending_is_active(const struct sending *sending)
{
    return sending->position < sending->bytes.len;
}

struct span sending_piece(const struct sending *sending)
{
    size_t end = sending->bytes.len;
    if (sending->cut < sending->cut_count && sending->cuts[sending->cut] < end)
        end = sending->cuts[sending->cut];
    return span_slice(sending->bytes, sending->position, end - sending->position);
}

/* How many of the next len bytes belong to the same step. */
static size_t len_of_step(const struct sending *sending, size_t len)
{
    if (sending->mark + 1 >= sending->mark_count)
        return len;
    size_t rest = sending->marks[sending->mark + 1].offset - sending->position;
    return rest < len ? rest : len;
}

bool sending_advance(struct sending *sending, size_t len, struct transcript *transcript,
                     unsigned connection)
{
    bool is_piece_over = len == sending_piece(sending).len;
    while (len > 0) {
        size_t part = len_of_step(sending, len);
        int step =
            sending->mark_count == 0 ? TRANSCRIPT_NO_STEP : sending->marks[sending->mark].step;
        transcript_append_sent(transcript, connection, step,
                               span_slice(sending->bytes, sending->position, part));
        sending->position += part;
        len -= part;
        skip_passed(sending);
    }
    return is_piece_over && sending_is_active(sending);
}

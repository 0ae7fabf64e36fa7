#include <string.h>

#include "util/memory.h"
#include "util/text.h"
#include "wire/stream_parts.h"

struct memory_stream {
    struct stream base;
    struct span rest;
    size_t step;
    enum stream_status end;
    struct text written;
};

static enum stream_status memory_read(struct stream *stream, void *buffer, size_t size, size_t *len)
{
    struct memory_stream *memory = (struct memory_stream *)stream;
    if (memory->rest.len == 0) {
        enum stream_status end = memory->end;
        if (end == STREAM_CLOSE_NOTIFY)
            memory->end = STREAM_FIN;
        return end;
    }
    if (memory->step != 0 && size > memory->step)
        size = memory->step;
    struct span part = span_slice(memory->rest, 0, size);
    memcpy(buffer, part.data, part.len);
    memory->rest = span_slice(memory->rest, part.len, SIZE_MAX);
    *len = part.len;
    return STREAM_OK;
}

static enum stream_status memory_write(struct stream *stream, struct span bytes, size_t *len)
{
    struct memory_stream *memory = (struct memory_stream *)stream;
    text_add_span(&memory->written, bytes);
    *len = bytes.len;
    return STREAM_OK;
}

static bool memory_has_buffered(const struct stream *stream)
{
    return ((const struct memory_stream *)stream)->rest.len > 0;
}

static void memory_done(struct stream *stream)
{
    text_done(&((struct memory_stream *)stream)->written);
}

static const struct stream_ops memory_ops = {
    .read = memory_read,
    .write = memory_write,
    .has_buffered = memory_has_buffered,
    .done = memory_done,
};

struct stream *stream_memory_new(struct span input, size_t step, enum stream_status end)
{
    struct memory_stream *memory = memory_new(sizeof(*memory));
    stream_init(&memory->base, &memory_ops, -1);
    memory->rest = input;
    memory->step = step;
    memory->end = end;
    return &memory->base;
}

struct span stream_memory_written(const struct stream *stream)
{
    return text_span(&((const struct memory_stream *)stream)->written);
}

#include "record/transcript.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "util/arena.h"
#include "util/memory.h"

/* Bytes on the heap and not on the arena, because they grow often and may become large. */
struct stream {
    uint8_t *data;
    size_t len;
    size_t capacity;
};

struct connection {
    const char *name;
    bool is_tls;
    struct stream sent;
    struct stream received;
};

struct transcript {
    struct arena *arena;
    const struct clock *clock;
    int64_t start_us;
    int64_t wall_ms; /* at start_us */
    bool is_time_set;
    int64_t set_time_us;
    struct event *events; /* on the heap */
    size_t count;
    size_t capacity;
    struct connection *connections; /* on the arena */
    size_t connection_count;
    size_t connection_capacity;
};

struct transcript *transcript_new(const struct clock *clock)
{
    struct transcript *transcript = memory_new(sizeof(*transcript));
    transcript->arena = arena_new();
    transcript->clock = clock;
    transcript->start_us = clock == NULL ? 0 : clock_now_us(clock);
    return transcript;
}

void transcript_free(struct transcript *transcript)
{
    if (transcript == NULL)
        return;
    for (size_t i = 0; i < transcript->connection_count; i++) {
        free(transcript->connections[i].sent.data);
        free(transcript->connections[i].received.data);
    }
    free(transcript->events);
    arena_free(transcript->arena);
    free(transcript);
}

void transcript_set_wall_ms(struct transcript *transcript, int64_t wall_ms)
{
    transcript->wall_ms = wall_ms;
}

int64_t transcript_wall_ms(const struct transcript *transcript)
{
    return transcript->wall_ms;
}

unsigned transcript_add_connection(struct transcript *transcript, const char *name, bool is_tls)
{
    transcript->connections =
        arena_grow(transcript->arena, transcript->connections, &transcript->connection_capacity,
                   transcript->connection_count, sizeof(*transcript->connections));
    transcript->connections[transcript->connection_count] =
        (struct connection){.name = arena_string(transcript->arena, name), .is_tls = is_tls};
    return (unsigned)transcript->connection_count++;
}

static struct connection *connection_at(const struct transcript *transcript, unsigned connection)
{
    assert(connection < transcript->connection_count);
    return &transcript->connections[connection];
}

static int64_t present(const struct transcript *transcript)
{
    if (transcript->is_time_set || transcript->clock == NULL)
        return transcript->set_time_us;
    return clock_now_us(transcript->clock) - transcript->start_us;
}

/* These tell of the whole attempt, perhaps before there is a connection. */
static bool is_of_attempt(enum event_kind kind)
{
    return kind == EVENT_QUIET || kind == EVENT_PATIENCE_OVER || kind == EVENT_COUNTER;
}

static void append(struct transcript *transcript, struct event event)
{
    bool has_place = event.connection < transcript->connection_count ||
                     (event.connection == 0 && is_of_attempt(event.kind));
    assert(has_place);
    (void)has_place; /* without assertions nothing else looks at it */
    if (transcript->count == transcript->capacity) {
        transcript->capacity = transcript->capacity == 0 ? 16 : transcript->capacity * 2;
        transcript->events =
            memory_resize(transcript->events, transcript->capacity * sizeof(*transcript->events));
    }
    event.at_us = present(transcript);
    transcript->events[transcript->count++] = event;
}

void transcript_append(struct transcript *transcript, enum event_kind kind, unsigned connection,
                       int step, size_t len, int code, const char *detail)
{
    assert(kind != EVENT_SENT && kind != EVENT_RECEIVED);
    append(transcript,
           (struct event){
               .kind = kind,
               .connection = connection,
               .step = step,
               .len = len,
               .code = code,
               .detail = detail == NULL ? NULL : arena_string(transcript->arena, detail),
           });
}

/* Adds bytes and returns where in the stream they begin. */
static size_t add_bytes(struct stream *stream, struct span bytes)
{
    size_t offset = stream->len;
    if (bytes.len > stream->capacity - stream->len) {
        size_t capacity = stream->capacity == 0 ? 1024 : stream->capacity * 2;
        if (capacity < stream->len + bytes.len)
            capacity = stream->len + bytes.len;
        stream->data = memory_resize(stream->data, capacity);
        stream->capacity = capacity;
    }
    if (bytes.len > 0)
        memcpy(stream->data + stream->len, bytes.data, bytes.len);
    stream->len += bytes.len;
    return offset;
}

void transcript_append_sent(struct transcript *transcript, unsigned connection, int step,
                            struct span bytes)
{
    size_t offset = add_bytes(&connection_at(transcript, connection)->sent, bytes);
    append(transcript, (struct event){.kind = EVENT_SENT,
                                      .connection = connection,
                                      .step = step,
                                      .offset = offset,
                                      .len = bytes.len});
}

void transcript_append_received(struct transcript *transcript, unsigned connection,
                                struct span bytes)
{
    size_t offset = add_bytes(&connection_at(transcript, connection)->received, bytes);
    append(transcript, (struct event){.kind = EVENT_RECEIVED,
                                      .connection = connection,
                                      .step = TRANSCRIPT_NO_STEP,
                                      .offset = offset,
                                      .len = bytes.len});
}

void transcript_set_time(struct transcript *transcript, int64_t at_us)
{
    transcript->is_time_set = true;
    transcript->set_time_us = at_us;
}

size_t transcript_count(const struct transcript *transcript)
{
    return transcript->count;
}

const struct event *transcript_event(const struct transcript *transcript, size_t index)
{
    assert(index < transcript->count);
    return &transcript->events[index];
}

unsigned transcript_connection_count(const struct transcript *transcript)
{
    return (unsigned)transcript->connection_count;
}

const char *transcript_connection_name(const struct transcript *transcript, unsigned connection)
{
    return connection_at(transcript, connection)->name;
}

bool transcript_connection_is_tls(const struct transcript *transcript, unsigned connection)
{
    return connection_at(transcript, connection)->is_tls;
}

struct span transcript_sent(const struct transcript *transcript, unsigned connection)
{
    const struct connection *found = connection_at(transcript, connection);
    return span_make(found->sent.data, found->sent.len);
}

struct span transcript_received(const struct transcript *transcript, unsigned connection)
{
    const struct connection *found = connection_at(transcript, connection);
    return span_make(found->received.data, found->received.len);
}

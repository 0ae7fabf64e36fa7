#include "judge/observation.h"

#include "http/response_parser.h"

/*
 * RFC 9112 9.8: on TLS a FIN without a closure alert may be an attacker's, so nothing that it
 * delimits is complete. After the capture limit more may have come.
 */
static enum stream_end stream_end_of(const struct observed_connection *connection)
{
    if (connection->has_close_notify)
        return STREAM_END_CLEAN;
    switch (connection->end) {
    case CONNECTION_END_FIN:
        return connection->is_tls ? STREAM_END_ABRUPT : STREAM_END_CLEAN;
    case CONNECTION_END_RESET:
    case CONNECTION_END_FAILED:
        return STREAM_END_ABRUPT;
    case CONNECTION_END_OPEN:
    case CONNECTION_END_FULL:
        break;
    }
    return STREAM_END_OPEN;
}

static void observe(struct observed_connection *connection, const struct transcript *transcript,
                    unsigned index, struct arena *arena)
{
    connection->name = transcript_connection_name(transcript, index);
    connection->is_tls = transcript_connection_is_tls(transcript, index);
    connection->sent = transcript_sent(transcript, index);
    connection->received = transcript_received(transcript, index);
    connection->end = transcript_end(transcript, index);
    connection->has_close_notify = transcript_has_close_notify(transcript, index);
    connection->requests = http_requests_scan(connection->sent, arena);
    connection->stream = response_parse(arena, &connection->requests, connection->received,
                                        stream_end_of(connection));
}

/* How often the counter resource was called, or -1 if it was not asked before and after. */
static int64_t counted(const struct transcript *transcript)
{
    size_t values[2] = {0};
    size_t count = 0;
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        if (event->kind != EVENT_COUNTER)
            continue;
        if (count < countof(values))
            values[count] = event->len;
        count++;
    }
    bool is_usable = count == countof(values) && values[1] >= values[0];
    return is_usable ? (int64_t)(values[1] - values[0]) : -1;
}

const struct observation *observation_new(const struct transcript *transcript, struct arena *arena)
{
    struct observation *observation = arena_alloc(arena, sizeof(*observation));
    observation->transcript = transcript;
    observation->count = transcript_connection_count(transcript);
    observation->connections =
        arena_array(arena, observation->count, sizeof(*observation->connections));
    for (unsigned i = 0; i < observation->count; i++)
        observe(&observation->connections[i], transcript, i, arena);
    observation->counted = counted(transcript);
    return observation;
}

/* The event of kind on connection that moved the byte at offset, or NULL. */
static const struct event *mover(const struct observation *observation, enum event_kind kind,
                                 unsigned connection, size_t offset)
{
    for (size_t i = 0; i < transcript_count(observation->transcript); i++) {
        const struct event *event = transcript_event(observation->transcript, i);
        if (event->kind == kind && event->connection == connection && offset >= event->offset &&
            offset - event->offset < event->len)
            return event;
    }
    return NULL;
}

int observation_step_at(const struct observation *observation, unsigned connection, size_t offset)
{
    const struct event *event = mover(observation, EVENT_SENT, connection, offset);
    return event == NULL ? TRANSCRIPT_NO_STEP : event->step;
}

int64_t observation_step_sent_us(const struct observation *observation, int step)
{
    for (size_t i = 0; i < transcript_count(observation->transcript); i++) {
        const struct event *event = transcript_event(observation->transcript, i);
        if (event->kind == EVENT_SENT && event->step == step)
            return event->at_us;
    }
    return -1;
}

int64_t observation_received_us(const struct observation *observation, unsigned connection,
                                size_t offset)
{
    const struct event *event = mover(observation, EVENT_RECEIVED, connection, offset);
    return event == NULL ? -1 : event->at_us;
}

#include "record/transcript.h"

/* All that can be told from the events alone. */

static const char *const kind_names[EVENT_KIND_COUNT] = {
    [EVENT_CONNECTED] = "connected",
    [EVENT_CONNECT_FAILED] = "connect_failed",
    [EVENT_TLS_READY] = "tls_ready",
    [EVENT_TLS_FAILED] = "tls_failed",
    [EVENT_SENT] = "sent",
    [EVENT_SEND_FAILED] = "send_failed",
    [EVENT_RECEIVED] = "received",
    [EVENT_FIN] = "fin",
    [EVENT_RESET] = "reset",
    [EVENT_RECEIVE_FAILED] = "receive_failed",
    [EVENT_CLOSE_NOTIFY] = "close_notify",
    [EVENT_HALF_CLOSED] = "half_closed",
    [EVENT_CLOSED] = "closed",
    [EVENT_RESET_SENT] = "reset_sent",
    [EVENT_CLOSE_NOTIFY_SENT] = "close_notify_sent",
    [EVENT_TRUNCATED] = "truncated",
    [EVENT_WAIT_OVER] = "wait_over",
    [EVENT_QUIET] = "quiet",
    [EVENT_PATIENCE_OVER] = "patience_over",
    [EVENT_CAPTURE_FULL] = "capture_full",
    [EVENT_COUNTER] = "counter",
};

const char *transcript_kind_name(enum event_kind kind)
{
    return kind_names[kind];
}

static enum connection_end end_of(enum event_kind kind)
{
    switch (kind) {
    case EVENT_FIN:
        return CONNECTION_END_FIN;
    case EVENT_RESET:
        return CONNECTION_END_RESET;
    case EVENT_CONNECT_FAILED:
    case EVENT_TLS_FAILED:
    case EVENT_RECEIVE_FAILED:
        return CONNECTION_END_FAILED;
    case EVENT_CAPTURE_FULL:
        return CONNECTION_END_FULL;
    case EVENT_CONNECTED:
    case EVENT_TLS_READY:
    case EVENT_SENT:
    case EVENT_SEND_FAILED:
    case EVENT_RECEIVED:
    case EVENT_CLOSE_NOTIFY:
    case EVENT_HALF_CLOSED:
    case EVENT_CLOSED:
    case EVENT_RESET_SENT:
    case EVENT_CLOSE_NOTIFY_SENT:
    case EVENT_TRUNCATED:
    case EVENT_WAIT_OVER:
    case EVENT_QUIET:
    case EVENT_PATIENCE_OVER:
    case EVENT_COUNTER:
        break;
    }
    return CONNECTION_END_OPEN;
}

/* The first end counts: a RST that follows the FIN does not undo it. */
enum connection_end transcript_end(const struct transcript *transcript, unsigned connection)
{
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        enum connection_end end = end_of(event->kind);
        if (event->connection == connection && end != CONNECTION_END_OPEN)
            return end;
    }
    return CONNECTION_END_OPEN;
}

const struct event *transcript_find(const struct transcript *transcript, unsigned connection,
                                    enum event_kind kind)
{
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        if (event->connection == connection && event->kind == kind)
            return event;
    }
    return NULL;
}

bool transcript_has_close_notify(const struct transcript *transcript, unsigned connection)
{
    return transcript_find(transcript, connection, EVENT_CLOSE_NOTIFY) != NULL;
}

int64_t transcript_duration_us(const struct transcript *transcript)
{
    size_t count = transcript_count(transcript);
    return count == 0 ? 0 : transcript_event(transcript, count - 1)->at_us;
}

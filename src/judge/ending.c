#include "judge/ending.h"

#include <string.h>

#include "judge/words.h"

static bool has_event(const struct observation *observation, unsigned connection,
                      enum event_kind kind)
{
    return transcript_find(observation->transcript, connection, kind) != NULL;
}

static enum ending open_ending(const struct observation *observation, unsigned connection)
{
    if (observation->connections[connection].has_close_notify)
        return ENDING_ALERT;
    if (has_event(observation, connection, EVENT_PATIENCE_OVER))
        return ENDING_FULL;
    if (has_event(observation, connection, EVENT_CLOSED) ||
        has_event(observation, connection, EVENT_RESET_SENT))
        return ENDING_OURS;
    return ENDING_OPEN;
}

/* A peer may answer our FIN without a TLS closure alert by an alert of its own: its right, no
 * failure. */
static enum ending failed_ending(const struct observation *observation, unsigned connection)
{
    bool is_answer = has_event(observation, connection, EVENT_TRUNCATED) &&
                     has_event(observation, connection, EVENT_RECEIVE_FAILED);
    return is_answer ? ENDING_OURS : ENDING_FAILED;
}

enum ending ending_of(const struct observation *observation, unsigned connection)
{
    switch (observation->connections[connection].end) {
    case CONNECTION_END_OPEN:
        return open_ending(observation, connection);
    case CONNECTION_END_FIN:
        return ENDING_FIN;
    case CONNECTION_END_RESET:
        return ENDING_RST;
    case CONNECTION_END_FAILED:
        return failed_ending(observation, connection);
    case CONNECTION_END_FULL:
        return ENDING_FULL;
    }
    return ENDING_FAILED;
}

enum proof ending_proof_of_absence(enum ending ending)
{
    switch (ending) {
    case ENDING_FIN:
    case ENDING_ALERT:
        return PROOF_BYTES;
    case ENDING_OPEN:
        return PROOF_SILENCE;
    case ENDING_RST: /* octets in flight are lost */
    case ENDING_OURS:
    case ENDING_FULL:
    case ENDING_FAILED:
        break;
    }
    return PROOF_LOST;
}

enum proof ending_proof_of_count(enum ending ending)
{
    switch (ending) {
    case ENDING_FIN:
    case ENDING_ALERT:
    case ENDING_OURS: /* the script wanted no more of it */
        return PROOF_BYTES;
    case ENDING_OPEN:
    case ENDING_RST:
        return PROOF_SILENCE;
    case ENDING_FULL:
    case ENDING_FAILED:
        break;
    }
    return PROOF_LOST;
}

/* The event that ended our waiting: of this connection if there is one, else of the attempt. */
static const struct event *patience(const struct observation *observation, unsigned connection)
{
    static const enum event_kind kinds[] = {EVENT_PATIENCE_OVER, EVENT_QUIET};
    for (size_t i = 0; i < countof(kinds); i++) {
        const struct event *event = transcript_find(observation->transcript, connection, kinds[i]);
        for (unsigned other = 0; event == NULL && other < observation->count; other++)
            event = transcript_find(observation->transcript, other, kinds[i]);
        if (event != NULL)
            return event;
    }
    return NULL;
}

const char *ending_words(const struct observation *observation, unsigned connection,
                         struct arena *arena)
{
    const struct observed_connection *peer = &observation->connections[connection];
    switch (ending_of(observation, connection)) {
    case ENDING_OPEN: {
        const struct event *event = patience(observation, connection);
        if (event == NULL)
            return "still open";
        return arena_printf(arena, "still open after %s",
                            words_duration_ms(arena, (int64_t)event->len));
    }
    case ENDING_FIN:
        return peer->is_tls && !peer->has_close_notify ? "FIN without a TLS closure alert" : "FIN";
    case ENDING_ALERT:
        return "TLS closure alert";
    case ENDING_RST:
        return "RST";
    case ENDING_OURS:
        return "closed by us";
    case ENDING_FULL: {
        const struct event *over =
            transcript_find(observation->transcript, connection, EVENT_PATIENCE_OVER);
        if (over != NULL)
            return arena_printf(arena, "cut off by us after %s",
                                words_duration_ms(arena, (int64_t)over->len));
        return arena_printf(arena, "capture limit reached after %zu bytes", peer->received.len);
    }
    case ENDING_FAILED:
        break;
    }
    return ending_failure(observation, connection, arena);
}

const char *ending_then(const struct observation *observation, unsigned connection,
                        struct arena *arena)
{
    const char *ending = ending_words(observation, connection, arena);
    const char *bytes =
        words_count(arena, observation->connections[connection].received.len, "byte");
    switch (ending_of(observation, connection)) {
    case ENDING_RST:
        return arena_printf(arena, "then RST after %s; octets in flight may be lost", bytes);
    case ENDING_FIN:
    case ENDING_ALERT:
        return arena_printf(arena, "then %s after %s", ending, bytes);
    case ENDING_OURS:
        return arena_printf(arena, "%s after %s", ending, bytes);
    case ENDING_OPEN:
    case ENDING_FULL:
    case ENDING_FAILED:
        break;
    }
    return ending;
}

const char *ending_failure(const struct observation *observation, unsigned connection,
                           struct arena *arena)
{
    static const struct {
        enum event_kind kind;
        const char *words;
    } rows[] = {
        {EVENT_CONNECT_FAILED, "connect"},
        {EVENT_TLS_FAILED,     "TLS"    },
        {EVENT_RECEIVE_FAILED, "receive"},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        const struct event *event =
            transcript_find(observation->transcript, connection, rows[i].kind);
        if (event == NULL)
            continue;
        if (event->detail != NULL)
            return arena_printf(arena, "%s: %s", rows[i].words, event->detail);
        return arena_printf(arena, "%s: %s", rows[i].words, strerror(event->code));
    }
    return "not connected";
}

int64_t ending_delay_us(const struct observation *observation, unsigned connection)
{
    const struct transcript *transcript = observation->transcript;
    int64_t since = -1;
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        if (event->connection != connection)
            continue;
        if (event->kind == EVENT_FIN || event->kind == EVENT_RESET)
            return since < 0 ? -1 : event->at_us - since;
        if (event->kind == EVENT_SENT || (event->kind == EVENT_CONNECTED && since < 0))
            since = event->at_us;
    }
    return -1;
}

#include "refserver/connection.h"

#include <stdlib.h>
#include <string.h>

#include "refserver/dialogue.h"
#include "util/memory.h"

#define INPUT_SIZE 16384
#define ROUNDS_PER_TURN 32 /* of reading and sending, so that others get their turn too */

enum phase {
    PHASE_HANDSHAKE,
    PHASE_TALK,   /* until everything is sent after DIALOGUE_OVER */
    PHASE_LINGER, /* our FIN is sent */
    PHASE_GONE
};

/* What the timer is running for. */
enum patience {
    PATIENCE_NONE,
    PATIENCE_HANDSHAKE,
    PATIENCE_IDLE,
    PATIENCE_REQUEST,
    PATIENCE_SEND,
    PATIENCE_OPEN,
    PATIENCE_LINGER
};

struct connection {
    const struct connection_config *config;
    struct stream *stream;
    uv_poll_t poll;
    uv_timer_t timer;
    uv_timer_t late;
    unsigned open_handles;
    enum phase phase;
    enum patience patience;
    bool is_active;   /* something moved since the timer was started */
    bool wants_write; /* the stream said so */
    bool is_late_running;
    bool has_alert;  /* the client's TLS closure alert */
    bool has_fin;    /* the client's FIN */
    size_t lingered; /* octets read while lingering */
    uint8_t input[INPUT_SIZE];
    size_t input_len;
    struct dialogue dialogue;
};

static void turn(struct connection *connection);

static void on_handle_closed(uv_handle_t *handle)
{
    struct connection *connection = handle->data;
    connection->open_handles--;
    if (connection->open_handles > 0)
        return;
    dialogue_done(&connection->dialogue);
    free(connection);
}

void connection_free(struct connection *connection)
{
    if (connection == NULL || connection->phase == PHASE_GONE)
        return;
    connection->phase = PHASE_GONE;
    uv_close((uv_handle_t *)&connection->poll, on_handle_closed);
    uv_close((uv_handle_t *)&connection->timer, on_handle_closed);
    uv_close((uv_handle_t *)&connection->late, on_handle_closed);
    stream_free(connection->stream);
    connection->stream = NULL;
}

static void end(struct connection *connection)
{
    if (connection->phase == PHASE_GONE)
        return;
    connection->config->ended(connection->config->user, connection);
    connection_free(connection);
}

static bool client_has_ended(const struct connection *connection)
{
    return connection->has_fin || connection->has_alert;
}

/* True if input is read only to be thrown away. */
static bool discards(const struct connection *connection)
{
    return connection->phase == PHASE_LINGER || connection->dialogue.state != DIALOGUE_OPEN;
}

static bool can_read(const struct connection *connection)
{
    return !connection->has_fin && (discards(connection) || connection->input_len < INPUT_SIZE);
}

static void on_input(struct connection *connection, size_t len)
{
    if (!discards(connection)) {
        connection->is_active = true;
        connection->input_len += len;
        return;
    }
    connection->lingered += connection->phase == PHASE_LINGER ? len : 0;
    if (connection->lingered > CONNECTION_LINGER_MAX)
        end(connection);
}

static void on_fin(struct connection *connection)
{
    connection->has_fin = true;
    if (connection->config->is_tls && !connection->has_alert)
        connection->config->truncated(connection->config->user);
}

/* One read. True if something came. */
static bool read_once(struct connection *connection)
{
    size_t len = 0;
    size_t used = discards(connection) ? 0 : connection->input_len;
    switch (stream_read(connection->stream, connection->input + used, INPUT_SIZE - used, &len)) {
    case STREAM_OK:
        on_input(connection, len);
        return connection->phase != PHASE_GONE;
    case STREAM_CLOSE_NOTIFY:
        if (connection->has_alert)
            return false;
        connection->has_alert = true;
        return true;
    case STREAM_FIN:
        on_fin(connection);
        return true;
    case STREAM_WANT_READ:
        return false;
    case STREAM_WANT_WRITE:
        connection->wants_write = true;
        return false;
    case STREAM_RESET:
    case STREAM_FAILED:
        end(connection);
        return false;
    }
    return false;
}

/* Reads all that is there, so that a pipeline that came together is seen together. */
static bool read_all(struct connection *connection)
{
    bool has_moved = false;
    while (connection->phase != PHASE_GONE && can_read(connection) && read_once(connection)) {
        has_moved = true;
        if (discards(connection))
            break;
    }
    return has_moved;
}

static void on_late(uv_timer_t *timer)
{
    struct connection *connection = timer->data;
    connection->is_late_running = false;
    connection->is_active = true;
    dialogue_late_over(&connection->dialogue);
    turn(connection);
}

static void update_late(struct connection *connection)
{
    const struct dialogue *dialogue = &connection->dialogue;
    if (dialogue->is_late == connection->is_late_running)
        return;
    connection->is_late_running = dialogue->is_late;
    if (dialogue->is_late)
        (void)uv_timer_start(&connection->late, on_late, dialogue->late_ms, 0);
    else
        (void)uv_timer_stop(&connection->late);
}

/* True if the dialogue got on. */
static bool talk(struct connection *connection)
{
    struct dialogue *dialogue = &connection->dialogue;
    enum dialogue_state before = dialogue->state;
    size_t len = connection->input_len;
    struct span rest = span_make(connection->input, len);
    dialogue_process(dialogue, &rest);
    if (discards(connection))
        rest = (struct span){0};
    if (rest.len > 0)
        memmove(connection->input, rest.data, rest.len);
    connection->input_len = rest.len;
    if (client_has_ended(connection) && rest.len == 0)
        dialogue_client_ended(dialogue);
    update_late(connection);
    return rest.len < len || dialogue->state != before;
}

static bool send_once(struct connection *connection)
{
    struct span unsent = dialogue_unsent(&connection->dialogue);
    size_t len = 0;
    if (unsent.len == 0)
        return false;
    switch (stream_write(connection->stream, unsent, &len)) {
    case STREAM_OK:
        dialogue_sent(&connection->dialogue, len);
        connection->is_active = true;
        return true;
    case STREAM_WANT_READ:
        return false;
    case STREAM_WANT_WRITE:
        connection->wants_write = true;
        return false;
    case STREAM_FIN:
    case STREAM_CLOSE_NOTIFY:
    case STREAM_RESET:
    case STREAM_FAILED:
        end(connection);
        return false;
    }
    return false;
}

/* RFC 9112 9.6: half-close first, so that no RST destroys the last response on its way. */
static void close_down(struct connection *connection)
{
    const struct policy *policy = connection->config->policy;
    if (connection->dialogue.manner == CLOSE_BY_RESET) {
        stream_set_reset(connection->stream);
        end(connection);
        return;
    }
    /* RFC 9112 9.8 */
    if (policy->sends_close_notify &&
        stream_close_notify(connection->stream) == STREAM_WANT_WRITE) {
        connection->wants_write = true;
        return;
    }
    stream_shutdown_write(connection->stream);
    connection->phase = PHASE_LINGER;
    connection->input_len = 0;
}

static void shake_hands(struct connection *connection)
{
    switch (stream_handshake(connection->stream)) {
    case STREAM_OK:
        connection->phase = PHASE_TALK;
        break;
    case STREAM_WANT_READ:
        break;
    case STREAM_WANT_WRITE:
        connection->wants_write = true;
        break;
    case STREAM_FIN:
    case STREAM_CLOSE_NOTIFY:
    case STREAM_RESET:
    case STREAM_FAILED:
        end(connection);
        break;
    }
}

static bool is_finished(struct connection *connection)
{
    return connection->dialogue.state == DIALOGUE_OVER && !connection->is_late_running &&
           dialogue_unsent(&connection->dialogue).len == 0;
}

static enum patience patience_now(struct connection *connection)
{
    const struct dialogue *dialogue = &connection->dialogue;
    if (connection->phase == PHASE_HANDSHAKE)
        return PATIENCE_HANDSHAKE;
    if (connection->phase == PHASE_LINGER)
        return PATIENCE_LINGER;
    if (connection->is_late_running)
        return PATIENCE_NONE;
    if (dialogue_unsent(&connection->dialogue).len > 0 || dialogue->state == DIALOGUE_OVER)
        return PATIENCE_SEND;
    if (dialogue->state == DIALOGUE_DEAF)
        return PATIENCE_OPEN;
    if (dialogue->has_no_time_limit)
        return PATIENCE_OPEN;
    return dialogue_is_inside_request(dialogue) ? PATIENCE_REQUEST : PATIENCE_IDLE;
}

static void on_time_over(uv_timer_t *timer)
{
    struct connection *connection = timer->data;
    enum patience patience = connection->patience;
    connection->patience = PATIENCE_NONE;
    switch (patience) {
    case PATIENCE_NONE:
        break;
    case PATIENCE_IDLE:
    case PATIENCE_REQUEST:
        dialogue_time_out(&connection->dialogue);
        turn(connection);
        break;
    case PATIENCE_HANDSHAKE:
    case PATIENCE_SEND:
    case PATIENCE_OPEN:
    case PATIENCE_LINGER:
        end(connection);
        break;
    }
}

static void update_timer(struct connection *connection)
{
    static const unsigned limits_ms[] = {
        [PATIENCE_HANDSHAKE] = CONNECTION_HANDSHAKE_MS, [PATIENCE_IDLE] = CONNECTION_IDLE_MS,
        [PATIENCE_REQUEST] = CONNECTION_REQUEST_MS,     [PATIENCE_SEND] = CONNECTION_SEND_MS,
        [PATIENCE_OPEN] = CONNECTION_OPEN_MS,           [PATIENCE_LINGER] = CONNECTION_LINGER_MS,
    };
    enum patience patience = patience_now(connection);
    bool is_extended = connection->is_active && patience != PATIENCE_LINGER;
    connection->is_active = false;
    if (patience == connection->patience && !is_extended)
        return;
    connection->patience = patience;
    if (patience == PATIENCE_NONE)
        (void)uv_timer_stop(&connection->timer);
    else
        (void)uv_timer_start(&connection->timer, on_time_over, limits_ms[patience], 0);
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
    struct connection *connection = poll->data;
    (void)status;
    (void)events;
    turn(connection);
}

static void update_poll(struct connection *connection)
{
    int events = 0;
    if (connection->phase == PHASE_HANDSHAKE || can_read(connection))
        events |= UV_READABLE;
    if (connection->wants_write)
        events |= UV_WRITABLE;
    if (events == 0)
        (void)uv_poll_stop(&connection->poll);
    else
        (void)uv_poll_start(&connection->poll, events, on_ready);
}

/* One round. True if another one may get on. */
static bool go_round(struct connection *connection)
{
    bool has_moved = read_all(connection);
    if (connection->phase == PHASE_TALK) {
        has_moved = talk(connection) || has_moved;
        has_moved = send_once(connection) || has_moved;
    }
    if (connection->phase == PHASE_TALK && is_finished(connection))
        close_down(connection);
    if (connection->phase == PHASE_LINGER && connection->has_fin)
        end(connection);
    return has_moved;
}

static void turn(struct connection *connection)
{
    connection->wants_write = false;
    if (connection->phase == PHASE_HANDSHAKE)
        shake_hands(connection);
    for (unsigned rounds = 0; connection->phase == PHASE_TALK || connection->phase == PHASE_LINGER;
         rounds++) {
        if (rounds >= ROUNDS_PER_TURN && !stream_has_buffered(connection->stream))
            break;
        if (!go_round(connection))
            break;
    }
    if (connection->phase == PHASE_GONE)
        return;
    update_timer(connection);
    update_poll(connection);
}

static void init_timer(struct connection *connection, uv_timer_t *timer)
{
    (void)uv_timer_init(connection->config->loop, timer);
    timer->data = connection;
    connection->open_handles++;
}

struct connection *connection_new(const struct connection_config *config, struct stream *stream,
                                  bool is_refused)
{
    struct connection *connection = memory_new(sizeof(*connection));
    connection->config = config;
    connection->stream = stream;
    connection->phase = config->is_tls ? PHASE_HANDSHAKE : PHASE_TALK;
    dialogue_init(&connection->dialogue, config->policy, config->resources, config->is_tls);
    if (is_refused)
        connection->dialogue.state = DIALOGUE_OVER;
    (void)uv_poll_init(config->loop, &connection->poll, stream_fd(stream));
    connection->poll.data = connection;
    connection->open_handles++;
    init_timer(connection, &connection->timer);
    init_timer(connection, &connection->late);
    update_timer(connection);
    update_poll(connection);
    return connection;
}

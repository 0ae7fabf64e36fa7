#include "wire/session.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "util/memory.h"
#include "wire/session_parts.h"

/* The shortest gap: a timer of 0 ms would fire again before the loop has looked for input. */
#define GAP_MIN_MS 1

/* How often the kernel is asked for the acknowledgement of a piece, and for how long at most. */
#define ACK_POLL_MS 1
#define ACK_WAIT_MAX_MS 200

static void on_timer(uv_timer_t *timer);
static void on_poll(uv_poll_t *poll, int status, int events);

/* The last thing a callback of the loop does: the session may be gone afterwards. */
static void tell(struct session *session)
{
    (void)uv_idle_stop(&session->later);
    if (!session->is_changed)
        return;
    session->is_changed = false;
    if (session->config.changed != NULL)
        session->config.changed(session->config.user, session);
}

static void on_later(uv_idle_t *later)
{
    tell(later->data);
}

static void tell_later(struct session *session)
{
    session->is_changed = true;
    (void)uv_idle_start(&session->later, on_later);
}

static int wanted_events(const struct session *session)
{
    switch (session->phase) {
    case PHASE_OVER:
        return 0;
    case PHASE_CONNECT:
        return UV_WRITABLE;
    case PHASE_HANDSHAKE:
        return session->blocked == STREAM_WANT_WRITE ? UV_WRITABLE : UV_READABLE;
    case PHASE_READY:
        break;
    }
    int events = session_io_can_read(session) ? UV_READABLE : 0;
    if (session_io_has_to_write(session))
        events |= session->blocked == STREAM_WANT_READ ? UV_READABLE : UV_WRITABLE;
    return events;
}

static void start_timer(struct session *session, int64_t ms)
{
    /* The loop's time may be old: whole scripts are prepared within one turn. */
    uv_update_time(session->config.loop);
    (void)uv_timer_start(&session->timer, on_timer, (uint64_t)ms, 0);
}

static void start_gap(struct session *session)
{
    int64_t gap_ms = session->sending.gap_ms < GAP_MIN_MS ? GAP_MIN_MS : session->sending.gap_ms;
    start_timer(session, gap_ms);
    session->ack_deadline_ms = uv_now(session->config.loop) + (uint64_t)gap_ms + ACK_WAIT_MAX_MS;
}

/* Arranges to be called again for whatever the session now waits for. */
static void watch(struct session *session)
{
    if (session->stream == NULL)
        return;
    int events = wanted_events(session);
    if (events == 0 && session->watched_events != 0)
        (void)uv_poll_stop(&session->poll);
    else if (events != session->watched_events)
        (void)uv_poll_start(&session->poll, events, on_poll);
    session->watched_events = events;
    if (session->is_in_gap && !uv_is_active((const uv_handle_t *)&session->timer))
        start_gap(session);
}

static void become_ready(struct session *session)
{
    (void)uv_timer_stop(&session->timer);
    session->phase = PHASE_READY;
}

static void shake_hands(struct session *session)
{
    enum stream_status status = stream_handshake(session->stream);
    if (session_io_is_blocked(session, status))
        return;
    if (status == STREAM_OK) {
        become_ready(session);
        session_io_record(session, EVENT_TLS_READY, 0, 0, stream_description(session->stream));
    } else {
        session_io_fail_with_reason(session, EVENT_TLS_FAILED);
    }
}

static void finish_connect(struct session *session)
{
    int code = dial_result(stream_fd(session->stream));
    /* A refusal is ECONNREFUSED: these two mean that the peer accepted and has reset since. */
    if (code == ECONNRESET || code == EPIPE) {
        if (code == ECONNRESET)
            stream_note_reset(session->stream);
        code = 0;
    }
    if (code != 0) {
        session_io_fail(session, EVENT_CONNECT_FAILED, code, strerror(code));
        return;
    }
    session_io_record(session, EVENT_CONNECTED, 0, 0, NULL);
    if (session->config.tls == NULL) {
        become_ready(session);
    } else {
        session->phase = PHASE_HANDSHAKE;
        shake_hands(session);
    }
}

/*
 * libuv reports POLLERR as a failed status and stops watching; the reads tell what it was, after
 * whatever the peer has sent before.
 */
static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct session *session = poll->data;
    (void)events;
    if (status != 0)
        session->watched_events = 0;
    if (session->phase == PHASE_CONNECT)
        finish_connect(session);
    else if (session->phase == PHASE_HANDSHAKE)
        shake_hands(session);
    if (session->phase == PHASE_READY) {
        session_io_read(session);
        session_io_write(session);
    }
    watch(session);
    tell(session);
}

static void on_timer(uv_timer_t *timer)
{
    struct session *session = timer->data;
    switch (session->phase) {
    case PHASE_OVER:
        break;
    case PHASE_CONNECT:
        session_io_fail(session, EVENT_CONNECT_FAILED, ETIMEDOUT, strerror(ETIMEDOUT));
        break;
    case PHASE_HANDSHAKE:
        session_io_fail(session, EVENT_TLS_FAILED, ETIMEDOUT, "the handshake took too long");
        break;
    case PHASE_READY:
        if (!session_io_is_acknowledged(session) &&
            uv_now(session->config.loop) < session->ack_deadline_ms) {
            start_timer(session, ACK_POLL_MS);
            return;
        }
        session->is_in_gap = false;
        session_io_write(session);
        break;
    }
    watch(session);
    tell(session);
}

static void start_connecting(struct session *session)
{
    int fd = dial_start(session->config.address);
    int code = fd < 0 ? -errno : uv_poll_init(session->config.loop, &session->poll, fd);
    if (code != 0) {
        if (fd >= 0)
            (void)close(fd);
        session_io_fail(session, EVENT_CONNECT_FAILED, -code, strerror(-code));
        tell_later(session);
        return;
    }
    session->open_handles++;
    session->stream = session->config.tls == NULL
                          ? stream_tcp_new(fd)
                          : stream_tls_new(fd, session->config.tls, session->config.server_name);
    session->phase = PHASE_CONNECT;
    if (session->config.connect_timeout_ms > 0)
        start_timer(session, session->config.connect_timeout_ms);
    watch(session);
}

struct session *session_new(const struct session_config *config, unsigned connection)
{
    assert(config->capture_max > 0);
    struct session *session = memory_new(sizeof(*session));
    session->config = *config;
    session->connection = connection;
    session->poll.data = session;
    session->timer.data = session;
    session->later.data = session;
    (void)uv_timer_init(config->loop, &session->timer);
    (void)uv_idle_init(config->loop, &session->later);
    session->open_handles = 2;
    start_connecting(session);
    return session;
}

/* RFC 9112, 9.8: a client sends the closure alert before closing, if it still can. */
static void say_goodbye(struct session *session)
{
    bool is_whole = !sending_is_active(&session->sending) && !session->has_sent_fin;
    if (session->phase == PHASE_READY && is_whole)
        (void)stream_close_notify(session->stream);
}

void session_free(struct session *session)
{
    if (session == NULL || session->is_freed)
        return;
    say_goodbye(session);
    session_io_end(session);
    session->is_freed = true;
    uv_close((uv_handle_t *)&session->timer, session_io_handle_closed);
    uv_close((uv_handle_t *)&session->later, session_io_handle_closed);
}

enum session_state session_state(const struct session *session)
{
    if (session->phase == PHASE_OVER || !session_io_can_read(session))
        return SESSION_ENDED;
    if (session->phase != PHASE_READY)
        return SESSION_CONNECTING;
    return session->has_sent_fin || session->has_sent_alert || session->has_alert ? SESSION_SHUT
                                                                                  : SESSION_OPEN;
}

unsigned session_connection(const struct session *session)
{
    return session->connection;
}

bool session_peer_ended(const struct session *session)
{
    return session->has_fin || session->has_failed;
}

bool session_is_idle(const struct session *session)
{
    return !sending_is_active(&session->sending) && session->wish == WISH_NONE;
}

void session_send(struct session *session, const struct session_send *send)
{
    assert(session_is_idle(session));
    enum session_state state = session_state(session);
    if (state == SESSION_CONNECTING || state == SESSION_OPEN) {
        sending_done(&session->sending);
        sending_init(&session->sending, send);
    }
    if (sending_is_active(&session->sending))
        watch(session);
    else
        tell_later(session);
}

static bool is_possible(const struct session *session, enum wish wish)
{
    if (session->phase == PHASE_OVER)
        return false;
    switch (wish) {
    case WISH_HALF_CLOSE:
    case WISH_TRUNCATE:
        return !session->has_sent_fin;
    case WISH_TLS_CLOSE:
        return session->config.tls != NULL && !session->has_sent_fin && !session->has_sent_alert;
    case WISH_NONE:
    case WISH_CLOSE:
    case WISH_RESET:
        break;
    }
    return true;
}

/* At once if the connection is ready, else as soon as it is. */
static void ask_for(struct session *session, enum wish wish)
{
    assert(session_is_idle(session));
    if (is_possible(session, wish)) {
        session->wish = wish;
        if (session->phase == PHASE_READY)
            session_io_grant(session);
        watch(session);
    }
    tell_later(session);
}

void session_half_close(struct session *session)
{
    ask_for(session, WISH_HALF_CLOSE);
}

void session_tls_close(struct session *session)
{
    ask_for(session, WISH_TLS_CLOSE);
}

void session_truncate(struct session *session)
{
    ask_for(session, WISH_TRUNCATE);
}

void session_close(struct session *session)
{
    ask_for(session, WISH_CLOSE);
}

void session_reset(struct session *session)
{
    ask_for(session, WISH_RESET);
}

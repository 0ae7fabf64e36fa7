#include <stdlib.h>

#ifdef __linux__
#include <linux/sockios.h>
#include <sys/ioctl.h>
#endif

#include "wire/session_parts.h"

/* One read; at least a TLS record, so that nothing decrypted stays behind in the stream. */
#define READ_SIZE (64 * 1024)

/* Calls in one turn of the loop, so that reading and writing, and other sessions, alternate. */
#define READS_PER_TURN 16
#define WRITES_PER_TURN 16

void session_io_handle_closed(uv_handle_t *handle)
{
    struct session *session = handle->data;
    session->open_handles--;
    if (session->open_handles == 0 && session->is_freed)
        free(session);
}

void session_io_record(struct session *session, enum event_kind kind, size_t len, int code,
                       const char *detail)
{
    transcript_append(session->config.transcript, kind, session->connection, TRANSCRIPT_NO_STEP,
                      len, code, detail);
    session->is_changed = true;
}

/*
 * The poll handle goes together with the descriptor: libuv would otherwise, when the handle is
 * closed later, stop watching whoever has got the same number since.
 */
static void close_descriptor(struct session *session)
{
    if (session->stream == NULL)
        return;
    uv_close((uv_handle_t *)&session->poll, session_io_handle_closed);
    stream_free(session->stream);
    session->stream = NULL;
}

static void stop_sending(struct session *session)
{
    if (session->is_in_gap)
        (void)uv_timer_stop(&session->timer);
    session->is_in_gap = false;
    session->blocked = STREAM_OK;
    sending_done(&session->sending);
    session->is_changed = true;
}

void session_io_end(struct session *session)
{
    stop_sending(session);
    (void)uv_timer_stop(&session->timer);
    session->wish = WISH_NONE;
    session->phase = PHASE_OVER;
    close_descriptor(session);
}

void session_io_fail(struct session *session, enum event_kind kind, int code, const char *detail)
{
    session_io_record(session, kind, 0, code, detail);
    session->has_failed = true;
    session_io_end(session);
}

void session_io_fail_with_reason(struct session *session, enum event_kind kind)
{
    session_io_fail(session, kind, stream_error_code(session->stream),
                    stream_error_text(session->stream));
}

bool session_io_can_read(const struct session *session)
{
    return !session->has_fin && !session->is_full;
}

bool session_io_has_to_write(const struct session *session)
{
    return session->wish != WISH_NONE ||
           (sending_is_active(&session->sending) && !session->is_in_gap);
}

bool session_io_is_acknowledged(const struct session *session)
{
#ifdef __linux__
    int waiting = 0;
    return ioctl(stream_fd(session->stream), SIOCOUTQ, &waiting) != 0 || waiting == 0;
#else
    (void)session;
    return true;
#endif
}

bool session_io_is_blocked(struct session *session, enum stream_status status)
{
    bool is_blocked = status == STREAM_WANT_READ || status == STREAM_WANT_WRITE;
    session->blocked = is_blocked ? status : STREAM_OK;
    return is_blocked;
}

/* True if the session can go on writing at once. */
static bool write_some(struct session *session)
{
    size_t len = 0;
    enum stream_status status =
        stream_write(session->stream, sending_piece(&session->sending), &len);
    if (session_io_is_blocked(session, status))
        return false;
    if (status != STREAM_OK) {
        session_io_record(session, EVENT_SEND_FAILED, 0, stream_error_code(session->stream),
                          stream_error_text(session->stream));
        stop_sending(session);
        return false;
    }
    session->is_changed = true;
    if (sending_advance(&session->sending, len, session->config.transcript, session->connection))
        session->is_in_gap = true;
    else if (!sending_is_active(&session->sending))
        stop_sending(session);
    return session_io_has_to_write(session);
}

/* Sends the closure alert. False if it has to wait for the descriptor. */
static bool send_alert(struct session *session)
{
    session->has_sent_alert = !session_io_is_blocked(session, stream_close_notify(session->stream));
    return session->has_sent_alert;
}

static void send_fin(struct session *session, enum event_kind kind)
{
    stream_shutdown_write(session->stream);
    session->has_sent_fin = true;
    session_io_record(session, kind, 0, 0, NULL);
}

void session_io_grant(struct session *session)
{
    enum wish wish = session->wish;
    bool needs_alert = wish == WISH_HALF_CLOSE || wish == WISH_TLS_CLOSE || wish == WISH_CLOSE;
    if (needs_alert && !session->has_sent_fin && !send_alert(session))
        return;
    session->wish = WISH_NONE;
    switch (wish) {
    case WISH_NONE:
        break;
    case WISH_HALF_CLOSE:
        send_fin(session, EVENT_HALF_CLOSED);
        break;
    case WISH_TLS_CLOSE:
        session_io_record(session, EVENT_CLOSE_NOTIFY_SENT, 0, 0, NULL);
        break;
    case WISH_TRUNCATE:
        send_fin(session, EVENT_TRUNCATED);
        break;
    case WISH_CLOSE:
        session_io_end(session);
        session_io_record(session, EVENT_CLOSED, 0, 0, NULL);
        break;
    case WISH_RESET:
        stream_set_reset(session->stream);
        session_io_end(session);
        session_io_record(session, EVENT_RESET_SENT, 0, 0, NULL);
        break;
    }
}

void session_io_write(struct session *session)
{
    for (unsigned n = 0; n < WRITES_PER_TURN && session->phase == PHASE_READY; n++) {
        if (!sending_is_active(&session->sending) || !write_some(session))
            break;
    }
    if (session->phase == PHASE_READY && session->wish != WISH_NONE &&
        !sending_is_active(&session->sending))
        session_io_grant(session);
}

static void note_received(struct session *session, struct span bytes)
{
    transcript_append_received(session->config.transcript, session->connection, bytes);
    session->is_changed = true;
    session->received += bytes.len;
    if (session->received < session->config.capture_max)
        return;
    session->is_full = true;
    session_io_record(session, EVENT_CAPTURE_FULL, session->config.capture_max, 0, NULL);
    stop_sending(session);
}

/* True if the stream may have more for us. */
static bool read_some(struct session *session)
{
    uint8_t buffer[READ_SIZE];
    size_t size = session->config.capture_max - session->received;
    size_t len = 0;
    enum stream_status status =
        stream_read(session->stream, buffer, size < sizeof(buffer) ? size : sizeof(buffer), &len);
    switch (status) {
    case STREAM_OK:
        note_received(session, span_make(buffer, len));
        return session_io_can_read(session);
    case STREAM_WANT_READ:
    case STREAM_WANT_WRITE:
        return false;
    case STREAM_CLOSE_NOTIFY:
        session->has_alert = true;
        session_io_record(session, EVENT_CLOSE_NOTIFY, 0, 0, NULL);
        stop_sending(session);
        return true;
    case STREAM_FIN:
        session->has_fin = true;
        session_io_record(session, EVENT_FIN, 0, 0, NULL);
        stop_sending(session);
        return false;
    case STREAM_RESET:
        session_io_fail_with_reason(session, EVENT_RESET);
        break;
    case STREAM_FAILED:
        session_io_fail_with_reason(session, EVENT_RECEIVE_FAILED);
        break;
    }
    return false;
}

/* No limit while decrypted bytes wait in the stream: the descriptor would not wake us for them. */
void session_io_read(struct session *session)
{
    bool has_more = session_io_can_read(session);
    for (unsigned n = 0; has_more; n++) {
        has_more = read_some(session);
        if (n >= READS_PER_TURN && has_more && !stream_has_buffered(session->stream))
            break;
    }
}

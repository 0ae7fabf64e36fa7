/*
 * For the tests of sessions: a session, its transcript, and a peer that the test plays, all on one
 * loop. Nothing sleeps; kit_until_* turns the loop until something is true.
 */
#ifndef WIRE_SESSION_KIT_H
#define WIRE_SESSION_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <uv.h>

#include "util/text.h"
#include "wire/listener.h"
#include "wire/session.h"

#define KIT_DEADLINE_NS 60000000000u
#define KIT_READ_SIZE (64 * 1024)
#define KIT_SIZES_MAX 64
#define KIT_CAPTURE_MAX (64u << 20)

struct kit {
    uv_loop_t loop;
    uv_timer_t tick; /* so that a turn of the loop always comes back */
    struct clock clock;
    struct transcript *transcript;
    struct session *session;
    struct session_config config;
    bool is_inside; /* a call of the session's interface is running */
    unsigned changes;
    void (*on_changed)(struct kit *kit);

    struct listener *listener;
    struct dial_address address;
    struct stream *peer; /* NULL: nobody has connected yet */
    bool is_shaken;      /* the peer's handshake is done */
    bool is_lazy;        /* the peer does nothing by itself */
    struct text received;
    size_t sizes[KIT_SIZES_MAX]; /* of the peer's first reads */
    size_t size_count;
    bool has_alert;              /* the peer got our closure alert */
    enum stream_status peer_end; /* STREAM_OK: reading goes on */
    struct span reply;           /* what the peer has yet to send */
};

static inline void kit_changed(void *user, struct session *session)
{
    struct kit *kit = user;
    assert_false(kit->is_inside);
    assert_ptr_equal(session, kit->session);
    kit->changes++;
    if (kit->on_changed != NULL)
        kit->on_changed(kit);
}

static inline void kit_accepted(void *user, struct stream *stream)
{
    struct kit *kit = user;
    stream_free(kit->peer);
    kit->peer = stream;
}

static inline void kit_tick(uv_timer_t *timer)
{
    (void)timer;
}

/* server and client: NULL for plain TCP. host: where to listen. */
static inline bool kit_listen(struct kit *kit, const struct dial_address *where,
                              struct tls_context *server)
{
    struct error error;
    kit->listener = listener_open(&kit->loop, where, server, kit_accepted, kit, &error);
    if (kit->listener == NULL)
        return false;
    kit->address = *where;
    if (where->storage.ss_family == AF_UNIX)
        return true;
    char host[64];
    const char *name = where->storage.ss_family == AF_INET6 ? "::1" : "127.0.0.1";
    (void)snprintf(host, sizeof(host), "%s", name);
    assert_true(dial_resolve(host, listener_port(kit->listener), DIAL_ANY, &kit->address, &error));
    return true;
}

static inline void kit_init(struct kit *kit)
{
    *kit = (struct kit){.clock = clock_real()};
    assert_int_equal(uv_loop_init(&kit->loop), 0);
    assert_int_equal(uv_timer_init(&kit->loop, &kit->tick), 0);
    assert_int_equal(uv_timer_start(&kit->tick, kit_tick, 1, 1), 0);
    kit->transcript = transcript_new(&kit->clock);
    (void)transcript_add_connection(kit->transcript, "main", false);
    kit->config = (struct session_config){
        .loop = &kit->loop,
        .transcript = kit->transcript,
        .address = &kit->address,
        .capture_max = KIT_CAPTURE_MAX,
        .connect_timeout_ms = 20000,
        .changed = kit_changed,
        .user = kit,
    };
}

static inline struct dial_address kit_loopback(void)
{
    struct dial_address address;
    struct error error;
    assert_true(dial_resolve("127.0.0.1", 0, DIAL_IPV4, &address, &error));
    return address;
}

static inline void kit_connect(struct kit *kit)
{
    kit->is_inside = true;
    kit->session = session_new(&kit->config, 0);
    kit->is_inside = false;
}

static inline void kit_init_plain(struct kit *kit)
{
    struct dial_address loopback = kit_loopback();
    kit_init(kit);
    assert_true(kit_listen(kit, &loopback, NULL));
    kit_connect(kit);
}

static inline void kit_done(struct kit *kit)
{
    session_free(kit->session);
    stream_free(kit->peer);
    listener_close(kit->listener);
    uv_close((uv_handle_t *)&kit->tick, NULL);
    assert_int_equal(uv_run(&kit->loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&kit->loop), 0); /* no handle was forgotten */
    transcript_free(kit->transcript);
    text_done(&kit->received);
}

static inline void kit_peer_reads(struct kit *kit)
{
    static uint8_t buffer[KIT_READ_SIZE];
    while (kit->peer_end == STREAM_OK) {
        size_t len = 0;
        enum stream_status status = stream_read(kit->peer, buffer, sizeof(buffer), &len);
        if (status == STREAM_WANT_READ || status == STREAM_WANT_WRITE)
            return;
        if (status == STREAM_OK) {
            text_add_span(&kit->received, span_make(buffer, len));
            if (kit->size_count < KIT_SIZES_MAX)
                kit->sizes[kit->size_count++] = len;
        } else if (status == STREAM_CLOSE_NOTIFY) {
            kit->has_alert = true;
        } else {
            kit->peer_end = status;
        }
    }
}

static inline void kit_peer_writes(struct kit *kit)
{
    while (kit->reply.len > 0) {
        size_t len = 0;
        if (stream_write(kit->peer, kit->reply, &len) != STREAM_OK)
            return;
        kit->reply = span_slice(kit->reply, len, SIZE_MAX);
    }
}

/* The peer does what it can, then the loop turns once. */
static inline void kit_turn(struct kit *kit)
{
    if (kit->peer != NULL && !kit->is_lazy && !kit->is_shaken)
        kit->is_shaken = stream_handshake(kit->peer) == STREAM_OK;
    if (kit->peer != NULL && !kit->is_lazy && kit->is_shaken) {
        kit_peer_reads(kit);
        kit_peer_writes(kit);
    }
    (void)uv_run(&kit->loop, UV_RUN_ONCE);
}

static inline void kit_until(struct kit *kit, bool (*is_done)(const struct kit *kit))
{
    uint64_t deadline = uv_hrtime() + KIT_DEADLINE_NS;
    while (!is_done(kit)) {
        assert_true(uv_hrtime() < deadline);
        kit_turn(kit);
    }
}

static inline const struct event *kit_event(const struct kit *kit, enum event_kind kind)
{
    return transcript_find(kit->transcript, 0, kind);
}

static inline const struct event *kit_until_event(struct kit *kit, enum event_kind kind)
{
    uint64_t deadline = uv_hrtime() + KIT_DEADLINE_NS;
    while (kit_event(kit, kind) == NULL) {
        if (uv_hrtime() >= deadline)
            fail_msg("no event %s", transcript_kind_name(kind));
        kit_turn(kit);
    }
    return kit_event(kit, kind);
}

static inline void kit_until_peer_has(struct kit *kit, size_t len)
{
    uint64_t deadline = uv_hrtime() + KIT_DEADLINE_NS;
    while (kit->received.len < len) {
        assert_true(uv_hrtime() < deadline);
        kit_turn(kit);
    }
}

static inline bool kit_is_accepted(const struct kit *kit)
{
    return kit->peer != NULL;
}

static inline bool kit_is_open(const struct kit *kit)
{
    return session_state(kit->session) == SESSION_OPEN && kit->peer != NULL &&
           (kit->is_shaken || kit->is_lazy);
}

static inline bool kit_is_idle(const struct kit *kit)
{
    return session_is_idle(kit->session);
}

static inline bool kit_is_ended(const struct kit *kit)
{
    return session_state(kit->session) == SESSION_ENDED;
}

static inline bool kit_has_peer_end(const struct kit *kit)
{
    return kit->peer_end != STREAM_OK;
}

static inline bool kit_has_replied(const struct kit *kit)
{
    return kit->reply.len == 0;
}

static inline void kit_send(struct kit *kit, const struct session_send *send)
{
    kit->is_inside = true;
    session_send(kit->session, send);
    kit->is_inside = false;
}

static inline void kit_send_text(struct kit *kit, const char *text)
{
    static const struct session_mark mark = {.offset = 0, .step = 3};
    kit_send(kit, &(struct session_send){.bytes = span_of(text), .marks = &mark, .mark_count = 1});
}

/* One of the five acts, which must not call changed by itself. */
static inline void kit_act(struct kit *kit, void (*act)(struct session *session))
{
    kit->is_inside = true;
    act(kit->session);
    kit->is_inside = false;
}

static inline void kit_peer_says(struct kit *kit, const char *text)
{
    size_t len = 0;
    assert_int_equal(stream_write(kit->peer, span_of(text), &len), STREAM_OK);
    assert_int_equal(len, strlen(text));
}

/* The peer is gone, by RST or FIN. */
static inline void kit_peer_leaves(struct kit *kit, bool with_reset)
{
    if (with_reset)
        stream_set_reset(kit->peer);
    stream_free(kit->peer);
    kit->peer = NULL;
}

/* All event kinds in order, except that neighbours of the same kind count once: "connected sent
 * fin". */
static inline void kit_assert_story(const struct kit *kit, const char *expected)
{
    struct text story = {0};
    for (size_t i = 0; i < transcript_count(kit->transcript); i++) {
        enum event_kind kind = transcript_event(kit->transcript, i)->kind;
        if (i > 0 && transcript_event(kit->transcript, i - 1)->kind == kind)
            continue;
        text_add(&story, i == 0 ? "" : " ");
        text_add(&story, transcript_kind_name(kind));
    }
    assert_string_equal(text_string(&story), expected);
    text_done(&story);
}

static inline void kit_assert_received(const struct kit *kit, const char *expected)
{
    struct span received = transcript_received(kit->transcript, 0);
    if (!span_is(received, expected))
        fail_msg("received %.*s", (int)received.len, (const char *)received.data);
}

#endif

#include "wire/session_kit.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#define MANY_BYTES ((size_t)8 << 20)
#define DATA_SEGMENTS_OFFSET 152

static void open_plain(struct kit *kit)
{
    kit_init_plain(kit);
    kit_until(kit, kit_is_open);
}

static void connects_and_says_so(void **state)
{
    (void)state;
    struct kit kit;
    kit_init_plain(&kit);
    assert_int_equal(session_state(kit.session), SESSION_CONNECTING);
    assert_int_equal(session_connection(kit.session), 0);
    kit_until(&kit, kit_is_open);
    kit_assert_story(&kit, "connected");
    assert_int_equal(kit.changes, 1);
    assert_true(session_is_idle(kit.session));
    assert_false(session_peer_ended(kit.session));
    kit_done(&kit);
}

static void a_refusal_is_recorded(void **state)
{
    (void)state;
    struct kit kit;
    struct dial_address loopback = kit_loopback();
    kit_init(&kit);
    assert_true(kit_listen(&kit, &loopback, NULL));
    listener_close(kit.listener);
    kit.listener = NULL;
    kit_connect(&kit);
    assert_int_equal(kit_until_event(&kit, EVENT_CONNECT_FAILED)->code, ECONNREFUSED);
    assert_int_equal(session_state(kit.session), SESSION_ENDED);
    assert_true(session_peer_ended(kit.session));
    kit_send_text(&kit, "too late");
    kit_act(&kit, session_half_close);
    kit_act(&kit, session_close);
    assert_true(session_is_idle(kit.session));
    kit_assert_story(&kit, "connect_failed");
    kit_done(&kit);
}

/* dial_start itself fails, inside session_new; the callback has to wait all the same. */
static void an_immediate_failure_is_told_later(void **state)
{
    (void)state;
    struct kit kit;
    struct error error;
    kit_init(&kit);
    assert_true(dial_unix("/nonexistent/h1audit.sock", &kit.address, &error));
    kit_connect(&kit);
    assert_int_equal(kit.changes, 0);
    assert_int_equal(kit_event(&kit, EVENT_CONNECT_FAILED)->code, ENOENT);
    kit_turn(&kit);
    kit_turn(&kit);
    assert_int_equal(kit.changes, 1);
    kit_done(&kit);
}

static bool is_decided(const struct kit *kit)
{
    return session_state(kit->session) != SESSION_CONNECTING;
}

/* With a full backlog Linux drops the SYN. Other kernels refuse, or take it. */
static void connecting_has_a_time_limit(void **state)
{
    (void)state;
    struct kit kit;
    int waiting[16];
    struct dial_address loopback = kit_loopback();
    kit_init(&kit);
    kit.address = loopback;
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&loopback.storage, loopback.len), 0);
    assert_int_equal(listen(listening, 0), 0);
    (void)getsockname(listening, (struct sockaddr *)&kit.address.storage, &kit.address.len);
    for (size_t i = 0; i < countof(waiting); i++)
        waiting[i] = dial_start(&kit.address);
    kit.config.connect_timeout_ms = 30;
    kit_connect(&kit);
    kit_until(&kit, is_decided);
    const struct event *failure = kit_event(&kit, EVENT_CONNECT_FAILED);
    int code = failure == NULL ? 0 : failure->code;
    kit_done(&kit);
    for (size_t i = 0; i < countof(waiting); i++)
        (void)close(waiting[i]);
    (void)close(listening);
    if (code != ETIMEDOUT)
        skip();
}

static void sends_and_receives(void **state)
{
    (void)state;
    struct kit kit;
    kit_init_plain(&kit);
    kit_send_text(&kit, "GET"); /* waits for the connection */
    assert_false(session_is_idle(kit.session));
    kit_until(&kit, kit_is_idle);
    kit_until_peer_has(&kit, 3);
    assert_true(span_is(text_span(&kit.received), "GET"));
    assert_int_equal(kit_event(&kit, EVENT_SENT)->step, 3);
    kit_peer_says(&kit, "200");
    kit_until_event(&kit, EVENT_RECEIVED);
    kit_assert_received(&kit, "200");
    kit_assert_story(&kit, "connected sent received");
    assert_int_equal(session_state(kit.session), SESSION_OPEN);
    kit_done(&kit);
}

static void an_empty_send_is_over_at_once(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    unsigned changes = kit.changes;
    kit_send_text(&kit, "");
    assert_true(session_is_idle(kit.session));
    kit_turn(&kit);
    kit_turn(&kit);
    assert_int_equal(kit.changes, changes + 1);
    kit_assert_story(&kit, "connected");
    kit_done(&kit);
}

/* Segments with data that the peer's kernel has got; what it read in one go says less. */
static size_t segments_at_peer(const struct kit *kit)
{
#ifdef __linux__
    /* tcpi_data_segs_in, which the C library's struct tcp_info does not reach. */
    uint32_t info[64] = {0};
    socklen_t len = sizeof(info);
    int fd = stream_fd(kit->peer);
    assert_int_equal(getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &len), 0);
    return info[DATA_SEGMENTS_OFFSET / sizeof(info[0])];
#else
    return kit->size_count;
#endif
}

static void cut_pieces_arrive_one_by_one(void **state)
{
    const size_t cuts[] = {3, 4, 9};
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_send(&kit, &(struct session_send){.bytes = span_of("GET / HTTP/1.1"),
                                          .cuts = cuts,
                                          .cut_count = countof(cuts),
                                          .gap_ms = 3});
    kit_until_peer_has(&kit, 14);
    assert_true(span_is(text_span(&kit.received), "GET / HTTP/1.1"));
    assert_int_equal(segments_at_peer(&kit), 4);
    assert_int_equal(transcript_count(kit.transcript), 5);
    assert_int_equal(transcript_event(kit.transcript, 2)->offset, 3);
    assert_int_equal(transcript_event(kit.transcript, 3)->offset, 4);
    assert_int_equal(transcript_event(kit.transcript, 4)->offset, 9);
    int64_t first_us = transcript_event(kit.transcript, 1)->at_us;
    int64_t last_us = transcript_event(kit.transcript, 4)->at_us;
    assert_true(last_us - first_us >= 6000); /* three gaps, less the grain of the timer */
    kit_done(&kit);
}

static void bytes_arrive_one_by_one(void **state)
{
    const char *text = "GET /bytewise HTTP/1.1\r\nHost: localhost\r\n\r\n";
    size_t cuts[64];
    (void)state;
    struct kit kit;
    for (size_t i = 0; i < countof(cuts); i++)
        cuts[i] = i + 1;
    open_plain(&kit);
    kit_send(&kit, &(struct session_send){
                       .bytes = span_of(text), .cuts = cuts, .cut_count = countof(cuts)});
    kit_until_peer_has(&kit, strlen(text));
    assert_true(span_is(text_span(&kit.received), text));
    assert_int_equal(segments_at_peer(&kit), strlen(text));
    kit_done(&kit);
}

static void open_unix(struct kit *kit, char *directory)
{
    struct error error;
    struct dial_address where;
    char path[64];
    assert_non_null(mkdtemp(directory));
    (void)snprintf(path, sizeof(path), "%s/s", directory);
    assert_true(dial_unix(path, &where, &error));
    kit_init(kit);
    assert_true(kit_listen(kit, &where, NULL));
    kit_connect(kit);
}

/* Linux reports what the peer has not read yet of a Unix socket, so that there is something to wait
 * for. */
static void pieces_wait_for_each_other_but_not_for_ever(void **state)
{
    const size_t cuts[] = {1, 2};
    (void)state;
    struct kit kit;
    char directory[] = "/tmp/h1audit-session-XXXXXX";
    open_unix(&kit, directory);
    kit.is_lazy = true;
    kit_until(&kit, kit_is_open);
    uint64_t start = uv_hrtime();
    kit_send(&kit, &(struct session_send){
                       .bytes = span_of("abc"), .cuts = cuts, .cut_count = countof(cuts)});
    kit_until_event(&kit, EVENT_SENT);
    for (unsigned turn = 0; turn < 20; turn++)
        kit_turn(&kit);
#ifdef __linux__
    if (uv_hrtime() - start < 100000000)
        assert_int_equal(transcript_sent(kit.transcript, 0).len, 1);
#endif
    kit_until(&kit, kit_is_idle); /* although nobody reads */
    assert_int_equal(transcript_sent(kit.transcript, 0).len, 3);
    kit_done(&kit);
    (void)start;
    assert_int_equal(rmdir(directory), 0);
}

/* The peer closes in the middle of a cut send: the rest stays here. */
static void stops_sending_when_the_peer_has_closed(void **state)
{
    const size_t cuts[] = {3};
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_send(&kit, &(struct session_send){.bytes = span_of("GET /"),
                                          .cuts = cuts,
                                          .cut_count = countof(cuts),
                                          .gap_ms = 3600000});
    kit_until_peer_has(&kit, 3);
    stream_shutdown_write(kit.peer);
    kit_until(&kit, kit_is_ended);
    assert_true(session_is_idle(kit.session));
    assert_true(span_is(transcript_sent(kit.transcript, 0), "GET"));
    kit_assert_story(&kit, "connected sent fin");
    kit_done(&kit);
}

static void large_transfers_cross(void **state)
{
    (void)state;
    struct kit kit;
    uint8_t *block = malloc(2 * MANY_BYTES);
    assert_non_null(block);
    for (size_t i = 0; i < 2 * MANY_BYTES; i++)
        block[i] = (uint8_t)(i * 7 + i / 251);
    open_plain(&kit);
    kit.reply = span_make(block, MANY_BYTES);
    kit_send(&kit, &(struct session_send){.bytes = span_make(block, 2 * MANY_BYTES)});
    kit_until_peer_has(&kit, 2 * MANY_BYTES);
    kit_until(&kit, kit_is_idle);
    kit_until(&kit, kit_has_replied);
    stream_shutdown_write(kit.peer);
    kit_until_event(&kit, EVENT_FIN);
    assert_true(span_equal(text_span(&kit.received), span_make(block, 2 * MANY_BYTES)));
    assert_true(span_equal(transcript_received(kit.transcript, 0), span_make(block, MANY_BYTES)));
    assert_int_equal(transcript_sent(kit.transcript, 0).len, 2 * MANY_BYTES);
    kit_done(&kit);
    free(block);
}

/* The peer reads nothing before it has sent everything: who does not read meanwhile is stuck. */
static void reads_while_it_cannot_send(void **state)
{
    (void)state;
    struct kit kit;
    uint8_t *block = calloc(1, 2 * MANY_BYTES);
    assert_non_null(block);
    open_plain(&kit);
    kit.is_lazy = true;
    kit_send(&kit, &(struct session_send){.bytes = span_make(block, 2 * MANY_BYTES)});
    struct span rest = span_make(block, 2 * MANY_BYTES);
    uint64_t deadline = uv_hrtime() + KIT_DEADLINE_NS;
    while (rest.len > 0) {
        size_t len = 0;
        assert_true(uv_hrtime() < deadline);
        if (stream_write(kit.peer, rest, &len) == STREAM_OK)
            rest = span_slice(rest, len, SIZE_MAX);
        kit_turn(&kit);
    }
    assert_false(session_is_idle(kit.session));
    kit.is_lazy = false;
    kit_until_peer_has(&kit, 2 * MANY_BYTES);
    kit_done(&kit);
    free(block);
}

static void fin_ends_the_session(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_peer_says(&kit, "bye");
    kit_peer_leaves(&kit, false);
    kit_until(&kit, kit_is_ended);
    kit_assert_received(&kit, "bye");
    kit_assert_story(&kit, "connected received fin");
    assert_int_equal(transcript_end(kit.transcript, 0), CONNECTION_END_FIN);
    assert_true(session_peer_ended(kit.session));
    kit_done(&kit);
}

static void our_side_can_be_closed_after_fin(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    stream_shutdown_write(kit.peer);
    kit_until(&kit, kit_is_ended);
    kit_send_text(&kit, "not any more");
    kit_act(&kit, session_half_close);
    kit_until(&kit, kit_has_peer_end);
    assert_int_equal(kit.peer_end, STREAM_FIN);
    kit_act(&kit, session_close);
    kit_assert_story(&kit, "connected fin half_closed closed");
    kit_done(&kit);
}

static void reset_without_data(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_peer_leaves(&kit, true);
    kit_until(&kit, kit_is_ended);
    kit_assert_story(&kit, "connected reset");
    assert_int_equal(kit_event(&kit, EVENT_RESET)->code, ECONNRESET);
    assert_int_equal(transcript_end(kit.transcript, 0), CONNECTION_END_RESET);
    assert_true(session_peer_ended(kit.session));
    kit_done(&kit);
}

static void reset_keeps_what_came_before(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_peer_says(&kit, "last words");
    kit_peer_leaves(&kit, true);
    kit_until(&kit, kit_is_ended);
    kit_assert_received(&kit, "last words");
    kit_assert_story(&kit, "connected received reset");
    kit_done(&kit);
}

/* Everything has happened before the loop turns for the first time. */
static void reset_right_after_accepting(void **state)
{
    (void)state;
    struct kit kit;
    struct dial_address loopback = kit_loopback();
    kit_init(&kit);
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&loopback.storage, loopback.len), 0);
    assert_int_equal(listen(listening, 1), 0);
    kit.address = loopback;
    (void)getsockname(listening, (struct sockaddr *)&kit.address.storage, &kit.address.len);
    kit_connect(&kit);
    kit.is_lazy = true;
    kit.peer = stream_tcp_new(accept(listening, NULL, NULL));
    kit_peer_says(&kit, "busy");
    kit_peer_leaves(&kit, true);
    kit_until(&kit, kit_is_ended);
    kit_assert_received(&kit, "busy");
    kit_assert_story(&kit, "connected received reset");
    (void)close(listening);
    kit_done(&kit);
}

static void reset_while_sending(void **state)
{
    (void)state;
    struct kit kit;
    uint8_t *block = calloc(1, 2 * MANY_BYTES);
    assert_non_null(block);
    open_plain(&kit);
    kit.is_lazy = true;
    kit_send(&kit, &(struct session_send){.bytes = span_make(block, 2 * MANY_BYTES)});
    kit_until_event(&kit, EVENT_SENT);
    kit_peer_says(&kit, "413");
    kit_peer_leaves(&kit, true);
    kit_until(&kit, kit_is_ended);
    kit_assert_received(&kit, "413");
    assert_true(session_is_idle(kit.session));
    assert_non_null(kit_event(&kit, EVENT_RESET));
    assert_null(kit_event(&kit, EVENT_FIN));
    assert_true(transcript_sent(kit.transcript, 0).len < 2 * MANY_BYTES);
    kit_done(&kit);
    free(block);
}

static void half_close_leaves_reading_open(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_send_text(&kit, "HEAD");
    kit_until(&kit, kit_is_idle);
    unsigned changes = kit.changes;
    kit_act(&kit, session_half_close);
    assert_int_equal(session_state(kit.session), SESSION_SHUT);
    kit_until(&kit, kit_has_peer_end);
    assert_true(kit.changes > changes);
    assert_int_equal(kit.peer_end, STREAM_FIN);
    kit_peer_says(&kit, "answer");
    kit_until_event(&kit, EVENT_RECEIVED);
    kit_act(&kit, session_half_close); /* nothing more to close */
    kit_act(&kit, session_truncate);
    kit_act(&kit, session_tls_close);
    kit_peer_leaves(&kit, false);
    kit_until(&kit, kit_is_ended);
    kit_assert_story(&kit, "connected sent half_closed received fin");
    kit_done(&kit);
}

static void acts_wait_for_the_connection(void **state)
{
    (void)state;
    struct kit kit;
    kit_init_plain(&kit);
    kit_act(&kit, session_half_close);
    assert_false(session_is_idle(kit.session));
    kit_until(&kit, kit_has_peer_end);
    assert_int_equal(kit.peer_end, STREAM_FIN);
    assert_true(session_is_idle(kit.session));
    kit_assert_story(&kit, "connected half_closed");
    kit_done(&kit);
}

static void truncate_is_a_bare_fin(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_act(&kit, session_truncate);
    kit_until(&kit, kit_has_peer_end);
    assert_int_equal(kit.peer_end, STREAM_FIN);
    assert_int_equal(session_state(kit.session), SESSION_SHUT);
    kit_assert_story(&kit, "connected truncated");
    kit_done(&kit);
}

static void close_is_seen_as_fin(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_act(&kit, session_close);
    assert_int_equal(session_state(kit.session), SESSION_ENDED);
    kit_until(&kit, kit_has_peer_end);
    assert_int_equal(kit.peer_end, STREAM_FIN);
    kit_act(&kit, session_reset); /* nothing left to reset */
    kit_assert_story(&kit, "connected closed");
    assert_int_equal(transcript_end(kit.transcript, 0), CONNECTION_END_OPEN);
    assert_false(session_peer_ended(kit.session));
    kit_done(&kit);
}

static void our_reset_is_seen_as_reset(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit_act(&kit, session_reset);
    assert_int_equal(session_state(kit.session), SESSION_ENDED);
    kit_until(&kit, kit_has_peer_end);
    assert_int_equal(kit.peer_end, STREAM_RESET);
    kit_assert_story(&kit, "connected reset_sent");
    kit_done(&kit);
}

static void the_capture_has_a_limit(void **state)
{
    (void)state;
    struct kit kit;
    struct dial_address loopback = kit_loopback();
    kit_init(&kit);
    kit.config.capture_max = 5;
    assert_true(kit_listen(&kit, &loopback, NULL));
    kit_connect(&kit);
    kit_until(&kit, kit_is_open);
    kit_peer_says(&kit, "123456789");
    kit_until(&kit, kit_is_ended);
    kit_assert_received(&kit, "12345");
    assert_int_equal(kit_event(&kit, EVENT_CAPTURE_FULL)->len, 5);
    kit_peer_leaves(&kit, false);
    kit_turn(&kit);
    kit_turn(&kit);
    kit_assert_story(&kit, "connected received capture_full");
    assert_int_equal(transcript_end(kit.transcript, 0), CONNECTION_END_FULL);
    kit_done(&kit);
}

static void unix_sockets(void **state)
{
    (void)state;
    struct kit kit;
    char directory[] = "/tmp/h1audit-session-XXXXXX";
    open_unix(&kit, directory);
    kit_send_text(&kit, "GET");
    kit_until_peer_has(&kit, 3);
    kit_peer_says(&kit, "200");
    kit_peer_leaves(&kit, false);
    kit_until(&kit, kit_is_ended);
    kit_assert_story(&kit, "connected sent received fin");
    kit_done(&kit);
    assert_int_equal(rmdir(directory), 0); /* the socket's name is gone */
}

static void ipv6(void **state)
{
    (void)state;
    struct kit kit;
    struct error error;
    struct dial_address where;
    kit_init(&kit);
    assert_true(dial_resolve("::1", 0, DIAL_IPV6, &where, &error));
    if (kit_listen(&kit, &where, NULL)) {
        kit_connect(&kit);
        kit_send_text(&kit, "GET");
        kit_until_peer_has(&kit, 3);
        kit_assert_story(&kit, "connected sent");
    } else {
        assert_true(dial_resolve("::1", 9, DIAL_IPV6, &kit.address, &error));
        kit_connect(&kit);
        assert_true(kit_until_event(&kit, EVENT_CONNECT_FAILED)->code != 0);
    }
    kit_done(&kit);
}

static void free_it(struct kit *kit)
{
    session_free(kit->session);
    kit->session = NULL;
}

static bool is_freed(const struct kit *kit)
{
    return kit->session == NULL;
}

static void can_be_freed_in_the_callback(void **state)
{
    (void)state;
    struct kit kit;
    kit_init_plain(&kit);
    kit.on_changed = free_it;
    kit_until(&kit, is_freed);
    assert_int_equal(kit.changes, 1);
    kit_until(&kit, kit_is_accepted);
    kit_until(&kit, kit_has_peer_end);
    assert_int_equal(kit.changes, 1);
    kit_done(&kit);
}

static void can_be_freed_in_the_callback_at_the_end(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit.on_changed = free_it;
    kit_peer_says(&kit, "bye");
    kit_peer_leaves(&kit, true);
    kit_until(&kit, is_freed);
    kit_assert_story(&kit, "connected received reset");
    kit_done(&kit);
}

/* The callback comes from the timer of a gap. */
static void free_after_three(struct kit *kit)
{
    if (transcript_sent(kit->transcript, 0).len == 3)
        free_it(kit);
}

static void can_be_freed_in_a_gap(void **state)
{
    const size_t cuts[] = {1, 2, 3};
    (void)state;
    struct kit kit;
    open_plain(&kit);
    kit.on_changed = free_after_three;
    kit_send(&kit, &(struct session_send){
                       .bytes = span_of("abcd"), .cuts = cuts, .cut_count = countof(cuts)});
    kit_until(&kit, is_freed);
    assert_true(span_is(transcript_sent(kit.transcript, 0), "abc"));
    kit_done(&kit);
}

static void can_be_freed_while_connecting(void **state)
{
    (void)state;
    struct kit kit;
    kit_init_plain(&kit);
    free_it(&kit);
    kit_until(&kit, kit_is_accepted);
    assert_int_equal(kit.changes, 0);
    assert_int_equal(transcript_count(kit.transcript), 0);
    session_free(NULL);
    kit_done(&kit);
}

static void can_be_freed_before_it_was_told(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    unsigned changes = kit.changes;
    kit_act(&kit, session_close);
    free_it(&kit);
    kit_until(&kit, kit_has_peer_end);
    assert_int_equal(kit.changes, changes);
    kit_done(&kit);
}

/* Descriptors get the numbers of closed ones again. */
static void a_successor_is_not_disturbed(void **state)
{
    (void)state;
    struct kit kit;
    open_plain(&kit);
    struct stream *former_peer = kit.peer;
    struct session *former = kit.session;
    kit_act(&kit, session_close);
    kit_until(&kit, kit_has_peer_end); /* and former has told us of it */
    kit_connect(&kit);
    while (kit.peer == former_peer)
        kit_turn(&kit);
    kit_until(&kit, kit_is_open);
    kit_turn(&kit); /* so that the successor waits in the kernel for its input */
    session_free(former);
    kit_peer_says(&kit, "hello");
    kit_until_event(&kit, EVENT_RECEIVED);
    kit_done(&kit);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connects_and_says_so),
        cmocka_unit_test(a_refusal_is_recorded),
        cmocka_unit_test(an_immediate_failure_is_told_later),
        cmocka_unit_test(connecting_has_a_time_limit),
        cmocka_unit_test(sends_and_receives),
        cmocka_unit_test(an_empty_send_is_over_at_once),
        cmocka_unit_test(cut_pieces_arrive_one_by_one),
        cmocka_unit_test(bytes_arrive_one_by_one),
        cmocka_unit_test(pieces_wait_for_each_other_but_not_for_ever),
        cmocka_unit_test(stops_sending_when_the_peer_has_closed),
        cmocka_unit_test(large_transfers_cross),
        cmocka_unit_test(reads_while_it_cannot_send),
        cmocka_unit_test(fin_ends_the_session),
        cmocka_unit_test(our_side_can_be_closed_after_fin),
        cmocka_unit_test(reset_without_data),
        cmocka_unit_test(reset_keeps_what_came_before),
        cmocka_unit_test(reset_right_after_accepting),
        cmocka_unit_test(reset_while_sending),
        cmocka_unit_test(half_close_leaves_reading_open),
        cmocka_unit_test(acts_wait_for_the_connection),
        cmocka_unit_test(truncate_is_a_bare_fin),
        cmocka_unit_test(close_is_seen_as_fin),
        cmocka_unit_test(our_reset_is_seen_as_reset),
        cmocka_unit_test(the_capture_has_a_limit),
        cmocka_unit_test(unix_sockets),
        cmocka_unit_test(ipv6),
        cmocka_unit_test(can_be_freed_in_the_callback),
        cmocka_unit_test(can_be_freed_in_the_callback_at_the_end),
        cmocka_unit_test(can_be_freed_in_a_gap),
        cmocka_unit_test(can_be_freed_while_connecting),
        cmocka_unit_test(can_be_freed_before_it_was_told),
        cmocka_unit_test(a_successor_is_not_disturbed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "wire/session_kit.h"

#include <sys/socket.h>

#define MANY_BYTES ((size_t)8 << 20)

/* A server that knows its own certificate, a client that trusts it, and files for both. */
struct tls_kit {
    struct kit kit;
    struct tls_context *server;
    struct tls_context *client;
    char directory[40];
    char ca_file[64];
    char pair_file[64];
    char log_file[64];
    struct tls_client_options options;
};

static void write_file(const char *path, const char *first, const char *second)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(first, file) >= 0 && fputs(second, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Everything but the client's context, whose options the test may still change. */
static void prepare(struct tls_kit *tls)
{
    struct error error;
    *tls = (struct tls_kit){.directory = "/tmp/h1audit-tls-XXXXXX"};
    assert_non_null(mkdtemp(tls->directory));
    (void)snprintf(tls->ca_file, sizeof(tls->ca_file), "%s/ca.pem", tls->directory);
    (void)snprintf(tls->pair_file, sizeof(tls->pair_file), "%s/pair.pem", tls->directory);
    (void)snprintf(tls->log_file, sizeof(tls->log_file), "%s/keys.log", tls->directory);
    tls->server = tls_context_server_new(NULL, NULL, &error);
    assert_non_null(tls->server);
    write_file(tls->ca_file, tls_context_certificate_pem(tls->server), "");
    tls->options.ca_file = tls->ca_file;
    kit_init(&tls->kit);
    tls->kit.config.server_name = "127.0.0.1";
}

static void connect_to(struct tls_kit *tls, struct tls_context *server)
{
    struct error error;
    struct dial_address loopback = kit_loopback();
    tls->client = tls_context_client_new(&tls->options, &error);
    assert_non_null(tls->client);
    tls->kit.config.tls = tls->client;
    assert_true(kit_listen(&tls->kit, &loopback, server));
    kit_connect(&tls->kit);
}

static void open_tls(struct tls_kit *tls)
{
    prepare(tls);
    connect_to(tls, tls->server);
    kit_until(&tls->kit, kit_is_open);
}

static void finish(struct tls_kit *tls)
{
    kit_done(&tls->kit);
    tls_context_free(tls->client);
    tls_context_free(tls->server);
    (void)unlink(tls->ca_file);
    (void)unlink(tls->pair_file);
    (void)unlink(tls->log_file);
    assert_int_equal(rmdir(tls->directory), 0);
}

static void assert_tls_fails(struct tls_kit *tls, const char *expected)
{
    const struct event *failure = kit_until_event(&tls->kit, EVENT_TLS_FAILED);
    if (strstr(failure->detail, expected) == NULL)
        fail_msg("%s", failure->detail);
    assert_int_equal(session_state(tls->kit.session), SESSION_ENDED);
    assert_true(session_peer_ended(tls->kit.session));
    kit_assert_story(&tls->kit, "connected tls_failed");
}

static void shakes_hands_and_talks(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    connect_to(&tls, tls.server);
    kit_send_text(&tls.kit, "GET");
    kit_until_peer_has(&tls.kit, 3);
    kit_peer_says(&tls.kit, "200");
    kit_until_event(&tls.kit, EVENT_RECEIVED);
    kit_assert_received(&tls.kit, "200");
    kit_assert_story(&tls.kit, "connected tls_ready sent received");
    const char *detail = kit_event(&tls.kit, EVENT_TLS_READY)->detail;
    assert_ptr_equal(strstr(detail, "TLSv1.3 TLS_"), detail);
    assert_non_null(strstr(detail, " http/1.1"));
    assert_string_equal(stream_alpn(tls.kit.peer), "http/1.1");
    finish(&tls);
}

static void names_of_the_certificate_are_checked(void **state)
{
    static const struct {
        const char *name;
        bool is_good;
    } rows[] = {
        {"localhost",   true },
        {"127.0.0.1",   true },
        {"::1",         true },
        {"example.org", false},
        {"127.0.0.2",   false},
        {NULL,          false},
    };
    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct tls_kit tls;
        prepare(&tls);
        tls.kit.config.server_name = rows[i].name;
        connect_to(&tls, tls.server);
        if (rows[i].is_good)
            kit_until_event(&tls.kit, EVENT_TLS_READY);
        else
            assert_tls_fails(&tls, rows[i].name == NULL ? "no host name" : "mismatch");
        finish(&tls);
    }
}

static void a_stranger_is_not_trusted(void **state)
{
    (void)state;
    struct tls_kit tls;
    struct error error;
    prepare(&tls);
    struct tls_context *stranger = tls_context_server_new(NULL, NULL, &error);
    connect_to(&tls, stranger);
    assert_tls_fails(&tls, "certificate verify failed: ");
    finish(&tls);
    tls_context_free(stranger);
}

static void the_system_does_not_trust_us(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    tls.options.ca_file = NULL;
    connect_to(&tls, tls.server);
    assert_tls_fails(&tls, "certificate verify failed: ");
    finish(&tls);
}

static void insecure_takes_anybody(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    tls.options = (struct tls_client_options){.is_insecure = true};
    tls.kit.config.server_name = "example.org";
    connect_to(&tls, tls.server);
    kit_send_text(&tls.kit, "GET");
    kit_until_peer_has(&tls.kit, 3);
    finish(&tls);
}

static void insecure_needs_no_name(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    tls.options = (struct tls_client_options){.is_insecure = true};
    tls.kit.config.server_name = NULL;
    connect_to(&tls, tls.server);
    kit_until_event(&tls.kit, EVENT_TLS_READY);
    finish(&tls);
}

static void plain_text_is_no_handshake(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    connect_to(&tls, NULL);
    kit_until(&tls.kit, kit_is_accepted);
    kit_peer_says(&tls.kit, "HTTP/1.1 400 Bad Request\r\n\r\n");
    assert_tls_fails(&tls, "wrong version number");
    finish(&tls);
}

static void fin_in_the_handshake(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    connect_to(&tls, NULL);
    kit_until(&tls.kit, kit_is_accepted);
    stream_shutdown_write(tls.kit.peer);
    assert_tls_fails(&tls, "closed during the handshake");
    finish(&tls);
}

static void reset_in_the_handshake(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    tls.kit.is_lazy = true;
    connect_to(&tls, NULL);
    kit_until(&tls.kit, kit_is_accepted);
    kit_peer_leaves(&tls.kit, true);
    assert_tls_fails(&tls, "reset");
    finish(&tls);
}

static void the_handshake_has_a_time_limit(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    tls.kit.is_lazy = true;
    tls.kit.config.connect_timeout_ms = 20;
    connect_to(&tls, NULL);
    assert_tls_fails(&tls, "too long");
    finish(&tls);
}

static void alert_and_fin(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    kit_peer_says(&tls.kit, "bye");
    assert_int_equal(stream_close_notify(tls.kit.peer), STREAM_OK);
    kit_peer_leaves(&tls.kit, false);
    kit_until(&tls.kit, kit_is_ended);
    kit_assert_received(&tls.kit, "bye");
    kit_assert_story(&tls.kit, "connected tls_ready received close_notify fin");
    assert_true(transcript_has_close_notify(tls.kit.transcript, 0));
    finish(&tls);
}

static void alert_long_before_fin(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    assert_int_equal(stream_close_notify(tls.kit.peer), STREAM_OK);
    kit_until_event(&tls.kit, EVENT_CLOSE_NOTIFY);
    assert_int_equal(session_state(tls.kit.session), SESSION_SHUT);
    assert_false(session_peer_ended(tls.kit.session));
    kit_send_text(&tls.kit, "too late");
    kit_act(&tls.kit, session_half_close);
    kit_until(&tls.kit, kit_has_peer_end);
    assert_true(tls.kit.has_alert);
    kit_peer_leaves(&tls.kit, false);
    kit_until(&tls.kit, kit_is_ended);
    kit_assert_story(&tls.kit, "connected tls_ready close_notify half_closed fin");
    finish(&tls);
}

static void fin_without_alert(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    kit_peer_says(&tls.kit, "by");
    kit_peer_leaves(&tls.kit, false);
    kit_until(&tls.kit, kit_is_ended);
    kit_assert_received(&tls.kit, "by");
    kit_assert_story(&tls.kit, "connected tls_ready received fin");
    assert_false(transcript_has_close_notify(tls.kit.transcript, 0));
    finish(&tls);
}

/* We do not answer the peer's FIN with a fatal alert of our own. */
static void our_side_can_be_closed_after_fin(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    stream_shutdown_write(tls.kit.peer);
    kit_until(&tls.kit, kit_is_ended);
    kit_act(&tls.kit, session_close);
    kit_until(&tls.kit, kit_has_peer_end);
    assert_true(tls.kit.has_alert);
    assert_int_equal(tls.kit.peer_end, STREAM_FIN);
    kit_assert_story(&tls.kit, "connected tls_ready fin closed");
    finish(&tls);
}

static void reset_keeps_what_came_before(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    kit_peer_says(&tls.kit, "last words");
    kit_peer_leaves(&tls.kit, true);
    kit_until(&tls.kit, kit_is_ended);
    kit_assert_received(&tls.kit, "last words");
    kit_assert_story(&tls.kit, "connected tls_ready received reset");
    finish(&tls);
}

static void reset_while_sending(void **state)
{
    (void)state;
    struct tls_kit tls;
    uint8_t *block = calloc(1, 2 * MANY_BYTES);
    assert_non_null(block);
    open_tls(&tls);
    tls.kit.is_lazy = true;
    kit_send(&tls.kit, &(struct session_send){.bytes = span_make(block, 2 * MANY_BYTES)});
    kit_until_event(&tls.kit, EVENT_SENT);
    kit_peer_says(&tls.kit, "413");
    kit_peer_leaves(&tls.kit, true);
    kit_until(&tls.kit, kit_is_ended);
    kit_assert_received(&tls.kit, "413");
    assert_non_null(kit_event(&tls.kit, EVENT_RESET));
    assert_null(kit_event(&tls.kit, EVENT_FIN));
    finish(&tls);
    free(block);
}

/* A plain byte in the middle of the stream is no record. */
static void garbage_is_a_failure(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    tls.kit.is_lazy = true;
    assert_int_equal(send(stream_fd(tls.kit.peer), "garbage", 7, 0), 7);
    const struct event *failure = kit_until_event(&tls.kit, EVENT_RECEIVE_FAILED);
    assert_true(strlen(failure->detail) > 0);
    assert_int_equal(session_state(tls.kit.session), SESSION_ENDED);
    assert_int_equal(transcript_end(tls.kit.transcript, 0), CONNECTION_END_FAILED);
    finish(&tls);
}

static void half_close_is_alert_and_fin(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    kit_act(&tls.kit, session_half_close);
    kit_until(&tls.kit, kit_has_peer_end);
    assert_true(tls.kit.has_alert);
    assert_int_equal(tls.kit.peer_end, STREAM_FIN);
    kit_peer_says(&tls.kit, "answer");
    kit_until_event(&tls.kit, EVENT_RECEIVED);
    kit_assert_story(&tls.kit, "connected tls_ready half_closed received");
    finish(&tls);
}

static void tls_close_is_an_alert_only(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    kit_act(&tls.kit, session_tls_close);
    kit_act(&tls.kit, session_tls_close); /* once is enough */
    assert_int_equal(session_state(tls.kit.session), SESSION_SHUT);
    kit_peer_says(&tls.kit, "answer");
    kit_until_event(&tls.kit, EVENT_RECEIVED);
    assert_true(tls.kit.has_alert);
    assert_int_equal(tls.kit.peer_end, STREAM_OK);
    kit_act(&tls.kit, session_half_close);
    kit_until(&tls.kit, kit_has_peer_end);
    assert_int_equal(tls.kit.peer_end, STREAM_FIN);
    kit_assert_story(&tls.kit, "connected tls_ready close_notify_sent received half_closed");
    finish(&tls);
}

static void truncate_is_a_fin_only(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    kit_act(&tls.kit, session_truncate);
    kit_until(&tls.kit, kit_has_peer_end);
    assert_false(tls.kit.has_alert);
    assert_int_equal(tls.kit.peer_end, STREAM_FIN);
    kit_assert_story(&tls.kit, "connected tls_ready truncated");
    finish(&tls);
    assert_false(tls.kit.has_alert);
}

static void our_reset_is_seen_as_reset(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    kit_act(&tls.kit, session_reset);
    kit_until(&tls.kit, kit_has_peer_end);
    assert_int_equal(tls.kit.peer_end, STREAM_RESET);
    assert_false(tls.kit.has_alert);
    finish(&tls);
}

/* RFC 9112, 9.8: the alert comes before closing, also when the attempt is simply over. */
static void freeing_says_goodbye(void **state)
{
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    session_free(tls.kit.session);
    tls.kit.session = NULL;
    kit_until(&tls.kit, kit_has_peer_end);
    assert_true(tls.kit.has_alert);
    assert_int_equal(tls.kit.peer_end, STREAM_FIN);
    finish(&tls);
}

static void can_be_freed_in_the_handshake(void **state)
{
    (void)state;
    struct tls_kit tls;
    prepare(&tls);
    tls.kit.is_lazy = true;
    connect_to(&tls, tls.server);
    kit_until_event(&tls.kit, EVENT_CONNECTED);
    session_free(tls.kit.session);
    tls.kit.session = NULL;
    unsigned changes = tls.kit.changes;
    tls.kit.is_lazy = false;
    kit_turn(&tls.kit);
    kit_turn(&tls.kit);
    assert_int_equal(tls.kit.changes, changes);
    finish(&tls);
}

static void large_transfers_cross(void **state)
{
    (void)state;
    struct tls_kit tls;
    uint8_t *block = malloc(2 * MANY_BYTES);
    assert_non_null(block);
    for (size_t i = 0; i < 2 * MANY_BYTES; i++)
        block[i] = (uint8_t)(i * 7 + i / 251);
    open_tls(&tls);
    tls.kit.reply = span_make(block, MANY_BYTES);
    kit_send(&tls.kit, &(struct session_send){.bytes = span_make(block, 2 * MANY_BYTES)});
    kit_until_peer_has(&tls.kit, 2 * MANY_BYTES);
    kit_until(&tls.kit, kit_is_idle);
    kit_until(&tls.kit, kit_has_replied);
    assert_int_equal(stream_close_notify(tls.kit.peer), STREAM_OK);
    kit_peer_leaves(&tls.kit, false);
    kit_until_event(&tls.kit, EVENT_FIN);
    assert_true(span_equal(text_span(&tls.kit.received), span_make(block, 2 * MANY_BYTES)));
    assert_true(
        span_equal(transcript_received(tls.kit.transcript, 0), span_make(block, MANY_BYTES)));
    finish(&tls);
    free(block);
}

static void pieces_are_records(void **state)
{
    const size_t cuts[] = {1, 4};
    (void)state;
    struct tls_kit tls;
    open_tls(&tls);
    tls.kit.size_count = 0;
    kit_send(&tls.kit, &(struct session_send){
                           .bytes = span_of("GET /"), .cuts = cuts, .cut_count = countof(cuts)});
    kit_until_peer_has(&tls.kit, 5);
    assert_int_equal(tls.kit.size_count, 3); /* a read gives one record at most */
    assert_int_equal(tls.kit.sizes[0], 1);
    assert_int_equal(tls.kit.sizes[1], 3);
    assert_int_equal(tls.kit.sizes[2], 1);
    finish(&tls);
}

/* The server's own pair serves as the client's too: the file vouches for it. */
static void demand_client(struct tls_kit *tls)
{
    struct error error;
    prepare(tls);
    write_file(tls->pair_file, tls_context_certificate_pem(tls->server),
               tls_context_key_pem(tls->server));
    assert_true(tls_context_require_client(tls->server, tls->ca_file, &error));
}

static void a_client_certificate_is_presented(void **state)
{
    (void)state;
    struct tls_kit tls;
    demand_client(&tls);
    tls.options.cert_file = tls.pair_file;
    connect_to(&tls, tls.server);
    kit_send_text(&tls.kit, "GET");
    kit_until_peer_has(&tls.kit, 3);
    finish(&tls);
}

/* In TLS 1.3 the client is ready before the server has looked for a certificate. */
static void a_missing_client_certificate_is_refused(void **state)
{
    (void)state;
    struct tls_kit tls;
    demand_client(&tls);
    connect_to(&tls, tls.server);
    const struct event *failure = kit_until_event(&tls.kit, EVENT_RECEIVE_FAILED);
    assert_non_null(strstr(failure->detail, "certificate required"));
    kit_assert_story(&tls.kit, "connected tls_ready receive_failed");
    finish(&tls);
}

static void secrets_are_appended_to_a_file(void **state)
{
    (void)state;
    struct tls_kit tls;
    char line[200] = "";
    prepare(&tls);
    write_file(tls.log_file, "# earlier\n", "");
    tls.options.keylog_file = tls.log_file;
    connect_to(&tls, tls.server);
    kit_until_event(&tls.kit, EVENT_TLS_READY);
    FILE *file = fopen(tls.log_file, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof(line), file));
    assert_string_equal(line, "# earlier\n");
    bool has_secret = false;
    while (fgets(line, sizeof(line), file) != NULL)
        has_secret = has_secret || strncmp(line, "CLIENT_TRAFFIC_SECRET_0 ", 24) == 0;
    assert_true(has_secret);
    (void)fclose(file);
    finish(&tls);
}

static void assert_refused(const struct tls_client_options *options, const char *expected)
{
    struct error error;
    assert_null(tls_context_client_new(options, &error));
    if (strstr(error.message, expected) == NULL)
        fail_msg("%s", error.message);
}

static void bad_files_are_errors(void **state)
{
    (void)state;
    struct tls_kit tls;
    struct error error;
    prepare(&tls);
    write_file(tls.pair_file, "no PEM", "");
    assert_refused(&(struct tls_client_options){.ca_file = "/nonexistent/ca.pem"},
                   "/nonexistent/ca.pem: No such file");
    assert_refused(&(struct tls_client_options){.ca_file = tls.pair_file}, "pair.pem: ");
    assert_refused(&(struct tls_client_options){.cert_file = tls.pair_file}, "pair.pem: ");
    assert_refused(
        &(struct tls_client_options){.cert_file = tls.ca_file, .key_file = tls.pair_file},
        "pair.pem: ");
    assert_refused(&(struct tls_client_options){.keylog_file = "/nonexistent/keys"},
                   "/nonexistent/keys: No such file");
    assert_null(tls_context_server_new(tls.pair_file, NULL, &error));
    assert_non_null(strstr(error.message, "pair.pem: "));
    assert_false(tls_context_require_client(tls.server, "/nonexistent/ca.pem", &error));
    finish(&tls);
}

static void a_server_can_be_given_a_certificate(void **state)
{
    (void)state;
    struct tls_kit tls;
    struct error error;
    prepare(&tls);
    write_file(tls.pair_file, tls_context_certificate_pem(tls.server),
               tls_context_key_pem(tls.server));
    struct tls_context *given = tls_context_server_new(tls.pair_file, tls.pair_file, &error);
    assert_non_null(given);
    assert_string_equal(tls_context_certificate_pem(given),
                        tls_context_certificate_pem(tls.server));
    connect_to(&tls, given);
    kit_until_event(&tls.kit, EVENT_TLS_READY);
    finish(&tls);
    tls_context_free(given);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shakes_hands_and_talks),
        cmocka_unit_test(names_of_the_certificate_are_checked),
        cmocka_unit_test(a_stranger_is_not_trusted),
        cmocka_unit_test(the_system_does_not_trust_us),
        cmocka_unit_test(insecure_takes_anybody),
        cmocka_unit_test(insecure_needs_no_name),
        cmocka_unit_test(plain_text_is_no_handshake),
        cmocka_unit_test(fin_in_the_handshake),
        cmocka_unit_test(reset_in_the_handshake),
        cmocka_unit_test(the_handshake_has_a_time_limit),
        cmocka_unit_test(alert_and_fin),
        cmocka_unit_test(alert_long_before_fin),
        cmocka_unit_test(fin_without_alert),
        cmocka_unit_test(our_side_can_be_closed_after_fin),
        cmocka_unit_test(reset_keeps_what_came_before),
        cmocka_unit_test(reset_while_sending),
        cmocka_unit_test(garbage_is_a_failure),
        cmocka_unit_test(half_close_is_alert_and_fin),
        cmocka_unit_test(tls_close_is_an_alert_only),
        cmocka_unit_test(truncate_is_a_fin_only),
        cmocka_unit_test(our_reset_is_seen_as_reset),
        cmocka_unit_test(freeing_says_goodbye),
        cmocka_unit_test(can_be_freed_in_the_handshake),
        cmocka_unit_test(large_transfers_cross),
        cmocka_unit_test(pieces_are_records),
        cmocka_unit_test(a_client_certificate_is_presented),
        cmocka_unit_test(a_missing_client_certificate_is_refused),
        cmocka_unit_test(secrets_are_appended_to_a_file),
        cmocka_unit_test(bad_files_are_errors),
        cmocka_unit_test(a_server_can_be_given_a_certificate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "refserver/refserver.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/clock.h"
#include "util/memory.h"
#include "util/text.h"

#define HOST "Host: localhost\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define CLOSE_GET(path) "GET " path " HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"

#define EXPECTING "POST / HTTP/1.1\r\n" HOST "Expect: 100-continue\r\nContent-Length: 1\r\n\r\n"

#define QUIET_MS 40      /* nothing more comes after so long; answers of /late come sooner */
#define PATIENCE_MS 5000 /* for what must come */

/* A server and its loop; the clients of a test run on the same loop. */
struct house {
    uv_loop_t loop;
    struct refserver *server;
    struct tls_context *server_tls;
    struct tls_context *client_tls;
};

/* A client that reads all the time. */
struct client {
    struct house *house;
    struct stream *stream;
    uv_poll_t poll;
    uv_timer_t timer;
    struct text received;
    bool has_alert, has_fin, has_reset;
    bool is_time_over;
    int64_t ended_us;
};

static void open_house(struct house *house, const char *fault, bool is_tls)
{
    *house = (struct house){0};
    struct error error;
    struct dial_address address;
    assert_int_equal(uv_loop_init(&house->loop), 0);
    assert_true(dial_resolve("127.0.0.1", 0, DIAL_IPV4, &address, &error));
    if (is_tls) {
        const struct tls_client_options options = {.is_insecure = true};
        house->server_tls = tls_context_server_new(NULL, NULL, &error);
        house->client_tls = tls_context_client_new(&options, &error);
        assert_non_null(house->server_tls);
        assert_non_null(house->client_tls);
    }
    const struct refserver_config config = {.loop = &house->loop,
                                            .address = &address,
                                            .tls = house->server_tls,
                                            .fault = fault == NULL ? NULL : fault_find(fault)};
    assert_true(fault == NULL || config.fault != NULL);
    house->server = refserver_open(&config, &error);
    assert_non_null(house->server);
}

static void close_house(struct house *house)
{
    refserver_close(house->server);
    uv_run(&house->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&house->loop), 0);
    tls_context_free(house->server_tls);
    tls_context_free(house->client_tls);
}

static bool has_ended(const struct client *client)
{
    return client->has_fin || client->has_reset;
}

static void on_time_over(uv_timer_t *timer)
{
    struct client *client = timer->data;
    client->is_time_over = true;
}

static bool read_once(struct client *client)
{
    uint8_t buffer[8192];
    size_t len = 0;
    enum stream_status status = stream_read(client->stream, buffer, sizeof(buffer), &len);
    if (status == STREAM_OK)
        text_add_span(&client->received, span_make(buffer, len));
    bool is_new_alert = status == STREAM_CLOSE_NOTIFY && !client->has_alert;
    client->has_alert = client->has_alert || status == STREAM_CLOSE_NOTIFY;
    client->has_fin = status == STREAM_FIN;
    client->has_reset = status == STREAM_RESET || status == STREAM_FAILED;
    return status == STREAM_OK || is_new_alert;
}

static void on_ready(uv_poll_t *poll, int status, int events)
{
    struct client *client = poll->data;
    (void)status;
    (void)events;
    while (read_once(client))
        uv_timer_again(&client->timer);
    if (!has_ended(client))
        return;
    struct clock clock = clock_real();
    client->ended_us = clock_now_us(&clock);
    uv_poll_stop(poll);
}

/* Runs the loop until the server has ended the connection or nothing came for quiet_ms. */
static void wait_for(struct client *client, unsigned quiet_ms)
{
    client->is_time_over = false;
    uv_timer_start(&client->timer, on_time_over, quiet_ms, quiet_ms);
    while (!has_ended(client) && !client->is_time_over)
        uv_run(&client->house->loop, UV_RUN_ONCE);
    uv_timer_stop(&client->timer);
}

/* Lets the loop turn until the socket of client is ready for events. */
static void turn_until(struct client *client, short events)
{
    struct pollfd entry = {.fd = stream_fd(client->stream), .events = events};
    do {
        uv_run(&client->house->loop, UV_RUN_NOWAIT);
    } while (poll(&entry, 1, 1) == 0);
}

static void start_client(struct house *house, struct client *client)
{
    struct error error;
    struct dial_address address;
    *client = (struct client){.house = house};
    assert_true(
        dial_resolve("127.0.0.1", refserver_port(house->server), DIAL_IPV4, &address, &error));
    int fd = dial_start(&address);
    assert_true(fd >= 0);
    client->stream = house->client_tls == NULL ? stream_tcp_new(fd)
                                               : stream_tls_new(fd, house->client_tls, "localhost");
    turn_until(client, POLLOUT);
    enum stream_status status = STREAM_WANT_READ;
    while ((status = stream_handshake(client->stream)) != STREAM_OK) {
        if (status == STREAM_RESET || status == STREAM_FIN || status == STREAM_FAILED) {
            client->has_reset = true;
            break;
        }
        turn_until(client, status == STREAM_WANT_READ ? POLLIN : POLLOUT);
    }
    uv_poll_init(&house->loop, &client->poll, fd);
    uv_timer_init(&house->loop, &client->timer);
    client->poll.data = client;
    client->timer.data = client;
    if (!client->has_reset)
        uv_poll_start(&client->poll, UV_READABLE, on_ready);
}

static void end_client(struct client *client)
{
    uv_close((uv_handle_t *)&client->poll, NULL);
    uv_close((uv_handle_t *)&client->timer, NULL);
    stream_free(client->stream);
    text_done(&client->received);
    uv_run(&client->house->loop, UV_RUN_NOWAIT);
}

static void send_bytes(struct client *client, const char *bytes, size_t len)
{
    struct span rest = span_make(bytes, len);
    while (rest.len > 0 && !has_ended(client)) {
        size_t sent = 0;
        enum stream_status status = stream_write(client->stream, rest, &sent);
        rest = span_slice(rest, sent, rest.len);
        if (status != STREAM_OK)
            uv_run(&client->house->loop, UV_RUN_ONCE);
    }
}

static void send_text(struct client *client, const char *text)
{
    send_bytes(client, text, strlen(text));
}

static size_t responses(const struct client *client)
{
    size_t count = 0;
    size_t at = 0;
    struct span all = text_span(&client->received);
    while ((at = span_find(all, span_of("HTTP/1.1 "), at)) != SIZE_MAX) {
        count++;
        at++;
    }
    return count;
}

static bool got(const struct client *client, const char *text)
{
    return span_find(text_span(&client->received), span_of(text), 0) != SIZE_MAX;
}

/* One connection: text in one write, then patience until the server ends it or is quiet. */
static void talk(struct house *house, struct client *client, const char *text, unsigned quiet_ms)
{
    start_client(house, client);
    send_text(client, text);
    wait_for(client, quiet_ms);
}

static void serves_in_any_pieces(void **state)
{
    (void)state;
    static const char bytes[] =
        GET("/file") "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello" GET("/late")
            CLOSE_GET("/");
    static const size_t steps[] = {1, 7, sizeof(bytes) - 1};
    struct house house;
    open_house(&house, NULL, false);
    for (size_t i = 0; i < countof(steps); i++) {
        struct client client;
        start_client(&house, &client);
        for (size_t at = 0; at < sizeof(bytes) - 1; at += steps[i]) {
            size_t rest = sizeof(bytes) - 1 - at;
            send_bytes(&client, bytes + at, rest < steps[i] ? rest : steps[i]);
            uv_run(&house.loop, UV_RUN_NOWAIT);
        }
        wait_for(&client, PATIENCE_MS);
        assert_int_equal(responses(&client), 4);
        assert_true(client.has_fin);
        assert_true(got(&client, "took a while.\nHTTP/1.1 200"));
        end_client(&client);
    }
    close_house(&house);
}

static void stays_open_without_close(void **state)
{
    (void)state;
    struct house house;
    struct client client;
    open_house(&house, NULL, false);
    talk(&house, &client, GET("/"), QUIET_MS);
    send_text(&client, GET("/large"));
    wait_for(&client, QUIET_MS);
    assert_int_equal(responses(&client), 2);
    assert_true(client.received.len > 65536);
    assert_false(has_ended(&client));
    end_client(&client);
    close_house(&house);
}

/* RFC 9112 9.6: what still comes in after the close must not destroy the response by a RST. */
static void close_is_staged(void **state)
{
    (void)state;
    struct house house;
    struct client client;
    struct text bytes = {0};
    open_house(&house, NULL, false);
    text_add(&bytes, CLOSE_GET("/large"));
    text_pad(&bytes, 'x', 500000);
    start_client(&house, &client);
    send_bytes(&client, text_string(&bytes), bytes.len);
    wait_for(&client, PATIENCE_MS);
    assert_true(client.has_fin);
    assert_true(client.received.len > 65536);
    send_text(&client, "more");
    wait_for(&client, QUIET_MS);
    assert_false(client.has_reset);
    text_done(&bytes);
    end_client(&client);
    close_house(&house);
}

static void shut_client(struct client *client)
{
    (void)stream_close_notify(client->stream);
    stream_shutdown_write(client->stream);
}

static void client_fin_closes_an_idle_connection(void **state)
{
    (void)state;
    for (unsigned is_faulty = 0; is_faulty < 2; is_faulty++) {
        struct house house;
        struct client client;
        open_house(&house, is_faulty ? "ignores-client-fin" : NULL, false);
        talk(&house, &client, GET("/"), QUIET_MS);
        shut_client(&client);
        wait_for(&client, is_faulty ? QUIET_MS : PATIENCE_MS);
        assert_int_equal(responses(&client), 1);
        assert_int_equal(client.has_fin, !is_faulty);
        end_client(&client);
        close_house(&house);
    }
}

static void half_close_keeps_the_response(void **state)
{
    (void)state;
    static const char *const requests[] = {GET("/"), GET("/late"), GET("/large")};
    for (unsigned is_faulty = 0; is_faulty < 2; is_faulty++) {
        struct house house;
        open_house(&house, is_faulty ? "half-close-loses-response" : NULL, false);
        for (size_t i = 0; i < countof(requests); i++) {
            struct client client;
            start_client(&house, &client);
            send_text(&client, requests[i]);
            uv_run(&house.loop, UV_RUN_NOWAIT);
            shut_client(&client);
            wait_for(&client, PATIENCE_MS);
            assert_true(client.has_fin);
            assert_int_equal(responses(&client), is_faulty ? 0 : 1);
            end_client(&client);
        }
        close_house(&house);
    }
}

/* Sends bytes with a fault; says what came and how it ended. */
static void with_fault(const char *fault, bool is_tls, const char *bytes, unsigned quiet_ms,
                       struct client *client)
{
    struct house house;
    open_house(&house, fault, is_tls);
    talk(&house, client, bytes, quiet_ms);
    struct client copy = *client;
    copy.received = (struct text){0};
    text_add_span(&copy.received, text_span(&client->received));
    end_client(client);
    close_house(&house);
    *client = copy;
}

static void close_faults_show_on_the_wire(void **state)
{
    (void)state;
    static const struct {
        const char *fault, *bytes;
        size_t responses;
        bool fin, reset;
    } rows[] = {
        {NULL,                        CLOSE_GET("/") GET("/"),          1, true,  false},
        {NULL,                        CLOSE_GET("/") "Invalid\r\n\r\n", 1, true,  false},
        {NULL,                        "Invalid\r\n\r\n" GET("/"),       1, true,  false},
        {"drop-valid-before-invalid", CLOSE_GET("/") "Invalid\r\n\r\n", 0, true,  false},
        {"drop-valid-before-invalid", CLOSE_GET("/") GET("/"),          1, true,  false},
        {"drop-valid-before-invalid", GET("/") "Invalid\r\n\r\n",       2, true,  false},
        {"ignore-close",              CLOSE_GET("/") GET("/"),          2, false, false},
        {"answer-after-close",        CLOSE_GET("/") GET("/"),          2, true,  false},
        {"answer-after-close",        CLOSE_GET("/"),                   1, true,  false},
        {"execute-after-close",       CLOSE_GET("/") GET("/hit"),       1, true,  false},
        {"server-close-stays-open",   "Invalid\r\n\r\n" GET("/"),       1, false, false},
        {"server-close-answers-more", "Invalid\r\n\r\n" GET("/"),       2, true,  false},
        {"reset-after-response",      CLOSE_GET("/"),                   1, false, true },
        {"drops-pipelined",           GET("/") GET("/"),                1, false, false},
        {"early-drop",                GET("/") GET("/") GET("/"),       3, true,  false},
    };
    for (size_t i = 0; i < countof(rows); i++) {
        struct client client;
        bool ends = rows[i].fin || rows[i].reset;
        with_fault(rows[i].fault, false, rows[i].bytes, ends ? PATIENCE_MS : QUIET_MS, &client);
        assert_int_equal(responses(&client), rows[i].responses);
        assert_int_equal(client.has_fin, rows[i].fin);
        assert_int_equal(client.has_reset, rows[i].reset);
        text_done(&client.received);
    }
}

static void order_faults_show_on_the_wire(void **state)
{
    (void)state;
    struct client client;
    with_fault(NULL, false, GET("/late") GET("/") CLOSE_GET("/hits"), PATIENCE_MS, &client);
    assert_true(got(&client, "took a while.\nHTTP/1.1 200"));
    text_done(&client.received);
    with_fault("late-overtaken", false, GET("/late") CLOSE_GET("/hits"), PATIENCE_MS, &client);
    assert_true(got(&client, "\r\n\r\n0HTTP/1.1 200"));
    assert_int_equal(responses(&client), 2);
    text_done(&client.received);
    with_fault("out-of-order", false, GET("/") GET("/file") CLOSE_GET("/hits"), PATIENCE_MS,
               &client);
    assert_true(got(&client, "entity tag.\nHTTP/1.1 200"));
    assert_true(got(&client, "reference server of h1audit.\nHTTP/1.1 200"));
    assert_true(got(&client, "\r\n\r\n0"));
    text_done(&client.received);
}

static void hidden_execution_is_counted(void **state)
{
    (void)state;
    for (unsigned is_faulty = 0; is_faulty < 2; is_faulty++) {
        struct house house;
        struct client client;
        open_house(&house, is_faulty ? "execute-after-close" : NULL, false);
        talk(&house, &client, CLOSE_GET("/") GET("/hit") GET("/hit"), PATIENCE_MS);
        assert_int_equal(responses(&client), 1);
        end_client(&client);
        talk(&house, &client, CLOSE_GET("/hits"), PATIENCE_MS);
        assert_true(got(&client, is_faulty ? "\r\n\r\n2" : "\r\n\r\n0"));
        end_client(&client);
        close_house(&house);
    }
}

/* RFC 9112 9.5: one wait shows all, so the servers of this test wait together. */
static void idle_time_out_closes(void **state)
{
    (void)state;
    static const struct {
        const char *fault, *bytes;
        size_t responses;
        bool fin, reset;
    } rows[] = {
        {NULL,                    GET("/"),              1, true,  false},
        {NULL,                    "",                    0, true,  false},
        {NULL,                    "GET / HTTP/1.1\r\nH", 1, true,  false},
        {"reset-on-idle-timeout", GET("/"),              1, false, true },
        {"reset-on-idle-timeout", "GET / HTTP/1.1\r\nH", 1, false, true },
        {"ignore-close",          CLOSE_GET("/"),        1, false, false},
        {"no-continue",           EXPECTING,             0, false, false},
    };
    struct house houses[countof(rows)];
    struct client clients[countof(rows)];
    struct clock clock = clock_real();
    int64_t begin_us = clock_now_us(&clock);
    for (size_t i = 0; i < countof(rows); i++) {
        open_house(&houses[i], rows[i].fault, false);
        talk(&houses[i], &clients[i], rows[i].bytes, 1);
        assert_false(has_ended(&clients[i]));
    }
    for (size_t i = 0; i < countof(rows); i++) {
        bool ends = rows[i].fin || rows[i].reset;
        wait_for(&clients[i], ends ? PATIENCE_MS : QUIET_MS);
        assert_int_equal(responses(&clients[i]), rows[i].responses);
        assert_int_equal(clients[i].has_fin, rows[i].fin);
        assert_int_equal(clients[i].has_reset, rows[i].reset);
        assert_true(!ends || clients[i].ended_us - begin_us > 1400000);
        end_client(&clients[i]);
        close_house(&houses[i]);
    }
}

static void tls_is_closed_by_an_alert(void **state)
{
    (void)state;
    struct client client;
    with_fault(NULL, true, CLOSE_GET("/large"), PATIENCE_MS, &client);
    assert_true(client.has_alert && client.has_fin);
    assert_true(client.received.len > 65536);
    text_done(&client.received);
    with_fault("fin-without-close-notify", true, CLOSE_GET("/"), PATIENCE_MS, &client);
    assert_int_equal(responses(&client), 1);
    assert_true(client.has_fin && !client.has_alert);
    text_done(&client.received);
}

static void tls_truncation_is_survived(void **state)
{
    (void)state;
    for (unsigned is_faulty = 0; is_faulty < 2; is_faulty++) {
        struct house house;
        struct client client;
        open_house(&house, is_faulty ? "dies-after-truncation" : NULL, true);
        talk(&house, &client, GET("/"), QUIET_MS);
        shut_client(&client);
        wait_for(&client, PATIENCE_MS);
        assert_true(client.has_alert && client.has_fin);
        end_client(&client);
        talk(&house, &client, GET("/"), QUIET_MS);
        assert_int_equal(responses(&client), 1);
        stream_shutdown_write(client.stream);
        wait_for(&client, PATIENCE_MS);
        end_client(&client);
        talk(&house, &client, CLOSE_GET("/"), PATIENCE_MS);
        assert_int_equal(responses(&client), is_faulty ? 0 : 1);
        assert_true(client.has_alert && client.has_fin);
        shut_client(&client);
        end_client(&client);
        talk(&house, &client, CLOSE_GET("/"), PATIENCE_MS);
        assert_int_equal(responses(&client), 1);
        end_client(&client);
        close_house(&house);
    }
}

static void plain_text_on_a_tls_port_is_survived(void **state)
{
    (void)state;
    struct house house;
    struct client client;
    open_house(&house, NULL, true);
    struct tls_context *client_tls = house.client_tls;
    house.client_tls = NULL;
    talk(&house, &client, GET("/"), PATIENCE_MS);
    assert_true(has_ended(&client));
    assert_int_equal(responses(&client), 0);
    end_client(&client);
    house.client_tls = client_tls;
    talk(&house, &client, CLOSE_GET("/"), PATIENCE_MS);
    assert_int_equal(responses(&client), 1);
    end_client(&client);
    close_house(&house);
}

static void many_clients_are_served_at_once(void **state)
{
    (void)state;
    enum { CLIENTS = 50 };
    struct house house;
    struct client *clients = memory_new(CLIENTS * sizeof(*clients));
    open_house(&house, NULL, false);
    for (unsigned i = 0; i < CLIENTS; i++)
        start_client(&house, &clients[i]);
    for (unsigned i = 0; i < CLIENTS; i++)
        send_text(&clients[i], CLOSE_GET("/late"));
    for (unsigned i = 0; i < CLIENTS; i++) {
        wait_for(&clients[i], PATIENCE_MS);
        assert_int_equal(responses(&clients[i]), 1);
        end_client(&clients[i]);
    }
    free(clients);
    close_house(&house);
}

static void an_address_in_use_is_an_error(void **state)
{
    (void)state;
    struct house house;
    struct error error;
    struct dial_address address;
    open_house(&house, NULL, false);
    assert_true(
        dial_resolve("127.0.0.1", refserver_port(house.server), DIAL_IPV4, &address, &error));
    const struct refserver_config config = {.loop = &house.loop, .address = &address};
    assert_null(refserver_open(&config, &error));
    assert_true(strlen(error.message) > 0);
    refserver_close(NULL);
    close_house(&house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(serves_in_any_pieces),
        cmocka_unit_test(stays_open_without_close),
        cmocka_unit_test(close_is_staged),
        cmocka_unit_test(client_fin_closes_an_idle_connection),
        cmocka_unit_test(half_close_keeps_the_response),
        cmocka_unit_test(close_faults_show_on_the_wire),
        cmocka_unit_test(order_faults_show_on_the_wire),
        cmocka_unit_test(hidden_execution_is_counted),
        cmocka_unit_test(idle_time_out_closes),
        cmocka_unit_test(tls_is_closed_by_an_alert),
        cmocka_unit_test(tls_truncation_is_survived),
        cmocka_unit_test(plain_text_on_a_tls_port_is_survived),
        cmocka_unit_test(many_clients_are_served_at_once),
        cmocka_unit_test(an_address_in_use_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "refserver/refserver_kit.h"

#include "util/memory.h"

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
    talk_until_answer(&house, &client, GET("/"));
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

static void client_fin_closes_an_idle_connection(void **state)
{
    (void)state;
    for (unsigned is_faulty = 0; is_faulty < 2; is_faulty++) {
        struct house house;
        struct client client;
        open_house(&house, is_faulty ? "ignores-client-fin" : NULL, false);
        talk_until_answer(&house, &client, GET("/"));
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
        cmocka_unit_test(many_clients_are_served_at_once),
        cmocka_unit_test(an_address_in_use_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * For the tests of the reference server over sockets: a server and clients on one loop. Nothing
 * sleeps; a client is waited for by turning the loop.
 */
#ifndef REFSERVER_REFSERVER_KIT_H
#define REFSERVER_REFSERVER_KIT_H

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "refserver/refserver.h"
#include "util/clock.h"
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

static inline void open_house(struct house *house, const char *fault, bool is_tls)
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

static inline void close_house(struct house *house)
{
    refserver_close(house->server);
    uv_run(&house->loop, UV_RUN_DEFAULT);
    assert_int_equal(uv_loop_close(&house->loop), 0);
    tls_context_free(house->server_tls);
    tls_context_free(house->client_tls);
}

static inline bool has_ended(const struct client *client)
{
    return client->has_fin || client->has_reset;
}

static inline void on_time_over(uv_timer_t *timer)
{
    struct client *client = timer->data;
    client->is_time_over = true;
}

static inline bool read_once(struct client *client)
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

static inline void on_ready(uv_poll_t *poll, int status, int events)
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
static inline void wait_for(struct client *client, unsigned quiet_ms)
{
    client->is_time_over = false;
    uv_timer_start(&client->timer, on_time_over, quiet_ms, quiet_ms);
    while (!has_ended(client) && !client->is_time_over)
        uv_run(&client->house->loop, UV_RUN_ONCE);
    uv_timer_stop(&client->timer);
}

/* Lets the loop turn until the socket of client is ready for events. */
static inline void turn_until(struct client *client, short events)
{
    struct pollfd entry = {.fd = stream_fd(client->stream), .events = events};
    do {
        uv_run(&client->house->loop, UV_RUN_NOWAIT);
    } while (poll(&entry, 1, 1) == 0);
}

static inline void start_client(struct house *house, struct client *client)
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

static inline void end_client(struct client *client)
{
    uv_close((uv_handle_t *)&client->poll, NULL);
    uv_close((uv_handle_t *)&client->timer, NULL);
    stream_free(client->stream);
    text_done(&client->received);
    uv_run(&client->house->loop, UV_RUN_NOWAIT);
}

static inline void send_bytes(struct client *client, const char *bytes, size_t len)
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

static inline void send_text(struct client *client, const char *text)
{
    send_bytes(client, text, strlen(text));
}

static inline size_t responses(const struct client *client)
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

static inline bool got(const struct client *client, const char *text)
{
    return span_find(text_span(&client->received), span_of(text), 0) != SIZE_MAX;
}

/* One connection: text in one write, then patience until the server ends it or is quiet. */
static inline void talk(struct house *house, struct client *client, const char *text,
                        unsigned quiet_ms)
{
    start_client(house, client);
    send_text(client, text);
    wait_for(client, quiet_ms);
}

/* The same, until the first response has come and the server is quiet. */
static inline void talk_until_answer(struct house *house, struct client *client, const char *text)
{
    start_client(house, client);
    send_text(client, text);
    client->is_time_over = false;
    uv_timer_start(&client->timer, on_time_over, PATIENCE_MS, PATIENCE_MS);
    while (!has_ended(client) && !client->is_time_over && responses(client) == 0)
        uv_run(&client->house->loop, UV_RUN_ONCE);
    wait_for(client, QUIET_MS);
}

static inline void shut_client(struct client *client)
{
    (void)stream_close_notify(client->stream);
    stream_shutdown_write(client->stream);
}

/* Sends bytes with a fault; says what came and how it ended. */
static inline void with_fault(const char *fault, bool is_tls, const char *bytes, unsigned quiet_ms,
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

#endif

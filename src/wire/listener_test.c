#include "wire/listener.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define DEADLINE_NS 60000000000u
#define CLIENTS_MAX 32

struct fixture {
    uv_loop_t loop;
    uv_timer_t tick; /* so that a turn of the loop always comes back */
    struct listener *listener;
    struct dial_address address;
    struct stream *accepted[CLIENTS_MAX];
    size_t count;
    bool has_to_close; /* in the callback */
};

static void on_accept(void *user, struct stream *stream)
{
    struct fixture *fixture = user;
    assert_true(fixture->count < CLIENTS_MAX);
    fixture->accepted[fixture->count++] = stream;
    if (!fixture->has_to_close)
        return;
    listener_close(fixture->listener);
    fixture->listener = NULL;
}

static void on_tick(uv_timer_t *timer)
{
    (void)timer;
}

static void set_up(struct fixture *fixture)
{
    struct error error;
    *fixture = (struct fixture){.listener = NULL};
    assert_int_equal(uv_loop_init(&fixture->loop), 0);
    assert_int_equal(uv_timer_init(&fixture->loop, &fixture->tick), 0);
    assert_int_equal(uv_timer_start(&fixture->tick, on_tick, 1, 1), 0);
    assert_true(dial_resolve("127.0.0.1", 0, DIAL_IPV4, &fixture->address, &error));
    fixture->listener =
        listener_open(&fixture->loop, &fixture->address, NULL, on_accept, fixture, &error);
    assert_non_null(fixture->listener);
    unsigned port = listener_port(fixture->listener);
    assert_true(port > 0);
    assert_true(dial_resolve("127.0.0.1", port, DIAL_IPV4, &fixture->address, &error));
}

static void tear_down(struct fixture *fixture)
{
    listener_close(fixture->listener);
    for (size_t i = 0; i < fixture->count; i++)
        stream_free(fixture->accepted[i]);
    uv_close((uv_handle_t *)&fixture->tick, NULL);
    assert_int_equal(uv_run(&fixture->loop, UV_RUN_DEFAULT), 0);
    assert_int_equal(uv_loop_close(&fixture->loop), 0);
}

static void until_accepted(struct fixture *fixture, size_t count)
{
    uint64_t deadline = uv_hrtime() + DEADLINE_NS;
    while (fixture->count < count) {
        assert_true(uv_hrtime() < deadline);
        (void)uv_run(&fixture->loop, UV_RUN_ONCE);
    }
}

static void accepts_many(void **state)
{
    int clients[20];
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    for (size_t i = 0; i < countof(clients); i++)
        clients[i] = dial_start(&fixture.address);
    until_accepted(&fixture, countof(clients));
    uint8_t buffer[4];
    size_t len = 0;
    assert_int_equal(stream_read(fixture.accepted[0], buffer, sizeof(buffer), &len),
                     STREAM_WANT_READ); /* non-blocking */
    for (size_t i = 0; i < countof(clients); i++)
        (void)close(clients[i]);
    tear_down(&fixture);
}

static void a_used_port_is_an_error(void **state)
{
    (void)state;
    struct fixture fixture;
    struct error error;
    set_up(&fixture);
    assert_null(listener_open(&fixture.loop, &fixture.address, NULL, on_accept, &fixture, &error));
    char name[64];
    dial_format(&fixture.address, name, sizeof(name));
    assert_ptr_equal(strstr(error.message, name), error.message);
    tear_down(&fixture);
}

static void can_be_closed_in_the_callback(void **state)
{
    (void)state;
    struct fixture fixture;
    set_up(&fixture);
    fixture.has_to_close = true;
    int first = dial_start(&fixture.address);
    int second = dial_start(&fixture.address);
    until_accepted(&fixture, 1);
    for (unsigned turn = 0; turn < 3; turn++)
        (void)uv_run(&fixture.loop, UV_RUN_ONCE);
    assert_int_equal(fixture.count, 1);
    (void)close(first);
    (void)close(second);
    listener_close(NULL);
    tear_down(&fixture);
}

/* The first client may be lost: valgrind accepts, and then closes what is beyond the limit. */
static void survives_a_lack_of_descriptors(void **state)
{
    (void)state;
    struct fixture fixture;
    struct rlimit limit;
    set_up(&fixture);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    int client = dial_start(&fixture.address);
    assert_true(client >= 0);
    int next = dup(client); /* the number that accept would get */
    (void)close(next);
    struct rlimit low = {.rlim_cur = (rlim_t)next, .rlim_max = limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    for (unsigned turn = 0; turn < 10; turn++)
        (void)uv_run(&fixture.loop, UV_RUN_ONCE);
    assert_int_equal(fixture.count, 0);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    int second = dial_start(&fixture.address);
    until_accepted(&fixture, 1);
    (void)close(client);
    (void)close(second);
    tear_down(&fixture);
}

static void unix_sockets_vanish_with_the_listener(void **state)
{
    (void)state;
    struct fixture fixture;
    struct error error;
    struct dial_address address;
    struct stat status;
    char directory[] = "/tmp/h1audit-listener-XXXXXX";
    char path[64];
    set_up(&fixture);
    assert_non_null(mkdtemp(directory));
    (void)snprintf(path, sizeof(path), "%s/s", directory);
    assert_true(dial_unix(path, &address, &error));
    struct listener *listener =
        listener_open(&fixture.loop, &address, NULL, on_accept, &fixture, &error);
    assert_non_null(listener);
    assert_int_equal(listener_port(listener), 0);
    assert_int_equal(stat(path, &status), 0);
    int client = dial_start(&address);
    assert_true(client >= 0);
    until_accepted(&fixture, 1);
    listener_close(listener);
    assert_int_equal(stat(path, &status), -1);
    assert_int_equal(rmdir(directory), 0);
    (void)close(client);
    tear_down(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepts_many),
        cmocka_unit_test(a_used_port_is_an_error),
        cmocka_unit_test(can_be_closed_in_the_callback),
        cmocka_unit_test(survives_a_lack_of_descriptors),
        cmocka_unit_test(unix_sockets_vanish_with_the_listener),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

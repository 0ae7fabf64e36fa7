#include "wire/dial.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DEADLINE_MS 10000

static struct dial_address resolve(const char *host, unsigned port)
{
    struct dial_address address;
    struct error error;
    assert_true(dial_resolve(host, port, DIAL_ANY, &address, &error));
    return address;
}

static void assert_formats_as(const struct dial_address *address, const char *expected)
{
    char actual[160];
    dial_format(address, actual, sizeof(actual));
    assert_string_equal(actual, expected);
}

static void resolves_literals(void **state)
{
    (void)state;
    struct dial_address address = resolve("127.0.0.1", 8080);
    assert_formats_as(&address, "127.0.0.1:8080");
    address = resolve("::1", 65535);
    assert_formats_as(&address, "[::1]:65535");
}

static void keeps_to_the_family(void **state)
{
    (void)state;
    struct dial_address address = {.len = 77};
    struct error error;
    assert_false(dial_resolve("127.0.0.1", 80, DIAL_IPV6, &address, &error));
    assert_non_null(strstr(error.message, "127.0.0.1"));
    assert_false(dial_resolve("::1", 80, DIAL_IPV4, &address, &error));
    assert_int_equal(address.len, 77); /* untouched */
    assert_true(dial_resolve("localhost", 80, DIAL_IPV4, &address, &error));
    assert_formats_as(&address, "127.0.0.1:80");
}

static void refuses_what_is_no_address(void **state)
{
    (void)state;
    struct dial_address address;
    struct error error;
    assert_false(dial_resolve("127.0.0.1", 65536, DIAL_ANY, &address, &error));
    assert_non_null(strstr(error.message, "65536"));
    assert_false(dial_resolve("no such host", 80, DIAL_ANY, &address, &error));
    assert_non_null(strstr(error.message, "no such host"));
}

static void knows_unix_paths(void **state)
{
    (void)state;
    struct dial_address address;
    struct error error;
    char path[300];
    assert_true(dial_unix("/run/x.sock", &address, &error));
    assert_formats_as(&address, "unix:/run/x.sock");
    assert_true(dial_is_private(&address));
    assert_false(dial_unix("", &address, &error));
    memset(path, 'x', sizeof(path));
    path[sizeof(path) - 1] = '\0';
    assert_false(dial_unix(path, &address, &error));
}

static void formats_into_short_buffers(void **state)
{
    (void)state;
    struct dial_address address = resolve("127.0.0.1", 8080);
    char buffer[4];
    dial_format(&address, buffer, sizeof(buffer));
    assert_string_equal(buffer, "127");
}

static void knows_private_addresses(void **state)
{
    static const struct {
        const char *host;
        bool is_private;
    } rows[] = {
        {"127.0.0.1",         true },
        {"127.255.1.2",       true },
        {"10.1.2.3",          true },
        {"172.15.255.255",    false},
        {"172.16.0.1",        true },
        {"172.31.255.255",    true },
        {"172.32.0.1",        false},
        {"192.168.9.9",       true },
        {"192.169.0.1",       false},
        {"169.254.7.7",       true },
        {"0.0.0.0",           true },
        {"0.0.0.1",           false},
        {"11.0.0.1",          false},
        {"203.0.113.5",       false},
        {"::1",               true },
        {"::",                true },
        {"fe80::1",           true },
        {"fd00::2",           true },
        {"fc00::1",           true },
        {"fe00::1",           false},
        {"2001:db8::1",       false},
        {"::ffff:10.0.0.1",   true },
        {"::ffff:198.51.0.1", false},
    };
    (void)state;
    for (size_t i = 0; i < countof(rows); i++) {
        struct dial_address address = resolve(rows[i].host, 80);
        if (dial_is_private(&address) != rows[i].is_private)
            fail_msg("%s", rows[i].host);
    }
}

/* A listening socket on a port of the kernel's choice; address then leads to it. */
static int listen_somewhere(struct dial_address *address)
{
    *address = resolve("127.0.0.1", 0);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address->storage, address->len), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address->storage, &address->len), 0);
    return fd;
}

static int wait_and_ask(int fd)
{
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    assert_int_equal(poll(&wait, 1, DEADLINE_MS), 1);
    return dial_result(fd);
}

static void connects_without_blocking(void **state)
{
    (void)state;
    struct dial_address address;
    int listening = listen_somewhere(&address);
    int fd = dial_start(&address);
    assert_true(fd >= 0);
    assert_int_equal(wait_and_ask(fd), 0);
    assert_true((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    int no_delay = 0;
    socklen_t len = sizeof(no_delay);
    assert_int_equal(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &no_delay, &len), 0);
    assert_true(no_delay != 0);
    (void)close(fd);
    (void)close(listening);
}

static void reports_a_refusal(void **state)
{
    (void)state;
    struct dial_address address;
    int listening = listen_somewhere(&address);
    (void)close(listening);
    int fd = dial_start(&address);
    assert_int_equal(fd < 0 ? errno : wait_and_ask(fd), ECONNREFUSED);
    if (fd >= 0)
        (void)close(fd);
}

static void reports_a_missing_unix_socket(void **state)
{
    (void)state;
    struct dial_address address;
    struct error error;
    assert_true(dial_unix("/nonexistent/h1audit.sock", &address, &error));
    assert_int_equal(dial_start(&address), -1);
    assert_int_equal(errno, ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(resolves_literals),
        cmocka_unit_test(keeps_to_the_family),
        cmocka_unit_test(refuses_what_is_no_address),
        cmocka_unit_test(knows_unix_paths),
        cmocka_unit_test(formats_into_short_buffers),
        cmocka_unit_test(knows_private_addresses),
        cmocka_unit_test(connects_without_blocking),
        cmocka_unit_test(reports_a_refusal),
        cmocka_unit_test(reports_a_missing_unix_socket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

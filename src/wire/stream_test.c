#include "wire/stream.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "wire/dial.h"

#define DEADLINE_MS 10000

/* Two ends of a connection. */
struct pair {
    struct stream *ours;
    struct stream *peers;
};

/* A connection over the loopback device, since only TCP knows RST. */
static struct pair tcp_pair(void)
{
    struct dial_address address;
    struct error error;
    assert_true(dial_resolve("127.0.0.1", 0, DIAL_IPV4, &address, &error));
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(listening >= 0);
    assert_int_equal(bind(listening, (struct sockaddr *)&address.storage, address.len), 0);
    assert_int_equal(listen(listening, 1), 0);
    assert_int_equal(getsockname(listening, (struct sockaddr *)&address.storage, &address.len), 0);
    int ours = dial_start(&address);
    assert_true(ours >= 0);
    int peers = accept(listening, NULL, NULL);
    assert_true(peers >= 0);
    assert_true(dial_prepare(peers, AF_INET));
    (void)close(listening);
    return (struct pair){.ours = stream_tcp_new(ours), .peers = stream_tcp_new(peers)};
}

static void wait_readable(const struct stream *stream)
{
    struct pollfd wait = {.fd = stream_fd(stream), .events = POLLIN};
    assert_int_equal(poll(&wait, 1, DEADLINE_MS), 1);
}

static void write_text(struct stream *stream, const char *text)
{
    size_t len = 0;
    assert_int_equal(stream_write(stream, span_of(text), &len), STREAM_OK);
    assert_int_equal(len, strlen(text));
}

static void assert_reads(struct stream *stream, const char *expected)
{
    char buffer[100];
    size_t len = 0;
    wait_readable(stream);
    assert_int_equal(stream_read(stream, buffer, sizeof(buffer), &len), STREAM_OK);
    assert_true(span_is(span_make(buffer, len), expected));
}

static enum stream_status read_end(struct stream *stream)
{
    char buffer[100];
    size_t len = 0;
    wait_readable(stream);
    return stream_read(stream, buffer, sizeof(buffer), &len);
}

static void memory_gives_portions_and_collects(void **state)
{
    (void)state;
    char buffer[8];
    size_t len = 0;
    struct stream *stream = stream_memory_new(span_of("abcde"), 2, STREAM_RESET);
    assert_int_equal(stream_handshake(stream), STREAM_OK);
    assert_int_equal(stream_fd(stream), -1);
    assert_true(stream_has_buffered(stream));
    assert_int_equal(stream_read(stream, buffer, sizeof(buffer), &len), STREAM_OK);
    assert_true(span_is(span_make(buffer, len), "ab"));
    assert_int_equal(stream_read(stream, buffer, 1, &len), STREAM_OK);
    assert_true(span_is(span_make(buffer, len), "c"));
    assert_int_equal(stream_read(stream, buffer, sizeof(buffer), &len), STREAM_OK);
    assert_true(span_is(span_make(buffer, len), "de"));
    assert_false(stream_has_buffered(stream));
    assert_int_equal(stream_read(stream, buffer, sizeof(buffer), &len), STREAM_RESET);
    write_text(stream, "x");
    write_text(stream, "yz");
    assert_true(span_is(stream_memory_written(stream), "xyz"));
    stream_free(stream);
}

static void memory_ends_as_told(void **state)
{
    (void)state;
    char buffer[8];
    size_t len = 0;
    struct stream *stream = stream_memory_new(span_of(NULL), 0, STREAM_CLOSE_NOTIFY);
    assert_int_equal(stream_read(stream, buffer, sizeof(buffer), &len), STREAM_CLOSE_NOTIFY);
    assert_int_equal(stream_read(stream, buffer, sizeof(buffer), &len), STREAM_FIN);
    assert_int_equal(stream_read(stream, buffer, sizeof(buffer), &len), STREAM_FIN);
    stream_free(stream);
    stream_free(NULL);
}

static void tcp_moves_bytes(void **state)
{
    (void)state;
    char buffer[8];
    size_t len = 7;
    struct pair pair = tcp_pair();
    assert_int_equal(stream_handshake(pair.ours), STREAM_OK);
    assert_int_equal(stream_read(pair.ours, buffer, sizeof(buffer), &len), STREAM_WANT_READ);
    write_text(pair.ours, "ping");
    assert_reads(pair.peers, "ping");
    assert_int_equal(stream_write(pair.ours, span_of(""), &len), STREAM_OK);
    assert_int_equal(len, 0);
    assert_int_equal(stream_close_notify(pair.ours), STREAM_OK);
    assert_string_equal(stream_description(pair.ours), "");
    assert_string_equal(stream_alpn(pair.ours), "");
    stream_free(pair.ours);
    stream_free(pair.peers);
}

static void tcp_half_close(void **state)
{
    (void)state;
    struct pair pair = tcp_pair();
    stream_shutdown_write(pair.ours);
    assert_int_equal(read_end(pair.peers), STREAM_FIN);
    write_text(pair.peers, "still here");
    assert_reads(pair.ours, "still here");
    stream_free(pair.peers);
    assert_int_equal(read_end(pair.ours), STREAM_FIN);
    stream_free(pair.ours);
}

static void tcp_reset_keeps_what_came_before(void **state)
{
    (void)state;
    struct pair pair = tcp_pair();
    write_text(pair.peers, "last words");
    stream_set_reset(pair.peers);
    stream_free(pair.peers);
    assert_reads(pair.ours, "last words");
    assert_int_equal(read_end(pair.ours), STREAM_RESET);
    assert_int_equal(stream_error_code(pair.ours), ECONNRESET);
    assert_true(strlen(stream_error_text(pair.ours)) > 0);
    stream_free(pair.ours);
}

/* The kernel tells of a RST once, here to the write; the read must not see a FIN then. */
static void tcp_reset_seen_by_a_write_is_no_fin(void **state)
{
    (void)state;
    size_t len = 0;
    struct pair pair = tcp_pair();
    write_text(pair.peers, "last words");
    stream_set_reset(pair.peers);
    stream_free(pair.peers);
    wait_readable(pair.ours);
    assert_int_equal(stream_write(pair.ours, span_of("x"), &len), STREAM_RESET);
    assert_int_equal(stream_error_code(pair.ours), ECONNRESET);
    assert_int_equal(stream_write(pair.ours, span_of("x"), &len), STREAM_RESET); /* no SIGPIPE */
    assert_int_equal(stream_error_code(pair.ours), EPIPE);
    assert_reads(pair.ours, "last words");
    assert_int_equal(read_end(pair.ours), STREAM_RESET);
    stream_free(pair.ours);
}

static void tcp_reset_seen_by_so_error_is_no_fin(void **state)
{
    (void)state;
    struct pair pair = tcp_pair();
    write_text(pair.peers, "last words");
    stream_set_reset(pair.peers);
    stream_free(pair.peers);
    wait_readable(pair.ours);
    assert_int_equal(dial_result(stream_fd(pair.ours)), ECONNRESET);
    stream_note_reset(pair.ours);
    assert_reads(pair.ours, "last words");
    assert_int_equal(read_end(pair.ours), STREAM_RESET);
    stream_free(pair.ours);
}

static void tcp_full_buffers_want_write(void **state)
{
    (void)state;
    static uint8_t block[1 << 16];
    struct pair pair = tcp_pair();
    enum stream_status status = STREAM_OK;
    size_t total = 0;
    while (status == STREAM_OK && total < (1u << 28)) {
        size_t len = 0;
        status = stream_write(pair.ours, span_make(block, sizeof(block)), &len);
        total += len;
    }
    assert_int_equal(status, STREAM_WANT_WRITE);
    stream_free(pair.ours);
    stream_free(pair.peers);
}

static void other_errors_have_a_reason(void **state)
{
    (void)state;
    char buffer[8];
    size_t len = 0;
    int ends[2];
    assert_int_equal(pipe(ends), 0); /* a descriptor, but not a socket */
    struct stream *stream = stream_tcp_new(ends[0]);
    assert_int_equal(stream_read(stream, buffer, sizeof(buffer), &len), STREAM_FAILED);
    assert_int_equal(stream_error_code(stream), ENOTSOCK);
    (void)close(ends[1]);
    stream_free(stream);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_gives_portions_and_collects),
        cmocka_unit_test(memory_ends_as_told),
        cmocka_unit_test(tcp_moves_bytes),
        cmocka_unit_test(tcp_half_close),
        cmocka_unit_test(tcp_reset_keeps_what_came_before),
        cmocka_unit_test(tcp_reset_seen_by_a_write_is_no_fin),
        cmocka_unit_test(tcp_reset_seen_by_so_error_is_no_fin),
        cmocka_unit_test(tcp_full_buffers_want_write),
        cmocka_unit_test(other_errors_have_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

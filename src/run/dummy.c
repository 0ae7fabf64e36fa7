#include "run/dummy.h"

#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "util/text.h"
#include "wire/listener.h"

#define READ_BYTES 16384

struct guest {
    struct guest *next;
    struct dummy *dummy;
    struct stream *stream;
    uv_poll_t poll;
    struct text input; /* since the last header section that was answered */
    bool has_closed;   /* asked for close */
};

struct dummy {
    uv_loop_t *loop;
    struct listener *listener;
    struct guest *guests;
    enum dummy_kind kind;
    enum dummy_manners manners;
    bool is_sulking;
};

static const char accepts[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
static const char accepts_and_ends[] =
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
static const char missing[] = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
static const char missing_and_ends[] =
    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
static const char refuses[] = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
static const char refuses_and_ends[] =
    "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

static void free_guest(uv_handle_t *handle)
{
    struct guest *guest = handle->data;
    stream_free(guest->stream);
    text_done(&guest->input);
    free(guest);
}

static void dismiss(struct guest *guest)
{
    struct guest **place = &guest->dummy->guests;
    while (*place != guest)
        place = &(*place)->next;
    *place = guest->next;
    uv_close((uv_handle_t *)&guest->poll, free_guest);
}

static void say(struct guest *guest, const char *words)
{
    size_t len;
    stream_write(guest->stream, span_of(words), &len);
}

static bool is_ordinary(const struct guest *guest)
{
    return span_find(text_span(&guest->input), span_of("Accept: */*"), 0) != SIZE_MAX;
}

static void forget(struct guest *guest, size_t len)
{
    struct text rest = {0};
    text_add_span(&rest, span_slice(text_span(&guest->input), len, guest->input.len));
    text_done(&guest->input);
    guest->input = rest;
}

/* Takes the line that text begins with, up to its CRLF. */
static struct span take_line(struct span *text)
{
    struct span line = span_slice(*text, 0, span_find(*text, span_of("\r\n"), 0));
    *text = span_slice(*text, line.len + 2, text->len);
    return line;
}

static bool begins(struct span text, const char *words)
{
    return span_is(span_slice(text, 0, strlen(words)), words);
}

/* Length of a plain request at the start of text, or 0. */
static size_t plain_len(struct span text, bool *is_root, bool *is_last)
{
    size_t end = span_find(text, span_of("\r\n\r\n"), 0);
    struct span section = span_slice(text, 0, end);
    struct span line = take_line(&section);
    struct span host = take_line(&section);
    bool is_plain = end != SIZE_MAX && begins(line, "GET /") && line.len >= 14 &&
                    span_is(span_slice(line, line.len - 9, 9), " HTTP/1.1") &&
                    span_find(span_slice(line, 4, line.len - 13), span_of(" "), 0) == SIZE_MAX &&
                    begins(host, "Host: 127.0.0.1:");
    *is_root = begins(line, "GET / ");
    *is_last = span_is(section, "Connection: close");
    return is_plain && (*is_last || section.len == 0) ? end + 4 : 0;
}

/* Answers the plain requests that have come; false if one of them was the last. */
static bool serve_plain(struct guest *guest)
{
    bool is_root;
    bool is_last;
    for (size_t len; (len = plain_len(text_span(&guest->input), &is_root, &is_last)) > 0;) {
        if (is_last) {
            say(guest, is_root ? accepts_and_ends : missing_and_ends);
            return false;
        }
        say(guest, is_root ? accepts : missing);
        forget(guest, len);
    }
    return true;
}

/* Answers every header section that is complete; false if the guest is to go. */
static bool answer(struct guest *guest)
{
    static const char *const words[DUMMY_KIND_COUNT] = {
        [DUMMY_REFUSES] = refuses,
        [DUMMY_REFUSES_ENDS] = refuses_and_ends,
        [DUMMY_ACCEPTS] = accepts,
        [DUMMY_SULKS] = accepts,
    };
    enum dummy_kind kind = guest->dummy->kind;
    for (;;) {
        size_t end = span_find(text_span(&guest->input), span_of("\r\n\r\n"), 0);
        if (end == SIZE_MAX)
            return true;
        say(guest, words[kind]);
        guest->dummy->is_sulking |= kind == DUMMY_SULKS && guest->has_closed;
        struct span section = span_slice(text_span(&guest->input), 0, end);
        guest->has_closed = span_find(section, span_of("Connection: close"), 0) != SIZE_MAX;
        if (kind == DUMMY_REFUSES_ENDS)
            return false;
        forget(guest, end + 4);
    }
}

static bool answer_at_once(struct guest *guest)
{
    struct span read = text_span(&guest->input);
    struct span last = read.len < 4 ? read : span_slice(read, read.len - 4, 4);
    bool is_whole = span_is(last, "\r\n\r\n");
    say(guest, is_whole ? accepts : refuses);
    text_clear(&guest->input);
    return true;
}

static bool react(struct guest *guest)
{
    enum dummy_manners manners = guest->dummy->manners;
    if (manners != DUMMY_SERVES_NOBODY && is_ordinary(guest)) {
        say(guest, accepts);
        return false;
    }
    if (manners == DUMMY_SERVES_PLAIN && !serve_plain(guest))
        return false;
    /* What may become a plain request yet is waited for. */
    bool is_over = span_find(text_span(&guest->input), span_of("\r\n\r\n"), 0) != SIZE_MAX;
    if (manners == DUMMY_SERVES_PLAIN && !is_over)
        return true;
    switch (guest->dummy->kind) {
    case DUMMY_SILENT:
        return true;
    case DUMMY_CLOSES:
        return false;
    case DUMMY_RESETS:
        stream_set_reset(guest->stream);
        return false;
    case DUMMY_REFUSES:
    case DUMMY_REFUSES_ENDS:
    case DUMMY_ACCEPTS:
        return answer(guest);
    case DUMMY_SULKS:
        return guest->dummy->is_sulking || answer(guest);
    case DUMMY_HASTY:
        return answer_at_once(guest);
    }
    return false;
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct guest *guest = poll->data;
    uint8_t buffer[READ_BYTES];
    size_t len;
    (void)status;
    (void)events;
    enum stream_status result = stream_read(guest->stream, buffer, sizeof(buffer), &len);
    if (result == STREAM_WANT_READ || result == STREAM_WANT_WRITE)
        return;
    if (result == STREAM_OK)
        text_add_span(&guest->input, span_make(buffer, len));
    if (result != STREAM_OK || !react(guest))
        dismiss(guest);
}

static void on_accept(void *user, struct stream *stream)
{
    struct dummy *dummy = user;
    struct guest *guest = memory_new(sizeof(*guest));
    guest->dummy = dummy;
    guest->stream = stream;
    guest->next = dummy->guests;
    dummy->guests = guest;
    guest->poll.data = guest;
    uv_poll_init(dummy->loop, &guest->poll, stream_fd(stream));
    uv_poll_start(&guest->poll, UV_READABLE, on_readable);
}

struct dummy *dummy_open(uv_loop_t *loop, enum dummy_kind kind, enum dummy_manners manners,
                         struct error *error)
{
    struct dial_address address;
    if (!dial_resolve("127.0.0.1", 0, DIAL_IPV4, &address, error))
        return NULL;
    struct dummy *dummy = memory_new(sizeof(*dummy));
    dummy->kind = kind;
    dummy->manners = manners;
    dummy->loop = loop;
    dummy->listener = listener_open(loop, &address, NULL, on_accept, dummy, error);
    if (dummy->listener == NULL) {
        free(dummy);
        return NULL;
    }
    return dummy;
}

unsigned dummy_port(const struct dummy *dummy)
{
    return listener_port(dummy->listener);
}

void dummy_close(struct dummy *dummy)
{
    while (dummy->guests != NULL)
        dismiss(dummy->guests);
    listener_close(dummy->listener);
    free(dummy);
}

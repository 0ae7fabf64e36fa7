#include "http/requests.h"

#include <string.h>

#include "http/chunked.h"
#include "http/framing.h"
#include "http/head.h"
#include "http/syntax.h"

struct scan {
    struct span sent;
    size_t at;                   /* first byte not yet read */
    size_t scanned;              /* of line_read */
    struct http_message message; /* of the request being read; its rows are used again and again */
    struct head head;
};

static const struct notes nobody = {0};

/* RFC 9112 2.2: empty lines in front of a request are skipped. */
static void skip_empty_lines(struct scan *scan)
{
    while (scan->at < scan->sent.len) {
        struct span rest = span_slice(scan->sent, scan->at, 2);
        if (rest.data[0] == '\n')
            scan->at++;
        else if (rest.data[0] == '\r' && (rest.len == 1 || rest.data[1] == '\n'))
            scan->at += rest.len;
        else
            break;
    }
}

/* The x of HTTP/1.x at the end of line, otherwise -1. */
static int read_minor(struct span line)
{
    static const char version[] = " HTTP/1.";
    size_t len = strlen(version);
    if (line.len < len + 1 || !span_is(span_slice(line, line.len - len - 1, len), version))
        return -1;
    int digit = line.data[line.len - 1] - '0';
    return digit >= 0 && digit <= 9 ? digit : -1;
}

static bool ends_word(uint8_t c)
{
    return syntax_is_blank(c) || c == '\r' || c == '\n';
}

/* The first word of the line at offset, which may have no end yet. */
static struct span read_method(struct span sent, size_t offset)
{
    size_t end = offset;
    while (end < sent.len && !ends_word(sent.data[end]))
        end++;
    return span_slice(sent, offset, end - offset);
}

/* Reads lines up to an empty one into the message's fields. False if the bytes end before. */
static bool read_fields(struct scan *scan)
{
    struct line line;
    while (line_read(scan->sent, scan->at, &scan->scanned, &line)) {
        scan->at = line.end;
        if (line.text.len == 0)
            return true;
        head_add_line(&scan->head, &scan->message, scan->sent, &line);
    }
    return false;
}

/* Does the line look like method SP target SP HTTP/D.D? */
static bool is_request_line(struct span line)
{
    size_t method_len = syntax_skip_token(line, 0);
    return method_len > 0 && method_len < line.len && line.data[method_len] == ' ' &&
           read_minor(line) >= 0;
}

/* Nothing tells where the request ends: it is taken to go on up to a line that looks like another.
 */
static void skip_to_request_line(struct scan *scan)
{
    struct line line;
    while (line_read(scan->sent, scan->at, &scan->scanned, &line)) {
        if (is_request_line(http_bytes(scan->sent, line.text)))
            return;
        scan->at = line.end;
    }
    scan->at = scan->sent.len;
}

/* Passes over len bytes. False if there are fewer. */
static bool skip(struct scan *scan, uint64_t len)
{
    bool is_there = len <= scan->sent.len - scan->at;
    scan->at = is_there ? scan->at + (size_t)len : scan->sent.len;
    return is_there;
}

/* RFC 9112 7.1. False if the bytes end inside. */
static bool skip_chunks(struct scan *scan)
{
    struct line line;
    uint64_t size = 0;
    while (line_read(scan->sent, scan->at, &scan->scanned, &line)) {
        if (!chunked_read_size(scan->sent, line.text, &size, &nobody)) {
            skip_to_request_line(scan);
            return true;
        }
        scan->at = line.end;
        if (size == 0) {
            head_begin_trailers(&scan->head);
            return read_fields(scan);
        }
        if (!skip(scan, size) || !line_read(scan->sent, scan->at, &scan->scanned, &line))
            return false;
        if (line.text.len > 0) {
            skip_to_request_line(scan);
            return true;
        }
        scan->at = line.end;
    }
    return false;
}

/* Passes over the content that the fields announce. False if the bytes end inside. */
static bool skip_content(struct scan *scan)
{
    struct framing_result framing = framing_of_request(&scan->message, scan->sent);
    switch (framing.framing) {
    case FRAMING_LENGTH:
        return skip(scan, framing.length);
    case FRAMING_CHUNKED:
        return skip_chunks(scan);
    case FRAMING_UNTIL_CLOSE:
        skip_to_request_line(scan);
        return true;
    case FRAMING_NONE:
    case FRAMING_TUNNEL:
        break;
    }
    return true;
}

/* RFC 9112 9.3, the decision list. */
static bool has_close(const struct scan *scan, int version_minor)
{
    if (http_has_token(&scan->message, scan->sent, "Connection", "close"))
        return true;
    return version_minor == 0 &&
           !http_has_token(&scan->message, scan->sent, "Connection", "keep-alive");
}

static struct http_request read_request(struct scan *scan)
{
    struct http_request request = {
        .offset = scan->at, .method = read_method(scan->sent, scan->at), .version_minor = -1};
    scan->message.field_count = 0;
    scan->head = head_begin(scan->head.arena, nobody, SIZE_MAX);
    struct line line;
    if (line_read(scan->sent, scan->at, &scan->scanned, &line)) {
        request.version_minor = read_minor(http_bytes(scan->sent, line.text));
        scan->at = line.end;
        bool has_head = read_fields(scan);
        request.has_close = has_close(scan, request.version_minor);
        request.is_complete = has_head && skip_content(scan);
    }
    if (!request.is_complete)
        scan->at = scan->sent.len;
    request.end = scan->at;
    return request;
}

struct http_requests http_requests_scan(struct span sent, struct arena *arena)
{
    struct http_requests requests = {0};
    struct scan scan = {.sent = sent, .head = {.arena = arena}};
    for (skip_empty_lines(&scan); scan.at < sent.len; skip_empty_lines(&scan)) {
        struct http_request request = read_request(&scan);
        requests.items = arena_grow(arena, requests.items, &requests.capacity, requests.count,
                                    sizeof(*requests.items));
        requests.items[requests.count++] = request;
    }
    return requests;
}

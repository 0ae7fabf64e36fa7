#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>

#include "util/memory.h"
#include "wire/stream_parts.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static bool would_block(int code)
{
    return code == EAGAIN || code == EWOULDBLOCK;
}

static enum stream_status fail(struct stream *stream, int code)
{
    bool is_reset = code == ECONNRESET || code == EPIPE;
    return stream_fail(stream, is_reset ? STREAM_RESET : STREAM_FAILED, code, "%s", strerror(code));
}

enum stream_status stream_tcp_read(struct stream *stream, void *buffer, size_t size, size_t *len)
{
    ssize_t count;
    do {
        count = recv(stream->fd, buffer, size, 0);
    } while (count < 0 && errno == EINTR);
    if (count > 0) {
        *len = (size_t)count;
        return STREAM_OK;
    }
    /* The kernel tells of a RST once. If somebody else was told, reads end as if by a FIN. */
    if (count == 0)
        return stream->was_reset ? fail(stream, ECONNRESET) : STREAM_FIN;
    return would_block(errno) ? STREAM_WANT_READ : fail(stream, errno);
}

enum stream_status stream_tcp_write(struct stream *stream, struct span bytes, size_t *len)
{
    ssize_t count;
    do {
        count = send(stream->fd, bytes.data, bytes.len, MSG_NOSIGNAL);
    } while (count < 0 && errno == EINTR);
    if (count >= 0) {
        *len = (size_t)count;
        return STREAM_OK;
    }
    if (would_block(errno))
        return STREAM_WANT_WRITE;
    if (errno == ECONNRESET)
        stream->was_reset = true;
    return fail(stream, errno);
}

static const struct stream_ops tcp_ops = {.read = stream_tcp_read, .write = stream_tcp_write};

struct stream *stream_tcp_new(int fd)
{
    struct stream *stream = memory_new(sizeof(*stream));
    stream_init(stream, &tcp_ops, fd);
    return stream;
}

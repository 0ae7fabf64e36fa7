#include "wire/stream.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "wire/stream_parts.h"

void stream_init(struct stream *stream, const struct stream_ops *ops, int fd)
{
    stream->ops = ops;
    stream->fd = fd;
#ifdef SO_NOSIGPIPE
    /* Where there is no MSG_NOSIGNAL (macOS) the socket itself has to be told. */
    int one = 1;
    if (fd >= 0)
        (void)setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &one, sizeof(one));
#endif
}

enum stream_status stream_fail(struct stream *stream, enum stream_status status, int code,
                               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(stream->error_text, sizeof(stream->error_text), format, arguments);
    va_end(arguments);
    stream->error_code = code;
    return status;
}

void stream_free(struct stream *stream)
{
    if (stream == NULL)
        return;
    if (stream->ops->done != NULL)
        stream->ops->done(stream);
    if (stream->fd >= 0)
        (void)close(stream->fd);
    free(stream);
}

int stream_fd(const struct stream *stream)
{
    return stream->fd;
}

enum stream_status stream_handshake(struct stream *stream)
{
    return stream->ops->handshake == NULL ? STREAM_OK : stream->ops->handshake(stream);
}

enum stream_status stream_read(struct stream *stream, void *buffer, size_t size, size_t *len)
{
    assert(size > 0);
    return stream->ops->read(stream, buffer, size, len);
}

enum stream_status stream_write(struct stream *stream, struct span bytes, size_t *len)
{
    *len = 0;
    return bytes.len == 0 ? STREAM_OK : stream->ops->write(stream, bytes, len);
}

bool stream_has_buffered(const struct stream *stream)
{
    return stream->ops->has_buffered != NULL && stream->ops->has_buffered(stream);
}

enum stream_status stream_close_notify(struct stream *stream)
{
    return stream->ops->close_notify == NULL ? STREAM_OK : stream->ops->close_notify(stream);
}

void stream_shutdown_write(struct stream *stream)
{
    if (stream->fd >= 0)
        (void)shutdown(stream->fd, SHUT_WR);
}

void stream_set_reset(struct stream *stream)
{
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    if (stream->fd >= 0)
        (void)setsockopt(stream->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

void stream_note_reset(struct stream *stream)
{
    stream->was_reset = true;
}

int stream_error_code(const struct stream *stream)
{
    return stream->error_code;
}

const char *stream_error_text(const struct stream *stream)
{
    return stream->error_text;
}

const char *stream_description(const struct stream *stream)
{
    return stream->description;
}

const char *stream_alpn(const struct stream *stream)
{
    return stream->alpn;
}

/* What the kinds of streams share. Included by stream.c and stream_*.c only. */
#ifndef WIRE_STREAM_PARTS_H
#define WIRE_STREAM_PARTS_H

#include "util/macros.h"
#include "wire/stream.h"

/* The functions of one kind of stream. Those marked * may be NULL, which means: nothing to do. */
struct stream_ops {
    enum stream_status (*handshake)(struct stream *stream); /* * */
    enum stream_status (*read)(struct stream *stream, void *buffer, size_t size, size_t *len);
    enum stream_status (*write)(struct stream *stream, struct span bytes, size_t *len);
    bool (*has_buffered)(const struct stream *stream);         /* * */
    enum stream_status (*close_notify)(struct stream *stream); /* * */
    void (*done)(struct stream *stream);                       /* * frees what the kind owns */
};

/* The head of every kind's own struct. */
struct stream {
    const struct stream_ops *ops;
    int fd;         /* -1: none */
    bool was_reset; /* something else than a read was told of the peer's RST */
    int error_code;
    char error_text[256];
    char description[128];
    char alpn[32];
};

/* Prepares the head of a zeroed struct. */
void stream_init(struct stream *stream, const struct stream_ops *ops, int fd);

/* Remembers a reason for stream_error_code and stream_error_text, and returns status. */
enum stream_status stream_fail(struct stream *stream, enum stream_status status, int code,
                               const char *format, ...) PRINTF_LIKE(4, 5);

/* recv and send on the bare descriptor, for TCP itself and below TLS. */
enum stream_status stream_tcp_read(struct stream *stream, void *buffer, size_t size, size_t *len);
enum stream_status stream_tcp_write(struct stream *stream, struct span bytes, size_t *len);

#endif

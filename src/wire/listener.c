#include "wire/listener.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "util/memory.h"

/* How long to leave connections waiting when we have no descriptors left for them. */
#define PAUSE_MS 50

/* Connections taken in one turn of the loop, so that others get their turn too. */
#define ACCEPTS_PER_TURN 64

struct listener {
    struct tls_context *context;
    listener_accept *accept;
    void *user;
    uv_poll_t poll;
    uv_timer_t pause;
    unsigned open_handles;
    int fd;
    bool is_closed;
    struct dial_address address; /* with the port that was chosen */
};

static void on_readable(uv_poll_t *poll, int status, int events);

static void on_handle_closed(uv_handle_t *handle)
{
    struct listener *listener = handle->data;
    listener->open_handles--;
    if (listener->open_handles == 0)
        free(listener);
}

static void on_pause_over(uv_timer_t *timer)
{
    struct listener *listener = timer->data;
    (void)uv_poll_start(&listener->poll, UV_READABLE, on_readable);
}

/* False if there is nothing more to accept for now. */
static bool accept_one(struct listener *listener)
{
    int fd = accept(listener->fd, NULL, NULL);
    if (fd < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            /* The descriptor would stay readable and the loop would spin. */
            (void)uv_poll_stop(&listener->poll);
            (void)uv_timer_start(&listener->pause, on_pause_over, PAUSE_MS, 0);
        }
        return errno == EINTR || errno == ECONNABORTED;
    }
    if (!dial_prepare(fd, listener->address.storage.ss_family)) {
        (void)close(fd);
        return true;
    }
    struct stream *stream = listener->context == NULL ? stream_tcp_new(fd)
                                                      : stream_tls_new(fd, listener->context, NULL);
    listener->accept(listener->user, stream);
    return true;
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
    struct listener *listener = poll->data;
    (void)status;
    (void)events;
    for (unsigned n = 0; n < ACCEPTS_PER_TURN && !listener->is_closed; n++) {
        if (!accept_one(listener))
            break;
    }
}

static bool bind_and_listen(int fd, const struct dial_address *address)
{
    int one = 1;
    int family = address->storage.ss_family;
    if (!dial_prepare(fd, family))
        return false;
    if (family != AF_UNIX && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) != 0)
        return false;
    if (family == AF_INET6 && setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one)) != 0)
        return false;
    return bind(fd, (const struct sockaddr *)&address->storage, address->len) == 0 &&
           listen(fd, SOMAXCONN) == 0;
}

/* A listening socket, or -1 with error. */
static int open_socket(const struct dial_address *address, struct error *error)
{
    int fd = socket(address->storage.ss_family, SOCK_STREAM, 0);
    if (fd >= 0 && bind_and_listen(fd, address))
        return fd;
    int code = errno;
    char name[160];
    dial_format(address, name, sizeof(name));
    if (fd >= 0)
        (void)close(fd);
    (void)error_set(error, "%s: %s", name, strerror(code));
    return -1;
}

static bool start(struct listener *listener, uv_loop_t *loop, struct error *error)
{
    listener->poll.data = listener;
    listener->pause.data = listener;
    int code = uv_poll_init(loop, &listener->poll, listener->fd);
    if (code != 0)
        return error_set(error, "listening: %s", uv_strerror(code));
    (void)uv_timer_init(loop, &listener->pause);
    listener->open_handles = 2;
    (void)uv_poll_start(&listener->poll, UV_READABLE, on_readable);
    return true;
}

struct listener *listener_open(uv_loop_t *loop, const struct dial_address *address,
                               struct tls_context *context, listener_accept *accept, void *user,
                               struct error *error)
{
    int fd = open_socket(address, error);
    if (fd < 0)
        return NULL;
    struct listener *listener = memory_new(sizeof(*listener));
    listener->context = context;
    listener->accept = accept;
    listener->user = user;
    listener->fd = fd;
    listener->address = *address;
    (void)getsockname(fd, (struct sockaddr *)&listener->address.storage, &listener->address.len);
    if (!start(listener, loop, error)) {
        (void)close(fd);
        free(listener);
        return NULL;
    }
    return listener;
}

unsigned listener_port(const struct listener *listener)
{
    struct sockaddr_in ipv4;
    struct sockaddr_in6 ipv6;
    switch (listener->address.storage.ss_family) {
    case AF_INET:
        memcpy(&ipv4, &listener->address.storage, sizeof(ipv4));
        return ntohs(ipv4.sin_port);
    case AF_INET6:
        memcpy(&ipv6, &listener->address.storage, sizeof(ipv6));
        return ntohs(ipv6.sin6_port);
    default:
        return 0;
    }
}

/* The name of a Unix socket was made by bind, and would stand in the way of the next one. */
static void remove_name(const struct dial_address *address)
{
    struct sockaddr_un name;
    if (address->storage.ss_family != AF_UNIX)
        return;
    memcpy(&name, &address->storage, sizeof(name));
    (void)unlink(name.sun_path);
}

void listener_close(struct listener *listener)
{
    if (listener == NULL || listener->is_closed)
        return;
    listener->is_closed = true;
    uv_close((uv_handle_t *)&listener->poll, on_handle_closed);
    uv_close((uv_handle_t *)&listener->pause, on_handle_closed);
    (void)close(listener->fd);
    remove_name(&listener->address);
}

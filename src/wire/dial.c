#include "wire/dial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#define PORT_MAX 65535

static int family_number(enum dial_family family)
{
    switch (family) {
    case DIAL_IPV4:
        return AF_INET;
    case DIAL_IPV6:
        return AF_INET6;
    case DIAL_ANY:
        break;
    }
    return AF_UNSPEC;
}

bool dial_resolve(const char *host, unsigned port, enum dial_family family,
                  struct dial_address *address, struct error *error)
{
    if (port > PORT_MAX)
        return error_set(error, "%s: port %u is not between 0 and %d", host, port, PORT_MAX);
    struct addrinfo hints = {.ai_family = family_number(family), .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char service[8];
    (void)snprintf(service, sizeof(service), "%u", port);
    int code = getaddrinfo(host, service, &hints, &found);
    if (code != 0) {
        const char *reason = code == EAI_SYSTEM ? strerror(errno) : gai_strerror(code);
        return error_set(error, "%s: %s", host, reason);
    }
    memset(address, 0, sizeof(*address));
    memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
    address->len = found->ai_addrlen;
    freeaddrinfo(found);
    return true;
}

bool dial_unix(const char *path, struct dial_address *address, struct error *error)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    size_t len = strlen(path);
    if (len == 0)
        return error_set(error, "the path of the Unix socket is empty");
    if (len >= sizeof(name.sun_path))
        return error_set(error, "%s: the path of a Unix socket has at most %zu bytes", path,
                         sizeof(name.sun_path) - 1);
    memcpy(name.sun_path, path, len + 1);
    memset(address, 0, sizeof(*address));
    memcpy(&address->storage, &name, sizeof(name));
    address->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len + 1);
    return true;
}

static void format_unix(const struct dial_address *address, char *buffer, size_t size)
{
    struct sockaddr_un name;
    memcpy(&name, &address->storage, sizeof(name));
    name.sun_path[sizeof(name.sun_path) - 1] = '\0';
    (void)snprintf(buffer, size, "unix:%s", name.sun_path);
}

void dial_format(const struct dial_address *address, char *buffer, size_t size)
{
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    if (address->storage.ss_family == AF_UNIX) {
        format_unix(address, buffer, size);
        return;
    }
    if (getnameinfo((const struct sockaddr *)&address->storage, address->len, host, sizeof(host),
                    port, sizeof(port), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        (void)snprintf(buffer, size, "?");
    else if (address->storage.ss_family == AF_INET6)
        (void)snprintf(buffer, size, "[%s]:%s", host, port);
    else
        (void)snprintf(buffer, size, "%s:%s", host, port);
}

/* bytes: the four octets of an IPv4 address. */
static bool is_private_ipv4(const uint8_t *bytes)
{
    static const struct {
        uint8_t network[2];
        uint8_t mask[2];
    } blocks[] = {
        {{127, 0},   {255, 0}  }, /* loopback */
        {{10, 0},    {255, 0}  }, /* RFC 1918 */
        {{172, 16},  {255, 240}},
        {{192, 168}, {255, 255}},
        {{169, 254}, {255, 255}}, /* link-local */
    };
    for (size_t i = 0; i < countof(blocks); i++) {
        if ((bytes[0] & blocks[i].mask[0]) == blocks[i].network[0] &&
            (bytes[1] & blocks[i].mask[1]) == blocks[i].network[1])
            return true;
    }
    /* 0.0.0.0 as a destination means this host. */
    return (bytes[0] | bytes[1] | bytes[2] | bytes[3]) == 0;
}

static bool is_private_ipv6(const struct in6_addr *ip)
{
    if (IN6_IS_ADDR_V4MAPPED(ip))
        return is_private_ipv4(ip->s6_addr + 12);
    return IN6_IS_ADDR_LOOPBACK(ip) || IN6_IS_ADDR_UNSPECIFIED(ip) || IN6_IS_ADDR_LINKLOCAL(ip) ||
           (ip->s6_addr[0] & 0xfe) == 0xfc; /* fc00::/7, RFC 4193 */
}

bool dial_is_private(const struct dial_address *address)
{
    if (address->storage.ss_family == AF_INET) {
        struct sockaddr_in name;
        memcpy(&name, &address->storage, sizeof(name));
        uint8_t bytes[4];
        memcpy(bytes, &name.sin_addr, sizeof(bytes));
        return is_private_ipv4(bytes);
    }
    if (address->storage.ss_family == AF_INET6) {
        struct sockaddr_in6 name;
        memcpy(&name, &address->storage, sizeof(name));
        return is_private_ipv6(&name.sin6_addr);
    }
    return address->storage.ss_family == AF_UNIX;
}

/* macOS refuses options on a socket that the peer has reset already; its reads will tell. */
static void send_at_once(int fd, int family)
{
    int one = 1;
    if (family != AF_UNIX)
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

bool dial_prepare(int fd, int family)
{
    int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ||
        fcntl(fd, F_SETFD, FD_CLOEXEC) < 0)
        return false;
    send_at_once(fd, family);
    return true;
}

/* A socket prepared as dial_prepare does; where it can be had so, by one call. */
static int open_socket(int family)
{
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)
    int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0)
        send_at_once(fd, family);
    return fd;
#else
    int fd = socket(family, SOCK_STREAM, 0);
    if (fd >= 0 && !dial_prepare(fd, family)) {
        int code = errno;
        (void)close(fd);
        errno = code;
        fd = -1;
    }
    return fd;
#endif
}

static bool start_connect(int fd, const struct dial_address *address)
{
    /* After EINTR the attempt goes on in the background, like after EINPROGRESS. */
    return connect(fd, (const struct sockaddr *)&address->storage, address->len) == 0 ||
           errno == EINPROGRESS || errno == EINTR;
}

int dial_start(const struct dial_address *address)
{
    int fd = open_socket(address->storage.ss_family);
    if (fd >= 0 && !start_connect(fd, address)) {
        int code = errno;
        (void)close(fd);
        errno = code;
        fd = -1;
    }
    return fd;
}

int dial_result(int fd)
{
    int code = 0;
    socklen_t len = sizeof(code);
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &len) == 0 ? code : errno;
}

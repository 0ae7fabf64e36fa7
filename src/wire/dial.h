/* Addresses: what a host, a port or a socket path means, and sockets on the way to connecting. */
#ifndef WIRE_DIAL_H
#define WIRE_DIAL_H

#include <sys/socket.h>

#include "util/error.h"
#include "util/span.h"

enum dial_family { DIAL_ANY, DIAL_IPV4, DIAL_IPV6 };

struct dial_address {
    struct sockaddr_storage storage;
    socklen_t len;
};

/* Resolves host (name, IPv4 or IPv6 literal without brackets) and port; the first address of
 * family. */
bool dial_resolve(const char *host, unsigned port, enum dial_family family,
                  struct dial_address *address, struct error *error);

/* The address of the Unix socket at path. */
bool dial_unix(const char *path, struct dial_address *address, struct error *error);

/* "127.0.0.1:8080", "[::1]:8080" or "unix:/run/x.sock" into buffer. */
void dial_format(const struct dial_address *address, char *buffer, size_t size);

/* True for loopback, link-local and private addresses and Unix sockets. */
bool dial_is_private(const struct dial_address *address);

/* A non-blocking, close-on-exec socket with TCP_NODELAY whose connect has been started, or -1 with
 * errno. */
int dial_start(const struct dial_address *address);

/* Makes an open socket non-blocking and close-on-exec, and, unless family is AF_UNIX, TCP_NODELAY.
 */
bool dial_prepare(int fd, int family);

/* Once the socket is writable: 0 if it is connected, else the errno of the attempt. */
int dial_result(int fd);

#endif

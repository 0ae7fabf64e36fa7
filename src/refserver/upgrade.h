/*
 * A protocol to switch to (RFC 9110 7.8), so that switching can be tried: on one resource the
 * server offers a protocol in which it says one line and closes.
 */
#ifndef REFSERVER_UPGRADE_H
#define REFSERVER_UPGRADE_H

#include <stdbool.h>

#include "refserver/request.h"

#define UPGRADE_PATH "/upgrade"
#define UPGRADE_PROTOCOL "h1audit-echo"
#define UPGRADE_ANSWER(lines)                                                                      \
    "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n" lines "\r\n"

/* The whole answer to a request that is switched, from 101 to the new protocol's line. */
extern const char upgrade_answer[];

/* upgrade_answer, or NULL if request is not switched. */
const char *upgrade_switch(const struct request *request);

/* True if the resource switches, whatever the fields say. */
bool upgrade_is_offered(const struct request *request);

#endif

/* Which content coding a client wants, and which of its own this server does not take. */
#ifndef REFSERVER_NEGOTIATION_H
#define REFSERVER_NEGOTIATION_H

#include "refserver/policy.h"
#include "refserver/request.h"

/*
 * The coding for the answer to request, where there are gzip and none to choose from (RFC 9110
 * 12.5.3). Without Accept-Encoding it is none, though any would do.
 */
enum content_coding negotiation_coding(const struct request *request);

/* True if the content of request has a coding; this server decodes none. */
bool negotiation_is_coded(const struct request *request);

/* True if the content of request has the media type type, whatever its parameters. */
bool negotiation_has_type(const struct request *request, const char *type);

#endif

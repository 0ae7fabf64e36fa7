/*
 * The validators that an ordinary GET showed (RFC 9110 8.8), for conditional requests. What a peer
 * sends is put into requests only if it has the form of a validator.
 */
#ifndef RUN_VALIDATORS_H
#define RUN_VALIDATORS_H

#include "run/client.h"
#include "util/arena.h"

/* NULL for what is not known. */
struct validators {
    const char *etag; /* as sent, with its quotes */
    const char *last_modified;
    const char *date; /* of the response; only with last_modified */
};

/* What answer shows, copied to arena. */
struct validators validators_of(const struct client_answer *answer, struct arena *arena);

/* What both show alike; the date is that of a. */
struct validators validators_common(struct validators a, struct validators b);

/* True if etag is not marked as weak. */
bool validators_is_strong(const char *etag);

/* etag without the mark of a weak one: a part of it. */
const char *validators_opaque_tag(const char *etag);

#endif

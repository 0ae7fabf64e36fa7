/* Conditional requests (RFC 9110 13) for GET and HEAD of a resource with a strong entity tag and a
 * date. */
#ifndef REFSERVER_PRECONDITIONS_H
#define REFSERVER_PRECONDITIONS_H

#include "refserver/policy.h"
#include "refserver/request.h"

/* 200, 304 or 412. etag comes with its quotes, last_modified is an HTTP-date. */
unsigned preconditions_status(const struct policy *policy, const struct request *request,
                              struct span etag, struct span last_modified);

#endif

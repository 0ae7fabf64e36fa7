/* Conditional requests (RFC 9110 13) for a resource with or without a strong entity tag and a date.
 */
#ifndef REFSERVER_PRECONDITIONS_H
#define REFSERVER_PRECONDITIONS_H

#include "refserver/policy.h"
#include "refserver/request.h"

/* What is known of the selected representation. */
struct representation {
    bool exists;
    struct span etag;          /* with its quotes, or empty */
    struct span last_modified; /* an HTTP-date, or empty */
};

/* 200 if the request is to be performed, otherwise 304 or 412. */
unsigned preconditions_status(const struct policy *policy, const struct request *request,
                              const struct representation *representation);

#endif

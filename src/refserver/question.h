/* What a resource makes its answer from. Data only. */
#ifndef REFSERVER_QUESTION_H
#define REFSERVER_QUESTION_H

#include "refserver/policy.h"
#include "refserver/request.h"

struct resources;

struct question {
    struct resources *resources;
    const struct policy *policy;
    const struct request *request;
    struct span content; /* of the request */
};

#endif

/* Puts an answer into the octets of a response, following the policy. */
#ifndef REFSERVER_RESPONSE_H
#define REFSERVER_RESPONSE_H

#include "refserver/answer.h"
#include "refserver/policy.h"
#include "refserver/request.h"
#include "util/text.h"

/* Appends the whole response to out. ending says what it announces about the connection. */
void response_write(struct text *out, const struct policy *policy, const struct request *request,
                    const struct answer *answer, struct ending ending);

#endif

/* The answer to TRACE (RFC 9110 9.3.8): the request, without what is secret. */
#ifndef REFSERVER_TRACE_H
#define REFSERVER_TRACE_H

#include "refserver/answer.h"
#include "refserver/policy.h"
#include "refserver/request.h"
#include "util/text.h"

/* Fills *answer in; its content lives in reflection. */
void trace_answer(struct text *reflection, const struct policy *policy,
                  const struct request *request, struct answer *answer);

#endif

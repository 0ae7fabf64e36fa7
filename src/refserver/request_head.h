/*
 * What the lines of a request head mean, one line at a time and then as a whole. Strict by
 * RFC 9112 2 to 6, save where the policy tolerates something. Where the lines come from is the
 * reader's business.
 */
#ifndef REFSERVER_REQUEST_HEAD_H
#define REFSERVER_REQUEST_HEAD_H

#include "refserver/policy.h"
#include "refserver/request.h"

/* Largest content that is taken; beyond it the answer is 413. */
#define REQUEST_CONTENT_MAX (1u << 20)

/* Takes the request-line without its line end. is_tls: https targets belong here. */
enum refusal request_head_start(struct request *request, const struct policy *policy, bool is_tls,
                                struct span line);

/* Takes a field line, also one of the trailer section. */
enum refusal request_head_field(struct request *request, const struct policy *policy,
                                struct span line);

/* Checks the whole when all field lines are in, and finds out about the content. */
enum refusal request_head_finish(struct request *request, const struct policy *policy);

#endif

/* A chunk-size line of chunked content (RFC 9112 7.1), strictly by its grammar. */
#ifndef REFSERVER_CHUNK_LINE_H
#define REFSERVER_CHUNK_LINE_H

#include "refserver/policy.h"
#include "util/span.h"

/*
 * Reads line, which comes without its line end: 1*HEXDIG and extensions. False if it is not valid.
 * A size that does not fit becomes UINT64_MAX.
 */
bool chunk_line_parse(const struct policy *policy, struct span line, uint64_t *size);

#endif

/* Words for a place in what was sent: which octets a cut parts, and what they are part of. */
#ifndef RUN_CUT_PLACE_H
#define RUN_CUT_PLACE_H

#include "util/arena.h"
#include "util/span.h"

/*
 * Tells where in sent, the octets of one connection, the place behind the first `at` of them is:
 * between "\r" and "\n" of the chunk-size line. 0 < at < sent.len.
 */
const char *cut_place(struct span sent, size_t at, struct arena *arena);

#endif

/* The gzip coding (RFC 1952) without compression: stored blocks, which every decoder takes. */
#ifndef REFSERVER_GZIP_H
#define REFSERVER_GZIP_H

#include "util/span.h"
#include "util/text.h"

/* Appends content as one gzip member. */
void gzip_add(struct text *out, struct span content);

#endif

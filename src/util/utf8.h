/* UTF-8 (RFC 3629): well-formedness only, shortest forms, no surrogates. */
#ifndef UTIL_UTF8_H
#define UTIL_UTF8_H

#include "util/span.h"

/* Bytes of the well-formed sequence at the start of text, 1 to 4, or 0 if there is none. */
size_t utf8_len(struct span text);

/* Offset of the first byte that is not part of a well-formed sequence, or text.len. */
size_t utf8_valid_prefix(struct span text);

#endif

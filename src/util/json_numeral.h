/* The form and the size of JSON numbers (RFC 8259 section 6), as plain text. */
#ifndef UTIL_JSON_NUMERAL_H
#define UTIL_JSON_NUMERAL_H

#include "util/span.h"

/* What is wrong with the form of word as a number, as a constant sentence, or NULL. */
const char *json_numeral_fault(struct span word);

/* Why a well-formed number is refused, as a constant sentence, or NULL. */
const char *json_numeral_excess(struct span word);

#endif

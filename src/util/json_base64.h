/* Base64 with the standard alphabet and padding (RFC 4648 section 4). */
#ifndef UTIL_JSON_BASE64_H
#define UTIL_JSON_BASE64_H

#include "util/span.h"

/* bytes as base64 text; the caller frees it with free(). */
char *json_base64_encode(struct span bytes);

#endif

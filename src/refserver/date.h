/* Dates in the form of HTTP (RFC 9110 5.6.7), whatever the locale. */
#ifndef REFSERVER_DATE_H
#define REFSERVER_DATE_H

#include <stdint.h>

#include "util/text.h"

/* Adds the IMF-fixdate of seconds since 1970. */
void date_add(struct text *out, int64_t seconds);

#endif

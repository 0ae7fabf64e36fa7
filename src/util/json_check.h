/*
 * Decides whether a text is JSON (RFC 8259) in the strict sense of json.h. The grammar is checked
 * here once and completely, because cJSON and jsmn are both too lenient to be relied on.
 */
#ifndef UTIL_JSON_CHECK_H
#define UTIL_JSON_CHECK_H

#include "util/json.h"

/*
 * Complains about everything wrong in source. text is a copy of source; what can be repaired in it
 * is. True if text is now a document that can be parsed, with or without complaints.
 */
bool json_check(struct arena *arena, struct span source, char *text,
                struct json_complaints *complaints);

#endif

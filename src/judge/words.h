/* How the judge says things: short English, printable ASCII, on an arena. */
#ifndef JUDGE_WORDS_H
#define JUDGE_WORDS_H

#include "http/message.h"
#include "suite/model.h"
#include "util/arena.h"

#define WORDS_QUOTE_MAX 60 /* bytes of the peer that one line shows */

/* "400", "2xx", "200-399 or 404", "any". */
const char *words_status_set(struct arena *arena, struct status_set set);

/* "5 s", "1.5 s", "300 ms". */
const char *words_duration_ms(struct arena *arena, int64_t ms);

/* "0.2 ms", "38 ms", "2.0 s". */
const char *words_duration_us(struct arena *arena, int64_t us);

/* The bytes between quotation marks, made printable and cut to WORDS_QUOTE_MAX bytes. */
const char *words_quote(struct arena *arena, struct span bytes);

/* "1 byte", "2 bytes": count with noun, and an s unless count is 1. */
const char *words_count(struct arena *arena, size_t count, const char *noun);

#endif

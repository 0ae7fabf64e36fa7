/*
 * Transcripts as JSON: {"wall_ms", "connections": [{"name", "tls"}], "events": [{"t_us", "conn",
 * "kind", "step", "bytes" (base64), "n", "code", "detail"}]}. What is not there is left out. A
 * saved transcript loads to the same bytes and times.
 */
#ifndef RECORD_TRANSCRIPT_JSON_H
#define RECORD_TRANSCRIPT_JSON_H

#include "record/transcript.h"
#include "util/error.h"
#include "util/json.h"

/* Adds the members of transcript to the object out. */
void transcript_json_write(const struct transcript *transcript, struct json_out *out);

/* A transcript from such an object, or NULL with error. The caller frees it. */
struct transcript *transcript_json_read(const struct json *object, struct error *error);

#endif

/*
 * What the judge looks at: one attempt's transcript with every connection's stream cut into
 * messages. Built from a transcript alone, so that a saved one is judged like a fresh one.
 */
#ifndef JUDGE_OBSERVATION_H
#define JUDGE_OBSERVATION_H

#include "http/message.h"
#include "http/requests.h"
#include "record/transcript.h"
#include "util/arena.h"

struct observed_connection {
    const char *name;
    bool is_tls;
    struct span sent;
    struct span received;
    enum connection_end end;
    bool has_close_notify;
    struct http_requests requests;
    const struct http_stream *stream;
};

struct observation {
    const struct transcript *transcript;
    struct observed_connection *connections;
    unsigned count;
    int64_t counted; /* difference of the two EVENT_COUNTER values, or -1 if there are not two */
};

/* Reads transcript, which must outlive the result; everything else lives on arena. */
const struct observation *observation_new(const struct transcript *transcript, struct arena *arena);

/* The step whose bytes hold offset of connection's sent stream, or -1. */
int observation_step_at(const struct observation *observation, unsigned connection, size_t offset);

/* Time of the first byte sent for step, or -1 if none was; and of the byte at offset of the
 * received stream. */
int64_t observation_step_sent_us(const struct observation *observation, int step);
int64_t observation_received_us(const struct observation *observation, unsigned connection,
                                size_t offset);

#endif

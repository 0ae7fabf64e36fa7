/*
 * The protocol side of one connection: requests in, responses out, and what becomes of the
 * connection. No I/O and no clock; connection.c moves the octets and minds the time.
 */
#ifndef REFSERVER_DIALOGUE_H
#define REFSERVER_DIALOGUE_H

#include "refserver/policy.h"
#include "refserver/request_reader.h"
#include "refserver/resources.h"
#include "util/text.h"

#define DIALOGUE_UNSENT_MAX                                                                        \
    (256u << 10)                 /* no request is begun while more than this waits to be sent */
#define DIALOGUE_ANSWERS_MAX 128 /* that are put in another order by a fault */

enum dialogue_state {
    DIALOGUE_OPEN,
    DIALOGUE_DEAF, /* what comes is to be ignored, the connection stays open */
    DIALOGUE_OVER  /* what is unsent goes out, then the connection is closed; see manner */
};

struct dialogue {
    const struct policy *policy;
    struct resources *resources; /* of the server */
    struct request_reader reader;
    enum dialogue_state state;
    enum close_manner manner; /* DIALOGUE_OVER */
    bool has_no_time_limit;   /* a fault: it is left open beyond all patience */
    bool is_last_round;       /* what has come is processed, then DIALOGUE_OVER */
    bool is_mute;
    bool keeps_content;
    bool owes_interim; /* 100 (Continue) is still to be sent */
    bool has_sent_interim;
    struct text content;
    struct text credentials; /* policy->remembers_credentials */
    struct text out;
    size_t sent;                          /* of out */
    size_t answers[DIALOGUE_ANSWERS_MAX]; /* where they begin in out */
    size_t answer_count;
    bool is_late; /* an answer waits for late_ms to pass; see dialogue_late_over */
    unsigned late_ms;
    struct request late_request;
    struct answer late_answer;
    struct text late_content;
    struct text late_lines;
    struct ending late_ending;
};

/* dialogue must be zeroed. policy and resources are borrowed. */
void dialogue_init(struct dialogue *dialogue, const struct policy *policy,
                   struct resources *resources, bool is_tls);
void dialogue_done(struct dialogue *dialogue);

/* Takes what it can from the front of bytes: all, unless an answer is late or much is unsent. */
void dialogue_process(struct dialogue *dialogue, struct span *bytes);

/* The late answer's time has come. */
void dialogue_late_over(struct dialogue *dialogue);

/* The client has ended its side, and all its bytes were processed. */
void dialogue_client_ended(struct dialogue *dialogue);

/* Nothing has come for too long, be it in the middle of a request or between two. */
void dialogue_time_out(struct dialogue *dialogue);

/* True if part of a request is there, so that its rest is waited for. */
bool dialogue_is_inside_request(const struct dialogue *dialogue);

/* True if dialogue_process would take nothing for now. */
bool dialogue_is_blocked(const struct dialogue *dialogue);

/* What is to be sent, and what of it was sent. */
struct span dialogue_unsent(struct dialogue *dialogue);
void dialogue_sent(struct dialogue *dialogue, size_t len);

#endif

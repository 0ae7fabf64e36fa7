/*
 * Decides a case from its observation: pure, no clock, no sockets, no output. The first outcome
 * whose checks all hold decides; otherwise the nearest one explains.
 */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include "judge/observation.h"
#include "suite/bytes.h"
#include "suite/model.h"

/* What a comparison rests on, whether it holds or not. */
enum proof {
    PROOF_LOST,    /* nothing: a reset, the capture limit or our own close may have hidden it */
    PROOF_NEUTRAL, /* nothing: an answer such as 503, which speaks of load and not of the case */
    PROOF_SILENCE, /* something missing or still open, or a reset: a longer wait might change it */
    PROOF_BYTES    /* bytes received, or a FIN: load cannot forge them */
};

/* One comparison, worded: what was looked at, what was expected, what was there. */
struct check {
    const char *what; /* "status of response 1 (to \"first\")" */
    bool is_should;   /* only lowers to warn */
    bool holds;
    const char *expected; /* "400" */
    const char *actual;   /* "200", "no response" */
    size_t offset;        /* in the received stream of connection, or SIZE_MAX */
    unsigned connection;  /* index in the observation */
    enum proof proof;
    const char *sentence; /* "status 200, expected 400": the mismatch; NULL if it holds */
};

struct checks {
    struct check *items;
    size_t count;
    size_t capacity;
};

/* How the control of a case went. */
enum control_word { CONTROL_NONE, CONTROL_GOOD, CONTROL_BAD };

struct control_result {
    enum control_word word;
    int status;         /* of its first final response, 0 if none */
    const char *reason; /* "200", "no response, then FIN after 0 bytes", "status 503" */
    bool rests_on_silence;
};

struct judgement {
    enum verdict verdict;
    const char *reason;            /* one line, e.g. "no response, then FIN after 0 bytes" */
    const struct outcome *outcome; /* the one that matched, or NULL */
    const struct outcome *nearest; /* the one that explains when none matched */
    struct checks checks;          /* of outcome or nearest */
    unsigned connection;           /* that the checks speak of */
    size_t offset;                 /* first deviating offset in its received stream, or SIZE_MAX */
    bool rests_on_silence;         /* a longer wait might change it: something missing, something
                                      still open, a reset, or "nothing more came" */
};

/*
 * Judges test_case by observation. variables are those that the bytes were made with (body checks
 * use them). control is how its control went (CONTROL_NONE if it has none); a bad one makes the
 * verdict inconclusive. Where no outcome holds the level decides: fail, warn, or a pass with a
 * note; a missed probe is skip, so that only a pass proves a capability. Texts live on arena.
 */
struct judgement judge_case(const struct test_case *test_case,
                            const struct observation *observation,
                            const struct variables *variables, const struct control_result *control,
                            struct arena *arena);

/* Judges a control: was it answered with a status in allowed? Nothing else is asked. */
struct control_result judge_control(struct status_set allowed, unsigned connection,
                                    const struct observation *observation, struct arena *arena);

/* The connection of test_case's control whose answer counts: the one that the first outcome looks at. */
unsigned judge_control_connection(const struct test_case *test_case);

/* What happened in one line: "200, 404, then FIN" or "0 bytes, then FIN after 0.2 ms". */
const char *judge_summary(const struct observation *observation, unsigned connection,
                          struct arena *arena);

#endif

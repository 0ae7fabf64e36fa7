/*
 * One outcome being compared with an observation: where the comparison stands, and the list of
 * checks that it grows. Matchers read the place and add checks; nobody else does.
 */
#ifndef JUDGE_COMPARISON_H
#define JUDGE_COMPARISON_H

#include "judge/ending.h"
#include "judge/judge.h"

/* A final response of the connection, with the interim ones that came before it. */
struct answer {
    const struct http_message *message; /* NULL while there is none */
    size_t number;                      /* from 1, among the final responses */
    size_t first;                       /* index of its first message, interim ones included */
    size_t index;                       /* of message */
};

struct comparison {
    /* The same for a whole outcome. */
    const struct test_case *test_case;
    const struct observation *observation;
    const struct variables *variables;
    const struct outcome *outcome;
    struct arena *arena;

    /* The connection that is looked at. */
    unsigned connection;
    const struct observed_connection *peer;
    enum ending ending;
    bool is_limited; /* the parser stopped at a limit: absence proves nothing */
    bool is_plural;  /* more than one response is expected or there: say which one is meant */
    bool is_named;   /* more than one connection is compared: say which one is meant */

    /* The response that is looked at, and the expectation that it is held against. */
    struct answer answer;
    const struct response_expectation *expectation;
    const struct message_checks *wanted; /* of expectation: must or should */
    const struct field_check *field;     /* of wanted */
    bool is_should;

    struct checks checks;
};

/* Turns to the observation's connection; the answer is unset. */
void comparison_turn(struct comparison *comparison, unsigned connection);

/* The next final response behind from (0 for the first), or message NULL. */
struct answer comparison_next_answer(const struct comparison *comparison,
                                     const struct answer *from);

/* The one place that adds a check. is_should is taken from the place; a sentence of what holds is
 * dropped. */
void comparison_add(struct comparison *comparison, struct check check);

/* "response 2 (to "get")", for `what`. */
const char *comparison_answer_name(const struct comparison *comparison);

/* "response", or "response 2" where there are several, for sentences. */
const char *comparison_answer_word(const struct comparison *comparison);

/* The label of the script's step, or NULL. */
const char *comparison_step_label(const struct comparison *comparison, int step);

/* What it proves that something of the present answer, or behind the last one, did not come. */
enum proof comparison_proof_of_absence(const struct comparison *comparison);
enum proof comparison_proof_of_count(const struct comparison *comparison);

#endif

/*
 * What a case is: plain data, read from case files by suite/load and never changed afterwards. All
 * of it lives on the arena of the suite collection.
 */
#ifndef SUITE_MODEL_H
#define SUITE_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/span.h"

enum level { LEVEL_MUST, LEVEL_SHOULD, LEVEL_MAY };

/* The words of a result; an outcome of a case names pass, warn, fail or inconclusive. */
enum verdict {
    VERDICT_INCONCLUSIVE, /* the observation proves nothing */
    VERDICT_SKIP,
    VERDICT_PASS,
    VERDICT_WARN,
    VERDICT_FAIL,
    VERDICT_ERROR
};
#define VERDICT_COUNT (VERDICT_ERROR + 1)

/* A row of requirements.json. */
struct requirement {
    const char *id;      /* 9112-9.6-4 */
    unsigned rfc;        /* 9112 */
    const char *section; /* 9.6 */
    const char *title;   /* of the section */
    const char *level;   /* MUST, MUST-NOT, SHOULD, SHOULD-NOT, MAY, OUGHT, DEF */
    const char *who;
    const char *summary;
    const char *observable; /* origin, tls, proxy, client, none */
    const char *how;
    const char *why_not; /* why no case can test it, or "" */
};

/* A byte string before its variables are known. */
struct part;
struct parts {
    const struct part *items;
    size_t count;
};

enum part_kind {
    PART_LITERAL,  /* literal, sent as it is */
    PART_VARIABLE, /* the value of variable */
    PART_REPEAT,   /* inner, times over */
    PART_CHUNK     /* inner as one chunk with the extension ext (RFC 9112 7.1) */
};

struct part {
    enum part_kind kind;
    struct span literal;
    const char *variable;
    struct parts inner;
    struct parts ext;
    size_t times;
};

enum step_kind {
    STEP_SEND,
    STEP_PAUSE,
    STEP_WAIT,
    STEP_CONNECT,
    STEP_HALF_CLOSE,
    STEP_CLOSE,
    STEP_RESET,
    STEP_TLS_CLOSE, /* close_notify without FIN */
    STEP_TRUNCATE   /* FIN without close_notify */
};

/* Where to split a step's bytes into writes: after every `every` bytes, or after the offsets `at`.
 */
struct cut {
    size_t every; /* 0: not used */
    const size_t *at;
    size_t at_count;
    int64_t gap_ms;
    bool joins; /* laid in from outside (--cut): the step leaves with its neighbours as before, and
                   0 in `at` parts it from the one before it */
};

enum wait_kind { WAIT_RESPONSES, WAIT_INTERIM, WAIT_END, WAIT_SENT };

struct wait {
    enum wait_kind kind;
    unsigned number;    /* of final responses, or the 1xx status */
    int64_t timeout_ms; /* -1: the attempt's patience */
    bool stops;         /* otherwise: stop */
};

struct step {
    enum step_kind kind;
    const char *label;   /* NULL if unnamed */
    unsigned connection; /* index into script.connections */
    const char *note;
    size_t line;        /* in the case file */
    struct parts bytes; /* STEP_SEND */
    struct cut cut;
    int64_t pause_ms;
    struct wait wait;
    bool connects_tls; /* STEP_CONNECT: as the target does unless set to false */
};

struct script {
    const struct step *steps;
    size_t count;
    const char *const *connections; /* names; [0] is the first one used, usually "main" */
    unsigned connection_count;
};

/* Allowed status codes; no ranges means any. */
struct status_range {
    int low, high;
};
struct status_set {
    const struct status_range *ranges;
    size_t count;
};

/* Members that were not given hold CHECK_UNSET or NULL. */
#define CHECK_UNSET (-1)

struct field_check {
    const char *name;
    int present;   /* 0, 1 */
    int64_t count; /* of field lines with that name */
    const char *has_token;
    const char *lacks_token;
    const char *equals;
    bool is_http_date;
    bool is_as_first; /* as in the first response on the connection */
    size_t line;
};

struct body_check {
    bool is_given;
    int empty; /* 0, 1 */
    int64_t length;
    const struct parts *equals;
    const struct parts *contains;
    const struct parts *lacks;
};

struct message_checks {
    struct status_set status;
    const struct field_check *fields;
    size_t field_count;
    struct body_check body;
};

struct response_expectation {
    int to;       /* index of the step it answers, or -1 */
    size_t times; /* this many responses alike, 1 by default */
    struct message_checks must;
    struct message_checks should;
    const char *version; /* "HTTP/1.1" or NULL */
    const int *interim;  /* 1xx that must come first, in order */
    size_t interim_count;
    bool interim_only;
    bool is_optional; /* may be missing */
    int before; /* index of the step before whose first byte the answer must have begun, or -1 */
};

enum expected_end {
    EXPECTED_END_ANY,
    EXPECTED_END_FIN,
    EXPECTED_END_RST,
    EXPECTED_END_CLOSED, /* fin or rst */
    EXPECTED_END_OPEN,
    EXPECTED_END_CLOSE_NOTIFY, /* a TLS closure alert, then FIN or nothing */
    EXPECTED_END_TRUNCATED     /* FIN without a TLS closure alert */
};

/*
 * What the responses of an outcome must be. Grammar is otherwise the passive rules' business, so
 * that one malformed line is one finding of a run and not one of every case.
 */
enum grammar_demand {
    GRAMMAR_ANY,      /* wellformed: false: even an incomplete response counts */
    GRAMMAR_COMPLETE, /* the default: complete */
    GRAMMAR_STRICT    /* wellformed: true: complete, in step, and without a grammar deviation */
};

struct outcome {
    const char *name; /* NULL if unnamed */
    enum verdict verdict;
    const char *because;         /* or NULL */
    const unsigned *connections; /* each of them must satisfy all checks; at least one */
    unsigned connection_count;
    bool has_responses; /* whether `responses` was given at all */
    const struct response_expectation *responses;
    size_t response_count;
    enum expected_end end;
    enum expected_end should_end;
    bool allows_surplus;         /* after: any */
    enum grammar_demand grammar; /* wellformed */
    int64_t handled;             /* how often the counter resource was called, or CHECK_UNSET */
    size_t line;
};

enum case_kind { CASE_CONFORMANCE, CASE_HARDENING, CASE_PROBE };

struct names {
    const char *const *items;
    size_t count;
};

struct suite {
    const char *id;
    const char *title;
    const char *about;
    struct names tags;
    const char *file; /* as shown to people, e.g. cases/conn-close.json */
};

/* A {{name}} of the file with its default value. */
struct variable {
    const char *name;
    struct span value;
};

struct test_case {
    const struct suite *suite;
    const char *id;
    const char *full_id; /* suite.case */
    const char *title;
    const char *why; /* or NULL */
    struct names links;
    struct names tags; /* the suite's and its own */
    struct names needs;
    enum case_kind kind;
    const char *provides; /* CASE_PROBE: the capability */
    enum level level;
    const struct requirement *const *covers; /* main one first */
    size_t cover_count;
    bool is_hazard;
    bool is_each_resource;
    const char *disabled; /* the reason, or NULL */
    int64_t timeout_ms;   /* or CHECK_UNSET */
    int64_t settle_ms;    /* or CHECK_UNSET */
    struct script script;
    bool has_control;
    struct script control; /* the script after drop and replace */
    struct status_set control_status;
    const struct outcome *outcomes;
    size_t outcome_count;
    const struct variable *variables; /* the file's defaults */
    size_t variable_count;
    size_t line; /* of the case's id */
};

const char *level_name(enum level level);       /* "MUST" */
const char *verdict_name(enum verdict verdict); /* "pass" */

/* True if a is graver than b: skip, pass, inconclusive, warn, fail, error in this order. */
bool verdict_worse(enum verdict a, enum verdict b);

/* True if list holds name. */
bool names_contain(struct names list, const char *name);

/* True if set is empty or holds status. */
bool status_set_contains(struct status_set set, int status);

/* Index of the step labelled label in script, or -1. */
int script_step(const struct script *script, const char *label);

/* Index of the connection called name in script, or 0: another script's connections may differ. */
unsigned script_connection(const struct script *script, const char *name);

#endif

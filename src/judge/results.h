/*
 * The results of one run: what every report is made from. run/ fills it, report/ only reads it.
 */
#ifndef JUDGE_RESULTS_H
#define JUDGE_RESULTS_H

#include "judge/judge.h"
#include "judge/rulebook.h"

/* A case that is passed when it is sent whole and failed when a pause parts its octets (--cut). */
struct result_cut {
    size_t at;           /* octets of the case that left before the pause */
    const char *place;   /* "between \"\\r\" and \"\\n\" of the chunk-size line" */
    const char *failure; /* what came of it, without the place and the counts */
    size_t count;        /* cuts of this case that were tried */
    size_t differing;    /* of them, those that failed */
};

struct result {
    const char *id;                    /* suite.case, suite.case@RESOURCE or passive.RULE */
    const struct test_case *test_case; /* NULL for a passive rule */
    const struct rule_tally *tally;    /* set for a passive rule */
    const char *resource;              /* NAME of --resource, or NULL */
    struct judgement judgement;        /* the verdict that counts */
    struct control_result control;
    const struct transcript *transcript;   /* of the attempt that counts, NULL if none was made */
    const struct observation *observation; /* of that attempt */
    const struct transcript *control_transcript; /* or NULL */
    const struct transcript *other_transcript;   /* contradicts it, of a flaky case; or NULL */
    struct variables variables;                  /* that the bytes were made with */
    unsigned attempts;
    bool is_flaky;
    int64_t duration_us;
    const struct result_cut *cut; /* of suite.case@cut-AT, else NULL */
};

/* What --cut did. */
struct run_cuts {
    size_t every; /* a cut for every so many octets; 0: not asked for */
    size_t case_count;
    size_t count;     /* cuts that were tried */
    size_t differing; /* of them, those that turned a pass into a failure */
};

struct run_target {
    const char *url;       /* as given; "embedded reference server" is in name */
    const char *name;      /* label for people, or the url */
    const char *host;      /* for reproduction commands */
    unsigned port;         /* 0 for a Unix socket */
    const char *unix_path; /* or NULL */
    const char *authority;
    const char *path;
    bool is_tls;
    bool is_insecure;     /* any certificate was accepted */
    const char *embedded; /* options that start the embedded server again ("--tls"), NULL: not it */
    const char *server_name;
};

struct results {
    const char *version; /* of h1audit */
    struct run_target target;
    const char *baseline; /* what an ordinary client (libcurl) got, one line */
    int64_t started_wall_ms;
    int64_t duration_us;
    int64_t settle_ms;
    int64_t patience_ms;
    size_t capture_max;
    unsigned jobs;
    struct names capabilities; /* that the target has */
    bool has_counter;          /* --counter was given */
    size_t hazard_held_back;   /* cases not run : hazardous, and the target is not private */
    struct run_cuts cuts;
    unsigned
        capacity; /* idle connections beside which the target answered promptly; 0: not measured */
    unsigned repeat; /* every case was played so often */
    bool is_shuffled;
    uint64_t seed;                /* of the order of play, if shuffled */
    const char *fatal;            /* why the run could not go on (target gone), or NULL */
    const char *gone;             /* the target no longer answered after the run: how, or NULL */
    bool fails_on[VERDICT_COUNT]; /* --fail-on */
    struct result *items;         /* in order of id, passive rules last */
    size_t count;
};

/* How many results have verdict. */
size_t results_count(const struct results *results, enum verdict verdict);

/* True if a result has a verdict that the run fails on. A report shows red exactly then. */
bool results_failed(const struct results *results);

/* The requirement that result stands for: the case's first or the rule's; NULL if it names none. */
const struct requirement *result_requirement(const struct result *result,
                                             const struct requirement *items, size_t count);

#endif

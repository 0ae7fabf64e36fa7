/*
 * Passive rules: what every response must satisfy, checked on everything received in any case,
 * controls included. Each is one row of a table; it is reported once per run, with a count and the
 * first example.
 */
#ifndef JUDGE_RULEBOOK_H
#define JUDGE_RULEBOOK_H

#include "judge/observation.h"
#include "suite/model.h"

/* Where a rule found something. */
struct rule_hit {
    unsigned connection;
    size_t message; /* index in the stream, or its count if it is no response at all */
    size_t offset;
    size_t len;
    const char *actual; /* one line, made printable */
};

struct rule_place; /* rules.h */

#define RULE_ALSO_MAX 4

struct rule {
    const char *id;                  /* kebab-case; reported as passive.ID */
    const char *requirement;         /* id in requirements.json; its level is the rule's */
    const char *also[RULE_ALSO_MAX]; /* further ids that a breach breaks; NULL behind the last */
    const char *title;               /* one sentence that states the requirement */
    void (*check)(struct rule_place *place);
    enum level level;   /* MUST gives fail, SHOULD warn */
    bool is_generate;   /* speaks of generating: at most warn against a gateway */
    bool is_stream;     /* checked once for each connection, not for each response */
    bool needs_witness; /* counts only in a run in which some response obeyed it */
    /* What check needs to know, where several rows share it. */
    int status;          /* of the responses that it speaks of */
    const char *field;   /* that those must have */
    uint64_t deviations; /* a bit for each kind of the parser's that breaks the rule */
};

extern const struct rule rulebook[];
extern const size_t rulebook_count;

/* True if what breaks rule breaks requirement (an id). */
bool rule_judges(const struct rule *rule, const char *requirement);

/* What a run has seen of one rule so far. */
struct rule_tally {
    const struct rule *rule;
    size_t looked;   /* responses that it could be checked on */
    size_t count;    /* responses that broke it */
    size_t withheld; /* in neither: responses that break a rule whose witness is not found yet */
    const char *example_case; /* full id of the first case, with "(control)" behind it if so */
    struct rule_hit example;
    const struct transcript *transcript; /* of the example; kept by the caller of rulebook_apply */
};

/*
 * Applies every rule to every final or interim response of observation and adds to the tallies (one
 * for each row, in the rulebook's order; a zeroed array to begin with). case_id may already say
 * "(control)". Returns true if a first example was taken, in which case the transcript must be
 * kept. Texts live on arena.
 */
bool rulebook_apply(const struct observation *observation, const char *case_id,
                    struct rule_tally *tallies, struct arena *arena);

/*
 * The verdict on a rule after the run: skip if there was nothing to check, inconclusive if only a
 * witness is missing, pass if nothing was found, else fail or warn by level; against a gateway a
 * rule about generating gives at most warn.
 */
enum verdict rulebook_verdict(const struct rule_tally *tally, bool is_gateway);

/* The same in one line: "404 without Date (3 of 120 responses, first in host.missing)", on arena.
 */
const char *rulebook_reason(const struct rule_tally *tally, struct arena *arena);

#endif

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
    size_t message; /* index in the stream */
    size_t offset;
    size_t len;
    const char *actual; /* one line, made printable */
};

/* Called by a rule: looked says that there was something to check, hit (or NULL) what was wrong with it. */
typedef void rule_report(void *user, const struct rule_hit *hit);

struct rule {
    const char *id;          /* kebab-case; reported as passive.ID */
    const char *requirement; /* id in requirements.json */
    enum level level;        /* MUST gives fail, SHOULD warn */
    bool is_generate;        /* speaks of generating: at most warn against a gateway */
    const char *title;       /* one sentence that states the requirement */
    void (*check)(const struct observation *observation, unsigned connection, size_t message,
                  struct arena *arena, rule_report *report, void *user);
};

extern const struct rule rulebook[];
extern const size_t rulebook_count;

/* What a run has seen of one rule so far. */
struct rule_tally {
    const struct rule *rule;
    size_t looked; /* responses that it could be checked on */
    size_t count;  /* responses that broke it */
    const char *example_case;              /* full id of the first case, with "(control)" behind it if so */
    struct rule_hit example;
    const struct transcript *transcript;   /* of the example; kept by the caller of rulebook_apply */
};

/*
 * Applies every rule to every final or interim response of observation and adds to the tallies (one for each
 * row, in the rulebook's order). Returns true if a first example was taken, in which case the
 * transcript must be kept. Texts live on arena.
 */
bool rulebook_apply(const struct observation *observation, const char *case_id,
                    struct rule_tally *tallies, struct arena *arena);

#endif

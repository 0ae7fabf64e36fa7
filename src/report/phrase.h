/* The small phrases that several reports share, so that they say the same thing alike. */
#ifndef REPORT_PHRASE_H
#define REPORT_PHRASE_H

#include "report/reporter.h"

/* "FAIL", "warn", "pass", ...; a warning that the run fails on is shouted, too. */
const char *phrase_verdict(enum verdict verdict, bool is_red);

/* True if result makes its report red. */
bool phrase_is_red(const struct results *results, const struct result *result);

/* The requirement that result stands for, or NULL. */
const struct requirement *phrase_requirement(const struct result *result,
                                             const struct report_options *options);

/* The level of the case or the rule. */
enum level phrase_level(const struct result *result);

/* The sentence that states what was asked. */
const char *phrase_title(const struct result *result);

/* "9112/6.3", or "-" if requirement is NULL. */
void phrase_section(struct text *out, const struct requirement *requirement);

/* "MUST NOT", "SHOULD", ... as the requirement says it. */
void phrase_level_full(struct text *out, const struct result *result,
                       const struct requirement *requirement);

/* "0.2 ms", "171 ms", "2.5 s": as the judge says it. */
void phrase_duration(struct text *out, int64_t duration_us);

/* "1 byte", "5 bytes": count and the noun, with an s unless there is one of it. */
void phrase_count(struct text *out, size_t count, const char *noun);

/* The name of the suite and of the case in result's id; name is the part behind the first full
 * stop. */
struct span phrase_suite(const struct result *result);
const char *phrase_name(const struct result *result);

/* "cases/host.json:7", or nothing for a passive rule. Returns whether it was one. */
bool phrase_place(struct text *out, const struct result *result);

/* "4 of 25 responses; first in host.missing" for a passive rule. */
void phrase_tally(struct text *out, const struct rule_tally *tally);

/* "(4 at a time, settle 100 ms, patience 5 s)": what the verdicts depend on. */
void phrase_pace(struct text *out, const struct results *results);

/* "4312 cuts in 120 cases, 3 differ": of a run with --cut. */
void phrase_cuts(struct text *out, const struct results *results);

/* "142 cases: 131 passed, 3 failed, ... in 6.2 s". */
void phrase_totals(struct text *out, const struct results *results);

#endif

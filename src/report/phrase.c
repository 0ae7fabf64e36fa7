#include "report/phrase.h"

#include <inttypes.h>
#include <string.h>

#include "judge/words.h"
#include "report/escape.h"

const char *phrase_verdict(enum verdict verdict, bool is_red)
{
    if (verdict == VERDICT_FAIL)
        return "FAIL";
    if (verdict == VERDICT_WARN && is_red)
        return "WARN";
    return verdict_name(verdict);
}

bool phrase_is_red(const struct results *results, const struct result *result)
{
    return results->fails_on[result->judgement.verdict];
}

const struct requirement *phrase_requirement(const struct result *result,
                                             const struct report_options *options)
{
    const struct requirements *table = options->requirements;
    return result_requirement(result, table == NULL ? NULL : table->items,
                              table == NULL ? 0 : table->count);
}

enum level phrase_level(const struct result *result)
{
    if (result->test_case != NULL)
        return result->test_case->level;
    return result->tally == NULL ? LEVEL_MUST : result->tally->rule->level;
}

const char *phrase_title(const struct result *result)
{
    if (result->test_case != NULL)
        return result->test_case->title;
    return result->tally == NULL ? "" : result->tally->rule->title;
}

void phrase_section(struct text *out, const struct requirement *requirement)
{
    if (requirement == NULL)
        text_add_char(out, '-');
    else
        text_printf(out, "%u/%s", requirement->rfc, requirement->section);
}

void phrase_level_full(struct text *out, const struct result *result,
                       const struct requirement *requirement)
{
    const char *level = level_name(phrase_level(result));
    text_add(out, level);
    if (requirement != NULL && strncmp(requirement->level, level, strlen(level)) == 0 &&
        strcmp(requirement->level + strlen(level), "-NOT") == 0)
        text_add(out, " NOT");
}

void phrase_duration(struct text *out, int64_t duration_us)
{
    struct arena *arena = arena_new();
    text_add(out, words_duration_us(arena, duration_us < 0 ? 0 : duration_us));
    arena_free(arena);
}

void phrase_count(struct text *out, size_t count, const char *noun)
{
    text_printf(out, "%zu %s%s", count, noun, count == 1 ? "" : "s");
}

struct span phrase_suite(const struct result *result)
{
    return span_make(result->id, strcspn(result->id, "."));
}

const char *phrase_name(const struct result *result)
{
    const char *stop = strchr(result->id, '.');
    return stop == NULL ? result->id : stop + 1;
}

bool phrase_place(struct text *out, const struct result *result)
{
    if (result->test_case == NULL)
        return false;
    escape_own(out, result->test_case->suite->file);
    text_printf(out, ":%zu", result->test_case->line);
    return true;
}

void phrase_tally(struct text *out, const struct rule_tally *tally)
{
    text_printf(out, "%zu of ", tally->count);
    phrase_count(out, tally->looked, "response");
    if (tally->example_case != NULL) {
        text_add(out, "; first in ");
        escape_own(out, tally->example_case);
    }
}

void phrase_pace(struct text *out, const struct results *results)
{
    struct arena *arena = arena_new();
    text_printf(out, "(%u at a time, settle %s, patience %s", results->jobs,
                words_duration_ms(arena, results->settle_ms),
                words_duration_ms(arena, results->patience_ms));
    if (results->repeat > 1)
        text_printf(out, ", each %u times", results->repeat);
    if (results->is_shuffled)
        text_printf(out, ", shuffle %" PRIu64, results->seed);
    text_add_char(out, ')');
    arena_free(arena);
}

void phrase_cuts(struct text *out, const struct results *results)
{
    const struct run_cuts *cuts = &results->cuts;
    phrase_count(out, cuts->count, "cut");
    text_add(out, " in ");
    phrase_count(out, cuts->case_count, "case");
    text_printf(out, ", %zu differ%s", cuts->differing, cuts->differing == 1 ? "s" : "");
}

static void add_total(struct text *out, const struct results *results, enum verdict verdict,
                      const char *noun, const char *separator)
{
    size_t count = results_count(results, verdict);
    bool is_countable = verdict == VERDICT_WARN || verdict == VERDICT_ERROR;
    text_printf(out, "%zu %s%s%s", count, noun, is_countable && count != 1 ? "s" : "", separator);
}

void phrase_totals(struct text *out, const struct results *results)
{
    phrase_count(out, results->count, "case");
    text_add(out, ": ");
    add_total(out, results, VERDICT_PASS, "passed", ", ");
    add_total(out, results, VERDICT_FAIL, "failed", ", ");
    add_total(out, results, VERDICT_WARN, "warning", ", ");
    add_total(out, results, VERDICT_INCONCLUSIVE, "inconclusive", ", ");
    add_total(out, results, VERDICT_SKIP, "skipped", ", ");
    add_total(out, results, VERDICT_ERROR, "error", " in ");
    phrase_duration(out, results->duration_us);
}

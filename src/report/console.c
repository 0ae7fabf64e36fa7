#include "report/console.h"

#include <inttypes.h>

#include "report/block.h"
#include "report/color.h"
#include "report/escape.h"
#include "report/phrase.h"

/* Columns of console_line. The last digit of the time stands under that of the line above. */
#define VERDICT_COLUMNS 14u
#define ID_COLUMNS 42u /* longer ones push the rest to the right */
#define LEVEL_COLUMNS 7
#define SECTION_COLUMNS 13

void console_header(const struct results *results, size_t case_count,
                    const struct report_options *options, struct text *out)
{
    (void)options;
    const struct run_target *target = &results->target;
    text_printf(out, "h1audit %s: ", results->version);
    phrase_count(out, case_count, "case");
    text_add(out, ", target ");
    escape_own(out, target->name != NULL ? target->name : target->url);
    text_add_char(out, ' ');
    phrase_pace(out, results);
    text_add_char(out, '\n');
}

static void pad_to(struct text *out, size_t used, size_t columns)
{
    text_pad(out, ' ', used < columns ? columns - used : 1);
}

static void add_time(struct text *out, const struct result *result)
{
    struct text time = {0};
    if (result->transcript != NULL && result->tally == NULL)
        text_printf(&time, "%4" PRId64 " ms", (result->duration_us + 500) / 1000);
    text_printf(out, " %7s", text_string(&time));
    text_done(&time);
}

void console_line(const struct result *result, const struct report_options *options,
                  struct text *out)
{
    const struct requirement *requirement = phrase_requirement(result, options);
    struct text section = {0};
    phrase_section(&section, requirement);
    size_t used = color_verdict(out, result->judgement.verdict, false, options->has_color);
    pad_to(out, used, VERDICT_COLUMNS);
    size_t start = out->len;
    escape_own(out, result->id);
    pad_to(out, out->len - start, ID_COLUMNS);
    text_printf(out, "%-*s%-*s", LEVEL_COLUMNS, level_name(phrase_level(result)), SECTION_COLUMNS,
                text_string(&section));
    text_done(&section);
    bool is_silent = result->judgement.reason == NULL || result->judgement.reason[0] == '\0';
    add_time(out, result);
    while (is_silent && out->len > 0 && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
    if (!is_silent) {
        text_add(out, "  ");
        escape_peer(out, result->judgement.reason);
    }
    if (result->is_flaky)
        text_add(out, " (flaky)");
    text_add_char(out, '\n');
}

void console_block(const struct result *result, const struct results *results,
                   const struct report_options *options, struct text *out)
{
    block_write(result, results, options, out);
}

/* A skipped case has nothing to show; all others are due with -v, else those that went wrong. */
static bool is_due(const struct result *result, const struct results *results,
                   const struct report_options *options)
{
    enum verdict verdict = result->judgement.verdict;
    if (phrase_is_red(results, result))
        return true;
    if (options->is_verbose)
        return verdict != VERDICT_SKIP;
    return !options->is_quiet && (verdict == VERDICT_FAIL || verdict == VERDICT_ERROR);
}

static void add_run_notes(const struct results *results, struct text *out)
{
    if (results->cuts.every > 0) {
        phrase_cuts(out, results);
        text_add_char(out, '\n');
    }
    if (results->hazard_held_back > 0) {
        phrase_count(out, results->hazard_held_back, "hazardous case");
        text_add(out, " held back (--allow-hazard runs them)\n");
    }
    if (results->gone != NULL) {
        text_add(out, "the target no longer answers: ");
        escape_peer(out, results->gone);
        text_add_char(out, '\n');
    }
    if (results->fatal != NULL) {
        text_add(out, "error: ");
        escape_peer(out, results->fatal);
        text_add_char(out, '\n');
    }
}

static void add_failed_ids(const struct results *results, struct text *out)
{
    text_add(out, "failed:");
    const char *separator = " ";
    for (size_t i = 0; i < results->count; i++) {
        if (!phrase_is_red(results, &results->items[i]))
            continue;
        text_add(out, separator);
        escape_own(out, results->items[i].id);
        separator = "  ";
    }
    text_add(out, separator[1] == '\0' ? " none\n" : "\n");
}

void console_summary(const struct results *results, const struct report_options *options,
                     struct text *out)
{
    for (size_t i = 0; i < results->count; i++) {
        if (!is_due(&results->items[i], results, options))
            continue;
        text_add_char(out, '\n');
        block_write(&results->items[i], results, options, out);
    }
    if (!options->is_quiet)
        text_add_char(out, '\n');
    add_run_notes(results, out);
    phrase_totals(out, results);
    text_add_char(out, '\n');
    add_failed_ids(results, out);
}

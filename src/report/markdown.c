#include "report/markdown.h"

#include "report/escape.h"
#include "report/phrase.h"

/* A row of the first table. */
static void add_fact(struct text *out, const char *name, const char *value)
{
    if (value == NULL)
        return;
    text_printf(out, "| %s | ", name);
    escape_markdown(out, value);
    text_add(out, " |\n");
}

/* The same for words that may come from the peer. */
static void add_peer_fact(struct text *out, const char *name, const char *value)
{
    struct text clean = {0};
    escape_peer(&clean, value);
    add_fact(out, name, value == NULL ? NULL : text_string(&clean));
    text_done(&clean);
}

static void add_facts(const struct results *results, struct text *out)
{
    struct text value = {0};
    char date[32];
    text_add(out, "| run | |\n|---|---|\n");
    add_fact(out, "target", results->target.url);
    clock_format_utc(results->started_wall_ms, date, sizeof(date));
    text_printf(&value, "%s UTC", date);
    add_fact(out, "started", text_string(&value));
    text_clear(&value);
    phrase_duration(&value, results->duration_us);
    add_fact(out, "took", text_string(&value));
    text_clear(&value);
    text_printf(&value, "h1audit %s ", results->version);
    phrase_pace(&value, results);
    add_fact(out, "tool", text_string(&value));
    text_clear(&value);
    for (size_t i = 0; i < results->capabilities.count; i++)
        text_printf(&value, "%s%s", i == 0 ? "" : ", ", results->capabilities.items[i]);
    add_fact(out, "capabilities", text_string(&value));
    if (results->cuts.every > 0) {
        text_clear(&value);
        phrase_cuts(&value, results);
        add_fact(out, "cuts", text_string(&value));
    }
    add_peer_fact(out, "ordinary client", results->baseline);
    add_peer_fact(out, "stopped", results->fatal);
    add_peer_fact(out, "gone", results->gone);
    text_done(&value);
}

static void add_counts(const struct results *results, struct text *out)
{
    static const enum verdict order[] = {VERDICT_PASS,         VERDICT_FAIL, VERDICT_WARN,
                                         VERDICT_INCONCLUSIVE, VERDICT_SKIP, VERDICT_ERROR};
    text_add(out, "\n| verdict | cases |\n|---|---:|\n");
    for (size_t i = 0; i < countof(order); i++)
        text_printf(out, "| %s | %zu |\n", verdict_name(order[i]),
                    results_count(results, order[i]));
    text_printf(out, "| **all** | %zu |\n", results->count);
    if (results->hazard_held_back > 0) {
        text_add(out, "\n");
        phrase_count(out, results->hazard_held_back, "hazardous case");
        text_add(out, " held back.\n");
    }
}

static void add_reference(struct text *out, const struct requirement *requirement)
{
    if (requirement == NULL)
        return;
    text_printf(out, "[RFC %u §%s](https://www.rfc-editor.org/rfc/rfc%u#section-%s)",
                requirement->rfc, requirement->section, requirement->rfc, requirement->section);
}

static void add_row(struct text *out, const struct result *result,
                    const struct report_options *options)
{
    const struct requirement *requirement = phrase_requirement(result, options);
    text_add(out, "| ");
    escape_markdown(out, result->id);
    text_add(out, " | ");
    phrase_level_full(out, result, requirement);
    text_add(out, " | ");
    add_reference(out, requirement);
    text_add(out, " | ");
    escape_markdown(out, phrase_title(result));
    text_add(out, " | ");
    struct text reason = {0};
    escape_peer(&reason, result->judgement.reason);
    escape_markdown(out, text_string(&reason));
    text_done(&reason);
    text_add(out, result->is_flaky ? " (flaky) |\n" : " |\n");
}

static void add_section(const struct results *results, const struct report_options *options,
                        enum verdict verdict, const char *heading, struct text *out)
{
    if (results_count(results, verdict) == 0)
        return;
    text_printf(out, "\n## %s\n\n", heading);
    text_add(out, "| case | level | text | asked | seen |\n|---|---|---|---|---|\n");
    for (size_t i = 0; i < results->count; i++) {
        if (results->items[i].judgement.verdict == verdict)
            add_row(out, &results->items[i], options);
    }
}

bool markdown_write(const struct results *results, const struct report_options *options,
                    struct text *out, struct error *error)
{
    (void)error;
    text_add(out, "# ");
    escape_markdown(out, results->target.name != NULL ? results->target.name : results->target.url);
    text_add(out, "\n\n");
    add_facts(results, out);
    add_counts(results, out);
    add_section(results, options, VERDICT_FAIL, "Failed", out);
    add_section(results, options, VERDICT_ERROR, "Errors", out);
    add_section(results, options, VERDICT_WARN, "Warnings", out);
    add_section(results, options, VERDICT_INCONCLUSIVE, "Inconclusive", out);
    return true;
}

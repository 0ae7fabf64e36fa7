#include "cli/command.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/rulebook.h"
#include "report/escape.h"
#include "util/json.h"
#include "util/text.h"

/* What the suite does about a requirement: each has exactly one of these. */
enum standing {
    STANDING_UNCOVERED,    /* a client of an origin server could see a breach, and nothing looks */
    STANDING_COVERED,      /* by an active case or a passive rule */
    STANDING_ELSEWHERE,    /* binds a proxy or a client */
    STANDING_UNOBSERVABLE, /* shows nowhere on the wire */
    STANDING_REASONED      /* could be seen, but the table says why no case looks */
};
#define STANDING_COUNT (STANDING_REASONED + 1)

struct counts {
    size_t rows;
    size_t cases; /* this one and the next two may count the same row */
    size_t rules;
    size_t tls;
    size_t standings[STANDING_COUNT];
};

struct entry {
    const struct requirement *requirement;
    enum standing standing;
    struct counts counts; /* of this row alone: 0 or 1 */
};

struct coverage {
    struct entry *entries;
    size_t count;
};

#define COUNT(member) offsetof(struct counts, member)

/* clang-format off */
static const struct column {
    const char *name;
    size_t place; /* offset in struct counts */
    const char *sentence;
} columns[] = {
    {"rows", COUNT(rows), "requirements"},
    {"covered", COUNT(standings[STANDING_COVERED]), "tested, by one or more of the next three"},
    {"cases", COUNT(cases), "by a case that needs no TLS"},
    {"rules", COUNT(rules), "by a passive rule"},
    {"tls", COUNT(tls), "by a case that needs TLS"},
    {"elsewhere", COUNT(standings[STANDING_ELSEWHERE]),
     "for a proxy or a client, not for an origin server"},
    {"unobservable", COUNT(standings[STANDING_UNOBSERVABLE]), "a breach shows nowhere on the wire"},
    {"reasoned", COUNT(standings[STANDING_REASONED]), "not tested, for a written reason"},
    {"uncovered", COUNT(standings[STANDING_UNCOVERED]), "not tested, and nobody says why"},
};
/* clang-format on */

static size_t column_value(const struct column *column, const struct counts *counts)
{
    return *(const size_t *)((const char *)counts + column->place);
}

static void count_cases(const struct collection *collection, const struct requirement *requirement,
                        struct counts *counts)
{
    for (size_t i = 0; i < collection->count; i++) {
        const struct test_case *test_case = collection->cases[i];
        for (size_t j = 0; j < test_case->cover_count; j++) {
            if (test_case->covers[j] != requirement || test_case->disabled != NULL)
                continue;
            if (names_contain(test_case->needs, "tls"))
                counts->tls = 1;
            else
                counts->cases = 1;
        }
    }
}

static void count_rules(const struct requirement *requirement, struct counts *counts)
{
    for (size_t i = 0; i < rulebook_count; i++) {
        if (rule_judges(&rulebook[i], requirement->id))
            counts->rules = 1;
    }
}

static enum standing untested_standing(const struct requirement *requirement)
{
    const char *observable = requirement->observable;
    if (strcmp(observable, "proxy") == 0 || strcmp(observable, "client") == 0)
        return STANDING_ELSEWHERE;
    if (strcmp(observable, "none") == 0)
        return STANDING_UNOBSERVABLE;
    return requirement->why_not[0] != '\0' ? STANDING_REASONED : STANDING_UNCOVERED;
}

static struct entry look_up(const struct collection *collection,
                            const struct requirement *requirement)
{
    struct entry entry = {.requirement = requirement, .counts = {.rows = 1}};
    struct counts *counts = &entry.counts;
    count_cases(collection, requirement, counts);
    count_rules(requirement, counts);
    bool is_covered = counts->cases + counts->rules + counts->tls > 0;
    entry.standing = is_covered ? STANDING_COVERED : untested_standing(requirement);
    counts->standings[entry.standing] = 1;
    return entry;
}

/* Asks the selection about a case that covers this row only, so that --rfc means the same here as
 * in list and run. */
static bool is_chosen(const struct settings *settings, const struct requirement *requirement)
{
    struct selection selection = {.rfc = settings->rfc, .level = LEVEL_MAY};
    struct test_case probe = {.full_id = requirement->id, .covers = &requirement, .cover_count = 1};
    return selection_takes(&selection, &probe);
}

static struct coverage measure(const struct settings *settings, const struct collection *collection)
{
    const struct requirements *rows = &collection->requirements;
    struct coverage coverage = {
        .entries = arena_array(settings->arena, rows->count, sizeof(struct entry))};
    for (size_t i = 0; i < rows->count; i++) {
        if (is_chosen(settings, &rows->items[i]))
            coverage.entries[coverage.count++] = look_up(collection, &rows->items[i]);
    }
    return coverage;
}

/* Sums up the rows of rfc (0: of all) and section (NULL: of all). */
static struct counts sum(const struct coverage *coverage, unsigned rfc, const char *section)
{
    struct counts total = {0};
    for (size_t i = 0; i < coverage->count; i++) {
        const struct requirement *row = coverage->entries[i].requirement;
        if ((rfc != 0 && row->rfc != rfc) ||
            (section != NULL && strcmp(row->section, section) != 0))
            continue;
        const struct counts *counts = &coverage->entries[i].counts;
        total.rows += counts->rows;
        total.cases += counts->cases;
        total.rules += counts->rules;
        total.tls += counts->tls;
        for (size_t j = 0; j < STANDING_COUNT; j++)
            total.standings[j] += counts->standings[j];
    }
    return total;
}

/* True if no earlier entry is of the same RFC and, unless the RFC alone is asked for, section. */
static bool is_first(const struct coverage *coverage, size_t index, bool is_rfc_only)
{
    const struct requirement *row = coverage->entries[index].requirement;
    for (size_t i = 0; i < index; i++) {
        const struct requirement *other = coverage->entries[i].requirement;
        if (other->rfc == row->rfc && (is_rfc_only || strcmp(other->section, row->section) == 0))
            return false;
    }
    return true;
}

/* How one form of the output writes its pieces. */
struct form {
    void (*open)(struct text *out, unsigned rfc);
    void (*line)(struct text *out, const struct requirement *row, const struct counts *counts);
    void (*total)(struct text *out, const char *name, const struct counts *counts);
    void (*heading)(struct text *out, const char *words);
    void (*entry)(struct text *out, const struct requirement *row, const char *words);
};

static void add_cells(struct text *out, const struct counts *counts)
{
    for (size_t i = 0; i < countof(columns); i++)
        text_printf(out, "  %*zu", (int)strlen(columns[i].name), column_value(&columns[i], counts));
}

static void plain_open(struct text *out, unsigned rfc)
{
    text_printf(out, "RFC %u\nsection ", rfc);
    for (size_t i = 0; i < countof(columns); i++)
        text_printf(out, "  %s", columns[i].name);
    text_add(out, "\n");
}

static void plain_line(struct text *out, const struct requirement *row, const struct counts *counts)
{
    text_printf(out, "%-8s", row->section);
    add_cells(out, counts);
    text_add(out, "  ");
    escape_own(out, row->title);
    text_add(out, "\n");
}

static void plain_total(struct text *out, const char *name, const struct counts *counts)
{
    text_printf(out, "%-8s", name);
    add_cells(out, counts);
    text_add(out, "\n\n");
}

static void plain_heading(struct text *out, const char *words)
{
    text_printf(out, "%s\n", words);
}

static void plain_entry(struct text *out, const struct requirement *row, const char *words)
{
    text_printf(out, "  %-16s %-10s ", row->id, row->level);
    escape_own(out, words);
    text_add(out, "\n");
}

static void markdown_open(struct text *out, unsigned rfc)
{
    text_printf(out, "## RFC %u\n\n| section | title |", rfc);
    for (size_t i = 0; i < countof(columns); i++)
        text_printf(out, " %s |", columns[i].name);
    text_add(out, "\n|---|---|");
    for (size_t i = 0; i < countof(columns); i++)
        text_add(out, "---:|");
    text_add(out, "\n");
}

static void markdown_cells(struct text *out, const struct counts *counts)
{
    for (size_t i = 0; i < countof(columns); i++)
        text_printf(out, " %zu |", column_value(&columns[i], counts));
    text_add(out, "\n");
}

static void markdown_line(struct text *out, const struct requirement *row,
                          const struct counts *counts)
{
    const char *kind = isdigit((unsigned char)row->section[0]) ? "section" : "appendix";
    text_printf(out, "| [%s](https://www.rfc-editor.org/rfc/rfc%u#%s-%s) | ", row->section,
                row->rfc, kind, row->section);
    escape_markdown(out, row->title);
    text_add(out, " |");
    markdown_cells(out, counts);
}

static void markdown_total(struct text *out, const char *name, const struct counts *counts)
{
    text_printf(out, "| **%s** | |", name);
    markdown_cells(out, counts);
    text_add(out, "\n");
}

static void markdown_heading(struct text *out, const char *words)
{
    text_printf(out, "## %s\n\n", words);
}

static void markdown_entry(struct text *out, const struct requirement *row, const char *words)
{
    text_printf(out, "- %s (%s): ", row->id, row->level);
    escape_markdown(out, words);
    text_add(out, "\n");
}

static const struct form plain = {plain_open, plain_line, plain_total, plain_heading, plain_entry};
static const struct form markdown = {markdown_open, markdown_line, markdown_total, markdown_heading,
                                     markdown_entry};

static void add_rfc(struct text *out, const struct form *form, const struct coverage *coverage,
                    unsigned rfc)
{
    form->open(out, rfc);
    for (size_t i = 0; i < coverage->count; i++) {
        const struct requirement *row = coverage->entries[i].requirement;
        if (row->rfc != rfc || !is_first(coverage, i, false))
            continue;
        struct counts counts = sum(coverage, rfc, row->section);
        form->line(out, row, &counts);
    }
    struct counts counts = sum(coverage, rfc, NULL);
    form->total(out, "total", &counts);
}

static const char *entry_words(const struct requirement *row, enum standing standing)
{
    if (standing == STANDING_UNCOVERED)
        return row->summary;
    return row->why_not[0] != '\0' ? row->why_not : "no reason is written";
}

static void add_list(struct text *out, const struct form *form, const struct coverage *coverage,
                     enum standing standing, const char *heading)
{
    if (sum(coverage, 0, NULL).standings[standing] == 0)
        return;
    form->heading(out, heading);
    for (size_t i = 0; i < coverage->count; i++) {
        const struct entry *entry = &coverage->entries[i];
        if (entry->standing == standing)
            form->entry(out, entry->requirement, entry_words(entry->requirement, standing));
    }
    text_add(out, "\n");
}

static void add_legend(struct text *out, bool is_markdown)
{
    for (size_t i = 0; i < countof(columns); i++)
        text_printf(out, is_markdown ? "- %s: %s\n" : "%-13s %s\n", columns[i].name,
                    columns[i].sentence);
}

static void print_tables(const struct coverage *coverage, bool is_markdown)
{
    const struct form *form = is_markdown ? &markdown : &plain;
    struct text out = {0};
    for (size_t i = 0; i < coverage->count; i++) {
        if (is_first(coverage, i, true))
            add_rfc(&out, form, coverage, coverage->entries[i].requirement->rfc);
    }
    add_list(&out, form, coverage, STANDING_UNOBSERVABLE, "Not observable, with the reason");
    add_list(&out, form, coverage, STANDING_REASONED, "Not tested, with the reason");
    add_list(&out, form, coverage, STANDING_UNCOVERED, "Uncovered");
    form->heading(&out, "Columns");
    add_legend(&out, is_markdown);
    fputs(text_string(&out), stdout);
    text_done(&out);
}

static void add_counts(struct json_out *parent, const struct counts *counts)
{
    struct json_out *object = json_out_add_object(parent, "counts");
    for (size_t i = 0; i < countof(columns); i++)
        json_out_add_number(object, columns[i].name, (double)column_value(&columns[i], counts));
}

static void add_json_rfc(struct json_out *rfcs, const struct coverage *coverage, unsigned rfc)
{
    struct json_out *object = json_out_add_object(rfcs, NULL);
    struct counts total = sum(coverage, rfc, NULL);
    json_out_add_number(object, "rfc", rfc);
    add_counts(object, &total);
    struct json_out *sections = json_out_add_array(object, "sections");
    for (size_t i = 0; i < coverage->count; i++) {
        const struct requirement *row = coverage->entries[i].requirement;
        if (row->rfc != rfc || !is_first(coverage, i, false))
            continue;
        struct json_out *section = json_out_add_object(sections, NULL);
        struct counts counts = sum(coverage, rfc, row->section);
        json_out_add_string(section, "section", row->section);
        json_out_add_string(section, "title", row->title);
        add_counts(section, &counts);
    }
}

static void add_json_list(struct json_out *root, const struct coverage *coverage,
                          enum standing standing, const char *name)
{
    struct json_out *array = json_out_add_array(root, name);
    for (size_t i = 0; i < coverage->count; i++) {
        const struct requirement *row = coverage->entries[i].requirement;
        if (coverage->entries[i].standing != standing)
            continue;
        struct json_out *object = json_out_add_object(array, NULL);
        json_out_add_string(object, "id", row->id);
        json_out_add_string(object, "level", row->level);
        json_out_add_string(object, "summary", row->summary);
        if (row->why_not[0] != '\0')
            json_out_add_string(object, "why_not", row->why_not);
    }
}

static void print_json(const struct coverage *coverage)
{
    struct json_out *root = json_out_object();
    struct counts total = sum(coverage, 0, NULL);
    add_counts(root, &total);
    struct json_out *rfcs = json_out_add_array(root, "rfcs");
    for (size_t i = 0; i < coverage->count; i++) {
        if (is_first(coverage, i, true))
            add_json_rfc(rfcs, coverage, coverage->entries[i].requirement->rfc);
    }
    add_json_list(root, coverage, STANDING_UNOBSERVABLE, "unobservable");
    add_json_list(root, coverage, STANDING_REASONED, "reasoned");
    add_json_list(root, coverage, STANDING_UNCOVERED, "uncovered");
    char *text = json_out_print(root, true);
    fputs(text, stdout);
    free(text);
    json_out_free(root);
}

enum exit_status command_coverage(struct settings *settings)
{
    enum exit_status status = EXIT_STATUS_OK;
    if (settings->positionals.count > 0)
        return command_complain(EXIT_STATUS_USAGE, "coverage takes no \"%s\"; limit it with --rfc",
                                settings->positionals.items[0]);
    if (settings->prints_json && settings->prints_markdown)
        return command_complain(EXIT_STATUS_USAGE, "choose one of --json and --markdown");
    struct collection *collection = command_collection(settings, &status);
    if (collection == NULL)
        return status;
    struct coverage coverage = measure(settings, collection);
    /* A slip in --rfc must not read as "nothing is uncovered". */
    if (coverage.count == 0)
        status = command_complain(EXIT_STATUS_USAGE, "no requirement is in \"%s\"",
                                  settings->rfc == NULL ? "the table" : settings->rfc);
    else if (settings->prints_json)
        print_json(&coverage);
    else
        print_tables(&coverage, settings->prints_markdown);
    collection_free(collection);
    return status;
}

#include "suite/select.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

/* A pattern may name one run of a case for each resource, as in suite.case@file: that chooses the
 * case. */
static bool matches(const char *pattern, const char *full_id)
{
    char without_resource[256];
    int len = snprintf(without_resource, sizeof(without_resource), "%.*s",
                       (int)strcspn(pattern, "@"), pattern);
    if (len < 0 || (size_t)len >= sizeof(without_resource))
        return false;
    return fnmatch(without_resource, full_id, 0) == 0;
}

static bool matches_any(struct names patterns, const char *full_id)
{
    for (size_t i = 0; i < patterns.count; i++) {
        if (matches(patterns.items[i], full_id))
            return true;
    }
    return false;
}

static bool has_tag(struct names tags, struct span tag)
{
    for (size_t i = 0; i < tags.count; i++) {
        if (span_is(tag, tags.items[i]))
            return true;
    }
    return false;
}

/* One expression like "a,!b": every term must hold. */
static bool tags_hold(const char *expression, struct names tags)
{
    for (const char *rest = expression;;) {
        size_t len = strcspn(rest, ",");
        bool is_wanted = rest[0] != '!';
        struct span tag = span_make(rest + (is_wanted ? 0 : 1), len - (is_wanted ? 0 : 1));
        if (has_tag(tags, tag) != is_wanted)
            return false;
        if (rest[len] == '\0')
            return true;
        rest += len + 1;
    }
}

static bool tags_match(struct names expressions, struct names tags)
{
    for (size_t i = 0; i < expressions.count; i++) {
        if (tags_hold(expressions.items[i], tags))
            return true;
    }
    return expressions.count == 0;
}

/* "9112" or "9112/9.6", which also takes what lies below that section. */
static bool is_in_section(const struct requirement *requirement, const char *rfc)
{
    char number[16];
    size_t number_len = strcspn(rfc, "/");
    snprintf(number, sizeof(number), "%u", requirement->rfc);
    if (!span_is(span_make(rfc, number_len), number))
        return false;
    if (rfc[number_len] == '\0')
        return true;
    const char *section = rfc + number_len + 1;
    size_t len = strlen(section);
    if (strncmp(requirement->section, section, len) != 0)
        return false;
    return requirement->section[len] == '\0' || requirement->section[len] == '.';
}

static bool section_matches(const char *rfc, const struct test_case *test_case)
{
    if (rfc == NULL)
        return true;
    for (size_t i = 0; i < test_case->cover_count; i++) {
        if (is_in_section(test_case->covers[i], rfc))
            return true;
    }
    return false;
}

bool selection_takes(const struct selection *selection, const struct test_case *test_case)
{
    if (selection->patterns.count > 0 && !matches_any(selection->patterns, test_case->full_id))
        return false;
    return !matches_any(selection->excludes, test_case->full_id) &&
           tags_match(selection->tags, test_case->tags) &&
           section_matches(selection->rfc, test_case) && test_case->level <= selection->level;
}

const char *selection_unmatched(const struct selection *selection,
                                const struct collection *collection)
{
    for (size_t i = 0; i < selection->patterns.count; i++) {
        bool is_matched = false;
        for (size_t j = 0; j < collection->count && !is_matched; j++)
            is_matched = matches(selection->patterns.items[i], collection->cases[j]->full_id);
        if (!is_matched)
            return selection->patterns.items[i];
    }
    return NULL;
}

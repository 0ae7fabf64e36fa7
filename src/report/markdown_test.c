#include "report/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "report/fixture.h"
#include "report/fixture_check.h"
#include "report/fixture_hostile.h"

static void render(const struct fixture *fixture, struct text *out)
{
    struct error error;
    assert_true(markdown_write(&fixture->results, &fixture->options, out, &error));
}

static void the_summary_looks_like_this(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init(&fixture);
    render(&fixture, &out);
    fixture_check_golden("summary.md", &out);
    text_done(&out);
    fixture_done(&fixture);
}

static size_t cells(struct span line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.data[i] == '\\')
            i++;
        else
            count += line.data[i] == '|';
    }
    return count;
}

/* Every row of a table has as many cells as the row above it, and no tag begins anywhere. */
static void assert_tables_hold(struct span rest)
{
    size_t above = 0;
    assert_int_equal(span_find(rest, span_of("<"), 0), SIZE_MAX);
    while (rest.len > 0) {
        size_t end = span_find(rest, span_of("\n"), 0);
        struct span line = span_slice(rest, 0, end);
        bool is_row = line.len > 0 && line.data[0] == '|';
        size_t now = is_row ? cells(line) : 0;
        if (above != 0 && now != 0)
            assert_int_equal(now, above);
        above = now;
        rest = span_slice(rest, end + 1, rest.len);
    }
}

static void check_hostile(struct span bytes)
{
    struct fixture fixture;
    struct text out = {0};
    fixture_hostile_init(&fixture, bytes);
    render(&fixture, &out);
    fixture_check_harmless(&out);
    assert_tables_hold(text_span(&out));
    text_done(&out);
    fixture_done(&fixture);
}

static void nothing_of_the_peer_is_markup(void **state)
{
    (void)state;
    fixture_hostile_each(check_hostile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_summary_looks_like_this),
        cmocka_unit_test(nothing_of_the_peer_is_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

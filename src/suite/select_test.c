#include "suite/select.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct requirement rows[] = {
    {.id = "9112-9.6-4",   .rfc = 9112, .section = "9.6"  },
    {.id = "9110-9.3.2-2", .rfc = 9110, .section = "9.3.2"}
};
static const struct requirement *const both_rows[] = {&rows[0], &rows[1]};
static const char *const tag_items[] = {"pipelining", "regression"};

static const struct test_case close_case = {
    .full_id = "conn-close.then-valid",
    .tags = {tag_items, 2},
    .level = LEVEL_MUST,
    .covers = both_rows,
    .cover_count = 2
};
static const struct test_case may_case = {.full_id = "conn-idle.kept", .level = LEVEL_MAY};

/* A list of one name. */
#define ONE(text) ((struct names){(const char *const[]){text}, 1})

static bool takes(struct selection selection, const struct test_case *test_case)
{
    return selection_takes(&selection, test_case);
}

static void levels_cut_from_below(void **state)
{
    (void)state;
    assert_true(takes((struct selection){.level = LEVEL_MAY}, &may_case));
    assert_false(takes((struct selection){.level = LEVEL_SHOULD}, &may_case));
    assert_true(takes((struct selection){.level = LEVEL_MUST}, &close_case));
}

static void patterns_choose_and_excludes_take_away(void **state)
{
    (void)state;
    assert_true(takes((struct selection){.patterns = ONE("conn-close.*")}, &close_case));
    assert_true(
        takes((struct selection){.patterns = ONE("conn-close.then-valid@file")}, &close_case));
    assert_false(takes((struct selection){.patterns = ONE("conn-close")}, &close_case));
    assert_false(takes((struct selection){.patterns = ONE("conn-*"), .excludes = ONE("*-valid")},
                       &close_case));
    char endless[300];
    memset(endless, '*', sizeof(endless) - 1);
    endless[sizeof(endless) - 1] = '\0';
    assert_false(takes((struct selection){.patterns = ONE(endless)}, &close_case));
}

static void tags_are_expressions(void **state)
{
    (void)state;
    assert_true(takes((struct selection){.tags = ONE("pipelining")}, &close_case));
    assert_true(takes((struct selection){.tags = ONE("pipelining,!slow")}, &close_case));
    assert_false(takes((struct selection){.tags = ONE("pipelining,!regression")}, &close_case));
    assert_false(takes((struct selection){.tags = ONE("pipe")}, &close_case));
    const char *const either[] = {"slow", "regression"};
    assert_true(takes(
        (struct selection){
            .tags = {either, 2}
    },
        &close_case));
    assert_true(takes((struct selection){.tags = ONE("!slow")}, &close_case));
}

static void sections_hold_what_lies_below(void **state)
{
    (void)state;
    assert_true(takes((struct selection){.rfc = "9112/9.6"}, &close_case));
    assert_true(takes((struct selection){.rfc = "9110/9.3"}, &close_case));
    assert_true(takes((struct selection){.rfc = "9110"}, &close_case));
    assert_false(takes((struct selection){.rfc = "9112/9.60"}, &close_case));
    const struct requirement sixty = {.id = "9112-9.60-1", .rfc = 9112, .section = "9.60"};
    const struct requirement *const covers[] = {&sixty};
    const struct test_case other = {.full_id = "a.b", .covers = covers, .cover_count = 1};
    assert_false(takes((struct selection){.rfc = "9112/9.6"}, &other));
    assert_false(takes((struct selection){.rfc = "9112/9.3"}, &close_case));
    assert_false(takes((struct selection){.rfc = "911/9.6"}, &close_case));
    assert_false(takes((struct selection){.rfc = "9110/9.3.20"}, &close_case));
    assert_false(takes((struct selection){.rfc = "9112", .level = LEVEL_MAY}, &may_case));
}

static void a_pattern_without_a_case_is_named(void **state)
{
    (void)state;
    const struct test_case *cases[] = {&close_case, &may_case};
    struct collection collection = {.cases = cases, .count = 2};
    const char *const patterns[] = {"conn-idle.*", "con-close.*"};
    struct selection selection = {
        .patterns = {patterns, 2}
    };
    assert_string_equal(selection_unmatched(&selection, &collection), "con-close.*");
    selection.patterns.count = 1;
    assert_null(selection_unmatched(&selection, &collection));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_cut_from_below),
        cmocka_unit_test(patterns_choose_and_excludes_take_away),
        cmocka_unit_test(tags_are_expressions),
        cmocka_unit_test(sections_hold_what_lies_below),
        cmocka_unit_test(a_pattern_without_a_case_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

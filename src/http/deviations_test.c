#include "http/deviations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void rows_stand_in_order(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < DEVIATION_KIND_COUNT; kind++) {
        const struct deviation_row *row = deviation_row((enum deviation_kind)kind);
        assert_int_equal(row->kind, kind);
        assert_true(strlen(row->sentence) > 0);
        assert_true(strspn(row->id, "abcdefghijklmnopqrstuvwxyz-") == strlen(row->id));
    }
}

static void ids_are_unique(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < DEVIATION_KIND_COUNT; kind++) {
        for (size_t other = 0; other < kind; other++)
            assert_string_not_equal(deviation_row((enum deviation_kind)kind)->id,
                                    deviation_row((enum deviation_kind)other)->id);
    }
}

static void what_is_malformed_breaks_a_requirement(void **state)
{
    (void)state;
    for (size_t kind = 0; kind < DEVIATION_KIND_COUNT; kind++) {
        const struct deviation_row *row = deviation_row((enum deviation_kind)kind);
        assert_true(!row->is_malformed || row->requirement != NULL);
    }
    assert_false(deviation_row(DEVIATION_SWITCHED)->is_malformed);
    assert_null(deviation_row(DEVIATION_SWITCHED)->requirement);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_stand_in_order),
        cmocka_unit_test(ids_are_unique),
        cmocka_unit_test(what_is_malformed_breaks_a_requirement),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "util/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void slices_are_clamped(void **state)
{
    (void)state;
    struct span whole = span_of("hello");
    assert_int_equal(span_slice(whole, 9, 3).len, 0);
    assert_int_equal(span_slice(whole, 2, SIZE_MAX).len, 3);
    assert_true(span_is(span_slice(whole, 1, 3), "ell"));
}

static void compares_without_case(void **state)
{
    (void)state;
    assert_true(span_is_nocase(span_of("ClOsE"), "close"));
    assert_false(span_is_nocase(span_of("close "), "close"));
    assert_false(span_is(span_of("Close"), "close"));
}

static void trims_only_ows(void **state)
{
    (void)state;
    assert_true(span_is(span_trim_ows(span_of(" \t a b\t ")), "a b"));
    assert_int_equal(span_trim_ows(span_of(" \t")).len, 0);
    assert_true(span_is(span_trim_ows(span_of("\va")), "\va"));
}

static void finds_at_every_place(void **state)
{
    (void)state;
    struct span whole = span_of("aabaab");
    assert_int_equal(span_find(whole, span_of("aab"), 0), 0);
    assert_int_equal(span_find(whole, span_of("aab"), 1), 3);
    assert_true(span_find(whole, span_of("aab"), 4) == SIZE_MAX);
    assert_int_equal(span_find(whole, span_of(""), 6), 6);
}

static void reads_numbers_without_overflow(void **state)
{
    (void)state;
    uint64_t value = 7;
    assert_true(span_to_uint(span_of("0042"), 100, &value));
    assert_int_equal(value, 42);
    assert_false(span_to_uint(span_of("101"), 100, &value));
    assert_false(span_to_uint(span_of("18446744073709551616"), UINT64_MAX, &value));
    assert_true(span_to_uint(span_of("18446744073709551615"), UINT64_MAX, &value));
    assert_false(span_to_uint(span_of("+1"), 100, &value));
    assert_false(span_to_uint(span_of(""), 100, &value));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_are_clamped),
        cmocka_unit_test(compares_without_case),
        cmocka_unit_test(trims_only_ows),
        cmocka_unit_test(finds_at_every_place),
        cmocka_unit_test(reads_numbers_without_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

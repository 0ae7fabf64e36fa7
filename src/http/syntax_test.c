#include "http/syntax.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void tokens_are_exactly_the_tchars(void **state)
{
    (void)state;
    static const char tchars[] = "!#$%&'*+-.^_`|~0123456789"
                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    size_t count = 0;
    for (int c = 0; c < 256; c++)
        count += syntax_is_tchar((uint8_t)c);
    assert_int_equal(count, strlen(tchars));
    for (size_t i = 0; i < strlen(tchars); i++)
        assert_true(syntax_is_tchar((uint8_t)tchars[i]));
    assert_true(syntax_is_token(span_of("X-a~1")));
    assert_false(syntax_is_token(span_of("")));
    assert_false(syntax_is_token(span_of("a b")));
}

static void field_values_hold_no_controls_but_tab(void **state)
{
    (void)state;
    assert_true(syntax_is_field_value(span_of("")));
    assert_true(syntax_is_field_value(span_of("a \t b\xff")));
    assert_false(syntax_is_field_value(span_of(" a")));
    assert_false(syntax_is_field_value(span_of("a\t")));
    for (uint8_t c = 0; c < 0x20; c++) {
        uint8_t text[] = {'a', c, 'b'};
        assert_int_equal(syntax_is_field_value(span_make(text, 3)), c == '\t');
    }
    assert_false(syntax_is_field_value(span_of("a\x7f")));
}

static void hex_digits_have_values(void **state)
{
    (void)state;
    assert_int_equal(syntax_hex_value('0'), 0);
    assert_int_equal(syntax_hex_value('9'), 9);
    assert_int_equal(syntax_hex_value('a'), 10);
    assert_int_equal(syntax_hex_value('F'), 15);
    assert_false(syntax_is_hex('g'));
    assert_false(syntax_is_hex('/'));
    assert_false(syntax_is_hex(':'));
}

static void quoted_strings_end_at_their_quote(void **state)
{
    (void)state;
    assert_int_equal(syntax_quoted_string(span_of("\"\"x")), 2);
    assert_int_equal(syntax_quoted_string(span_of("\"a\\\"b\" c")), 6);
    assert_int_equal(syntax_quoted_string(span_of("\"a")), 0);
    assert_int_equal(syntax_quoted_string(span_of("\"a\\")), 0);
    assert_int_equal(syntax_quoted_string(span_of("\"a\x01\"")), 0);
    assert_int_equal(syntax_quoted_string(span_of("a\"\"")), 0);
    assert_int_equal(syntax_quoted_string(span_of("")), 0);
}

static void lists_are_walked(void **state)
{
    (void)state;
    struct span list = span_of(", a ,,\t\"b,\\\"c\" ;d, e\r\n f,");
    static const char *const members[] = {"a", "\"b,\\\"c\" ;d", "e\r\n f"};
    struct span member;
    size_t offset = 0;
    for (size_t i = 0; i < countof(members); i++) {
        assert_true(syntax_next_member(list, &offset, &member));
        assert_true(span_is(member, members[i]));
    }
    assert_false(syntax_next_member(list, &offset, &member));
    assert_false(syntax_next_member(list, &offset, &member));
}

static void tokens_are_found_in_lists(void **state)
{
    (void)state;
    assert_true(syntax_list_has(span_of("keep-alive, Close"), "close"));
    assert_true(syntax_list_has(span_of(",close, "), "close"));
    assert_true(syntax_list_has(span_of("a,\r\n close"), "close"));
    assert_false(syntax_list_has(span_of("closed, not close"), "close"));
    assert_false(syntax_list_has(span_of("\"a, close, b\""), "close"));
    /* A quote that nothing closes hides no comma. */
    assert_true(syntax_list_has(span_of("\"a, close"), "close"));
    assert_false(syntax_list_has(span_of(""), "close"));
}

static void dates_have_one_form_to_send(void **state)
{
    (void)state;
    static const char *const right[] = {"Sun, 06 Nov 1994 08:49:37 GMT",
                                        "Mon, 31 Dec 2026 23:59:60 GMT"};
    static const char *const wrong[] = {"",
                                        "Sun, 06 Nov 1994 08:49:37 UTC",
                                        "sun, 06 Nov 1994 08:49:37 GMT",
                                        "Sunday, 06 Nov 1994 08:49:37 GMT",
                                        "Sun, 6 Nov 1994 08:49:37 GMT",
                                        "Sun, 06  Nov 1994 08:49:37 GMT",
                                        "Sun, 32 Nov 1994 08:49:37 GMT",
                                        "Sun, 00 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 94 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 24:49:37 GMT",
                                        "Sun, 06 Nov 1994 08:60:37 GMT",
                                        "Sun, 06 Nov 1994 08:49:61 GMT",
                                        "Sun, 06 Nov 1994 08:49:37 GMT ",
                                        "Sun, 06 Nov 1994 08:49:37 GM",
                                        "Sun, 06 Nov 1994 08:49",
                                        "Sunday, 06-Nov-94 08:49:37 GMT",
                                        "Sun Nov  6 08:49:37 1994",
                                        "0",
                                        "-1"};
    for (size_t i = 0; i < countof(right); i++)
        assert_true(syntax_is_http_date(span_of(right[i]), false));
    for (size_t i = 0; i < countof(wrong); i++)
        assert_false(syntax_is_http_date(span_of(wrong[i]), false));
}

static void dates_have_two_old_forms(void **state)
{
    (void)state;
    static const char *const right[] = {"Sun, 06 Nov 1994 08:49:37 GMT",
                                        "Sunday, 06-Nov-94 08:49:37 GMT",
                                        "Sun Nov  6 08:49:37 1994", "Sun Nov 16 08:49:37 1994"};
    static const char *const wrong[] = {"Sun, 06-Nov-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
                                        "Sun Nov 06 08:49:37 1994",    "Sun Nov  0 08:49:37 1994",
                                        "Sun Nov 32 08:49:37 1994",    "Sun Nov  6 08:49:37 94",
                                        "Sun Nov  6 08:49:37 1994 ",   "Sun Nov "};
    for (size_t i = 0; i < countof(right); i++)
        assert_true(syntax_is_http_date(span_of(right[i]), true));
    for (size_t i = 0; i < countof(wrong); i++)
        assert_false(syntax_is_http_date(span_of(wrong[i]), true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_exactly_the_tchars),
        cmocka_unit_test(field_values_hold_no_controls_but_tab),
        cmocka_unit_test(hex_digits_have_values),
        cmocka_unit_test(quoted_strings_end_at_their_quote),
        cmocka_unit_test(lists_are_walked),
        cmocka_unit_test(tokens_are_found_in_lists),
        cmocka_unit_test(dates_have_one_form_to_send),
        cmocka_unit_test(dates_have_two_old_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

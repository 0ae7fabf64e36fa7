#include "report/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_wrapped(const char *words, size_t indent, size_t width, const char *expected)
{
    struct text text = {0};
    text_pad(&text, '.', indent);
    wrap_text(&text, words, indent, width);
    assert_string_equal(text_string(&text), expected);
    text_done(&text);
}

static void lines_break_at_blanks(void **state)
{
    (void)state;
    assert_wrapped("one two three", 2, 10, "..one two\n  three\n");
    assert_wrapped("one two", 2, 9, "..one two\n");
    assert_wrapped("one two", 2, 8, "..one\n  two\n");
    assert_wrapped("  one   two ", 0, 80, "one two\n");
    assert_wrapped("", 2, 80, "..\n");
}

static void long_words_stay_whole(void **state)
{
    (void)state;
    assert_wrapped("see https://example.org/a/long/path now", 1, 12,
                   ".see\n https://example.org/a/long/path\n now\n");
}

static void characters_count_once(void **state)
{
    (void)state;
    assert_wrapped("\xc3\xbc\xc3\xbc\xc3\xbc \xc3\xbc\xc3\xbc", 0, 6,
                   "\xc3\xbc\xc3\xbc\xc3\xbc \xc3\xbc\xc3\xbc\n");
}

static void no_line_begins_a_command(void **state)
{
    (void)state;
    assert_wrapped("::error ::x", 0, 40, "\\x3a:error ::x\n");
    assert_wrapped("word ::error", 2, 8, "..word\n  \\x3a:error\n");
}

static void widths_are_limited(void **state)
{
    (void)state;
    assert_int_equal(wrap_width(0), 80);
    assert_int_equal(wrap_width(5), 40);
    assert_int_equal(wrap_width(90), 90);
    assert_int_equal(wrap_width(250), 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_break_at_blanks), cmocka_unit_test(long_words_stay_whole),
        cmocka_unit_test(characters_count_once), cmocka_unit_test(no_line_begins_a_command),
        cmocka_unit_test(widths_are_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "report/escape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "util/utf8.h"

static void assert_no_command(const struct text *text)
{
    assert_null(strstr(text_string(text), "##"));
    assert_null(strstr(text_string(text), "#["));
}

/* Also behind a '#' that stands there already. */
static void no_pair_gets_through(void **state)
{
    (void)state;
    struct text text = {0};
    for (unsigned pair = 1; pair < 65536; pair++) {
        const char string[] = {(char)(pair & 0xff), (char)(pair >> 8), '\0'};
        text_clear(&text);
        text_add(&text, "#");
        escape_peer(&text, string);
        for (size_t i = 0; i < text.len; i++)
            assert_in_range(text.data[i], 0x20, 0x7e);
        assert_no_command(&text);
        text_clear(&text);
        escape_own(&text, string);
        assert_int_equal(utf8_valid_prefix(text_span(&text)), text.len);
        assert_no_command(&text);
    }
    text_done(&text);
}

static void own_text_keeps_utf8_but_nothing_that_acts(void **state)
{
    (void)state;
    struct text text = {0};
    escape_own(&text, "gr\xc3\xbc\xc3\x9f \xc2\xa7 \xf0\x9f\x99\x82 a\\b");
    assert_string_equal(text_string(&text), "gr\xc3\xbc\xc3\x9f \xc2\xa7 \xf0\x9f\x99\x82 a\\b");
    text_clear(&text);
    escape_own(&text, "\xc2\x9b"
                      "1m\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd\x7f\n");
    assert_string_equal(text_string(&text),
                        "\\xc2\\x9b1m\\xef\\xbf\\xbe\\xef\\xbf\\xbf\xef\xbf\xbd\\x7f\\x0a");
    text_done(&text);
}

static void lines_keep_their_newlines(void **state)
{
    (void)state;
    struct text text = {0};
    escape_lines(&text, span_of("a\n\tb\r\n"));
    assert_string_equal(text_string(&text), "a\n\\x09b\\x0d\n");
    text_done(&text);
}

static void markdown_is_no_markup(void **state)
{
    (void)state;
    struct text text = {0};
    escape_markdown(&text, "a|b <i>`x` [y](z) *k* @m &amp;");
    assert_string_equal(text_string(&text),
                        "a\\|b &lt;i&gt;\\`x\\` \\[y\\](z) \\*k\\* &#64;m &amp;amp;");
    text_done(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pair_gets_through),
        cmocka_unit_test(own_text_keeps_utf8_but_nothing_that_acts),
        cmocka_unit_test(lines_keep_their_newlines),
        cmocka_unit_test(markdown_is_no_markup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "util/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "util/arena.h"
#include "util/utf8.h"

static void wire_bytes_become_printable(void **state)
{
    (void)state;
    struct text text = {0};
    for (int c = 0; c < 256; c++) {
        uint8_t byte = (uint8_t)c;
        text_wire(&text, span_make(&byte, 1));
    }
    for (size_t i = 0; i < text.len; i++)
        assert_in_range(text.data[i], 0x20, 0x7e);
    text_clear(&text);
    text_wire(&text, span_of("##vso[x]\r\n::e \\ ##[y"));
    assert_string_equal(text_string(&text), "\\x23#vso[x]\\r\\n::e \\\\ \\x23\\x23[y");
    text_done(&text);
}

static void clean_keeps_utf8_and_shows_the_rest(void **state)
{
    (void)state;
    struct text text = {0};
    text_clean(&text, "gr\xc3\xbc\xc3\x9f\x1b[31m\xff");
    assert_string_equal(text_string(&text), "gr\xc3\xbc\xc3\x9f\\x1b[31m\\xff");
    text_done(&text);
}

static void utf8_refuses_overlong_and_surrogates(void **state)
{
    (void)state;
    assert_int_equal(utf8_len(span_of("\xc0\xaf")), 0);
    assert_int_equal(utf8_len(span_of("\xed\xa0\x80")), 0);
    assert_int_equal(utf8_len(span_of("\xf4\x90\x80\x80")), 0);
    assert_int_equal(utf8_len(span_of("\xf0\x9f\x99\x82")), 4);
    assert_int_equal(utf8_valid_prefix(span_of("ab\xff")), 2);
}

static void arena_arrays_grow(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int *numbers = NULL;
    size_t capacity = 0;
    for (size_t count = 0; count < 1000; count++) {
        numbers = arena_grow(arena, numbers, &capacity, count, sizeof(*numbers));
        numbers[count] = (int)count;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
    assert_string_equal(arena_printf(arena, "%s-%d", "x", 5), "x-5");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wire_bytes_become_printable),
        cmocka_unit_test(clean_keeps_utf8_and_shows_the_rest),
        cmocka_unit_test(utf8_refuses_overlong_and_surrogates),
        cmocka_unit_test(arena_arrays_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "report/dump.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* One range of all bytes, with a mark at offset (SIZE_MAX: none). */
static void render(struct span bytes, size_t wanted, size_t offset, size_t len, struct text *out)
{
    struct arena *arena = arena_new();
    struct dump dump = dump_make(arena, bytes, 0, false);
    dump_add(&dump, "r1", (struct range){.offset = 0, .len = bytes.len}, wanted);
    struct dump_mark mark = {.offset = offset, .len = len, .message = "here"};
    text_clear(out);
    dump_write(&dump, offset == SIZE_MAX ? NULL : &mark, out);
    arena_free(arena);
}

static void a_row_for_each_line(void **state)
{
    (void)state;
    struct text out = {0};
    render(span_of("ab\r\n\n\x01\xff"), 9, SIZE_MAX, 0, &out);
    assert_string_equal(text_string(&out), "    r1    0000 | ab\\r\\n\n"
                                           "          0004 | \\n\n"
                                           "          0005 | \\x01\\xff\n");
    text_done(&out);
}

static void the_caret_stands_under_the_place(void **state)
{
    (void)state;
    struct text out = {0};
    render(span_of("a\\\x01"
                   "bc\r\n"),
           9, 3, 2, &out);
    assert_string_equal(text_string(&out), "    r1    0000 | a\\\\\\x01bc\\r\\n\n"
                                           "               |        ^^ offset 3: here\n");
    render(span_of("abc\r\n"), 9, 1, 0, &out);
    assert_string_equal(text_string(&out), "    r1    0000 | abc\\r\\n\n"
                                           "               |  ^^^^^^ offset 1: here\n");
    render(span_of("abc"), 9, 3, 0, &out);
    assert_string_equal(text_string(&out), "    r1    0000 | abc\n"
                                           "          0003 | (end)\n"
                                           "               | ^ here\n");
    text_done(&out);
}

/* A caret that begins or ends inside "##" must know that the first one takes four columns. */
static void columns_agree_with_text_wire(void **state)
{
    (void)state;
    struct text out = {0};
    struct text wire = {0};
    for (unsigned pair = 0; pair < 65536; pair++) {
        const uint8_t bytes[] = {(uint8_t)(pair & 0xff), (uint8_t)(pair >> 8), 'x'};
        if (bytes[0] == '\n' || bytes[1] == '\n')
            continue;
        text_clear(&wire);
        text_wire(&wire, span_make(bytes, 2));
        render(span_make(bytes, 3), 9, 2, 1, &out);
        struct span caret = text_span(&out);
        caret = span_slice(caret, span_find(caret, span_of("\n"), 0) + 1, caret.len);
        assert_int_equal(span_find(caret, span_of("^"), 0), 17 + wire.len);
    }
    text_done(&wire);
    text_done(&out);
}

static void long_stretches_are_left_out(void **state)
{
    (void)state;
    struct text out = {0};
    render(span_of("a\nb\nc\nd\ne\nf\n"), 2, SIZE_MAX, 0, &out);
    assert_string_equal(text_string(&out), "    r1    0000 | a\\n\n"
                                           "          0002 | b\\n\n"
                                           "               | ... 8 more bytes (-v shows all)\n");
    render(span_of("a\nb\nc\nd\ne\nf\ng\nh\n"), 1, 10, 1, &out);
    assert_string_equal(text_string(&out), "    r1    0000 | a\\n\n"
                                           "               | ... 6 more bytes (-v shows all)\n"
                                           "          0008 | e\\n\n"
                                           "          000a | f\\n\n"
                                           "               | ^ offset 10: here\n"
                                           "          000c | g\\n\n"
                                           "          000e | h\\n\n");
    text_done(&out);
}

static void long_lines_are_cut_into_rows(void **state)
{
    (void)state;
    struct text bytes = {0};
    struct text out = {0};
    text_pad(&bytes, 'x', 100);
    render(text_span(&bytes), 9, SIZE_MAX, 0, &out);
    assert_true(span_find(text_span(&out), span_of("          0060 | xxxx\n"), 0) != SIZE_MAX);
    text_done(&bytes);
    text_done(&out);
}

/* Of a line without end two rows are enough; the next line is shown again. */
static void endless_lines_are_not_shown_whole(void **state)
{
    (void)state;
    struct text bytes = {0};
    struct text out = {0};
    text_pad(&bytes, 'x', 960);
    text_add(&bytes, "\nnext");
    render(text_span(&bytes), 99, SIZE_MAX, 0, &out);
    struct span shown = text_span(&out);
    assert_true(span_find(shown, span_of("          0060 | xxxx"), 0) != SIZE_MAX);
    assert_true(span_find(shown, span_of("          00c0 | "), 0) == SIZE_MAX);
    assert_true(span_find(shown, span_of("... 769 more bytes"), 0) != SIZE_MAX);
    assert_true(span_find(shown, span_of("          03c1 | next\n"), 0) != SIZE_MAX);
    text_done(&bytes);
    text_done(&out);
}

static void repetitions_are_told_in_words(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text bytes = {0};
    for (size_t i = 0; i < 20; i++)
        text_add(&bytes, "a\nb\n");
    text_add(&bytes, "c\n");
    struct dump dump = dump_make(arena, text_span(&bytes), 0, true);
    dump_add(&dump, "r1", (struct range){.offset = 0, .len = bytes.len}, 0);
    struct text out = {0};
    struct dump_mark mark = {.offset = 40, .len = 1, .message = "here"};
    dump_write(&dump, &mark, &out);
    assert_string_equal(text_string(&out),
                        "    r1    0000 | a\\n\n"
                        "          0002 | b\\n\n"
                        "               | ... 36 more bytes (the 2 rows above again and again)\n"
                        "          0028 | a\\n\n"
                        "               | ^ offset 40: here\n"
                        "               | ... 38 more bytes (the 2 rows above again and again)\n"
                        "          0050 | c\\n\n");
    text_done(&bytes);
    text_done(&out);
    arena_free(arena);
}

static void offsets_and_labels_grow(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    uint8_t *bytes = arena_alloc(arena, 65537);
    struct dump dump = dump_make(arena, span_make(bytes, 65537), 0, false);
    dump_add(&dump, "long-label", (struct range){.offset = 65536, .len = 1}, 1);
    dump_add_note(&dump, "(pause)");
    struct text out = {0};
    dump_write(&dump, NULL, &out);
    assert_string_equal(text_string(&out), "    long-label 10000 | \\x00\n"
                                           "                     | (pause)\n");
    text_done(&out);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_for_each_line),
        cmocka_unit_test(the_caret_stands_under_the_place),
        cmocka_unit_test(columns_agree_with_text_wire),
        cmocka_unit_test(long_stretches_are_left_out),
        cmocka_unit_test(long_lines_are_cut_into_rows),
        cmocka_unit_test(endless_lines_are_not_shown_whole),
        cmocka_unit_test(repetitions_are_told_in_words),
        cmocka_unit_test(offsets_and_labels_grow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

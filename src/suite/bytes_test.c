#include "suite/bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define LITERAL(text)                                                                              \
    {                                                                                              \
        .kind = PART_LITERAL, .literal = {(const uint8_t *)(text), sizeof(text) - 1 }              \
    }
#define PARTS(array) ((struct parts){(array), countof(array)})

static const struct variable values[] = {
    {"path",  {(const uint8_t *)"/a", 2}},
    {"path",  {(const uint8_t *)"/b", 2}},
    {"empty", {(const uint8_t *)"", 0}  },
};
static const struct variables variables = {values, countof(values)};

static void earlier_variables_win(void **state)
{
    (void)state;
    assert_true(span_is(variables_find(&variables, "path")->value, "/a"));
    assert_null(variables_find(&variables, "host"));
}

static void parts_become_bytes(void **state)
{
    (void)state;
    const struct part digits[] = {LITERAL("ab")};
    const struct part extension[] = {LITERAL(";n=1")};
    const struct part long_data[] = {LITERAL("0123456789abcdef!")};
    const struct part parts[] = {
        LITERAL("GET "),
        {.kind = PART_VARIABLE,    .variable = "path"    },
        LITERAL("\0"),
        {.kind = PART_REPEAT,      .inner = PARTS(digits), .times = 3},
        {.kind = PART_CHUNK,                        .inner = PARTS(digits),                             .ext = PARTS(extension)},
        {.kind = PART_CHUNK, .inner = PARTS(long_data)},
    };
    struct parts all = PARTS(parts);
    struct text out = {0};
    text_add(&out, "> ");
    assert_true(bytes_expand(&all, &variables, &out, NULL));
    static const char expected[] = "> GET /a\0ababab2;n=1\r\nab\r\n11\r\n0123456789abcdef!\r\n";
    assert_int_equal(out.len, sizeof(expected) - 1);
    assert_memory_equal(out.data, expected, out.len);
    text_done(&out);
}

static void an_unknown_variable_is_an_error(void **state)
{
    (void)state;
    const struct part inner[] = {
        {.kind = PART_VARIABLE, .variable = "hist"}
    };
    const struct part parts[] = {
        LITERAL("x"), {.kind = PART_REPEAT, .inner = PARTS(inner), .times = 2}
    };
    struct parts all = PARTS(parts);
    struct text out = {0};
    struct error error;
    text_add(&out, "kept");
    assert_false(bytes_expand(&all, &variables, &out, &error));
    assert_string_equal(error.message, "variable \"hist\" has no value");
    assert_string_equal(text_string(&out), "kept");
    text_done(&out);
}

static void an_empty_chunk_is_an_error(void **state)
{
    (void)state;
    const struct part inner[] = {
        {.kind = PART_VARIABLE, .variable = "empty"}
    };
    const struct part parts[] = {
        {.kind = PART_CHUNK, .inner = PARTS(inner)}
    };
    struct parts all = PARTS(parts);
    struct text out = {0};
    struct error error;
    assert_false(bytes_expand(&all, &variables, &out, &error));
    assert_non_null(strstr(error.message, "chunk would be empty"));
    text_done(&out);
}

static void bytes_are_limited(void **state)
{
    (void)state;
    const struct part one[] = {LITERAL("0123456789abcdef")};
    const struct part thousand[] = {
        {.kind = PART_REPEAT, .inner = PARTS(one), .times = 1024}
    };
    const struct part full[] = {
        {.kind = PART_REPEAT, .inner = PARTS(thousand), .times = 1024}
    };
    const struct part over[] = {full[0], LITERAL("x")};
    struct text out = {0};
    struct error error;
    assert_true(bytes_expand(&PARTS(full), &variables, &out, &error));
    assert_int_equal(out.len, BYTES_MAX);
    text_clear(&out);
    assert_false(bytes_expand(&PARTS(over), &variables, &out, &error));
    assert_int_equal(out.len, 0);
    assert_non_null(strstr(error.message, "more than 16777216 bytes"));
    text_done(&out);
}

static void repeating_nothing_takes_no_time(void **state)
{
    (void)state;
    const struct part inner[] = {
        {.kind = PART_VARIABLE, .variable = "empty"}
    };
    const struct part parts[] = {
        {.kind = PART_REPEAT, .inner = PARTS(inner), .times = SIZE_MAX}
    };
    struct text out = {0};
    assert_true(bytes_expand(&PARTS(parts), &variables, &out, NULL));
    assert_int_equal(out.len, 0);
    text_done(&out);
}

static void repeats_are_exact_beyond_a_block(void **state)
{
    (void)state;
    const struct part inner[] = {LITERAL("abc")};
    const struct part parts[] = {
        {.kind = PART_REPEAT, .inner = PARTS(inner), .times = 5001}
    };
    struct text out = {0};
    assert_true(bytes_expand(&PARTS(parts), &variables, &out, NULL));
    assert_int_equal(out.len, 3 * 5001);
    for (size_t i = 0; i < out.len; i++)
        assert_int_equal(out.data[i], "abc"[i % 3]);
    text_done(&out);
}

static void the_least_size_is_counted_without_overflow(void **state)
{
    (void)state;
    const struct part two[] = {
        LITERAL("ab"), {.kind = PART_VARIABLE, .variable = "path"}
    };
    const struct part many[] = {
        {.kind = PART_REPEAT, .inner = PARTS(two), .times = SIZE_MAX / 2}
    };
    const struct part more[] = {
        {.kind = PART_REPEAT, .inner = PARTS(two), .times = SIZE_MAX}
    };
    const struct part chunk[] = {
        {.kind = PART_CHUNK, .inner = PARTS(two), .ext = PARTS(two)}
    };
    const struct part sum[] = {many[0], many[0]};
    assert_true(bytes_least(&PARTS(many)) == SIZE_MAX / 2 * 2);
    assert_true(bytes_least(&PARTS(more)) == SIZE_MAX);
    assert_true(bytes_least(&PARTS(sum)) == SIZE_MAX);
    assert_int_equal(bytes_least(&PARTS(chunk)), 4);
    assert_true(bytes_have_variable(&PARTS(chunk)));
    assert_false(bytes_have_variable(&(struct parts){two, 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(earlier_variables_win),
        cmocka_unit_test(parts_become_bytes),
        cmocka_unit_test(an_unknown_variable_is_an_error),
        cmocka_unit_test(an_empty_chunk_is_an_error),
        cmocka_unit_test(bytes_are_limited),
        cmocka_unit_test(repeating_nothing_takes_no_time),
        cmocka_unit_test(repeats_are_exact_beyond_a_block),
        cmocka_unit_test(the_least_size_is_counted_without_overflow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

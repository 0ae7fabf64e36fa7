#include "util/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/memory.h"
#include "util/text.h"

struct document {
    const char *text;
    size_t len;
    const char *complaints; /* "line:column+len message", joined by " | " */
    bool has_tree;
};

#define GOOD(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1, "", true                                                           \
    }
#define TREE(text, complaints)                                                                     \
    {                                                                                              \
        text, sizeof(text) - 1, complaints, true                                                   \
    }
#define BAD(text, complaints)                                                                      \
    {                                                                                              \
        text, sizeof(text) - 1, complaints, false                                                  \
    }

#define ESCAPE "unknown escape in a string (a backslash is written \\\\)"

static const struct document documents[] = {
    GOOD("{}"),
    GOOD("[]"),
    GOOD(" \t\r\n null \n"),
    GOOD("0"),
    GOOD("-0"),
    GOOD("-12.50e+3"),
    GOOD("9007199254740991"),
    GOOD("0.0000000000000000000000000000000000000000000000000000000000001"),
    GOOD("\"\""),
    GOOD("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude42\x7f\""),
    GOOD("\"gr\xc3\xbc\xc3\x9f \xf0\x9f\x99\x82\""),
    GOOD("[1, [2, {\"a\": [], \"b\": {}}], true, false, null]"),
    GOOD("{\"a\": {\"a\": 1}, \"A\": {\"a\": 2}}"),
    GOOD("{\"\": 1}"),

    /* The order of things. */
    BAD("", "1:1+0 the text ends where a value is expected"),
    BAD(" \n\n", "1:1+0 the text ends where a value is expected"),
    BAD("[1 2]", "1:4+1 expected a comma or ]"),
    BAD("{\"a\": 1\n \"b\": 2}", "2:2+3 expected a comma or }"),
    BAD("[1, 2,\n]", "1:6+1 a comma must not stand before ]"),
    BAD("{\"a\": 1, }", "1:8+1 a comma must not stand before }"),
    BAD("[,1]", "1:2+1 expected a value or ]"),
    BAD("[1,,2]", "1:4+1 expected a value"),
    BAD("{,}", "1:2+1 expected a name in double quotes or }"),
    BAD("{\"a\" 1}", "1:6+1 expected a colon"),
    BAD("{\"a\", 1}", "1:5+1 expected a colon"),
    BAD("{\"a\":}", "1:6+1 expected a value"),
    BAD("{\"a\": 1, 2: 3}", "1:10+1 expected a name in double quotes"),
    BAD("{\"a\": 1 : 2}", "1:9+1 expected a comma or }"),
    BAD("{true: 1}", "1:2+4 expected a name in double quotes or }"),
    BAD("{[]: 1}", "1:2+1 expected a name in double quotes or }"),
    BAD("{\"a\"}", "1:5+1 expected a colon"),
    BAD("[\"a\": 1]", "1:5+1 expected a comma or ]"),
    BAD("[1}", "1:3+1 expected a comma or ]"),
    BAD("{\"a\": 1]", "1:8+1 expected a comma or }"),
    BAD("]", "1:1+1 expected a value"),
    BAD("{} {}", "1:4+1 expected nothing more"),
    BAD("1 2", "1:3+1 expected nothing more"),
    BAD("{}}", "1:3+1 expected nothing more"),
    BAD("{}\n}\n]", "2:1+1 expected nothing more"),
    BAD("[1, 2\n\n", "1:6+0 the text ends where a comma or ] is expected"),
    BAD("{\"a\":\n", "1:6+0 the text ends where a value is expected"),
    BAD("{\"a\"", "1:5+0 the text ends where a colon is expected"),
    BAD("{\"a\": 1,", "1:9+0 the text ends where a name in double quotes is expected"),
    BAD("[", "1:2+0 the text ends where a value or ] is expected"),

    /* Numbers and words. */
    BAD("[01]", "1:2+2 a number must not begin with a zero"),
    BAD("-01.5", "1:1+5 a number must not begin with a zero"),
    BAD("[-]", "1:2+1 malformed number"),
    BAD("[1., 2]", "1:2+2 malformed number"),
    BAD("[-.5]", "1:2+3 malformed number"),
    BAD("[1e]", "1:2+2 malformed number"),
    BAD("[1e+]", "1:2+3 malformed number"),
    BAD("[1.2.3]", "1:2+5 malformed number"),
    BAD("0x10", "1:1+4 malformed number"),
    BAD("[1_000]", "1:2+5 malformed number"),
    BAD("[.5]", "1:2+2 \".5\" is no JSON value (text stands in double quotes)"),
    BAD("[+1]", "1:2+2 \"+1\" is no JSON value (text stands in double quotes)"),
    BAD("[NaN, True]", "1:2+3 \"NaN\" is no JSON value (text stands in double quotes) | "
                       "1:7+4 \"True\" is no JSON value (text stands in double quotes) (true?)"),
    BAD("{a: 'b c'}", "1:2+1 \"a\" is no JSON value (text stands in double quotes) | "
                      "1:5+5 a string stands in double quotes"),
    BAD("nul", "1:1+3 \"nul\" is no JSON value (text stands in double quotes) (null?)"),
    BAD("truefalse", "1:1+9 \"truefalse\" is no JSON value (text stands in double quotes)"),
    BAD("x23456789x123456789x123456789x123456789",
        "1:1+39 \"x23456789x123456789x123456789x12...\" is no JSON value "
        "(text stands in double quotes)"),
    TREE("9007199254740992", "1:1+16 number beyond 2^53 - 1"),
    TREE("[-1e400, 1e-400]", "1:2+6 number beyond 2^53 - 1"),
    TREE("1.00000000000000000000000000000000000000000000000000000000000000",
         "1:1+64 number of more than 63 characters"),

    /* Inside strings. */
    TREE("[\"a\tb\", \"\x01\"]", "1:4+1 control character 0x09 in a string must be written \\u0009 "
                                 "| 1:10+1 control character 0x01 in a string must be written "
                                 "\\u0001"),
    TREE("\"a\0b\"", "1:3+1 control character 0x00 in a string must be written \\u0000"),
    TREE("\"a\\u0000b\"", "1:3+6 \\u0000 is not allowed"),
    TREE("\"a\\x00b\"", "1:3+2 " ESCAPE),
    TREE("\"\\\xc3\xbc\"", "1:2+3 " ESCAPE),
    TREE("\"\\u12g4\\u\"",
         "1:2+2 \\u needs four hexadecimal digits | 1:8+2 \\u needs four hexadecimal digits"),
    TREE("\"\\ud800\"", "1:2+6 the second half of the surrogate pair is missing"),
    TREE("\"\\ud800\\u0041\"", "1:2+6 the second half of the surrogate pair is missing"),
    TREE("\"\\ud800\\ud800\\udc00\"", "1:2+6 the second half of the surrogate pair is missing"),
    TREE("\"\\udc00\"", "1:2+6 the first half of the surrogate pair is missing"),
    TREE("\"a\xff\xfe\" ", "1:3+2 byte 0xff is not valid UTF-8"),
    TREE("\"\xc0\xaf\xed\xa0\x80z\"", "1:2+5 byte 0xc0 is not valid UTF-8"),
    BAD("[\"a\nb\", 01]", "1:2+2 string is not closed on its line (a line break is written \\n)"),
    BAD("[\"abc", "1:2+4 string is not closed"),
    BAD("\"\\", "1:1+2 string is not closed"),
    BAD("\"\\\"", "1:1+3 string is not closed"),
    BAD("\"\\u12", "1:1+5 string is not closed | 1:2+2 \\u needs four hexadecimal digits"),

    /* Between values. */
    TREE("\xef\xbb\xbf{}", "1:1+3 a byte order mark is not allowed"),
    BAD("{} \xef\xbb\xbf", "1:4+3 \"\xef\xbb\xbf\" is no JSON value (text stands in double quotes)"
                           " | 1:4+3 expected nothing more"),
    BAD("\xff\xfe[\0 1", "1:1+2 byte 0xff is not valid UTF-8"),
    TREE("[1,\f2\0]", "1:4+1 control character 0x0c between values | "
                      "1:6+1 control character 0x00 between values"),
    TREE("[1, // one\n/* two\n*/ 2] //",
         "1:5+6 comments are not allowed | 2:1+9 comments are not allowed | "
         "3:7+2 comments are not allowed"),
    BAD("[1, /* open", "1:4+0 the text ends where a value is expected | "
                       "1:5+7 comments are not allowed"),

    /* Names. */
    TREE("{\"a\": 1,\n \"b\": {\"a\": 1},\n \"a\": 2, \"\\u0061\": 3}",
         "3:2+3 name \"a\" stands twice in this object (first in line 1) | "
         "3:10+8 name \"a\" stands twice in this object (first in line 1)"),
    TREE("{\"x\": [{\"b\": 0, \"b\": 0}], \"x\": \"\\q\"}",
         "1:17+3 name \"b\" stands twice in this object (first in line 1) | "
         "1:27+3 name \"x\" stands twice in this object (first in line 1) | "
         "1:33+2 " ESCAPE),
};

static char *complaints_of(struct arena *arena, struct span source,
                           const struct json_complaints *complaints)
{
    struct text text = {0};
    for (size_t i = 0; i < complaints->count; i++) {
        const struct json_complaint *complaint = &complaints->items[i];
        size_t line;
        size_t column;
        json_position(source, complaint->place.offset, &line, &column);
        text_printf(&text, "%s%zu:%zu+%zu %s", i == 0 ? "" : " | ", line, column,
                    complaint->place.len, complaint->message);
        if (complaint->suggestion != NULL)
            text_printf(&text, " (%s?)", complaint->suggestion);
    }
    char *result = arena_string(arena, text_string(&text));
    text_done(&text);
    return result;
}

/* Parses a copy without anything behind it, so that reading too far is seen. */
static struct json *parse(struct arena *arena, struct span source, char **complained)
{
    struct json_complaints complaints = {0};
    uint8_t *copy = memory_new(source.len);
    memcpy(copy, source.data, source.len);
    struct span bytes = span_make(copy, source.len);
    struct json *root = json_parse(arena, bytes, &complaints);
    *complained = complaints_of(arena, bytes, &complaints);
    free(copy);
    return root;
}

static bool is_judged(const struct document *document)
{
    struct arena *arena = arena_new();
    char *complaints;
    struct json *root = parse(arena, span_make(document->text, document->len), &complaints);
    bool is_right =
        strcmp(complaints, document->complaints) == 0 && (root != NULL) == document->has_tree;
    if (!is_right)
        print_error("%s\n  expected: %s\n  actual:   %s\n  %s\n", document->text,
                    document->complaints, complaints, root == NULL ? "no tree" : "a tree");
    arena_free(arena);
    return is_right;
}

static void documents_are_judged(void **state)
{
    (void)state;
    size_t wrong = 0;
    for (size_t i = 0; i < countof(documents); i++)
        wrong += is_judged(&documents[i]) ? 0 : 1;
    assert_int_equal(wrong, 0);
}

/* Every beginning of a good document is refused, and none of them reads too far. */
static void beginnings_are_refused(void **state)
{
    (void)state;
    static const char whole[] = "{\"a\": [1.5e-3, \"\\uD83D\\ude42\", true, {}], \"b\": null}";
    for (size_t len = 0; len < sizeof(whole) - 1; len++) {
        struct arena *arena = arena_new();
        char *complaints;
        assert_null(parse(arena, span_make(whole, len), &complaints));
        assert_string_not_equal(complaints, "");
        arena_free(arena);
    }
}

static void nodes_hold_values_and_places(void **state)
{
    (void)state;
    static const char source[] =
        "{ \"one\": [ -2.5, \"x\\ny\" ],\n  \"t\\u0077o\": {\"t\": true} }";
    struct arena *arena = arena_new();
    struct json_complaints complaints = {0};
    const struct json *root = json_parse(arena, span_of(source), &complaints);
    assert_int_equal(complaints.count, 0);
    assert_int_equal(root->type, JSON_OBJECT);
    assert_int_equal(root->count, 2);
    assert_int_equal(root->place.len, sizeof(source) - 1);
    assert_null(root->name);
    assert_null(root->next);

    const struct json *one = json_member(root, "one");
    assert_int_equal(one->type, JSON_ARRAY);
    assert_int_equal(one->count, 2);
    assert_int_equal(one->name_place.offset, 2);
    assert_int_equal(one->name_place.len, 5);
    assert_int_equal(one->place.offset, 9);
    assert_int_equal(one->place.len, 16);
    assert_true(one->children->number == -2.5);
    assert_int_equal(one->children->place.offset, 11);
    assert_int_equal(one->children->place.len, 4);
    assert_string_equal(one->children->next->string, "x\ny");
    assert_int_equal(one->children->next->place.offset, 17);
    assert_int_equal(one->children->next->place.len, 6);
    assert_null(one->children->next->next);

    const struct json *two = one->next;
    assert_string_equal(two->name, "two");
    assert_int_equal(two->name_place.len, 10);
    assert_true(json_is_true(two, "t"));
    assert_false(json_is_true(two, "x"));
    assert_null(two->next);
    assert_null(json_member(NULL, "t"));
    assert_null(json_member(one, "t"));
    assert_string_equal(json_string(root, "one", "none"), "none");
    assert_true(json_number(two, "t", 7) == 7);
    arena_free(arena);
}

static void depth_is_limited(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text text = {0};
    char *complaints;
    text_pad(&text, '[', JSON_DEPTH_MAX);
    text_pad(&text, ']', JSON_DEPTH_MAX);
    assert_non_null(parse(arena, text_span(&text), &complaints));
    text_clear(&text);
    text_pad(&text, '[', JSON_DEPTH_MAX + 1);
    text_pad(&text, ']', JSON_DEPTH_MAX + 1);
    assert_null(parse(arena, text_span(&text), &complaints));
    assert_string_equal(complaints, "1:65+1 nested deeper than 64 levels");
    text_done(&text);
    arena_free(arena);
}

static void size_is_limited(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct json_complaints complaints = {0};
    uint8_t byte = '1';
    assert_null(json_parse(arena, span_make(&byte, JSON_SIZE_MAX + (size_t)1), &complaints));
    assert_string_equal(complaints.items[0].message, "text of more than 67108864 bytes");
    arena_free(arena);
}

static void complaints_are_limited(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct json_complaints complaints = {0};
    struct text text = {0};
    text_add_char(&text, '"');
    text_pad(&text, '\x01', 1000);
    text_add_char(&text, '"');
    assert_null(json_parse(arena, text_span(&text), &complaints));
    assert_int_equal(complaints.count, JSON_COMPLAINTS_MAX);
    assert_string_equal(complaints.items[JSON_COMPLAINTS_MAX - 1].message,
                        "too many mistakes, the rest is not listed");
    text_done(&text);
    arena_free(arena);
}

static void big_objects_are_quick(void **state)
{
    (void)state;
    enum { COUNT = 20000 };
    struct arena *arena = arena_new();
    struct json_complaints complaints = {0};
    struct text text = {0};
    for (int i = 0; i < COUNT; i++)
        text_printf(&text, "%s\"n%d\": %d", i == 0 ? "{" : ", ", i, i);
    text_add(&text, ", \"n777\": 0}");
    const struct json *root = json_parse(arena, text_span(&text), &complaints);
    assert_int_equal(root->count, COUNT + 1);
    assert_int_equal(complaints.count, 1);
    assert_true(json_number(root, "n777", 0) == 777);
    text_done(&text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_judged),
        cmocka_unit_test(beginnings_are_refused),
        cmocka_unit_test(nodes_hold_values_and_places),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(complaints_are_limited),
        cmocka_unit_test(big_objects_are_quick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/json.h"
#include "util/json_base64.h"
#include "util/memory.h"
#include "util/text.h"

static void assert_shown(const char *source, struct range place, const char *suggestion,
                         const char *expected)
{
    struct arena *arena = arena_new();
    struct json_complaint complaint = {
        .place = place, .message = "unknown name \"has_tokens\"", .suggestion = suggestion};
    assert_string_equal(json_complaint_text(arena, "cases/mine.json", span_of(source), &complaint),
                        expected);
    arena_free(arena);
}

static struct range place_of(const char *source, const char *part)
{
    return (struct range){.offset = span_find(span_of(source), span_of(part), 0),
                          .len = strlen(part)};
}

static void place_is_shown_with_carets(void **state)
{
    (void)state;
    static const char source[] = "{\n  \"connection\": { \"has_tokens\": \"close\" }\n}\n";
    assert_shown(source, place_of(source, "\"has_tokens\""), "has_token",
                 "error: cases/mine.json:2:19: unknown name \"has_tokens\"\n"
                 "    2 |   \"connection\": { \"has_tokens\": \"close\" }\n"
                 "      |                   ^^^^^^^^^^^^ did you mean \"has_token\"?");
}

static void place_may_be_empty_or_behind_the_end(void **state)
{
    (void)state;
    assert_shown("{\n  12\r\n", (struct range){.offset = 6}, NULL,
                 "error: cases/mine.json:2:5: unknown name \"has_tokens\"\n"
                 "    2 |   12\n"
                 "      |     ^");
    assert_shown("", (struct range){.offset = 99, .len = 99}, NULL,
                 "error: cases/mine.json:1:1: unknown name \"has_tokens\"\n"
                 "    1 | \n"
                 "      | ^");
}

static void only_the_first_line_of_a_place_is_shown(void **state)
{
    (void)state;
    static const char source[] = "[\n [1,\n  2]\n]";
    assert_shown(source, place_of(source, "[1,\n  2]"), NULL,
                 "error: cases/mine.json:2:2: unknown name \"has_tokens\"\n"
                 "    2 |  [1,\n"
                 "      |  ^^^");
}

static void source_is_made_printable(void **state)
{
    (void)state;
    static const char source[] = "\t\x1b\xff\xc3\xbc\x7f"
                                 "abc";
    assert_shown(source,
                 place_of(source, "\x7f"
                                  "ab"),
                 NULL,
                 "error: cases/mine.json:1:6: unknown name \"has_tokens\"\n"
                 "    1 |  \\x1b\\xff\xc3\xbc\\x7f"
                 "abc\n"
                 "      |           ^^^^^^");
}

#define TEN "0123456789"
#define FIFTY TEN TEN TEN TEN TEN

static void long_lines_are_cut(void **state)
{
    (void)state;
    static const char source[] = "\n" FIFTY FIFTY "here" FIFTY FIFTY "\n";
    assert_shown(source, place_of(source, "here"), NULL,
                 "error: cases/mine.json:2:101: unknown name \"has_tokens\"\n"
                 "    2 | ..." TEN TEN TEN TEN "here" FIFTY "012345...\n"
                 "      |                                            ^^^^");
    assert_shown(
        source, (struct range){.offset = 1, .len = 204}, NULL,
        "error: cases/mine.json:2:1: unknown name \"has_tokens\"\n"
        "    2 | " FIFTY FIFTY "...\n"
        "      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
        "^^^^^^^^^^^^^^^^^^^^^");
    assert_shown(
        source, (struct range){.offset = 205}, NULL,
        "error: cases/mine.json:2:205: unknown name \"has_tokens\"\n"
        "    2 | ..." FIFTY FIFTY "\n"
        "      |                                                                           "
        "                             ^");
}

/* Wherever the cut falls, no character is cut in two and the caret stands below the place. */
static void cuts_keep_characters_whole(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text source = {0};
    for (int i = 0; i < 100; i++)
        text_add(&source, "\xe2\x82\xac");
    for (size_t offset = 0; offset < source.len; offset += 3) {
        struct json_complaint complaint = {
            .place = {offset, 3},
              .message = "m"
        };
        struct span shown =
            span_of(json_complaint_text(arena, "f", text_span(&source), &complaint));
        assert_true(span_find(shown, span_of("\\x"), 0) == SIZE_MAX);
        assert_int_equal(shown.data[shown.len - 1], '^');
        assert_int_not_equal(shown.data[shown.len - 2], '^');
    }
    text_done(&source);
    arena_free(arena);
}

static void nearest_word_is_found(void **state)
{
    (void)state;
    static const char *const names[] = {"status", "has_token", "tls", "true", "timeout_ms"};
    static const struct {
        const char *word;
        const char *nearest;
    } rows[] = {
        {"statuss",    "status"    },
        {"has_tokens", "has_token" },
        {"STATUS",     "status"    },
        {"ture",       "true"      },
        {"tlx",        "tls"       },
        {"txx",        NULL        },
        {"",           NULL        },
        {"timeoutms",  "timeout_ms"},
        {"xy",         NULL        },
        {"timeout_ms", "timeout_ms"},
        {"timexxxxms", NULL        },
        {FIFTY FIFTY,  NULL        },
    };
    for (size_t i = 0; i < countof(rows); i++) {
        const char *found = json_nearest(rows[i].word, names, countof(names));
        assert_int_equal(found == NULL, rows[i].nearest == NULL);
        if (found != NULL)
            assert_string_equal(found, rows[i].nearest);
    }
}

static void base64_goes_both_ways(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (size_t len = 0; len <= 70; len++) {
        uint8_t *bytes = memory_new(len);
        for (size_t i = 0; i < len; i++)
            bytes[i] = (uint8_t)(i * 37 + len * 101);
        char *text = json_base64_encode(span_make(bytes, len));
        struct span back;
        assert_int_equal(strlen(text), (len + 2) / 3 * 4);
        assert_true(json_base64_decode(arena, text, &back));
        assert_true(span_equal(back, span_make(bytes, len)));
        free(text);
        free(bytes);
    }
    arena_free(arena);
}

static void base64_is_the_known_one(void **state)
{
    (void)state;
    static const uint8_t bytes[] = {0xfb, 0xef, 0xff, 0x00, 0x10};
    char *text = json_base64_encode(span_make(bytes, sizeof(bytes)));
    assert_string_equal(text, "++//ABA=");
    free(text);
}

static void wrong_base64_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "A",    "AA",   "AAA",  "====", "A===",    "AA=A",    "=AAA",
        "AB==", "AAB=", "A A=", "AA-_", "AA\xff=", "AA==AAAA"};
    struct arena *arena = arena_new();
    struct span bytes = {.len = 42};
    for (size_t i = 0; i < countof(wrong); i++)
        assert_false(json_base64_decode(arena, wrong[i], &bytes));
    assert_int_equal(bytes.len, 42);
    arena_free(arena);
}

static struct json_out *some_tree(void)
{
    struct json_out *root = json_out_object();
    json_out_add_string(root, "text", "a\"b\\\n\x01\xc3\xbc");
    json_out_add_string(root, "bad", "a\xff");
    json_out_add_bytes(root, "bytes", span_of("abcd"));
    json_out_add_bytes(root, "none", (struct span){0});
    struct json_out *list = json_out_add_array(root, "list");
    json_out_add_number(list, NULL, 1.5);
    json_out_add_number(list, NULL, 9007199254740991);
    json_out_add_bool(list, NULL, false);
    json_out_add_bool(json_out_add_object(list, NULL), "is", true);
    json_out_add_array(list, NULL);
    return root;
}

static void written_text_is_as_expected(void **state)
{
    (void)state;
    struct json_out *root = some_tree();
    char *text = json_out_print(root, false);
    assert_string_equal(text, "{\"text\":\"a\\\"b\\\\\\n\\u0001\xc3\xbc\",\"bad\":\"a\\\\xff\","
                              "\"bytes\":\"YWJjZA==\",\"none\":\"\","
                              "\"list\":[1.5,9007199254740991,false,{\"is\":true},[]]}\n");
    free(text);
    json_out_free(root);
    root = json_out_array();
    text = json_out_print(root, true);
    assert_string_equal(text, "[]\n");
    free(text);
    json_out_free(root);
    json_out_free(NULL);
}

/* cJSON itself writes 15 digits and calls that near enough. */
static void numbers_come_back_as_they_were(void **state)
{
    (void)state;
    static const double numbers[] = {
        0,      -1,     1e15,       9007199254740991, -9007199254740990, 0.1 + 0.2,
        1 / 3., 1e-300, 123456.789, 1795348800123456, -2147483649};
    struct arena *arena = arena_new();
    struct json_complaints complaints = {0};
    struct json_out *root = json_out_array();
    for (size_t i = 0; i < countof(numbers); i++)
        json_out_add_number(root, NULL, numbers[i]);
    char *text = json_out_print(root, false);
    const struct json *number = json_parse(arena, span_of(text), &complaints)->children;
    for (size_t i = 0; i < countof(numbers); i++, number = number->next)
        assert_true(number->number == numbers[i]);
    assert_null(number);
    assert_int_equal(complaints.count, 0);
    free(text);
    json_out_free(root);
    arena_free(arena);
}

static void written_text_can_be_read(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct json_out *root = some_tree();
    struct json_complaints complaints = {0};
    char *text = json_out_print(root, true);
    const struct json *read = json_parse(arena, span_of(text), &complaints);
    assert_int_equal(complaints.count, 0);
    assert_string_equal(json_string(read, "text", ""), "a\"b\\\n\x01\xc3\xbc");
    assert_int_equal(json_member(read, "list")->count, 5);
    free(text);
    json_out_free(root);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(place_is_shown_with_carets),
        cmocka_unit_test(place_may_be_empty_or_behind_the_end),
        cmocka_unit_test(only_the_first_line_of_a_place_is_shown),
        cmocka_unit_test(source_is_made_printable),
        cmocka_unit_test(long_lines_are_cut),
        cmocka_unit_test(cuts_keep_characters_whole),
        cmocka_unit_test(nearest_word_is_found),
        cmocka_unit_test(base64_goes_both_ways),
        cmocka_unit_test(base64_is_the_known_one),
        cmocka_unit_test(wrong_base64_is_refused),
        cmocka_unit_test(written_text_is_as_expected),
        cmocka_unit_test(numbers_come_back_as_they_were),
        cmocka_unit_test(written_text_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

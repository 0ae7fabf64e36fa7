#include "run/validators.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define DATE "Mon, 01 Jan 2024 00:00:00 GMT"
#define LATER "Tue, 02 Jan 2024 00:00:00 GMT"

static struct validators shown(struct arena *arena, const char *etag, const char *last_modified)
{
    struct client_answer answer = {.status = 200, .date = LATER};
    snprintf(answer.etag, sizeof(answer.etag), "%s", etag);
    snprintf(answer.last_modified, sizeof(answer.last_modified), "%s", last_modified);
    return validators_of(&answer, arena);
}

static void only_what_has_the_form_is_taken(void **state)
{
    (void)state;
    static const char *const hostile[] = {
        "",        "a",        "\"",        "W/",     "W/\"",         "w/\"a\"",   "\"a\"b\"",
        "\"a b\"", "\"a\rb\"", "\"a\x7f\"", "\"a\" ", "\"a\", \"b\"", "W/W/\"a\"", "\"a"};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < countof(hostile); i++) {
        assert_null(shown(arena, hostile[i], DATE).etag);
        assert_null(shown(arena, "\"a\"", hostile[i]).last_modified);
    }
    assert_string_equal(shown(arena, "\"\"", "").etag, "\"\"");
    assert_string_equal(shown(arena, "W/\"a,b\xe4\"", "").etag, "W/\"a,b\xe4\"");
    assert_string_equal(shown(arena, "", DATE).last_modified, DATE);
    assert_string_equal(shown(arena, "", DATE).date, LATER);
    assert_null(shown(arena, "", LATER).last_modified);
    assert_null(shown(arena, "", "Monday, 01-Jan-24 00:00:00 GMT").last_modified);
    arena_free(arena);
}

static void only_what_stays_is_kept(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct validators a = shown(arena, "\"a\"", DATE);
    struct validators same = validators_common(a, shown(arena, "\"a\"", DATE));
    struct validators other = validators_common(a, shown(arena, "\"b\"", ""));
    assert_string_equal(same.etag, "\"a\"");
    assert_string_equal(same.last_modified, DATE);
    assert_null(other.etag);
    assert_null(other.last_modified);
    assert_null(other.date);
    arena_free(arena);
}

static void tags_are_strong_or_weak(void **state)
{
    (void)state;
    assert_true(validators_is_strong("\"W/\""));
    assert_false(validators_is_strong("W/\"a\""));
    assert_string_equal(validators_opaque_tag("W/\"a\""), "\"a\"");
    assert_string_equal(validators_opaque_tag("\"a\""), "\"a\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_has_the_form_is_taken),
        cmocka_unit_test(only_what_stays_is_kept),
        cmocka_unit_test(tags_are_strong_or_weak),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "refserver/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void put(struct store *store, const char *path, const char *content)
{
    assert_true(store_takes(span_of(path), span_of(content)));
    (void)store_put(store, span_of(path), span_of(content));
}

static const char *content_of(const struct store *store, const char *path)
{
    const struct stored *stored = store_find(store, span_of(path));
    return stored == NULL ? NULL : text_string(&stored->content);
}

static void what_was_put_is_found(void **state)
{
    (void)state;
    struct store store = {0};
    setenv("SOURCE_DATE_EPOCH", "1704067200", 1);
    assert_null(content_of(&store, "/a"));
    put(&store, "/a", "one");
    put(&store, "/b", "");
    assert_string_equal(content_of(&store, "/a"), "one");
    assert_string_equal(content_of(&store, "/b"), "");
    const struct stored *stored = store_find(&store, span_of("/a"));
    assert_string_equal(text_string(&stored->etag), "\"stored-1\"");
    assert_string_equal(text_string(&stored->last_modified), "Mon, 01 Jan 2024 00:00:00 GMT");
    unsetenv("SOURCE_DATE_EPOCH");
    store_done(&store);
}

static void a_replaced_resource_has_a_new_tag(void **state)
{
    (void)state;
    struct store store = {0};
    put(&store, "/a", "one");
    put(&store, "/a", "two");
    assert_string_equal(content_of(&store, "/a"), "two");
    assert_string_equal(text_string(&store_find(&store, span_of("/a"))->etag), "\"stored-2\"");
    store_delete(&store, span_of("/a"));
    store_delete(&store, span_of("/a"));
    assert_null(content_of(&store, "/a"));
    put(&store, "/a", "one");
    assert_string_equal(text_string(&store_find(&store, span_of("/a"))->etag), "\"stored-3\"");
    store_done(&store);
}

static void the_oldest_makes_room(void **state)
{
    (void)state;
    struct store store = {0};
    struct text path = {0};
    for (unsigned i = 0; i <= STORE_MAX; i++) {
        text_clear(&path);
        text_printf(&path, "/%u", i);
        put(&store, text_string(&path), "x");
    }
    assert_null(content_of(&store, "/0"));
    assert_non_null(content_of(&store, "/1"));
    assert_non_null(content_of(&store, text_string(&path)));
    text_done(&path);
    store_done(&store);
}

static void there_are_limits(void **state)
{
    (void)state;
    struct text large = {0};
    text_pad(&large, 'a', STORE_CONTENT_MAX);
    assert_true(store_takes(span_of("/a"), text_span(&large)));
    text_add_char(&large, 'a');
    assert_false(store_takes(span_of("/a"), text_span(&large)));
    assert_false(store_takes(text_span(&large), span_of("a")));
    assert_false(store_takes((struct span){0}, span_of("a")));
    text_done(&large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_is_found),
        cmocka_unit_test(a_replaced_resource_has_a_new_tag),
        cmocka_unit_test(the_oldest_makes_room),
        cmocka_unit_test(there_are_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

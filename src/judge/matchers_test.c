#include "judge/matchers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "suite/keys.h"

/* The objects of case files in which a row of each scope can stand. */
static bool is_key_of(enum matcher_scope scope, enum key_object object)
{
    switch (scope) {
    case MATCHER_CONNECTION:
    case MATCHER_ATTEMPT:
        return object == KEY_OBJECT_OUTCOME;
    case MATCHER_RESPONSE:
        return object == KEY_OBJECT_RESPONSE || object == KEY_OBJECT_OUTCOME;
    case MATCHER_MESSAGE:
        return object == KEY_OBJECT_RESPONSE || object == KEY_OBJECT_RESPONSE_SHOULD;
    case MATCHER_FIELD:
        return object == KEY_OBJECT_FIELD;
    case MATCHER_BODY:
        return object == KEY_OBJECT_BODY;
    }
    return false;
}

static bool has_matcher(const struct key *key)
{
    for (size_t i = 0; i < matchers_count; i++) {
        if (is_key_of(matchers[i].scope, key->object) && strcmp(matchers[i].key, key->name) == 0)
            return true;
    }
    return false;
}

/* What an outcome says that is no check of the observation by itself. */
static bool is_no_check(const struct key *key)
{
    static const char *const names[] = {"name", "verdict", "because",  "on",          "should",
                                        "to",   "times",   "optional", "interim_only"};
    for (size_t i = 0; i < countof(names); i++) {
        if (strcmp(names[i], key->name) == 0)
            return true;
    }
    return false;
}

static void every_check_of_a_case_has_a_matcher(void **state)
{
    (void)state;
    static const enum key_object objects[] = {KEY_OBJECT_OUTCOME, KEY_OBJECT_RESPONSE,
                                              KEY_OBJECT_RESPONSE_SHOULD, KEY_OBJECT_FIELD,
                                              KEY_OBJECT_BODY};
    size_t count;
    const struct key *keys = keys_all(&count);
    for (size_t i = 0; i < count; i++) {
        bool is_compared = false;
        for (size_t object = 0; object < countof(objects); object++)
            is_compared = is_compared || keys[i].object == objects[object];
        if (is_compared && !is_no_check(&keys[i]) && !has_matcher(&keys[i]))
            fail_msg("no matcher for \"%s\"", keys[i].name);
    }
}

static void every_matcher_has_a_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < matchers_count; i++) {
        bool is_known = false;
        for (enum key_object object = 0; object < KEY_OBJECT_COUNT; object++)
            is_known = is_known || (is_key_of(matchers[i].scope, object) &&
                                    keys_find(object, matchers[i].key) != NULL);
        if (!is_known)
            fail_msg("no key \"%s\" in case files", matchers[i].key);
        assert_non_null(matchers[i].sentence);
        assert_non_null(matchers[i].match);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_check_of_a_case_has_a_matcher),
        cmocka_unit_test(every_matcher_has_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "suite/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "suite/builtin.h"
#include "util/json.h"

/* Where the schema describes an object; NULL: at its root. Objects without a schema are left out.
 */
static const struct {
    enum key_object object;
    const char *definition;
} places[] = {
    {KEY_OBJECT_FILE,            NULL             },
    {KEY_OBJECT_SUITE,           "suite"          },
    {KEY_OBJECT_CASE,            "case"           },
    {KEY_OBJECT_STEP,            "step"           },
    {KEY_OBJECT_CONNECT,         "connect"        },
    {KEY_OBJECT_CUT,             "cut"            },
    {KEY_OBJECT_WAIT,            "wait"           },
    {KEY_OBJECT_PART,            "part"           },
    {KEY_OBJECT_CONTROL,         "control"        },
    {KEY_OBJECT_ONE_OF,          "one_of"         },
    {KEY_OBJECT_OUTCOME,         "outcome"        },
    {KEY_OBJECT_OUTCOME_SHOULD,  "outcome_should" },
    {KEY_OBJECT_RESPONSE,        "response"       },
    {KEY_OBJECT_RESPONSE_SHOULD, "response_should"},
    {KEY_OBJECT_FIELD,           "field_check"    },
    {KEY_OBJECT_BODY,            "body_check"     },
};

static bool list_holds(const struct json *list, const char *word)
{
    for (const struct json *item = list == NULL ? NULL : list->children; item != NULL;
         item = item->next) {
        if (strcmp(item->string, word) == 0)
            return true;
    }
    return false;
}

static void check_property(const struct key *key, const struct json *property)
{
    if (property == NULL)
        fail_msg("the schema lacks \"%s\" of %s", key->name, keys_object_name(key->object));
    assert_string_equal(json_string(property, "description", ""), key->about);
    if (key->type == KEY_INTEGER && json_member(property, "const") == NULL) {
        assert_true(json_number(property, "minimum", -1) == (double)key->low);
        assert_true(json_number(property, "maximum", -1) == (double)key->high);
    }
    for (size_t i = 0; key->choices != NULL && key->choices[i] != NULL; i++)
        assert_true(list_holds(json_member(property, "enum"), key->choices[i]));
}

static void check_object(enum key_object object, const struct json *definition)
{
    size_t count;
    const struct key *keys = keys_all(&count);
    const struct json *properties = json_member(definition, "properties");
    const struct json *required = json_member(definition, "required");
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        if (keys[i].object != object)
            continue;
        rows++;
        check_property(&keys[i], json_member(properties, keys[i].name));
        assert_int_equal(list_holds(required, keys[i].name), keys[i].is_required);
    }
    assert_int_equal(rows, properties->count);
    assert_non_null(json_member(definition, "additionalProperties"));
    assert_false(json_is_true(definition, "additionalProperties"));
}

static void the_schema_says_what_the_table_says(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct json_complaints complaints = {0};
    const struct json *root = json_parse(arena, builtin_find("case-1.schema.json"), &complaints);
    assert_non_null(root);
    assert_int_equal(complaints.count, 0);
    for (size_t i = 0; i < countof(places); i++) {
        const struct json *definition = root;
        if (places[i].definition != NULL)
            definition = json_member(json_member(root, "definitions"), places[i].definition);
        assert_non_null(definition);
        check_object(places[i].object, definition);
    }
    arena_free(arena);
}

static void the_schema_knows_the_built_in_variables(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct json_complaints complaints = {0};
    const struct json *root = json_parse(arena, builtin_find("case-1.schema.json"), &complaints);
    const struct json *names =
        json_member(json_member(json_member(root, "definitions"), "builtin_variable"), "enum");
    size_t count;
    const struct key_variable *variables = keys_variables(&count);
    assert_int_equal(names->count, count);
    for (size_t i = 0; i < count; i++)
        assert_true(list_holds(names, variables[i].name));
    arena_free(arena);
}

static void every_row_is_found_and_explained(void **state)
{
    (void)state;
    size_t count;
    const struct key *keys = keys_all(&count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(keys_find(keys[i].object, keys[i].name), &keys[i]);
        assert_non_null(keys_object_name(keys[i].object));
        assert_int_equal(keys[i].about[strlen(keys[i].about) - 1], '.');
        assert_true(keys[i].type != KEY_CHOICE || keys[i].choices != NULL);
        assert_true(keys[i].type != KEY_LIST || keys[i].high > 0);
    }
    assert_null(keys_find(KEY_OBJECT_WAIT, "status"));
}

static void words_have_their_forms(void **state)
{
    (void)state;
    assert_true(keys_is_slug("a"));
    assert_true(keys_is_slug("100-continue"));
    assert_false(keys_is_slug(""));
    assert_false(keys_is_slug("-a"));
    assert_false(keys_is_slug("a-"));
    assert_false(keys_is_slug("a--b"));
    assert_false(keys_is_slug("A"));
    assert_true(keys_is_label("a_1"));
    assert_false(keys_is_label("1a"));
    assert_false(keys_is_label(""));
    assert_false(keys_is_label("a-b"));
    assert_false(keys_is_label("a234567890123456789012345678901"));
}

static void near_misses_are_guessed(void **state)
{
    (void)state;
    assert_string_equal(keys_nearest(KEY_OBJECT_RESPONSE, "statuss"), "status");
    assert_null(keys_nearest(KEY_OBJECT_CONNECT, "everything"));
    assert_string_equal(keys_nearest_capability("keepalive"), "keep-alive");
}

static void variables_need_known_capabilities(void **state)
{
    (void)state;
    size_t count;
    const struct key_variable *variables = keys_variables(&count);
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(keys_variable(variables[i].name), &variables[i]);
        if (variables[i].needs != NULL)
            assert_non_null(keys_capability(variables[i].needs));
    }
    const struct key_capability *capabilities = keys_capabilities(&count);
    for (size_t i = 0; i < count; i++) {
        assert_true(keys_is_slug(capabilities[i].name));
        assert_ptr_equal(keys_capability(capabilities[i].name), &capabilities[i]);
    }
    assert_null(keys_variable("headers"));
    assert_null(keys_capability("magic"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_says_what_the_table_says),
        cmocka_unit_test(the_schema_knows_the_built_in_variables),
        cmocka_unit_test(every_row_is_found_and_explained),
        cmocka_unit_test(words_have_their_forms),
        cmocka_unit_test(near_misses_are_guessed),
        cmocka_unit_test(variables_need_known_capabilities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

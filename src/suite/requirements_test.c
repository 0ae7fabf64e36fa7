#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "suite/load.h"

#define ROW(id, rfc, section, level, more)                                                         \
    "{\"id\":\"" id "\",\"rfc\":" rfc ",\"section\":\"" section                                    \
    "\",\"title\":\"T\",\"level\":\"" level                                                        \
    "\",\"who\":\"server\",\"summary\":\"S\",\"observable\":\"origin\"" more "}"
#define TABLE(rows) "{\"format\":1,\"requirements\":[" rows "]}"

/* Loads source; NULL if it is good, else the complaints, which live as long as collection. */
static const char *complaints_about(struct collection *collection, const char *source)
{
    bool is_good = collection_load_requirements(collection, "r.json", span_of(source));
    assert_int_equal(is_good, collection->complaint_count == 0);
    return is_good ? NULL : text_string(&collection->complaints);
}

static void rows_are_read(void **state)
{
    (void)state;
    struct collection *collection = collection_new();
    assert_null(complaints_about(
        collection, TABLE(ROW("9112-9.6-4", "9112", "9.6", "MUST", ",\"how\":\"Look.\"") "," ROW(
                        "9110-2-d1", "9110", "2", "DEF", ",\"why_not\":\"Because.\""))));
    assert_int_equal(collection->requirements.count, 2);
    const struct requirement *row = collection_requirement(collection, "9112-9.6-4");
    assert_int_equal(row->rfc, 9112);
    assert_string_equal(row->section, "9.6");
    assert_string_equal(row->title, "T");
    assert_string_equal(row->level, "MUST");
    assert_string_equal(row->who, "server");
    assert_string_equal(row->summary, "S");
    assert_string_equal(row->observable, "origin");
    assert_string_equal(row->how, "Look.");
    assert_string_equal(row->why_not, "");
    assert_string_equal(collection_requirement(collection, "9110-2-d1")->how, "");
    assert_string_equal(collection_requirement(collection, "9110-2-d1")->why_not, "Because.");
    assert_null(collection_requirement(collection, "9112-9.6-5"));
    collection_free(collection);
}

static void assert_refused(const char *source, const char *words)
{
    struct collection *collection = collection_new();
    const char *complaints = complaints_about(collection, source);
    if (complaints == NULL || strstr(complaints, words) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", words, complaints == NULL ? "" : complaints);
    assert_int_equal(collection->requirements.count, 0);
    collection_free(collection);
}

static void mistakes_are_refused(void **state)
{
    (void)state;
    assert_refused("[]", "a requirement table must be an object");
    assert_refused("{", "r.json:1:");
    assert_refused("{\"format\":1}", "a requirement table needs \"requirements\"");
    assert_refused("{\"format\":2,\"requirements\":[]}", "\"format\" must be 1");
    assert_refused(TABLE("7"), "a requirement must be an object");
    assert_refused(TABLE("{}"), "a requirement needs \"summary\"");
    assert_refused(TABLE(ROW("9112-1-1", "9112", "1", "must", "")), "did you mean \"MUST\"?");
    assert_refused(TABLE(ROW("9112-1-1", "9112", "1", "MUST", ",\"note\":\"x\"")),
                   "unknown name \"note\" in a requirement");
    assert_refused(TABLE(ROW("9112-1-1", "9112", "2", "MUST", "")), "must begin with \"9112-2-\"");
    assert_refused(
        TABLE(ROW("9112-1-1", "9112", "1", "MUST", "") "," ROW("9112-1-1", "9112", "1", "MAY", "")),
        "two requirements have the id \"9112-1-1\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_read),
        cmocka_unit_test(mistakes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "report/junit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "report/fixture.h"
#include "report/fixture_check.h"
#include "report/fixture_hostile.h"

static void render(const struct fixture *fixture, struct text *out)
{
    struct error error;
    assert_true(junit_write(&fixture->results, &fixture->options, out, &error));
}

static xmlDocPtr parse(const struct text *text)
{
    xmlDocPtr document = xmlReadMemory(text_string(text), (int)text->len, NULL, NULL,
                                       XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    assert_non_null(document);
    return document;
}

static const xmlChar *xml(const char *string)
{
    return (const xmlChar *)string;
}

/* How many elements called name there are below node. */
static size_t count_elements(const xmlNode *node, const char *name)
{
    size_t count = 0;
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE)
            count += (size_t)xmlStrEqual(child->name, xml(name)) + count_elements(child, name);
    }
    return count;
}

static size_t number_of(xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, xml(name));
    assert_non_null(value);
    size_t number = (size_t)strtoul((const char *)value, NULL, 10);
    xmlFree(value);
    return number;
}

static void assert_counters(xmlNode *node)
{
    assert_int_equal(number_of(node, "tests"), count_elements(node, "testcase"));
    assert_int_equal(number_of(node, "failures"), count_elements(node, "failure"));
    assert_int_equal(number_of(node, "errors"), count_elements(node, "error"));
    assert_int_equal(number_of(node, "skipped"), count_elements(node, "skipped"));
}

static void assert_all_counters(const struct text *text)
{
    xmlDocPtr document = parse(text);
    xmlNode *root = xmlDocGetRootElement(document);
    assert_counters(root);
    for (xmlNode *suite = root->children; suite != NULL; suite = suite->next) {
        if (suite->type == XML_ELEMENT_NODE)
            assert_counters(suite);
    }
    xmlFreeDoc(document);
}

/* A copy for xmllint, which the build runs afterwards. */
static void keep_copy(const struct fixture *fixture)
{
    const char *path = getenv("H1AUDIT_JUNIT_COPY");
    struct error error;
    if (path != NULL)
        assert_true(reporter_write_file(reporter_find("junit"), &fixture->results,
                                        &fixture->options, path, &error));
}

static void the_file_looks_like_this(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init(&fixture);
    render(&fixture, &out);
    fixture_check_golden("junit.xml", &out);
    assert_all_counters(&out);
    keep_copy(&fixture);
    text_done(&out);
    fixture_done(&fixture);
}

static void strict_leaves_out_what_schemas_refuse(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init(&fixture);
    fixture.options.is_strict_junit = true;
    render(&fixture, &out);
    xmlDocPtr document = parse(&out);
    assert_null(xmlHasProp(xmlDocGetRootElement(document), xml("skipped")));
    xmlFreeDoc(document);
    assert_null(strstr(text_string(&out), " file="));
    assert_null(strstr(text_string(&out), " line="));
    text_done(&out);
    fixture_done(&fixture);
}

static size_t red_elements(const struct fixture *fixture)
{
    struct text out = {0};
    render(fixture, &out);
    assert_all_counters(&out);
    xmlDocPtr document = parse(&out);
    xmlNode *root = xmlDocGetRootElement(document);
    size_t count = count_elements(root, "failure") + count_elements(root, "error");
    xmlFreeDoc(document);
    text_done(&out);
    return count;
}

/* A report is red exactly when the run fails, for every set of verdicts in --fail-on. */
static void red_exactly_for_fail_on(void **state)
{
    (void)state;
    struct fixture fixture;
    fixture_init(&fixture);
    for (unsigned set = 0; set < 1u << VERDICT_COUNT; set++) {
        size_t expected = 0;
        for (int verdict = 0; verdict < VERDICT_COUNT; verdict++) {
            bool is_in = (set >> verdict & 1u) != 0;
            fixture.results.fails_on[verdict] = is_in;
            if (is_in)
                expected += results_count(&fixture.results, (enum verdict)verdict);
        }
        assert_int_equal(red_elements(&fixture), expected);
        assert_int_equal(results_failed(&fixture.results), expected > 0);
    }
    fixture_done(&fixture);
}

static void a_dead_target_is_one_case(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    fixture_init_fatal(&fixture, "connect to 127.0.0.1:8765: Connection refused");
    render(&fixture, &out);
    fixture_check_golden("junit_fatal.xml", &out);
    assert_all_counters(&out);
    text_done(&out);
    fixture_done(&fixture);
}

static void check_hostile(struct span bytes)
{
    struct fixture fixture;
    struct text out = {0};
    fixture_hostile_init(&fixture, bytes);
    render(&fixture, &out);
    fixture_check_harmless(&out);
    xmlFreeDoc(parse(&out));
    text_done(&out);
    fixture_done(&fixture);
}

/* UTF-8 of ours may stay, but no character that XML does not know. */
static void check_hostile_words(struct span bytes)
{
    struct fixture fixture;
    struct text out = {0};
    fixture_hostile_init_words(&fixture, bytes);
    render(&fixture, &out);
    xmlFreeDoc(parse(&out));
    text_done(&out);
    fixture_done(&fixture);
}

static void every_byte_gives_well_formed_xml(void **state)
{
    (void)state;
    fixture_hostile_each(check_hostile);
    fixture_hostile_each(check_hostile_words);
}

/* 16 KiB of text and 200 characters of message, and the place still stands at the end. */
static void long_texts_are_cut(void **state)
{
    (void)state;
    struct fixture fixture;
    struct text out = {0};
    struct text reason = {0};
    fixture_init(&fixture);
    text_pad(&reason, 'x', 20000);
    fixture.items[0].judgement.reason = text_string(&reason);
    render(&fixture, &out);
    xmlDocPtr document = parse(&out);
    xmlNode *node = xmlDocGetRootElement(document);
    while (node != NULL && !xmlStrEqual(node->name, xml("failure")))
        node = xmlFirstElementChild(node) != NULL &&
                       !xmlStrEqual(xmlFirstElementChild(node)->name, xml("properties"))
                   ? xmlFirstElementChild(node)
                   : xmlNextElementSibling(xmlFirstElementChild(node));
    assert_non_null(node);
    xmlChar *content = xmlNodeGetContent(node);
    xmlChar *message = xmlGetProp(node, xml("message"));
    assert_int_equal(xmlStrlen(message), 200);
    assert_in_range(xmlStrlen(content), 16000, 16384);
    assert_non_null(strstr((const char *)content, "\nat cases/chunked-split.json:7\n"));
    xmlFree(content);
    xmlFree(message);
    xmlFreeDoc(document);
    text_done(&reason);
    text_done(&out);
    fixture_done(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_file_looks_like_this),
        cmocka_unit_test(strict_leaves_out_what_schemas_refuse),
        cmocka_unit_test(red_exactly_for_fail_on),
        cmocka_unit_test(a_dead_target_is_one_case),
        cmocka_unit_test(every_byte_gives_well_formed_xml),
        cmocka_unit_test(long_texts_are_cut),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}

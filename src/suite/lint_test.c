#include "suite/lint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* A file of the cases given as text. */
#define SUITE(cases)                                                                               \
    "{\"format\":1,\"suite\":{\"id\":\"s\",\"title\":\"S\"},\"vars\":{\"own\":\"1\"},\n"           \
    "\"cases\":[" cases "]}"
#define CASE(id, title, more, script, expect)                                                      \
    "{\"id\":\"" id "\",\"title\":\"" title "\"," more "\"script\":[" script                       \
    "],\"expect\":" expect "}"

/* One quiet case with one thing changed. */
#define TITLED(title, level) CASE("a", title, "\"level\":\"" level "\",\"control\":{},", GET, "{}")
#define WITH(more, script, expect)                                                                 \
    CASE("a", "Works as it is", "\"level\":\"must\",\"control\":{}," more, script, expect)
#define GET "{\"as\":\"get\",\"lines\":[\"GET {{path}} HTTP/1.1\",\"\"]}"
#define OUTCOMES(first, second)                                                                    \
    "{\"one_of\":[{\"name\":\"A\"" first "},{\"name\":\"B\"" second "}]}"
#define RESPONSES(first, second)                                                                   \
    WITH("", GET ",{\"as\":\"two\",\"bytes\":\"x\"}",                                              \
         OUTCOMES(",\"responses\":[{" first "}]", ",\"responses\":[{" second "}]"))
#define SEND(bytes) "{\"bytes\":\"" bytes "\"}"
#define POST(length, body) "POST / HTTP/1.1\\r\\nContent-Length: " length "\\r\\n\\r\\n" body

/* The warnings about source; the caller frees them with text_done. */
static struct text lint(const char *source, size_t *count)
{
    struct collection *collection = collection_new();
    if (!collection_load_source(collection, "f.json", NULL, span_of(source), (struct names){0}))
        fail_msg("%s", text_string(&collection->complaints));
    collection_finish(collection);
    struct text out = {0};
    *count = lint_collection(collection, &out);
    collection_free(collection);
    return out;
}

static void assert_quiet(const char *source)
{
    size_t count;
    struct text out = lint(source, &count);
    if (count != 0)
        fail_msg("%s", text_string(&out));
    text_done(&out);
}

static void assert_warns(const char *source, const char *words)
{
    size_t count;
    struct text out = lint(source, &count);
    if (count != 1 || strstr(text_string(&out), words) == NULL)
        fail_msg("\"%s\" is not the one warning: %s", words, text_string(&out));
    assert_int_equal(strncmp(text_string(&out), "warning: f.json:2: ", 19), 0);
    text_done(&out);
}

static void titles_are_sentences_of_their_level(void **state)
{
    (void)state;
    assert_quiet(SUITE(TITLED("It shoulders a host of tasks", "must")));
    assert_warns(SUITE(TITLED("It is answered.", "must")), "ends with a full stop");
    assert_warns(SUITE(TITLED("It Should be answered", "must")), "says \"should\"");
    assert_warns(SUITE(TITLED("It must be answered", "should")),
                 "says \"must\", its level is should");
    assert_warns(SUITE(TITLED("It must be answered", "may")), "its level is may");
}

static void only_probes_do_without_a_control(void **state)
{
    (void)state;
    assert_warns(SUITE(CASE("a", "Works as it is", "\"level\":\"must\",", GET, "{}")),
                 "s.a has no control");
    assert_quiet(
        SUITE(CASE("a", "Works as it is",
                   "\"level\":\"must\",\"kind\":\"probe\",\"provides\":\"post\",", GET, "{}")));
}

static void settling_fits_into_the_whole_time(void **state)
{
    (void)state;
    assert_warns(SUITE(WITH("\"settle_ms\":501,\"timeout_ms\":500,", GET, "{}")), "settle_ms");
    assert_quiet(SUITE(WITH("\"settle_ms\":500,\"timeout_ms\":500,", GET, "{}")));
    assert_quiet(SUITE(WITH("\"settle_ms\":500,", GET, "{}")));
}

static void needs_are_known(void **state)
{
    (void)state;
    assert_warns(SUITE(WITH("\"needs\":[\"keepalive\"],", GET, "{}")),
                 "needs \"keepalive\", which nothing provides, so it never runs; did you mean "
                 "\"keep-alive\"?");
    assert_warns(SUITE(WITH("\"needs\":[\"telepathy\"],", GET, "{}")), "so it never runs\n");
    assert_quiet(SUITE(WITH("\"needs\":[\"telepathy\"],", GET, "{}") "," CASE(
        "b", "It reads thoughts",
        "\"level\":\"may\",\"kind\":\"probe\",\"provides\":\"telepathy\",", GET, "{}")));
}

static void tags_are_not_misspelled_capabilities(void **state)
{
    (void)state;
    assert_warns(SUITE(WITH("\"tags\":[\"keepalive\"],", GET, "{}")),
                 "tag \"keepalive\" of s.a is spelled almost like the capability \"keep-alive\"");
    assert_quiet(SUITE(WITH("\"tags\":[\"keep-alive\",\"host\",\"heads\"],", GET, "{}")));
}

static void capabilities_are_named_if_used(void **state)
{
    (void)state;
    assert_warns(SUITE(WITH("", SEND("{{echo}}"), "{}")),
                 "uses {{echo}} but does not need \"echo\"");
    assert_warns(
        SUITE(WITH("", "{\"bytes\":{\"chunk\":{\"repeat\":\"{{missing}}\",\"times\":2}}}", "{}")),
        "uses {{missing}} but does not need \"missing-path\"");
    assert_quiet(SUITE(WITH("\"needs\":[\"echo\"],", SEND("{{echo}}"), "{}")));
    assert_quiet(SUITE(CASE("a", "Works as it is",
                            "\"level\":\"may\",\"kind\":\"probe\",\"provides\":\"upgrade\",",
                            SEND("{{missing}}"), "{}")));
    assert_warns(SUITE(CASE("a", "Works as it is",
                            "\"level\":\"may\",\"control\":{\"replace\":{\"get\":"
                            "{\"bytes\":\"{{echo}}\"}}},",
                            GET, "{}")),
                 "uses {{echo}}");
    assert_warns(SUITE(WITH("\"each\":\"resource\",", SEND("x"), "{}")), "does not use {{path}}");
    assert_quiet(SUITE(WITH("\"each\":\"resource\",", GET, "{}")));
}

static void counting_needs_something_to_count(void **state)
{
    (void)state;
    assert_warns(SUITE(WITH("\"needs\":[\"counter\"],", GET, "{\"handled\":1}")),
                 "counts calls of {{hit}}");
    assert_quiet(SUITE(WITH("\"needs\":[\"counter\"],", SEND("{{hit}}"), "{\"handled\":1}")));
}

static void tls_is_needed_where_it_is_spoken_of(void **state)
{
    (void)state;
    assert_warns(SUITE(WITH("", GET, "{\"end\":\"close-notify\"}")), "is about TLS");
    assert_warns(SUITE(WITH("", GET ",{\"truncate\":true}", "{}")), "is about TLS");
    assert_quiet(SUITE(
        WITH("\"needs\":[\"tls\"],", GET ",{\"tls_close\":true}", "{\"end\":\"truncated\"}")));
}

static void an_outcome_behind_a_wider_one_is_noticed(void **state)
{
    (void)state;
    static const char words[] = "outcome \"B\" of s.a can never be reached: \"A\" allows all of it";
    assert_warns(SUITE(WITH("", GET, OUTCOMES("", ",\"end\":\"fin\""))), words);
    assert_warns(SUITE(WITH("", GET, OUTCOMES(",\"end\":\"closed\"", ",\"end\":\"rst\""))), words);
    assert_warns(SUITE(WITH("", GET, OUTCOMES("", ",\"responses\":[]"))), words);
    assert_warns(SUITE(RESPONSES("\"status\":\"4xx\"", "\"status\":[400,\"405-410\"]")), words);
    assert_warns(SUITE(RESPONSES("", "\"body\":{\"empty\":true}")), words);
    assert_warns(SUITE(RESPONSES("\"optional\":true", "")), words);
    assert_warns(
        SUITE(RESPONSES("\"interim\":[100]", "\"interim\":[100],\"version\":\"HTTP/1.1\"")), words);
    assert_warns(SUITE(RESPONSES("\"headers\":{\"a\":{\"count\":1}}",
                                 "\"headers\":{\"b\":{\"count\":2},\"A\":{\"count\":1}}")),
                 words);
    assert_warns(SUITE(WITH("", GET ",{\"on\":\"b\",\"bytes\":\"x\"}",
                            OUTCOMES(",\"on\":\"b\"", ",\"on\":[\"main\",\"b\"]"))),
                 words);
}

static void outcomes_that_differ_are_left_alone(void **state)
{
    (void)state;
    assert_quiet(SUITE(WITH("", GET, OUTCOMES(",\"end\":\"fin\"", ""))));
    assert_quiet(SUITE(WITH("", GET, OUTCOMES(",\"end\":\"closed\"", ",\"end\":\"any\""))));
    assert_quiet(SUITE(WITH("", GET, OUTCOMES(",\"responses\":[]", ""))));
    assert_quiet(SUITE(WITH("", GET, OUTCOMES(",\"after\":\"nothing\"", ""))));
    assert_quiet(SUITE(WITH("", GET, OUTCOMES(",\"wellformed\":true", ""))));
    assert_quiet(SUITE(WITH("", GET, OUTCOMES("", ",\"wellformed\":false"))));
    assert_quiet(
        SUITE(WITH("\"needs\":[\"counter\"],", SEND("{{hit}}"), OUTCOMES(",\"handled\":1", ""))));
    assert_quiet(SUITE(WITH("", GET, OUTCOMES(",\"responses\":[]", ",\"responses\":[{}]"))));
    assert_quiet(SUITE(RESPONSES("\"status\":\"4xx\"", "\"status\":[400,500]")));
    assert_quiet(SUITE(RESPONSES("\"status\":\"4xx\"", "")));
    assert_quiet(SUITE(RESPONSES("", "\"optional\":true")));
    assert_quiet(SUITE(RESPONSES("\"to\":\"get\"", "")));
    assert_quiet(SUITE(RESPONSES("", "\"times\":2")));
    assert_quiet(SUITE(RESPONSES("\"version\":\"HTTP/1.1\"", "")));
    assert_quiet(SUITE(RESPONSES("\"interim\":[100]", "\"interim\":[103]")));
    assert_quiet(SUITE(RESPONSES("\"before\":\"two\"", "")));
    assert_quiet(SUITE(RESPONSES("\"body\":{\"empty\":true}", "\"body\":{\"empty\":true}")));
    assert_quiet(SUITE(RESPONSES("\"headers\":{\"a\":{\"has_token\":\"x\"}}",
                                 "\"headers\":{\"a\":{\"has_token\":\"y\"}}")));
    assert_quiet(SUITE(WITH("", GET ",{\"on\":\"b\",\"bytes\":\"x\"}",
                            OUTCOMES(",\"on\":[\"main\",\"b\"]", ",\"on\":\"b\""))));
}

static void a_cut_lies_inside_the_bytes(void **state)
{
    (void)state;
    assert_warns(SUITE(WITH("", "{\"bytes\":\"abc\",\"cut\":{\"at\":[1,3]}}", "{}")),
                 "a cut of s.a lies behind the last byte");
    assert_quiet(SUITE(WITH("", "{\"bytes\":\"abc\",\"cut\":{\"at\":[1,2]}}", "{}")));
    assert_quiet(SUITE(WITH("", "{\"bytes\":\"abc{{own}}\",\"cut\":{\"at\":[90]}}", "{}")));
}

static void content_length_matches_the_body(void **state)
{
    (void)state;
    assert_warns(SUITE(WITH("", SEND(POST("5", "hell")), "{}")),
                 "Content-Length says 5, the body has 4 bytes");
    assert_warns(SUITE(WITH("", SEND(POST("3", "hello")), "{}")), "Content-Length says 3");
    assert_quiet(SUITE(WITH("", SEND(POST("5", "hello")), "{}")));
    assert_quiet(SUITE(WITH("\"tags\":[\"framing\"],", SEND(POST("3", "hello")), "{}")));
}

static void doubtful_lengths_are_left_alone(void **state)
{
    (void)state;
    assert_quiet(SUITE(WITH("", SEND(POST("5", "")), "{}")));
    assert_quiet(SUITE(WITH("", SEND(POST("5", "hel")) "," SEND("lo"), "{}")));
    assert_quiet(SUITE(WITH("", SEND(POST("5", "helloGET / HTTP/1.1\\r\\n\\r\\n")), "{}")));
    assert_quiet(SUITE(WITH("", SEND(POST("5", "{{own}}")), "{}")));
    assert_quiet(SUITE(WITH("", SEND(POST("five", "hell")), "{}")));
    assert_quiet(SUITE(WITH("", SEND(POST("5\\r\\nContent-Length: 5", "hell")), "{}")));
    assert_quiet(SUITE(WITH("", SEND(POST("5\\r\\ntransfer-encoding: chunked", "hell")), "{}")));
    assert_quiet(SUITE(WITH("", SEND("no head at all"), "{}")));
    assert_quiet(SUITE(WITH("", SEND("Content-Length: 5\\r\\n\\r\\nhell"), "{}")));
    assert_quiet(SUITE(WITH("", SEND("GET / HTTP/1.1\\r\\nno colon\\r\\n\\r\\nhell"), "{}")));
}

#define TWIN(id, more, script)                                                                     \
    CASE(id, "Works as it is", "\"level\":\"must\",\"control\":{}," more, script, "{}")

static void twins_are_noticed(void **state)
{
    (void)state;
    assert_warns(SUITE(TWIN("a", "", SEND("abc")) "," TWIN("b", "", SEND("a") "," SEND("bc"))),
                 "s.b sends the same bytes as s.a");
    assert_warns(SUITE(TWIN("a", "", SEND("1")) "," TWIN("b", "", SEND("{{own}}"))), "s.b sends");
    assert_quiet(SUITE(TWIN("a", "", SEND("abc")) "," TWIN("b", "", SEND("abd"))));
    assert_quiet(SUITE(TWIN("a", "", SEND("abc")) "," TWIN(
        "b", "", SEND("a") ",{\"bytes\":\"bc\",\"cut\":{\"every\":1}}")));
    assert_quiet(SUITE(
        TWIN("a", "", SEND("abc")) "," TWIN("b", "", SEND("a") ",{\"pause_ms\":5}," SEND("bc"))));
    assert_quiet(SUITE(TWIN("a", "", "{\"bytes\":\"ab\",\"cut\":{\"at\":[1]}}") "," TWIN(
        "b", "\"needs\":[\"post\"],", "{\"bytes\":\"ab\",\"cut\":{\"at\":[1]}}")));
    assert_quiet(SUITE(CASE("a", "It is there",
                            "\"level\":\"may\",\"kind\":\"probe\","
                            "\"provides\":\"post\",",
                            SEND("x"), "{}") "," CASE("b", "It is there",
                                                      "\"level\":\"may\",\"kind\":\"probe\","
                                                      "\"provides\":\"put\",",
                                                      SEND("x"), "{}")));
}

static void what_is_too_large_to_compare_is_left_alone(void **state)
{
    (void)state;
#define LARGE "{\"bytes\":{\"repeat\":\"{{path}}\",\"times\":16777216}}"
    assert_quiet(SUITE(TWIN("a", "", LARGE) "," TWIN("b", "", LARGE)));
}

static void an_empty_collection_is_fine(void **state)
{
    (void)state;
    struct collection *collection = collection_new();
    struct text out = {0};
    assert_int_equal(lint_collection(collection, &out), 0);
    text_done(&out);
    collection_free(collection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_are_sentences_of_their_level),
        cmocka_unit_test(only_probes_do_without_a_control),
        cmocka_unit_test(settling_fits_into_the_whole_time),
        cmocka_unit_test(needs_are_known),
        cmocka_unit_test(tags_are_not_misspelled_capabilities),
        cmocka_unit_test(capabilities_are_named_if_used),
        cmocka_unit_test(counting_needs_something_to_count),
        cmocka_unit_test(tls_is_needed_where_it_is_spoken_of),
        cmocka_unit_test(an_outcome_behind_a_wider_one_is_noticed),
        cmocka_unit_test(outcomes_that_differ_are_left_alone),
        cmocka_unit_test(a_cut_lies_inside_the_bytes),
        cmocka_unit_test(content_length_matches_the_body),
        cmocka_unit_test(doubtful_lengths_are_left_alone),
        cmocka_unit_test(twins_are_noticed),
        cmocka_unit_test(what_is_too_large_to_compare_is_left_alone),
        cmocka_unit_test(an_empty_collection_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

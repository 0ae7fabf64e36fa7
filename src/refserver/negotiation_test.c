#include "refserver/negotiation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "refserver/request_reader.h"
#include "util/memory.h"
#include "util/text.h"

/* A reader that has read a request with fields; the caller frees it. */
static struct request_reader *read_request(const char *fields, struct text *head)
{
    struct request_reader *reader = memory_new(sizeof(*reader));
    text_printf(head, "GET / HTTP/1.1\r\nHost: h\r\n%s\r\n", fields);
    struct span rest = text_span(head);
    struct span content;
    request_reader_init(reader, &policy_clean, false);
    assert_int_equal(request_reader_next(reader, &rest, &content), READER_HEAD);
    return reader;
}

static enum content_coding coding_for(const char *fields)
{
    struct text head = {0};
    struct request_reader *reader = read_request(fields, &head);
    enum content_coding coding = negotiation_coding(&reader->request);
    free(reader);
    text_done(&head);
    return coding;
}

#define CODING(codings) coding_for("Accept-Encoding: " codings "\r\n")

static void gzip_is_for_who_takes_it(void **state)
{
    (void)state;
    assert_int_equal(CODING("gzip"), CODING_GZIP);
    assert_int_equal(CODING("br, GZIP ; q=0.001"), CODING_GZIP);
    assert_int_equal(CODING("x-gzip"), CODING_GZIP);
    assert_int_equal(CODING("*"), CODING_GZIP);
    assert_int_equal(CODING("identity;q=0, gzip"), CODING_GZIP);
    assert_int_equal(coding_for("Accept-Encoding: br\r\nAccept-Encoding: gzip\r\n"), CODING_GZIP);
}

static void others_get_it_as_it_is(void **state)
{
    (void)state;
    assert_int_equal(coding_for(""), CODING_IDENTITY);
    assert_int_equal(CODING(""), CODING_IDENTITY);
    assert_int_equal(CODING("br"), CODING_IDENTITY);
    assert_int_equal(CODING("gzip;q=0"), CODING_IDENTITY);
    assert_int_equal(CODING("gzip;q=0.000, *"), CODING_IDENTITY);
    assert_int_equal(CODING("identity, *;q=0"), CODING_IDENTITY);
    assert_int_equal(CODING("gzip;q=0.5, identity;q=0.75"), CODING_IDENTITY);
}

static void both_may_be_excluded(void **state)
{
    (void)state;
    assert_int_equal(CODING("*;q=0"), CODING_NONE_FITS);
    assert_int_equal(CODING("br, identity;q=0"), CODING_NONE_FITS);
    assert_int_equal(CODING("identity;q=0.0"), CODING_NONE_FITS);
}

static void content_has_a_coding_and_a_type(void **state)
{
    (void)state;
    struct text head = {0};
    struct request_reader *reader = read_request(
        "Content-Encoding: identity, x\r\nContent-Type: Text/Plain ;charset=utf-8\r\n", &head);
    assert_true(negotiation_is_coded(&reader->request));
    assert_true(negotiation_has_type(&reader->request, "text/plain"));
    assert_false(negotiation_has_type(&reader->request, "text"));
    free(reader);
    text_clear(&head);
    reader = read_request("Content-Encoding: identity\r\n", &head);
    assert_false(negotiation_is_coded(&reader->request));
    assert_false(negotiation_has_type(&reader->request, "text/plain"));
    free(reader);
    text_done(&head);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip_is_for_who_takes_it),
        cmocka_unit_test(others_get_it_as_it_is),
        cmocka_unit_test(both_may_be_excluded),
        cmocka_unit_test(content_has_a_coding_and_a_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

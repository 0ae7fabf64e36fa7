#include "refserver/preconditions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "refserver/request_reader.h"
#include "util/memory.h"
#include "util/text.h"

#define OLD "Sun, 31 Dec 2023 23:59:59 GMT"
#define SAME "Mon, 01 Jan 2024 00:00:00 GMT"

static const struct representation dated = {
    true, {(const uint8_t *)"\"a\"", 3               },
     {(const uint8_t *)SAME,    sizeof(SAME) - 1}
};
static const struct representation bare = {true, {0}, {0}};
static const struct representation missing = {0};

/* The status for a request with fields. */
static unsigned status_of(const char *method, const char *fields,
                          const struct representation *representation)
{
    struct text head = {0};
    struct request_reader *reader = memory_new(sizeof(*reader));
    text_printf(&head, "%s / HTTP/1.1\r\nHost: h\r\n%s\r\n\r\n", method, fields);
    struct span rest = text_span(&head);
    struct span content;
    request_reader_init(reader, &policy_clean, false);
    assert_int_equal(request_reader_next(reader, &rest, &content), READER_HEAD);
    unsigned status = preconditions_status(&policy_clean, &reader->request, representation);
    free(reader);
    text_done(&head);
    return status;
}

/* For a GET of a resource with the tag "a" that was changed at SAME. */
static unsigned status_with(const char *fields)
{
    return status_of("GET", fields, &dated);
}

static void entity_tags_are_compared(void **state)
{
    (void)state;
    assert_int_equal(status_with("If-Match: \"x\""), 412);
    assert_int_equal(status_with("If-Match: \"x\", \"a\""), 200);
    assert_int_equal(status_with("If-Match: \"x\"\r\nIf-Match: \"a\""), 200);
    assert_int_equal(status_with("If-Match: W/\"a\""), 412);
    assert_int_equal(status_with("If-Match: *"), 200);
    assert_int_equal(status_with("If-None-Match: \"x\""), 200);
    assert_int_equal(status_with("If-None-Match: , \"x,\", W/\"a\""), 304);
    assert_int_equal(status_with("If-None-Match: \"a\""), 304);
    assert_int_equal(status_with("If-None-Match: *"), 304);
}

static void dates_are_compared(void **state)
{
    (void)state;
    assert_int_equal(status_with("If-Modified-Since: " SAME), 304);
    assert_int_equal(status_with("If-Modified-Since: " OLD), 200);
    assert_int_equal(status_with("If-Modified-Since: Mon, 01 Jan 2024 00:00:01 GMT"), 304);
    assert_int_equal(status_with("If-Unmodified-Since: " SAME), 200);
    assert_int_equal(status_with("If-Unmodified-Since: " OLD), 412);
    assert_int_equal(status_with("If-Unmodified-Since: Thu, 29 Feb 2024 00:00:00 GMT"), 200);
    assert_int_equal(status_with("If-Unmodified-Since: Sun, 31 Dec 2000 00:00:00 GMT"), 412);
}

static void obsolete_dates_are_understood(void **state)
{
    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1800000000", 1); /* in 2027 */
    assert_int_equal(status_with("If-Modified-Since: Monday, 01-Jan-24 00:00:00 GMT"), 304);
    assert_int_equal(status_with("If-Modified-Since: Sunday, 31-Dec-23 23:59:59 GMT"), 200);
    assert_int_equal(status_with("If-Modified-Since: Tuesday, 01-Jan-85 00:00:00 GMT"), 200);
    assert_int_equal(status_with("If-Modified-Since: Wednesday, 01-Jan-70 00:00:00 GMT"), 304);
    assert_int_equal(status_with("If-Modified-Since: Mon Jan  1 00:00:00 2024"), 304);
    assert_int_equal(status_with("If-Modified-Since: Sat Dec 31 00:00:00 2022"), 200);
    unsetenv("SOURCE_DATE_EPOCH");
}

static void invalid_dates_are_ignored(void **state)
{
    (void)state;
    assert_int_equal(status_with("If-Modified-Since: yesterday"), 200);
    assert_int_equal(status_with("If-Unmodified-Since: 0"), 200);
    assert_int_equal(status_with("If-Modified-Since: " SAME "\r\nIf-Modified-Since: " SAME), 200);
}

static void order_is_kept(void **state)
{
    (void)state;
    assert_int_equal(status_with("If-Match: *\r\nIf-Unmodified-Since: " OLD), 200);
    assert_int_equal(status_with("If-None-Match: \"x\"\r\nIf-Modified-Since: " SAME), 200);
    assert_int_equal(status_with("If-Match: \"x\"\r\nIf-None-Match: *"), 412);
    assert_int_equal(status_with("If-Unmodified-Since: " OLD "\r\nIf-None-Match: *"), 412);
    assert_int_equal(status_with("Range: bytes=0-0"), 200);
}

static void methods_differ(void **state)
{
    (void)state;
    assert_int_equal(status_of("HEAD", "If-None-Match: *", &dated), 304);
    assert_int_equal(status_of("PUT", "If-None-Match: *", &dated), 412);
    assert_int_equal(status_of("POST", "If-Modified-Since: " SAME, &dated), 200);
    assert_int_equal(status_of("DELETE", "If-Match: \"x\"", &dated), 412);
    assert_int_equal(status_of("PUT", "If-Unmodified-Since: " OLD, &dated), 412);
}

static void validators_may_be_missing(void **state)
{
    (void)state;
    assert_int_equal(status_of("GET", "If-Match: *", &bare), 200);
    assert_int_equal(status_of("GET", "If-Match: \"a\"", &bare), 412);
    assert_int_equal(status_of("GET", "If-None-Match: *", &bare), 304);
    assert_int_equal(status_of("GET", "If-None-Match: \"a\"", &bare), 200);
    assert_int_equal(status_of("GET", "If-Modified-Since: " SAME, &bare), 200);
    assert_int_equal(status_of("GET", "If-Unmodified-Since: " OLD, &bare), 200);
    assert_int_equal(status_of("PUT", "If-None-Match: *", &missing), 200);
    assert_int_equal(status_of("PUT", "If-Match: *", &missing), 412);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entity_tags_are_compared),
        cmocka_unit_test(dates_are_compared),
        cmocka_unit_test(obsolete_dates_are_understood),
        cmocka_unit_test(invalid_dates_are_ignored),
        cmocka_unit_test(order_is_kept),
        cmocka_unit_test(methods_differ),
        cmocka_unit_test(validators_may_be_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "refserver/gzip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEAD "\x1f\x8b\x08\0\0\0\0\0\0\xff"

static void assert_coded(const char *content, const char *wanted, size_t len)
{
    struct text out = {0};
    gzip_add(&out, span_of(content));
    assert_int_equal(out.len, len);
    assert_memory_equal(out.data, wanted, len);
    text_done(&out);
}

static void codes_short_contents(void **state)
{
    (void)state;
    static const char empty[] = HEAD "\1\0\0\xff\xff\0\0\0\0\0\0\0";
    static const char check[] = HEAD "\1\x09\0\xf6\xff"
                                     "123456789\x26\x39\xf4\xcb\x09\0\0";
    assert_coded("", empty, sizeof(empty));
    assert_coded("123456789", check, sizeof(check));
}

static void splits_long_contents(void **state)
{
    (void)state;
    struct text content = {0};
    struct text out = {0};
    for (size_t i = 0; i < 65536; i++)
        text_add(&content, "a");
    gzip_add(&out, text_span(&content));
    assert_int_equal(out.len, 10 + 5 + 65535 + 5 + 1 + 8);
    assert_memory_equal(out.data + 10, "\0\xff\xff\0\0", 5);
    assert_memory_equal(out.data + 10 + 5 + 65535, "\1\1\0\xfe\xff", 5);
    text_done(&out);
    text_done(&content);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_short_contents),
        cmocka_unit_test(splits_long_contents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "refserver/range.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "refserver/request_reader.h"
#include "util/memory.h"

#define SAME "Mon, 01 Jan 2024 00:00:00 GMT"
#define NINE "bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8"

/* Status, head lines and content of a request with fields, for the content 0123456789 with the tag
 * "a" that was changed at SAME. */
static const char *answer_to(const char *method, const char *fields)
{
    static char said[1000];
    struct text head = {0};
    struct range_room room = {0};
    struct request_reader *reader = memory_new(sizeof(*reader));
    struct answer answer = {.status = 200, .type = "a/b", .content = span_of("0123456789")};
    text_printf(&head, "%s / HTTP/1.1\r\nHost: h\r\n%s\r\n\r\n", method, fields);
    struct span rest = text_span(&head);
    struct span content;
    request_reader_init(reader, &policy_clean, false);
    assert_int_equal(request_reader_next(reader, &rest, &content), READER_HEAD);
    range_apply(&policy_clean, &reader->request, span_of("\"a\""), span_of(SAME), &room, &answer);
    snprintf(said, sizeof(said), "%u %s%.*s", answer.status,
             answer.lines == NULL ? "" : answer.lines, (int)answer.content.len,
             (const char *)answer.content.data);
    range_done(&room);
    free(reader);
    text_done(&head);
    return said;
}

#define WHOLE "200 0123456789"
#define PART(range, octets) "206 Content-Range: bytes " range "/10\r\n" octets
#define NOTHING "416 Content-Range: bytes */10\r\nNothing is there.\n"

static void one_range_is_cut_out(void **state)
{
    (void)state;
    assert_string_equal(answer_to("GET", "Range: bytes=0-0"), PART("0-0", "0"));
    assert_string_equal(answer_to("GET", "Range: Bytes=3-5"), PART("3-5", "345"));
    assert_string_equal(answer_to("GET", "Range: bytes=8-"), PART("8-9", "89"));
    assert_string_equal(answer_to("GET", "Range: bytes=8-99"), PART("8-9", "89"));
    assert_string_equal(answer_to("GET", "Range: bytes=-2"), PART("8-9", "89"));
    assert_string_equal(answer_to("GET", "Range: bytes=-99"), PART("0-9", "0123456789"));
    assert_string_equal(answer_to("GET", "Range: bytes=99-,1-1"), PART("1-1", "1"));
}

static void positions_do_not_wrap(void **state)
{
    (void)state;
    assert_string_equal(answer_to("GET", "Range: bytes=0-18446744073709551617"),
                        PART("0-9", "0123456789"));
    assert_string_equal(answer_to("GET", "Range: bytes=18446744073709551617-"), NOTHING);
    assert_string_equal(answer_to("GET", "Range: bytes=-18446744073709551617"),
                        PART("0-9", "0123456789"));
}

static void what_is_not_there_is_refused(void **state)
{
    (void)state;
    assert_string_equal(answer_to("GET", "Range: bytes=10-"), NOTHING);
    assert_string_equal(answer_to("GET", "Range: bytes=-0"), NOTHING);
    assert_string_equal(answer_to("GET", "Range: bytes=10-10,11-12"), NOTHING);
}

static void what_is_no_range_is_ignored(void **state)
{
    static const char *const ignored[] = {
        "X: a",
        "Range: bytes=5-2",
        "Range: bytes=",
        "Range: bytes=-",
        "Range: bytes=a-b",
        "Range: bytes=1",
        "Range: bytes 0-0",
        "Range: lines=0-0",
        "Range: bytes=0-0\r\nRange: bytes=0-0",
        "Range: bytes=0-0,5-2",
        "Range: bytes=0-,0-,0-",
        "Range: " NINE ",0-0,0-0,0-0",
        "Range: bytes=0-0,1-1,2-2,3-3,4-4,5-5,6-6,7-7,8-8,9-9,10-,11-,12-,13-,14-,15-,16-",
    };
    (void)state;
    for (size_t i = 0; i < countof(ignored); i++)
        assert_string_equal(answer_to("GET", ignored[i]), WHOLE);
    assert_string_equal(answer_to("HEAD", "Range: bytes=0-0"), WHOLE);
}

static void several_ranges_come_in_parts(void **state)
{
    (void)state;
    assert_string_equal(answer_to("GET", "Range: bytes=8-,0-1"),
                        "206 --h1audit-part-of-a-whole\r\n"
                        "Content-Type: a/b\r\n"
                        "Content-Range: bytes 8-9/10\r\n\r\n89\r\n"
                        "--h1audit-part-of-a-whole\r\n"
                        "Content-Type: a/b\r\n"
                        "Content-Range: bytes 0-1/10\r\n\r\n01\r\n"
                        "--h1audit-part-of-a-whole--\r\n");
    assert_int_equal(strncmp(answer_to("GET", "Range: " NINE), "206 --", 6), 0);
    assert_int_equal(strncmp(answer_to("GET", "Range: bytes=0-3,2-5,-1"), "206 --", 6), 0);
}

#define IF_RANGE(value) "Range: bytes=0-0\r\nIf-Range: " value

static void if_range_must_hold(void **state)
{
    (void)state;
    assert_string_equal(answer_to("GET", IF_RANGE("\"a\"")), PART("0-0", "0"));
    assert_string_equal(answer_to("GET", IF_RANGE(SAME)), PART("0-0", "0"));
    assert_string_equal(answer_to("GET", IF_RANGE("\"b\"")), WHOLE);
    assert_string_equal(answer_to("GET", IF_RANGE("W/\"a\"")), WHOLE);
    assert_string_equal(answer_to("GET", IF_RANGE("*")), WHOLE);
    assert_string_equal(answer_to("GET", IF_RANGE("Mon, 01 Jan 2024 00:00:01 GMT")), WHOLE);
    assert_string_equal(answer_to("GET", "If-Range: \"b\""), WHOLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_range_is_cut_out),
        cmocka_unit_test(positions_do_not_wrap),
        cmocka_unit_test(what_is_not_there_is_refused),
        cmocka_unit_test(what_is_no_range_is_ignored),
        cmocka_unit_test(several_ranges_come_in_parts),
        cmocka_unit_test(if_range_must_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

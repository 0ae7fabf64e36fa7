/* Where a script is cut, what a cut script sends in which write, and the words for the place. */
#include "run/cut_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "run/batch.h"
#include "run/cut_place.h"

#define HEAD "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
#define CHUNKS "12\r\n0123456789abcdef\r\n\r\n0\r\nA: b\r\n\r\n"
#define GET "GET / HTTP/1.1\r\n\r\n"

/* The place behind `before` in `before` and `after`. */
static void place_is(const char *before, const char *after, const char *expected)
{
    struct arena *arena = arena_new();
    const char *sent = arena_printf(arena, "%s%s", before, after);
    assert_string_equal(cut_place(span_of(sent), strlen(before), arena), expected);
    arena_free(arena);
}

static void a_place_has_words(void **state)
{
    (void)state;
    place_is("GE", "T / HTTP/1.1\r\n\r\n", "between \"E\" and \"T\" of the request line");
    place_is("GET / HTTP/1.1\r\n", "\r\n", "behind the request line");
    place_is("GET / HTTP/1.1\r\nHost", ": a\r\n\r\n", "between \"t\" and \":\" of the Host line");
    place_is("GET / HTTP/1.1\r\n b", " a\r\n\r\n",
             "between \"b\" and \" \" of a line of the header section");
    place_is("GET / HTTP/1.1\r\n\r", "\n", "between \"\\r\" and \"\\n\" of the empty line");
    place_is(GET, GET, "behind the request");
    place_is(GET "GET", " / HTTP/1.1\r\n\r\n", "between \"T\" and \" \" of the request line");
    place_is("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n1\n", "34",
             "between \"\\n\" and \"3\" of the content");
}

static void a_place_in_chunks_has_words(void **state)
{
    (void)state;
    place_is(HEAD, CHUNKS, "behind the empty line");
    place_is(HEAD "12\r", "\n0123456789abcdef\r\n\r\n0\r\n\r\n",
             "between \"\\r\" and \"\\n\" of the chunk-size line");
    place_is(HEAD "12\r\n0123456789abcdef\r\n", "\r\n0\r\n\r\n", "behind the chunk data");
    place_is(HEAD "12\r\n0123456789abcdef\r\n\r", "\n0\r\n\r\n",
             "between \"\\r\" and \"\\n\" of the line end behind the chunk data");
    place_is(HEAD "0\r\nA", ": b\r\n\r\n", "between \"A\" and \":\" of the trailer section");
}

static struct parts literal(struct arena *arena, const char *bytes)
{
    struct part *part = arena_alloc(arena, sizeof(*part));
    *part = (struct part){.kind = PART_LITERAL, .literal = span_of(bytes)};
    return (struct parts){.items = part, .count = 1};
}

static struct step send_step(struct arena *arena, const char *bytes)
{
    return (struct step){.kind = STEP_SEND, .bytes = literal(arena, bytes)};
}

/* Two sends that leave together, a pause, one that cuts itself, and one on its own. */
static struct test_case sample(struct arena *arena)
{
    static const char *const names[] = {"main"};
    struct step *steps = arena_array(arena, 5, sizeof(*steps));
    steps[0] = send_step(arena, "abc");
    steps[1] = send_step(arena, "de");
    steps[2] = (struct step){.kind = STEP_PAUSE, .pause_ms = 1};
    steps[3] = send_step(arena, "fgh");
    steps[3].cut = (struct cut){.every = 1, .gap_ms = 1};
    steps[4] = send_step(arena, "ij");
    return (struct test_case){
        .script = {.steps = steps, .count = 5, .connections = names, .connection_count = 1}
    };
}

static void spots_lie_within_writes(void **state)
{
    (void)state;
    static const struct cut_spot expected[] = {
        {1, 0, 1},
        {2, 0, 2},
        {3, 1, 0},
        {4, 1, 1},
        {9, 4, 1}
    };
    struct arena *arena = arena_new();
    struct test_case test_case = sample(arena);
    struct variables none = {0};
    struct cut_spots spots;
    assert_true(cut_script_spots(&spots, &test_case.script, &none, 1, arena));
    assert_int_equal(spots.count, countof(expected));
    for (size_t i = 0; i < countof(expected); i++) {
        assert_int_equal(spots.items[i].at, expected[i].at);
        assert_int_equal(spots.items[i].step, expected[i].step);
        assert_int_equal(spots.items[i].offset, expected[i].offset);
    }
    assert_true(cut_script_spots(&spots, &test_case.script, &none, 3, arena));
    assert_int_equal(spots.count, 2);
    arena_free(arena);
}

/* The write that begins with the first step, of the sample cut at spot. */
static void write_is(struct cut_spot spot, size_t expected_cut)
{
    struct arena *arena = arena_new();
    struct test_case whole = sample(arena);
    const struct test_case *cut = cut_script_case(&whole, spot, 5, arena);
    struct text bytes[5] = {{0}, {0}, {0}, {0}, {0}};
    struct batch batch = {0};
    text_add(&bytes[0], "abc");
    text_add(&bytes[1], "de");
    assert_int_equal(batch_gather(&batch, &cut->script, 0, bytes, arena), 2);
    struct session_send send = batch_send(&batch);
    assert_int_equal(send.bytes.len, 5);
    assert_int_equal(send.mark_count, 2);
    assert_int_equal(send.cut_count, 1);
    assert_int_equal(send.cuts[0], expected_cut);
    assert_int_equal(send.gap_ms, 5);
    batch_done(&batch);
    text_done(&bytes[0]);
    text_done(&bytes[1]);
    arena_free(arena);
}

static void a_cut_parts_one_write_in_two(void **state)
{
    (void)state;
    write_is((struct cut_spot){2, 0, 2}, 2);
    write_is((struct cut_spot){3, 1, 0}, 3);
    write_is((struct cut_spot){4, 1, 1}, 4);
}

static void long_writes_are_cut_at_their_ends(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct part *part = arena_alloc(arena, sizeof(*part));
    *part = (struct part){
        .kind = PART_REPEAT, .inner = literal(arena, "x"), .times = 10 * CUT_SCRIPT_ENDS};
    struct step step = {
        .kind = STEP_SEND, .bytes = {.items = part, .count = 1}
    };
    struct script script = {.steps = &step, .count = 1};
    struct variables none = {0};
    struct cut_spots spots;
    assert_true(cut_script_spots(&spots, &script, &none, 1, arena));
    assert_int_equal(spots.count, 2 * CUT_SCRIPT_ENDS);
    assert_int_equal(spots.items[0].at, 1);
    assert_int_equal(spots.items[spots.count - 1].at, 10 * CUT_SCRIPT_ENDS - 1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_has_words),
        cmocka_unit_test(a_place_in_chunks_has_words),
        cmocka_unit_test(spots_lie_within_writes),
        cmocka_unit_test(a_cut_parts_one_write_in_two),
        cmocka_unit_test(long_writes_are_cut_at_their_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

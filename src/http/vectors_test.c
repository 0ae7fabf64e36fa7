/* Every vector whole, byte by byte, and cut in two at every offset, in front of a guard page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "http/guarded.h"
#include "http/stream_text.h"
#include "http/vector_file.h"

static struct vector_file read_vectors(struct arena *arena)
{
    return vector_file_read_folder(arena, "vectors");
}

/* What a parser says that gets bytes in pieces: up to each of the count cuts, then all. */
static struct text parse_cut(const struct vector *vector, struct guarded *guarded,
                             const size_t *cuts, size_t count)
{
    struct arena *arena = arena_new();
    struct response_parser *parser = response_parser_new(arena, &vector->requests);
    for (size_t i = 0; i < count; i++)
        response_parser_advance(parser,
                                guarded_put(guarded, span_slice(vector->bytes, 0, cuts[i])));
    response_parser_finish(parser, guarded_put(guarded, vector->bytes), vector->end);
    struct text text = {0};
    stream_text_add(&text, response_parser_stream(parser), vector->bytes);
    arena_free(arena);
    return text;
}

static void check(const struct vector *vector, struct guarded *guarded, const size_t *cuts,
                  size_t count)
{
    struct text text = parse_cut(vector, guarded, cuts, count);
    if (!span_equal(text_span(&text), vector->expected))
        fail_msg("%s, cut into %zu pieces (first at %zu):\nexpected\n%.*s\nactual\n%s",
                 vector->name, count + 1, count > 0 ? cuts[0] : 0, (int)vector->expected.len,
                 (const char *)vector->expected.data, text_string(&text));
    text_done(&text);
}

static void vectors_give_what_they_expect_on_every_cut(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct vector_file file = read_vectors(arena);
    assert_true(file.count >= 70);
    for (size_t i = 0; i < file.count; i++) {
        const struct vector *vector = &file.items[i];
        struct guarded guarded = guarded_open(vector->bytes.len);
        size_t *cuts = arena_array(arena, vector->bytes.len + 1, sizeof(*cuts));
        for (size_t cut = 0; cut <= vector->bytes.len; cut++)
            cuts[cut] = cut;
        check(vector, &guarded, NULL, 0);
        check(vector, &guarded, cuts, vector->bytes.len + 1);
        for (size_t cut = 0; cut < vector->bytes.len; cut++)
            check(vector, &guarded, &cuts[cut], 1);
        guarded_close(&guarded);
    }
    arena_free(arena);
}

static void names_are_unique(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct vector_file file = read_vectors(arena);
    for (size_t i = 0; i < file.count; i++) {
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(file.items[i].name, file.items[j].name);
    }
    arena_free(arena);
}

/* DEVIATION_LIMIT needs thousands of lines; response_parser_test makes them. */
static void every_deviation_has_a_vector(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct vector_file file = read_vectors(arena);
    bool has_vector[DEVIATION_KIND_COUNT] = {[DEVIATION_LIMIT] = true};
    for (size_t i = 0; i < file.count; i++) {
        const struct vector *vector = &file.items[i];
        const struct http_stream *stream =
            response_parse(arena, &vector->requests, vector->bytes, vector->end);
        for (size_t j = 0; j < stream->deviation_count; j++)
            has_vector[stream->deviations[j].kind] = true;
    }
    for (size_t kind = 0; kind < DEVIATION_KIND_COUNT; kind++) {
        if (!has_vector[kind])
            fail_msg("no vector shows %s", deviation_row((enum deviation_kind)kind)->id);
    }
    arena_free(arena);
}

/* What is given to a foreign parser must be free of faults in ours. */
static void wellformed_vectors_have_no_deviation(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct vector_file file = read_vectors(arena);
    for (size_t i = 0; i < file.count; i++) {
        const struct vector *vector = &file.items[i];
        const struct http_stream *stream =
            response_parse(arena, &vector->requests, vector->bytes, vector->end);
        for (size_t j = 0; vector->is_wellformed && j < stream->deviation_count; j++)
            assert_int_equal(stream->deviations[j].kind, DEVIATION_SWITCHED);
    }
    arena_free(arena);
}

/* xorshift: the same numbers everywhere, so that a printed seed finds the same fault. */
static uint64_t next_random(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

static size_t random_below(uint64_t *random, size_t limit)
{
    return (size_t)(next_random(random) % limit);
}

/* A vector made of pieces of others, with some bytes changed. */
static struct vector random_vector(struct arena *arena, const struct vector_file *file,
                                   uint64_t *random)
{
    static const uint8_t nasty[] = "\r\n\t :;,0fx\"\\\x00\x7f\xffH";
    struct text text = {0};
    struct vector vector = {.name = "random"};
    for (size_t pieces = 1 + random_below(random, 3); pieces > 0; pieces--) {
        const struct vector *from = &file->items[random_below(random, file->count)];
        size_t start = random_below(random, 4) == 0 ? random_below(random, from->bytes.len + 1) : 0;
        text_add_span(&text, span_slice(from->bytes, start, from->bytes.len));
        vector.requests = from->requests;
        vector.end = (enum stream_end)random_below(random, 3);
    }
    for (size_t i = random_below(random, 4); i > 0 && text.len > 0; i--)
        text.data[random_below(random, text.len)] =
            (char)nasty[random_below(random, sizeof(nasty) - 1)];
    vector.bytes = arena_copy(arena, text_span(&text));
    text_done(&text);
    return vector;
}

static int compare_sizes(const void *a, const void *b)
{
    size_t left = *(const size_t *)a;
    size_t right = *(const size_t *)b;
    return (left > right) - (left < right);
}

/* The seed comes from H1AUDIT_TEST_SEED; it is printed when something is found. */
static void any_cut_gives_the_same_parse(void **state)
{
    (void)state;
    enum { ROUNDS = 1500, CUTS_MAX = 6 };
    const char *wanted = getenv("H1AUDIT_TEST_SEED");
    uint64_t random = wanted != NULL ? strtoull(wanted, NULL, 10) | 1 : 9112;
    struct arena *arena = arena_new();
    struct vector_file file = read_vectors(arena);
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t seed = random;
        struct arena *scratch = arena_new();
        struct vector vector = random_vector(scratch, &file, &random);
        struct guarded guarded = guarded_open(vector.bytes.len);
        size_t cuts[CUTS_MAX];
        size_t count = 1 + random_below(&random, CUTS_MAX);
        for (size_t i = 0; i < count; i++)
            cuts[i] = random_below(&random, vector.bytes.len + 1);
        qsort(cuts, count, sizeof(cuts[0]), compare_sizes);
        struct text whole = parse_cut(&vector, &guarded, NULL, 0);
        struct text cut = parse_cut(&vector, &guarded, cuts, count);
        if (strcmp(text_string(&whole), text_string(&cut)) != 0)
            fail_msg("H1AUDIT_TEST_SEED=%llu\nwhole\n%s\ncut\n%s", (unsigned long long)seed,
                     text_string(&whole), text_string(&cut));
        text_done(&whole);
        text_done(&cut);
        guarded_close(&guarded);
        arena_free(scratch);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(vectors_give_what_they_expect_on_every_cut),
        cmocka_unit_test(names_are_unique),
        cmocka_unit_test(every_deviation_has_a_vector),
        cmocka_unit_test(wellformed_vectors_have_no_deviation),
        cmocka_unit_test(any_cut_gives_the_same_parse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

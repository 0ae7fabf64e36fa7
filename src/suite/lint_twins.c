#include <stdio.h>
#include <string.h>

#include "suite/bytes.h"
#include "suite/lint_rules.h"

/* What a case does, as one number; cases that differ in it differ in what they do. */
struct digest {
    uint64_t hash; /* FNV-1a */
    size_t len;
    bool is_known; /* false: the case is compared with none */
};

static void digest_add(struct digest *digest, struct span bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        digest->hash = (digest->hash ^ bytes.data[i]) * UINT64_C(1099511628211);
    digest->len += bytes.len;
}

static void digest_number(struct digest *digest, int64_t number)
{
    char text[32];
    int len = snprintf(text, sizeof(text), "/%lld", (long long)number);
    digest_add(digest, span_make(text, (size_t)len));
}

static void digest_cut(struct digest *digest, const struct cut *cut)
{
    digest_number(digest, (int64_t)cut->every);
    digest_number(digest, cut->gap_ms);
    for (size_t i = 0; i < cut->at_count; i++)
        digest_number(digest, (int64_t)cut->at[i]);
}

static bool is_cut(const struct step *step)
{
    return step->cut.every > 0 || step->cut.at_count > 0;
}

/* Sends that follow each other on one connection leave in one write unless they are cut. */
static bool continues(const struct step *step, const struct step *before)
{
    return before != NULL && step->kind == STEP_SEND && before->kind == STEP_SEND &&
           step->connection == before->connection && !is_cut(step) && !is_cut(before);
}

static void digest_step(struct digest *digest, const struct step *step)
{
    digest_number(digest, step->kind);
    digest_number(digest, step->connection);
    digest_number(digest, step->pause_ms);
    digest_number(digest, step->wait.kind);
    digest_number(digest, step->wait.number);
    digest_number(digest, step->wait.timeout_ms);
    digest_number(digest, step->wait.stops);
    digest_number(digest, step->connects_tls);
    digest_cut(digest, &step->cut);
}

static bool digest_bytes(struct lint *lint, const struct test_case *test_case,
                         const struct parts *parts, struct digest *digest)
{
    struct text bytes = {0};
    bool is_good = lint_expand(lint, test_case, parts, &bytes);
    digest_add(digest, text_span(&bytes));
    text_done(&bytes);
    return is_good;
}

static struct digest digest_case(struct lint *lint, const struct test_case *test_case)
{
    /* A probe may well do what a case does. */
    struct digest digest = {.hash = UINT64_C(14695981039346656037),
                            .is_known = test_case->kind != CASE_PROBE};
    const struct step *before = NULL;
    for (size_t i = 0; i < test_case->needs.count; i++)
        digest_add(&digest, span_of(test_case->needs.items[i]));
    digest_number(&digest, test_case->is_each_resource);
    for (size_t i = 0; i < test_case->script.count; i++) {
        const struct step *step = &test_case->script.steps[i];
        if (!continues(step, before))
            digest_step(&digest, step);
        digest.is_known = digest.is_known && digest_bytes(lint, test_case, &step->bytes, &digest);
        before = step;
    }
    return digest;
}

static bool same(const struct digest *a, const struct digest *b)
{
    return a->is_known && b->is_known && a->hash == b->hash && a->len == b->len;
}

void lint_twins(struct lint *lint)
{
    const struct collection *collection = lint->collection;
    struct digest *digests = arena_array(lint->arena, collection->count, sizeof(*digests));
    for (size_t i = 0; i < collection->count; i++) {
        const struct test_case *test_case = collection->cases[i];
        digests[i] = digest_case(lint, test_case);
        size_t twin = 0;
        while (twin < i && !same(&digests[i], &digests[twin]))
            twin++;
        if (twin < i)
            lint_warn(lint, test_case, test_case->line, "%s sends the same bytes as %s",
                      test_case->full_id, collection->cases[twin]->full_id);
    }
}

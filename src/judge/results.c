#include "judge/results.h"

size_t results_count(const struct results *results, enum verdict verdict)
{
    size_t count = 0;
    for (size_t i = 0; i < results->count; i++)
        count += results->items[i].judgement.verdict == verdict;
    return count;
}

bool results_failed(const struct results *results)
{
    for (size_t i = 0; i < results->count; i++) {
        if (results->fails_on[results->items[i].judgement.verdict])
            return true;
    }
    return false;
}

const struct requirement *result_requirement(const struct result *result,
                                             const struct requirement *items, size_t count)
{
    if (result->test_case != NULL)
        return result->test_case->cover_count > 0 ? result->test_case->covers[0] : NULL;
    if (result->tally == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (span_is(span_of(items[i].id), result->tally->rule->requirement))
            return &items[i];
    }
    return NULL;
}

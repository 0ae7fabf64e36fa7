#include <string.h>

#include "suite/lint_rules.h"

/* Each function says whether everything that satisfies narrow also satisfies wide; false if unsure.
 */

static bool ranges_cover(struct status_set wide, struct status_set narrow)
{
    if (wide.count == 0)
        return true;
    for (size_t i = 0; i < narrow.count; i++) {
        for (int status = narrow.ranges[i].low; status <= narrow.ranges[i].high; status++) {
            if (!status_set_contains(wide, status))
                return false;
        }
    }
    return narrow.count > 0;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_field(const struct field_check *a, const struct field_check *b)
{
    return span_is_nocase(span_of(a->name), b->name) && a->present == b->present &&
           a->count == b->count && same_text(a->has_token, b->has_token) &&
           same_text(a->lacks_token, b->lacks_token) && same_text(a->equals, b->equals) &&
           a->is_http_date == b->is_http_date && a->is_as_first == b->is_as_first;
}

static bool fields_cover(const struct message_checks *wide, const struct message_checks *narrow)
{
    for (size_t i = 0; i < wide->field_count; i++) {
        bool is_found = false;
        for (size_t j = 0; j < narrow->field_count; j++)
            is_found = is_found || same_field(&wide->fields[i], &narrow->fields[j]);
        if (!is_found)
            return false;
    }
    return true;
}

static bool interim_covers(const struct response_expectation *wide,
                           const struct response_expectation *narrow)
{
    if (wide->interim_count == 0 && !wide->interim_only)
        return true;
    return wide->interim_only == narrow->interim_only &&
           wide->interim_count == narrow->interim_count &&
           memcmp(wide->interim, narrow->interim, wide->interim_count * sizeof(int)) == 0;
}

static bool response_covers(const struct response_expectation *wide,
                            const struct response_expectation *narrow)
{
    return wide->to == narrow->to && wide->times == narrow->times &&
           (wide->is_optional || !narrow->is_optional) &&
           ranges_cover(wide->must.status, narrow->must.status) &&
           fields_cover(&wide->must, &narrow->must) && !wide->must.body.is_given &&
           (wide->version == NULL || same_text(wide->version, narrow->version)) &&
           interim_covers(wide, narrow) && (wide->before == -1 || wide->before == narrow->before);
}

static bool responses_cover(const struct outcome *wide, const struct outcome *narrow)
{
    if (!wide->has_responses)
        return true;
    if (!narrow->has_responses || wide->response_count != narrow->response_count)
        return false;
    for (size_t i = 0; i < wide->response_count; i++) {
        if (!response_covers(&wide->responses[i], &narrow->responses[i]))
            return false;
    }
    return true;
}

static bool end_covers(enum expected_end wide, enum expected_end narrow)
{
    if (wide == EXPECTED_END_CLOSED)
        return narrow == EXPECTED_END_CLOSED || narrow == EXPECTED_END_FIN ||
               narrow == EXPECTED_END_RST;
    return wide == EXPECTED_END_ANY || wide == narrow;
}

/* Every connection that wide looks at must be one that narrow looks at too. */
static bool connections_cover(const struct outcome *wide, const struct outcome *narrow)
{
    for (unsigned i = 0; i < wide->connection_count; i++) {
        bool is_found = false;
        for (unsigned j = 0; j < narrow->connection_count; j++)
            is_found = is_found || wide->connections[i] == narrow->connections[j];
        if (!is_found)
            return false;
    }
    return true;
}

static bool outcome_covers(const struct outcome *wide, const struct outcome *narrow)
{
    return connections_cover(wide, narrow) && responses_cover(wide, narrow) &&
           end_covers(wide->end, narrow->end) &&
           (wide->allows_surplus || !narrow->allows_surplus) && wide->grammar <= narrow->grammar &&
           (wide->handled == CHECK_UNSET || wide->handled == narrow->handled);
}

void lint_outcomes(struct lint *lint, const struct test_case *test_case)
{
    for (size_t later = 1; later < test_case->outcome_count; later++) {
        for (size_t earlier = 0; earlier < later; earlier++) {
            const struct outcome *wide = &test_case->outcomes[earlier];
            const struct outcome *narrow = &test_case->outcomes[later];
            if (!outcome_covers(wide, narrow))
                continue;
            lint_warn(lint, test_case, narrow->line,
                      "outcome \"%.80s\" of %s can never be reached: \"%.80s\" allows all of it",
                      narrow->name, test_case->full_id, wide->name);
            break;
        }
    }
}

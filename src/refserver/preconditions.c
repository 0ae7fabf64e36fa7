#include "refserver/preconditions.h"

#include <string.h>

#include "http/syntax.h"
#include "util/clock.h"

#define YEAR_S (INT64_C(31556952)) /* on average */

static int number(struct span text, size_t offset)
{
    int value = 0;
    for (size_t i = offset; i < text.len && text.data[i] >= '0' && text.data[i] <= '9'; i++)
        value = value * 10 + (text.data[i] - '0');
    return value;
}

static int month_number(struct span text, size_t offset)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return (int)(span_find(span_of(names), span_slice(text, offset, 3), 0) / 3);
}

/* Days from 1970-01-01 to a date of the Gregorian calendar; month 0 is January. */
static int64_t day_number(int64_t year, int month, int day)
{
    int64_t shifted = year - (month < 2);
    int64_t from_march = (month + 10) % 12;
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 +
           (153 * from_march + 2) / 5 + day - 719469;
}

/* RFC 9110 5.6.7: a two-digit year more than 50 years ahead is one of the past century. */
static int64_t full_year(const struct policy *policy, int two_digits)
{
    int64_t this_year = 1970 + clock_wall_ms() / 1000 / YEAR_S;
    int64_t year = this_year - this_year % 100 + two_digits;
    return year > this_year + 50 && policy->knows_past_century ? year - 100 : year;
}

/* Seconds since 1970 of a date in one of the three forms. False if text is none of them. */
static bool date_seconds(const struct policy *policy, struct span text, int64_t *seconds)
{
    if (!syntax_is_http_date(text, policy->knows_obsolete_dates))
        return false;
    size_t comma = span_find(text, span_of(","), 0);
    size_t time = span_find(text, span_of(":"), 0) - 2;
    int64_t days = 0;
    if (comma == SIZE_MAX) /* asctime */
        days = day_number(number(text, 20), month_number(text, 4),
                          number(text, text.data[8] == ' ' ? 9 : 8));
    else if (text.data[comma + 4] == '-') /* RFC 850 */
        days = day_number(full_year(policy, number(text, comma + 9)), month_number(text, comma + 5),
                          number(text, comma + 2));
    else
        days = day_number(number(text, 12), month_number(text, 8), number(text, 5));
    *seconds = ((days * 24 + number(text, time)) * 60 + number(text, time + 3)) * 60 +
               number(text, time + 6);
    return true;
}

/* The date in the field called name, or false if it is to be ignored. */
static bool field_date(const struct policy *policy, const struct request *request, const char *name,
                       int64_t *seconds)
{
    struct span value = request_value(request, name);
    if (request_count(request, name) == 1 && date_seconds(policy, value, seconds))
        return true;
    /* RFC 9110 13.1.3 and 13.1.4: what is not a valid date is ignored. */
    *seconds = policy->invalid_date;
    return request_count(request, name) > 0 && policy->invalid_date != POLICY_NO_DATE;
}

/* When representation was modified, or false if that is not known. */
static bool modification_date(const struct policy *policy,
                              const struct representation *representation, int64_t *seconds)
{
    if (date_seconds(policy, representation->last_modified, seconds))
        return true;
    *seconds = policy->unknown_date;
    return policy->unknown_date != POLICY_NO_DATE;
}

/* RFC 9110 8.8.3.2; etag is strong. */
static bool tag_matches(struct span member, const struct representation *representation,
                        bool is_weak)
{
    if (span_is(member, "*"))
        return representation->exists;
    if (is_weak && span_is(span_slice(member, 0, 2), "W/"))
        member = span_slice(member, 2, member.len);
    return representation->etag.len > 0 && span_equal(member, representation->etag);
}

static bool any_tag_matches(const struct policy *policy, const struct request *request,
                            const char *name, const struct representation *representation,
                            bool is_weak)
{
    for (size_t i = 0; i < request->field_count; i++) {
        const struct request_field *field = &request->fields[i];
        size_t offset = 0;
        struct span member;
        while (span_is_nocase(field->name, name) &&
               syntax_next_member(field->value, &offset, &member)) {
            if (tag_matches(member, representation, is_weak))
                return true;
            if (!policy->compares_all_tags)
                return false;
        }
    }
    return false;
}

/* RFC 9110 13.2.2, items 1 and 2. */
static bool may_be_done(const struct policy *policy, const struct request *request,
                        const struct representation *representation)
{
    int64_t seconds = 0;
    int64_t modified = 0;
    bool has_match = request_count(request, "If-Match") > 0 && policy->evaluates_if_match;
    if (has_match &&
        !any_tag_matches(policy, request, "If-Match", representation, !policy->if_match_is_strong))
        return false;
    if (has_match && policy->tags_beat_dates)
        return true;
    return !policy->evaluates_if_unmodified_since ||
           !modification_date(policy, representation, &modified) ||
           !field_date(policy, request, "If-Unmodified-Since", &seconds) || modified <= seconds;
}

static bool is_get(const struct request *request)
{
    return request->method == METHOD_GET || request->method == METHOD_HEAD;
}

/* RFC 9110 13.2.2, items 3 and 4. */
static bool is_known_already(const struct policy *policy, const struct request *request,
                             const struct representation *representation)
{
    int64_t seconds = 0;
    int64_t modified = 0;
    bool has_tags = request_count(request, "If-None-Match") > 0;
    if (has_tags && policy->evaluates_if_none_match &&
        any_tag_matches(policy, request, "If-None-Match", representation,
                        policy->if_none_match_is_weak))
        return true;
    if (has_tags && policy->tags_beat_dates)
        return false;
    /* RFC 9110 13.1.3: other methods have no If-Modified-Since. */
    bool has_date = is_get(request) || !policy->limits_if_modified_since;
    return has_date && policy->evaluates_if_modified_since &&
           modification_date(policy, representation, &modified) &&
           field_date(policy, request, "If-Modified-Since", &seconds) && modified <= seconds;
}

unsigned preconditions_status(const struct policy *policy, const struct request *request,
                              const struct representation *representation)
{
    bool is_known = is_known_already(policy, request, representation);
    unsigned known = is_get(request) ? policy->known_to_get : policy->known_to_change;
    if (is_known && policy->if_none_match_comes_first)
        return known;
    if (!may_be_done(policy, request, representation))
        return 412;
    return is_known ? known : 200;
}

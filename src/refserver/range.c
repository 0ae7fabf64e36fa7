#include "refserver/range.h"

#include "http/syntax.h"

#define RANGES_MAX 128
#define RANGES_SERVED 16 /* RFC 9110 17.15: more are ignored */
#define OVERLAPS_SERVED 2
#define BOUNDARY "h1audit-part-of-a-whole"

/* One range, both ends within the content. */
struct part {
    size_t first;
    size_t last;
};

struct parts {
    struct part items[RANGES_MAX];
    size_t count; /* that can be satisfied */
    size_t asked;
};

/* What is needed to make an answer of several parts. */
struct whole {
    const struct policy *policy;
    struct span content;
    const char *type;
};

void range_done(struct range_room *room)
{
    text_done(&room->lines);
    text_done(&room->type);
    text_done(&room->content);
}

/* RFC 9110 14.1.2: positions have no limit, so they saturate. False if there is no digit. */
static bool take_number(const struct policy *policy, struct span text, size_t *at, uint64_t *number)
{
    size_t start = *at;
    bool is_huge = false;
    *number = 0;
    for (; *at < text.len && text.data[*at] >= '0' && text.data[*at] <= '9'; (*at)++) {
        uint64_t digit = (uint64_t)(text.data[*at] - '0');
        is_huge = is_huge || *number > (UINT64_MAX - digit) / 10;
        *number = *number * 10 + digit;
    }
    if (is_huge && policy->range_positions_saturate)
        *number = UINT64_MAX;
    return *at > start;
}

/* Adds first-last, cut at the end of size octets, unless nothing of it is there. */
static void add_part(struct parts *parts, uint64_t first, uint64_t last, size_t size)
{
    parts->asked++;
    if (first < size)
        parts->items[parts->count++] =
            (struct part){(size_t)first, last < size ? (size_t)last : size - 1};
}

/* One range-spec. False if it is none (RFC 9110 14.1.1) or not known here. */
static bool take_spec(const struct policy *policy, struct span spec, size_t size,
                      struct parts *parts)
{
    size_t at = 0;
    uint64_t first = 0;
    uint64_t last = 0;
    bool has_first = take_number(policy, spec, &at, &first);
    if (at >= spec.len || spec.data[at++] != '-')
        return false;
    bool has_last = take_number(policy, spec, &at, &last);
    if (at != spec.len || (!has_first && !(has_last && policy->has_suffix_ranges)))
        return false;
    bool is_backwards = has_first && has_last && last < first;
    if (is_backwards && policy->turns_ranges)
        add_part(parts, last, first, size);
    else if (!has_first)
        add_part(parts, last == 0 ? size : last < size ? size - last : 0, UINT64_MAX, size);
    else if (!is_backwards)
        add_part(parts, first, has_last ? last : UINT64_MAX, size);
    return !is_backwards || policy->turns_ranges;
}

static size_t count_overlaps(const struct parts *parts)
{
    size_t count = 0;
    for (size_t i = 0; i < parts->count; i++) {
        for (size_t other = 0; other < i; other++)
            count += parts->items[i].first <= parts->items[other].last &&
                     parts->items[other].first <= parts->items[i].last;
    }
    return count;
}

/* Reads Range. False if it is to be ignored. */
static bool take_ranges(const struct policy *policy, const struct request *request, size_t size,
                        struct parts *parts)
{
    struct span value = request_value(request, "Range");
    size_t mark = span_find(value, span_of("="), 0);
    if (request_count(request, "Range") != 1 || mark == SIZE_MAX)
        return false;
    /* RFC 9110 14.1: names of units have no case. */
    if (policy->ignores_other_units && !span_is_nocase(span_slice(value, 0, mark), "bytes"))
        return false;
    struct span specs = span_slice(value, mark + 1, SIZE_MAX);
    struct span spec;
    size_t offset = 0;
    while (syntax_next_member(specs, &offset, &spec)) {
        if (parts->asked == RANGES_MAX || !take_spec(policy, spec, size, parts))
            return false;
    }
    if (policy->limits_ranges &&
        (parts->asked > RANGES_SERVED || count_overlaps(parts) > OVERLAPS_SERVED))
        return false;
    return parts->asked > 0;
}

/* RFC 9110 13.1.5: an entity tag is compared strongly, a date must be the very same. */
static bool is_unchanged(const struct policy *policy, const struct request *request,
                         struct span etag, struct span last_modified)
{
    struct span value = request_value(request, "If-Range");
    bool is_weak = span_is(span_slice(value, 0, 2), "W/");
    if (request_count(request, "If-Range") == 0 || !policy->evaluates_if_range)
        return true;
    if (policy->if_range_never_holds)
        return false;
    if (is_weak && !policy->if_range_is_strong)
        value = span_slice(value, 2, SIZE_MAX);
    if (value.len > 0 && (value.data[0] == '"' || is_weak))
        return etag.len > 0 && span_equal(value, etag);
    if (!policy->if_range_date_is_exact && syntax_is_http_date(value, false))
        return span_slice(value, 12, 4).data[0] >= '2';
    return last_modified.len > 0 && span_equal(value, last_modified);
}

static void add_range_line(struct text *out, const struct whole *whole, struct part part)
{
    text_printf(out, "Content-Range: bytes %zu-%zu/", part.first, part.last);
    if (whole->policy->tells_complete_length)
        text_printf(out, "%zu", whole->content.len);
    else
        text_add(out, "*");
}

static struct span octets(const struct whole *whole, struct part part)
{
    size_t len = part.last - part.first + 1;
    return span_slice(whole->content, part.first, whole->policy->ranges_end_within ? len : len + 1);
}

/* RFC 9110 14.6 */
static void add_parts(struct text *out, const struct whole *whole, const struct parts *parts)
{
    const struct policy *policy = whole->policy;
    const char *line_end = policy->part_line_end;
    for (size_t i = 0; i < parts->count; i++) {
        text_printf(out, "--" BOUNDARY "%s", line_end);
        if (policy->has_type_in_parts)
            text_printf(out, "Content-Type: %s%s", whole->type, line_end);
        if (policy->has_range_in_parts) {
            add_range_line(out, whole, parts->items[i]);
            text_add(out, line_end);
        }
        text_add(out, line_end);
        text_add_span(out, octets(whole, parts->items[i]));
        text_add(out, line_end);
    }
    text_printf(out, "--" BOUNDARY "--%s", line_end);
}

static void sort(struct parts *parts)
{
    for (size_t i = 1; i < parts->count; i++) {
        for (size_t at = i; at > 0 && parts->items[at].first < parts->items[at - 1].first; at--) {
            struct part part = parts->items[at];
            parts->items[at] = parts->items[at - 1];
            parts->items[at - 1] = part;
        }
    }
}

static void say_206(const struct whole *whole, const struct parts *parts, struct range_room *room,
                    struct answer *answer)
{
    const struct policy *policy = whole->policy;
    bool has_many = parts->count > 1 || (parts->asked == 1 && policy->has_multipart_for_one);
    answer->status = 206;
    if (has_many ? policy->has_range_beside_parts : policy->has_range_in_206) {
        add_range_line(&room->lines, whole, parts->items[0]);
        text_add(&room->lines, "\r\n");
    }
    answer->lines = text_string(&room->lines);
    answer->content = octets(whole, parts->items[0]);
    if (!has_many)
        return;
    add_parts(&room->content, whole, parts);
    answer->content = text_span(&room->content);
    text_printf(&room->type, "multipart/byteranges%s",
                policy->tells_boundary ? "; boundary=" BOUNDARY : "");
    answer->type = text_string(&room->type);
}

static void say_416(const struct policy *policy, struct range_room *room, struct answer *answer)
{
    answer->status = 416;
    if (policy->has_range_in_416)
        text_printf(&room->lines, "Content-Range: bytes */%zu\r\n", answer->content.len);
    answer->lines = text_string(&room->lines);
    answer->content = span_of("Nothing is there.\n");
}

static bool asks(const struct policy *policy, const struct request *request)
{
    bool is_get = request->method == METHOD_GET;
    return request_count(request, "Range") > 0 && (is_get || !policy->ranges_are_for_get);
}

void range_apply(const struct policy *policy, const struct request *request, struct span etag,
                 struct span last_modified, struct range_room *room, struct answer *answer)
{
    struct parts parts = {.count = 0};
    const struct whole whole = {policy, answer->content, answer->type};
    bool has_condition = request_count(request, "If-Range") > 0;
    if (answer->status != 200)
        return;
    /* RFC 9110 13.1.5 */
    bool is_unchanged_since = is_unchanged(policy, request, etag, last_modified);
    if (has_condition && request_count(request, "Range") == 0 && !policy->if_range_needs_range &&
        !is_unchanged_since)
        answer->status = 412;
    if (!asks(policy, request) || !is_unchanged_since ||
        !take_ranges(policy, request, answer->content.len, &parts))
        return;
    text_clear(&room->lines);
    text_clear(&room->type);
    text_clear(&room->content);
    if (policy->sorts_ranges)
        sort(&parts);
    if (parts.count == 0 && policy->refuses_unsatisfiable)
        say_416(policy, room, answer);
    if (parts.count == 0)
        return;
    say_206(&whole, &parts, room, answer);
}

void range_ignore(const struct policy *policy, const struct request *request, struct answer *answer)
{
    if (!policy->if_range_needs_parts && request_count(request, "If-Range") > 0)
        answer->status = 412;
}

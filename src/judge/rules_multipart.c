#include "judge/rules.h"

#include "http/syntax.h"
#include "judge/words.h"

/* RFC 9110 15.3.7.2 and 14.6; the form of the parts is that of RFC 2046 5.1.1. */
#define MULTIPART "multipart/byteranges"

/* What a Content-Range field or a range-spec says; complete is 0 if it is not told. */
struct extent {
    uint64_t first;
    uint64_t last;
    uint64_t complete;
};

struct body_part {
    struct span head; /* field lines with their line ends */
    struct span content;
};

/* The parts of a response, taken one after the other. */
struct walk {
    struct span content;
    const char *delimiter; /* two hyphens and the boundary */
    size_t at;             /* the next delimiter, or SIZE_MAX */
    bool is_closed;        /* the last delimiter was the closing one */
    bool has_bare_lf;
};

static bool is_multipart(const struct rule_place *place)
{
    struct span type = span_slice(rules_value(place, "Content-Type"), 0, sizeof(MULTIPART) - 1);
    return rules_is_final(place) && place->response->status == 206 &&
           span_is_nocase(type, MULTIPART);
}

/*
 * The boundary parameter without quotes (RFC 9110 8.3.3), or an empty span. Some servers leave out
 * quotes that it needs, which clients forgive.
 */
static struct span boundary(const struct rule_place *place)
{
    struct span type = rules_value(place, "Content-Type");
    size_t at = span_find(type, span_of(";"), 0);
    while (at != SIZE_MAX) {
        at = syntax_skip_blanks(type, at + 1);
        size_t mark = syntax_skip_token(type, at);
        struct span value = span_slice(type, mark + 1, SIZE_MAX);
        size_t quoted = syntax_quoted_string(value);
        if (span_is_nocase(span_slice(type, at, mark - at), "boundary"))
            return quoted > 0
                       ? span_slice(value, 1, quoted - 2)
                       : span_trim_ows(span_slice(value, 0, span_find(value, span_of(";"), 0)));
        at = span_find(type, span_of(";"), mark + quoted);
    }
    return (struct span){0};
}

static size_t find_delimiter(const struct walk *walk, size_t from)
{
    struct span delimiter = span_of(walk->delimiter);
    size_t at = span_find(walk->content, delimiter, from);
    while (at != SIZE_MAX && at > 0 && walk->content.data[at - 1] != '\n')
        at = span_find(walk->content, delimiter, at + 1);
    return at;
}

/* False if there is nothing to walk through: no parts, no boundary, content that is not whole. */
static bool walk_begin(struct walk *walk, const struct rule_place *place)
{
    const struct http_message *response = place->response;
    struct span mark = is_multipart(place) ? boundary(place) : (struct span){0};
    if (mark.len == 0 || response->framing == FRAMING_NONE || !response->is_complete)
        return false;
    *walk = (struct walk){
        .content = http_content(response, place->peer->received, place->arena),
        .delimiter = arena_printf(place->arena, "--%s", arena_string_of(place->arena, mark))};
    walk->at = find_delimiter(walk, 0);
    return true;
}

/* Offset behind the line that at lies in. */
static size_t next_line(struct walk *walk, size_t at)
{
    size_t end = span_find(walk->content, span_of("\n"), at);
    if (end == SIZE_MAX)
        return walk->content.len;
    walk->has_bare_lf = walk->has_bare_lf || end == 0 || walk->content.data[end - 1] != '\r';
    return end + 1;
}

static bool is_empty_line(struct span content, size_t at)
{
    return span_is(span_slice(content, at, 2), "\r\n") || span_is(span_slice(content, at, 1), "\n");
}

/* False behind the last part. */
static bool walk_next(struct walk *walk, struct body_part *part)
{
    if (walk->at == SIZE_MAX)
        return false;
    size_t behind = walk->at + span_of(walk->delimiter).len;
    walk->is_closed = span_is(span_slice(walk->content, behind, 2), "--");
    if (walk->is_closed)
        return false;
    size_t head = next_line(walk, behind);
    size_t line = head;
    while (line < walk->content.len && !is_empty_line(walk->content, line))
        line = next_line(walk, line);
    size_t start = next_line(walk, line);
    walk->at = find_delimiter(walk, start);
    size_t end = walk->at == SIZE_MAX ? walk->content.len : walk->at;
    bool has_lf = end > start && walk->content.data[end - 1] == '\n';
    bool has_cr = has_lf && end - start > 1 && walk->content.data[end - 2] == '\r';
    walk->has_bare_lf = walk->has_bare_lf || (has_lf && !has_cr && walk->at != SIZE_MAX);
    end -= (size_t)has_lf + (size_t)has_cr;
    part->head = span_slice(walk->content, head, line - head);
    part->content = span_slice(walk->content, start, end - start);
    return true;
}

/* The value of the part's field called name, or a span with data NULL. */
static struct span part_value(const struct body_part *part, const char *name)
{
    size_t at = 0;
    while (at < part->head.len) {
        size_t end = span_find(part->head, span_of("\n"), at);
        struct span line =
            span_slice(part->head, at, (end == SIZE_MAX ? part->head.len : end) - at);
        if (line.len > 0 && line.data[line.len - 1] == '\r')
            line.len--;
        size_t colon = span_find(line, span_of(":"), 0);
        if (colon != SIZE_MAX && span_is_nocase(span_slice(line, 0, colon), name))
            return span_trim_ows(span_slice(line, colon + 1, SIZE_MAX));
        at = end == SIZE_MAX ? part->head.len : end + 1;
    }
    return (struct span){0};
}

/* first "-" last at the start of text; *end is set behind it. */
static bool read_pair(struct span text, struct extent *extent, size_t *end)
{
    size_t hyphen = span_find(text, span_of("-"), 0);
    *end = hyphen + 1;
    while (hyphen != SIZE_MAX && *end < text.len && text.data[*end] >= '0' &&
           text.data[*end] <= '9')
        (*end)++;
    return hyphen != SIZE_MAX &&
           span_to_uint(span_slice(text, 0, hyphen), UINT64_MAX - 1, &extent->first) &&
           span_to_uint(span_slice(text, hyphen + 1, *end - hyphen - 1), UINT64_MAX - 1,
                        &extent->last);
}

/* RFC 9110 14.4; value speaks of bytes. */
static bool read_extent(struct span value, struct extent *extent)
{
    size_t end;
    struct span text = span_slice(value, sizeof("bytes ") - 1, SIZE_MAX);
    if (!read_pair(text, extent, &end) || !span_is(span_slice(text, end, 1), "/"))
        return false;
    struct span complete = span_slice(text, end + 1, SIZE_MAX);
    extent->complete = 0;
    return extent->last >= extent->first &&
           (span_is(complete, "*") || (span_to_uint(complete, UINT64_MAX, &extent->complete) &&
                                       extent->complete > extent->last));
}

/* The value of the request's only field line called name, or a span with data NULL. */
static struct span asked(const struct rule_place *place, const char *name)
{
    if (place->request == NULL)
        return (struct span){0};
    size_t len = place->request->end - place->request->offset;
    struct span request = span_slice(place->peer->sent, place->request->offset, len);
    size_t end = span_find(request, span_of("\r\n\r\n"), 0);
    struct body_part head = {.head = span_slice(request, 0, end)};
    return part_value(&head, name);
}

/* Walks the specs of a Range field that counts bytes. */
static bool next_spec(struct span range, size_t *offset, struct span *spec)
{
    static const char unit[] = "bytes=";
    if (!span_is_nocase(span_slice(range, 0, sizeof(unit) - 1), unit))
        return false;
    return syntax_next_member(span_slice(range, sizeof(unit) - 1, SIZE_MAX), offset, spec);
}

static struct range content_place(const struct rule_place *place)
{
    const struct http_message *response = place->response;
    return response->content_count > 0 ? response->content[0] : response->start_line;
}

void rules_multipart_boundary(struct rule_place *place)
{
    struct walk walk;
    struct body_part part;
    size_t count = 0;
    if (!is_multipart(place))
        return;
    rules_look(place);
    if (boundary(place).len == 0)
        rules_hit(place, rules_where(place, "Content-Type"),
                  words_quote(place->arena, rules_value(place, "Content-Type")));
    if (!walk_begin(&walk, place))
        return;
    while (walk_next(&walk, &part))
        count++;
    if (count == 0 || !walk.is_closed)
        rules_hit(place, content_place(place),
                  count == 0 ? "no part begins with the boundary"
                             : "no boundary with two hyphens ends the last part");
}

void rules_multipart_lines(struct rule_place *place)
{
    struct walk walk;
    struct body_part part;
    if (!walk_begin(&walk, place))
        return;
    rules_look(place);
    while (walk_next(&walk, &part)) {
    }
    if (walk.has_bare_lf)
        rules_hit(place, content_place(place), "a line between parts ends in LF without CR");
}

void rules_multipart_head(struct rule_place *place)
{
    if (!is_multipart(place))
        return;
    rules_look(place);
    if (rules_count(place, "Content-Range") > 0)
        rules_hit(place, rules_where(place, "Content-Range"),
                  "Content-Range in the head of a response in parts");
}

void rules_multipart_ranges(struct rule_place *place)
{
    struct walk walk;
    struct body_part part;
    if (!walk_begin(&walk, place))
        return;
    while (walk_next(&walk, &part)) {
        rules_look(place);
        if (part_value(&part, "Content-Range").data == NULL)
            rules_hit(place, content_place(place),
                      arena_printf(place->arena, "a part without Content-Range: %s",
                                   words_quote(place->arena, part.head)));
    }
}

/* The Content-Type of an earlier 200 on this connection, to a request with the same first line. */
static struct span type_of_whole(const struct rule_place *place)
{
    const struct observed_connection *peer = place->peer;
    struct span first_line = {0};
    if (place->request != NULL)
        first_line = span_slice(peer->sent, place->request->offset, SIZE_MAX);
    first_line = span_slice(first_line, 0, span_find(first_line, span_of("\r\n"), 0));
    for (size_t i = 0; first_line.len > 0 && i < place->message; i++) {
        const struct http_message *earlier = &peer->stream->messages[i];
        if (earlier->status != 200 || earlier->request < 0)
            continue;
        size_t offset = peer->requests.items[earlier->request].offset;
        if (span_equal(span_slice(peer->sent, offset, first_line.len), first_line))
            return http_field_value(earlier, peer->received, "Content-Type");
    }
    return (struct span){0};
}

void rules_multipart_types(struct rule_place *place)
{
    struct walk walk;
    struct body_part part;
    struct span whole = type_of_whole(place);
    if (whole.data == NULL || !walk_begin(&walk, place))
        return;
    while (walk_next(&walk, &part)) {
        rules_look(place);
        struct span type = part_value(&part, "Content-Type");
        if (!span_equal(type, whole))
            rules_hit(place, content_place(place),
                      type.data == NULL
                          ? "a part without Content-Type"
                          : arena_printf(place->arena, "a part of type %s, the whole of type %s",
                                         words_quote(place->arena, type),
                                         words_quote(place->arena, whole)));
    }
}

void rules_multipart_asked(struct rule_place *place)
{
    struct span range = asked(place, "Range");
    struct span spec;
    size_t offset = 0;
    size_t count = 0;
    while (next_spec(range, &offset, &spec))
        count++;
    if (!rules_is_final(place) || place->response->status != 206 || count != 1)
        return;
    rules_look(place);
    if (is_multipart(place))
        rules_hit(place, rules_where(place, "Content-Type"),
                  arena_printf(place->arena, "%s to Range: %s", MULTIPART,
                               words_quote(place->arena, range)));
}

/* Which of the asked ranges part is, counted from 1; 0 if it is none of them as it stands. */
static size_t position(struct span range, struct extent part)
{
    struct span spec;
    size_t offset = 0;
    for (size_t i = 1; next_spec(range, &offset, &spec); i++) {
        struct extent extent;
        size_t end;
        if (read_pair(spec, &extent, &end) && extent.first == part.first &&
            extent.last == part.last)
            return i;
    }
    return 0;
}

/* Coalesced parts and those that reach the end are left out: they have no certain position. */
void rules_multipart_order(struct rule_place *place)
{
    struct walk walk;
    struct body_part part;
    size_t last = 0;
    if (!walk_begin(&walk, place))
        return;
    while (walk_next(&walk, &part)) {
        struct extent extent;
        struct span value = part_value(&part, "Content-Range");
        size_t at = read_extent(value, &extent) ? position(asked(place, "Range"), extent) : 0;
        if (at == 0)
            continue;
        rules_look(place);
        if (at < last)
            rules_hit(place, content_place(place),
                      arena_printf(place->arena, "%s comes late, asked: %s",
                                   words_quote(place->arena, value),
                                   words_quote(place->arena, asked(place, "Range"))));
        last = at;
    }
}

static void check_length(struct rule_place *place, struct span value, size_t len)
{
    struct extent extent;
    if (!span_is_nocase(span_slice(value, 0, 6), "bytes "))
        return;
    rules_look(place);
    if (!read_extent(value, &extent) || extent.last - extent.first + 1 != len)
        rules_hit(place, rules_where(place, "Content-Range"),
                  arena_printf(place->arena, "Content-Range: %s with %s of content",
                               words_quote(place->arena, value),
                               words_count(place->arena, len, "byte")));
}

void rules_part_length(struct rule_place *place)
{
    const struct http_message *response = place->response;
    struct walk walk;
    struct body_part part;
    if (walk_begin(&walk, place)) {
        while (walk_next(&walk, &part))
            check_length(place, part_value(&part, "Content-Range"), part.content.len);
    } else if (rules_is_final(place) && response->status == 206 && response->is_complete &&
               response->framing != FRAMING_NONE && !is_multipart(place)) {
        check_length(place, rules_value(place, "Content-Range"), response->content_length);
    }
}

#include "run/cut_place.h"

#include "http/requests.h"
#include "http/syntax.h"
#include "util/text.h"

#define NAME_MAX_LEN 40u /* of a field name that is told */

/* A walk over one request, line by line, up to the octet before the cut. */
struct walk {
    struct span bytes;
    size_t position; /* where the next part begins */
    bool is_chunked;
};

/* The line at the walk's position, with its end; the walk goes on behind it. */
static struct span next_line(struct walk *walk)
{
    size_t start = walk->position;
    size_t end = start;
    while (end < walk->bytes.len && walk->bytes.data[end] != '\n')
        end++;
    walk->position = end < walk->bytes.len ? end + 1 : end;
    return span_slice(walk->bytes, start, walk->position - start);
}

static struct span without_end(struct span line)
{
    size_t len = line.len;
    while (len > 0 && (line.data[len - 1] == '\n' || line.data[len - 1] == '\r'))
        len--;
    return span_slice(line, 0, len);
}

static size_t chunk_size(struct span line)
{
    size_t size = 0;
    for (size_t i = 0; i < line.len && i < 8 && syntax_is_hex(line.data[i]); i++)
        size = size * 16 + (size_t)syntax_hex_value(line.data[i]);
    return size;
}

static const char *field_line(struct walk *walk, struct span line, struct arena *arena)
{
    size_t len = span_find(line, span_of(":"), 0);
    struct span name = span_slice(line, 0, len == SIZE_MAX ? 0 : len);
    if (!syntax_is_token(name) || name.len > NAME_MAX_LEN)
        return "a line of the header section";
    if (span_is_nocase(name, "Transfer-Encoding"))
        walk->is_chunked = syntax_list_has(span_slice(line, len + 1, line.len), "chunked");
    return arena_printf(arena, "the %.*s line", (int)name.len, (const char *)name.data);
}

/* The part of the header section that holds offset, or NULL if the section ends before it. */
static const char *part_of_head(struct walk *walk, size_t offset, struct arena *arena)
{
    (void)next_line(walk);
    if (offset < walk->position)
        return "the request line";
    while (walk->position < walk->bytes.len) {
        struct span line = without_end(next_line(walk));
        bool is_end = line.len == 0;
        const char *part = is_end ? "the empty line" : field_line(walk, line, arena);
        if (offset < walk->position)
            return part;
        if (is_end)
            return NULL;
    }
    return "the header section";
}

static const char *part_of_chunks(struct walk *walk, size_t offset)
{
    while (walk->position < walk->bytes.len) {
        size_t size = chunk_size(next_line(walk));
        if (offset < walk->position)
            return "the chunk-size line";
        if (size == 0)
            return "the trailer section";
        size_t rest = walk->bytes.len - walk->position;
        walk->position += size < rest ? size : rest;
        if (offset < walk->position)
            return "the chunk data";
        (void)next_line(walk);
        if (offset < walk->position)
            return "the line end behind the chunk data";
    }
    return "the content";
}

static const char *part_of_request(struct walk *walk, size_t offset, struct arena *arena)
{
    const char *part = part_of_head(walk, offset, arena);
    if (part != NULL)
        return part;
    return walk->is_chunked ? part_of_chunks(walk, offset) : "the content";
}

/* The part that the octet before the cut belongs to, or NULL; *ends: the cut is right behind it. */
static const char *part_before(struct span sent, size_t at, bool *ends, struct arena *arena)
{
    struct http_requests requests = http_requests_scan(sent, arena);
    for (size_t i = 0; i < requests.count; i++) {
        const struct http_request *request = &requests.items[i];
        *ends = at == request->end;
        if (*ends)
            return "the request";
        if (at - 1 < request->offset || at > request->end)
            continue;
        struct walk walk = {.bytes =
                                span_slice(sent, request->offset, request->end - request->offset)};
        const char *part = part_of_request(&walk, at - 1 - request->offset, arena);
        *ends = request->offset + walk.position == at;
        return part;
    }
    return NULL;
}

const char *cut_place(struct span sent, size_t at, struct arena *arena)
{
    struct text words = {0};
    bool ends = false;
    const char *part = part_before(sent, at, &ends, arena);
    if (ends) {
        text_printf(&words, "behind %s", part);
    } else {
        text_add(&words, "between \"");
        text_wire(&words, span_slice(sent, at - 1, 1));
        text_add(&words, "\" and \"");
        text_wire(&words, span_slice(sent, at, 1));
        text_printf(&words, "\"%s%s", part == NULL ? "" : " of ", part == NULL ? "" : part);
    }
    const char *place = arena_string(arena, text_string(&words));
    text_done(&words);
    return place;
}

/*
 * Any bytes, any cut: the parser stays inside them and says the same as for the whole. The first
 * byte chooses the requests and the end, the second the size of the pieces.
 */
#include <stdlib.h>
#include <string.h>

#include "http/response_parser.h"
#include "http/stream_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct http_requests choose_requests(struct http_request *items, size_t count,
                                            uint8_t choice)
{
    static const char *const methods[] = {"GET", "HEAD", "CONNECT", "POST"};
    for (size_t i = 0; i < count; i++)
        items[i] = (struct http_request){.method = span_of(methods[(choice >> (2 * i)) % 4])};
    return (struct http_requests){.items = items, .count = count};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    struct http_request items[3];
    struct http_requests requests = choose_requests(items, data[0] % 4, data[0] >> 2);
    enum stream_end end = (enum stream_end)(data[0] % 3);
    size_t piece = (size_t)data[1] + 1;
    struct span received = span_make(data + 2, size - 2);

    struct arena *arena = arena_new();
    struct response_parser *parser = response_parser_new(arena, &requests);
    for (size_t len = piece; len < received.len; len += piece)
        response_parser_advance(parser, span_slice(received, 0, len));
    response_parser_finish(parser, received, end);

    struct text cut = {0};
    struct text whole = {0};
    stream_text_add(&cut, response_parser_stream(parser), received);
    stream_text_add(&whole, response_parse(arena, &requests, received, end), received);
    if (strcmp(text_string(&cut), text_string(&whole)) != 0)
        abort();
    http_requests_scan(received, arena);
    text_done(&cut);
    text_done(&whole);
    arena_free(arena);
    return 0;
}

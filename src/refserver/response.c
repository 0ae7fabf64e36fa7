#include "refserver/response.h"

#include "refserver/gzip.h"

#define CHUNK_SIZE 4096

/* RFC 9112 6.3, item 1: what never has content, whatever its fields say. */
static bool is_bodyless(unsigned status)
{
    return status < 200 || status == 204 || status == 304;
}

static void add_framing(struct text *out, const struct policy *policy,
                        const struct request *request, const struct answer *answer)
{
    enum response_framing framing = policy->framing(request, answer);
    bool is_head = request->method == METHOD_HEAD;
    size_t len = is_head && !policy->head_tells_length ? 0 : answer->content.len;
    if (framing == RESPONSE_BY_LENGTH || framing == RESPONSE_CHUNKED_WITH_LENGTH) {
        for (unsigned i = 0; i < policy->length_lines(answer->status); i++)
            text_printf(out, "Content-Length: %zu\r\n", len);
    }
    if (framing == RESPONSE_CHUNKED || framing == RESPONSE_CHUNKED_WITH_LENGTH)
        text_add(out, policy->coding_line);
    if (framing == RESPONSE_GZIP)
        text_add(out, "Transfer-Encoding: gzip, chunked\r\n");
    if (framing == RESPONSE_GZIP_ALONE)
        text_add(out, "Transfer-Encoding: gzip\r\n");
}

static void add_connection(struct text *out, const struct request *request, struct ending ending)
{
    if (ending.is_announced)
        text_add(out, "Connection: close\r\n");
    else if (!request->is_http11 && ending.kind != ENDING_CLOSE &&
             request_lists(request, "Connection", "keep-alive"))
        text_add(out, "Connection: keep-alive\r\n");
}

static void add_head(struct text *out, const struct policy *policy, const struct request *request,
                     const struct answer *answer, struct ending ending)
{
    text_printf(out, "%s %u%s\r\n", policy->version(request), answer->status,
                policy->reason(answer->status));
    if (answer->status < 300)
        text_add(out, policy->first_lines);
    if (answer->status >= 400)
        text_add(out, policy->first_error_lines);
    policy->add_date(out, answer->status);
    bool has_type = answer->type != NULL && policy->content_type_name != NULL;
    if (has_type && (policy->head_tells_type || request->method != METHOD_HEAD))
        text_printf(out, "%s: %s\r\n", policy->content_type_name, answer->type);
    if (answer->lines != NULL)
        text_add(out, answer->lines);
    if (answer->status == 204)
        text_add(out, policy->no_content_lines);
    if (!is_bodyless(answer->status))
        add_framing(out, policy, request, answer);
    add_connection(out, request, ending);
    text_add(out, "\r\n");
}

static void add_chunks(struct text *out, const struct policy *policy, struct span content)
{
    for (size_t at = 0; at < content.len; at += CHUNK_SIZE) {
        struct span chunk = span_slice(content, at, CHUNK_SIZE);
        text_printf(out, "%zx%s\r\n", chunk.len, policy->chunk_extension);
        text_add_span(out, chunk);
        text_add(out, "\r\n");
    }
    text_printf(out, "0\r\n%s\r\n", policy->trailer_lines);
}

static void add_gzip_chunks(struct text *out, const struct policy *policy, struct span content)
{
    struct text coded = {0};
    gzip_add(&coded, content);
    add_chunks(out, policy, text_span(&coded));
    text_done(&coded);
}

static void write_whole(struct text *out, const struct policy *policy,
                        const struct request *request, const struct answer *answer,
                        struct ending ending)
{
    add_head(out, policy, request, answer, ending);
    bool is_head = request->method == METHOD_HEAD && !policy->head_has_content;
    if (is_head || is_bodyless(answer->status))
        return;
    switch (policy->framing(request, answer)) {
    case RESPONSE_BY_LENGTH:
    case RESPONSE_BY_CLOSE:
        text_add_span(out, answer->content);
        break;
    case RESPONSE_GZIP:
        add_gzip_chunks(out, policy, answer->content);
        break;
    case RESPONSE_GZIP_ALONE:
        gzip_add(out, answer->content);
        break;
    case RESPONSE_CHUNKED:
    case RESPONSE_CHUNKED_WITH_LENGTH:
        add_chunks(out, policy, answer->content);
        break;
    }
    if (ending.kind == ENDING_CLOSE)
        text_add(out, policy->after_last_content);
}

void response_write(struct text *out, const struct policy *policy, const struct request *request,
                    const struct answer *answer, struct ending ending)
{
    struct answer written = *answer;
    if (answer->status / 100 == policy->class_without_content)
        written.content.len = 0;
    write_whole(out, policy, request, &written, ending);
}

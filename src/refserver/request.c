#include "refserver/request.h"

#include "http/syntax.h"

static const char *const method_names[METHOD_COUNT] = {
    [METHOD_UNKNOWN] = "",        [METHOD_GET] = "GET",         [METHOD_HEAD] = "HEAD",
    [METHOD_POST] = "POST",       [METHOD_PUT] = "PUT",         [METHOD_DELETE] = "DELETE",
    [METHOD_PATCH] = "PATCH",     [METHOD_OPTIONS] = "OPTIONS", [METHOD_TRACE] = "TRACE",
    [METHOD_CONNECT] = "CONNECT",
};

enum method request_method(struct span name, bool has_case)
{
    for (enum method method = METHOD_GET; method < METHOD_COUNT; method++) {
        const char *known = method_names[method];
        if (has_case ? span_is(name, known) : span_is_nocase(name, known))
            return method;
    }
    return METHOD_UNKNOWN;
}

const char *request_method_name(enum method method)
{
    return method_names[method];
}

bool request_field_is(const struct request *request, const struct request_field *field,
                      const char *name)
{
    return request->names_have_case ? span_is(field->name, name)
                                    : span_is_nocase(field->name, name);
}

size_t request_count(const struct request *request, const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < request->field_count; i++) {
        if (request_field_is(request, &request->fields[i], name))
            count++;
    }
    return count;
}

struct span request_value(const struct request *request, const char *name)
{
    for (size_t i = 0; i < request->field_count; i++) {
        if (request_field_is(request, &request->fields[i], name))
            return request->fields[i].value;
    }
    return (struct span){0};
}

bool request_lists(const struct request *request, const char *name, const char *option)
{
    for (size_t i = 0; i < request->field_count; i++) {
        const struct request_field *field = &request->fields[i];
        /* Only a fault leaves values untrimmed; they match nothing then. */
        bool is_trimmed = span_equal(field->value, span_trim_ows(field->value));
        if (is_trimmed && request_field_is(request, field, name) &&
            syntax_list_has(field->value, option))
            return true;
    }
    return false;
}

bool request_has_framing(const struct request *request)
{
    return request_count(request, "Content-Length") > 0 ||
           request_count(request, "Transfer-Encoding") > 0;
}

bool request_has_content(const struct request *request)
{
    return request->is_chunked || request->content_length > 0;
}

bool request_expects_continue(const struct request *request)
{
    return request_has_content(request) && request_lists(request, "Expect", "100-continue");
}

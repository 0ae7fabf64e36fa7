#include "refserver/writing.h"

struct representation writing_representation(const struct store *store, struct span path)
{
    const struct stored *stored = store_find(store, path);
    if (stored == NULL)
        return (struct representation){0};
    return (struct representation){.exists = true,
                                   .etag = text_span(&stored->etag),
                                   .last_modified = text_span(&stored->last_modified)};
}

/* A fault: RFC 9110 9.3.4 wants fields that are not known to be ignored. */
static void keep_unknown_fields(struct stored *stored, const struct request *request)
{
    for (size_t i = 0; i < request->field_count; i++) {
        const struct request_field *field = &request->fields[i];
        if (!span_is_nocase(span_slice(field->name, 0, 2), "X-"))
            continue;
        text_add_span(&stored->extra_lines, field->name);
        text_add(&stored->extra_lines, ": ");
        text_add_span(&stored->extra_lines, field->value);
        text_add(&stored->extra_lines, "\r\n");
    }
}

unsigned writing_put(struct store *store, const struct policy *policy,
                     const struct request *request, struct span content)
{
    struct span path = request->path;
    bool is_elsewhere = request_count(request, "Content-Location") > 0;
    if (is_elsewhere && !policy->ignores_content_location)
        path = request_value(request, "Content-Location");
    if (!store_takes(path, content))
        return 413;
    bool is_new = store_find(store, path) == NULL;
    if (!policy->stores_content_as_it_is)
        content = span_slice(content, 1, content.len);
    struct stored *stored = store_put(store, path, content);
    if (policy->stores_unknown_fields)
        keep_unknown_fields(stored, request);
    return is_new ? policy->created : policy->replaced;
}

unsigned writing_delete(struct store *store, const struct policy *policy,
                        const struct request *request)
{
    store_delete(store, request->path);
    return policy->deleted;
}

void writing_add_lines(const struct store *store, struct span path, struct text *lines)
{
    const struct stored *stored = store_find(store, path);
    if (stored != NULL)
        text_add(lines, text_string(&stored->extra_lines));
}

#include "refserver/trace.h"

static bool is_secret(struct span name)
{
    static const char *const names[] = {"Authorization", "Proxy-Authorization", "Cookie"};
    for (size_t i = 0; i < countof(names); i++) {
        if (span_is_nocase(name, names[i]))
            return true;
    }
    return false;
}

static void reflect(struct text *reflection, const struct policy *policy,
                    const struct request *request)
{
    text_add_span(reflection, request->line);
    text_add(reflection, "\r\n");
    for (size_t i = 0; i < request->field_count; i++) {
        const struct request_field *field = &request->fields[i];
        if (policy->trace_hides_secrets && is_secret(field->name))
            continue;
        text_add_span(reflection, field->name);
        text_add(reflection, ": ");
        text_add_span(reflection, field->value);
        text_add(reflection, "\r\n");
    }
    text_add(reflection, "\r\n");
}

void trace_answer(struct text *reflection, const struct policy *policy,
                  const struct request *request, struct answer *answer)
{
    text_clear(reflection);
    if (policy->trace_reflects)
        reflect(reflection, policy, request);
    else
        text_add(reflection, "TRACE was received.\n");
    answer->type = "message/http";
    answer->content = text_span(reflection);
}

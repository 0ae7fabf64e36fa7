#include "refserver/negotiation.h"

#include "http/syntax.h"

#define NOT_NAMED (-1)
#define WHOLE_WEIGHT 1000

/* The part of member before its first parameter. */
static struct span plain_part(struct span member)
{
    return span_trim_ows(span_slice(member, 0, span_find(member, span_of(";"), 0)));
}

/* The weight of member in thousandths; the whole if it has none (RFC 9110 12.4.2). */
static int weight_of(struct span member)
{
    size_t mark = span_find(member, span_of(";"), 0);
    if (mark == SIZE_MAX)
        return WHOLE_WEIGHT;
    struct span weight = span_trim_ows(span_slice(member, mark + 1, member.len));
    if (!span_is_nocase(span_slice(weight, 0, 2), "q="))
        return WHOLE_WEIGHT;
    int value = 0;
    int unit = WHOLE_WEIGHT;
    for (size_t i = 2; i < weight.len && unit > 0; i++) {
        if (weight.data[i] == '.')
            continue;
        value += (weight.data[i] - '0') * unit;
        unit /= 10;
    }
    return value;
}

/* What Accept-Encoding says of coding. */
static int named_weight(const struct request *request, const char *coding)
{
    for (size_t i = 0; i < request->field_count; i++) {
        const struct request_field *field = &request->fields[i];
        size_t offset = 0;
        struct span member;
        while (span_is_nocase(field->name, "Accept-Encoding") &&
               syntax_next_member(field->value, &offset, &member)) {
            if (span_is_nocase(plain_part(member), coding))
                return weight_of(member);
        }
    }
    return NOT_NAMED;
}

enum content_coding negotiation_coding(const struct request *request)
{
    int others = named_weight(request, "*");
    int gzip = named_weight(request, "gzip");
    int identity = named_weight(request, "identity");
    /* RFC 9110 8.4.1.3: the older name means the same. */
    if (gzip == NOT_NAMED)
        gzip = named_weight(request, "x-gzip");
    if (gzip == NOT_NAMED)
        gzip = others;
    if (gzip > 0 && gzip >= identity)
        return CODING_GZIP;
    /* RFC 9110 12.5.3, item 2: only a weight of zero excludes what has no coding. */
    bool is_excluded = identity == 0 || (identity == NOT_NAMED && others == 0);
    return is_excluded ? CODING_NONE_FITS : CODING_IDENTITY;
}

bool negotiation_is_coded(const struct request *request)
{
    size_t offset = 0;
    struct span member;
    struct span codings = request_value(request, "Content-Encoding");
    while (syntax_next_member(codings, &offset, &member)) {
        if (!span_is_nocase(member, "identity"))
            return true;
    }
    return false;
}

bool negotiation_has_type(const struct request *request, const char *type)
{
    return span_is_nocase(plain_part(request_value(request, "Content-Type")), type);
}

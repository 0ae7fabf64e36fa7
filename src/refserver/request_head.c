#include "refserver/request_head.h"

#include <string.h>

#include "http/syntax.h"
#include "refserver/target.h"

static bool is_blank(uint8_t c)
{
    return c == ' ' || c == '\t';
}

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* HTTP-version is "HTTP/" DIGIT "." DIGIT, with case (RFC 9112 2.3). */
static enum refusal take_version(struct request *request, const struct policy *policy,
                                 struct span version)
{
    struct span name = span_slice(version, 0, 5);
    bool is_http =
        policy->versions_have_case ? span_is(name, "HTTP/") : span_is_nocase(name, "HTTP/");
    if (version.len != 8 || !is_http || !is_digit(version.data[5]) || version.data[6] != '.' ||
        !is_digit(version.data[7]))
        return REFUSAL_SYNTAX;
    uint8_t minor = version.data[7];
    request->is_http11 = minor >= '1';
    bool is_ours = version.data[5] == '1' && (minor <= '1' || policy->allows_higher_minor);
    if (!is_ours && !policy_tolerates(policy, REFUSAL_VERSION))
        return REFUSAL_VERSION;
    return REFUSAL_NONE;
}

static bool form_fits(enum method method, const struct target *target, const struct policy *policy)
{
    switch (target->form) {
    case TARGET_INVALID:
        return false;
    case TARGET_ORIGIN:
        return method != METHOD_CONNECT;
    case TARGET_ABSOLUTE:
        return method != METHOD_CONNECT && policy->allows_absolute_form;
    case TARGET_AUTHORITY:
        return method == METHOD_CONNECT;
    case TARGET_ASTERISK:
        return method == METHOD_OPTIONS || !policy->asterisk_is_for_options;
    }
    return false;
}

static enum refusal take_target(struct request *request, const struct policy *policy, bool is_tls,
                                struct span text)
{
    struct target target = target_parse(text);
    /* RFC 9110 9.3.6, RFC 9112 3.2.3 */
    if (request->method == METHOD_CONNECT && target.form != TARGET_AUTHORITY &&
        !policy_tolerates(policy, REFUSAL_AUTHORITY))
        return REFUSAL_AUTHORITY;
    if (!form_fits(request->method, &target, policy)) {
        if (!policy_tolerates(policy, REFUSAL_TARGET))
            return REFUSAL_TARGET;
        target = (struct target){.form = TARGET_ORIGIN, .path = text};
    }
    request->is_absolute = target.form == TARGET_ABSOLUTE;
    request->path = target.path;
    request->authority = target.authority;
    /* RFC 9110 4.2.1 */
    if (request->is_absolute && target.authority.len == 0 &&
        !policy_tolerates(policy, REFUSAL_EMPTY_HOST))
        return REFUSAL_EMPTY_HOST;
    /* RFC 9110 4.2.4 */
    if (target.has_userinfo && !policy_tolerates(policy, REFUSAL_USERINFO))
        return REFUSAL_USERINFO;
    /* RFC 9110 7.4 */
    if (target.is_https && !is_tls && !policy_tolerates(policy, REFUSAL_SCHEME))
        return REFUSAL_SCHEME;
    return request->method == METHOD_CONNECT ? REFUSAL_CONNECT : REFUSAL_NONE;
}

enum refusal request_head_start(struct request *request, const struct policy *policy, bool is_tls,
                                struct span line)
{
    size_t first = span_find(line, span_of(" "), 0);
    if (first == SIZE_MAX || !syntax_is_token(span_slice(line, 0, first)))
        return REFUSAL_SYNTAX;
    request->line = line;
    request->is_secured = is_tls;
    request->method = request_method(span_slice(line, 0, first), policy->methods_have_case);
    size_t last = line.len - 1;
    while (line.data[last] != ' ')
        last--;
    if (last == first)
        return REFUSAL_SYNTAX;
    enum refusal refusal = take_version(request, policy, span_slice(line, last + 1, line.len));
    if (refusal != REFUSAL_NONE)
        return refusal;
    return take_target(request, policy, is_tls, span_slice(line, first + 1, last - first - 1));
}

static bool is_value(const struct policy *policy, struct span value)
{
    for (size_t i = 0; i < value.len && !policy->allows_obs_text; i++) {
        if (value.data[i] >= 0x80)
            return false;
    }
    return true;
}

static enum refusal add_field(struct request *request, const struct policy *policy,
                              struct span name, struct span value)
{
    if (!syntax_is_token(name) || !is_value(policy, value))
        return REFUSAL_SYNTAX;
    if (!policy->allows_unknown_fields && span_is_nocase(span_slice(name, 0, 2), "X-"))
        return REFUSAL_SYNTAX;
    if (request->field_count == REQUEST_FIELDS_MAX)
        return REFUSAL_FIELDS_TOO_LARGE;
    /* Only where control characters are tolerated can there be a NUL. */
    const uint8_t *nul = value.len == 0 ? NULL : memchr(value.data, 0, value.len);
    if (nul != NULL)
        value.len = (size_t)(nul - value.data);
    if (policy->trims_values)
        value = span_trim_ows(value);
    else if (span_is(span_slice(value, 0, 1), " "))
        value = span_slice(value, 1, value.len);
    request->fields[request->field_count++] = (struct request_field){name, value};
    return REFUSAL_NONE;
}

enum refusal request_head_field(struct request *request, const struct policy *policy,
                                struct span line)
{
    if (line.len > 0 && is_blank(line.data[0])) {
        enum refusal refusal =
            request->field_count == 0 ? REFUSAL_BLANK_LED_FIRST : REFUSAL_OBS_FOLD;
        if (!policy_tolerates(policy, refusal))
            return refusal;
        line = span_trim_ows(line);
    }
    size_t colon = span_find(line, span_of(":"), 0);
    if (colon == SIZE_MAX || colon == 0)
        return REFUSAL_SYNTAX;
    struct span name = span_slice(line, 0, colon);
    /* RFC 9112 5.1 */
    if (is_blank(name.data[colon - 1])) {
        if (!policy_tolerates(policy, REFUSAL_BLANK_BEFORE_COLON))
            return REFUSAL_BLANK_BEFORE_COLON;
        name = span_trim_ows(name);
    }
    return add_field(request, policy, name, span_slice(line, colon + 1, line.len));
}

/* True if the server's certificate is for the host of authority, or none is named. */
static bool is_certified(struct span authority)
{
    static const char *const hosts[] = {"localhost", "127.0.0.1", "[::1]"};
    size_t bracket = span_find(authority, span_of("]"), 0);
    size_t colon = span_find(authority, span_of(":"), bracket == SIZE_MAX ? 0 : bracket);
    struct span host = span_slice(authority, 0, colon);
    for (size_t i = 0; i < countof(hosts); i++) {
        if (span_is_nocase(host, hosts[i]))
            return true;
    }
    return host.len == 0;
}

/* RFC 9110 7.4 */
static bool is_misdirected(const struct request *request, const struct policy *policy,
                           struct span host)
{
    return request->is_secured && !is_certified(request->is_absolute ? request->authority : host) &&
           !policy_tolerates(policy, REFUSAL_MISDIRECTED);
}

/* RFC 9112 3.2 */
static enum refusal check_host(const struct request *request, const struct policy *policy)
{
    size_t count = request_count(request, "Host");
    struct span host = request_value(request, "Host");
    if (count == 0 && request->is_http11 && !policy_tolerates(policy, REFUSAL_HOST_MISSING))
        return REFUSAL_HOST_MISSING;
    if (count > 1 && !policy_tolerates(policy, REFUSAL_HOST_REPEATED))
        return REFUSAL_HOST_REPEATED;
    bool is_foreign = request->is_absolute && !policy->ignores_host_of_absolute &&
                      !span_equal_nocase(host, request->authority);
    if (is_foreign)
        return REFUSAL_HOST_INVALID;
    if (!target_is_authority(host) && !policy_tolerates(policy, REFUSAL_HOST_INVALID))
        return REFUSAL_HOST_INVALID;
    return is_misdirected(request, policy, host) ? REFUSAL_MISDIRECTED : REFUSAL_NONE;
}

static bool is_coding(const struct policy *policy, struct span name, const char *coding)
{
    return policy->codings_ignore_case ? span_is_nocase(name, coding) : span_is(name, coding);
}

/* What the members of Transfer-Encoding amount to. */
struct codings {
    size_t chunked; /* how often chunked is named */
    bool ends_in_chunked;
    bool has_parameter; /* chunked has one */
    bool has_other;
    bool has_other_parameter;
};

static void add_codings(struct codings *codings, const struct policy *policy, struct span list)
{
    size_t offset = 0;
    struct span member;
    while (syntax_next_member(list, &offset, &member)) {
        size_t mark = span_find(member, span_of(";"), 0);
        struct span name = span_trim_ows(span_slice(member, 0, mark));
        bool has_parameter = mark != SIZE_MAX;
        codings->ends_in_chunked = is_coding(policy, name, "chunked");
        if (codings->ends_in_chunked) {
            codings->chunked++;
            codings->has_parameter = codings->has_parameter || has_parameter;
        } else {
            codings->has_other = codings->has_other || !has_parameter;
            codings->has_other_parameter = codings->has_other_parameter || has_parameter;
        }
    }
}

static enum refusal take_codings(struct request *request, const struct policy *policy)
{
    struct codings codings = {0};
    for (size_t i = 0; i < request->field_count; i++) {
        if (request_field_is(request, &request->fields[i], "Transfer-Encoding"))
            add_codings(&codings, policy, request->fields[i].value);
    }
    /* RFC 9112 6.3, item 4 */
    if (!codings.ends_in_chunked)
        return policy_tolerates(policy, REFUSAL_CODING_NOT_CHUNKED) ? REFUSAL_NONE
                                                                    : REFUSAL_CODING_NOT_CHUNKED;
    /* RFC 9112 6.1: a sender must not apply chunked more than once. */
    if (codings.chunked > 1)
        return REFUSAL_SYNTAX;
    /* RFC 9112 7.1 and 7.2 */
    if (codings.has_parameter && !policy_tolerates(policy, REFUSAL_CODING_PARAMETER))
        return REFUSAL_CODING_PARAMETER;
    if (codings.has_other_parameter && !policy_tolerates(policy, REFUSAL_OTHER_PARAMETER))
        return REFUSAL_OTHER_PARAMETER;
    /* RFC 9112 6.1 */
    if (codings.has_other && !policy_tolerates(policy, REFUSAL_CODING_UNKNOWN))
        return REFUSAL_CODING_UNKNOWN;
    request->is_chunked = true;
    return policy->decodes_chunked ? REFUSAL_NONE : REFUSAL_CODING_UNKNOWN;
}

/* The value of the first run of digits in text. */
static uint64_t digits_value(const struct policy *policy, struct span text)
{
    size_t i = 0;
    uint64_t value = 0;
    bool is_huge = false;
    while (i < text.len && !is_digit(text.data[i]))
        i++;
    for (; i < text.len && is_digit(text.data[i]); i++) {
        uint64_t digit = (uint64_t)(text.data[i] - '0');
        is_huge = is_huge || value > (UINT64_MAX - digit) / 10;
        value = value * 10 + digit;
    }
    return is_huge && policy->lengths_saturate ? UINT64_MAX : value;
}

static bool is_length(struct span value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (!is_digit(value.data[i]))
            return false;
    }
    return value.len > 0;
}

/* RFC 9112 6.3, item 5. Lists and repetitions of one value may be refused (RFC 9110 8.6), so they
 * are. */
static enum refusal take_length(struct request *request, const struct policy *policy)
{
    size_t count = request_count(request, "Content-Length");
    struct span value = request_value(request, "Content-Length");
    request->content_length = 0;
    if (count == 0)
        return REFUSAL_NONE;
    bool is_valid = count == 1 && is_length(value);
    if (!is_valid && !policy_tolerates(policy, REFUSAL_LENGTH_INVALID))
        return REFUSAL_LENGTH_INVALID;
    request->content_length = digits_value(policy, value);
    if (request->content_length > REQUEST_CONTENT_MAX)
        return REFUSAL_CONTENT_TOO_LARGE;
    return REFUSAL_NONE;
}

static enum refusal take_framing(struct request *request, const struct policy *policy)
{
    bool has_length = request_count(request, "Content-Length") > 0;
    bool has_coding = request_count(request, "Transfer-Encoding") > 0;
    if (!has_coding)
        return take_length(request, policy);
    /* RFC 9112 6.1 */
    if (!request->is_http11 && !policy_tolerates(policy, REFUSAL_CODING_IN_HTTP10))
        return REFUSAL_CODING_IN_HTTP10;
    /* RFC 9112 6.3, item 3 */
    if (has_length && policy->both_framings == BOTH_REFUSED)
        return REFUSAL_LENGTH_AND_CODING;
    if (has_length && policy->both_framings == BOTH_BY_LENGTH)
        return take_length(request, policy);
    return take_codings(request, policy);
}

enum refusal request_head_finish(struct request *request, const struct policy *policy)
{
    enum refusal refusal = check_host(request, policy);
    if (refusal != REFUSAL_NONE)
        return refusal;
    refusal = take_framing(request, policy);
    if (policy->reads_until_fin && request->method == METHOD_POST && !request_has_framing(request))
        request->content_length = REQUEST_CONTENT_MAX;
    if (refusal == REFUSAL_NONE && !policy->reads_content(request)) {
        request->is_chunked = false;
        request->content_length = 0;
    }
    return refusal;
}

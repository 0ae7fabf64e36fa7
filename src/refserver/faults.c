#include "refserver/faults.h"

#include <string.h>

#include "http/syntax.h"
#include "refserver/answer.h"
#include "refserver/faults_list.h"
#include "refserver/policy.h"
#include "refserver/request.h"
#include "refserver/upgrade.h"

static const struct ending open_end = {ENDING_OPEN, false};

static bool lists_connection(const struct request *request, const char *option)
{
    return request_lists(request, "Connection", option);
}

/* What follows if the close option of request is not seen. */
static struct ending as_if_unasked(const struct request *request)
{
    if (request->is_http11 || lists_connection(request, "keep-alive"))
        return open_end;
    return policy_clean.ending(request);
}

static struct ending ending_ignore_close(const struct request *request)
{
    return lists_connection(request, "close") ? as_if_unasked(request)
                                              : policy_clean.ending(request);
}

/* True if a Connection line of request, or the first one only, satisfies sees. */
static bool any_line(const struct request *request, bool (*sees)(struct span value),
                     bool is_first_only)
{
    for (size_t i = 0; i < request->field_count; i++) {
        const struct request_field *field = &request->fields[i];
        if (!span_is_nocase(field->name, "Connection"))
            continue;
        if (sees(field->value))
            return true;
        if (is_first_only)
            return false;
    }
    return false;
}

static bool is_close_alone(struct span value)
{
    return span_is_nocase(value, "close");
}

static bool has_lower_case_close(struct span value)
{
    size_t offset = 0;
    struct span member;
    while (syntax_next_member(value, &offset, &member)) {
        if (span_is(member, "close"))
            return true;
    }
    return false;
}

static bool has_close(struct span value)
{
    return syntax_list_has(value, "close");
}

/* The list is given up at an empty member. */
static bool has_close_before_gap(struct span value)
{
    while (value.len > 0) {
        size_t comma = span_find(value, span_of(","), 0);
        struct span member = span_trim_ows(span_slice(value, 0, comma));
        if (member.len == 0)
            return false;
        if (span_is_nocase(member, "close"))
            return true;
        value = span_slice(value, comma == SIZE_MAX ? value.len : comma + 1, value.len);
    }
    return false;
}

static struct ending ending_if_seen(const struct request *request, bool is_seen)
{
    return is_seen ? policy_clean.ending(request) : ending_ignore_close(request);
}

static struct ending ending_ignore_in_list(const struct request *request)
{
    return ending_if_seen(request, any_line(request, is_close_alone, false));
}

static struct ending ending_ignore_case(const struct request *request)
{
    return ending_if_seen(request, any_line(request, has_lower_case_close, false));
}

static struct ending ending_first_line_only(const struct request *request)
{
    return ending_if_seen(request, any_line(request, has_close, true));
}

static struct ending ending_ignore_after_empty(const struct request *request)
{
    return ending_if_seen(request, any_line(request, has_close_before_gap, false));
}

/* Like the clean policy, but what follows a request with close is kind. */
static struct ending ending_after_close(const struct request *request, enum ending_kind kind,
                                        bool is_announced)
{
    struct ending ending = policy_clean.ending(request);
    if (lists_connection(request, "close"))
        ending = (struct ending){kind, is_announced};
    return ending;
}

static struct ending ending_not_announced(const struct request *request)
{
    return ending_after_close(request, ENDING_CLOSE, false);
}

static struct ending ending_answer_rest(const struct request *request)
{
    return ending_after_close(request, ENDING_ANSWER_REST, false);
}

static struct ending ending_execute_rest(const struct request *request)
{
    return ending_after_close(request, ENDING_EXECUTE_REST, true);
}

static struct ending ending_never_silent(const struct request *request)
{
    struct ending ending = policy_clean.ending(request);
    ending.kind = ENDING_CLOSE; /* announced only if the client asked for it */
    return ending;
}

static struct ending ending_never(const struct request *request)
{
    (void)request;
    return (struct ending){ENDING_CLOSE, true};
}

static struct ending ending_http10_open(const struct request *request)
{
    bool is_plain = !request->is_http11 && !lists_connection(request, "close") &&
                    !lists_connection(request, "keep-alive");
    return is_plain ? open_end : policy_clean.ending(request);
}

/* In HTTP/1.0 only keep-alive is known of the connection options. */
static struct ending ending_http10_no_close(const struct request *request)
{
    bool is_kept = !request->is_http11 && lists_connection(request, "close") &&
                   lists_connection(request, "keep-alive");
    return is_kept ? open_end : policy_clean.ending(request);
}

static struct ending ending_keep_alive_first(const struct request *request)
{
    bool has_both = lists_connection(request, "close") && lists_connection(request, "keep-alive");
    return has_both ? open_end : policy_clean.ending(request);
}

static struct ending ending_early_drop(const struct request *request)
{
    struct ending ending = policy_clean.ending(request);
    if (ending.kind == ENDING_PERSIST && request->number >= 3)
        ending.kind = ENDING_CLOSE_IF_QUIET;
    return ending;
}

static struct ending ending_drop_rest(const struct request *request)
{
    struct ending ending = policy_clean.ending(request);
    if (ending.kind == ENDING_PERSIST)
        ending.kind = ENDING_DROP_REST;
    return ending;
}

static bool expects_in_lower_case(const struct request *request)
{
    return request_expects_continue(request) &&
           span_is(request_value(request, "Expect"), "100-continue");
}

static bool unless_get(const struct request *request)
{
    return request->method != METHOD_GET;
}

static bool wants_upgrade(const struct request *request)
{
    return request_count(request, "Upgrade") > 0 && lists_connection(request, "upgrade");
}

static const char *switch_unasked(const struct request *request)
{
    bool is_switched = request->is_http11 && wants_upgrade(request);
    return is_switched && upgrade_switch(request) == NULL ? UPGRADE_ANSWER("Upgrade: unasked/1\r\n")
                                                          : upgrade_switch(request);
}

static const char *switch_http10(const struct request *request)
{
    bool is_switched = !request->is_http11 && wants_upgrade(request);
    return is_switched ? UPGRADE_ANSWER("Upgrade: websocket\r\n") : upgrade_switch(request);
}

static const char *switch_nameless(const struct request *request)
{
    return upgrade_switch(request) == NULL ? NULL : UPGRADE_ANSWER("");
}

/* The name of the protocol is compared with case. */
static const char *switch_by_case(const struct request *request)
{
    struct span value = request_value(request, "Upgrade");
    return span_is(value, UPGRADE_PROTOCOL) ? upgrade_switch(request) : NULL;
}

/* The connection option is not asked for. */
static const char *switch_without_option(const struct request *request)
{
    bool is_switched = request->is_http11 && upgrade_is_offered(request) &&
                       request_lists(request, "Upgrade", UPGRADE_PROTOCOL);
    return is_switched ? upgrade_answer : NULL;
}

static const char *version_1_0(const struct request *request)
{
    return request->is_http11 ? "HTTP/1.0" : "HTTP/1.1";
}

static const char *version_1_0_to_1_0(const struct request *request)
{
    return request->is_http11 ? "HTTP/1.1" : "HTTP/1.0";
}

static const char *reason_empty(unsigned status)
{
    return status >= 400 ? "" : policy_clean.reason(status);
}

static const char *reason_with_bell(unsigned status)
{
    return status >= 400 ? " Not\aUsed" : policy_clean.reason(status);
}

static unsigned two_length_lines(unsigned status)
{
    return status >= 400 ? 2 : 1;
}

static void add_two_dates(struct text *out, unsigned status)
{
    policy_clean.add_date(out, status);
    policy_clean.add_date(out, status);
}

static void add_no_date(struct text *out, unsigned status)
{
    if (status < 400 || status > 499)
        policy_clean.add_date(out, status);
}

static void add_obsolete_date(struct text *out, unsigned status)
{
    (void)status;
    text_add(out, "Date: Sunday, 06-Nov-94 08:49:37 GMT\r\n");
}

static void add_padded_date(struct text *out, unsigned status)
{
    (void)status;
    text_add(out, "Date: Sun,  6 Nov 1994 08:49:37 GMT\r\n");
}

/* In the future, or Last-Modified would be later than Date. */
static void add_frozen_date(struct text *out, unsigned status)
{
    (void)status;
    text_add(out, "Date: Fri, 01 Jan 2100 00:00:00 GMT\r\n");
}

static bool is_plain_answer(const struct answer *answer)
{
    return answer->status == 200;
}

static enum response_framing framing_both(const struct request *request,
                                          const struct answer *answer)
{
    if (request->is_http11 && is_plain_answer(answer))
        return RESPONSE_CHUNKED_WITH_LENGTH;
    return policy_clean.framing(request, answer);
}

static enum response_framing framing_chunked_to_http10(const struct request *request,
                                                       const struct answer *answer)
{
    if (!request->is_http11 && is_plain_answer(answer))
        return RESPONSE_CHUNKED;
    return policy_clean.framing(request, answer);
}

static enum response_framing framing_until_close(const struct request *request,
                                                 const struct answer *answer)
{
    bool is_last = lists_connection(request, "close");
    return answer->is_chunked && is_last ? RESPONSE_BY_CLOSE
                                         : policy_clean.framing(request, answer);
}

static enum response_framing framing_endless_405(const struct request *request,
                                                 const struct answer *answer)
{
    bool is_endless = answer->status == 405 && request->is_http11;
    return is_endless ? RESPONSE_BY_CLOSE : policy_clean.framing(request, answer);
}

static enum response_framing framing_no_length_to_http10(const struct request *request,
                                                         const struct answer *answer)
{
    bool is_last = !request->is_http11 && !lists_connection(request, "keep-alive");
    return is_last && is_plain_answer(answer) ? RESPONSE_BY_CLOSE
                                              : policy_clean.framing(request, answer);
}

static enum response_framing framing_gzip(const struct request *request,
                                          const struct answer *answer)
{
    return policy_may_gzip(request) ? RESPONSE_GZIP_ALONE : policy_clean.framing(request, answer);
}

static enum content_coding coding_always(const struct request *request)
{
    (void)request;
    return CODING_GZIP;
}

static bool names_coding(const struct request *request, const char *coding)
{
    struct span list = request_value(request, "Accept-Encoding");
    return span_find(list, span_of(coding), 0) != SIZE_MAX;
}

static enum content_coding coding_if_named(const struct request *request)
{
    return names_coding(request, "gzip") ? CODING_GZIP : policy_clean.coding(request);
}

static enum content_coding coding_if_star(const struct request *request)
{
    return names_coding(request, "*") ? CODING_GZIP : policy_clean.coding(request);
}

#define APPLY(name, id, requirements, needs, sentence, change)                                     \
    static void apply_##name(struct policy *policy)                                                \
    {                                                                                              \
        policy->change;                                                                            \
    }
FAULTS(APPLY)

#define ROW(name, id, requirements, needs, sentence, change)                                       \
    {id, requirements, sentence, apply_##name, needs},
const struct fault faults[] = {FAULTS(ROW)};

const size_t fault_count = countof(faults);

const struct fault *fault_find(const char *id)
{
    for (size_t i = 0; i < fault_count; i++) {
        if (strcmp(faults[i].id, id) == 0)
            return &faults[i];
    }
    return NULL;
}

bool fault_breaks(const struct fault *fault, const char *requirement)
{
    struct span rest = span_of(fault->requirements);
    while (rest.len > 0) {
        size_t len = span_find(rest, span_of(" "), 0);
        struct span id = span_slice(rest, 0, len);
        if (span_is(id, requirement))
            return true;
        rest = span_slice(rest, id.len + 1, rest.len);
    }
    return false;
}

bool fault_is_shared(const struct fault *fault)
{
    struct policy policy = policy_clean;
    fault->apply(&policy);
    return !policy.survives_truncation;
}

#include "refserver/resources.h"

#include "refserver/negotiation.h"
#include "refserver/preconditions.h"
#include "refserver/question.h"
#include "refserver/representations.h"
#include "refserver/target.h"

#define LARGE_SIZE 65536
#define LATE_MS 50
#define PLAIN "text/plain; charset=utf-8"

#define FILE_ETAG "\"reference-1\""

typedef void answer_function(const struct question *question, struct answer *answer);

struct resource {
    const char *path;
    unsigned methods; /* a bit for each that it allows */
    answer_function *answer;
};

#define BIT(method) (1u << METHOD_##method)
#define GETS (BIT(GET) | BIT(HEAD) | BIT(OPTIONS))
#define POSTS (BIT(POST) | BIT(OPTIONS))

static void say(struct answer *answer, const char *text)
{
    answer->type = PLAIN;
    answer->content = span_of(text);
}

static void answer_root(const struct question *question, struct answer *answer)
{
    if (question->request->method == METHOD_POST)
        say(answer, "The content was read.\n");
    else
        say(answer, "This is the reference server of h1audit.\n");
    range_ignore(question->policy, question->request, answer);
}

static void answer_file(const struct question *question, struct answer *answer)
{
    const struct policy *policy = question->policy;
    bool is_range_first =
        !policy->preconditions_come_first && request_count(question->request, "Range") > 0;
    answer->lines = "ETag: " FILE_ETAG "\r\nAccept-Ranges: bytes\r\n";
    answer->last_modified = policy->last_modified;
    answer->status = is_range_first
                         ? 200
                         : preconditions_status(policy, question->request, span_of(FILE_ETAG),
                                                span_of(policy->last_modified));
    if (answer->status == 200)
        say(answer, "A file that never changes.\nIt has a date and an entity tag.\n");
    else if (answer->status == 412)
        say(answer, "A precondition of the request does not hold.\n");
    else if (!policy->has_validators_in_304)
        answer->lines = NULL;
    range_apply(policy, question->request, span_of(FILE_ETAG), &question->resources->range, answer);
}

static void answer_large(const struct question *question, struct answer *answer)
{
    answer->type = PLAIN;
    answer->content = text_span(&question->resources->large);
    answer->lines = "Accept-Ranges: bytes\r\n";
    range_apply(question->policy, question->request, (struct span){0}, &question->resources->range,
                answer);
}

static void answer_chunked(const struct question *question, struct answer *answer)
{
    (void)question;
    say(answer, "This content is sent in chunks,\nas if its length were not known.\n");
    answer->is_chunked = true;
}

static void answer_late(const struct question *question, struct answer *answer)
{
    (void)question;
    say(answer, "This took a while.\n");
    answer->delay_ms = LATE_MS;
}

static void answer_echo(const struct question *question, struct answer *answer)
{
    answer->type = "application/octet-stream";
    answer->content = question->content;
}

static void answer_hit(const struct question *question, struct answer *answer)
{
    if (question->request->method == METHOD_GET)
        question->resources->hits++;
    say(answer, "Counted.\n");
}

static void answer_hits(const struct question *question, struct answer *answer)
{
    struct resources *resources = question->resources;
    text_clear(&resources->hits_text);
    text_printf(&resources->hits_text, "%lu", resources->hits);
    answer->type = PLAIN;
    answer->content = text_span(&resources->hits_text);
}

static void answer_typed(const struct question *question, struct answer *answer)
{
    (void)question;
    say(answer, "This is a text.\n");
}

static const struct resource table[] = {
    {"/",          GETS | POSTS, answer_root              },
    {"/file",      GETS,         answer_file              },
    {"/large",     GETS,         answer_large             },
    {"/chunked",   GETS,         answer_chunked           },
    {"/late",      GETS,         answer_late              },
    {"/echo",      POSTS,        answer_echo              },
    {"/hit",       GETS,         answer_hit               },
    {"/hits",      GETS,         answer_hits              },
    {"/typed",     POSTS,        answer_typed             },
    {"/coded",     GETS,         representations_coded    },
    {"/protected", GETS,         representations_protected},
    {"/moved/301", GETS,         representations_moved    },
    {"/moved/302", GETS,         representations_moved    },
    {"/moved/307", GETS,         representations_moved    },
    {"/moved/308", GETS,         representations_moved    },
    {"/choices",   GETS,         representations_choices  },
    {"/reset",     POSTS,        representations_reset    },
};

/* The server as a whole, for OPTIONS * (RFC 9110 9.3.7). */
static const struct resource everything = {"*", GETS | POSTS, answer_root};

static const struct resource *find(const struct policy *policy, const struct request *request)
{
    if (span_is(request->path, "*"))
        return &everything;
    for (size_t i = 0; i < countof(table); i++) {
        if (target_path_is(request->path, table[i].path, !policy->normalises_target))
            return &table[i];
    }
    return NULL;
}

void resources_init(struct resources *resources)
{
    for (unsigned line = 0; resources->large.len < LARGE_SIZE; line++)
        text_printf(&resources->large,
                    "%05u  The quick brown fox jumps over the lazy dog. 012345678\n", line);
}

void resources_done(struct resources *resources)
{
    text_done(&resources->large);
    text_done(&resources->hits_text);
    text_done(&resources->allow);
    range_done(&resources->range);
}

/* The Allow line of resource (RFC 9110 10.2.1). */
static const char *allow(struct resources *resources, const struct resource *resource)
{
    struct text *line = &resources->allow;
    text_clear(line);
    for (enum method method = METHOD_GET; method < METHOD_COUNT; method++) {
        if ((resource->methods & (1u << method)) != 0)
            text_printf(line, "%s %s", line->len == 0 ? "Allow:" : ",",
                        request_method_name(method));
    }
    text_add(line, "\r\n");
    return text_string(line);
}

static bool is_untaken_coding(const struct request *request)
{
    return request->method == METHOD_POST && negotiation_is_coded(request);
}

unsigned resources_refusal(const struct policy *policy, const struct request *request)
{
    /* RFC 9110 9.1 */
    bool is_unknown = request->method == METHOD_UNKNOWN || request->method == METHOD_CONNECT;
    if (is_unknown || (request->method == METHOD_HEAD && !policy->has_head))
        return policy->unknown_method;
    const struct resource *resource = find(policy, request);
    if (!policy->checks_resource_first && request_count(request, "If-Match") > 0)
        return 412;
    if (resource == NULL)
        return 404;
    if ((resource->methods & (1u << request->method)) == 0)
        return policy->forbidden_method;
    /* RFC 9110 10.1.1: HTTP/1.0 knows no expectations. */
    bool has_expectation = request->is_http11 && request_count(request, "Expect") > 0;
    if (has_expectation && !request_lists(request, "Expect", "100-continue"))
        return policy->unknown_expectation;
    /* RFC 9110 15.5.16 */
    bool is_typed = resource->answer == answer_typed && request->method == METHOD_POST;
    if (is_untaken_coding(request) || (is_typed && !negotiation_has_type(request, "text/plain")))
        return 415;
    return 0;
}

static void explain(struct answer *answer)
{
    switch (answer->status) {
    case 404:
        say(answer, "There is no such resource.\n");
        break;
    case 405:
        say(answer, "This resource does not allow the method.\n");
        break;
    case 412:
        say(answer, "A precondition of the request does not hold.\n");
        break;
    case 415:
        say(answer, "Neither this type nor any coding is taken here.\n");
        break;
    case 417:
        say(answer, "The expectation is not known here.\n");
        break;
    default:
        say(answer, "The method is not known here.\n");
        break;
    }
}

void resources_answer(struct resources *resources, const struct policy *policy,
                      const struct request *request, struct span content, struct answer *answer)
{
    unsigned refusal = resources_refusal(policy, request);
    const struct resource *resource = find(policy, request);
    *answer = (struct answer){.status = refusal == 0 ? 200 : refusal};
    if (refusal != 0) {
        explain(answer);
        if (refusal == 405 && policy->names_allowed_methods)
            answer->lines =
                policy->allow_of_405 != NULL ? policy->allow_of_405 : allow(resources, resource);
        if (refusal == 415)
            answer->lines =
                is_untaken_coding(request) ? policy->untaken_coding : policy->untaken_type;
    } else if (request->method == METHOD_OPTIONS) {
        answer->status = 204;
        answer->lines = allow(resources, resource);
    } else {
        const struct question question = {resources, policy, request, content};
        resource->answer(&question, answer);
    }
}

bool resources_keeps_content(const struct policy *policy, const struct request *request)
{
    const struct resource *resource = find(policy, request);
    return resource != NULL && resource->answer == answer_echo && request->method == METHOD_POST;
}

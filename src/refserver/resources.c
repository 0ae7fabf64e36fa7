#include "refserver/resources.h"

#include "refserver/negotiation.h"
#include "refserver/preconditions.h"
#include "refserver/question.h"
#include "refserver/representations.h"
#include "refserver/target.h"
#include "refserver/trace.h"
#include "refserver/upgrade.h"
#include "refserver/writing.h"

#define LARGE_SIZE 65536
#define LATE_MS 50
#define PLAIN "text/plain; charset=utf-8"

#define FILE_ETAG "\"reference-1\""
#define ROOT_ETAG "\"root-1\""
#define STORE_PREFIX "/store/"

typedef void answer_function(const struct question *question, struct answer *answer);

struct resource {
    const char *path;
    unsigned methods; /* a bit for each that it allows */
    answer_function *answer;
    const char *etag; /* of one that has validators, or NULL */
    bool has_ranges;  /* is served in parts (RFC 9110 14) */
    bool decides;     /* its answer may be no success, which comes before preconditions */
};

#define BIT(method) (1u << METHOD_##method)
#define GETS (BIT(GET) | BIT(HEAD) | BIT(OPTIONS) | BIT(TRACE))
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
}

static void answer_file(const struct question *question, struct answer *answer)
{
    (void)question;
    say(answer, "A file that never changes.\nIt has a date and an entity tag.\n");
}

static void answer_large(const struct question *question, struct answer *answer)
{
    answer->type = PLAIN;
    answer->content = text_span(&question->resources->large);
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

static void answer_stored(const struct question *question, struct answer *answer)
{
    struct store *store = &question->resources->store;
    const struct request *request = question->request;
    if (request->method == METHOD_PUT) {
        answer->status = writing_put(store, question->policy, request, question->content);
    } else if (request->method == METHOD_DELETE) {
        answer->status = writing_delete(store, question->policy, request);
    } else {
        answer->type = PLAIN;
        answer->content = text_span(&store_find(store, request->path)->content);
    }
}

/* Who comes here without an offer to switch is asked for one; see upgrade.h. */
static void answer_upgrade(const struct question *question, struct answer *answer)
{
    say(answer, "Another protocol is spoken here.\n");
    answer->status = 426;
    if (question->policy->names_upgrade_in_426)
        answer->lines = "Upgrade: " UPGRADE_PROTOCOL "\r\nConnection: upgrade\r\n";
}

/* clang-format off */
static const struct resource table[] = {
    {"/", GETS | POSTS, .answer = answer_root, .etag = ROOT_ETAG},
    {"/file", GETS, .answer = answer_file, .etag = FILE_ETAG, .has_ranges = true},
    {"/large", GETS, .answer = answer_large, .has_ranges = true},
    {"/chunked", GETS, .answer = answer_chunked},
    {"/late", GETS, .answer = answer_late},
    {"/echo", POSTS, .answer = answer_echo},
    {"/hit", GETS, .answer = answer_hit},
    {"/hits", GETS, .answer = answer_hits},
    {"/typed", POSTS, .answer = answer_typed},
    {"/coded", GETS, .answer = representations_coded, .decides = true},
    {"/protected", GETS, .answer = representations_protected, .decides = true},
    {"/moved/301", GETS, .answer = representations_moved, .decides = true},
    {"/moved/302", GETS, .answer = representations_moved, .decides = true},
    {"/moved/307", GETS, .answer = representations_moved, .decides = true},
    {"/moved/308", GETS, .answer = representations_moved, .decides = true},
    {"/choices", GETS, .answer = representations_choices, .decides = true},
    {"/reset", POSTS, .answer = representations_reset},
    {UPGRADE_PATH, GETS | POSTS, .answer = answer_upgrade, .decides = true},
};
/* clang-format on */

/* Everything below STORE_PREFIX: what clients write. */
static const struct resource stored_ones = {STORE_PREFIX, GETS | BIT(PUT) | BIT(DELETE),
                                            .answer = answer_stored};

/* The server as a whole, for OPTIONS * (RFC 9110 9.3.7). */
static const struct resource everything = {"*", GETS | POSTS, .answer = answer_root};

static const struct resource *find(const struct policy *policy, const struct request *request)
{
    if (span_is(request->path, "*"))
        return &everything;
    struct span prefix = span_of(STORE_PREFIX);
    if (request->path.len > prefix.len &&
        span_equal(span_slice(request->path, 0, prefix.len), prefix))
        return &stored_ones;
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
    text_done(&resources->lines);
    range_done(&resources->range);
    store_done(&resources->store);
    text_done(&resources->trace);
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

/* RFC 9110 10.1.1: HTTP/1.0 knows no expectations. */
static unsigned expectation_refusal(const struct policy *policy, const struct request *request)
{
    if (request_count(request, "Expect") == 0)
        return 0;
    if (!request->is_http11)
        return policy->refuses_http10_expectation ? 417 : 0;
    return request_lists(request, "Expect", "100-continue") ? 0 : policy->unknown_expectation;
}

unsigned resources_refusal(const struct policy *policy, const struct request *request)
{
    /* RFC 9110 9.1 */
    bool is_unknown = request->method == METHOD_UNKNOWN || request->method == METHOD_CONNECT;
    if (is_unknown || (request->method == METHOD_HEAD && !policy->has_head))
        return policy->unknown_method;
    bool has_range = request_count(request, "Content-Range") > 0;
    if (has_range && !policy->ignores_content_range)
        return 400;
    const struct resource *resource = find(policy, request);
    bool is_allowed = resource != NULL && (resource->methods & (1u << request->method)) != 0;
    bool has_match = request_count(request, "If-Match") > 0;
    if (!is_allowed && has_match && !policy->checks_resource_first)
        return 412;
    if (!is_allowed)
        return resource == NULL ? 404 : policy->forbidden_method;
    if (has_range && request->method == METHOD_PUT && policy->refuses_partial_put)
        return 400; /* RFC 9110 14.5 */
    unsigned expectation = expectation_refusal(policy, request);
    if (expectation != 0)
        return expectation;
    /* RFC 9110 15.5.16 */
    bool is_typed = resource->answer == answer_typed && request->method == METHOD_POST;
    if (is_untaken_coding(request) || (is_typed && !negotiation_has_type(request, "text/plain")))
        return 415;
    return 0;
}

static void explain(struct answer *answer)
{
    static const struct {
        unsigned status;
        const char *sentence;
    } sentences[] = {
        {400, "Content-Range has no meaning here.\n"             },
        {404, "There is no such resource.\n"                     },
        {405, "This resource does not allow the method.\n"       },
        {412, "A precondition of the request does not hold.\n"   },
        {413, "This is too large to be stored.\n"                },
        {415, "Neither this type nor any coding is taken here.\n"},
        {417, "The expectation is not known here.\n"             },
        {501, "The method is not known here.\n"                  },
    };
    for (size_t i = 0; i < countof(sentences); i++) {
        if (sentences[i].status == answer->status)
            say(answer, sentences[i].sentence);
    }
}

static struct representation represent(const struct question *question,
                                       const struct resource *resource)
{
    struct representation representation = {.exists = (resource->methods & BIT(GET)) != 0};
    if (resource == &stored_ones)
        return writing_representation(&question->resources->store, question->request->path);
    if (resource->etag != NULL) {
        representation.etag = span_of(resource->etag);
        representation.last_modified = span_of(question->policy->last_modified);
    }
    return representation;
}

/* RFC 9110 15.3.7: after If-Range the client has all but the entity tag already. */
static bool is_brief(const struct question *question)
{
    return question->policy->is_brief_after_if_range &&
           request_count(question->request, "If-Range") > 0;
}

static bool shows_tag(const struct question *question, unsigned status)
{
    const struct policy *policy = question->policy;
    if (question->request->method == METHOD_HEAD && !policy->head_has_validators)
        return false;
    return status == 304 ? policy->has_validators_in_304 : status != 206 || policy->has_tag_in_206;
}

/* A 304 tells the date only to those who get no entity tag (RFC 9110 15.4.5): to nobody here. */
static bool shows_date(const struct question *question, unsigned status)
{
    const struct policy *policy = question->policy;
    if (question->request->method == METHOD_HEAD && !policy->head_has_validators)
        return false;
    return policy->shows_date && status != 304 &&
           (status != 206 || (policy->has_date_in_206 && !is_brief(question)));
}

/* RFC 9110 8.8 */
static void add_validators(const struct question *question,
                           const struct representation *representation, unsigned status)
{
    struct text *lines = &question->resources->lines;
    if (representation->etag.len > 0 && shows_tag(question, status)) {
        text_add(lines, "ETag: ");
        text_add_span(lines, representation->etag);
        text_add(lines, "\r\n");
    }
    if (representation->last_modified.len > 0 && shows_date(question, status)) {
        text_add(lines, "Last-Modified: ");
        text_add_span(lines, representation->last_modified);
        text_add(lines, "\r\n");
    }
}

/* Puts all other field lines of the answer behind those that it has already. */
static void add_lines(const struct question *question, const struct resource *resource,
                      struct answer *answer)
{
    const struct policy *policy = question->policy;
    enum method method = question->request->method;
    struct text *lines = &question->resources->lines;
    bool is_get = method == METHOD_GET || method == METHOD_HEAD;
    bool is_good = answer->status < 400;
    text_clear(lines);
    if (answer->lines != NULL)
        text_add(lines, answer->lines);
    /* After PUT these are the validators of what was stored as it came (RFC 9110 9.3.4). */
    if (is_good && (is_get || method == METHOD_PUT)) {
        const struct representation representation = represent(question, resource);
        add_validators(question, &representation, answer->status);
    }
    if (resource == table && is_get && is_good)
        text_add(lines, answer->status == 304 ? policy->root_lines_in_304 : policy->root_lines);
    if (resource->answer == representations_coded && answer->status == 304)
        text_add(lines, policy->uncoded_lines);
    if (resource->has_ranges && answer->status == 200)
        text_add(lines, "Accept-Ranges: bytes\r\n");
    if (answer->status == 304)
        text_add(lines, policy->lines_in_304);
    if (is_get && resource == &stored_ones)
        writing_add_lines(&question->resources->store, question->request->path, lines);
    answer->lines = text_string(lines);
}

static unsigned evaluate(const struct question *question, const struct representation *found)
{
    const struct policy *policy = question->policy;
    bool is_range_first =
        !policy->preconditions_come_first && request_count(question->request, "Range") > 0;
    return is_range_first ? 200 : preconditions_status(policy, question->request, found);
}

static void cut_out(const struct question *question, const struct resource *resource,
                    const struct representation *found, struct answer *answer)
{
    if (resource->has_ranges)
        range_apply(question->policy, question->request, found->etag, found->last_modified,
                    &question->resources->range, answer);
    else
        range_ignore(question->policy, question->request, answer);
}

static void perform(const struct question *question, const struct resource *resource,
                    struct answer *answer)
{
    const struct representation found = represent(question, resource);
    bool is_put = question->request->method == METHOD_PUT;
    /* RFC 9110 13.2.1: what would not succeed anyway has no preconditions. */
    if (resource == &stored_ones && !found.exists && !is_put) {
        answer->status = 404;
        explain(answer);
        return;
    }
    if (resource->decides)
        resource->answer(question, answer);
    if (answer->status / 100 != 2)
        return;
    unsigned status = evaluate(question, &found);
    if (!resource->decides && (status == 200 || !question->policy->stops_at_412))
        resource->answer(question, answer);
    if (status != 200)
        *answer = (struct answer){.status = status};
    else
        cut_out(question, resource, &found, answer);
    explain(answer);
    add_lines(question, resource, answer);
}

/* A fault: preconditions stop OPTIONS (RFC 9110 13.2.1). */
static bool stops_options(const struct question *question, const struct resource *resource)
{
    if (!question->policy->options_has_conditions || resource == &everything)
        return false;
    const struct representation found = represent(question, resource);
    return evaluate(question, &found) != 200;
}

void resources_answer(struct resources *resources, const struct policy *policy,
                      const struct request *request, struct span content, struct answer *answer)
{
    unsigned refusal = resources_refusal(policy, request);
    const struct resource *resource = find(policy, request);
    const struct question question = {resources, policy, request, content};
    bool is_options = request->method == METHOD_OPTIONS;
    *answer = (struct answer){.status = refusal == 0 ? 200 : refusal};
    if (refusal != 0) {
        explain(answer);
        if (refusal == 405 && policy->names_allowed_methods)
            answer->lines =
                policy->allow_of_405 != NULL ? policy->allow_of_405 : allow(resources, resource);
        if (refusal == 415)
            answer->lines =
                is_untaken_coding(request) ? policy->untaken_coding : policy->untaken_type;
    } else if (is_options && !stops_options(&question, resource)) {
        answer->status = 204;
        answer->lines = policy->names_own_methods ? allow(resources, resource) : NULL;
    } else if (request->method == METHOD_TRACE) {
        trace_answer(&resources->trace, policy, request, answer);
    } else {
        perform(&question, resource, answer);
    }
}

bool resources_keeps_content(const struct policy *policy, const struct request *request)
{
    const struct resource *resource = find(policy, request);
    bool is_echo = resource != NULL && resource->answer == answer_echo;
    return (is_echo && request->method == METHOD_POST) ||
           (resource == &stored_ones && request->method == METHOD_PUT);
}

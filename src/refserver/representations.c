#include "refserver/representations.h"

#include "refserver/target.h"

#define PLAIN "text/plain; charset=utf-8"

/* h1audit:h1audit in base64 */
#define CREDENTIALS "aDFhdWRpdDpoMWF1ZGl0"

/* "A content that is the same in every coding.\n", plain and as gzip makes it. */
static const char plain[] = "A content that is the same in every coding.\n";
static const uint8_t gzipped[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x73, 0x54, 0x48, 0xce, 0xcf, 0x2b,
    0x49, 0xcd, 0x2b, 0x51, 0x28, 0xc9, 0x48, 0x2c, 0x51, 0xc8, 0x2c, 0x06, 0xd2, 0xa9, 0x0a, 0xc5,
    0x89, 0xb9, 0xa9, 0x0a, 0x99, 0x79, 0x0a, 0xa9, 0x65, 0xa9, 0x45, 0x95, 0x40, 0x15, 0x29, 0x99,
    0x79, 0xe9, 0x7a, 0x5c, 0x00, 0xa8, 0x2b, 0x8b, 0xf7, 0x2c, 0x00, 0x00, 0x00};

static void say(struct answer *answer, unsigned status, const char *lines, const char *text)
{
    answer->status = status;
    answer->lines = lines;
    answer->content = span_of(text);
    answer->type = answer->content.len == 0 ? NULL : PLAIN;
}

void representations_coded(const struct question *question, struct answer *answer)
{
    const struct policy *policy = question->policy;
    switch (policy->coding(question->request)) {
    case CODING_IDENTITY:
        say(answer, 200, policy->uncoded_lines, plain);
        break;
    case CODING_GZIP:
        say(answer, 200, policy->coded_lines, plain);
        answer->content = span_make(gzipped, sizeof(gzipped));
        break;
    case CODING_NONE_FITS:
        say(answer, 406, policy->uncoded_lines, "This comes with gzip or without any coding.\n");
        break;
    }
}

/* RFC 9110 11.4: a scheme without regard to case, 1*SP and what belongs to it. */
static bool proves_user(struct span credentials)
{
    size_t at = 5;
    if (!span_is_nocase(span_slice(credentials, 0, at), "Basic"))
        return false;
    while (at < credentials.len && credentials.data[at] == ' ')
        at++;
    return at > 5 && span_is(span_slice(credentials, at, credentials.len), CREDENTIALS);
}

void representations_protected(const struct question *question, struct answer *answer)
{
    const struct policy *policy = question->policy;
    bool has_credentials = request_count(question->request, "Authorization") > 0;
    if (proves_user(request_value(question->request, "Authorization"))) {
        say(answer, 200, NULL, "This is for those who may see it.\n");
        return;
    }
    say(answer, has_credentials ? policy->wrong_credentials : policy->no_credentials, NULL,
        "Only who is known may see this.\n");
    if (answer->status == 401)
        answer->lines = policy->challenge;
}

void representations_moved(const struct question *question, struct answer *answer)
{
    static const struct {
        const char *path;
        unsigned status;
    } moves[] = {
        {"/moved/301", 301},
        {"/moved/302", 302},
        {"/moved/307", 307},
        {"/moved/308", 308}
    };
    const struct policy *policy = question->policy;
    for (size_t i = 0; i < countof(moves); i++) {
        if (target_path_is(question->request->path, moves[i].path, !policy->normalises_target))
            say(answer, moves[i].status, policy->location, "This is to be found at /file.\n");
    }
    if (answer->status == policy->unlocated)
        answer->lines = NULL;
}

void representations_choices(const struct question *question, struct answer *answer)
{
    const struct policy *policy = question->policy;
    bool has_location = policy->unlocated != 300;
    say(answer, 300, has_location ? policy->location : NULL, policy->choices);
}

void representations_reset(const struct question *question, struct answer *answer)
{
    say(answer, 205, NULL, question->policy->reset_content);
}

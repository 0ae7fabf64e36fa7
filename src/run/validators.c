#include "run/validators.h"

#include <string.h>

#include "http/syntax.h"

#define WEAK_MARK "W/"

/* RFC 9110 8.8.3: entity-tag. */
static bool is_etag(const char *text)
{
    struct span tag = span_of(validators_opaque_tag(text));
    if (tag.len < 2 || tag.data[0] != '"' || tag.data[tag.len - 1] != '"')
        return false;
    for (size_t i = 1; i < tag.len - 1; i++) {
        if (!syntax_is_vchar_or_obs(tag.data[i]) || tag.data[i] == '"')
            return false;
    }
    return true;
}

static bool is_date(const char *text)
{
    return syntax_is_http_date(span_of(text), false);
}

struct validators validators_of(const struct client_answer *answer, struct arena *arena)
{
    struct validators validators = {0};
    if (answer->status != 200)
        return validators;
    if (is_etag(answer->etag))
        validators.etag = arena_string(arena, answer->etag);
    /* A date that is that of the response may be made anew for each. */
    if (is_date(answer->last_modified) && is_date(answer->date) &&
        strcmp(answer->last_modified, answer->date) != 0) {
        validators.last_modified = arena_string(arena, answer->last_modified);
        validators.date = arena_string(arena, answer->date);
    }
    return validators;
}

static bool is_same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

struct validators validators_common(struct validators a, struct validators b)
{
    if (!is_same(a.etag, b.etag))
        a.etag = NULL;
    if (!is_same(a.last_modified, b.last_modified)) {
        a.last_modified = NULL;
        a.date = NULL;
    }
    return a;
}

bool validators_is_strong(const char *etag)
{
    return strncmp(etag, WEAK_MARK, strlen(WEAK_MARK)) != 0;
}

const char *validators_opaque_tag(const char *etag)
{
    return validators_is_strong(etag) ? etag : etag + strlen(WEAK_MARK);
}

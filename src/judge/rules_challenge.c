#include "judge/rules.h"

#include "http/syntax.h"
#include "judge/words.h"

#define PARAMETERS_MAX 32 /* of one challenge; what follows is not looked at */

/* The names of the parameters of one challenge so far. */
struct challenge {
    struct span names[PARAMETERS_MAX];
    size_t count;
};

/* Takes the name of a parameter at the start of text; false if it was there before. */
static bool add_name(struct challenge *challenge, struct span text)
{
    struct span name = span_slice(text, 0, syntax_skip_token(text, 0));
    for (size_t i = 0; i < challenge->count; i++) {
        if (span_equal_nocase(challenge->names[i], name))
            return false;
    }
    if (challenge->count < PARAMETERS_MAX)
        challenge->names[challenge->count++] = name;
    return true;
}

/* True if text begins with a name and its equals sign, maybe with bad whitespace between. */
static bool is_parameter(struct span text)
{
    size_t name = syntax_skip_token(text, 0);
    size_t sign = syntax_skip_blanks(text, name);
    return name > 0 && sign < text.len && text.data[sign] == '=';
}

/*
 * RFC 9110 11.6.1: challenges and the parameters of each share one comma list. A member that is no
 * parameter begins with the scheme of a new challenge.
 */
static bool repeats_parameter(struct span value)
{
    struct challenge challenge = {0};
    struct span member;
    size_t offset = 0;
    while (syntax_next_member(value, &offset, &member)) {
        if (!is_parameter(member)) {
            challenge.count = 0;
            member = span_slice(member, syntax_skip_token(member, 0), member.len);
            member = span_trim_ows(member);
        }
        if (is_parameter(member) && !add_name(&challenge, member))
            return true;
    }
    return false;
}

void rules_challenge_parameters(struct rule_place *place)
{
    struct span received = place->peer->received;
    const struct http_field *field;
    size_t from = 0;
    while (place->response->is_head_complete &&
           (field = http_next_field(place->response, received, "WWW-Authenticate", &from)) !=
               NULL) {
        struct span value = http_bytes(received, field->value);
        rules_look(place);
        if (repeats_parameter(value))
            rules_hit(place, field->line, words_quote(place->arena, value));
    }
}

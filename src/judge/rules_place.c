#include "judge/rules.h"

void rules_look(struct rule_place *place)
{
    place->is_looked = true;
}

void rules_hit(struct rule_place *place, struct range where, const char *actual)
{
    place->is_looked = true;
    if (place->is_hit)
        return;
    place->is_hit = true;
    place->hit = (struct rule_hit){
        .message = place->message, .offset = where.offset, .len = where.len, .actual = actual};
}

bool rules_is_final(const struct rule_place *place)
{
    return !place->response->is_interim && place->response->is_head_complete;
}

bool rules_answers(const struct rule_place *place, const char *method, int minor)
{
    const struct http_request *request = place->request;
    if (request == NULL || request->version_minor != minor)
        return false;
    return method == NULL || span_is(request->method, method);
}

struct span rules_value(const struct rule_place *place, const char *name)
{
    return http_field_value(place->response, place->peer->received, name);
}

size_t rules_count(const struct rule_place *place, const char *name)
{
    return http_field_count(place->response, place->peer->received, name);
}

struct range rules_where(const struct rule_place *place, const char *name)
{
    size_t from = 0;
    const struct http_field *field =
        http_next_field(place->response, place->peer->received, name, &from);
    return field == NULL ? place->response->start_line : field->line;
}

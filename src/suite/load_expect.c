#include <string.h>

#include "suite/load_internal.h"

/* In the order of the choices of "verdict". */
static const enum verdict verdicts[] = {VERDICT_INCONCLUSIVE, VERDICT_PASS, VERDICT_WARN,
                                        VERDICT_FAIL};

/* What the readers below share. */
struct expect {
    struct load *load;
    const struct load_script *script;
};

static bool looks_at(const struct outcome *outcome, unsigned connection)
{
    for (unsigned i = 0; i < outcome->connection_count; i++) {
        if (outcome->connections[i] == connection)
            return true;
    }
    return false;
}

static void check_to(const struct expect *expect, const struct json *node,
                     const struct outcome *outcome, int to)
{
    const struct step *step = &expect->script->steps[to];
    if (step->kind != STEP_SEND)
        load_complain(expect->load, node->place, NULL,
                      "step \"%.40s\" sends nothing that could be answered", node->string);
    else if (!looks_at(outcome, step->connection))
        load_complain(expect->load, node->place, NULL,
                      "step \"%.40s\" is on connection \"%.40s\", which this outcome does not look "
                      "at",
                      node->string, expect->script->connections[step->connection]);
}

static void check_before(const struct expect *expect, const struct json *node,
                         const struct response_expectation *response)
{
    const struct step *step = &expect->script->steps[response->before];
    if (response->before <= response->to)
        load_complain(expect->load, node->place, NULL,
                      "step \"%.40s\" does not stand behind the step that is answered",
                      node->string);
    else if (step->kind != STEP_SEND)
        load_complain(expect->load, node->place, NULL, "step \"%.40s\" sends nothing",
                      node->string);
}

static void read_labels(const struct expect *expect, const struct json *node,
                        const struct outcome *outcome, struct response_expectation *response)
{
    const struct json *to = json_member(node, "to");
    const struct json *before = json_member(node, "before");
    response->to = to == NULL ? -1 : load_label(expect->load, expect->script, to);
    response->before = before == NULL ? -1 : load_label(expect->load, expect->script, before);
    if (response->to >= 0)
        check_to(expect, to, outcome, response->to);
    if (response->before >= 0)
        check_before(expect, before, response);
}

static void read_interim(struct load *load, const struct json *node,
                         struct response_expectation *response)
{
    const struct json *list = load_list(node, "interim");
    if (list == NULL)
        return;
    int *interim = arena_array(load->arena, list->count, sizeof(*interim));
    for (const struct json *item = list->children; item != NULL; item = item->next) {
        if (load_is_integer(item, 100, 199))
            interim[response->interim_count++] = (int)item->number;
        else
            load_complain(load, item->place, NULL,
                          "an interim status must be a whole number from 100 to 199");
    }
    response->interim = interim;
}

static struct response_expectation
read_response(const struct expect *expect, const struct json *node, const struct outcome *outcome)
{
    struct load *load = expect->load;
    const struct json *should = json_member(node, "should");
    struct response_expectation response = {.to = -1, .before = -1, .times = 1};
    response.must = load_checks(load, node);
    response.should = load_checks(load, should);
    if (!load_object(load, node, KEY_OBJECT_RESPONSE))
        return response;
    if (should != NULL && should->type == JSON_OBJECT)
        load_object(load, should, KEY_OBJECT_RESPONSE_SHOULD);
    read_labels(expect, node, outcome, &response);
    read_interim(load, node, &response);
    response.times = (size_t)load_integer(node, KEY_OBJECT_RESPONSE, "times", 1);
    response.version = load_text(node, "version");
    response.interim_only = load_flag(node, "interim_only", false);
    response.is_optional = load_flag(node, "optional", false);
    return response;
}

static void read_responses(const struct expect *expect, const struct json *node,
                           struct outcome *outcome)
{
    const struct json *list = load_list(node, "responses");
    if (list == NULL)
        return;
    struct response_expectation *responses =
        arena_array(expect->load->arena, list->count, sizeof(*responses));
    outcome->has_responses = true;
    for (const struct json *item = list->children; item != NULL; item = item->next)
        responses[outcome->response_count++] = read_response(expect, item, outcome);
    outcome->responses = responses;
}

static void add_connection(const struct expect *expect, const struct json *node,
                           struct outcome *outcome, unsigned *connections)
{
    const struct load_script *script = expect->script;
    struct load *load = expect->load;
    if (node->type != JSON_STRING) {
        load_complain(load, node->place, NULL, "\"on\" must be a connection or a list of them");
        return;
    }
    int index = load_script_connection(script, node->string);
    if (index < 0)
        load_complain(load, node->place,
                      json_nearest(node->string, script->connections, script->connection_count),
                      "the script uses no connection called \"%.40s\"", node->string);
    else if (looks_at(outcome, (unsigned)index))
        load_complain(load, node->place, NULL, "connection \"%.40s\" stands here twice",
                      node->string);
    else
        connections[outcome->connection_count++] = (unsigned)index;
}

static void read_connections(const struct expect *expect, const struct json *node,
                             struct outcome *outcome)
{
    const struct json *on = json_member(node, "on");
    bool is_list = on != NULL && on->type == JSON_ARRAY;
    unsigned *connections =
        arena_array(expect->load->arena, is_list ? on->count + 1 : 1, sizeof(*connections));
    outcome->connections = connections;
    if (is_list && on->count == 0)
        load_complain(expect->load, on->place, NULL, "\"on\" must name a connection");
    if (is_list) {
        for (const struct json *item = on->children; item != NULL; item = item->next)
            add_connection(expect, item, outcome, connections);
    } else if (on != NULL) {
        add_connection(expect, on, outcome, connections);
    }
    if (on == NULL)
        outcome->connection_count = 1; /* the script's first, index 0 */
}

static struct outcome read_outcome(const struct expect *expect, const struct json *node)
{
    struct load *load = expect->load;
    struct outcome outcome = {.verdict = VERDICT_PASS, .handled = CHECK_UNSET};
    outcome.line = load_line(load, node->place.offset);
    if (!load_object(load, node, KEY_OBJECT_OUTCOME))
        return outcome;
    outcome.name = load_text(node, "name");
    outcome.because = load_text(node, "because");
    outcome.verdict = verdicts[load_choice(node, KEY_OBJECT_OUTCOME, "verdict", 1)];
    read_connections(expect, node, &outcome);
    read_responses(expect, node, &outcome);
    outcome.end = (enum expected_end)load_choice(node, KEY_OBJECT_OUTCOME, "end", 0);
    outcome.allows_surplus = load_choice(node, KEY_OBJECT_OUTCOME, "after", 1) == 1;
    outcome.grammar = json_member(node, "wellformed") == NULL ? GRAMMAR_COMPLETE
                      : load_flag(node, "wellformed", true)   ? GRAMMAR_STRICT
                                                              : GRAMMAR_ANY;
    outcome.handled = load_integer(node, KEY_OBJECT_OUTCOME, "handled", CHECK_UNSET);
    const struct json *should = json_member(node, "should");
    if (should != NULL && should->type == JSON_OBJECT) {
        load_object(load, should, KEY_OBJECT_OUTCOME_SHOULD);
        outcome.should_end =
            (enum expected_end)load_choice(should, KEY_OBJECT_OUTCOME_SHOULD, "end", 0);
    }
    return outcome;
}

static void check_name(const struct expect *expect, const struct json *node,
                       const struct outcome *outcomes, size_t count)
{
    const char *name = load_text(node, "name");
    if (name == NULL && json_member(node, "name") == NULL && node->type == JSON_OBJECT)
        load_complain(expect->load, load_start(node), NULL,
                      "each outcome of one_of needs \"name\"");
    for (size_t i = 0; name != NULL && i < count; i++) {
        if (outcomes[i].name != NULL && strcmp(outcomes[i].name, name) == 0)
            load_complain(expect->load, json_member(node, "name")->place, NULL,
                          "two outcomes are called \"%.80s\"", name);
    }
}

void load_expect(struct load *load, const struct json *node, const struct load_script *script,
                 struct test_case *test_case)
{
    struct expect expect = {.load = load, .script = script};
    if (node->type != JSON_OBJECT)
        return;
    bool is_choice = json_member(node, "one_of") != NULL;
    const struct json *list = load_list(node, "one_of");
    size_t count = list == NULL ? 1 : list->count;
    struct outcome *outcomes = arena_array(load->arena, count, sizeof(*outcomes));
    test_case->outcomes = outcomes;
    if (!is_choice) {
        outcomes[test_case->outcome_count++] = read_outcome(&expect, node);
        return;
    }
    load_object(load, node, KEY_OBJECT_ONE_OF);
    const struct json *item = list == NULL ? NULL : list->children;
    for (; item != NULL; item = item->next) {
        check_name(&expect, item, outcomes, test_case->outcome_count);
        outcomes[test_case->outcome_count++] = read_outcome(&expect, item);
    }
}

#include "judge/rulebook.h"

#include "judge/rules.h"
#include "judge/words.h"

/* One application of the rulebook to one observation. */
struct sweep {
    const struct observation *observation;
    const char *case_id;
    struct arena *arena;
    bool has_example; /* one was taken from this observation */
};

/*
 * How many requests, from the first on, everybody would cut out of what we sent alike. Which
 * response belongs to which request is certain only for those.
 */
static size_t count_plain(const struct http_requests *requests)
{
    size_t count = 0;
    while (count < requests->count && requests->items[count].is_complete &&
           requests->items[count].version_minor >= 0)
        count++;
    return count;
}

/* Findings of a rule that needs a witness wait for it: until then they were not even looked at. */
static void count(struct rule_tally *tally, const struct rule_place *place)
{
    bool is_withheld = place->is_hit && tally->rule->needs_witness;
    tally->withheld += is_withheld;
    tally->looked += place->is_looked && !is_withheld;
    tally->count += place->is_hit && !is_withheld;
    bool has_witness = tally->looked > tally->count;
    if (has_witness) {
        tally->looked += tally->withheld;
        tally->count += tally->withheld;
        tally->withheld = 0;
    }
}

static void apply(struct sweep *sweep, struct rule_place *place, unsigned connection,
                  struct rule_tally *tally)
{
    place->rule = tally->rule;
    place->arena = sweep->arena;
    place->wall_ms = transcript_wall_ms(sweep->observation->transcript);
    tally->rule->check(place);
    count(tally, place);
    if (!place->is_hit || tally->example_case != NULL)
        return;
    tally->example = place->hit;
    tally->example.connection = connection;
    tally->example_case = arena_string(sweep->arena, sweep->case_id);
    tally->transcript = sweep->observation->transcript;
    sweep->has_example = true;
}

static void apply_to_connection(struct sweep *sweep, unsigned connection, struct rule_tally *tally)
{
    const struct observed_connection *peer = &sweep->observation->connections[connection];
    const struct http_stream *stream = peer->stream;
    size_t plain = count_plain(&peer->requests);
    if (tally->rule->is_stream) {
        struct rule_place place = {.peer = peer, .message = stream->count};
        apply(sweep, &place, connection, tally);
        return;
    }
    for (size_t i = 0; i < stream->count; i++) {
        const struct http_message *response = &stream->messages[i];
        bool is_certain = response->request >= 0 && (size_t)response->request < plain;
        struct rule_place place = {
            .peer = peer,
            .response = response,
            .request = is_certain ? &peer->requests.items[response->request] : NULL,
            .message = i,
        };
        apply(sweep, &place, connection, tally);
    }
}

bool rulebook_apply(const struct observation *observation, const char *case_id,
                    struct rule_tally *tallies, struct arena *arena)
{
    struct sweep sweep = {.observation = observation, .case_id = case_id, .arena = arena};
    for (size_t rule = 0; rule < rulebook_count; rule++) {
        tallies[rule].rule = &rulebook[rule];
        for (unsigned i = 0; i < observation->count; i++)
            apply_to_connection(&sweep, i, &tallies[rule]);
    }
    return sweep.has_example;
}

enum verdict rulebook_verdict(const struct rule_tally *tally, bool is_gateway)
{
    if (tally->looked == 0)
        return tally->withheld > 0 ? VERDICT_INCONCLUSIVE : VERDICT_SKIP;
    if (tally->count == 0)
        return VERDICT_PASS;
    if (tally->rule->level == LEVEL_MUST)
        return is_gateway && tally->rule->is_generate ? VERDICT_WARN : VERDICT_FAIL;
    return VERDICT_WARN;
}

const char *rulebook_reason(const struct rule_tally *tally, struct arena *arena)
{
    if (tally->withheld > 0)
        return arena_printf(arena, "%s, which may be right for this server as no response differs",
                            tally->example.actual);
    if (tally->looked == 0)
        return "no response that it speaks of was seen";
    const char *looked = words_count(arena, tally->looked, "response");
    if (tally->count == 0)
        return arena_printf(arena, "held on %s", looked);
    return arena_printf(arena, "%s (%zu of %s, first in %s)", tally->example.actual, tally->count,
                        looked, tally->example_case);
}

#include "judge/judge.h"

#include <assert.h>

#include "judge/ending.h"
#include "judge/matchers.h"
#include "judge/words.h"

#define NO_CONNECTION UINT32_MAX

/* How an outcome fared. */
enum standing {
    STANDING_OPEN,   /* missed by nothing that proves anything: it may have been so */
    STANDING_SILENT, /* missed as far as silence can tell */
    STANDING_MISSED, /* missed by what was received */
    STANDING_HELD
};

struct trial {
    const struct outcome *outcome;
    enum standing standing;
    struct checks checks;
    size_t held;
};

/* What all trials of a case have in common. */
struct hearing {
    const struct test_case *test_case;
    const struct observation *observation;
    const struct variables *variables;
    struct arena *arena;
    struct trial *trials;
};

static unsigned find_connection(const struct hearing *hearing, const char *name)
{
    for (unsigned i = 0; i < hearing->observation->count; i++) {
        if (span_is(span_of(hearing->observation->connections[i].name), name))
            return i;
    }
    return NO_CONNECTION;
}

/* Finds the outcome's connections. The one that was never opened is noted in comparison. */
static bool find_connections(const struct hearing *hearing, struct comparison *comparison,
                             unsigned *connections)
{
    const struct outcome *outcome = comparison->outcome;
    for (unsigned i = 0; i < outcome->connection_count; i++) {
        const char *name = hearing->test_case->script.connections[outcome->connections[i]];
        connections[i] = find_connection(hearing, name);
        if (connections[i] != NO_CONNECTION)
            continue;
        const char *actual = arena_printf(hearing->arena, "connection \"%s\" was not opened", name);
        comparison_add(comparison, (struct check){.what = "connection",
                                                  .proof = PROOF_LOST,
                                                  .expected = "opened by the script",
                                                  .actual = actual,
                                                  .sentence = actual,
                                                  .offset = SIZE_MAX});
        return false;
    }
    return true;
}

/*
 * A miss proved by bytes stands whatever else was lost; a neutral answer takes the proof away even
 * from them, as the server was not asked the question of the case (VERDICTS 2).
 */
static enum standing standing_of(const struct checks *checks)
{
    bool has[PROOF_BYTES + 1] = {false};
    bool is_missed = false;
    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];
        if (check->holds || check->is_should)
            continue;
        has[check->proof] = true;
        is_missed = true;
    }
    if (!is_missed)
        return STANDING_HELD;
    if (has[PROOF_NEUTRAL])
        return STANDING_OPEN;
    if (has[PROOF_BYTES])
        return STANDING_MISSED;
    return has[PROOF_LOST] ? STANDING_OPEN : STANDING_SILENT;
}

static struct trial try_outcome(const struct hearing *hearing, const struct outcome *outcome)
{
    struct comparison comparison = {
        .test_case = hearing->test_case,
        .observation = hearing->observation,
        .variables = hearing->variables,
        .outcome = outcome,
        .arena = hearing->arena,
    };
    unsigned *connections =
        arena_array(hearing->arena, outcome->connection_count, sizeof(*connections));
    if (find_connections(hearing, &comparison, connections))
        matchers_compare(&comparison, connections);
    struct trial trial = {.outcome = outcome,
                          .standing = standing_of(&comparison.checks),
                          .checks = comparison.checks};
    for (size_t i = 0; i < trial.checks.count; i++)
        trial.held += trial.checks.items[i].holds;
    return trial;
}

/* True if check, held or not, might come out otherwise after a longer wait. */
static bool is_provisional(const struct hearing *hearing, const struct check *check)
{
    if (check->proof == PROOF_SILENCE)
        return true;
    return check->proof == PROOF_LOST && check->connection < hearing->observation->count &&
           ending_of(hearing->observation, check->connection) == ENDING_RST;
}

static bool rests_on_silence(const struct hearing *hearing, const struct trial *trial)
{
    if (trial->standing == STANDING_MISSED)
        return false;
    for (size_t i = 0; i < trial->checks.count; i++) {
        const struct check *check = &trial->checks.items[i];
        bool matters = trial->standing == STANDING_HELD || !(check->holds || check->is_should);
        if (matters && is_provisional(hearing, check))
            return true;
    }
    return false;
}

/* The first of the checks that is a should or not, holds or not, and is proved or not, or NULL. */
static const struct check *first_check(const struct checks *checks, bool is_should, bool holds,
                                       bool is_proved)
{
    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];
        bool has_proof = check->proof == PROOF_SILENCE || check->proof == PROOF_BYTES;
        if (check->is_should == is_should && check->holds == holds && has_proof == is_proved)
            return check;
    }
    return NULL;
}

/* The missed check that tells most: one that bytes prove before one that a longer wait might mend.
 */
static const struct check *telling_miss(const struct checks *checks)
{
    for (size_t i = 0; i < checks->count; i++) {
        const struct check *check = &checks->items[i];
        if (!check->is_should && !check->holds && check->proof == PROOF_BYTES)
            return check;
    }
    return first_check(checks, false, false, true);
}

static void explain(struct judgement *judgement, const struct check *check)
{
    judgement->reason = check->sentence != NULL ? check->sentence : check->actual;
    judgement->offset = check->offset;
    judgement->connection = check->connection;
}

/* A should check was missed: provably, which is a warning, or not, which proves no pass either. */
static void lower(const struct hearing *hearing, const struct trial *trial,
                  struct judgement *judgement)
{
    const struct check *missed = first_check(&trial->checks, true, false, true);
    const struct check *unproven = first_check(&trial->checks, true, false, false);
    if (judgement->verdict != VERDICT_PASS || (missed == NULL && unproven == NULL))
        return;
    explain(judgement, missed != NULL ? missed : unproven);
    judgement->verdict = missed != NULL ? VERDICT_WARN : VERDICT_INCONCLUSIVE;
    if (hearing->test_case->level == LEVEL_MUST)
        judgement->reason = arena_printf(hearing->arena, "SHOULD: %s", judgement->reason);
}

/* Why what was seen is not all that came. */
static const char *loss_words(const struct hearing *hearing, unsigned connection)
{
    if (ending_of(hearing->observation, connection) == ENDING_FULL)
        return ending_words(hearing->observation, connection, hearing->arena);
    return "more was received than is looked at";
}

static void judge_held(const struct hearing *hearing, const struct trial *trial,
                       struct judgement *judgement)
{
    const struct outcome *outcome = trial->outcome;
    judgement->outcome = outcome;
    judgement->verdict = outcome->verdict;
    judgement->reason =
        outcome->name != NULL
            ? outcome->name
            : judge_summary(hearing->observation, judgement->connection, hearing->arena);
    /* What holds only as far as it was seen is not earned: the capture limit may hide the rest. */
    const struct check *unproven = first_check(&trial->checks, false, true, false);
    if (unproven != NULL && unproven->proof == PROOF_LOST) {
        explain(judgement, unproven);
        judgement->reason = loss_words(hearing, unproven->connection);
        judgement->verdict = VERDICT_INCONCLUSIVE;
        return;
    }
    lower(hearing, trial, judgement);
}

/* A probe asks for a capability: a server without it breaks nothing. */
static enum verdict verdict_of_miss(const struct test_case *test_case)
{
    if (test_case->kind == CASE_PROBE)
        return VERDICT_SKIP;
    if (test_case->kind == CASE_HARDENING)
        return VERDICT_WARN;
    switch (test_case->level) {
    case LEVEL_MUST:
        return VERDICT_FAIL;
    case LEVEL_SHOULD:
        return VERDICT_WARN;
    case LEVEL_MAY:
        break;
    }
    return VERDICT_PASS;
}

static void judge_missed(const struct hearing *hearing, const struct trial *trial,
                         struct judgement *judgement)
{
    judgement->nearest = trial->outcome;
    if (trial->standing == STANDING_OPEN) {
        judgement->verdict = VERDICT_INCONCLUSIVE;
        explain(judgement, first_check(&trial->checks, false, false, false));
        return;
    }
    const struct check *proved = telling_miss(&trial->checks);
    judgement->verdict = verdict_of_miss(hearing->test_case);
    explain(judgement, proved);
    if (judgement->verdict == VERDICT_PASS)
        judgement->reason =
            arena_printf(hearing->arena, "%s (nothing that the text demands)", judgement->reason);
}

/* The first outcome that holds; else, if one may have held, the nearest of those; else the nearest.
 */
static const struct trial *decide(const struct hearing *hearing)
{
    const struct trial *best = NULL;
    bool is_open = false;
    for (size_t i = 0; i < hearing->test_case->outcome_count; i++) {
        const struct trial *trial = &hearing->trials[i];
        if (trial->standing == STANDING_HELD)
            return trial;
        bool opens = trial->standing == STANDING_OPEN && !is_open;
        if (is_open && trial->standing != STANDING_OPEN)
            continue;
        if (best == NULL || opens || trial->held > best->held)
            best = trial;
        is_open = is_open || opens;
    }
    return best;
}

/* Might a longer wait bring another verdict? Outcomes before the deciding one could then have held.
 */
static bool is_result_provisional(const struct hearing *hearing, const struct trial *decided)
{
    for (size_t i = 0; i < hearing->test_case->outcome_count; i++) {
        const struct trial *trial = &hearing->trials[i];
        if (rests_on_silence(hearing, trial))
            return true;
        if (trial == decided && decided->standing == STANDING_HELD)
            break;
    }
    return false;
}

/* Our own side failed on some connection: then the script was not played as written. */
static const char *own_failure(const struct observation *observation, struct arena *arena)
{
    if (observation->count == 0)
        return "no connection was opened";
    for (unsigned i = 0; i < observation->count; i++) {
        if (ending_of(observation, i) == ENDING_FAILED)
            return ending_failure(observation, i, arena);
    }
    return NULL;
}

static void judge_outcomes(struct hearing *hearing, struct judgement *judgement)
{
    size_t count = hearing->test_case->outcome_count;
    hearing->trials = arena_array(hearing->arena, count, sizeof(*hearing->trials));
    for (size_t i = 0; i < count; i++)
        hearing->trials[i] = try_outcome(hearing, &hearing->test_case->outcomes[i]);
    const struct trial *decided = decide(hearing);
    judgement->checks = decided->checks;
    if (decided->checks.count > 0)
        judgement->connection = decided->checks.items[0].connection;
    if (decided->standing == STANDING_HELD)
        judge_held(hearing, decided, judgement);
    else
        judge_missed(hearing, decided, judgement);
    judgement->rests_on_silence = is_result_provisional(hearing, decided);
}

struct judgement judge_case(const struct test_case *test_case,
                            const struct observation *observation,
                            const struct variables *variables, const struct control_result *control,
                            struct arena *arena)
{
    assert(test_case->outcome_count > 0);
    struct hearing hearing = {
        .test_case = test_case, .observation = observation, .variables = variables, .arena = arena};
    struct judgement judgement = {.offset = SIZE_MAX};
    const char *failure = own_failure(observation, arena);
    if (failure != NULL) {
        judgement.verdict = VERDICT_ERROR;
        judgement.reason = failure;
        return judgement;
    }
    judge_outcomes(&hearing, &judgement);
    if (control->word == CONTROL_BAD) {
        judgement.verdict = VERDICT_INCONCLUSIVE;
        judgement.reason = arena_printf(arena, "control: %s", control->reason);
        judgement.rests_on_silence = control->rests_on_silence;
    }
    return judgement;
}

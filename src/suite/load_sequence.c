#include "suite/bytes.h"
#include "suite/load_internal.h"

/* How far a connection has come, seen from our side. */
enum stage { STAGE_UNUSED, STAGE_OPEN, STAGE_SILENT /* our direction has ended */, STAGE_CLOSED };

/* Words for the stage after which a step is useless; NULL if it makes sense. */
static const char *objection(enum stage stage, enum step_kind kind)
{
    if (stage == STAGE_CLOSED && kind != STEP_PAUSE)
        return "the script has closed this connection before";
    if (kind == STEP_CONNECT && stage != STAGE_UNUSED)
        return "connect must be the first step on its connection";
    bool opens = kind == STEP_SEND || kind == STEP_CONNECT || kind == STEP_PAUSE;
    if (stage == STAGE_UNUSED && !opens)
        return "this connection is not open yet; send something or connect first";
    bool writes = kind == STEP_SEND || kind == STEP_HALF_CLOSE || kind == STEP_TLS_CLOSE ||
                  kind == STEP_TRUNCATE;
    if (stage == STAGE_SILENT && writes)
        return "the script has ended its direction of this connection before";
    return NULL;
}

static enum stage next_stage(enum stage stage, enum step_kind kind)
{
    switch (kind) {
    case STEP_SEND:
    case STEP_WAIT:
    case STEP_CONNECT:
        return stage == STAGE_UNUSED ? STAGE_OPEN : stage;
    case STEP_PAUSE:
        return stage;
    case STEP_HALF_CLOSE:
    case STEP_TLS_CLOSE:
    case STEP_TRUNCATE:
        return STAGE_SILENT;
    case STEP_CLOSE:
    case STEP_RESET:
        return STAGE_CLOSED;
    }
    return stage;
}

static void check_size(struct load_script *script)
{
    size_t sum = 0;
    for (size_t i = 0; i < script->count && sum <= LOAD_SCRIPT_MAX; i++) {
        size_t len = bytes_least(&script->steps[i].bytes);
        if (len > BYTES_MAX)
            return; /* that step has its own complaint */
        sum += len;
    }
    if (sum > LOAD_SCRIPT_MAX)
        load_complain(script->load, script->places[0], NULL, "the script sends more than %u bytes",
                      LOAD_SCRIPT_MAX);
}

void load_script_check(struct load_script *script)
{
    bool is_idle = true;
    enum stage *stages =
        arena_array(script->load->arena, script->connection_count + 1, sizeof(*stages));
    for (size_t i = 0; i < script->count; i++) {
        const struct step *step = &script->steps[i];
        const char *words = objection(stages[step->connection], step->kind);
        is_idle = is_idle && step->kind == STEP_PAUSE;
        if (words != NULL)
            load_complain(script->load, script->places[i], NULL, "%s", words);
        stages[step->connection] = next_stage(stages[step->connection], step->kind);
    }
    if (is_idle && script->count > 0)
        load_complain(script->load, script->places[0], NULL, "the script opens no connection");
    check_size(script);
}

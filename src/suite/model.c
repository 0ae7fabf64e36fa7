#include "suite/model.h"

#include <string.h>

const char *level_name(enum level level)
{
    static const char *const names[] = {
        [LEVEL_MUST] = "MUST", [LEVEL_SHOULD] = "SHOULD", [LEVEL_MAY] = "MAY"};
    return names[level];
}

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[VERDICT_COUNT] = {
        [VERDICT_INCONCLUSIVE] = "inconclusive",
        [VERDICT_SKIP] = "skip",
        [VERDICT_PASS] = "pass",
        [VERDICT_WARN] = "warn",
        [VERDICT_FAIL] = "fail",
        [VERDICT_ERROR] = "error",
    };
    return names[verdict];
}

bool verdict_worse(enum verdict a, enum verdict b)
{
    static const int gravity[VERDICT_COUNT] = {
        [VERDICT_SKIP] = 0, [VERDICT_PASS] = 1, [VERDICT_INCONCLUSIVE] = 2,
        [VERDICT_WARN] = 3, [VERDICT_FAIL] = 4, [VERDICT_ERROR] = 5,
    };
    return gravity[a] > gravity[b];
}

bool names_contain(struct names list, const char *name)
{
    for (size_t i = 0; i < list.count; i++) {
        if (strcmp(list.items[i], name) == 0)
            return true;
    }
    return false;
}

bool status_set_contains(struct status_set set, int status)
{
    for (size_t i = 0; i < set.count; i++) {
        if (status >= set.ranges[i].low && status <= set.ranges[i].high)
            return true;
    }
    return set.count == 0;
}

int script_step(const struct script *script, const char *label)
{
    for (size_t i = 0; i < script->count; i++) {
        if (script->steps[i].label != NULL && strcmp(script->steps[i].label, label) == 0)
            return (int)i;
    }
    return -1;
}

unsigned script_connection(const struct script *script, const char *name)
{
    for (unsigned i = 0; i < script->connection_count; i++) {
        if (strcmp(script->connections[i], name) == 0)
            return i;
    }
    return 0;
}

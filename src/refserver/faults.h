/*
 * The faults: a table of id, broken requirement, one sentence. A fault is literal bytes or a
 * replaced decision, one row of faults_list.h.
 */
#ifndef REFSERVER_FAULTS_H
#define REFSERVER_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

struct policy;

struct fault {
    const char *id;           /* "drop-valid-before-invalid" */
    const char *requirements; /* ids in requirements.json that it breaks, the main one first, with
                                 blanks between */
    const char *sentence;
    void (*apply)(struct policy *policy); /* replaces one member of a clean policy */
    const char
        *needs; /* "tls", "plain", "counter", "cut" or NULL: what the audit needs to see it */
};

extern const struct fault faults[];
extern const size_t fault_count;

/* The row called id, or NULL. */
const struct fault *fault_find(const char *id);

/* True if fault breaks the requirement of that id. */
bool fault_breaks(const struct fault *fault, const char *requirement);

/* True if it strikes another connection than provokes it: only one case at a time shows it. */
bool fault_is_shared(const struct fault *fault);

#endif

/*
 * The faults: a table of id, broken requirement, one sentence. A fault is literal bytes or a
 * replaced decision; see faults.c.
 */
#ifndef REFSERVER_FAULTS_H
#define REFSERVER_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

struct policy;

struct fault {
    const char *id;          /* "drop-valid-before-invalid" */
    const char *requirement; /* id in requirements.json that it breaks */
    const char *sentence;
    void (*apply)(
        struct policy *policy); /* replaces one decision or one literal of the clean policy */
    const char *needs;          /* "tls", "counter" or NULL: what the audit needs to see it */
};

extern const struct fault faults[];
extern const size_t fault_count;

/* The row called id, or NULL. */
const struct fault *fault_find(const char *id);

/* True if it strikes other connections than the one that provokes it: seen with one case at a time
 * only. */
bool fault_is_shared(const struct fault *fault);

#endif

/*
 * A task is one script to be played: a case (for one resource) or the control of one or more cases.
 * The plan makes them, the pool plays them, the runner judges what came of it.
 */
#ifndef RUN_TASK_H
#define RUN_TASK_H

#include "judge/judge.h"
#include "run/target.h"
#include "suite/model.h"

struct attempt {
    struct transcript *transcript; /* owned by the attempt list of the runner */
    const struct observation *observation;
    struct variables variables; /* that its bytes were made with */
    const char *failure;        /* why it could not be played, or NULL */
};

struct task {
    const struct test_case *test_case; /* for a control: the first case that it belongs to */
    const char *id;       /* full id, with @NAME; a control's has " (control)" behind it */
    const char *resource; /* NAME or NULL */
    const char *path;     /* value of {{path}} */
    const struct script *script;
    bool is_control;
    bool is_counted;         /* reads the counter before and after; played alone */
    struct task *control;    /* of a case, or NULL */
    const char *skip_reason; /* not to be played, or NULL */
    int64_t settle_ms;       /* the case's own, or CHECK_UNSET */
    int64_t patience_ms;
    struct attempt first;
    struct attempt confirmed; /* transcript NULL: not confirmed */
    struct attempt again;     /* of a control, after a case of its own failed */
    unsigned attempts;
    struct control_result control_result; /* of a control */
    struct judgement judgement;           /* of a case */
    bool is_flaky;
    bool is_replayed; /* a control that is played again after a failure */
};

/* The attempt that counts: the confirmed one if there was one. */
const struct attempt *task_last_attempt(const struct task *task);

/* The judgement of a task that was not played. */
struct judgement task_without_attempt(enum verdict verdict, const char *reason);

#endif

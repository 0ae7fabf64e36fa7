/*
 * A case with one cut more than it has: the octets before the cut leave first, the rest after a
 * pause. Nothing else about it changes; pauses, waits and cuts of its own stay.
 */
#ifndef RUN_CUT_SCRIPT_H
#define RUN_CUT_SCRIPT_H

#include "suite/bytes.h"
#include "suite/model.h"
#include "util/arena.h"

/* Of a write longer than twice this, only so many octets at either end are cut. */
#define CUT_SCRIPT_ENDS 512u

/* The pause of a cut that a finding rests on: a busy server must have read the first piece. */
#define CUT_SCRIPT_GAP_MS 20

struct cut_spot {
    size_t at;     /* octets of the whole script before the cut */
    size_t step;   /* that is cut */
    size_t offset; /* in the bytes of that step */
};

struct cut_spots {
    struct cut_spot *items;
    size_t count;
    size_t capacity;
};

/*
 * Fills spots with the places between two octets of one write where `at` is a multiple of every.
 * Sends that the case cuts itself have none. False if bytes cannot be made.
 */
bool cut_script_spots(struct cut_spots *spots, const struct script *script,
                      const struct variables *variables, size_t every, struct arena *arena);

/* test_case with a cut at spot; only its script is new, and lives on arena. */
const struct test_case *cut_script_case(const struct test_case *test_case, struct cut_spot spot,
                                        int64_t gap_ms, struct arena *arena);

/* Where spot is, in words. */
const char *cut_script_place(const struct script *script, const struct variables *variables,
                             struct cut_spot spot, struct arena *arena);

#endif

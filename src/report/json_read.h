/*
 * Reads back what json_results_write wrote, as far as judging again needs it. Everything else in
 * the document is left alone.
 */
#ifndef REPORT_JSON_READ_H
#define REPORT_JSON_READ_H

#include "judge/results.h"
#include "util/json.h"

/* One case of a saved run. Texts live on the arena; the transcripts must be freed. */
struct saved_result {
    const char *id;       /* full id, with @NAME */
    const char *case_id;  /* suite.case */
    const char *resource; /* or NULL */
    enum verdict verdict; /* that was reached then */
    struct variables variables;
    struct control_result control;
    struct result_cut cut;                 /* at is 0: none */
    struct transcript *transcript;         /* NULL if the case was not played */
    struct transcript *control_transcript; /* or NULL */
    struct transcript *other_transcript;   /* or NULL */
};

/*
 * The cases of the results document. On failure nothing is left to free; on success the caller ends
 * with json_results_done, before the arena goes.
 */
bool json_results_read(struct arena *arena, const struct json *document,
                       struct saved_result **items, size_t *count, struct error *error);

/* Frees the transcripts of items. */
void json_results_done(struct saved_result *items, size_t count);

#endif

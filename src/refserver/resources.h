/*
 * The resources of the reference server: a table of path, methods and function. One struct
 * resources belongs to the whole server, so that the counter counts over all connections.
 */
#ifndef REFSERVER_RESOURCES_H
#define REFSERVER_RESOURCES_H

#include "refserver/answer.h"
#include "refserver/policy.h"
#include "refserver/range.h"
#include "refserver/request.h"
#include "refserver/store.h"
#include "util/text.h"

struct resources {
    unsigned long hits;
    struct text large; /* content of /large */
    struct text hits_text;
    struct text allow; /* the last Allow line */
    struct text trace; /* the last answer to TRACE */
    struct text lines; /* other field lines of the last answer */
    struct range_room range;
    struct store store;
};

/* resources must be zeroed. */
void resources_init(struct resources *resources);
void resources_done(struct resources *resources);

/* The status that can be told from the head alone: an error, or 0 if the content decides. */
unsigned resources_refusal(const struct policy *policy, const struct request *request);

/*
 * Answers request, whose whole content is given. Every call counts; what *answer borrows lives
 * until the next call, or as long as content if that comes back.
 */
void resources_answer(struct resources *resources, const struct policy *policy,
                      const struct request *request, struct span content, struct answer *answer);

/* True if the resource gives the content back or stores it, so that it must be kept. */
bool resources_keeps_content(const struct policy *policy, const struct request *request);

#endif

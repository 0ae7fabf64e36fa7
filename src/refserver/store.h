/*
 * Small resources that clients write, in memory: a path, its content and its validators. There is
 * room for a few; a new one takes the place of the oldest. A struct store is zeroed at first.
 */
#ifndef REFSERVER_STORE_H
#define REFSERVER_STORE_H

#include <stdbool.h>

#include "util/text.h"

#define STORE_MAX 64
#define STORE_PATH_MAX 200
#define STORE_CONTENT_MAX 4096

struct stored {
    struct text path; /* empty: the place is free */
    struct text content;
    struct text etag;          /* strong, with its quotes */
    struct text last_modified; /* HTTP-date */
    struct text extra_lines;   /* whole field lines, kept by a fault */
};

struct store {
    struct stored items[STORE_MAX];
    unsigned next;         /* place of the next new resource */
    unsigned long version; /* the number of changes */
};

void store_done(struct store *store);

/* NULL if there is none. */
const struct stored *store_find(const struct store *store, struct span path);

/* True if this may be stored. */
bool store_takes(struct span path, struct span content);

/* Stores content, which store_takes; a resource of that path is replaced. */
struct stored *store_put(struct store *store, struct span path, struct span content);

/* Nothing happens if there is none. */
void store_delete(struct store *store, struct span path);

#endif

/*
 * Reads case files (format 1) and the requirement table. Strict: every complaint of a file is
 * collected with file, line, column, source line and a suggestion, and a file with a complaint
 * gives no cases at all. Nothing is printed here.
 */
#ifndef SUITE_LOAD_H
#define SUITE_LOAD_H

#include "suite/model.h"
#include "util/arena.h"
#include "util/error.h"
#include "util/text.h"

struct requirements {
    const struct requirement *items;
    size_t count;
};

/* All that was loaded. The arena owns everything. */
struct collection {
    struct arena *arena;
    struct requirements requirements;
    const struct test_case **cases; /* in order of full_id */
    size_t count;
    size_t capacity;
    struct text complaints; /* each as json_complaint_text gives it, followed by a newline */
    size_t complaint_count;
};

struct collection *collection_new(void);
void collection_free(struct collection *collection);

/* Reads requirements.json from source; file names it in complaints. False if there was one. */
bool collection_load_requirements(struct collection *collection, const char *file,
                                  struct span source);

/*
 * Reads one case file from source. file is shown in messages; folder is where `file` parts are
 * looked up (NULL: they are refused). known_variables names variables defined on the command line.
 * False if the file had a complaint.
 */
bool collection_load_source(struct collection *collection, const char *file, const char *folder,
                            struct span source, struct names known_variables);

/*
 * Reads the file, or every *.json of the folder (not requirements.json, not *.schema.json), at
 * path. False if a complaint was added or path cannot be read (then error is set).
 */
bool collection_load_path(struct collection *collection, const char *path,
                          struct names known_variables, struct error *error);

/* The cases and requirements compiled into the program. False only if they are broken. */
bool collection_load_builtin(struct collection *collection, struct names known_variables);

/* Sorts the cases by full_id; call once after loading. Complains about ids that occur twice. */
bool collection_finish(struct collection *collection);

const struct test_case *collection_find(const struct collection *collection, const char *full_id);
const struct requirement *collection_requirement(const struct collection *collection,
                                                 const char *id);

#endif

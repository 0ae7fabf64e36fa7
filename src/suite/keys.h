/*
 * Every name that may stand in a case file, a requirement table, a `needs` list or between {{ and
 * }}, each as one row. The loader checks files against these rows; help and the schema test read
 * the same rows, so that nobody keeps a second list.
 */
#ifndef SUITE_KEYS_H
#define SUITE_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kinds of objects in our JSON files. */
enum key_object {
    KEY_OBJECT_FILE,
    KEY_OBJECT_SUITE,
    KEY_OBJECT_CASE,
    KEY_OBJECT_STEP,
    KEY_OBJECT_CONNECT,
    KEY_OBJECT_CUT,
    KEY_OBJECT_WAIT,
    KEY_OBJECT_PART,
    KEY_OBJECT_CONTROL,
    KEY_OBJECT_ONE_OF,
    KEY_OBJECT_OUTCOME,
    KEY_OBJECT_OUTCOME_SHOULD,
    KEY_OBJECT_RESPONSE,
    KEY_OBJECT_RESPONSE_SHOULD,
    KEY_OBJECT_FIELD,
    KEY_OBJECT_BODY,
    KEY_OBJECT_REQUIREMENT_FILE,
    KEY_OBJECT_REQUIREMENT
};
#define KEY_OBJECT_COUNT (KEY_OBJECT_REQUIREMENT + 1)

enum key_type {
    KEY_TEXT,    /* a string of low to high bytes */
    KEY_SLUG,    /* kebab-case, at most KEY_SLUG_MAX bytes */
    KEY_LABEL,   /* a-z, 0-9 and _, a letter first, at most KEY_LABEL_MAX bytes */
    KEY_CHOICE,  /* one of choices */
    KEY_INTEGER, /* a whole number from low to high */
    KEY_BOOLEAN,
    KEY_TRUE,   /* only true; to say no, leave the name out */
    KEY_LIST,   /* of low to high elements */
    KEY_OBJECT, /* of at least low members */
    KEY_ANY     /* more than one form; about names them */
};

#define KEY_SLUG_MAX 60
#define KEY_LABEL_MAX 30
#define KEY_MS_MAX 600000      /* ten minutes */
#define KEY_TITLE_MIN 10       /* of a case */
#define KEY_TEXT_MAX 20000     /* of any string for people */
#define KEY_CASES_MAX 2000     /* per file */
#define KEY_STEPS_MAX 2000     /* per script */
#define KEY_LIST_MAX 2000      /* elements of any other list */
#define KEY_RESPONSES_MAX 1000 /* alike, or to wait for */

struct key {
    enum key_object object;
    const char *name;
    enum key_type type;
    bool is_required;
    const char *about; /* one sentence */
    int64_t low, high;
    const char *const *choices; /* ends with NULL */
};

/* All rows, grouped by object. */
const struct key *keys_all(size_t *count);

/* The row of name in object, or NULL. */
const struct key *keys_find(enum key_object object, const char *name);

/* The name of object's row that is most like word, or NULL if none is. */
const char *keys_nearest(enum key_object object, const char *word);

/* What object is called in messages, with its article: "a step". */
const char *keys_object_name(enum key_object object);

/* Where a capability comes from. */
enum key_source { KEY_FROM_TARGET, KEY_FROM_PROBE };

/* A word for `needs` or, for those from probes, `provides`. */
struct key_capability {
    const char *name;
    enum key_source source;
    const char *about;
};

const struct key_capability *keys_capabilities(size_t *count);
const struct key_capability *keys_capability(const char *name);
const char *keys_nearest_capability(const char *word);

/* A {{name}} that every case may use; needs is the capability without which it has no value, or
 * NULL. */
struct key_variable {
    const char *name;
    const char *needs;
    const char *about;
};

const struct key_variable *keys_variables(size_t *count);
const struct key_variable *keys_variable(const char *name);

/* True if text has the form of a slug, a label or a variable's name. */
bool keys_is_slug(const char *text);
bool keys_is_label(const char *text);

#endif

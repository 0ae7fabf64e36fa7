/*
 * Turns the parts of a step into bytes once the variables are known. Sizes are limited: a case can
 * make at most BYTES_MAX bytes per step.
 */
#ifndef SUITE_BYTES_H
#define SUITE_BYTES_H

#include "suite/model.h"
#include "util/error.h"
#include "util/text.h"

#define BYTES_MAX (16u << 20)

/* Values of {{name}}; earlier rows win. */
struct variables {
    const struct variable *items;
    size_t count;
};

/* The value of name, or NULL. */
const struct variable *variables_find(const struct variables *variables, const char *name);

/* Appends the expanded parts to out. Fails on an unknown variable or when out would exceed
 * BYTES_MAX. */
bool bytes_expand(const struct parts *parts, const struct variables *variables, struct text *out,
                  struct error *error);

/* The bytes that parts make at least, whatever the variables hold; SIZE_MAX if too many to count.
 */
size_t bytes_least(const struct parts *parts);

/* True if a variable stands in parts, however deep. */
bool bytes_have_variable(const struct parts *parts);

#endif

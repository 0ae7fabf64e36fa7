/*
 * Warnings about cases that can be loaded but are likely not what their author meant. Each rule is
 * sound: it stays silent where it cannot be sure. Errors are the loader's business.
 */
#ifndef SUITE_LINT_H
#define SUITE_LINT_H

#include "suite/load.h"

/* Appends one line "warning: FILE:LINE: text" per warning to out and returns how many there are. */
size_t lint_collection(const struct collection *collection, struct text *out);

#endif

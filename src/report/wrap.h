/* Prose in lines of limited width. */
#ifndef REPORT_WRAP_H
#define REPORT_WRAP_H

#include "util/text.h"

/* Columns of prose if the output is no terminal. */
#define WRAP_WIDTH_DEFAULT 80u

/* The width to wrap at for a terminal of width columns (0: none). */
size_t wrap_width(unsigned width);

/*
 * Appends words, which are escaped already, and a newline. The caller has written the first
 * indent columns of the first line; the following lines begin with that many blanks. Lines break at
 * blanks only, so a longer word stands on a line of its own. No line begins with "::", which
 * CI systems take for a command.
 */
void wrap_text(struct text *out, const char *words, size_t indent, size_t width);

#endif

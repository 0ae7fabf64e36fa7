/*
 * The block that explains one result to people. The same text stands on the console and in
 * JUnit; console.c and junit.c decide whose blocks are due.
 */
#ifndef REPORT_BLOCK_H
#define REPORT_BLOCK_H

#include "report/dump.h"
#include "report/reporter.h"

/* What the parts of a block have in common. */
struct block {
    const struct result *result;
    const struct results *results;
    const struct report_options *options;
    struct arena *arena;
    struct text *out;
    size_t width; /* of prose */
};

/* Appends the block of result; it ends with a newline, no empty line behind it. */
void block_write(const struct result *result, const struct results *results,
                 const struct report_options *options, struct text *out);

/* The string behind text on the block's arena; text is emptied. */
const char *block_keep(const struct block *block, struct text *text);

/* Blanks up to column of the line that began at start in the output, but at least two. */
void block_pad(const struct block *block, size_t start, size_t column);

#endif

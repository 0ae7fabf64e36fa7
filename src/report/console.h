/* What people read: header, a line per case, blocks of failing cases, the last two lines. */
#ifndef REPORT_CONSOLE_H
#define REPORT_CONSOLE_H

#include "report/reporter.h"

/* The first line: version, number of cases, target, settle and patience. */
void console_header(const struct results *results, size_t case_count,
                    const struct report_options *options, struct text *out);

/* One case in one line, verdict first: columns are fixed, the reason is never cut. */
void console_line(const struct result *result, const struct report_options *options,
                  struct text *out);

/* The block that explains one result: sent, received with offsets and a caret, control, allowed,
 * why, text, reproduce. */
void console_block(const struct result *result, const struct results *results,
                   const struct report_options *options, struct text *out);

/* All blocks that are due, then the two last lines. */
void console_summary(const struct results *results, const struct report_options *options,
                     struct text *out);

#endif

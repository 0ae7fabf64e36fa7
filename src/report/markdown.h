/* A summary of a run in Markdown, as it lies in the repository's reports/. */
#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H

#include "report/reporter.h"

bool markdown_write(const struct results *results, const struct report_options *options,
                    struct text *out, struct error *error);

#endif

/*
 * The full record of a run, format "h1audit-results", version 1: every other report can be made
 * from it, and `h1audit judge` judges its transcripts again. Bytes are base64; words that may come
 * from the peer are printable ASCII.
 */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "report/reporter.h"

#define JSON_RESULTS_FORMAT "h1audit-results"
#define JSON_RESULTS_VERSION 1

bool json_results_write(const struct results *results, const struct report_options *options,
                        struct text *out, struct error *error);

#endif

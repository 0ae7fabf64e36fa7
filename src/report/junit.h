/*
 * JUnit XML for CI systems: one level of suites, one result element per case at most, right
 * counters, no CDATA. Red exactly for the verdicts that the run fails on. The only user of libxml2.
 */
#ifndef REPORT_JUNIT_H
#define REPORT_JUNIT_H

#include "report/reporter.h"

bool junit_write(const struct results *results, const struct report_options *options,
                 struct text *out, struct error *error);

#endif

/* Two passive rules for the fixed results, one of them broken. Only tests use it. */
#ifndef REPORT_FIXTURE_PASSIVE_H
#define REPORT_FIXTURE_PASSIVE_H

#include "report/fixture.h"

void fixture_passive_add(struct fixture *fixture);

#endif

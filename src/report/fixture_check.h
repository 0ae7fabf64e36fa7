/* What tests of this room ask of a report. Each function fails the running test. */
#ifndef REPORT_FIXTURE_CHECK_H
#define REPORT_FIXTURE_CHECK_H

#include "util/text.h"

/*
 * Compares text with the file golden/NAME. With H1AUDIT_GOLDEN=write in the environment the file is
 * written instead.
 */
void fixture_check_golden(const char *name, const struct text *text);

/*
 * Text must not act on a terminal or a CI system: printable ASCII, newlines and the two signs of
 * ours (the middle dot and the section sign), no command of a CI system.
 */
void fixture_check_harmless(const struct text *text);

#endif

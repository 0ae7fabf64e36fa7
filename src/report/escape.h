/*
 * The last gate before a report: every string goes through one of these, so that nothing in it can
 * act on a terminal, a CI system or an XML parser. A backslash stays as it is, so that text which
 * the judge made printable already is not changed again. Bytes of a transcript take text_wire.
 */
#ifndef REPORT_ESCAPE_H
#define REPORT_ESCAPE_H

#include "util/text.h"

/* Text that may carry words of the peer: everything but printable ASCII becomes \xHH. */
void escape_peer(struct text *out, const char *string);

/* Text of ours, of a case file or of the command line: UTF-8 stays, control characters and
   code points that XML 1.0 forbids become \xHH. */
void escape_own(struct text *out, const char *string);

/* A finished block of lines: as escape_own, but newlines stay. */
void escape_lines(struct text *out, struct span lines);

/* As escape_own, ready for a table cell or a line of Markdown: what would be markup there is made
   harmless. */
void escape_markdown(struct text *out, const char *string);

#endif

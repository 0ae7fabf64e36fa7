/* Character classes and small grammar questions of RFC 9110 5.6 and RFC 9112, on spans. */
#ifndef HTTP_SYNTAX_H
#define HTTP_SYNTAX_H

#include "util/span.h"

bool syntax_is_tchar(uint8_t c);
bool syntax_is_token(struct span text);       /* 1*tchar (RFC 9110 5.6.2) */
bool syntax_is_vchar_or_obs(uint8_t c);       /* field-vchar (RFC 9110 5.5) */
bool syntax_is_field_value(struct span text); /* no CTL but HTAB, no leading or trailing blank */
bool syntax_is_blank(uint8_t c);              /* SP or HTAB */
bool syntax_is_hex(uint8_t c);
int syntax_hex_value(uint8_t c); /* 0 to 15, or -1 */

/* True if text is an IMF-fixdate, or with allow_obsolete also the two old forms (RFC 9110 5.6.7).
 */
bool syntax_is_http_date(struct span text, bool allow_obsolete);

/* Offset of the first byte of text at or behind at that is no blank, or no tchar; at most text.len.
 */
size_t syntax_skip_blanks(struct span text, size_t at);
size_t syntax_skip_token(struct span text, size_t at);

/* Length of the quoted-string at the start of text, quotes included, or 0 (RFC 9110 5.6.4). */
size_t syntax_quoted_string(struct span text);

/*
 * Walks a comma list (RFC 9110 5.6.1), empty members skipped, quoted strings respected. *offset
 * starts at 0. Returns false at the end, otherwise sets *member to the next one without OWS. A line
 * end inside the list (a fold, or a bare CR) counts as OWS (RFC 9112 5.2).
 */
bool syntax_next_member(struct span list, size_t *offset, struct span *member);

/* True if the comma list holds token, compared without case. */
bool syntax_list_has(struct span list, const char *token);

#endif

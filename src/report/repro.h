/*
 * Shell commands that send a case's bytes again: printf and nc, or openssl s_client on TLS. Only
 * POSIX printf escapes. Where such a command would do something else (half-close, reset, several
 * connections, more than 4 KiB) there is none.
 */
#ifndef REPORT_REPRO_H
#define REPORT_REPRO_H

#include "judge/results.h"
#include "util/text.h"

/* Appends the command for script sent to target; false (and nothing appended) if there is none that
 * does the same. */
bool repro_command(const struct script *script, const struct variables *variables,
                   const struct run_target *target, struct text *out);

/* Appends bytes as the argument of printf in single quotes. */
void repro_printf_quote(struct span bytes, struct text *out);

/* Appends word as one word of a shell command, quoted if it needs to be. */
void repro_shell_quote(const char *word, struct text *out);

#endif

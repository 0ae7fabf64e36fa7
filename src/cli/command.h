/*
 * The commands: a table of name, arguments, sentence and function. Each function prints its answer
 * on standard output, complaints on standard error, and returns the exit status.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/exit_status.h"
#include "cli/options.h"
#include "cli/settings.h"
#include "report/reporter.h"

struct command {
    const char *name;
    const char *arguments;
    unsigned set; /* its bit in command_set; FOR_OTHERS if it takes no options */
    enum exit_status (*execute)(struct settings *settings);
    const char *sentence;
};

extern const struct command commands[];
extern const size_t command_count;

/* The row called name, or NULL. */
const struct command *command_find(const char *name);

enum exit_status command_run(struct settings *settings);
enum exit_status command_list(struct settings *settings);
enum exit_status command_show(struct settings *settings);
enum exit_status command_lint(struct settings *settings);
enum exit_status command_serve(struct settings *settings);
enum exit_status command_selftest(struct settings *settings);
enum exit_status command_coverage(struct settings *settings);
enum exit_status command_judge(struct settings *settings);
enum exit_status command_emit(struct settings *settings);
enum exit_status command_repro(struct settings *settings);
enum exit_status command_schema(struct settings *settings);
enum exit_status command_help(struct settings *settings);
enum exit_status command_version(struct settings *settings);

/* "h1audit: " and the formatted message on standard error, then status, so that a caller can return
 * it. */
enum exit_status command_complain(enum exit_status status, const char *format, ...)
    PRINTF_LIKE(2, 3);

/*
 * The cases that settings ask for. NULL with *status set after a complaint was printed: unreadable
 * path, or case files with mistakes.
 */
struct collection *command_collection(const struct settings *settings, enum exit_status *status);

/* The case called id. NULL after a complaint with a suggestion was printed. */
const struct test_case *command_case(const struct collection *collection, const char *id);

/* Prints that no case is called id, with the nearest id if there is one. */
void command_unknown_case(const struct collection *collection, const char *id);

/* Options for rendering to stream (standard output or error): colour, width. */
struct report_options command_report_options(const struct settings *settings,
                                             const struct collection *collection, int fd);

/* Writes every --report-* file. False after a complaint was printed. */
bool command_write_reports(const struct settings *settings, const struct results *results,
                           const struct report_options *options);

/* True if one of the reports goes to standard output. */
bool command_reports_to_stdout(const struct settings *settings);

/* Exit status of a finished run or judgement, signals and reports aside. */
enum exit_status command_results_status(const struct results *results);

#endif

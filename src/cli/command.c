#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "util/json.h"

const struct command commands[] = {
    {"run",      "[URL] [CASE...]", FOR_RUN,      command_run,
     "audit a server; without a URL the embedded reference server"                                                      },
    {"list",     "[CASE...]",       FOR_LIST,     command_list,     "list cases"                                        },
    {"show",     "CASE",            FOR_SHOW,     command_show,
     "explain a case: text, bytes, what is allowed and why"                                                             },
    {"lint",     "FILE...",         FOR_LINT,     command_lint,     "check case files"                                  },
    {"serve",    "",                FOR_SERVE,    command_serve,    "run the reference server, with a fault if you like"},
    {"selftest", "[FAULT...]",      FOR_SELFTEST, command_selftest,
     "prove the suite: every fault of the reference server is caught, nothing else"                                     },
    {"coverage", "",                FOR_COVERAGE, command_coverage,
     "count what the suite tests of each RFC section, and list what it does not"                                        },
    {"judge",    "RESULTS.json",    FOR_JUDGE,    command_judge,
     "judge saved transcripts again, without a network"                                                                 },
    {"emit",     "CASE --to URL",   FOR_EMIT,     command_emit,
     "write the bytes of a case to standard output"                                                                     },
    {"repro",    "CASE --to URL",   FOR_REPRO,    command_repro,    "print shell commands that send a case"             },
    {"schema",   "",                FOR_OTHERS,   command_schema,   "print the JSON Schema of case files"               },
    {"help",     "[COMMAND]",       FOR_OTHERS,   command_help,     "explain the commands, or one of them"              },
    {"version",  "",                FOR_OTHERS,   command_version,  "print the version and what it was built with"      },
};
const size_t command_count = countof(commands);

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    }
    return NULL;
}

enum exit_status command_complain(enum exit_status status, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fputs("h1audit: ", stderr);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    va_end(list);
    return status;
}

struct collection *command_collection(const struct settings *settings, enum exit_status *status)
{
    struct error error;
    struct collection *collection = settings_collection(settings, &error);
    if (collection == NULL) {
        *status = command_complain(EXIT_STATUS_BAD_INPUT, "%s", error.message);
        return NULL;
    }
    if (collection->complaint_count == 0)
        return collection;
    fputs(text_string(&collection->complaints), stderr);
    collection_free(collection);
    *status = EXIT_STATUS_BAD_INPUT;
    return NULL;
}

void command_unknown_case(const struct collection *collection, const char *id)
{
    const char **ids = calloc(collection->count + 1, sizeof(*ids));
    const char *nearest = NULL;
    if (ids != NULL) {
        for (size_t i = 0; i < collection->count; i++)
            ids[i] = collection->cases[i]->full_id;
        nearest = json_nearest(id, ids, collection->count);
    }
    if (nearest != NULL)
        fprintf(stderr, "h1audit: no case \"%s\"; did you mean \"%s\"?\n", id, nearest);
    else
        fprintf(stderr, "h1audit: no case \"%s\"; see h1audit list\n", id);
    free(ids);
}

const struct test_case *command_case(const struct collection *collection, const char *id)
{
    const struct test_case *test_case = collection_find(collection, id);
    if (test_case == NULL)
        command_unknown_case(collection, id);
    return test_case;
}

/* The value of the environment variable name, "" if it is not set. */
static const char *environment(const char *name)
{
    const char *value = getenv(name);
    return value == NULL ? "" : value;
}

static bool is_on(const char *name)
{
    const char *value = environment(name);
    return value[0] != '\0' && strcmp(value, "0") != 0;
}

static bool wants_color(enum color_choice choice, int fd)
{
    if (choice != COLOR_AUTO)
        return choice == COLOR_ALWAYS;
    if (environment("NO_COLOR")[0] != '\0')
        return false;
    if (is_on("FORCE_COLOR") || is_on("CLICOLOR_FORCE"))
        return true;
    if (strcmp(environment("CLICOLOR"), "0") == 0)
        return false;
    return isatty(fd) && strcmp(environment("TERM"), "dumb") != 0;
}

static unsigned terminal_width(int fd)
{
    struct winsize size;
    uint64_t columns;
    if (!isatty(fd))
        return 0;
    if (span_to_uint(span_of(environment("COLUMNS")), 1000, &columns))
        return (unsigned)columns;
    if (ioctl(fd, TIOCGWINSZ, &size) == 0)
        return size.ws_col;
    return 0;
}

struct report_options command_report_options(const struct settings *settings,
                                             const struct collection *collection, int fd)
{
    return (struct report_options){
        .has_color = wants_color(settings->color, fd),
        .is_verbose = settings->is_verbose,
        .is_quiet = settings->is_quiet,
        .is_strict_junit = settings->is_strict_junit,
        .width = terminal_width(fd),
        .requirements = &collection->requirements,
    };
}

bool command_write_reports(const struct settings *settings, const struct results *results,
                           const struct report_options *options)
{
    bool is_good = true;
    for (size_t i = 0; i < reporter_count; i++) {
        struct error error;
        const char *path = settings->report_paths[i];
        if (path == NULL || reporter_write_file(&reporters[i], results, options, path, &error))
            continue;
        command_complain(EXIT_STATUS_REPORT, "%s", error.message);
        is_good = false;
    }
    return is_good;
}

bool command_reports_to_stdout(const struct settings *settings)
{
    for (size_t i = 0; i < reporter_count; i++) {
        if (settings->report_paths[i] != NULL && strcmp(settings->report_paths[i], "-") == 0)
            return true;
    }
    return false;
}

static bool is_decided(const struct result *result)
{
    enum verdict verdict = result->judgement.verdict;
    return result->test_case != NULL && verdict != VERDICT_SKIP && verdict != VERDICT_INCONCLUSIVE;
}

enum exit_status command_results_status(const struct results *results)
{
    if (results->fatal != NULL)
        return EXIT_STATUS_UNREACHABLE;
    if (results_failed(results))
        return EXIT_STATUS_FAILED;
    for (size_t i = 0; i < results->count; i++) {
        if (is_decided(&results->items[i]))
            return EXIT_STATUS_OK;
    }
    return EXIT_STATUS_UNDECIDED;
}

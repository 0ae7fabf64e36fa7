#include "cli/command.h"
#include "cli/embedded.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report/console.h"
#include "run/runner.h"

/* Everything that one run needs while it lasts. */
struct session_of_run {
    struct settings *settings;
    struct collection *collection;
    uv_loop_t loop;
    uv_signal_t signals[2];
    bool is_cancelled;
    int signal_number;
    struct target target;
    struct embedded embedded; /* open if there was no URL */
    struct report_options console;
    FILE *out; /* where people read: standard output, or error if a report goes there */
    bool has_progress;
    bool is_progress_shown;
};

static void on_signal(uv_signal_t *handle, int number)
{
    struct session_of_run *session = handle->data;
    session->is_cancelled = true;
    session->signal_number = number;
    uv_signal_stop(handle); /* a second one ends the program at once */
}

static void watch_signals(struct session_of_run *session)
{
    static const int numbers[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < countof(numbers); i++) {
        uv_signal_init(&session->loop, &session->signals[i]);
        session->signals[i].data = session;
        uv_signal_start(&session->signals[i], on_signal, numbers[i]);
        uv_unref((uv_handle_t *)&session->signals[i]);
    }
}

static void print(FILE *stream, struct text *text)
{
    fwrite(text_string(text), 1, text->len, stream);
    fflush(stream);
    text_done(text);
}

static void erase_progress(struct session_of_run *session)
{
    if (session->is_progress_shown)
        fputs("\r\033[K", stderr);
    session->is_progress_shown = false;
}

static void on_started(void *user, const struct results *results, size_t planned)
{
    struct session_of_run *session = user;
    struct text text = {0};
    console_header(results, planned, &session->console, &text);
    print(session->out, &text);
}

static void on_judged(void *user, const char *id, size_t done, size_t planned)
{
    struct session_of_run *session = user;
    if (!session->has_progress)
        return;
    fprintf(stderr, "\r\033[K[%zu/%zu] %.60s", done, planned, id);
    fflush(stderr);
    session->is_progress_shown = true;
}

static bool is_url(const char *word)
{
    return strstr(word, "://") != NULL || strncmp(word, "unix:", 5) == 0;
}

static bool find_target(struct session_of_run *session, size_t *first_pattern, struct error *error)
{
    struct settings *settings = session->settings;
    *first_pattern = 0;
    if (settings->positionals.count > 0 && is_url(settings->positionals.items[0])) {
        settings->target.url = settings->positionals.items[0];
        *first_pattern = 1;
        if (settings->fault != NULL || settings->is_tls)
            return error_set(error, "--fault and --tls are for the embedded server; "
                                    "leave them out, or the URL");
    } else if (!embedded_open(&session->embedded, &session->loop, settings, error)) {
        return false;
    }
    if (settings->target.tls.keylog_file == NULL)
        settings->target.tls.keylog_file = getenv("SSLKEYLOGFILE");
    if (!target_init(&session->target, &settings->target, &session->loop, settings->arena, error))
        return false;
    if (session->embedded.server != NULL) {
        session->target.shown.name = "the embedded reference server";
        session->target.shown.embedded = embedded_options(settings);
    }
    return true;
}

static void print_lines(struct session_of_run *session, const struct results *results)
{
    bool is_terminal = session->console.width > 0;
    for (size_t i = 0; i < results->count; i++) {
        struct text text = {0};
        enum verdict verdict = results->items[i].judgement.verdict;
        bool is_dull = verdict == VERDICT_PASS || verdict == VERDICT_SKIP;
        bool is_idle_rule = verdict == VERDICT_SKIP && results->items[i].tally != NULL;
        if (is_idle_rule && !session->console.is_verbose)
            continue;
        if (session->console.is_quiet || (is_terminal && is_dull && !session->console.is_verbose))
            continue;
        console_line(&results->items[i], &session->console, &text);
        print(session->out, &text);
    }
}

static enum exit_status report(struct session_of_run *session, const struct results *results)
{
    struct text text = {0};
    erase_progress(session);
    if (results->fatal == NULL) {
        print_lines(session, results);
        console_summary(results, &session->console, &text);
        print(session->out, &text);
    } else {
        command_complain(EXIT_STATUS_UNREACHABLE, "%s", results->fatal);
    }
    struct report_options plain = session->console;
    plain.has_color = false;
    plain.width = 0;
    bool is_written = command_write_reports(session->settings, results, &plain);
    if (session->is_cancelled)
        return session->signal_number == SIGINT ? EXIT_STATUS_INTERRUPTED : EXIT_STATUS_TERMINATED;
    return is_written ? command_results_status(results) : EXIT_STATUS_REPORT;
}

static enum exit_status audit(struct session_of_run *session, const struct selection *selection)
{
    const struct settings *settings = session->settings;
    const struct clock clock = clock_real();
    struct error error;
    struct runner_config config = {
        .loop = &session->loop,
        .clock = &clock,
        .collection = session->collection,
        .selection = *selection,
        .target = &session->target,
        .user_variables = {.items = settings->variables, .count = settings->variable_count},
        .wait_ms = settings->wait_ms,
        .settle_ms = settings->settle_ms,
        .patience_ms = settings->patience_ms,
        .connect_timeout_ms = settings->connect_timeout_ms,
        .capture_max = settings->capture_max,
        .jobs = settings->jobs,
        .repeat = settings->repeat,
        .rate = settings->rate,
        .fails_fast = settings->fails_fast,
        .cut_every = settings->cut_every,
        .is_shuffled = settings->is_shuffled,
        .seed = settings->seed,
        .allows_hazard = settings->allows_hazard,
        .is_cancelled = &session->is_cancelled,
        .started = on_started,
        .judged = on_judged,
        .user = session,
    };
    memcpy(config.fails_on, settings->fails_on, sizeof(config.fails_on));
    struct run *run = run_audit(&config, &error);
    if (run == NULL)
        return command_complain(EXIT_STATUS_BAD_INPUT, "%s", error.message);
    enum exit_status status = report(session, run_results(run));
    run_free(run);
    return status;
}

static enum exit_status choose_and_audit(struct session_of_run *session)
{
    struct error error;
    size_t first_pattern;
    if (!find_target(session, &first_pattern, &error))
        return command_complain(EXIT_STATUS_USAGE, "%s", error.message);
    struct selection selection = settings_selection(session->settings, first_pattern);
    const char *unmatched = selection_unmatched(&selection, session->collection);
    if (unmatched != NULL) {
        command_unknown_case(session->collection, unmatched);
        return EXIT_STATUS_USAGE;
    }
    return audit(session, &selection);
}

static void close_handle(uv_handle_t *handle, void *user)
{
    (void)user;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

static void close_all(struct session_of_run *session)
{
    target_done(&session->target);
    embedded_close(&session->embedded);
    for (size_t i = 0; i < countof(session->signals); i++)
        close_handle((uv_handle_t *)&session->signals[i], NULL);
    uv_run(&session->loop, UV_RUN_DEFAULT);
    uv_loop_close(&session->loop);
    embedded_done(&session->embedded);
    collection_free(session->collection);
}

enum exit_status command_run(struct settings *settings)
{
    enum exit_status status;
    struct session_of_run session = {.settings = settings};
    session.collection = command_collection(settings, &status);
    if (session.collection == NULL)
        return status;
    bool is_stdout_taken = command_reports_to_stdout(settings);
    session.out = is_stdout_taken ? stderr : stdout;
    session.console = command_report_options(settings, session.collection,
                                             is_stdout_taken ? STDERR_FILENO : STDOUT_FILENO);
    session.has_progress = isatty(STDERR_FILENO) && getenv("CI") == NULL && !settings->is_quiet;
    uv_loop_init(&session.loop);
    watch_signals(&session);
    status = choose_and_audit(&session);
    close_all(&session);
    return status;
}

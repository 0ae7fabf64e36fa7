/*
 * selftest: the suite proven both ways. The clean reference server must get no finding, over TCP
 * and over TLS; each fault must be caught by a case or passive rule that covers the broken
 * requirement, and by none that does not. Every requirement that is covered and can be broken must
 * be proven so by some fault. Trials mostly wait, so many processes play them at a time; rows come
 * in the order of the table all the same.
 */
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/breaches.h"
#include "cli/trial.h"

#define SELFTEST_JOBS 16

/* A trial under way in a process of its own. */
struct job {
    struct trial trial;
    pid_t process; /* 0: not started, or over */
    FILE *account; /* what it has to tell; without a name, so that it ends with its readers */
    int status;    /* of the process, once it is over */
    bool is_over;
};

/* Everything a selftest works on and finds out. */
struct selftest {
    const struct settings *settings;
    const struct collection *collection;
    struct job *jobs; /* the trials, in the order of their rows */
    size_t count;
    size_t good;
    struct breaches breaches;
    struct text bad; /* rows of bad trials, where rows are not printed as they come */
};

/* An account is the row, a NUL, then a line for each requirement that the fault breaks. */
static int play(struct trial *trial, FILE *out)
{
    struct error error;
    struct text account = {0};
    bool is_good = trial_play(trial, &error);
    if (is_good)
        trial_row(trial, &account);
    else
        text_printf(&account, "BAD  %s: %s\n", trial->fault == NULL ? "(clean)" : trial->fault->id,
                    error.message);
    text_add_char(&account, '\0');
    text_add_span(&account, text_span(&trial->breaches));
    is_good = fwrite(account.data, 1, account.len, out) == account.len && fflush(out) == 0 &&
              is_good && trial_is_good(trial);
    text_done(&account);
    trial_done(trial);
    return is_good ? 0 : 1;
}

static void start(struct job *job)
{
    fflush(stdout);
    job->account = tmpfile();
    if (job->account == NULL)
        abort();
    job->process = fork();
    if (job->process < 0)
        abort();
    if (job->process == 0)
        _exit(play(&job->trial, job->account));
}

static void read_account(struct job *job, struct text *account)
{
    char bytes[4096];
    rewind(job->account);
    for (size_t got; (got = fread(bytes, 1, sizeof(bytes), job->account)) > 0;)
        text_add_span(account, span_make(bytes, got));
    fclose(job->account);
}

static bool has_ended_well(const struct job *job, struct text *row)
{
    bool has_ended = WIFEXITED(job->status) && WEXITSTATUS(job->status) <= 1;
    if (!has_ended)
        text_printf(row, "BAD  %s: its process ended with status %d\n",
                    job->trial.fault == NULL ? "(clean)" : job->trial.fault->id, job->status);
    return has_ended && WEXITSTATUS(job->status) == 0;
}

/* Prints the row of a job that is over and keeps its breaches. */
static void tell(struct selftest *selftest, struct job *job)
{
    struct text account = {0};
    struct text row = {0};
    read_account(job, &account);
    size_t len = span_find(text_span(&account), span_make("", 1), 0);
    text_add_span(&row, span_slice(text_span(&account), 0, len));
    bool is_good = has_ended_well(job, &row);
    selftest->good += is_good;
    if (!selftest->settings->prints_markdown) {
        fputs(text_string(&row), stdout);
        fflush(stdout);
    } else if (!is_good) {
        text_add_span(&selftest->bad, text_span(&row));
    }
    if (job->trial.fault != NULL && len != SIZE_MAX)
        breaches_add(&selftest->breaches, job->trial.fault,
                     span_slice(text_span(&account), len + 1, account.len));
    text_done(&account);
    text_done(&row);
}

/* Waits for a process; how many jobs that ends, which is one unless the process is not ours. */
static size_t await_one(struct selftest *selftest)
{
    int status = 1;
    pid_t process = waitpid(-1, &status, 0);
    if (process < 0)
        abort();
    for (size_t i = 0; i < selftest->count; i++) {
        struct job *job = &selftest->jobs[i];
        if (job->process != process)
            continue;
        job->process = 0;
        job->status = status;
        job->is_over = true;
        return 1;
    }
    return 0;
}

static void play_all(struct selftest *selftest)
{
    size_t started = 0;
    size_t over = 0;
    size_t told = 0;
    while (told < selftest->count) {
        while (started < selftest->count && started - over < SELFTEST_JOBS)
            start(&selftest->jobs[started++]);
        over += await_one(selftest);
        while (told < selftest->count && selftest->jobs[told].is_over)
            tell(selftest, &selftest->jobs[told++]);
    }
}

static bool is_asked(const struct settings *settings, const char *fault)
{
    for (size_t i = 0; i < settings->positionals.count; i++) {
        if (strcmp(settings->positionals.items[i], fault) == 0)
            return true;
    }
    return settings->positionals.count == 0;
}

static bool needs(const struct fault *fault, const char *what)
{
    return fault->needs != NULL && strcmp(fault->needs, what) == 0;
}

/* With --tls everything is tried over TLS that can show there. */
static bool is_for(const struct settings *settings, const struct fault *fault)
{
    return is_asked(settings, fault->id) && !(settings->is_tls && needs(fault, "plain"));
}

static void add_trial(struct selftest *selftest, const struct fault *fault, bool is_tls)
{
    selftest->jobs[selftest->count++].trial =
        (struct trial){.collection = selftest->collection, .fault = fault, .is_tls = is_tls};
}

/* The trials that are asked for; faults of requirements that nothing covers are only named. */
static void plan(struct selftest *selftest)
{
    for (int is_tls = 0; is_tls <= 1 && selftest->settings->positionals.count == 0; is_tls++)
        add_trial(selftest, NULL, is_tls != 0);
    for (size_t i = 0; i < fault_count; i++) {
        if (!is_for(selftest->settings, &faults[i]))
            continue;
        if (trial_is_covered(selftest->collection, &faults[i]))
            add_trial(selftest, &faults[i], selftest->settings->is_tls || needs(&faults[i], "tls"));
        else if (!selftest->settings->prints_markdown)
            printf("open %-32s %-14s no case covers this requirement yet\n", faults[i].id,
                   faults[i].requirements);
    }
}

/* Prints what all trials amount to. True if that is how it must be. */
static bool conclude(struct selftest *selftest)
{
    const struct settings *settings = selftest->settings;
    bool is_whole = settings->positionals.count == 0 && !settings->is_tls;
    size_t unproven = 0;
    struct text out = {0};
    const char *fence = settings->prints_markdown ? "```\n" : "";
    if (settings->prints_markdown)
        breaches_markdown(&selftest->breaches, &out);
    text_add(&out, fence);
    text_add_span(&out, text_span(&selftest->bad));
    text_printf(&out, "%zu of %zu trials are as they must be\n", selftest->good, selftest->count);
    /* Some faults alone, or without those that need plain TCP, say nothing about the whole table.
     */
    if (is_whole)
        unproven = breaches_score(&selftest->breaches, selftest->collection, &out);
    text_add(&out, fence);
    fputs(text_string(&out), stdout);
    text_done(&out);
    text_done(&selftest->bad);
    return selftest->good == selftest->count && unproven == 0;
}

enum exit_status command_selftest(struct settings *settings)
{
    enum exit_status status;
    struct collection *collection = command_collection(settings, &status);
    if (collection == NULL)
        return status;
    struct selftest selftest = {
        .settings = settings,
        .collection = collection,
        .jobs = arena_array(settings->arena, fault_count + 2, sizeof(*selftest.jobs)),
        .breaches = {.arena = settings->arena},
    };
    plan(&selftest);
    play_all(&selftest);
    bool is_good = conclude(&selftest);
    collection_free(collection);
    if (selftest.count == 0)
        return command_complain(EXIT_STATUS_USAGE, "no such fault; see serve --list-faults");
    return is_good ? EXIT_STATUS_OK : EXIT_STATUS_FAILED;
}

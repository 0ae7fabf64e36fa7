/*
 * selftest: the suite proven both ways. The clean reference server must get no finding, over TCP
 * and over TLS; each fault must be caught by a case or passive rule that covers the broken
 * requirement, and by none that does not. Trials mostly wait, so several processes play them at a
 * time; rows come in the order of the table all the same.
 */
#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/trial.h"

#define SELFTEST_JOBS 10

/* A trial under way in a process of its own. */
struct job {
    struct trial trial;
    pid_t process; /* 0: not started */
    int row;       /* the reading end of the pipe that its row comes through */
};

static bool write_row(int fd, const struct text *row)
{
    for (size_t done = 0; done < row->len;) {
        ssize_t written = write(fd, row->data + done, row->len - done);
        if (written <= 0)
            return false;
        done += (size_t)written;
    }
    return true;
}

static int play(struct trial *trial, int fd)
{
    struct error error;
    struct text row = {0};
    bool is_good = trial_play(trial, &error);
    if (is_good)
        trial_row(trial, &row);
    else
        text_printf(&row, "BAD  %s: %s\n", trial->fault == NULL ? "(clean)" : trial->fault->id,
                    error.message);
    is_good = write_row(fd, &row) && is_good && trial_is_good(trial);
    text_done(&row);
    trial_done(trial);
    return is_good ? 0 : 1;
}

static void start(struct job *job)
{
    int ends[2];
    if (pipe(ends) != 0)
        abort();
    fflush(stdout);
    job->process = fork();
    if (job->process < 0)
        abort();
    if (job->process == 0) {
        close(ends[0]);
        _exit(play(&job->trial, ends[1]));
    }
    close(ends[1]);
    job->row = ends[0];
}

/* Prints the job's row and waits for its process; true if the trial is good. */
static bool finish(struct job *job)
{
    char bytes[4096];
    int status = 1;
    for (ssize_t got; (got = read(job->row, bytes, sizeof(bytes))) > 0;)
        fwrite(bytes, 1, (size_t)got, stdout);
    close(job->row);
    fflush(stdout);
    waitpid(job->process, &status, 0);
    bool has_ended = WIFEXITED(status) && WEXITSTATUS(status) <= 1;
    if (!has_ended)
        printf("BAD  %s: its process ended with status %d\n",
               job->trial.fault == NULL ? "(clean)" : job->trial.fault->id, status);
    return has_ended && WEXITSTATUS(status) == 0;
}

static size_t play_all(struct job *jobs, size_t count)
{
    size_t started = 0;
    size_t good = 0;
    for (size_t i = 0; i < count; i++) {
        while (started < count && started < i + SELFTEST_JOBS)
            start(&jobs[started++]);
        good += finish(&jobs[i]);
    }
    return good;
}

static bool is_asked(const struct settings *settings, const char *fault)
{
    for (size_t i = 0; i < settings->positionals.count; i++) {
        if (strcmp(settings->positionals.items[i], fault) == 0)
            return true;
    }
    return settings->positionals.count == 0;
}

static bool needs_tls(const struct fault *fault)
{
    return fault->needs != NULL && strcmp(fault->needs, "tls") == 0;
}

/* The trials that are asked for; faults of requirements that nothing covers are only named. */
static size_t plan(const struct settings *settings, const struct collection *collection,
                   struct job *jobs)
{
    size_t count = 0;
    for (int is_tls = 0; is_tls <= 1 && settings->positionals.count == 0; is_tls++)
        jobs[count++].trial = (struct trial){.collection = collection, .is_tls = is_tls != 0};
    for (size_t i = 0; i < fault_count; i++) {
        if (!is_asked(settings, faults[i].id))
            continue;
        if (trial_is_covered(collection, &faults[i]))
            jobs[count++].trial = (struct trial){
                .collection = collection, .fault = &faults[i], .is_tls = needs_tls(&faults[i])};
        else
            printf("open %-32s %-14s no case covers this requirement yet\n", faults[i].id,
                   faults[i].requirements);
    }
    return count;
}

enum exit_status command_selftest(struct settings *settings)
{
    enum exit_status status;
    struct collection *collection = command_collection(settings, &status);
    if (collection == NULL)
        return status;
    struct job *jobs = arena_array(settings->arena, fault_count + 2, sizeof(*jobs));
    size_t count = plan(settings, collection, jobs);
    size_t good = play_all(jobs, count);
    printf("%zu of %zu trials are as they must be\n", good, count);
    collection_free(collection);
    if (count == 0)
        return command_complain(EXIT_STATUS_USAGE, "no such fault; see serve --list-faults");
    return good == count ? EXIT_STATUS_OK : EXIT_STATUS_FAILED;
}

/*
 * The server under audit: what its URL means, how to reach it, what it offers. Filled once before
 * the cases run; everything lives on the arena that was given.
 */
#ifndef RUN_TARGET_H
#define RUN_TARGET_H

#include <uv.h>

#include "judge/results.h"
#include "run/client.h"
#include "util/clock.h"
#include "wire/dial.h"
#include "wire/stream.h"

struct target_resource {
    const char *name;
    const char *path;
};

/* What the user said about the target; NULL, 0 and -1 mean "not said". */
struct target_options {
    const char *url;       /* http://, https:// or unix:/path */
    const char *path;      /* --path */
    const char *authority; /* --authority */
    const char *missing;   /* --missing: a path that answers 404 */
    const char *echo;      /* --echo */
    const char *hit;       /* --counter HIT,READ */
    const char *hits;
    const char *server_name; /* --sni */
    enum dial_family family;
    struct tls_client_options tls;
    const struct target_resource *resources;
    size_t resource_count;
};

struct target {
    struct target_options options;
    struct run_target shown; /* for reports */
    struct dial_address address;
    struct tls_context *tls; /* NULL: plain */
    struct client *client;
};

/* Takes the URL apart, resolves the address, prepares TLS. target_done frees. */
bool target_init(struct target *target, const struct target_options *options, uv_loop_t *loop,
                 struct arena *arena, struct error *error);
void target_done(struct target *target);

/*
 * Asks an ordinary GET of path until something answers with any status, or wait_ms are over (0:
 * asks once). False with the reason if nothing did.
 */
bool target_wait(const struct target *target, const char *path, int64_t wait_ms,
                 const struct clock *clock, struct client_answer *answer, struct error *error);

/* A GET of path by the ordinary client. */
void target_get(const struct target *target, const char *path, int64_t timeout_ms,
                struct client_answer *answer);

/* Reads the counter resource: the first decimal number of its body. False with the reason. */
bool target_read_counter(const struct target *target, size_t *count, struct error *error);

#endif

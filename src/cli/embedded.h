/* The reference server in this very process, on a port that the kernel chooses. */
#ifndef CLI_EMBEDDED_H
#define CLI_EMBEDDED_H

#include "cli/settings.h"
#include "refserver/refserver.h"

struct embedded {
    struct tls_context *tls;
    struct refserver *server; /* NULL: not open */
};

/*
 * Opens it on loop with the TLS and fault of settings, and points the target options of settings at
 * it, resources, echo and counter included. False with error, and nothing to close.
 */
bool embedded_open(struct embedded *embedded, uv_loop_t *loop, struct settings *settings,
                   struct error *error);

/* The options of `run` that open the same server again, "" if none are needed; on the settings'
 * arena. */
const char *embedded_options(const struct settings *settings);

/* Closes it; the loop must turn once more before embedded_done frees what is left. */
void embedded_close(struct embedded *embedded);
void embedded_done(struct embedded *embedded);

#endif

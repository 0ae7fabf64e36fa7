/*
 * The ordinary client: libcurl, and its only user. It asks the questions that a well-behaved client
 * would ask (is the target there, what does it answer to a plain GET, what does the counter say),
 * as a second opinion beside our own bytes. Proxies from the environment are ignored: a proxy
 * between the tool and the target would be what is tested.
 */
#ifndef RUN_CLIENT_H
#define RUN_CLIENT_H

#include <uv.h>

#include "util/arena.h"
#include "util/error.h"
#include "util/span.h"

#define CLIENT_BODY_MAX 4096
#define CLIENT_FIELD_MAX 200

struct client;

/* How to reach the target; strings are borrowed and must outlive the client. */
struct client_config {
    uv_loop_t *loop;
    const char *unix_path;  /* or NULL */
    const char *connect_to; /* libcurl's CONNECT_TO row "::ADDRESS:PORT", or NULL */
    const char *ca_file;
    const char *cert_file;
    const char *key_file;
    bool is_insecure;
};

struct client_answer {
    int status;                     /* 0: no answer */
    char problem[256];              /* why there is no answer, "" if there is */
    char body[CLIENT_BODY_MAX + 1]; /* what fits, NUL-terminated */
    size_t body_len;
    /* Fields of the final response; "" if there is none, more than one, or a longer one. */
    char etag[CLIENT_FIELD_MAX + 1];
    char last_modified[CLIENT_FIELD_MAX + 1];
    char date[CLIENT_FIELD_MAX + 1];
    int64_t duration_us;
};

/* The parts of a URL; strings on the arena given to client_parse_url. */
struct client_url {
    bool is_tls;
    const char *host; /* without brackets */
    unsigned port;
    const char *path;      /* with the query, "/" if empty */
    const char *authority; /* host[:port] as in a Host field: the default port is left out */
};

struct client *client_new(const struct client_config *config);

/* Ends all transfers and frees. NULL is allowed. */
void client_free(struct client *client);

/*
 * GETs url with a new connection and runs the loop until it is answered or timeout_ms are over. Not
 * to be called from a callback of the loop. A status of 0 is no error here: the answer says why.
 */
void client_get(struct client *client, const char *url, int64_t timeout_ms,
                struct client_answer *answer);

/* Takes an http or https URL apart. */
bool client_parse_url(struct arena *arena, const char *url, struct client_url *parts,
                      struct error *error);

/* "libcurl/7.88.1 OpenSSL/3.0.19 ...": for --version. Static. */
const char *client_version(void);

#endif

/*
 * Servers without sense, for tests: each does one thing whatever it is sent, but for those requests
 * that it is told to serve.
 */
#ifndef RUN_DUMMY_H
#define RUN_DUMMY_H

#include <uv.h>

#include "util/error.h"

enum dummy_kind {
    DUMMY_SILENT,       /* reads, never answers, never closes */
    DUMMY_CLOSES,       /* FIN as soon as a byte came */
    DUMMY_RESETS,       /* RST as soon as a byte came */
    DUMMY_REFUSES,      /* 400 for each header section, stays open */
    DUMMY_REFUSES_ENDS, /* 400 with close, then FIN */
    DUMMY_ACCEPTS,      /* 200 for each header section, stays open */
    DUMMY_SULKS, /* the same, but silent for good once a request came behind one with close */
    DUMMY_HASTY /* takes each read for a whole request: 200 if a header section ends there, else 400
                 */
};
#define DUMMY_KIND_COUNT (DUMMY_HASTY + 1)

/* Who gets a proper answer all the same. */
enum dummy_manners {
    DUMMY_SERVES_NOBODY,
    DUMMY_SERVES_ORDINARY, /* an ordinary client (told by its Accept field), so that an audit starts
                              at all; then FIN */
    DUMMY_SERVES_PLAIN     /* that one, and every GET that has no fields but Host and maybe
                              "Connection: close", so that most controls are good */
};

struct dummy;

/* Listens on loopback, port chosen by the kernel. NULL with error. */
struct dummy *dummy_open(uv_loop_t *loop, enum dummy_kind kind, enum dummy_manners manners,
                         struct error *error);
unsigned dummy_port(const struct dummy *dummy);

/* Closes everything; memory goes with later turns of the loop. */
void dummy_close(struct dummy *dummy);

#endif

/* What a resource answers, before it is put into octets by response.c. Data only. */
#ifndef REFSERVER_ANSWER_H
#define REFSERVER_ANSWER_H

#include <stdbool.h>

#include "util/span.h"

struct answer {
    unsigned status;
    const char *type;    /* media type of content, or NULL if there is none */
    struct span content; /* borrowed until the answer is written */
    const char *lines;   /* further whole field lines, or NULL */
    bool is_chunked;     /* the content's length is meant to be unknown beforehand */
    unsigned delay_ms;   /* how late it is */
};

#endif

/* Where readers of this room put the deviations that they see. */
#ifndef HTTP_NOTES_H
#define HTTP_NOTES_H

#include "http/deviations.h"
#include "util/span.h"

struct notes {
    void (*add)(void *user, enum deviation_kind kind,
                struct range place); /* NULL: nobody listens */
    void *user;
};

static inline void notes_add(const struct notes *notes, enum deviation_kind kind, size_t offset,
                             size_t len)
{
    if (notes->add != NULL)
        notes->add(notes->user, kind, (struct range){.offset = offset, .len = len});
}

#endif

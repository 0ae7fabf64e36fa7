/* The line in front of a chunk (RFC 9112 7.1). */
#ifndef HTTP_CHUNKED_H
#define HTTP_CHUNKED_H

#include "http/notes.h"

/*
 * Reads the chunk-size at the start of text, which is a line of bytes without its line end, and
 * checks the extensions behind it. False if there is no number or if it is above UINT64_MAX: then
 * nobody knows where the chunk ends.
 */
bool chunked_read_size(struct span bytes, struct range text, uint64_t *size,
                       const struct notes *notes);

#endif

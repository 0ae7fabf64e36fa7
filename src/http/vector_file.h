/*
 * Reads the files of vectors/: prose, the requests that were sent, how the connection ended, the
 * received bytes, and the parse expected of them. For tests; a file with a mistake ends the
 * program.
 *
 *     == name of the vector
 *     # Prose: what it shows.
 *     requests GET HEAD
 *     end clean                     (or abrupt, open)
 *     wellformed                    (optional: also given to a foreign parser)
 *     | HTTP/1.1 204 No Content\r\n (bytes; \r \n \t \\ \xHH; the line break itself is none)
 *     | \r\n
 *     expect
 *     message ...                   (as stream_text writes it; up to the next ==)
 */
#ifndef HTTP_VECTOR_FILE_H
#define HTTP_VECTOR_FILE_H

#include "http/response_parser.h"
#include "util/arena.h"

struct vector {
    const char *name;
    struct http_requests requests; /* methods only */
    enum stream_end end;
    bool is_wellformed;
    struct span bytes;
    struct span expected; /* points into the file's text */
};

struct vector_file {
    struct span text; /* the whole file */
    struct vector *items;
    size_t count;
    size_t capacity;
};

/* Reads the file at path onto arena. */
struct vector_file vector_file_read(struct arena *arena, const char *path);

/* Reads all *.txt files of the folder at path, in order of their names, into one. */
struct vector_file vector_file_read_folder(struct arena *arena, const char *path);

#endif

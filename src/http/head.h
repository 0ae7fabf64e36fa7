/*
 * Reads the field lines of a message, or of its trailer section, line by line into rows
 * (RFC 9112 5). Used for what we receive and for what we sent.
 */
#ifndef HTTP_HEAD_H
#define HTTP_HEAD_H

#include "http/line.h"
#include "http/message.h"
#include "http/notes.h"

/* What has to be remembered between two lines. */
struct head {
    struct arena *arena; /* the fields live there */
    struct notes notes;
    size_t fields_max;   /* further field lines are ignored, which is noted once */
    bool is_trailer;     /* the lines belong to the trailer section */
    bool is_after_start; /* the next line is the first one behind the start line */
    bool is_discarding;  /* so were all lines so far, and each began with whitespace */
    bool is_fold_lost;   /* a whitespace-led line would continue one that is not kept */
    bool is_limit_noted;
};

/* State for the lines behind the start line, which keeps at most fields_max of them. */
struct head head_begin(struct arena *arena, struct notes notes, size_t fields_max);

/* The lines that follow belong to the trailer section. */
void head_begin_trailers(struct head *head);

/* Notes a line end of line without CR as bare_lf, and a CR too many. For all lines but content. */
void head_check_line_end(const struct line *line, struct span bytes, enum deviation_kind bare_lf,
                         const struct notes *notes);

/* Adds line, which is not empty, to the fields of message. */
void head_add_line(struct head *head, struct http_message *message, struct span bytes,
                   const struct line *line);

#endif

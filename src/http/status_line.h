/* The first line of a response: how to recognise one, and its parts (RFC 9112 4). */
#ifndef HTTP_STATUS_LINE_H
#define HTTP_STATUS_LINE_H

#include "http/message.h"
#include "http/notes.h"

enum status_line_match {
    STATUS_LINE_NO,
    STATUS_LINE_MAYBE, /* it fits as far as it goes; more bytes are needed */
    STATUS_LINE_YES
};

/* Does text begin with HTTP/ in any case? Enough where a response must begin. */
enum status_line_match status_line_at_line(struct span text);

/* Does text begin with HTTP/D.D SP 3DIGIT? Strict, for text that may be anything. */
enum status_line_match status_line_anywhere(struct span text);

/* Reads message->start_line, which begins with HTTP/, into version, status and reason. */
void status_line_read(struct http_message *message, struct span received,
                      const struct notes *notes);

#endif

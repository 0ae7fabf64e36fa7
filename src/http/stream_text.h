/*
 * A parsed stream as canonical text, one line for each message, field, piece of content and
 * deviation, with offsets and the bytes that they mean. For tests: two parses are equal if and only
 * if their texts are.
 */
#ifndef HTTP_STREAM_TEXT_H
#define HTTP_STREAM_TEXT_H

#include "http/message.h"
#include "util/text.h"

void stream_text_add(struct text *text, const struct http_stream *stream, struct span received);

#endif

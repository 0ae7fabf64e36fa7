/* How long a response's content is: RFC 9112 6.3, item by item, in one function. */
#ifndef HTTP_FRAMING_H
#define HTTP_FRAMING_H

#include "http/message.h"

struct framing_result {
    enum http_framing framing;
    bool has_length; /* a valid Content-Length was there, whether it frames or not */
    uint64_t length;
};

/*
 * message has its status and fields; method is that of the request it answers (empty if unknown).
 * Deviations of the framing fields are added by note (user is passed through).
 */
struct framing_result framing_of(const struct http_message *message, struct span received,
                                 struct span method,
                                 void (*note)(void *user, enum deviation_kind kind,
                                              struct range place),
                                 void *user);

#endif

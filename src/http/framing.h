/* How long a response's content is: RFC 9112 6.3, item by item, in one function. */
#ifndef HTTP_FRAMING_H
#define HTTP_FRAMING_H

#include "http/message.h"
#include "http/notes.h"

struct framing_result {
    enum http_framing framing;
    bool has_length; /* a valid Content-Length was there, whether it frames or not */
    uint64_t length;
};

/*
 * message has its status and fields; method is that of the request it answers (empty if unknown).
 * Deviations of the framing fields go to notes.
 */
struct framing_result framing_of(const struct http_message *message, struct span received,
                                 struct span method, const struct notes *notes);

/*
 * The same for a request's fields. FRAMING_UNTIL_CLOSE stands for the errors that a server must
 * answer with 400 (items 4 and 5): nothing tells where such a request ends.
 */
struct framing_result framing_of_request(const struct http_message *message, struct span sent);

#endif

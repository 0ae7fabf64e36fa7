/*
 * Range requests (RFC 9110 14): makes parts out of an answer that has the whole content. Asked for
 * too many ranges, or for more than two that overlap, it gives the whole.
 */
#ifndef REFSERVER_RANGE_H
#define REFSERVER_RANGE_H

#include "refserver/answer.h"
#include "refserver/policy.h"
#include "refserver/request.h"
#include "util/text.h"

/* What is written for one answer; zeroed at first. */
struct range_room {
    struct text lines;
    struct text type;
    struct text content;
};

void range_done(struct range_room *room);

/*
 * Turns answer, of status 200, into 206 or 416 if request asks for it. etag (strong, with its
 * quotes, or empty) and last_modified (or empty) are what If-Range is compared with. answer->lines
 * gets Content-Range; which validators go with it is the caller's business. What *answer borrows
 * from room lives until the next call.
 */
void range_apply(const struct policy *policy, const struct request *request, struct span etag,
                 struct span last_modified, struct range_room *room, struct answer *answer);

/* The same for a resource that is never served in parts. */
void range_ignore(const struct policy *policy, const struct request *request,
                  struct answer *answer);

#endif

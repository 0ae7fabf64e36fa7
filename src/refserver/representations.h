/*
 * Resources whose answer depends on what the client prefers or proves, or that point elsewhere.
 * Each function fills the zeroed *answer; what it points to is constant.
 */
#ifndef REFSERVER_REPRESENTATIONS_H
#define REFSERVER_REPRESENTATIONS_H

#include "refserver/answer.h"
#include "refserver/question.h"

/* Coded with gzip for who takes it (RFC 9110 12.5.3). */
void representations_coded(const struct question *question, struct answer *answer);

/* For the user h1audit with the same password only (RFC 9110 11.4, RFC 7617). */
void representations_protected(const struct question *question, struct answer *answer);

/* Redirects with the status that its path ends in (RFC 9110 15.4). */
void representations_moved(const struct question *question, struct answer *answer);

/* 300: more than one representation, and one that is preferred (RFC 9110 15.4.1). */
void representations_choices(const struct question *question, struct answer *answer);

/* 205 (RFC 9110 15.3.6). */
void representations_reset(const struct question *question, struct answer *answer);

#endif

/*
 * One request as the reference server understood it. Data only: the reader fills it, spans point
 * into the reader's buffer and live until its next request.
 */
#ifndef REFSERVER_REQUEST_H
#define REFSERVER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/span.h"

#define REQUEST_FIELDS_MAX 128

enum method {
    METHOD_UNKNOWN,
    METHOD_GET,
    METHOD_HEAD,
    METHOD_POST,
    METHOD_PUT,
    METHOD_DELETE,
    METHOD_PATCH,
    METHOD_OPTIONS,
    METHOD_TRACE,
    METHOD_CONNECT
};
#define METHOD_COUNT (METHOD_CONNECT + 1)

struct request_field {
    struct span name;
    struct span value; /* without OWS at the ends */
};

struct request {
    enum method method;
    struct span line; /* the request-line */
    bool is_secured;  /* it came over TLS */
    bool is_http11;   /* HTTP/1.1 or a higher minor version; else HTTP/1.0 */
    bool is_absolute; /* the target was in absolute-form */
    struct span path; /* "*" in asterisk-form; without the query */
    struct span authority;
    struct request_field fields[REQUEST_FIELDS_MAX];
    size_t field_count;
    bool is_chunked;
    uint64_t content_length; /* 0 without content; unknown if is_chunked */
    unsigned number;         /* on its connection, from 1 */
    bool names_have_case;    /* faults only: field names are compared with case */
};

/* The method called name; methods have case (RFC 9110 9.1), unless has_case is false. */
enum method request_method(struct span name, bool has_case);

/* Its name; "" for METHOD_UNKNOWN. */
const char *request_method_name(enum method method);

/* True if field, one of request's, is called name. */
bool request_field_is(const struct request *request, const struct request_field *field,
                      const char *name);

/* How many field lines are called name, and the value of the first one. */
size_t request_count(const struct request *request, const char *name);
struct span request_value(const struct request *request, const char *name);

/* True if one of the field lines called name holds option in its comma list, compared without case.
 */
bool request_lists(const struct request *request, const char *name, const char *option);

bool request_has_content(const struct request *request);

/* True if it has Content-Length or Transfer-Encoding, whatever they say. */
bool request_has_framing(const struct request *request);

/* True if the client waits for 100 (Continue); HTTP/1.0 is for the caller to decide. */
bool request_expects_continue(const struct request *request);

#endif

/*
 * The request-target (RFC 9112 3.2) and the authority in it or in Host, strictly by the grammar of
 * RFC 3986. Nothing is resolved or repaired here.
 */
#ifndef REFSERVER_TARGET_H
#define REFSERVER_TARGET_H

#include "util/span.h"

enum target_form {
    TARGET_INVALID,
    TARGET_ORIGIN,    /* /path?query */
    TARGET_ABSOLUTE,  /* http://host/path?query */
    TARGET_AUTHORITY, /* host:port */
    TARGET_ASTERISK   /* "*" */
};

struct target {
    enum target_form form;
    bool is_https;         /* TARGET_ABSOLUTE */
    bool has_userinfo;     /* TARGET_ABSOLUTE */
    struct span authority; /* without userinfo */
    struct span path;      /* without the query; "/" if it was empty, "*" in asterisk-form */
};

/* Takes text apart; the spans of the result point into it or are constant. */
struct target target_parse(struct span text);

/* True if text is uri-host [ ":" port ], the value of Host; empty is allowed. */
bool target_is_authority(struct span text);

/*
 * True if path names the same resource as the plain name: percent-encoded unreserved characters
 * count as the characters they stand for (RFC 9110 4.2.3) unless is_literal.
 */
bool target_path_is(struct span path, const char *name, bool is_literal);

#endif

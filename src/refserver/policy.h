/*
 * Everything the reference server decides, and every literal it sends that a rule speaks of, in one
 * struct. policy_clean follows all rules; a fault replaces one member of a copy of it. The rest of
 * the server asks its policy and knows nothing of faults.
 */
#ifndef REFSERVER_POLICY_H
#define REFSERVER_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "util/span.h"
#include "util/text.h"

struct answer;
struct request;

/* What happens to the connection after a final response. */
enum ending_kind {
    ENDING_PERSIST, /* the next request is awaited, until the idle time-out */
    ENDING_CLOSE,   /* staged close; nothing that follows is processed */

    /* The following are chosen by faults only. */
    ENDING_OPEN,           /* as ENDING_PERSIST, but with a time-out beyond any patience */
    ENDING_DEAF,           /* stays open equally long; what comes is read and ignored */
    ENDING_DROP_REST,      /* what has come already is thrown away, then as ENDING_OPEN */
    ENDING_CLOSE_IF_QUIET, /* staged close, unless more has come already */
    ENDING_ANSWER_REST,    /* what has come already is processed and answered, then staged close */
    ENDING_EXECUTE_REST    /* likewise, but processed without an answer */
};

struct ending {
    enum ending_kind kind;
    bool is_announced; /* the response carries the close option */
};

/* Why a request is refused instead of being handed to a resource. Each has a row in the policy. */
enum refusal {
    REFUSAL_NONE,
    REFUSAL_SYNTAX,           /* no request-line or field line by grammar */
    REFUSAL_TARGET,           /* no request-target by grammar, or not one for the method */
    REFUSAL_EMPTY_HOST,       /* http:///path */
    REFUSAL_USERINFO,         /* http://user@host/path */
    REFUSAL_SCHEME,           /* an https target on a connection without TLS */
    REFUSAL_VERSION,          /* another major version than 1 */
    REFUSAL_CONNECT,          /* CONNECT: there is no tunnel here */
    REFUSAL_METHOD_TOO_LONG,  /* a request-line over the limit without any space in it */
    REFUSAL_TARGET_TOO_LONG,  /* a request-line over the limit */
    REFUSAL_FIELDS_TOO_LARGE, /* a field line, their number or the whole section over the limit */
    REFUSAL_BARE_CR,
    REFUSAL_BARE_LF,
    REFUSAL_CONTROL,         /* NUL or another control character but HTAB */
    REFUSAL_BLANK_LED_FIRST, /* whitespace before the first field name */
    REFUSAL_OBS_FOLD,        /* whitespace at the start of a later line */
    REFUSAL_BLANK_BEFORE_COLON,
    REFUSAL_HOST_MISSING, /* HTTP/1.1 without Host */
    REFUSAL_HOST_REPEATED,
    REFUSAL_HOST_INVALID,
    REFUSAL_LENGTH_INVALID, /* Content-Length not 1*DIGIT, or more than one of them */
    REFUSAL_CONTENT_TOO_LARGE,
    REFUSAL_LENGTH_AND_CODING,  /* Content-Length with Transfer-Encoding */
    REFUSAL_CODING_IN_HTTP10,   /* Transfer-Encoding in an HTTP/1.0 request */
    REFUSAL_CODING_NOT_CHUNKED, /* the final transfer coding is not chunked */
    REFUSAL_CODING_PARAMETER,   /* a parameter on chunked */
    REFUSAL_OTHER_PARAMETER,    /* a parameter on another coding before chunked */
    REFUSAL_CODING_UNKNOWN,     /* another coding before chunked */
    REFUSAL_CHUNK,              /* chunked content outside its grammar */
    REFUSAL_CHUNK_EXTENSION,    /* more chunk extensions or trailers than the limit */
    REFUSAL_INCOMPLETE,         /* the client ended its side in the middle of a request */
    REFUSAL_TIMEOUT             /* the rest of a request did not come in time */
};
#define REFUSAL_COUNT (REFUSAL_TIMEOUT + 1)

struct refusal_rule {
    unsigned status;
    const char *sentence; /* content of the response */

    /* Faults only. */
    bool is_tolerated; /* the request is processed as if it were in order */
    bool stays_open;   /* the connection goes on behind the request */
};

/* How the end of the content of a response is marked. */
enum response_framing {
    RESPONSE_BY_LENGTH,
    RESPONSE_CHUNKED,
    RESPONSE_BY_CLOSE,
    RESPONSE_CHUNKED_WITH_LENGTH /* faults only */
};

/* When 100 (Continue) goes out to a request that asks for it. */
enum interim_moment { INTERIM_AT_ONCE, INTERIM_NEVER, INTERIM_AFTER_CONTENT };

/* How a connection is closed. */
enum close_manner { CLOSE_STAGED, CLOSE_BY_RESET, CLOSE_NOT_AT_ALL };

/* How a request with both Content-Length and Transfer-Encoding is read (RFC 9112 6.3, item 3). */
enum both_framings { BOTH_REFUSED, BOTH_BY_CODING, BOTH_BY_LENGTH };

/* What a negotiated answer is coded with. */
enum content_coding { CODING_IDENTITY, CODING_GZIP, CODING_NONE_FITS };

struct policy {
    /* Reading a request. */
    struct refusal_rule refusals[REFUSAL_COUNT];
    size_t request_line_max;
    bool skips_empty_lines;        /* RFC 9112 2.2: before a request-line */
    bool decodes_utf8;             /* faults only: the start of a sequence swallows a line end */
    bool methods_have_case;        /* RFC 9110 9.1 */
    bool versions_have_case;       /* RFC 9112 2.3 */
    bool asterisk_is_for_options;  /* RFC 9112 3.2.4 */
    bool names_ignore_case;        /* RFC 9110 5.1 */
    bool awaits_end_of_head;       /* RFC 9110 5.3; false: the client's FIN ends it as well */
    bool awaits_rest_of_head;      /* RFC 9110 5.3; false: whole lines are enough */
    bool allows_higher_minor;      /* HTTP/1.2 is served as HTTP/1.1 */
    bool allows_absolute_form;     /* RFC 9112 3.2.2 */
    bool ignores_host_of_absolute; /* RFC 9112 3.2.2: the target's authority counts */
    bool normalises_target;        /* RFC 9110 4.2.3 */
    bool trims_values;             /* RFC 9110 5.5; false: one SP at the front only */
    bool allows_unknown_fields;    /* false: a field whose name begins with X- is refused */
    bool allows_obs_text;          /* RFC 9110 5.5 */

    /* Reading content. */
    enum both_framings both_framings;
    bool codings_ignore_case;  /* RFC 9112 7 */
    bool lengths_saturate;     /* Content-Length does not wrap around */
    bool chunk_sizes_saturate; /* nor does a chunk-size */
    bool decodes_chunked;
    bool allows_upper_hex; /* in a chunk-size */
    bool allows_chunk_extensions;
    bool allows_bad_whitespace; /* RFC 9110 5.6.3, in a chunk extension */
    bool merges_trailers;
    bool knows_quoted_pairs;  /* RFC 9110 5.6.4, in a chunk extension */
    bool post_needs_no_field; /* RFC 9112 6.3, item 7; false: POST without one never ends */
    bool (*reads_content)(const struct request *request); /* false: it is read as a request */

    /* Conditional requests (RFC 9110 13). */
    bool evaluates_if_match;
    bool evaluates_if_none_match;
    bool evaluates_if_modified_since;
    bool evaluates_if_unmodified_since;
    bool if_match_is_strong;
    bool if_none_match_is_weak;
    bool tags_beat_dates;
    bool knows_obsolete_dates;
    bool ignores_invalid_dates; /* false: they count as 1970 */
    bool checks_resource_first; /* false: a precondition is looked at even for 404 */
    bool has_validators_in_304;

    /* Content codings (RFC 9110 8.4, 12.5.3), credentials (11), redirects and choices (15.4), 205.
     */
    enum content_coding (*coding)(const struct request *request);
    const char *coded_lines;    /* whole field lines of what is coded with gzip */
    const char *uncoded_lines;  /* likewise where gzip was refused */
    const char *untaken_coding; /* likewise of 415 for a content coding */
    const char *untaken_type;   /* likewise of 415 for a media type */
    const char *challenge;      /* likewise of 401 */
    unsigned no_credentials;    /* status */
    unsigned wrong_credentials; /* status */
    const char *location;       /* whole field line of a redirect */
    unsigned unlocated;         /* faults only: the status that comes without it */
    const char *choices;        /* content of 300 */
    const char *reset_content;  /* of 205 */

    /* Deciding what follows a final response. */
    struct ending (*ending)(const struct request *request);
    struct ending own_ending;    /* after a refusal */
    struct ending early_ending;  /* after an answer that did not wait for the content */
    bool answers_before_invalid; /* false: close, with a broken request behind it, gets nothing */
    bool keeps_order;            /* false: three or more answers that leave together are reversed */
    bool late_ones_wait;         /* false: a late answer is overtaken */
    unsigned fin_watch_ms; /* faults only: answers wait so long, and a FIN drops them meanwhile */

    /* The connection. */
    bool sends_close_notify;
    enum close_manner after_response; /* how ENDING_CLOSE is carried out */
    enum close_manner at_client_fin;  /* on an idle connection */
    enum close_manner at_idle_timeout;
    bool survives_truncation; /* false: the connection after a FIN without alert gets no answer */

    /* Which method is served. */
    bool has_head;
    unsigned unknown_method;      /* status */
    unsigned forbidden_method;    /* status for a known method that the resource has not */
    unsigned unknown_expectation; /* status, 0: it is ignored */
    bool names_allowed_methods;   /* Allow in 405 */
    bool names_large_field;       /* RFC 6585 5: 431 names the field */

    /* Interim responses, whole. */
    const char *interim; /* 100 (Continue) */
    enum interim_moment interim_moment;
    bool has_interim_for_http10;
    bool (*expects_continue)(const struct request *request);
    bool interim_is_followed; /* false: no final response after 100 */
    const char *(*switching)(const struct request *request); /* 101, or NULL: Upgrade is ignored */

    /* The octets of a final response. */
    const char *(*version)(const struct request *request);
    const char *(*reason)(unsigned status); /* what follows the code, beginning with SP */
    const char *first_lines;                /* whole field lines before all others, in 2xx */
    const char *first_error_lines;          /* likewise, in 4xx and 5xx */
    const char *last_modified;              /* of /file */
    void (*add_date)(struct text *out, unsigned status);
    const char *content_type_name; /* "Content-Type", or NULL for none */
    enum response_framing (*framing)(const struct request *request, const struct answer *answer);
    const char *coding_line;                   /* of a chunked response */
    const char *chunk_extension;               /* behind every chunk size but the last one */
    const char *trailer_lines;                 /* whole field lines behind the last chunk */
    unsigned (*length_lines)(unsigned status); /* how often Content-Length is sent */
    bool head_has_content;
    bool head_tells_length; /* false: Content-Length: 0 */
    bool head_tells_type;
    const char *no_content_lines;   /* whole field lines in 204 */
    const char *after_last_content; /* octets behind a response that ends the connection */
};

/* Follows every rule. */
extern const struct policy policy_clean;

/* True if policy processes a request all the same that refusal speaks of. */
bool policy_tolerates(const struct policy *policy, enum refusal refusal);

#endif

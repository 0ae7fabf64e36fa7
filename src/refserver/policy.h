/*
 * Everything the reference server decides, and every literal it sends that a rule speaks of, in one
 * struct. policy_clean follows all rules; a fault replaces one member of a copy of it. The rest of
 * the server asks its policy and knows nothing of faults.
 */
#ifndef REFSERVER_POLICY_H
#define REFSERVER_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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
    REFUSAL_AUTHORITY,        /* CONNECT without host and valid port */
    REFUSAL_MISDIRECTED,      /* over TLS, for a name that the certificate has not */
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
    RESPONSE_GZIP,                /* coded with gzip, and chunked on top */
    RESPONSE_CHUNKED_WITH_LENGTH, /* faults only */
    RESPONSE_GZIP_ALONE           /* faults only: nothing tells the end */
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
    bool awaits_rest_of_chunk_line; /* false: two digits that are read without their LF are refused
                                     */
    bool allows_upper_hex;          /* in a chunk-size */
    bool allows_chunk_extensions;
    bool allows_bad_whitespace; /* RFC 9110 5.6.3, in a chunk extension */
    bool merges_trailers;
    bool knows_quoted_pairs;                              /* RFC 9110 5.6.4, in a chunk extension */
    bool (*reads_content)(const struct request *request); /* false: it is read as a request */

    /* Conditional requests (RFC 9110 13). */
    bool evaluates_if_match;
    bool evaluates_if_none_match;
    bool evaluates_if_modified_since;
    bool evaluates_if_unmodified_since;
    bool if_match_is_strong;
    bool if_none_match_is_weak;
    bool compares_all_tags; /* false: the first of a list only */
    bool tags_beat_dates;
    bool knows_obsolete_dates;
    bool knows_past_century;        /* RFC 9110 5.6.7: of years with two digits */
    int64_t invalid_date;           /* what an invalid date counts as, or POLICY_NO_DATE */
    int64_t unknown_date;           /* likewise, the date of a resource without one */
    bool limits_if_modified_since;  /* to GET and HEAD */
    bool if_none_match_comes_first; /* faults only */
    unsigned known_to_get;          /* status if the client has the representation already */
    unsigned known_to_change;       /* likewise, of methods other than GET and HEAD */
    bool options_has_conditions;    /* faults only */
    bool checks_resource_first;     /* false: a precondition is looked at even for 404 */
    bool has_validators_in_304;
    bool head_has_validators;
    bool shows_date;        /* Last-Modified */
    const char *root_lines; /* whole field lines of / */
    const char *root_lines_in_304;
    const char *lines_in_304; /* of every 304 */

    /* Resources that clients write (RFC 9110 9.3.4, 9.3.5). */
    unsigned created; /* status of PUT */
    unsigned replaced;
    unsigned deleted;              /* status of DELETE */
    bool stops_at_412;             /* false: the method is performed all the same */
    bool stores_content_as_it_is;  /* false: it loses its first octet */
    bool stores_unknown_fields;    /* faults only */
    bool ignores_content_location; /* RFC 9110 8.7; false: it says where to store */
    bool ignores_content_range;    /* RFC 9110 14.4; false: 400, whatever the method */
    bool refuses_partial_put;      /* RFC 9110 14.5 */

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
    /* Range requests (RFC 9110 14). */
    bool ranges_are_for_get;
    bool ignores_other_units; /* false: every unit counts octets */
    bool range_positions_saturate;
    bool has_suffix_ranges; /* false: they are ignored */
    bool turns_ranges;      /* faults only: those that end before they begin */
    bool limits_ranges;
    bool refuses_unsatisfiable; /* false: they are ignored */
    bool preconditions_come_first;
    bool evaluates_if_range;
    bool if_range_needs_range; /* false: one that does not hold gives 412 */
    bool if_range_needs_parts; /* false: likewise where ranges are not supported */
    bool if_range_is_strong;
    bool if_range_date_is_exact; /* false: a date of this millennium is as good */
    bool if_range_never_holds;   /* faults only */
    bool has_range_in_416;

    /* The octets of a partial response (RFC 9110 15.3.7). */
    bool has_tag_in_206;
    bool has_date_in_206; /* Last-Modified */
    bool is_brief_after_if_range;
    bool has_range_in_206;
    bool tells_complete_length;
    bool ranges_end_within;     /* false: one octet more is sent */
    bool has_multipart_for_one; /* faults only */
    bool tells_boundary;
    bool has_range_beside_parts; /* faults only: in the head as well */
    bool has_range_in_parts;
    bool has_type_in_parts;
    bool sorts_ranges; /* faults only */
    const char *part_line_end;

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

    /* OPTIONS, TRACE, expectations and users. */
    bool names_own_methods; /* Allow in the answer to OPTIONS */
    bool trace_reflects;    /* RFC 9110 9.3.8 */
    bool trace_hides_secrets;
    bool refuses_http10_expectation; /* faults only: 417 to HTTP/1.0 */
    bool remembers_credentials;      /* faults only: for the requests that follow, RFC 9110 3.3 */

    /* Protocols to switch to (RFC 9110 7.8). */
    const char *(*switching)(const struct request *request); /* the whole 101, or NULL: no switch */
    bool continues_before_switching;                         /* 100 comes before 101 */
    bool names_upgrade_in_426;

    /* Requests in parts (RFC 9112 2.1, 6.3 and 8). */
    bool awaits_lf;              /* false: in a head, LF must come in one read with its CR */
    bool awaits_rest_of_content; /* false: /echo takes what has come for all */
    bool reads_until_fin;        /* faults only: POST without length */

    /* Interim responses, whole. */
    const char *interim; /* 100 (Continue) */
    enum interim_moment interim_moment;
    bool has_interim_for_http10;
    bool (*expects_continue)(const struct request *request);
    bool interim_is_followed; /* false: no final response after 100 */

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
    unsigned class_without_content; /* faults only: first digit of the status */
    const char *allow_of_405;       /* faults only: instead of the true Allow line */
    const char *after_last_content; /* octets behind a response that ends the connection */
};

#define POLICY_NO_DATE INT64_MIN

/* Follows every rule. */
extern const struct policy policy_clean;

/* True if policy processes a request all the same that refusal speaks of. */
bool policy_tolerates(const struct policy *policy, enum refusal refusal);

/* True if a response to request may have the transfer coding gzip. */
bool policy_may_gzip(const struct request *request);

#endif

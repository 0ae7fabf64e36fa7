/*
 * What the parser notes about bytes that do not follow the grammar. A table: id, requirement, one
 * sentence. The parser notes a row with an offset and goes on.
 */
#ifndef HTTP_DEVIATIONS_H
#define HTTP_DEVIATIONS_H

#include <stdbool.h>
#include <stddef.h>

enum deviation_kind {
    DEVIATION_NOT_HTTP,              /* bytes that are no status line where one must stand */
    DEVIATION_STATUS_LINE,           /* a status line that breaks the grammar in another way */
    DEVIATION_VERSION,               /* HTTP-version not exactly HTTP/D.D, or not 1.x */
    DEVIATION_STATUS_CODE,           /* not three digits, or outside 100 to 599 */
    DEVIATION_NO_SPACE_AFTER_CODE,   /* RFC 9112 4: the SP after the code is missing */
    DEVIATION_REASON_OCTET,          /* a control character in the reason phrase */
    DEVIATION_BARE_LF,               /* a line of the head that ends in LF alone */
    DEVIATION_BARE_CR,               /* CR not followed by LF outside content */
    DEVIATION_BLANK_AFTER_START,     /* whitespace-led line right after the status line */
    DEVIATION_FIELD_NO_COLON,        /* a field line without a colon */
    DEVIATION_FIELD_NAME,            /* empty or not a token */
    DEVIATION_BLANK_BEFORE_COLON,    /* whitespace between name and colon */
    DEVIATION_FIELD_VALUE,           /* NUL or another control character in a value */
    DEVIATION_OBS_FOLD,              /* a folded field line */
    DEVIATION_CONTENT_LENGTH,        /* not 1*DIGIT, or too large */
    DEVIATION_CONTENT_LENGTHS,       /* several that differ */
    DEVIATION_CONTENT_LENGTH_LIST,   /* several that agree */
    DEVIATION_LENGTH_AND_CODING,     /* Content-Length with Transfer-Encoding */
    DEVIATION_CODING,                /* Transfer-Encoding syntax, or chunked not last, or twice */
    DEVIATION_FRAMING_FORBIDDEN,     /* Transfer-Encoding or Content-Length on 1xx, 204 or 2xx to
                                        CONNECT, or Transfer-Encoding in an HTTP/1.0 message */
    DEVIATION_CHUNK_SIZE,            /* chunk-size not 1*HEXDIG, or too large */
    DEVIATION_CHUNK_EXTENSION,       /* chunk-ext outside its grammar */
    DEVIATION_CHUNK_EXTENSION_BLANK, /* blanks around ; or = of a chunk extension (BWS) */
    DEVIATION_CHUNK_LINE_END,        /* chunk line or chunk data not ended by CRLF */
    DEVIATION_TRAILER,               /* a trailer field line outside the field grammar */
    DEVIATION_SURPLUS,               /* bytes with no outstanding request (RFC 9112 9.2) */
    DEVIATION_INCOMPLETE,            /* the connection ended inside a message */
    DEVIATION_LIMIT,   /* more of something than the reader keeps (response_parser.h) */
    DEVIATION_SWITCHED /* after 101 or a 2xx to CONNECT: the rest is not HTTP/1.1; no fault */
};
#define DEVIATION_KIND_COUNT (DEVIATION_SWITCHED + 1)

struct deviation_row {
    enum deviation_kind kind;
    bool is_malformed;       /* breaks the message grammar; `wellformed` of a case looks at this */
    const char *id;          /* kebab-case, in reports */
    const char *requirement; /* id of requirements.json that it breaks, or NULL */
    const char *sentence;    /* what was seen: "whitespace between field name and colon" */
};

/* The row of kind; there is one for each. */
const struct deviation_row *deviation_row(enum deviation_kind kind);

#endif

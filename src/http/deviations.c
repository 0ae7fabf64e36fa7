#include "http/deviations.h"

#include <assert.h>

/* In the order of the enumeration; the test of this file checks that. */
static const struct deviation_row rows[] = {
    {DEVIATION_NOT_HTTP,              "not-http",              "9112-2.1-d1",
     "bytes that are no status line where a response must begin",                                                                     true },
    {DEVIATION_STATUS_LINE,           "status-line",           "9112-4-d1",
     "status line is not version, one space, code, one space, phrase",                                                                true },
    {DEVIATION_VERSION,               "version",               "9112-2.3-d1",
     "version is not HTTP/ with one digit, a dot and one digit, or not 1.x",                                                          true },
    {DEVIATION_STATUS_CODE,           "status-code",           "9110-15-d1",
     "status code is not three digits from 100 to 599",                                                                               true },
    {DEVIATION_NO_SPACE_AFTER_CODE,   "no-space-after-code",   "9112-4-4",
     "no space after the status code",                                                                                                true },
    {DEVIATION_REASON_OCTET,          "reason-octet",          "9112-4-d1",    "control character in the reason phrase",
     true                                                                                                                                  },
    {DEVIATION_BARE_LF,               "bare-lf",               "9112-2.1-d1",  "line ends in LF without CR",                          true },
    {DEVIATION_BARE_CR,               "bare-cr",               "9112-2.2-3",   "CR without LF outside content",                       true },
    {DEVIATION_BLANK_AFTER_START,     "blank-after-start",     "9112-2.2-8",
     "whitespace between the status line and the first field",                                                                        true },
    {DEVIATION_FIELD_NO_COLON,        "field-no-colon",        "9112-2.1-d1",  "field line without a colon",                          true },
    {DEVIATION_FIELD_NAME,            "field-name",            "9110-5.1-d1",  "field name is empty or not a token",                  true },
    {DEVIATION_BLANK_BEFORE_COLON,    "blank-before-colon",    "9110-2.2-1",
     "whitespace between field name and colon",                                                                                       true },
    {DEVIATION_FIELD_VALUE,           "field-value",           "9110-2.2-1",   "control character in a field value",
     true                                                                                                                                  },
    {DEVIATION_OBS_FOLD,              "obs-fold",              "9112-5.2-1",   "folded field line",                                   true },
    {DEVIATION_CONTENT_LENGTH,        "content-length",        "9110-2.2-1",
     "Content-Length is not a decimal number, or too large to count",                                                                 true },
    {DEVIATION_CONTENT_LENGTHS,       "content-lengths",       "9110-5.3-3",
     "several Content-Length values that differ",                                                                                     true },
    {DEVIATION_CONTENT_LENGTH_LIST,   "content-length-list",   "9110-5.3-3",
     "several Content-Length values that agree",                                                                                      true },
    {DEVIATION_LENGTH_AND_CODING,     "length-and-coding",     "9112-6.2-1",
     "Content-Length together with Transfer-Encoding",                                                                                false},
    {DEVIATION_CODING,                "coding",                "9112-6.1-2",
     "Transfer-Encoding breaks its grammar, or names chunked twice or not last",                                                      true },
    {DEVIATION_FRAMING_FORBIDDEN,     "framing-forbidden",     "9112-6.1-7",
     "Transfer-Encoding or Content-Length where the response must not have it",                                                       false},
    {DEVIATION_CHUNK_SIZE,            "chunk-size",            "9112-7.1-d1",
     "chunk size is not a hexadecimal number, or too large to count",                                                                 true },
    {DEVIATION_CHUNK_EXTENSION,       "chunk-extension",       "9110-2.2-1",
     "chunk extension breaks its grammar",                                                                                            true },
    {DEVIATION_CHUNK_EXTENSION_BLANK, "chunk-extension-blank", "9110-5.6.3-4",
     "whitespace inside a chunk extension",                                                                                           false},
    {DEVIATION_CHUNK_LINE_END,        "chunk-line-end",        "9112-7.1-d1",
     "chunk line or chunk data does not end in CRLF",                                                                                 true },
    {DEVIATION_TRAILER,               "trailer",               "9110-2.2-1",   "trailer field line breaks the field grammar",
     true                                                                                                                                  },
    {DEVIATION_SURPLUS,               "surplus",               "9110-15-d2",   "bytes that answer no request",                        false},
    {DEVIATION_INCOMPLETE,            "incomplete",            "9112-8-d1",    "the connection ended inside a response",
     false                                                                                                                                 },
    {DEVIATION_LIMIT,                 "limit",                 NULL,           "more than h1audit keeps; the rest was not looked at", false},
    {DEVIATION_SWITCHED,              "switched",              NULL,           "from here on another protocol is spoken",             false},
};

_Static_assert(sizeof(rows) / sizeof(rows[0]) == DEVIATION_KIND_COUNT, "one row for each kind");

const struct deviation_row *deviation_row(enum deviation_kind kind)
{
    assert((size_t)kind < DEVIATION_KIND_COUNT);
    return &rows[kind];
}

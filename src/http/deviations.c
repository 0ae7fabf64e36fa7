#include "http/deviations.h"

#include <assert.h>

/* In the order of the enumeration; the test of this file checks that. */
/* clang-format off */
static const struct deviation_row rows[] = {
    {DEVIATION_NOT_HTTP, true, "not-http", "9112-2.1-d1",
     "bytes that are no status line where a response must begin"},
    {DEVIATION_STATUS_LINE, true, "status-line", "9112-4-d1",
     "status line is not version, one space, code, one space, phrase"},
    {DEVIATION_VERSION, true, "version", "9112-2.3-d1",
     "version is not HTTP/ with one digit, a dot and one digit, or not 1.x"},
    {DEVIATION_STATUS_CODE, true, "status-code", "9110-15-d1",
     "status code is not three digits from 100 to 599"},
    {DEVIATION_NO_SPACE_AFTER_CODE, true, "no-space-after-code", "9112-4-4",
     "no space after the status code"},
    {DEVIATION_REASON_OCTET, true, "reason-octet", "9112-4-d1",
     "control character in the reason phrase"},
    {DEVIATION_BARE_LF, true, "bare-lf", "9112-2.1-d1",
     "line ends in LF without CR"},
    {DEVIATION_BARE_CR, true, "bare-cr", "9112-2.2-3",
     "CR without LF outside content"},
    {DEVIATION_BLANK_AFTER_START, true, "blank-after-start", "9112-2.2-8",
     "whitespace between the status line and the first field"},
    {DEVIATION_FIELD_NO_COLON, true, "field-no-colon", "9112-2.1-d1",
     "field line without a colon"},
    {DEVIATION_FIELD_NAME, true, "field-name", "9110-5.1-d1",
     "field name is empty or not a token"},
    {DEVIATION_BLANK_BEFORE_COLON, true, "blank-before-colon", "9110-2.2-1",
     "whitespace between field name and colon"},
    {DEVIATION_FIELD_VALUE, true, "field-value", "9110-2.2-1",
     "control character in a field value"},
    {DEVIATION_OBS_FOLD, true, "obs-fold", "9112-5.2-1",
     "folded field line"},
    {DEVIATION_CONTENT_LENGTH, true, "content-length", "9110-2.2-1",
     "Content-Length is not a decimal number, or too large to count"},
    {DEVIATION_CONTENT_LENGTHS, true, "content-lengths", "9110-5.3-3",
     "several Content-Length values that differ"},
    {DEVIATION_CONTENT_LENGTH_LIST, true, "content-length-list", "9110-5.3-3",
     "several Content-Length values that agree"},
    {DEVIATION_LENGTH_AND_CODING, false, "length-and-coding", "9112-6.2-1",
     "Content-Length together with Transfer-Encoding"},
    {DEVIATION_CODING, true, "coding", "9112-6.1-2",
     "Transfer-Encoding breaks its grammar, or names chunked twice or not last"},
    {DEVIATION_FRAMING_FORBIDDEN, false, "framing-forbidden", "9112-6.1-7",
     "Transfer-Encoding or Content-Length where the response must not have it"},
    {DEVIATION_CHUNK_SIZE, true, "chunk-size", "9112-7.1-d1",
     "chunk size is not a hexadecimal number, or too large to count"},
    {DEVIATION_CHUNK_EXTENSION, true, "chunk-extension", "9110-2.2-1",
     "chunk extension breaks its grammar"},
    {DEVIATION_CHUNK_EXTENSION_BLANK, false, "chunk-extension-blank", "9110-5.6.3-4",
     "whitespace inside a chunk extension"},
    {DEVIATION_CHUNK_LINE_END, true, "chunk-line-end", "9112-7.1-d1",
     "chunk line or chunk data does not end in CRLF"},
    {DEVIATION_TRAILER, true, "trailer", "9110-2.2-1",
     "trailer field line breaks the field grammar"},
    {DEVIATION_SURPLUS, false, "surplus", "9110-15-d2",
     "bytes that answer no request"},
    {DEVIATION_INCOMPLETE, false, "incomplete", "9112-8-d1",
     "the connection ended inside a response"},
    {DEVIATION_LIMIT, false, "limit", NULL,
     "more than h1audit keeps; the rest was not looked at"},
    {DEVIATION_SWITCHED, false, "switched", NULL,
     "from here on another protocol is spoken"},
};
/* clang-format on */

_Static_assert(sizeof(rows) / sizeof(rows[0]) == DEVIATION_KIND_COUNT, "one row for each kind");

const struct deviation_row *deviation_row(enum deviation_kind kind)
{
    assert((size_t)kind < DEVIATION_KIND_COUNT);
    return &rows[kind];
}

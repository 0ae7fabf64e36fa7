#include "refserver/faults.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "refserver/dialogue.h"
#include "util/memory.h"

#define HOST "Host: localhost\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define WITH(fields) "GET / HTTP/1.1\r\n" HOST fields "\r\n\r\n"
#define CLOSE_GET(path) "GET " path " HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n"
#define POST(fields) "POST / HTTP/1.1\r\n" HOST fields "\r\n\r\n"
#define CHUNKED POST("Transfer-Encoding: chunked")
#define FILE_IF(fields) "GET /file HTTP/1.1\r\n" HOST fields "\r\n\r\n"
#define CODED(codings) "GET /coded HTTP/1.1\r\n" HOST "Accept-Encoding: " codings "\r\n\r\n"
#define RANGE(specs) FILE_IF("Range: bytes=" specs)
#define PART_IF(condition) FILE_IF("Range: bytes=0-0\r\nIf-Range: " condition)
#define EXPECT "Expect: 100-continue\r\nContent-Length: 1"
#define PUT(path, fields)                                                                          \
    "PUT " path " HTTP/1.1\r\n" HOST "Content-Length: 5\r\n" fields "\r\nfirst"
#define DELETE(path) "DELETE " path " HTTP/1.1\r\n" HOST "\r\n"
#define OLD_DATE "Fri, 01 Jan 2021 00:00:00 GMT"
#define UPGRADE(protocol, fields)                                                                  \
    "GET /upgrade HTTP/1.1\r\n" HOST "Connection: upgrade\r\nUpgrade: " protocol "\r\n" fields     \
    "\r\n"
#define LONG_NAME                                                                                  \
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
    "aaaaaaaa"

/* How a fault is provoked: octets in one write, more of them repeat times, then maybe the client's
 * FIN. */
struct trigger {
    const char *fault;
    const char *bytes;
    const char *repeated; /* or NULL */
    unsigned repeat;
    bool ends;
};

/* Faults that only sockets show are tried in refserver_test.c; they have no bytes here. */
/* clang-format off */
static const struct trigger triggers[] = {
    {.fault = "drop-valid-before-invalid", .bytes = CLOSE_GET("/") "Invalid\r\n\r\n"},
    {.fault = "ignore-close", .bytes = CLOSE_GET("/") GET("/")},
    {.fault = "ignore-close-in-list", .bytes = WITH("Connection: a, close")},
    {.fault = "ignore-close-case", .bytes = WITH("Connection: CLOSE")},
    {.fault = "ignore-second-connection-line", .bytes = WITH("Connection: a\r\nConnection: close")},
    {.fault = "ignore-close-after-empty-member", .bytes = WITH("Connection: , close")},
    {.fault = "close-not-announced", .bytes = CLOSE_GET("/")},
    {.fault = "answer-after-close", .bytes = CLOSE_GET("/") GET("/x")},
    {.fault = "execute-after-close", .bytes = CLOSE_GET("/") GET("/hit")},
    {.fault = "server-close-stays-open", .bytes = "Invalid\r\n\r\n"},
    {.fault = "server-close-answers-more", .bytes = "Invalid\r\n\r\n" GET("/")},
    {.fault = "silent-server-close", .bytes = "Invalid\r\n\r\n"},
    {.fault = "reset-after-response", .bytes = CLOSE_GET("/")},
    {.fault = "half-close-loses-response", .bytes = GET("/"), .ends = true},
    {.fault = "never-persistent-silent", .bytes = GET("/")},
    {.fault = "not-persistent", .bytes = GET("/")},
    {.fault = "http10-stays-open", .bytes = "GET / HTTP/1.0\r\n\r\n"},
    {.fault = "keep-alive-beats-close", .bytes = WITH("Connection: keep-alive, close")},
    {.fault = "early-drop", .bytes = GET("/") GET("/") GET("/")},
    {.fault = "drops-pipelined", .bytes = GET("/") GET("/")},
    {.fault = "out-of-order", .bytes = GET("/") GET("/") GET("/x")},
    {.fault = "late-overtaken", .bytes = GET("/late") GET("/x")},
    {.fault = "body-as-request", .bytes = WITH("Content-Length: 9") "Invalid\r\n"},
    {.fault = "body-after-head", .bytes = "HEAD / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "reset-on-idle-timeout"},
    {.fault = "ignores-client-fin", .bytes = GET("/"), .ends = true},
    {.fault = "fin-without-close-notify"},
    {.fault = "dies-after-truncation"},
    {.fault = "decodes-utf8", .bytes = WITH("X-A: \xe5\r\nConnection: close")},
    {.fault = "bare-cr-ends-line", .bytes = WITH("X-A: v\rConnection: close")},
    {.fault = "no-empty-line-before", .bytes = "\r\n" GET("/")},
    {.fault = "blank-led-first-line", .bytes = "GET / HTTP/1.1\r\n " HOST "\r\n"},
    {.fault = "garbage-is-fine", .bytes = "Invalid\r\n\r\n"},
    {.fault = "garbage-stays-open", .bytes = "Invalid\r\n\r\n" GET("/")},
    {.fault = "long-method-400", .bytes = "A", .repeated = "A", .repeat = 20000},
    {.fault = "long-target-400", .bytes = "GET /", .repeated = LONG_NAME, .repeat = 200},
    {.fault = "short-request-line", .bytes = "GET /", .repeated = LONG_NAME, .repeat = 80},
    {.fault = "invalid-target-404", .bytes = GET("/a b")},
    {.fault = "repairs-target", .bytes = GET("/a b")},
    {.fault = "host-missing", .bytes = "GET / HTTP/1.1\r\n\r\n"},
    {.fault = "host-repeated",.bytes = WITH("Host: localhost")},
    {.fault = "host-invalid", .bytes = "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"},
    {.fault = "absolute-form-by-host", .bytes = GET("http://other/")},
    {.fault = "no-absolute-form",.bytes = GET("http://localhost/")},
    {.fault = "empty-target-host",.bytes = GET("http:///x")},
    {.fault = "target-userinfo", .bytes = GET("http://u:p@localhost/")},
    {.fault = "https-on-plain", .bytes = GET("https://localhost/")},
    {.fault = "literal-target",.bytes = GET("/%66ile")},
    {.fault = "blank-before-colon-accepted",.bytes = WITH("X-A : b")},
    {.fault = "fold-is-field", .bytes = WITH("X-A: b\r\n Connection: close")},
    {.fault = "value-ends-at-nul", .bytes = WITH("X-A: b\x01")},
    {.fault = "value-not-trimmed",.bytes = POST("Content-Length:\t1\t") "a"},
    {.fault = "no-obs-text",.bytes = WITH("X-A: \xff")},
    {.fault = "no-unknown-fields", .bytes = WITH("X-A: b")},
    {.fault = "large-fields-500", .bytes = "GET / HTTP/1.1\r\nA: ", .repeated = LONG_NAME, .repeat = 200},
    {.fault = "large-field-unnamed", .bytes = "GET / HTTP/1.1\r\nA: ", .repeated = LONG_NAME, .repeat = 200},
    {.fault = "no-higher-minor", .bytes = "GET / HTTP/1.2\r\n" HOST "\r\n"},
    {.fault = "version-without-case", .bytes = "GET / http/1.1\r\n" HOST "\r\n"},
    {.fault = "asterisk-for-get", .bytes = GET("*")},
    {.fault = "empty-https-host", .bytes = GET("https:///x")},
    {.fault = "field-names-have-case", .bytes = "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"},
    {.fault = "head-ends-at-fin", .bytes = "GET / HTTP/1.1\r\n" HOST, .ends = true},
    {.fault = "head-ends-with-line", .bytes = "GET / HTTP/1.1\r\n" HOST},
    {.fault = "no-chunked", .bytes = CHUNKED "0\r\n\r\n"},
    {.fault = "no-upper-hex", .bytes = CHUNKED "A\r\n0123456789\r\n0\r\n\r\n"},
    {.fault = "unknown-coding-accepted", .bytes = POST("Transfer-Encoding: x, chunked") "0\r\n\r\n"},
    {.fault = "length-and-coding-persists", .bytes = POST("Content-Length: 5\r\nTransfer-Encoding: chunked") "0\r\n\r\n"},
    {.fault = "length-beats-coding", .bytes = POST("Content-Length: 5\r\nTransfer-Encoding: chunked") "0\r\n\r\n"},
    {.fault = "http10-coding-persists", .bytes = "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: " "chunked\r\n\r\n0\r\n\r\n"},
    {.fault = "unchunked-is-fine", .bytes = POST("Transfer-Encoding: gzip")},
    {.fault = "unchunked-stays-open", .bytes = POST("Transfer-Encoding: gzip") GET("/")},
    {.fault = "bad-length-accepted", .bytes = POST("Content-Length: +1") "a"},
    {.fault = "bad-length-is-fine", .bytes = POST("Content-Length: +1") "a"},
    {.fault = "bad-length-stays-open", .bytes = POST("Content-Length: +1") GET("/")},
    {.fault = "incomplete-is-complete", .bytes = POST("Content-Length: 9") "a", .ends = true},
    {.fault = "length-wraps", .bytes = POST("Content-Length: 18446744073709551621") "12345"},
    {.fault = "codings-have-case", .bytes = POST("Transfer-Encoding: Chunked") "0\r\n\r\n"},
    {.fault = "loose-chunk-line", .bytes = CHUNKED "1 \r\na\r\n0\r\n\r\n"},
    {.fault = "bare-lf-in-chunks", .bytes = CHUNKED "1\na\r\n0\r\n\r\n"},
    {.fault = "chunk-size-wraps", .bytes = CHUNKED "10000000000000001\r\na\r\n0\r\n\r\n"},
    {.fault = "chunked-parameter-accepted", .bytes = POST("Transfer-Encoding: chunked;x=1") "0\r\n\r\n"},
    {.fault = "coding-parameter-accepted", .bytes = POST("Transfer-Encoding: gzip;x=1, chunked") "0\r\n\r\n"},
    {.fault = "no-chunk-extensions", .bytes = CHUNKED "1;a=b\r\na\r\n0\r\n\r\n"},
    {.fault = "no-bad-whitespace", .bytes = CHUNKED "1 ;a=b\r\na\r\n0\r\n\r\n"},
    {.fault = "merges-trailers", .bytes = CHUNKED "0\r\nConnection: close\r\n\r\n"},
    {.fault = "no-quoted-pairs", .bytes = CHUNKED "1;a=\"\\\"\"\r\na\r\n0\r\n\r\n"},
    {.fault = "long-extensions-500", .bytes = CHUNKED "1;a=", .repeated = LONG_NAME, .repeat = 200},
    {.fault = "chunk-line-in-two", .bytes = CHUNKED "12\r"}, /* the LF would come later */
    {.fault = "methods-without-case", .bytes = "get / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "no-head", .bytes = "HEAD / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "unknown-method-400", .bytes = "FOO / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "forbidden-method-400", .bytes = "PUT / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "no-allow-on-405", .bytes = "PUT / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "no-continue", .bytes = POST(EXPECT)},
    {.fault = "continue-after-content", .bytes = POST(EXPECT)},
    {.fault = "continue-to-http10", .bytes = "POST / HTTP/1.0\r\n" EXPECT "\r\n\r\n"},
    {.fault = "nothing-after-continue", .bytes = POST(EXPECT) "a"},
    {.fault = "length-on-100", .bytes = POST(EXPECT)},
    {.fault = "silent-early-answer", .bytes = "POST /x HTTP/1.1\r\n" HOST EXPECT "\r\n\r\n"},
    {.fault = "switches-unasked", .bytes = WITH("Upgrade: a/1\r\nConnection: upgrade")},
    {.fault = "switches-http10", .bytes = "GET / HTTP/1.0\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"},
    {.fault = "expect-in-lower-case", .bytes = POST("Expect: 100-Continue\r\nContent-Length: 1")},
    {.fault = "switches-by-case", .bytes = UPGRADE("H1AUDIT-ECHO", "")},
    {.fault = "switches-nameless", .bytes = UPGRADE("h1audit-echo", "")},
    {.fault = "switches-without-option", .bytes = "GET /upgrade HTTP/1.1\r\n" HOST "Upgrade: h1audit-echo\r\n\r\n"},
    {.fault = "switches-before-continue", .bytes = UPGRADE("h1audit-echo", EXPECT "\r\n")},
    {.fault = "bare-426", .bytes = GET("/upgrade")},
    {.fault = "http10-expectation-417", .bytes = "POST / HTTP/1.0\r\n" EXPECT "\r\n\r\na"},
    {.fault = "bare-options", .bytes = "OPTIONS / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "trace-without-request", .bytes = "TRACE / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "trace-tells-secrets", .bytes = "TRACE / HTTP/1.1\r\n" HOST "Cookie: a=b\r\n\r\n"},
    {.fault = "connect-to-nowhere", .bytes = "CONNECT localhost: HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "bare-505", .bytes = "GET / HTTP/2.0\r\n" HOST "\r\n"},
    {.fault = "serves-any-host"},
    {.fault = "http10-without-close", .bytes = "GET / HTTP/1.0\r\nConnection: close, keep-alive\r\n\r\n"},
    {.fault = "reads-until-fin", .bytes = POST("")},
    {.fault = "remembers-credentials"},
    {.fault = "lf-must-follow", .bytes = "GET / HTTP/1.1\r"},
    {.fault = "content-in-one-read", .bytes = "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\na"},
    {.fault = "no-if-match", .bytes = FILE_IF("If-Match: \"x\"")},
    {.fault = "weak-if-match", .bytes = FILE_IF("If-Match: W/\"reference-1\"")},
    {.fault = "no-if-none-match", .bytes = FILE_IF("If-None-Match: *")},
    {.fault = "strong-if-none-match", .bytes = FILE_IF("If-None-Match: W/\"reference-1\"")},
    {.fault = "no-if-modified-since", .bytes = FILE_IF("If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT")},
    {.fault = "no-if-unmodified-since", .bytes = FILE_IF("If-Unmodified-Since: " OLD_DATE)},
    {.fault = "dates-beside-tags", .bytes = FILE_IF("If-Match: *\r\nIf-Unmodified-Since: " OLD_DATE)},
    {.fault = "no-obsolete-dates", .bytes = FILE_IF("If-Modified-Since: Mon Jan  1 00:00:00 2024")},
    {.fault = "invalid-dates-count", .bytes = FILE_IF("If-Unmodified-Since: never")},
    {.fault = "conditions-before-resource", .bytes = "GET /x HTTP/1.1\r\n" HOST "If-Match: \"x\"\r\n\r\n"},
    {.fault = "no-validators-in-304", .bytes = FILE_IF("If-None-Match: *")},
    {.fault = "if-range-alone", .bytes = FILE_IF("If-Range: \"x\"")},
    {.fault = "if-range-without-parts", .bytes = WITH("If-Range: \"x\"")},
    {.fault = "no-if-range", .bytes = PART_IF("\"x\"")},
    {.fault = "weak-if-range", .bytes = PART_IF("W/\"reference-1\"")},
    {.fault = "if-range-by-later-date", .bytes = PART_IF("Thu, 01 Jan 2037 00:00:00 GMT")},
    {.fault = "if-range-never-holds", .bytes = PART_IF("\"reference-1\"")},
    {.fault = "range-position-wraps", .bytes = RANGE("0-18446744073709551616")},
    {.fault = "range-of-head", .bytes = "HEAD /file HTTP/1.1\r\n" HOST "Range: bytes=0-0\r\n\r\n"},
    {.fault = "any-range-unit", .bytes = FILE_IF("Range: lines=0-0")},
    {.fault = "no-suffix-ranges", .bytes = RANGE("-1")},
    {.fault = "turns-ranges", .bytes = RANGE("8-5")},
    {.fault = "unsatisfiable-range-ignored", .bytes = RANGE("9999-")},
    {.fault = "range-before-conditions", .bytes = FILE_IF("If-None-Match: *\r\nRange: bytes=0-0")},
    {.fault = "no-complete-length", .bytes = RANGE("0-0")},
    {.fault = "no-range-in-416", .bytes = RANGE("9999-")},
    {.fault = "no-etag-in-206", .bytes = RANGE("0-0")},
    {.fault = "verbose-after-if-range", .bytes = PART_IF("\"reference-1\"")},
    {.fault = "no-last-modified-in-206", .bytes = RANGE("0-0")},
    {.fault = "no-range-in-206", .bytes = RANGE("0-0")},
    {.fault = "range-too-long", .bytes = RANGE("0-0")},
    {.fault = "no-boundary", .bytes = RANGE("0-0,2-2")},
    {.fault = "range-beside-parts", .bytes = RANGE("0-0,2-2")},
    {.fault = "no-range-in-parts", .bytes = RANGE("0-0,2-2")},
    {.fault = "no-type-in-parts", .bytes = RANGE("0-0,2-2")},
    {.fault = "multipart-for-one", .bytes = RANGE("0-0")},
    {.fault = "parts-sorted", .bytes = RANGE("2-2,0-0")},
    {.fault = "bare-lf-between-parts", .bytes = RANGE("0-0,2-2")},
    {.fault = "endless-ranges", .bytes = RANGE("0-,0-,0-")},
    {.fault = "version-1-0", .bytes = GET("/")},
    {.fault = "version-1-0-to-1-0", .bytes = "GET / HTTP/1.0\r\n\r\n"},
    {.fault = "no-space-after-code", .bytes = GET("/x")},
    {.fault = "blank-after-start", .bytes = GET("/x")},
    {.fault = "bare-cr-in-value", .bytes = GET("/x")},
    {.fault = "bare-lf-line-end", .bytes = GET("/x")},
    {.fault = "space-before-colon", .bytes = GET("/x")},
    {.fault = "invalid-field-name", .bytes = GET("/x")},
    {.fault = "control-in-value", .bytes = GET("/x")},
    {.fault = "obs-fold-in-response", .bytes = GET("/x")},
    {.fault = "empty-list-member", .bytes = GET("/")},
    {.fault = "upgrade-without-option", .bytes = GET("/")},
    {.fault = "option-of-end-to-end-field", .bytes = GET("/")},
    {.fault = "identity-coding", .bytes = GET("/")},
    {.fault = "location-without-host", .bytes = GET("/")},
    {.fault = "https-location-without-host", .bytes = GET("/")},
    {.fault = "keep-alive-without-option", .bytes = GET("/")},
    {.fault = "request-field-in-response", .bytes = GET("/")},
    {.fault = "location-with-user", .bytes = GET("/")},
    {.fault = "modified-in-future", .bytes = GET("/file")},
    {.fault = "two-dates", .bytes = GET("/")},
    {.fault = "no-date", .bytes = GET("/x")},
    {.fault = "obsolete-date", .bytes = GET("/")},
    {.fault = "no-content-type", .bytes = GET("/")},
    {.fault = "two-content-lengths", .bytes = GET("/x")},
    {.fault = "te-and-cl", .bytes = GET("/")},
    {.fault = "chunked-to-http10", .bytes = "GET / HTTP/1.0\r\n\r\n"},
    {.fault = "until-close", .bytes = CLOSE_GET("/chunked")},
    {.fault = "chunked-twice", .bytes = GET("/chunked")},
    {.fault = "head-length-zero", .bytes = "HEAD / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "head-lacks-fields", .bytes = "HEAD / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "length-on-204", .bytes = "OPTIONS / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "coding-on-204", .bytes = "OPTIONS / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "surplus-bytes", .bytes = CLOSE_GET("/")},
    {.fault = "control-in-reason", .bytes = GET("/x")},
    {.fault = "status-600", .bytes = "PUT / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "colon-without-space", .bytes = GET("/x")},
    {.fault = "blank-behind-value", .bytes = GET("/x")},
    {.fault = "blank-before-comma", .bytes = GET("/x")},
    {.fault = "wide-product-list", .bytes = GET("/x")},
    {.fault = "needless-escape", .bytes = GET("/x")},
    {.fault = "date-with-blanks", .bytes = GET("/")},
    {.fault = "frozen-date", .bytes = GET("/")},
    {.fault = "bare-4xx", .bytes = GET("/x")},
    {.fault = "bare-5xx", .bytes = "FOO / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "allow-lists-refused", .bytes = "PUT / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "content-after-100", .bytes = POST(EXPECT)},
    {.fault = "endless-405", .bytes = "PUT / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "no-length-to-http10", .bytes = "GET / HTTP/1.0\r\n\r\n"},
    {.fault = "gzip-without-chunked", .bytes = WITH("TE: gzip\r\nConnection: TE")},
    {.fault = "coding-unnamed", .bytes = CODED("gzip")},
    {.fault = "codes-for-everybody", .bytes = CODED("x")},
    {.fault = "codes-against-zero", .bytes = CODED("gzip;q=0")},
    {.fault = "star-beats-name", .bytes = CODED("*, gzip;q=0")},
    {.fault = "coded-without-vary", .bytes = CODED("gzip")},
    {.fault = "type-blamed-on-coding", .bytes = "POST /typed HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "coding-not-blamed", .bytes = "POST /echo HTTP/1.1\r\n" HOST "Content-Encoding: x\r\nContent-Length: 1\r\n\r\na"},
    {.fault = "no-challenge", .bytes = GET("/protected")},
    {.fault = "forbidden-without-credentials", .bytes = GET("/protected")},
    {.fault = "hidden-without-credentials", .bytes = GET("/protected")},
    {.fault = "forbidden-with-wrong-credentials", .bytes = "GET /protected HTTP/1.1\r\n" HOST "Authorization: Basic x\r\n\r\n"},
    {.fault = "realm-unquoted", .bytes = GET("/protected")},
    {.fault = "realm-twice", .bytes = GET("/protected")},
    {.fault = "no-location-with-300", .bytes = GET("/choices")},
    {.fault = "no-list-with-300", .bytes = GET("/choices")},
    {.fault = "no-location-with-301", .bytes = GET("/moved/301")},
    {.fault = "no-location-with-302", .bytes = GET("/moved/302")},
    {.fault = "no-location-with-307", .bytes = GET("/moved/307")},
    {.fault = "no-location-with-308", .bytes = GET("/moved/308")},
    {.fault = "content-in-205", .bytes = "POST /reset HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "blank-in-chunk-extension", .bytes = GET("/chunked")},
    {.fault = "forbidden-trailer", .bytes = GET("/chunked")},
    {.fault = "trailer-not-announced", .bytes = GET("/chunked")},
    {.fault = "first-tag-only", .bytes = FILE_IF("If-None-Match: \"x\", \"reference-1\"")},
    {.fault = "fields-missing-in-304", .bytes = WITH("If-None-Match: *")},
    {.fault = "type-in-304", .bytes = WITH("If-None-Match: *")},
    {.fault = "zero-length-in-304", .bytes = WITH("If-None-Match: *")},
    {.fault = "refuses-known", .bytes = WITH("If-None-Match: *")},
    {.fault = "not-modified-to-put", .bytes = PUT("/store/a", "") PUT("/store/a", "If-None-Match: *\r\n")},
    {.fault = "invalid-dates-are-late", .bytes = FILE_IF("If-Modified-Since: never")},
    {.fault = "post-if-modified-since", .bytes = POST("If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT")},
    {.fault = "undated-are-old", .bytes = "GET /chunked HTTP/1.1\r\n" HOST "If-Modified-Since: " OLD_DATE "\r\n\r\n"},
    {.fault = "undated-are-new", .bytes = "GET /chunked HTTP/1.1\r\n" HOST "If-Unmodified-Since: " OLD_DATE "\r\n\r\n"},
    {.fault = "two-digits-ahead", .bytes = FILE_IF("If-Unmodified-Since: Saturday, 29-Oct-94 19:43:31 GMT")},
    {.fault = "none-match-first", .bytes = FILE_IF("If-Match: \"x\"\r\nIf-None-Match: *")},
    {.fault = "options-conditions", .bytes = "OPTIONS / HTTP/1.1\r\n" HOST "If-Match: \"x\"\r\n\r\n"},
    {.fault = "head-lacks-validators", .bytes = "HEAD / HTTP/1.1\r\n" HOST "\r\n"},
    {.fault = "hidden-date", .bytes = GET("/")},
    {.fault = "put-creates-with-200", .bytes = PUT("/store/a", "")},
    {.fault = "put-replaces-with-201", .bytes = PUT("/store/a", "") PUT("/store/a", "")},
    {.fault = "put-stores-fields", .bytes = PUT("/store/a", "X-A: b\r\n") GET("/store/a")},
    {.fault = "put-changes-content", .bytes = PUT("/store/a", "") GET("/store/a")},
    {.fault = "deletes-with-201", .bytes = PUT("/store/a", "") DELETE("/store/a")},
    {.fault = "changes-despite-412", .bytes = PUT("/store/a", "If-Match: *\r\n") GET("/store/a")},
    {.fault = "stores-elsewhere", .bytes = PUT("/store/a", "Content-Location: /store/b\r\n") GET("/store/b")},
    {.fault = "refuses-content-range", .bytes = WITH("Content-Range: bytes 0-0/1")},
    {.fault = "stores-fragment", .bytes = PUT("/store/a", "Content-Range: bytes 0-4/10\r\n")},
};
/* clang-format on */

/* All that can be seen of one dialogue, as text. The caller frees it. */
static char *observe(const struct fault *fault, const struct trigger *trigger)
{
    struct policy policy = policy_clean;
    struct resources resources = {0};
    struct text bytes = {0};
    struct text seen = {0};
    if (fault != NULL)
        fault->apply(&policy);
    text_add(&bytes, trigger->bytes);
    for (unsigned i = 0; i < trigger->repeat; i++)
        text_add(&bytes, trigger->repeated);
    resources_init(&resources);
    struct dialogue *dialogue = memory_new(sizeof(*dialogue));
    dialogue_init(dialogue, &policy, &resources, false);
    struct span rest = text_span(&bytes);
    dialogue_process(dialogue, &rest);
    if (trigger->ends && rest.len == 0)
        dialogue_client_ended(dialogue);
    if (dialogue->is_late) {
        dialogue_late_over(dialogue);
        dialogue_process(dialogue, &rest);
    }
    text_add_span(&seen, dialogue_unsent(dialogue));
    text_printf(&seen, "[state %d, manner %d, rest %zu, hits %lu, idle %d]", (int)dialogue->state,
                (int)dialogue->manner, rest.len, resources.hits, dialogue->has_no_time_limit);
    dialogue_done(dialogue);
    free(dialogue);
    resources_done(&resources);
    text_done(&bytes);
    return seen.data;
}

static const struct trigger *find_trigger(const struct fault *fault)
{
    for (size_t i = 0; i < countof(triggers); i++) {
        if (strcmp(triggers[i].fault, fault->id) == 0)
            return &triggers[i];
    }
    return NULL;
}

static void every_fault_shows_on_its_trigger(void **state)
{
    (void)state;
    setenv("SOURCE_DATE_EPOCH", "1800000000", 1);
    for (size_t i = 0; i < fault_count; i++) {
        const struct trigger *trigger = find_trigger(&faults[i]);
        if (trigger == NULL)
            fail_msg("no trigger for %s", faults[i].id);
        if (trigger == NULL || trigger->bytes == NULL)
            continue;
        char *clean = observe(NULL, trigger);
        char *faulty = observe(&faults[i], trigger);
        if (strcmp(clean, faulty) == 0)
            fail_msg("%s changes nothing: %s", faults[i].id, clean);
        free(clean);
        free(faulty);
    }
    assert_int_equal(countof(triggers), fault_count);
}

/* True if ids begin with "9112-9.6-4", maybe followed by a blank and further ones. */
static bool are_requirement_ids(const char *ids)
{
    size_t rfc_len = strspn(ids, "0123456789");
    const char *end = strchr(ids, ' ');
    const char *number = strchr(ids + rfc_len, '-') == NULL ? NULL : strchr(ids + rfc_len + 1, '-');
    bool is_one =
        rfc_len == 4 && ids[rfc_len] == '-' && number != NULL && (end == NULL || number < end);
    return is_one && (end == NULL || are_requirement_ids(end + 1));
}

static void rows_are_complete_and_unique(void **state)
{
    (void)state;
    for (size_t i = 0; i < fault_count; i++) {
        const struct fault *fault = &faults[i];
        size_t len = strlen(fault->sentence);
        assert_ptr_equal(fault_find(fault->id), fault);
        assert_int_equal(strspn(fault->id, "abcdefghijklmnopqrstuvwxyz0123456789-"),
                         strlen(fault->id));
        assert_true(are_requirement_ids(fault->requirements));
        assert_true(len > 10 && fault->sentence[len - 1] == '.');
        assert_true(fault->needs == NULL || strcmp(fault->needs, "tls") == 0 ||
                    strcmp(fault->needs, "plain") == 0 || strcmp(fault->needs, "counter") == 0 ||
                    strcmp(fault->needs, "cut") == 0);
    }
    assert_null(fault_find("no-such-fault"));
}

static void a_fault_may_break_several_requirements(void **state)
{
    (void)state;
    const struct fault fault = {.requirements = "9112-9.6-4 9110-15-d2"};
    assert_true(fault_breaks(&fault, "9112-9.6-4"));
    assert_true(fault_breaks(&fault, "9110-15-d2"));
    assert_false(fault_breaks(&fault, "9112-9.6"));
    assert_false(fault_breaks(&fault, ""));
}

static void every_refusal_has_a_rule(void **state)
{
    (void)state;
    for (unsigned i = REFUSAL_NONE + 1; i < REFUSAL_COUNT; i++) {
        const struct refusal_rule *rule = &policy_clean.refusals[i];
        assert_true(rule->status >= 400 && rule->status < 600);
        assert_non_null(rule->sentence);
        assert_false(rule->is_tolerated || rule->stays_open);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fault_shows_on_its_trigger),
        cmocka_unit_test(rows_are_complete_and_unique),
        cmocka_unit_test(a_fault_may_break_several_requirements),
        cmocka_unit_test(every_refusal_has_a_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

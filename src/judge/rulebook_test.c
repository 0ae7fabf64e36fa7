#include "judge/rulebook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "suite/builtin.h"
#include "suite/load.h"

#define GET "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
#define OLD "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
#define HEAD "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"
#define DATE "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
#define DATE_MS (INT64_C(784111777) * 1000)
#define TYPE "Content-Type: text/plain\r\n"
#define OK "HTTP/1.1 200 OK\r\n" DATE
#define ZERO "Content-Length: 0\r\n\r\n"
#define BODY TYPE "Content-Length: 1\r\n\r\nx"
#define CHUNKED OK TYPE "Transfer-Encoding: chunked\r\n"
#define RANGE(specs) "GET / HTTP/1.0\r\nRange: bytes=" specs "\r\n\r\n"
#define PART(range) STATUS("206 Part") TYPE "Content-Range: " range "\r\n"
#define MULTI STATUS("206 Part") "Content-Type: multipart/byteranges"
#define PARTS MULTI "; boundary=b\r\n\r\n"
#define ONE_PART "Content-Range: bytes 0-0/9\r\n\r\nx\r\n"
#define STATUS(line) "HTTP/1.1 " line "\r\n" DATE

/* What breaks a rule, and what does not although it comes near. */
struct vector {
    const char *rule;
    const char *sent;
    const char *bad;
    const char *good;
};

/* clang-format off */
static const struct vector vectors[] = {
    {"begins-with-status-line", GET, "<html>no head</html>", OK ZERO},
    {"status-line", GET, "HTTP/1.1  200 OK\r\n" DATE ZERO, "HTTP/1.1 200 \r\n" DATE ZERO},
    {"status-line", GET, "HTTP/1.1 2000 OK\r\n" DATE ZERO, STATUS("299 Odd") ZERO},
    {"space-after-code", GET, "HTTP/1.1 200\r\n" DATE ZERO, "HTTP/1.1 200 \r\n" DATE ZERO},
    {"line-ends", GET, "HTTP/1.1 200 OK\r\n" DATE "Content-Length: 0\n\r\n", OK ZERO},
    {"bare-cr", GET, OK "X: a\rb\r\n" ZERO, OK "X: ab\r\n" ZERO},
    {"blank-after-start", GET, "HTTP/1.1 200 OK\r\n X: a\r\n" DATE ZERO, OK ZERO},
    {"field-names", GET, OK "X Y: a\r\n" ZERO, OK "X!~Y: a\r\n" ZERO},
    {"field-names", GET, OK "nothing\r\n" ZERO, OK "nothing:\r\n" ZERO},
    {"blank-before-colon", GET, OK "X : a\r\n" ZERO, OK "X: a\r\n" ZERO},
    {"field-values", GET, OK "X: a\x01\r\n" ZERO, OK "X: a\t\xff\r\n" ZERO},
    {"obs-fold", GET, OK "X: a\r\n b\r\n" ZERO, OK "X: a b\r\n" ZERO},
    {"version", GET, "HTTP/1.0 200 OK\r\n" DATE ZERO, OK ZERO},
    {"version-to-1-0", OLD, "HTTP/1.0 200 OK\r\n" DATE ZERO, OK ZERO},
    {"content-length", GET, OK "Content-Length: +0\r\n\r\n", OK "Content-Length: 00\r\n\r\n"},
    {"one-content-length", GET, OK "Content-Length: 0\r\n" ZERO, OK ZERO},
    {"one-content-length", GET, OK "Content-Length: 0, 0\r\n\r\n", OK ZERO},
    {"length-with-coding", GET, CHUNKED "Content-Length: 5\r\n\r\n0\r\n\r\n", CHUNKED "\r\n0\r\n\r\n"},
    {"coding-without-content", GET, STATUS("204 None") "Transfer-Encoding: chunked\r\n\r\n", STATUS("204 None") "\r\n"},
    {"coding-without-content", GET, "HTTP/1.1 103 Early\r\nTransfer-Encoding: chunked\r\n\r\n" OK ZERO, "HTTP/1.1 103 Early\r\n\r\n" OK ZERO},
    {"length-without-content", GET, STATUS("204 None") ZERO, STATUS("304 Same") ZERO},
    {"chunked-once", GET, OK "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", OK "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
    {"coding-to-1-0", OLD, CHUNKED "\r\n0\r\n\r\n", OK ZERO},
    {"interim-to-1-0", OLD, "HTTP/1.1 100 Continue\r\n\r\n" OK ZERO, OK ZERO},
    {"chunks", GET, CHUNKED "\r\n0x2\r\nab\r\n0\r\n\r\n", CHUNKED "\r\n02;a=b\r\nab\r\n0\r\n\r\n"},
    {"chunks", GET, CHUNKED "\r\n2\r\nab!0\r\n\r\n", CHUNKED "\r\nA\r\n0123456789\r\n0\r\n\r\n"},
    {"chunk-blanks", GET, CHUNKED "\r\n2 ; a=b\r\nab\r\n0\r\n\r\n", CHUNKED "\r\n2;a=\" \"\r\nab\r\n0\r\n\r\n"},
    {"nothing-after-head", HEAD, OK "Content-Length: 5\r\n\r\nhello", OK "Content-Length: 5\r\n\r\n"},
    {"nothing-after-head", HEAD GET, OK "Content-Length: 5\r\n\r\nhello" OK ZERO, OK "Content-Length: 5\r\n\r\n" OK ZERO},
    {"nothing-after-bodyless", GET, STATUS("304 Same") "Content-Length: 5\r\n\r\nhello", STATUS("304 Same") "Content-Length: 5\r\n\r\n"},
    {"nothing-after-bodyless", GET GET, STATUS("204 None") "\r\nhello" OK ZERO, STATUS("204 None") "\r\n" OK ZERO},
    {"nothing-left-over", GET, OK TYPE "Content-Length: 2\r\n\r\nhello", OK TYPE "Content-Length: 5\r\n\r\nhello\r\n"},
    {"own-length", GET, OK TYPE "\r\nhello", OK TYPE "Content-Length: 5\r\n\r\nhello"},
    {"own-length", GET, OK TYPE "\r\nhello", OK TYPE "Transfer-Encoding: gzip\r\n\r\nhello"},
    {"reset-content", GET, STATUS("205 Reset") TYPE "Content-Length: 1\r\n\r\nx", STATUS("205 Reset") ZERO},
    {"choices-listed", GET, STATUS("300 Many") ZERO, STATUS("300 Many") TYPE "Content-Length: 1\r\n\r\nx"},
    {"choices-listed", GET, STATUS("300 Many") ZERO, STATUS("302 Go") "Location: /a\r\n" ZERO},
    {"last-after-close", GET GET, OK "Connection: close\r\n" ZERO OK ZERO, OK ZERO OK "Connection: close\r\n" ZERO},
    {"last-after-close", GET, OK "Connection: x, CLOSE\r\n" ZERO OK ZERO, "HTTP/1.1 103 Early\r\nConnection: close\r\n\r\n" OK ZERO},
    {"date", GET GET, OK ZERO "HTTP/1.1 404 Not Found\r\n" BODY, OK ZERO "HTTP/1.1 500 Error\r\n" BODY},
    {"date", GET GET, "HTTP/1.1 404 Not Found\r\n" BODY STATUS("500 Error") BODY, OK ZERO OK ZERO},
    {"allow-with-405", GET, STATUS("405 No") BODY, STATUS("405 No") "Allow:\r\n" BODY},
    {"challenge-with-401", GET, STATUS("401 Who") BODY, STATUS("401 Who") "WWW-Authenticate: Basic realm=\"a\"\r\n" BODY},
    {"upgrade-with-426", GET, STATUS("426 Up") BODY, STATUS("426 Up") "Upgrade: x/1\r\nConnection: upgrade\r\n" BODY},
    {"upgrade-with-101", GET, "HTTP/1.1 101 Up\r\n\r\n", "HTTP/1.1 101 Up\r\nUpgrade: x/1\r\nConnection: upgrade\r\n\r\n"},
    {"location-with-301", GET, STATUS("301 Go") ZERO, STATUS("301 Go") "Location: /a\r\n" ZERO},
    {"location-with-302", GET, STATUS("302 Go") ZERO, STATUS("302 Go") "Location: /a\r\n" ZERO},
    {"location-with-307", GET, STATUS("307 Go") ZERO, STATUS("307 Go") "Location: /a\r\n" ZERO},
    {"location-with-308", GET, STATUS("308 Go") ZERO, STATUS("308 Go") "Location: /a\r\n" ZERO},
    {"range-with-416", GET, STATUS("416 No") BODY, STATUS("416 No") "Content-Range: bytes */9\r\n" BODY},
    {"range-with-206", HEAD, STATUS("206 Part") ZERO, STATUS("206 Part") "Content-Type: Multipart/Byteranges; boundary=x\r\n" ZERO},
    {"range-with-206", GET, STATUS("206 Part") TYPE ZERO, STATUS("206 Part") TYPE "Content-Range: bytes 0-0/9\r\nContent-Length: 1\r\n\r\nx"},
    {"part-length", GET, PART("bytes 0-1/9") "Content-Length: 1\r\n\r\nx", PART("bytes 0-0/9") "Content-Length: 1\r\n\r\nx"},
    {"part-length", GET, PART("bytes 8-8/8") "Content-Length: 1\r\n\r\nx", PART("bytes 8-8/*") "Content-Length: 1\r\n\r\nx"},
    {"part-length", GET, PART("bytes */9") "Content-Length: 1\r\n\r\nx", PART("lines 0-9/9") "Content-Length: 1\r\n\r\nx"},
    {"part-length", OLD, PARTS "--b\r\nContent-Range: bytes 0-0/9\r\n\r\nxy\r\n--b--\r\n", PARTS "--b\r\nContent-Range: bytes 0-1/9\r\n\r\n\r\n\r\n--b--"},
    {"multipart-boundary", GET, MULTI "\r\n" ZERO, MULTI "; a=\"; b=\"; Boundary=\"b\"\r\nTransfer-Encoding: " "chunked\r\n\r\n3\r\n--b\r\n2a\r\n\r\nContent-Range: bytes 0-0/9\r\n" "\r\nx\r\n--b--\r\n\r\n0\r\n\r\n"},
    {"multipart-boundary", OLD, PARTS "--c\r\n" ONE_PART "--c--", PARTS "first\r\n--b \r\n" ONE_PART "--b--last"},
    {"multipart-boundary", OLD, PARTS "--b\r\n" ONE_PART, PARTS "--b\r\n" ONE_PART "--b--"},
    {"multipart-boundary", OLD, MULTI "; boundary=\r\n\r\n", MULTI "; boundary=[b]; a=c\r\n\r\n--[b]\r\n" ONE_PART "--[b]--"},
    {"multipart-lines", OLD, PARTS "--b\n" ONE_PART "--b--", PARTS "--b\r\nContent-Range: bytes 0-1/9\r\n\r\n\n\n\r\n--b--\n"},
    {"multipart-lines", OLD, PARTS "--b\r\nContent-Range: bytes 0-0/9\r\n\r\nx\n--b--", PARTS "--b\r\n" ONE_PART "--b--"},
    {"multipart-lines", OLD, PARTS "--b\r\nContent-Range: bytes 0-0/9\n\r\nx\r\n--b--", PARTS "--b\r\n" ONE_PART "--b--"},
    {"multipart-head", OLD, "HTTP/1.1 206 Part\r\nContent-Range: bytes 0-0/9\r\n" DATE "Content-Type: multipart/byteranges; boundary=b\r\n\r\n--b\r\n" ONE_PART "--b--", PARTS "--b\r\n" ONE_PART "--b--"},
    {"multipart-ranges", OLD, PARTS "--b\r\n" ONE_PART "--b\r\nX: y\r\n\r\nz\r\n--b--", PARTS "--b\r\ncontent-range:bytes 0-0/9\r\n\r\nx\r\n--b--"},
    {"multipart-ranges", OLD, PARTS "--b\r\n\r\nContent-Range: bytes 0-0/9\r\n--b--", PARTS "--b\r\n" ONE_PART "--b--"},
    {"multipart-types", OLD OLD, OK TYPE ZERO PARTS "--b\r\n" ONE_PART "--b--", OK TYPE ZERO PARTS "--b\r\nContent-type: text/plain\r\n" ONE_PART "--b--"},
    {"multipart-types", OLD OLD, OK TYPE ZERO PARTS "--b\r\nContent-Type: a/b\r\n" ONE_PART "--b--", OK ZERO PARTS "--b\r\n" ONE_PART "--b--"},
    {"multipart-asked", RANGE("0-0"), PARTS "--b\r\n" ONE_PART "--b--", PART("bytes 0-0/9") "Content-Length: 1\r\n\r\nx"},
    {"multipart-asked", RANGE("0-0"), PARTS "--b\r\n" ONE_PART "--b--", OK ZERO},
    {"multipart-order", RANGE("4-4,0-0"), PARTS "--b\r\n" ONE_PART "--b\r\nContent-Range: bytes 4-4/9\r\n\r\ny\r\n--b--", PARTS "--b\r\nContent-Range: bytes 4-4/9\r\n\r\ny\r\n--b\r\n" ONE_PART "--b--"},
    {"multipart-order", RANGE("4-4,0-0,3-3"), PARTS "--b\r\n" ONE_PART "--b\r\nContent-Range: bytes 4-4/9\r\n\r\ny\r\n--b--", PARTS "--b\r\n" ONE_PART "--b\r\nContent-Range: bytes 3-4/9\r\n\r\nyz\r\n--b--"},
    {"date-format", GET, "HTTP/1.1 200 OK\r\nDate: Sunday, 06-Nov-94 08:49:37 GMT\r\n" ZERO, OK "Expires: 0\r\n" ZERO},
    {"date-format", GET, OK "Expires: soon\r\n" ZERO, OK "Expires: Sun, 06 Nov 1994 08:49:37 GMT\r\n" ZERO},
    {"last-modified", GET, OK "Last-Modified: Sun, 06 Nov 1994 08:49:38 GMT\r\n" ZERO, OK "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\n" ZERO},
    {"last-modified", GET, OK "Last-Modified: Tue, 06 Dec 1994 08:49:37 GMT\r\n" ZERO, OK "Last-Modified: Fri, 31 Dec 1993 23:59:59 GMT\r\n" ZERO},
    {"single-fields", GET, OK TYPE TYPE ZERO, OK "Set-Cookie: a=b\r\nSet-Cookie: c=d\r\n" ZERO},
    {"list-members", GET, OK "Vary: a,, b\r\n" ZERO, OK "Vary: a, b\r\n" ZERO},
    {"list-members", GET, OK "Connection: keep-alive,\r\n" ZERO, OK "Allow:\r\n" ZERO},
    {"list-members", GET, OK "Via: , 1.1 x\r\n" ZERO, OK "Via: 1.1 \",,\"\r\n" ZERO},
    {"upgrade-option", GET, OK "Upgrade: h2c\r\n" ZERO, OK "Upgrade: h2c\r\nConnection: Upgrade\r\n" ZERO},
    {"connection-options", GET, OK "Connection: cache-control\r\n" ZERO, OK "Connection: keep-alive\r\n" ZERO},
    {"content-type", GET, OK "Content-Length: 1\r\n\r\nx", OK TYPE "Content-Length: 1\r\n\r\nx"},
    {"identity-coding", GET, OK "Content-Encoding: identity\r\n" ZERO, OK "Content-Encoding: gzip\r\n" ZERO},
    {"realm-quoted", GET, STATUS("401 Who") "WWW-Authenticate: Basic realm=a\r\n" BODY, STATUS("401 Who") "WWW-Authenticate: X a=\"b, realm=c\", realm = \"d\"\r\n" BODY},
    {"realm-quoted", GET, STATUS("401 Who") "WWW-Authenticate: A x=y,realm=\r\n" BODY, STATUS("401 Who") "WWW-Authenticate: A myrealm=y, realmless\r\n" BODY},
    {"challenge-parameters", GET, STATUS("401 Who") "WWW-Authenticate: A x=1, y=2, X = 3\r\n" BODY, STATUS("401 Who") "WWW-Authenticate: A x=1, B x=1, C, D y=\"a, y=b\", z=, E " "abc==\r\nWWW-Authenticate: E x=1\r\n" BODY},
    {"challenge-parameters", GET, STATUS("401 Who") "WWW-Authenticate: A, B x=1,x=2\r\n" BODY, STATUS("401 Who") "WWW-Authenticate: A x=1\r\nWWW-Authenticate: B x=1\r\n" BODY},
    {"location-host", GET, STATUS("302 Go") "Location: http:///a\r\n" ZERO, STATUS("302 Go") "Location: http://a/\r\n" ZERO},
    {"location-host-https", GET, STATUS("302 Go") "Location: HTTPS://:443/a\r\n" ZERO, STATUS("302 Go") "Location: https://a/\r\n" ZERO},
    {"keep-alive-option", GET, STATUS("200 OK") "Keep-Alive: timeout=5\r\n" ZERO, STATUS("200 OK") "Keep-Alive: timeout=5\r\nConnection: Keep-Alive\r\n" ZERO},
    {"request-fields", GET, STATUS("200 OK") "host: a\r\n" ZERO, STATUS("200 OK") "Accept: a/b\r\n" ZERO},
    {"location-user", GET, STATUS("302 Go") "Location: http://u:p@a/\r\n" ZERO, STATUS("302 Go") "Location: http://a/@b\r\n" ZERO},
    {"trailer-allowed", GET, CHUNKED "Trailer: X\r\n\r\n0\r\nContent-Length: 3\r\n\r\n", CHUNKED "Trailer: X\r\n\r\n0\r\nX: 3\r\n\r\n"},
    {"trailer-announced", GET, CHUNKED "\r\n0\r\nX: 3\r\n\r\n", CHUNKED "Trailer: X\r\n\r\n0\r\nX: 3\r\n\r\n"},
    {"allow-without-refused", GET, STATUS("405 No") "Allow: HEAD, GET\r\n" BODY, STATUS("405 No") "Allow: get, GETS\r\n" BODY},
    {"explained-4xx", GET, STATUS("404 No") ZERO, STATUS("404 No") BODY},
    {"explained-4xx", GET HEAD, STATUS("404 No") ZERO STATUS("404 No") ZERO, STATUS("404 No") BODY STATUS("404 No") ZERO},
    {"explained-5xx", GET, STATUS("500 No") ZERO, STATUS("500 No") BODY},
    {"date-now", GET, "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:59:38 GMT\r\n" ZERO, "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:59:37 GMT\r\n" ZERO},
    {"date-now", GET, "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n" ZERO, "HTTP/1.1 200 OK\r\nAge: 9\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n" ZERO},
    {"date-now", GET, "HTTP/1.1 200 OK\r\nDate: Tue, 29 Feb 2000 00:00:00 GMT\r\n" ZERO, "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:39:37 GMT\r\n" ZERO},
    {"one-space-after-colon", GET, OK "X:a\r\n" ZERO, OK "X:\r\nY: \r\n" ZERO},
    {"one-space-after-colon", GET, OK "X:\ta\r\n" ZERO, OK "X: a\r\n" ZERO},
    {"one-space-after-colon", GET, OK "X:  \r\n" ZERO, OK "X: a:  b\r\n" ZERO},
    {"no-needless-whitespace", GET, OK "X: a \r\n" ZERO, OK "X: a ;b\r\n" ZERO},
    {"no-needless-whitespace", GET, OK "Vary: a , b\r\n" ZERO, OK "Vary: a, b\r\n" ZERO},
    {"no-needless-whitespace", GET, OK "Cache-Control: a=\"b\" ,c\r\n" ZERO, OK "Cache-Control: a=\"b ,c\"\r\n" ZERO},
    {"one-space-between-products", GET, OK "Server: a/1  b\r\n" ZERO, OK "Server: a/1 (b  \\)  (c\t)  ) d)\r\n" ZERO},
    {"one-space-between-products", GET, OK "Via: 1.1\ta\r\n" ZERO, OK "Via: 1.1 a,  1.1 b\r\n" ZERO},
    {"needless-escapes", GET, OK "Cache-Control: a=\"\\b\"\r\n" ZERO, OK "Cache-Control: a=\"\\\"\\\\\"\r\n" ZERO},
    {"needless-escapes", GET, OK "Content-Disposition: x; filename=\"\\\\\\a\"\r\n" ZERO, OK "ETag: \"\\a\"\r\n" ZERO},
};
/* clang-format on */

struct run {
    struct arena *arena;
    struct rule_tally *tallies;
};

static int set_up(void **state)
{
    static struct run run;
    run.arena = arena_new();
    run.tallies = arena_array(run.arena, rulebook_count, sizeof(*run.tallies));
    *state = &run;
    return 0;
}

static int tear_down(void **state)
{
    struct run *run = *state;
    arena_free(run->arena);
    return 0;
}

static struct transcript *exchange(const char *sent, const char *received, bool is_closed)
{
    struct transcript *transcript = transcript_new(NULL);
    transcript_set_time(transcript, 0);
    transcript_set_wall_ms(transcript, DATE_MS);
    transcript_add_connection(transcript, "main", false);
    transcript_append_sent(transcript, 0, 0, span_of(sent));
    transcript_append_received(transcript, 0, span_of(received));
    if (is_closed)
        transcript_append(transcript, EVENT_FIN, 0, TRANSCRIPT_NO_STEP, 0, 0, NULL);
    return transcript;
}

/* Applies the rulebook to one exchange. The transcript is gone afterwards. */
static bool apply(struct run *run, const char *sent, const char *received, bool is_closed)
{
    struct transcript *transcript = exchange(sent, received, is_closed);
    bool is_kept =
        rulebook_apply(observation_new(transcript, run->arena), "x.y", run->tallies, run->arena);
    transcript_free(transcript);
    return is_kept;
}

static void forget(struct run *run)
{
    memset(run->tallies, 0, rulebook_count * sizeof(*run->tallies));
}

static const struct rule_tally *tally_of(const struct run *run, const char *rule)
{
    for (size_t i = 0; i < rulebook_count; i++) {
        if (strcmp(rulebook[i].id, rule) == 0)
            return &run->tallies[i];
    }
    fail_msg("no rule %s", rule);
    return NULL;
}

static void expect_only(const struct run *run, const struct vector *vector, const char *rule)
{
    for (size_t i = 0; i < rulebook_count; i++) {
        bool is_expected = rule != NULL && strcmp(rulebook[i].id, rule) == 0;
        if ((run->tallies[i].count > 0) != is_expected)
            fail_msg("vector of %s (%s): rule %s counts %zu", vector->rule,
                     rule == NULL ? vector->good : vector->bad, rulebook[i].id,
                     run->tallies[i].count);
    }
}

static void every_vector_breaks_its_rule_and_no_other(void **state)
{
    struct run *run = *state;
    for (size_t i = 0; i < countof(vectors); i++) {
        forget(run);
        assert_true(apply(run, vectors[i].sent, vectors[i].bad, true));
        const struct rule_tally *tally = tally_of(run, vectors[i].rule);
        expect_only(run, &vectors[i], vectors[i].rule);
        assert_int_equal(tally->count, 1);
        assert_string_equal(tally->example_case, "x.y");
        assert_non_null(tally->example.actual);
        assert_true(tally->example.len > 0);
        assert_true(tally->example.offset + tally->example.len <= strlen(vectors[i].bad));
    }
}

static void what_comes_near_breaks_nothing(void **state)
{
    struct run *run = *state;
    for (size_t i = 0; i < countof(vectors); i++) {
        forget(run);
        bool has_example = apply(run, vectors[i].sent, vectors[i].good, true);
        expect_only(run, &vectors[i], NULL);
        assert_false(has_example);
    }
}

static void every_rule_looks_at_what_obeys_it(void **state)
{
    struct run *run = *state;
    for (size_t i = 0; i < countof(vectors); i++)
        apply(run, vectors[i].sent, vectors[i].good, true);
    for (size_t i = 0; i < rulebook_count; i++) {
        if (run->tallies[i].looked == 0)
            fail_msg("rule %s looked at nothing", rulebook[i].id);
    }
}

static void every_rule_has_a_vector(void **state)
{
    (void)state;
    for (size_t i = 0; i < rulebook_count; i++) {
        bool has_vector = false;
        for (size_t vector = 0; vector < countof(vectors); vector++)
            has_vector = has_vector || strcmp(vectors[vector].rule, rulebook[i].id) == 0;
        if (!has_vector)
            fail_msg("no vector for rule %s", rulebook[i].id);
    }
}

static enum level level_of(const struct requirement *requirement)
{
    if (strncmp(requirement->level, "MUST", 4) == 0)
        return LEVEL_MUST;
    return strncmp(requirement->level, "SHOULD", 6) == 0 ? LEVEL_SHOULD : LEVEL_MAY;
}

static void every_rule_names_a_requirement_of_its_level(void **state)
{
    (void)state;
    struct collection *collection = collection_new();
    assert_true(collection_load_requirements(collection, "requirements.json",
                                             builtin_find("requirements.json")));
    for (size_t i = 0; i < rulebook_count; i++) {
        const struct requirement *requirement =
            collection_requirement(collection, rulebook[i].requirement);
        if (requirement == NULL) {
            fail_msg("rule %s: no requirement %s", rulebook[i].id, rulebook[i].requirement);
            return;
        }
        if (level_of(requirement) != rulebook[i].level)
            fail_msg("rule %s: %s is %s", rulebook[i].id, requirement->id, requirement->level);
        for (size_t j = 0; j < RULE_ALSO_MAX && rulebook[i].also[j] != NULL; j++) {
            if (collection_requirement(collection, rulebook[i].also[j]) == NULL)
                fail_msg("rule %s: no requirement %s", rulebook[i].id, rulebook[i].also[j]);
            assert_true(rule_judges(&rulebook[i], rulebook[i].also[j]));
        }
    }
    collection_free(collection);
}

static void rules_have_names_of_their_own(void **state)
{
    (void)state;
    for (size_t i = 0; i < rulebook_count; i++) {
        assert_true(rulebook[i].title[strlen(rulebook[i].title) - 1] != '.');
        for (size_t other = 0; other < i; other++)
            assert_string_not_equal(rulebook[i].id, rulebook[other].id);
    }
}

static void a_server_without_date_may_have_no_clock(void **state)
{
    struct run *run = *state;
    assert_true(apply(run, GET, "HTTP/1.1 404 Not Found\r\n" ZERO, false));
    assert_false(apply(run, GET, "HTTP/1.1 200 OK\r\n" ZERO, false));
    const struct rule_tally *date = tally_of(run, "date");
    assert_int_equal(date->looked, 0);
    assert_int_equal(date->count, 0);
    assert_int_equal(date->withheld, 2);
    assert_int_equal(rulebook_verdict(date, false), VERDICT_INCONCLUSIVE);
    assert_string_equal(rulebook_reason(date, run->arena),
                        "404 without Date, which may be right for this server as no response "
                        "differs");
}

static void one_date_shows_the_clock_of_all(void **state)
{
    struct run *run = *state;
    apply(run, GET, "HTTP/1.1 404 Not Found\r\n" ZERO, false);
    apply(run, GET, STATUS("500 Error") ZERO, false);
    apply(run, GET, "HTTP/1.1 405 No\r\nAllow:\r\n" ZERO, false);
    const struct rule_tally *date = tally_of(run, "date");
    assert_int_equal(date->looked, 3);
    assert_int_equal(date->count, 2);
    assert_int_equal(date->withheld, 0);
    assert_int_equal(rulebook_verdict(date, false), VERDICT_FAIL);
    assert_string_equal(rulebook_reason(date, run->arena),
                        "404 without Date (2 of 3 responses, first in x.y)");
}

static void the_first_example_is_kept(void **state)
{
    struct run *run = *state;
    struct transcript *transcript = exchange(GET GET, OK ZERO OK "X : a\r\n" ZERO, false);
    const struct observation *observation = observation_new(transcript, run->arena);
    char case_id[] = "first.case (control)";
    assert_true(rulebook_apply(observation, case_id, run->tallies, run->arena));
    case_id[0] = '?';
    assert_false(rulebook_apply(observation, "second.case", run->tallies, run->arena));
    const struct rule_tally *tally = tally_of(run, "blank-before-colon");
    assert_int_equal(tally->looked, 4);
    assert_int_equal(tally->count, 2);
    assert_string_equal(tally->example_case, "first.case (control)");
    assert_ptr_equal(tally->transcript, transcript);
    assert_int_equal(tally->example.message, 1);
    assert_int_equal(tally->example.offset, strlen(OK ZERO OK "X"));
    assert_string_equal(tally->example.actual, "whitespace between field name and colon: \" \"");
    transcript_free(transcript);
}

static void cut_off_responses_break_nothing(void **state)
{
    struct run *run = *state;
    static const char whole[] = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" CHUNKED
                                "Trailer: X\r\n\r\n5;a=\"b\"\r\nhello\r\n0\r\nX: y\r\n\r\n" OK ZERO;
    for (size_t len = 0; len < sizeof(whole); len++) {
        struct transcript *transcript = exchange(GET GET, "", false);
        transcript_append_received(transcript, 0, span_make(whole, len));
        transcript_append(transcript, EVENT_RESET, 0, TRANSCRIPT_NO_STEP, 0, 0, NULL);
        bool is_found = rulebook_apply(observation_new(transcript, run->arena), "x.y", run->tallies,
                                       run->arena);
        transcript_free(transcript);
        for (size_t i = 0; i < rulebook_count && is_found; i++) {
            if (run->tallies[i].count > 0)
                fail_msg("cut at %zu: rule %s", len, rulebook[i].id);
        }
    }
}

static void requests_that_are_no_requests_tell_nothing(void **state)
{
    struct run *run = *state;
    apply(run, "Invalid\r\n\r\n" HEAD,
          STATUS("400 Bad") ZERO OK TYPE "Content-Length: 5\r\n\r\nhello", true);
    assert_int_equal(tally_of(run, "nothing-after-head")->looked, 0);
    apply(run, "GET / HTTP/1.0\r\nX: unfinished", CHUNKED "\r\n0\r\n\r\n", true);
    assert_int_equal(tally_of(run, "coding-to-1-0")->looked, 0);
    assert_int_equal(tally_of(run, "version-to-1-0")->looked, 0);
}

static void a_late_408_is_no_stray_byte(void **state)
{
    struct run *run = *state;
    assert_false(apply(run, HEAD, OK ZERO STATUS("408 Late") "Connection: close\r\n" ZERO, true));
}

static void a_close_that_overtook_is_not_ignored(void **state)
{
    struct run *run = *state;
    static const char received[] = STATUS("404 No") "Connection: close\r\n" ZERO OK ZERO;
    static const char last[] = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    const struct rule_tally *tally = tally_of(run, "last-after-close");
    struct text sent = {0};
    text_printf(&sent, "%s%s", GET, last);
    apply(run, text_string(&sent), received, true);
    assert_int_equal(tally->count, 0);
    text_clear(&sent);
    text_printf(&sent, "%s%s", last, last);
    apply(run, text_string(&sent), received, true);
    assert_int_equal(tally->count, 1);
    text_done(&sent);
}

static void verdicts_follow_the_level(void **state)
{
    struct run *run = *state;
    static const struct rule must = {.level = LEVEL_MUST};
    static const struct rule generate = {.level = LEVEL_MUST, .is_generate = true};
    static const struct rule should = {.level = LEVEL_SHOULD};
    struct rule_tally tally = {.rule = &must};
    assert_int_equal(rulebook_verdict(&tally, false), VERDICT_SKIP);
    assert_string_equal(rulebook_reason(&tally, run->arena),
                        "no response that it speaks of was seen");
    tally.looked = 1;
    assert_int_equal(rulebook_verdict(&tally, false), VERDICT_PASS);
    assert_string_equal(rulebook_reason(&tally, run->arena), "held on 1 response");
    tally.count = 1;
    assert_int_equal(rulebook_verdict(&tally, true), VERDICT_FAIL);
    tally.rule = &generate;
    assert_int_equal(rulebook_verdict(&tally, false), VERDICT_FAIL);
    assert_int_equal(rulebook_verdict(&tally, true), VERDICT_WARN);
    tally.rule = &should;
    assert_int_equal(rulebook_verdict(&tally, false), VERDICT_WARN);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_vector_breaks_its_rule_and_no_other),
        TEST(what_comes_near_breaks_nothing),
        TEST(every_rule_looks_at_what_obeys_it),
        TEST(every_rule_has_a_vector),
        TEST(every_rule_names_a_requirement_of_its_level),
        TEST(rules_have_names_of_their_own),
        TEST(a_server_without_date_may_have_no_clock),
        TEST(one_date_shows_the_clock_of_all),
        TEST(the_first_example_is_kept),
        TEST(cut_off_responses_break_nothing),
        TEST(requests_that_are_no_requests_tell_nothing),
        TEST(a_late_408_is_no_stray_byte),
        TEST(a_close_that_overtook_is_not_ignored),
        TEST(verdicts_follow_the_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

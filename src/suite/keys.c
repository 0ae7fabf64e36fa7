#include "suite/keys.h"

#include <string.h>

#include "util/json.h"
#include "util/span.h"

static const char *const choices_kind[] = {"conformance", "hardening", "probe", NULL};
static const char *const choices_level[] = {"must", "should", "may", NULL};
static const char *const choices_each[] = {"resource", NULL};
static const char *const choices_otherwise[] = {"go-on", "stop", NULL};
static const char *const choices_version[] = {"HTTP/1.0", "HTTP/1.1", NULL};
static const char *const choices_verdict[] = {"inconclusive", "pass", "warn", "fail", NULL};
static const char *const choices_after[] = {"nothing", "any", NULL};
/* In the order of enum expected_end. */
static const char *const choices_end[] = {"any",  "fin",          "rst",       "closed",
                                          "open", "close-notify", "truncated", NULL};
static const char *const choices_requirement_level[] = {"MUST", "MUST-NOT", "SHOULD", "SHOULD-NOT",
                                                        "MAY",  "OUGHT",    "DEF",    NULL};
static const char *const choices_observable[] = {"origin", "tls", "proxy", "client", "none", NULL};

/* Shorthands for the columns low, high, choices. */
#define ANY_SIZE 0, 0, NULL
#define FROM_TO(low, high) low, high, NULL
#define WORDS 1, KEY_TEXT_MAX, NULL
#define MILLISECONDS(low) low, KEY_MS_MAX, NULL
#define ONE_OF(choices) 0, 0, choices

/* clang-format off */
static const struct key table[] = {
    {KEY_OBJECT_FILE, "$schema", KEY_TEXT, false, "Path of the schema, so that editors can complete and check this file.", WORDS},
    {KEY_OBJECT_FILE, "format", KEY_INTEGER, true, "Version of the file format; a reader refuses a number that it does not know.", FROM_TO(1, 1)},
    {KEY_OBJECT_FILE, "suite", KEY_OBJECT, true, "What the cases of this file have in common.", ANY_SIZE},
    {KEY_OBJECT_FILE, "vars", KEY_OBJECT, false, "Default values of this file's own {{name}} variables; the command line overrides them.", ANY_SIZE},
    {KEY_OBJECT_FILE, "cases", KEY_LIST, true, "The cases.", FROM_TO(1, KEY_CASES_MAX)},

    {KEY_OBJECT_SUITE, "id", KEY_SLUG, true, "First half of the full id SUITE.CASE of every case; never changes.", ANY_SIZE},
    {KEY_OBJECT_SUITE, "title", KEY_TEXT, true, "The subject in a few words.", WORDS},
    {KEY_OBJECT_SUITE, "about", KEY_TEXT, false, "A paragraph on the subject.", WORDS},
    {KEY_OBJECT_SUITE, "tags", KEY_LIST, false, "Words for choosing cases; they count for every case of the file.", FROM_TO(0, KEY_LIST_MAX)},

    {KEY_OBJECT_CASE, "id", KEY_SLUG, true, "Second half of the full id SUITE.CASE; a case whose meaning changes gets a new one.", ANY_SIZE},
    {KEY_OBJECT_CASE, "title", KEY_TEXT, true, "One sentence that states the requirement, without a full stop.", FROM_TO(KEY_TITLE_MIN, KEY_TEXT_MAX)},
    {KEY_OBJECT_CASE, "kind", KEY_CHOICE, false, "conformance (default), hardening for what no RFC fixes, or probe for a case that proves a capability.", ONE_OF(choices_kind)},
    {KEY_OBJECT_CASE, "covers", KEY_LIST, false, "Ids of the requirements that this case tests, the main one first; its level is the case's level.", FROM_TO(1, KEY_LIST_MAX)},
    {KEY_OBJECT_CASE, "level", KEY_CHOICE, false, "How strict the case is, if it covers no requirement of the table.", ONE_OF(choices_level)},
    {KEY_OBJECT_CASE, "why", KEY_TEXT, false, "What breaks in the field when a server gets this wrong.", WORDS},
    {KEY_OBJECT_CASE, "links", KEY_LIST, false, "Addresses of bug reports and discussions.", FROM_TO(0, KEY_LIST_MAX)},
    {KEY_OBJECT_CASE, "tags", KEY_LIST, false, "Words for choosing cases, besides those of the suite.", FROM_TO(0, KEY_LIST_MAX)},
    {KEY_OBJECT_CASE, "needs", KEY_LIST, false, "Capabilities of the target; without one of them the case is skipped.", FROM_TO(0, KEY_LIST_MAX)},
    {KEY_OBJECT_CASE, "provides", KEY_SLUG, false, "The capability that a pass of this probe proves.", ANY_SIZE},
    {KEY_OBJECT_CASE, "each", KEY_CHOICE, false, "resource: run once for every resource of the target, as SUITE.CASE@NAME.", ONE_OF(choices_each)},
    {KEY_OBJECT_CASE, "hazard", KEY_TRUE, false, "The case can crash a server, desynchronise a shared intermediary, or store something on the server; it is held back where that could hurt others.", ANY_SIZE},
    {KEY_OBJECT_CASE, "disabled", KEY_TEXT, false, "Why the case is listed but skipped.", WORDS},
    {KEY_OBJECT_CASE, "timeout_ms", KEY_INTEGER, false, "How long the whole attempt may take.", MILLISECONDS(1)},
    {KEY_OBJECT_CASE, "settle_ms", KEY_INTEGER, false, "How long the line must be silent before we believe that nothing more comes.", MILLISECONDS(1)},
    {KEY_OBJECT_CASE, "script", KEY_LIST, true, "The steps, performed in order.", FROM_TO(1, KEY_STEPS_MAX)},
    {KEY_OBJECT_CASE, "control", KEY_OBJECT, false, "The same script without the defect; if it is not answered, the case is inconclusive.", ANY_SIZE},
    {KEY_OBJECT_CASE, "expect", KEY_OBJECT, true, "One outcome, or one_of with several; the first whose checks all hold decides.", ANY_SIZE},

    {KEY_OBJECT_STEP, "as", KEY_LABEL, false, "Name of this step, for to, before, drop and replace.", ANY_SIZE},
    {KEY_OBJECT_STEP, "on", KEY_LABEL, false, "Connection to act on, opened on first use; main if not given.", ANY_SIZE},
    {KEY_OBJECT_STEP, "note", KEY_TEXT, false, "A remark for readers.", WORDS},
    {KEY_OBJECT_STEP, "lines", KEY_LIST, false, "Lines to send, each followed by CR LF; an empty one ends a header section.", FROM_TO(1, KEY_LIST_MAX)},
    {KEY_OBJECT_STEP, "bytes", KEY_ANY, false, "Bytes to send as they are, after lines if both are given: a text, a part, or a list of these.", ANY_SIZE},
    {KEY_OBJECT_STEP, "cut", KEY_OBJECT, false, "How to split this step into several writes.", ANY_SIZE},
    {KEY_OBJECT_STEP, "pause_ms", KEY_INTEGER, false, "Send nothing for this long; reading goes on.", MILLISECONDS(0)},
    {KEY_OBJECT_STEP, "wait", KEY_OBJECT, false, "Go on when this has happened or the time is up.", ANY_SIZE},
    {KEY_OBJECT_STEP, "connect", KEY_OBJECT, false, "Open the connection now, to control the order or to leave TLS out.", ANY_SIZE},
    {KEY_OBJECT_STEP, "half_close", KEY_TRUE, false, "End our direction only (FIN) and keep reading.", ANY_SIZE},
    {KEY_OBJECT_STEP, "close", KEY_TRUE, false, "Close the connection.", ANY_SIZE},
    {KEY_OBJECT_STEP, "reset", KEY_TRUE, false, "Break the connection (RST).", ANY_SIZE},
    {KEY_OBJECT_STEP, "tls_close", KEY_TRUE, false, "Send the TLS closure alert without FIN.", ANY_SIZE},
    {KEY_OBJECT_STEP, "truncate", KEY_TRUE, false, "Send FIN without a TLS closure alert.", ANY_SIZE},

    {KEY_OBJECT_CONNECT, "tls", KEY_BOOLEAN, false, "false: plain TCP even if the target speaks TLS.", ANY_SIZE},

    {KEY_OBJECT_CUT, "every", KEY_INTEGER, false, "Write this many bytes at a time.", FROM_TO(1, 16777216)},
    {KEY_OBJECT_CUT, "at", KEY_LIST, false, "Offsets in this step's bytes at which a new write begins, rising.", FROM_TO(1, KEY_LIST_MAX)},
    {KEY_OBJECT_CUT, "gap_ms", KEY_INTEGER, false, "Time between two writes.", MILLISECONDS(0)},

    {KEY_OBJECT_WAIT, "responses", KEY_INTEGER, false, "Until so many final responses have come on this connection.", FROM_TO(1, KEY_RESPONSES_MAX)},
    {KEY_OBJECT_WAIT, "interim", KEY_INTEGER, false, "Until an interim response with this status has come.", FROM_TO(100, 199)},
    {KEY_OBJECT_WAIT, "end", KEY_TRUE, false, "Until the server has ended the connection.", ANY_SIZE},
    {KEY_OBJECT_WAIT, "sent", KEY_TRUE, false, "Until all bytes so far have left our socket.", ANY_SIZE},
    {KEY_OBJECT_WAIT, "timeout_ms", KEY_INTEGER, false, "How long to wait at most; the attempt's patience if not given.", MILLISECONDS(1)},
    {KEY_OBJECT_WAIT, "otherwise", KEY_CHOICE, false, "What to do when the time is up: go-on (default) or stop the script.", ONE_OF(choices_otherwise)},

    {KEY_OBJECT_PART, "hex", KEY_TEXT, false, "Bytes as pairs of hexadecimal digits; blanks between pairs are ignored.", WORDS},
    {KEY_OBJECT_PART, "base64", KEY_TEXT, false, "Bytes in standard base64 with padding.", FROM_TO(1, INT64_C(32) << 20)},
    {KEY_OBJECT_PART, "file", KEY_TEXT, false, "The bytes of a file, by its path relative to the folder of this case file.", WORDS},
    {KEY_OBJECT_PART, "repeat", KEY_ANY, false, "A text, a part or a list of these, written times over.", ANY_SIZE},
    {KEY_OBJECT_PART, "times", KEY_INTEGER, false, "How often repeat is written.", FROM_TO(1, 16777216)},
    {KEY_OBJECT_PART, "chunk", KEY_ANY, false, "A text, a part or a list of these as one well-formed chunk: size line, data, CR LF.", ANY_SIZE},
    {KEY_OBJECT_PART, "ext", KEY_TEXT, false, "The chunk's extension, from its semicolon on.", WORDS},

    {KEY_OBJECT_CONTROL, "drop", KEY_LIST, false, "Labels of the steps to leave out.", FROM_TO(0, KEY_LIST_MAX)},
    {KEY_OBJECT_CONTROL, "replace", KEY_OBJECT, false, "Label of a step: the step that stands in its place, on the same connection unless it names another.", ANY_SIZE},
    {KEY_OBJECT_CONTROL, "status", KEY_ANY, false, "Which status codes show that the control was answered; 200-399 if not given.", ANY_SIZE},

    {KEY_OBJECT_ONE_OF, "one_of", KEY_LIST, true, "The allowed outcomes, each with a name.", FROM_TO(2, KEY_LIST_MAX)},

    {KEY_OBJECT_OUTCOME, "name", KEY_TEXT, false, "Shown in reports: which of the behaviours the server chose.", WORDS},
    {KEY_OBJECT_OUTCOME, "verdict", KEY_CHOICE, false, "The verdict if this outcome is the one: pass (default), warn, fail or inconclusive.", ONE_OF(choices_verdict)},
    {KEY_OBJECT_OUTCOME, "because", KEY_TEXT, false, "Why this outcome has that verdict.", WORDS},
    {KEY_OBJECT_OUTCOME, "on", KEY_ANY, false, "The connection to look at, or a list of connections that must all satisfy this; the script's first one if not given.", ANY_SIZE},
    {KEY_OBJECT_OUTCOME, "responses", KEY_LIST, false, "The final responses in order; no more may come.", FROM_TO(0, KEY_LIST_MAX)},
    {KEY_OBJECT_OUTCOME, "end", KEY_CHOICE, false, "How the server ended the connection; closed is fin or rst, close-notify and truncated are for TLS; any if not given.", ONE_OF(choices_end)},
    {KEY_OBJECT_OUTCOME, "after", KEY_CHOICE, false, "Bytes that belong to no response: any (default, the passive rules look at them) or nothing.", ONE_OF(choices_after)},
    {KEY_OBJECT_OUTCOME, "wellformed", KEY_BOOLEAN, false, "true: every response follows the grammar of RFC 9112. Not given: every response is complete, its grammar is the passive rules' matter. false: even incomplete ones count.", ANY_SIZE},
    {KEY_OBJECT_OUTCOME, "handled", KEY_INTEGER, false, "How often the counter resource was called.", FROM_TO(0, 1000000)},
    {KEY_OBJECT_OUTCOME, "should", KEY_OBJECT, false, "Checks that only warn.", FROM_TO(1, 0)},

    {KEY_OBJECT_OUTCOME_SHOULD, "end", KEY_CHOICE, false, "How the server ought to end the connection.", ONE_OF(choices_end)},

    {KEY_OBJECT_RESPONSE, "to", KEY_LABEL, false, "The step that this answers; by position if not given.", ANY_SIZE},
    {KEY_OBJECT_RESPONSE, "times", KEY_INTEGER, false, "This many responses alike; 1 if not given.", FROM_TO(1, KEY_RESPONSES_MAX)},
    {KEY_OBJECT_RESPONSE, "optional", KEY_BOOLEAN, false, "Whether the response may be missing.", ANY_SIZE},
    {KEY_OBJECT_RESPONSE, "status", KEY_ANY, false, "Allowed status codes: 400, \"2xx\", \"200-399\", or a list of these.", ANY_SIZE},
    {KEY_OBJECT_RESPONSE, "version", KEY_CHOICE, false, "The version in the status line.", ONE_OF(choices_version)},
    {KEY_OBJECT_RESPONSE, "headers", KEY_OBJECT, false, "Field name: what must hold for the fields of that name.", FROM_TO(1, 0)},
    {KEY_OBJECT_RESPONSE, "body", KEY_OBJECT, false, "What must hold for the content.", FROM_TO(1, 0)},
    {KEY_OBJECT_RESPONSE, "interim", KEY_LIST, false, "Interim responses that must come first, in this order.", FROM_TO(1, KEY_LIST_MAX)},
    {KEY_OBJECT_RESPONSE, "interim_only", KEY_BOOLEAN, false, "Whether no other interim response may come.", ANY_SIZE},
    {KEY_OBJECT_RESPONSE, "before", KEY_LABEL, false, "The answer must begin before this step is sent.", ANY_SIZE},
    {KEY_OBJECT_RESPONSE, "should", KEY_OBJECT, false, "Checks that only warn.", FROM_TO(1, 0)},

    {KEY_OBJECT_RESPONSE_SHOULD, "status", KEY_ANY, false, "Status codes that are wanted: 400, \"2xx\", \"200-399\", or a list of these.", ANY_SIZE},
    {KEY_OBJECT_RESPONSE_SHOULD, "headers", KEY_OBJECT, false, "Field name: what ought to hold for the fields of that name.", FROM_TO(1, 0)},
    {KEY_OBJECT_RESPONSE_SHOULD, "body", KEY_OBJECT, false, "What ought to hold for the content.", FROM_TO(1, 0)},

    {KEY_OBJECT_FIELD, "present", KEY_BOOLEAN, false, "Whether the field is there.", ANY_SIZE},
    {KEY_OBJECT_FIELD, "count", KEY_INTEGER, false, "The number of field lines with this name.", FROM_TO(0, 10000)},
    {KEY_OBJECT_FIELD, "has_token", KEY_TEXT, false, "The comma list holds this token, letter case aside.", WORDS},
    {KEY_OBJECT_FIELD, "lacks_token", KEY_TEXT, false, "The comma list does not hold this token, letter case aside.", WORDS},
    {KEY_OBJECT_FIELD, "equals", KEY_TEXT, false, "The value is exactly this.", FROM_TO(0, KEY_TEXT_MAX)},
    {KEY_OBJECT_FIELD, "is_http_date", KEY_TRUE, false, "The value is a date in the form that RFC 9110 prefers.", ANY_SIZE},
    {KEY_OBJECT_FIELD, "as_first", KEY_TRUE, false, "The field is there or not, and has the value, as in the first response on this connection.", ANY_SIZE},

    {KEY_OBJECT_BODY, "empty", KEY_BOOLEAN, false, "Whether there is no content.", ANY_SIZE},
    {KEY_OBJECT_BODY, "length", KEY_INTEGER, false, "The number of bytes of content.", FROM_TO(0, INT64_C(1) << 40)},
    {KEY_OBJECT_BODY, "equals", KEY_ANY, false, "The content is exactly this text, part, or list of these.", ANY_SIZE},
    {KEY_OBJECT_BODY, "contains", KEY_ANY, false, "The content holds this text, part, or list of these.", ANY_SIZE},
    {KEY_OBJECT_BODY, "lacks", KEY_ANY, false, "The content does not hold this text, part, or list of these.", ANY_SIZE},

    {KEY_OBJECT_REQUIREMENT_FILE, "format", KEY_INTEGER, true, "Version of the table's format.", FROM_TO(1, 1)},
    {KEY_OBJECT_REQUIREMENT_FILE, "requirements", KEY_LIST, true, "The rows.", FROM_TO(0, 100000)},

    {KEY_OBJECT_REQUIREMENT, "id", KEY_TEXT, true, "RFC-SECTION-NUMBER; never changes.", FROM_TO(1, 40)},
    {KEY_OBJECT_REQUIREMENT, "rfc", KEY_INTEGER, true, "Number of the RFC.", FROM_TO(1, 99999)},
    {KEY_OBJECT_REQUIREMENT, "section", KEY_TEXT, true, "Number of the section, e.g. 9.6.", FROM_TO(1, 20)},
    {KEY_OBJECT_REQUIREMENT, "title", KEY_TEXT, true, "Title of the section.", WORDS},
    {KEY_OBJECT_REQUIREMENT, "level", KEY_CHOICE, true, "The requirement's word in the text; DEF is a definition, OUGHT a softer wish.", ONE_OF(choices_requirement_level)},
    {KEY_OBJECT_REQUIREMENT, "who", KEY_TEXT, true, "Who has to satisfy it.", WORDS},
    {KEY_OBJECT_REQUIREMENT, "summary", KEY_TEXT, true, "What it demands, in our own words.", WORDS},
    {KEY_OBJECT_REQUIREMENT, "observable", KEY_CHOICE, true, "Where a client can see a breach: against an origin server, over TLS, at a proxy, only in a client, or nowhere.", ONE_OF(choices_observable)},
    {KEY_OBJECT_REQUIREMENT, "how", KEY_TEXT, false, "How to see it.", FROM_TO(0, KEY_TEXT_MAX)},
    {KEY_OBJECT_REQUIREMENT, "why_not", KEY_TEXT, false, "Why no case can test it.", FROM_TO(0, KEY_TEXT_MAX)},
};

static const struct key_capability capabilities[] = {
    {"tls", KEY_FROM_TARGET, "The target speaks TLS."},
    {"plain", KEY_FROM_TARGET, "The target speaks plain TCP."},
    {"ipv4", KEY_FROM_TARGET, "The target is reached over IPv4."},
    {"ipv6", KEY_FROM_TARGET, "The target is reached over IPv6."},
    {"loopback", KEY_FROM_TARGET, "The target is on this machine."},
    {"counter", KEY_FROM_TARGET, "{{hit}} counts its calls and {{hits}} tells the count (--counter)."},
    {"echo", KEY_FROM_TARGET, "{{echo}} returns the request's content (--echo)."},
    {"missing-path", KEY_FROM_PROBE, "{{missing}} is answered with 404."},
    {"keep-alive", KEY_FROM_PROBE, "Connections persist after a response."},
    {"pipelining", KEY_FROM_PROBE, "Requests sent at once are all answered."},
    {"get-content", KEY_FROM_PROBE, "GET with content is answered."},
    {"chunked-get", KEY_FROM_PROBE, "Chunked content of GET is read, and the connection goes on."},
    {"head", KEY_FROM_PROBE, "HEAD is implemented for {{path}}."},
    {"post", KEY_FROM_PROBE, "POST with content is answered on {{path}} so that framing can be judged."},
    {"put", KEY_FROM_PROBE, "PUT creates resources below {{writable}}."},
    {"delete", KEY_FROM_PROBE, "DELETE removes resources below {{writable}}."},
    {"options", KEY_FROM_PROBE, "OPTIONS is implemented."},
    {"trace", KEY_FROM_PROBE, "TRACE is implemented."},
    {"trace-reflected", KEY_FROM_PROBE, "The answer to TRACE holds the request."},
    {"connect", KEY_FROM_PROBE, "CONNECT is implemented."},
    {"chunked", KEY_FROM_PROBE, "Chunked request content is understood."},
    {"chunked-response", KEY_FROM_PROBE, "{{path}} is answered with chunked content."},
    {"http10", KEY_FROM_PROBE, "HTTP/1.0 requests are answered."},
    {"known-length", KEY_FROM_PROBE, "{{path}} is answered with Content-Length."},
    {"gzip-coding", KEY_FROM_PROBE, "{{path}} is answered with the transfer coding gzip on request."},
    {"continue", KEY_FROM_PROBE, "100 (Continue) is sent when it is asked for."},
    {"compression", KEY_FROM_PROBE, "{{coded}} is served with gzip on request."},
    {"content-coding-refused", KEY_FROM_PROBE, "POST to {{echo}} with an unknown content coding is refused."},
    {"media-type-refused", KEY_FROM_PROBE, "POST to {{typed}} with an unknown media type is answered with 415."},
    {"authentication", KEY_FROM_PROBE, "{{protected}} is refused without credentials."},
    {"credentials", KEY_FROM_PROBE, "{{protected}} is served with {{credentials}}."},
    {"redirect-301", KEY_FROM_PROBE, "{{moved_301}} is answered with 301."},
    {"redirect-302", KEY_FROM_PROBE, "{{moved_302}} is answered with 302."},
    {"redirect-307", KEY_FROM_PROBE, "{{moved_307}} is answered with 307."},
    {"redirect-308", KEY_FROM_PROBE, "{{moved_308}} is answered with 308."},
    {"choices", KEY_FROM_PROBE, "{{choices}} is answered with 300."},
    {"preferred-choice", KEY_FROM_PROBE, "{{preferred}} is answered with 300, and the server prefers one choice."},
    {"reset-content", KEY_FROM_PROBE, "POST to {{reset}} is answered with 205."},
    {"stays-open", KEY_FROM_PROBE, "A persistent connection outlives 700 ms of idling."},
    {"missing-stays-open", KEY_FROM_PROBE, "Connections persist after a response with 404."},
    {"unknown-method", KEY_FROM_PROBE, "An unknown method is answered otherwise than with 400."},
    {"method-refused", KEY_FROM_PROBE, "An unknown method is refused."},
    {"absolute-form", KEY_FROM_PROBE, "A target in absolute-form is accepted."},
    {"host-required", KEY_FROM_PROBE, "A request without Host is refused."},
    {"range", KEY_FROM_PROBE, "{{range_path}} is served in parts on request."},
    {"range-tag", KEY_FROM_PROBE, "{{range_etag}} is the current entity tag of {{range_path}}."},
    {"etag", KEY_FROM_TARGET, "{{path}} has an entity tag, the same at every GET."},
    {"strong-etag", KEY_FROM_TARGET, "{{path}} has an entity tag that is not weak."},
    {"last-modified", KEY_FROM_TARGET, "{{path}} has a modification date, the same at every GET and not that of the response."},
    {"if-match", KEY_FROM_PROBE, "If-Match is evaluated for {{path}}."},
    {"if-none-match", KEY_FROM_PROBE, "If-None-Match is evaluated for {{path}}."},
    {"if-modified-since", KEY_FROM_PROBE, "If-Modified-Since is evaluated for {{path}}."},
    {"modified-since-future", KEY_FROM_PROBE, "If-Modified-Since with a date in the future is answered with 304 for {{path}}."},
    {"if-unmodified-since", KEY_FROM_PROBE, "If-Unmodified-Since is evaluated for {{path}}."},
    {"cache-control", KEY_FROM_PROBE, "{{path}} comes with Cache-Control."},
    {"content-location", KEY_FROM_PROBE, "{{path}} comes with Content-Location."},
    {"expires", KEY_FROM_PROBE, "{{path}} comes with Expires."},
    {"vary", KEY_FROM_PROBE, "{{path}} comes with Vary."},
    {"undated", KEY_FROM_PROBE, "{{undated}} has no modification date."},
    {"upgrade", KEY_FROM_PROBE, "The connection can be upgraded to another protocol."},
    {"upgrade-required", KEY_FROM_PROBE, "A resource asks for another protocol with 426."},
    {"version-refused", KEY_FROM_PROBE, "HTTP/2.0 in a request-line is answered with 505."},
};

static const struct key_variable variables[] = {
    {"path", NULL, "Path and query of the resource under test."},
    {"authority", NULL, "Host and port as they belong into the Host field."},
    {"host", NULL, "The host's name or address."},
    {"port", NULL, "The port's number."},
    {"scheme", NULL, "http or https."},
    {"missing", "missing-path", "A path that is answered with 404."},
    {"echo", "echo", "A path that returns the request's content."},
    {"encoded_echo", "echo", "{{echo}} with its last letter percent-encoded."},
    {"hit", "counter", "A path that counts its calls."},
    {"hits", "counter", "A path that tells how often {{hit}} was called."},
    {"etag", "etag", "The entity tag of {{path}} as it was sent."},
    {"weak_etag", "etag", "The same tag marked as weak."},
    {"strong_etag", "etag", "The same tag without the mark of a weak one."},
    {"last_modified", "last-modified", "Last-Modified of {{path}}."},
    {"date", "last-modified", "Date of the response that {{last_modified}} is from."},
    {"nonce", NULL, "Letters and digits that differ in every attempt."},
};
/* clang-format on */

static const char *const object_names[KEY_OBJECT_COUNT] = {
    [KEY_OBJECT_FILE] = "a case file",
    [KEY_OBJECT_SUITE] = "suite",
    [KEY_OBJECT_CASE] = "a case",
    [KEY_OBJECT_STEP] = "a step",
    [KEY_OBJECT_CONNECT] = "connect",
    [KEY_OBJECT_CUT] = "cut",
    [KEY_OBJECT_WAIT] = "wait",
    [KEY_OBJECT_PART] = "a part",
    [KEY_OBJECT_CONTROL] = "control",
    [KEY_OBJECT_ONE_OF] = "expect with one_of",
    [KEY_OBJECT_OUTCOME] = "an outcome",
    [KEY_OBJECT_OUTCOME_SHOULD] = "should of an outcome",
    [KEY_OBJECT_RESPONSE] = "a response",
    [KEY_OBJECT_RESPONSE_SHOULD] = "should of a response",
    [KEY_OBJECT_FIELD] = "a field check",
    [KEY_OBJECT_BODY] = "a body check",
    [KEY_OBJECT_REQUIREMENT_FILE] = "a requirement table",
    [KEY_OBJECT_REQUIREMENT] = "a requirement",
};

const struct key *keys_all(size_t *count)
{
    *count = countof(table);
    return table;
}

const struct key *keys_find(enum key_object object, const char *name)
{
    for (size_t i = 0; i < countof(table); i++) {
        if (table[i].object == object && strcmp(table[i].name, name) == 0)
            return &table[i];
    }
    return NULL;
}

const char *keys_nearest(enum key_object object, const char *word)
{
    const char *names[countof(table)];
    size_t count = 0;
    for (size_t i = 0; i < countof(table); i++) {
        if (table[i].object == object)
            names[count++] = table[i].name;
    }
    return json_nearest(word, names, count);
}

const char *keys_object_name(enum key_object object)
{
    return object_names[object];
}

const struct key_capability *keys_capabilities(size_t *count)
{
    *count = countof(capabilities);
    return capabilities;
}

const struct key_capability *keys_capability(const char *name)
{
    for (size_t i = 0; i < countof(capabilities); i++) {
        if (strcmp(capabilities[i].name, name) == 0)
            return &capabilities[i];
    }
    return NULL;
}

const char *keys_nearest_capability(const char *word)
{
    const char *names[countof(capabilities)];
    for (size_t i = 0; i < countof(capabilities); i++)
        names[i] = capabilities[i].name;
    return json_nearest(word, names, countof(capabilities));
}

const struct key_variable *keys_variables(size_t *count)
{
    *count = countof(variables);
    return variables;
}

const struct key_variable *keys_variable(const char *name)
{
    for (size_t i = 0; i < countof(variables); i++) {
        if (strcmp(variables[i].name, name) == 0)
            return &variables[i];
    }
    return NULL;
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool keys_is_slug(const char *text)
{
    size_t len = strlen(text);
    if (len == 0 || len > KEY_SLUG_MAX || text[0] == '-' || text[len - 1] == '-')
        return false;
    for (size_t i = 0; i < len; i++) {
        bool is_hyphen = text[i] == '-' && text[i + 1] != '-';
        if (!is_letter(text[i]) && !is_digit(text[i]) && !is_hyphen)
            return false;
    }
    return true;
}

bool keys_is_label(const char *text)
{
    size_t len = strlen(text);
    if (len == 0 || len > KEY_LABEL_MAX || !is_letter(text[0]))
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!is_letter(text[i]) && !is_digit(text[i]) && text[i] != '_')
            return false;
    }
    return true;
}

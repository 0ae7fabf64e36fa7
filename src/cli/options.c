#include "cli/options.h"

#include <stddef.h>
#include <string.h>

#include <uv.h>

#include "report/reporter.h"

#define TIME_MAX_MS (24LL * 3600 * 1000)
#define CAPTURE_LIMIT (1u << 30)
#define JOBS_LIMIT 256
#define SEED_MAX UINT32_MAX
#define CUT_MAX 65536
#define REPEAT_MAX 10000
#define RATE_MAX 1000000

bool options_time(const char *text, int64_t *ms, struct error *error)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {
        {"ms", 1    },
        {"s",  1000 },
        {"m",  60000},
        {"",   1000 }
    };
    size_t digits = strspn(text, "0123456789");
    uint64_t value;
    for (size_t i = 0; i < countof(units); i++) {
        if (strcmp(text + digits, units[i].unit) == 0 &&
            span_to_uint(span_make(text, digits), (uint64_t)(TIME_MAX_MS / units[i].ms), &value)) {
            *ms = (int64_t)value * units[i].ms;
            return true;
        }
    }
    return error_set(error, "\"%s\" is no time: write 300ms, 5s or 2m (at most 24 hours)", text);
}

static bool read_number(const struct option_row *row, const char *text, uint64_t min, uint64_t max,
                        uint64_t *value, struct error *error)
{
    if (span_to_uint(span_of(text), max, value) && *value >= min)
        return true;
    return error_set(error, "--%s takes a number from %llu to %llu, not \"%s\"", row->name,
                     (unsigned long long)min, (unsigned long long)max, text);
}

/* Splits text at the first separator; both halves must hold something. */
static bool split(struct arena *arena, const char *text, char separator, const char **left,
                  const char **right)
{
    const char *at = strchr(text, separator);
    if (at == NULL || at == text || at[1] == '\0')
        return false;
    *left = arena_string_of(arena, span_make(text, (size_t)(at - text)));
    *right = at + 1;
    return true;
}

static bool add_resource(struct settings *settings, const struct option_row *row, const char *value,
                         struct error *error)
{
    struct target_resource resource;
    (void)row;
    if (!split(settings->arena, value, '=', &resource.name, &resource.path) ||
        resource.path[0] != '/')
        return error_set(error, "--resource takes NAME=/PATH, not \"%s\"", value);
    settings->resources =
        arena_grow(settings->arena, settings->resources, &settings->resource_capacity,
                   settings->target.resource_count, sizeof(resource));
    settings->resources[settings->target.resource_count++] = resource;
    settings->target.resources = settings->resources;
    return true;
}

static bool set_counter(struct settings *settings, const struct option_row *row, const char *value,
                        struct error *error)
{
    (void)row;
    if (split(settings->arena, value, ',', &settings->target.hit, &settings->target.hits) &&
        settings->target.hit[0] == '/' && settings->target.hits[0] == '/')
        return true;
    return error_set(error, "--counter takes two paths, /HIT,/READ, not \"%s\"", value);
}

static bool add_variable(struct settings *settings, const struct option_row *row, const char *value,
                         struct error *error)
{
    const char *name;
    const char *text;
    (void)row;
    if (!split(settings->arena, value, '=', &name, &text))
        return error_set(error, "--var takes NAME=VALUE, not \"%s\"", value);
    settings->variables =
        arena_grow(settings->arena, settings->variables, &settings->variable_capacity,
                   settings->variable_count, sizeof(*settings->variables));
    settings->variables[settings->variable_count++] =
        (struct variable){.name = name, .value = span_of(text)};
    settings_list_add(&settings->variable_names, settings->arena, name);
    return true;
}

static bool set_level(struct settings *settings, const struct option_row *row, const char *value,
                      struct error *error)
{
    static const char *const words[] = {"must", "should", "may"};
    (void)row;
    for (size_t i = 0; i < countof(words); i++) {
        if (strcmp(value, words[i]) == 0) {
            settings->level = (enum level)i;
            return true;
        }
    }
    return error_set(error, "--level is must, should or may, not \"%s\"", value);
}

static bool set_color(struct settings *settings, const struct option_row *row, const char *value,
                      struct error *error)
{
    static const char *const words[] = {"auto", "always", "never"};
    (void)row;
    for (size_t i = 0; i < countof(words); i++) {
        if (strcmp(value, words[i]) == 0) {
            settings->color = (enum color_choice)i;
            return true;
        }
    }
    return error_set(error, "--color is auto, always or never, not \"%s\"", value);
}

static bool set_jobs(struct settings *settings, const struct option_row *row, const char *value,
                     struct error *error)
{
    uint64_t number;
    if (strcmp(value, "auto") == 0) {
        settings->jobs = 0;
        return true;
    }
    if (!read_number(row, value, 1, JOBS_LIMIT, &number, error))
        return false;
    settings->jobs = (unsigned)number;
    return true;
}

static bool set_repeat(struct settings *settings, const struct option_row *row, const char *value,
                       struct error *error)
{
    uint64_t number;
    if (!read_number(row, value, 1, REPEAT_MAX, &number, error))
        return false;
    settings->repeat = (unsigned)number;
    return true;
}

static bool set_rate(struct settings *settings, const struct option_row *row, const char *value,
                     struct error *error)
{
    uint64_t number;
    if (!read_number(row, value, 1, RATE_MAX, &number, error))
        return false;
    settings->rate = (unsigned)number;
    return true;
}

static bool set_cut(struct settings *settings, const struct option_row *row, const char *value,
                    struct error *error)
{
    uint64_t number = 1;
    if (strcmp(value, "every") != 0 &&
        !(span_to_uint(span_of(value), CUT_MAX, &number) && number > 0))
        return error_set(error, "--%s takes every or a number from 1 to %d, not \"%s\"", row->name,
                         CUT_MAX, value);
    settings->cut_every = (size_t)number;
    return true;
}

/* Without a value, or with "random", the kernel draws the seed, and the run tells it. */
static bool set_shuffle(struct settings *settings, const struct option_row *row, const char *value,
                        struct error *error)
{
    uint32_t drawn = 0;
    settings->is_shuffled = true;
    if (value != NULL && strcmp(value, "random") != 0)
        return read_number(row, value, 0, SEED_MAX, &settings->seed, error);
    if (uv_random(NULL, NULL, &drawn, sizeof(drawn), 0, NULL) != 0)
        return error_set(error, "there is no random number here; give --shuffle a seed");
    settings->seed = drawn;
    return true;
}

static bool set_capture(struct settings *settings, const struct option_row *row, const char *value,
                        struct error *error)
{
    uint64_t number;
    if (!read_number(row, value, 1, CAPTURE_LIMIT, &number, error))
        return false;
    settings->capture_max = (size_t)number;
    return true;
}

static bool fail_on(struct settings *settings, struct span word)
{
    for (int v = 0; v < VERDICT_COUNT; v++) {
        if (v != VERDICT_PASS && v != VERDICT_SKIP &&
            span_is(word, verdict_name((enum verdict)v))) {
            settings->fails_on[v] = true;
            return true;
        }
    }
    return false;
}

static bool set_fail_on(struct settings *settings, const struct option_row *row, const char *value,
                        struct error *error)
{
    (void)row;
    memset(settings->fails_on, 0, sizeof(settings->fails_on));
    for (const char *word = value; word != NULL;) {
        const char *comma = strchr(word, ',');
        size_t len = comma == NULL ? strlen(word) : (size_t)(comma - word);
        if (!fail_on(settings, span_make(word, len)))
            return error_set(error,
                             "--fail-on takes fail, warn, inconclusive, error, joined by commas; "
                             "not \"%s\"",
                             value);
        word = comma == NULL ? NULL : comma + 1;
    }
    return true;
}

static bool set_strict(struct settings *settings, const struct option_row *row, const char *value,
                       struct error *error)
{
    (void)value;
    return set_fail_on(settings, row, "fail,warn,inconclusive,error", error);
}

static bool set_report(struct settings *settings, const struct option_row *row, const char *value,
                       struct error *error)
{
    (void)error;
    const struct reporter *reporter = reporter_find(row->name + strlen("report-"));
    settings->report_paths[reporter - reporters] = value;
    return true;
}

static bool set_ipv4(struct settings *settings, const struct option_row *row, const char *value,
                     struct error *error)
{
    (void)row, (void)value, (void)error;
    settings->target.family = DIAL_IPV4;
    return true;
}

static bool set_ipv6(struct settings *settings, const struct option_row *row, const char *value,
                     struct error *error)
{
    (void)row, (void)value, (void)error;
    settings->target.family = DIAL_IPV6;
    return true;
}

#define TARGETED (FOR_RUN | FOR_EMIT | FOR_REPRO)
#define CHOOSING (FOR_RUN | FOR_LIST)
#define LOADING                                                                                    \
    (FOR_RUN | FOR_LIST | FOR_SHOW | FOR_JUDGE | FOR_EMIT | FOR_REPRO | FOR_SELFTEST | FOR_COVERAGE)

#define STRING(member) OPTION_STRING, offsetof(struct settings, member), NULL
#define LIST(member) OPTION_LIST, offsetof(struct settings, member), NULL
#define TIME(member) OPTION_TIME, offsetof(struct settings, member), NULL
#define FLAG(member) OPTION_FLAG, offsetof(struct settings, member), NULL
#define SPECIAL(set) OPTION_SPECIAL, 0, set

/* clang-format off */
const struct option_row option_rows[] = {
    {"path", 0, "PATH", "Target", TARGETED, STRING(target.path),
     "a resource that answers GET with 2xx and a short body (default: the URL's path)"},
    {"authority", 0, "HOST", "Target", TARGETED, STRING(target.authority),
     "value of the Host field (default: host and port of the URL)"},
    {"resource", 0, "NAME=PATH", "Target", FOR_RUN, SPECIAL(add_resource),
     "a further resource for cases that run once for each (repeatable)"},
    {"counter", 0, "HIT,READ", "Target", TARGETED, SPECIAL(set_counter),
     "a resource that counts its calls, and one that tells the count"},
    {"echo", 0, "PATH", "Target", TARGETED, STRING(target.echo),
     "a resource that answers POST with the content it got"},
    {"missing", 0, "PATH", "Target", TARGETED, STRING(target.missing),
     "a path that answers 404"},
    {"wait", 0, "TIME", "Target", FOR_RUN, TIME(wait_ms),
     "wait so long for the target to answer (default: not at all)"},
    {"insecure", 'k', NULL, "Target", TARGETED, FLAG(target.tls.is_insecure),
     "accept any certificate"},
    {"cacert", 0, "FILE", "Target", TARGETED, STRING(target.tls.ca_file),
     "trust the certificates in FILE"},
    {"cert", 'E', "FILE", "Target", TARGETED, STRING(target.tls.cert_file),
     "our own certificate (PEM)"},
    {"key", 0, "FILE", "Target", TARGETED, STRING(target.tls.key_file),
     "its private key"},
    {"sni", 0, "NAME", "Target", TARGETED, STRING(target.server_name),
     "server name sent in the TLS handshake"},
    {"keylog", 0, "FILE", "Target", FOR_RUN, STRING(target.tls.keylog_file),
     "append TLS secrets for Wireshark (also SSLKEYLOGFILE)"},
    {"ipv4", '4', NULL, "Target", TARGETED, SPECIAL(set_ipv4),
     "use IPv4 only"},
    {"ipv6", '6', NULL, "Target", TARGETED, SPECIAL(set_ipv6),
     "use IPv6 only"},
    {"to", 0, "URL", "Target", FOR_EMIT | FOR_REPRO, STRING(to),
     "whom the bytes are meant for"},
    {"rfc", 0, "DOC/SECTION", "Choose", CHOOSING | FOR_COVERAGE, STRING(rfc),
     "what is about that RFC, section or below it, e.g. 9112/9.6"},
    {"tag", 0, "EXPR", "Choose", CHOOSING, LIST(tags),
     "cases with these tags: a,!b is a and not b; repeated means or"},
    {"exclude", 0, "GLOB", "Choose", CHOOSING, LIST(excludes),
     "leave these cases out (repeatable)"},
    {"level", 0, "LEVEL", "Choose", CHOOSING, SPECIAL(set_level),
     "lowest level to run: must, should (default) or may"},
    {"cases", 0, "PATH", "Choose", LOADING, LIST(case_paths),
     "case file or folder instead of the built-in suite (repeatable)"},
    {"var", 0, "NAME=VALUE", "Choose", LOADING | FOR_LINT, SPECIAL(add_variable),
     "value of {{NAME}} in case files"},
    {"jobs", 'j', "N", "Run", FOR_RUN, SPECIAL(set_jobs),
     "cases at a time (default: auto, measured, at most 16)"},
    {"cut", 0, "N", "Run", FOR_RUN, SPECIAL(set_cut),
     "play what passed again, cut behind each Nth octet (every: 1); only a new fail counts"},
    {"shuffle", 0, "[SEED]", "Run", FOR_RUN, SPECIAL(set_shuffle),
     "play in an order drawn from SEED (default: random, and told)"},
    {"repeat", 0, "N", "Run", FOR_RUN, SPECIAL(set_repeat),
     "play every case N times; the worst verdict counts"},
    {"rate", 0, "N", "Run", FOR_RUN, SPECIAL(set_rate),
     "begin at most N attempts per second (default: no limit)"},
    {"fail-fast", 0, NULL, "Run", FOR_RUN, FLAG(fails_fast),
     "begin nothing more once a failure is proved"},
    {"settle", 0, "TIME", "Run", FOR_RUN, TIME(settle_ms),
     "quiet time that ends a first attempt (default: measured)"},
    {"patience", 0, "TIME", "Run", FOR_RUN, TIME(patience_ms),
     "how long silence must last to be believed (default: 5s)"},
    {"connect-timeout", 0, "TIME", "Run", FOR_RUN, TIME(connect_timeout_ms),
     "time for connect and TLS handshake (default: 3s)"},
    {"max-capture", 0, "BYTES", "Run", FOR_RUN, SPECIAL(set_capture),
     "stop reading a connection after so many bytes (default: 1048576)"},
    {"allow-hazard", 0, NULL, "Run", FOR_RUN, FLAG(allows_hazard),
     "run hazardous cases against public addresses too"},
    {"fail-on", 0, "LIST", "Run", FOR_RUN | FOR_JUDGE, SPECIAL(set_fail_on),
     "verdicts that make the run fail (default: fail,error)"},
    {"strict", 0, NULL, "Run", FOR_RUN | FOR_JUDGE, SPECIAL(set_strict),
     "the same as --fail-on fail,warn,inconclusive,error"},
    {"verbose", 'v', NULL, "Output", FOR_RUN | FOR_JUDGE, FLAG(is_verbose),
     "show the bytes of every case"},
    {"quiet", 'q', NULL, "Output", FOR_RUN | FOR_JUDGE, FLAG(is_quiet),
     "show failures and the last lines only"},
    {"color", 0, "WHEN", "Output", FOR_RUN | FOR_JUDGE, SPECIAL(set_color),
     "auto, always or never"},
    {"report-junit", 0, "FILE", "Reports", FOR_RUN | FOR_JUDGE, SPECIAL(set_report),
     "JUnit XML; - is standard output, here and below"},
    {"report-junit-strict", 0, NULL, "Reports", FOR_RUN | FOR_JUDGE, FLAG(is_strict_junit),
     "leave out what Jenkins' XSD does not know"},
    {"report-json", 0, "FILE", "Reports", FOR_RUN | FOR_JUDGE, SPECIAL(set_report),
     "everything, with the bytes: input of `h1audit judge`"},
    {"report-md", 0, "FILE", "Reports", FOR_RUN | FOR_JUDGE, SPECIAL(set_report),
     "a summary in Markdown"},
    {"ids", 0, NULL, "Output", FOR_LIST, FLAG(prints_ids),
     "ids only, one a line"},
    {"json", 0, NULL, "Output", FOR_LIST | FOR_COVERAGE, FLAG(prints_json),
     "as JSON"},
    {"markdown", 0, NULL, "Output", FOR_COVERAGE | FOR_SELFTEST, FLAG(prints_markdown),
     "as Markdown"},
    {"tls", 0, NULL, "Server", FOR_SERVE | FOR_RUN | FOR_SELFTEST, FLAG(is_tls),
     "the embedded server speaks TLS"},
    {"fault", 0, "NAME", "Server", FOR_SERVE | FOR_RUN, STRING(fault),
     "the embedded server breaks one rule (see --list-faults)"},
    {"list-faults", 0, NULL, "Server", FOR_SERVE, FLAG(lists_faults),
     "list the faults and the requirement that each breaks"},
    {"listen", 0, "HOST:PORT", "Server", FOR_SERVE, STRING(listen),
     "address to listen on, or unix:PATH (default: 127.0.0.1:0, the kernel chooses)"},
};
/* clang-format on */
const size_t option_count = countof(option_rows);

bool option_apply(struct settings *settings, const struct option_row *row, const char *value,
                  struct error *error)
{
    void *place = (char *)settings + row->place;
    switch (row->kind) {
    case OPTION_SPECIAL:
        return row->set(settings, row, value, error);
    case OPTION_STRING:
        *(const char **)place = value;
        return true;
    case OPTION_LIST:
        settings_list_add(place, settings->arena, value);
        return true;
    case OPTION_TIME:
        return options_time(value, place, error);
    case OPTION_FLAG:
        *(bool *)place = true;
        return true;
    }
    return false;
}

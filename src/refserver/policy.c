#include "refserver/policy.h"

#include "refserver/answer.h"
#include "refserver/date.h"
#include "refserver/negotiation.h"
#include "refserver/request.h"
#include "refserver/upgrade.h"
#include "util/clock.h"

#define REQUEST_LINE_MAX 16384
/* All that 304 has to repeat (RFC 9110 15.4.5) besides the validators. */
#define ROOT_LINES                                                                                 \
    "Cache-Control: no-cache\r\nContent-Location: /\r\n"                                           \
    "Expires: Mon, 01 Jan 2024 00:00:00 GMT\r\nVary: Accept-Encoding\r\n"
#define CLOSES                                                                                     \
    {                                                                                              \
        ENDING_CLOSE, true                                                                         \
    }

/* RFC 9112 9.3: the first rule that fits decides. */
static struct ending ending_by_rfc(const struct request *request)
{
    static const struct ending persist = {ENDING_PERSIST, false};
    static const struct ending close = {ENDING_CLOSE, true};
    if (request_lists(request, "Connection", "close"))
        return close;
    if (request->is_http11 || request_lists(request, "Connection", "keep-alive"))
        return persist;
    return close;
}

static bool always(const struct request *request)
{
    (void)request;
    return true;
}

/* RFC 9110 10.1.4: TE counts for this connection only if Connection names it. */
bool policy_may_gzip(const struct request *request)
{
    return request->is_http11 && request_lists(request, "Connection", "TE") &&
           request_lists(request, "TE", "gzip");
}

/* RFC 9112 6.1: no transfer coding for HTTP/1.0. */
static enum response_framing framing_by_rfc(const struct request *request,
                                            const struct answer *answer)
{
    if (policy_may_gzip(request))
        return RESPONSE_GZIP;
    if (!answer->is_chunked)
        return RESPONSE_BY_LENGTH;
    return request->is_http11 ? RESPONSE_CHUNKED : RESPONSE_BY_CLOSE;
}

static unsigned one_line(unsigned status)
{
    (void)status;
    return 1;
}

/* RFC 9110 6.2: the highest version that is spoken here, whatever the request's minor version. */
static const char *version_by_rfc(const struct request *request)
{
    (void)request;
    return "HTTP/1.1";
}

static const char *reason_by_rfc(unsigned status)
{
    static const struct {
        unsigned status;
        const char *reason;
    } reasons[] = {
        {200, " OK"                             },
        {201, " Created"                        },
        {204, " No Content"                     },
        {205, " Reset Content"                  },
        {300, " Multiple Choices"               },
        {301, " Moved Permanently"              },
        {302, " Found"                          },
        {206, " Partial Content"                },
        {304, " Not Modified"                   },
        {307, " Temporary Redirect"             },
        {308, " Permanent Redirect"             },
        {400, " Bad Request"                    },
        {401, " Unauthorized"                   },
        {404, " Not Found"                      },
        {405, " Method Not Allowed"             },
        {406, " Not Acceptable"                 },
        {408, " Request Timeout"                },
        {412, " Precondition Failed"            },
        {413, " Content Too Large"              },
        {414, " URI Too Long"                   },
        {415, " Unsupported Media Type"         },
        {416, " Range Not Satisfiable"          },
        {417, " Expectation Failed"             },
        {421, " Misdirected Request"            },
        {426, " Upgrade Required"               },
        {431, " Request Header Fields Too Large"},
        {500, " Internal Server Error"          },
        {501, " Not Implemented"                },
        {505, " HTTP Version Not Supported"     },
    };
    for (size_t i = 0; i < countof(reasons); i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return " "; /* RFC 9112 4: the SP stays when there is no phrase. */
}

static void add_date(struct text *out, unsigned status)
{
    (void)status;
    text_add(out, "Date: ");
    date_add(out, clock_wall_ms() / 1000);
    text_add(out, "\r\n");
}

bool policy_tolerates(const struct policy *policy, enum refusal refusal)
{
    return policy->refusals[refusal].is_tolerated;
}

const struct policy policy_clean = {
    .refusals =
        {
                   [REFUSAL_SYNTAX] = {.status = 400, .sentence = "This is not a valid request."},
                   [REFUSAL_TARGET] = {.status = 400, .sentence = "The request target is not valid."},
                   [REFUSAL_EMPTY_HOST] = {.status = 400, .sentence = "The target names no host."},
                   [REFUSAL_USERINFO] = {.status = 400, .sentence = "The target holds user information."},
                   [REFUSAL_SCHEME] = {.status = 421, .sentence = "https needs a secured connection."},
                   [REFUSAL_VERSION] = {.status = 505, .sentence = "Only major version 1 is spoken here."},
                   [REFUSAL_CONNECT] = {.status = 501, .sentence = "This server makes no tunnels."},
                   [REFUSAL_AUTHORITY] = {.status = 400, .sentence = "CONNECT needs a host and a port."},
                   [REFUSAL_MISDIRECTED] = {.status = 421,
                                     .sentence = "The certificate is not for this host."},
                   [REFUSAL_METHOD_TOO_LONG] = {.status = 501,
                                         .sentence = "The method is not known here."},
                   [REFUSAL_TARGET_TOO_LONG] = {.status = 414,
                                         .sentence = "The request target is too long."},
                   [REFUSAL_FIELDS_TOO_LARGE] = {.status = 431,
                                          .sentence = "The header section is too large."},
                   [REFUSAL_BARE_CR] = {.status = 400, .sentence = "A CR stands alone."},
                   [REFUSAL_BARE_LF] = {.status = 400, .sentence = "A LF stands alone."},
                   [REFUSAL_CONTROL] = {.status = 400, .sentence = "There is a control character."},
                   [REFUSAL_BLANK_LED_FIRST] = {.status = 400,
                                         .sentence = "The first field line is indented."},
                   [REFUSAL_OBS_FOLD] = {.status = 400, .sentence = "A field line is folded."},
                   [REFUSAL_BLANK_BEFORE_COLON] = {.status = 400,
                                            .sentence = "A blank stands before a colon."},
                   [REFUSAL_HOST_MISSING] = {.status = 400, .sentence = "Host is missing."},
                   [REFUSAL_HOST_REPEATED] = {.status = 400, .sentence = "There is more than one Host."},
                   [REFUSAL_HOST_INVALID] = {.status = 400, .sentence = "Host is not valid."},
                   [REFUSAL_LENGTH_INVALID] = {.status = 400, .sentence = "Content-Length is not valid."},
                   [REFUSAL_CONTENT_TOO_LARGE] = {.status = 413, .sentence = "The content is too large."},
                   [REFUSAL_LENGTH_AND_CODING] = {.status = 400,
                                           .sentence = "Length and coding contradict."},
                   [REFUSAL_CODING_IN_HTTP10] = {.status = 400, .sentence = "HTTP/1.0 has no codings."},
                   [REFUSAL_CODING_NOT_CHUNKED] = {.status = 400,
                                            .sentence = "The last coding is not chunked."},
                   [REFUSAL_CODING_PARAMETER] = {.status = 400, .sentence = "A coding has a parameter."},
                   [REFUSAL_OTHER_PARAMETER] = {.status = 400, .sentence = "A coding has a parameter."},
                   [REFUSAL_CODING_UNKNOWN] = {.status = 501, .sentence = "A coding is not known here."},
                   [REFUSAL_CHUNK] = {.status = 400, .sentence = "A chunk is not valid."},
                   [REFUSAL_CHUNK_EXTENSION] = {.status = 400,
                                         .sentence = "The chunk extensions are too long."},
                   [REFUSAL_INCOMPLETE] = {.status = 400, .sentence = "The request is not complete."},
                   [REFUSAL_TIMEOUT] = {.status = 408,
                                 .sentence = "The rest of the request did not come."},
                   },
    .request_line_max = REQUEST_LINE_MAX,
    .skips_empty_lines = true,
    .methods_have_case = true,
    .versions_have_case = true,
    .asterisk_is_for_options = true,
    .names_ignore_case = true,
    .awaits_end_of_head = true,
    .awaits_rest_of_head = true,
    .allows_higher_minor = true,
    .allows_absolute_form = true,
    .ignores_host_of_absolute = true,
    .normalises_target = true,
    .trims_values = true,
    .allows_unknown_fields = true,
    .allows_obs_text = true,

    .both_framings = BOTH_REFUSED,
    .codings_ignore_case = true,
    .lengths_saturate = true,
    .chunk_sizes_saturate = true,
    .decodes_chunked = true,
    .awaits_rest_of_chunk_line = true,
    .allows_upper_hex = true,
    .allows_chunk_extensions = true,
    .allows_bad_whitespace = true,
    .knows_quoted_pairs = true,
    .reads_content = always,

    .evaluates_if_match = true,
    .evaluates_if_none_match = true,
    .evaluates_if_modified_since = true,
    .evaluates_if_unmodified_since = true,
    .if_match_is_strong = true,
    .if_none_match_is_weak = true,
    .compares_all_tags = true,
    .tags_beat_dates = true,
    .knows_obsolete_dates = true,
    .knows_past_century = true,
    .invalid_date = POLICY_NO_DATE,
    .unknown_date = POLICY_NO_DATE,
    .limits_if_modified_since = true,
    .known_to_get = 304,
    .known_to_change = 412,
    .checks_resource_first = true,
    .has_validators_in_304 = true,
    .head_has_validators = true,
    .shows_date = true,
    .root_lines = ROOT_LINES,
    .root_lines_in_304 = ROOT_LINES,
    .lines_in_304 = "",

    .created = 201,
    .replaced = 204,
    .deleted = 204,
    .stops_at_412 = true,
    .stores_content_as_it_is = true,
    .ignores_content_location = true,
    .ignores_content_range = true,
    .refuses_partial_put = true,

    .coding = negotiation_coding,
    .coded_lines = "Content-Encoding: gzip\r\nVary: accept-encoding\r\n",
    .uncoded_lines = "Vary: accept-encoding\r\n",
    .untaken_coding = "Accept-Encoding: identity\r\n",
    .untaken_type = "Accept: text/plain\r\n",
    .challenge = "WWW-Authenticate: Basic realm=\"reference\", charset=\"UTF-8\"\r\n",
    .no_credentials = 401,
    .wrong_credentials = 401,
    .location = "Location: /file\r\n",
    .choices = "/file is text in English, and the one to take.\n/large is text, too.\n",
    .reset_content = "",
    .ranges_are_for_get = true,
    .ignores_other_units = true,
    .range_positions_saturate = true,
    .has_suffix_ranges = true,
    .limits_ranges = true,
    .refuses_unsatisfiable = true,
    .preconditions_come_first = true,
    .evaluates_if_range = true,
    .if_range_needs_range = true,
    .if_range_needs_parts = true,
    .if_range_is_strong = true,
    .if_range_date_is_exact = true,
    .has_range_in_416 = true,

    .has_tag_in_206 = true,
    .has_date_in_206 = true,
    .is_brief_after_if_range = true,
    .has_range_in_206 = true,
    .tells_complete_length = true,
    .ranges_end_within = true,
    .tells_boundary = true,
    .has_range_in_parts = true,
    .has_type_in_parts = true,
    .part_line_end = "\r\n",

    .ending = ending_by_rfc,
    .own_ending = {ENDING_CLOSE, true  },
    .early_ending = {ENDING_CLOSE,       true},
    .answers_before_invalid = true,
    .keeps_order = true,
    .late_ones_wait = true,

    .sends_close_notify = true,
    .after_response = CLOSE_STAGED,
    .at_client_fin = CLOSE_STAGED,
    .at_idle_timeout = CLOSE_STAGED,
    .survives_truncation = true,

    .has_head = true,
    .unknown_method = 501,
    .forbidden_method = 405,
    .unknown_expectation = 417,
    .names_allowed_methods = true,
    .names_large_field = true,

    .names_own_methods = true,
    .trace_reflects = true,
    .trace_hides_secrets = true,

    .switching = upgrade_switch,
    .continues_before_switching = true,
    .names_upgrade_in_426 = true,

    .awaits_lf = true,
    .awaits_rest_of_content = true,

    .interim = "HTTP/1.1 100 Continue\r\n\r\n",
    .interim_moment = INTERIM_AT_ONCE,
    .interim_is_followed = true,
    .expects_continue = request_expects_continue,

    .version = version_by_rfc,
    .reason = reason_by_rfc,
    .first_lines = "",
    .first_error_lines = "",
    .last_modified = "Mon, 01 Jan 2024 00:00:00 GMT",
    .add_date = add_date,
    .content_type_name = "Content-Type",
    .framing = framing_by_rfc,
    .coding_line = "Transfer-Encoding: chunked\r\n",
    .chunk_extension = "",
    .trailer_lines = "",
    .length_lines = one_line,
    .head_tells_length = true,
    .head_tells_type = true,
    .no_content_lines = "",
    .after_last_content = "",
};

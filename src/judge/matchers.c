#include "judge/matchers.h"

#include "judge/match_body.h"
#include "judge/match_field.h"
#include "judge/match_response.h"
#include "judge/match_stream.h"

static void match_fields(struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->wanted->field_count; i++) {
        comparison->field = &comparison->wanted->fields[i];
        matchers_run(comparison, MATCHER_FIELD);
    }
    comparison->field = NULL;
}

static void match_content(struct comparison *comparison)
{
    if (comparison->wanted->body.is_given)
        matchers_run(comparison, MATCHER_BODY);
}

const struct matcher matchers[] = {
    {MATCHER_CONNECTION, "responses",    "Each response begins with a status line.",
     match_stream_in_step                                                                                    },
    {MATCHER_CONNECTION, "responses",    "The final responses, in order.",           match_stream_responses  },
    {MATCHER_MESSAGE,    "status",       "The status code.",                         match_response_status   },
    {MATCHER_RESPONSE,   "before",       "The answer begins before a step is sent.", match_response_before   },
    {MATCHER_RESPONSE,   "interim",      "The 1xx responses before it.",             match_response_interim  },
    {MATCHER_RESPONSE,   "version",      "The version in the status line.",          match_response_version  },
    {MATCHER_MESSAGE,    "headers",      "Fields of the header section.",            match_fields            },
    {MATCHER_FIELD,      "present",      "Whether the field is there.",              match_field_present     },
    {MATCHER_FIELD,      "count",        "How many field lines there are.",          match_field_count       },
    {MATCHER_FIELD,      "has_token",    "A list member that must be there.",        match_field_has_token   },
    {MATCHER_FIELD,      "lacks_token",  "A list member that must not be there.",
     match_field_lacks_token                                                                                 },
    {MATCHER_FIELD,      "equals",       "The value, byte for byte.",                match_field_equals      },
    {MATCHER_FIELD,      "is_http_date", "The value is an IMF-fixdate.",             match_field_is_http_date},
    {MATCHER_FIELD,      "as_first",     "As in the first response.",                match_field_as_first    },
    {MATCHER_MESSAGE,    "body",         "The content.",                             match_content           },
    {MATCHER_BODY,       "empty",        "Whether there is content.",                match_body_empty        },
    {MATCHER_BODY,       "length",       "Bytes of content.",                        match_body_length       },
    {MATCHER_BODY,       "equals",       "The content, byte for byte.",              match_body_equals       },
    {MATCHER_BODY,       "contains",     "Bytes that the content holds.",            match_body_contains     },
    {MATCHER_BODY,       "lacks",        "Bytes that the content does not hold.",    match_body_lacks        },
    {MATCHER_RESPONSE,   "responses",    "The response is complete.",                match_response_complete },
    {MATCHER_CONNECTION, "end",          "How the peer ended the connection.",       match_stream_end        },
    {MATCHER_CONNECTION, "after",        "No byte is left over.",                    match_stream_after      },
    {MATCHER_CONNECTION, "wellformed",   "The grammar of every response.",           match_stream_wellformed },
    {MATCHER_ATTEMPT,    "handled",      "How often the counter was called.",        match_stream_handled    },
};
const size_t matchers_count = countof(matchers);

void matchers_run(struct comparison *comparison, enum matcher_scope scope)
{
    for (size_t i = 0; i < matchers_count; i++) {
        if (matchers[i].scope == scope)
            matchers[i].match(comparison);
    }
}

void matchers_compare(struct comparison *comparison, const unsigned *connections)
{
    unsigned count = comparison->outcome->connection_count;
    comparison->is_named = count > 1;
    for (unsigned i = 0; i < count; i++) {
        comparison_turn(comparison, connections[i]);
        matchers_run(comparison, MATCHER_CONNECTION);
    }
    comparison->is_named = false;
    matchers_run(comparison, MATCHER_ATTEMPT);
}

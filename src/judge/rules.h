/*
 * The checks behind the rows of the rulebook, and what they share. A check looks at one response of
 * a finished stream (or at the stream) and says at most one thing about it. Only rulebook.c calls
 * them.
 */
#ifndef JUDGE_RULES_H
#define JUDGE_RULES_H

#include "judge/rulebook.h"

struct rule_place {
    const struct rule *rule;
    const struct observed_connection *peer;
    const struct http_message *response; /* NULL for a rule about the stream */
    const struct http_request *request;  /* that it answers; NULL if that is not certain */
    size_t message;                      /* index of response */
    int64_t wall_ms; /* when the exchange began, since 1970; 0 if that is not known */
    struct arena *arena;
    bool is_looked;
    bool is_hit;
    struct rule_hit hit; /* connection is filled in by the caller */
};

/* There was something to check. */
void rules_look(struct rule_place *place);

/* The response breaks the rule; actual says how. Only the first call counts. */
void rules_hit(struct rule_place *place, struct range where, const char *actual);

/* True for a final response with its header section complete. */
bool rules_is_final(const struct rule_place *place);

/* True if the response answers a complete request with method (NULL: any) in HTTP/1.minor. */
bool rules_answers(const struct rule_place *place, const char *method, int minor);

/* The value of the response's first field called name, or a span with data NULL. */
struct span rules_value(const struct rule_place *place, const char *name);

/* How many fields are called name, and the place of the first (of the start line if there is none).
 */
size_t rules_count(const struct rule_place *place, const char *name);
struct range rules_where(const struct rule_place *place, const char *name);

/* rules_syntax.c: grammar, mostly what the parser noted. */
void rules_deviation(struct rule_place *place);
void rules_begins_with_status_line(struct rule_place *place);
void rules_version_to_1_1(struct rule_place *place);
void rules_version_to_1_0(struct rule_place *place);

/* rules_framing.c: how long a message is, and what follows it. */
void rules_coding_forbidden(struct rule_place *place);
void rules_length_forbidden(struct rule_place *place);
void rules_chunked_once(struct rule_place *place);
void rules_coding_to_1_0(struct rule_place *place);
void rules_interim_to_1_0(struct rule_place *place);
void rules_nothing_after_head(struct rule_place *place);
void rules_nothing_after_bodyless(struct rule_place *place);
void rules_nothing_left_over(struct rule_place *place);
void rules_last_after_close(struct rule_place *place);
void rules_own_length(struct rule_place *place);
void rules_reset_content(struct rule_place *place);
void rules_explained(struct rule_place *place);
void rules_choices_listed(struct rule_place *place);

/* rules_fields.c: fields that must be there, must not be there, or have a form. */
void rules_field_required(struct rule_place *place);
void rules_date(struct rule_place *place);
void rules_date_format(struct rule_place *place);
void rules_single_fields(struct rule_place *place);
void rules_list_members(struct rule_place *place);
void rules_upgrade_option(struct rule_place *place);
void rules_keep_alive_option(struct rule_place *place);
void rules_request_fields(struct rule_place *place);
void rules_connection_options(struct rule_place *place);
void rules_content_type(struct rule_place *place);
void rules_identity_coding(struct rule_place *place);
void rules_allow_refused(struct rule_place *place);

/* rules_challenge.c: what a server asks for. */
void rules_challenge_parameters(struct rule_place *place);

/* rules_values.c: what stands inside of fields, and trailers. */
void rules_realm_quoted(struct rule_place *place);
void rules_part_range(struct rule_place *place);
void rules_location_host(struct rule_place *place);
void rules_location_host_https(struct rule_place *place);
void rules_location_user(struct rule_place *place);
void rules_trailer_allowed(struct rule_place *place);
void rules_trailer_announced(struct rule_place *place);

/* rules_time.c: what a date says, not how it is written. */
void rules_date_now(struct rule_place *place);
void rules_last_modified(struct rule_place *place);

/* rules_spelling.c: octets that recipients must put up with and senders should not generate. */
void rules_space_after_colon(struct rule_place *place);
void rules_needless_whitespace(struct rule_place *place);
void rules_required_whitespace(struct rule_place *place);
void rules_needless_escapes(struct rule_place *place);

/* rules_multipart.c: partial content, in one part or in several. */
void rules_multipart_boundary(struct rule_place *place);
void rules_multipart_lines(struct rule_place *place);
void rules_multipart_head(struct rule_place *place);
void rules_multipart_ranges(struct rule_place *place);
void rules_multipart_types(struct rule_place *place);
void rules_multipart_asked(struct rule_place *place);
void rules_multipart_order(struct rule_place *place);
void rules_part_length(struct rule_place *place);

#endif

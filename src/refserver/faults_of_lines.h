/* Faults about the request-line and the field lines of a request; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_LINES_H
#define REFSERVER_FAULTS_OF_LINES_H

#define FAULTS_ABOUT_LINES(F)                                                                      \
    F(decodes_utf8, "decodes-utf8", "9112-2.2-1", NULL,                                            \
      "The start of a UTF-8 sequence swallows the line end behind it.", decodes_utf8 = true)       \
    F(bare_cr_ends_line, "bare-cr-ends-line", "9112-2.2-4", NULL, "A CR alone ends a field line.", \
      refusals[REFUSAL_BARE_CR].is_tolerated = true)                                               \
    F(no_empty_line_before, "no-empty-line-before", "9112-2.2-7", NULL,                            \
      "An empty line before a request-line is refused.", skips_empty_lines = false)                \
    F(blank_led_first_line, "blank-led-first-line", "9112-2.2-9", NULL,                            \
      "An indented line behind the request-line is read as a field line.",                         \
      refusals[REFUSAL_BLANK_LED_FIRST].is_tolerated = true)                                       \
    F(garbage_is_fine, "garbage-is-fine", "9112-2.2-10", NULL,                                     \
      "What is no HTTP message is answered with 200.", refusals[REFUSAL_SYNTAX].status = 200)      \
    F(garbage_stays_open, "garbage-stays-open", "9112-2.2-11", NULL,                               \
      "The connection goes on behind what is no HTTP message.",                                    \
      refusals[REFUSAL_SYNTAX].stays_open = true)                                                  \
    F(long_method_400, "long-method-400", "9112-3-2", NULL,                                        \
      "A very long method is answered with 400.", refusals[REFUSAL_METHOD_TOO_LONG].status = 400)  \
    F(long_target_400, "long-target-400", "9112-3-3", NULL,                                        \
      "A target that is too long is answered with 400.",                                           \
      refusals[REFUSAL_TARGET_TOO_LONG].status = 400)                                              \
    F(short_request_line, "short-request-line", "9112-3-4 9110-4.1-1", NULL,                       \
      "A request-line may have 4000 octets at most.", request_line_max = 4000)                     \
    F(invalid_target_404, "invalid-target-404", "9112-3.2-1", NULL,                                \
      "A target outside the grammar is answered with 404.", refusals[REFUSAL_TARGET].status = 404) \
    F(repairs_target, "repairs-target", "9112-3.2-2 9112-3.2-d1", NULL,                            \
      "A target outside the grammar is taken as it is.",                                           \
      refusals[REFUSAL_TARGET].is_tolerated = true)                                                \
    F(host_missing, "host-missing", "9112-3.2-6", NULL, "HTTP/1.1 without Host is accepted.",      \
      refusals[REFUSAL_HOST_MISSING].is_tolerated = true)                                          \
    F(host_repeated, "host-repeated", "9112-3.2-7", NULL, "Two Host lines are accepted.",          \
      refusals[REFUSAL_HOST_REPEATED].is_tolerated = true)                                         \
    F(host_invalid, "host-invalid", "9112-3.2-8", NULL, "An invalid Host is accepted.",            \
      refusals[REFUSAL_HOST_INVALID].is_tolerated = true)                                          \
    F(absolute_form_by_host, "absolute-form-by-host", "9112-3.2.2-5", NULL,                        \
      "In absolute-form Host counts: if it differs from the target the request is refused.",       \
      ignores_host_of_absolute = false)                                                            \
    F(no_absolute_form, "no-absolute-form", "9112-3.2.2-6", NULL, "absolute-form is refused.",     \
      allows_absolute_form = false)                                                                \
    F(empty_target_host, "empty-target-host", "9110-4.2.1-2 9110-4.2.2-2", NULL,                   \
      "A target http:///path is accepted.", refusals[REFUSAL_EMPTY_HOST].is_tolerated = true)      \
    F(target_userinfo, "target-userinfo", "9110-4.2.4-2", "plain",                                 \
      "A target with user information is accepted.",                                               \
      refusals[REFUSAL_USERINFO].is_tolerated = true)                                              \
    F(https_on_plain, "https-on-plain", "9110-7.4-1", "plain",                                     \
      "An https target is served without TLS.", refusals[REFUSAL_SCHEME].is_tolerated = true)      \
    F(literal_target, "literal-target", "9110-4.2.3-1", NULL,                                      \
      "A percent-encoded letter names another resource than the letter.",                          \
      normalises_target = false)                                                                   \
    F(blank_before_colon_accepted, "blank-before-colon-accepted", "9112-5.1-1", NULL,              \
      "A blank between field name and colon is accepted.",                                         \
      refusals[REFUSAL_BLANK_BEFORE_COLON].is_tolerated = true)                                    \
    F(fold_is_field, "fold-is-field", "9112-5.2-2", NULL,                                          \
      "A folded line is read as a field line of its own.",                                         \
      refusals[REFUSAL_OBS_FOLD].is_tolerated = true)                                              \
    F(value_ends_at_nul, "value-ends-at-nul", "9110-5.5-3", NULL, "A field value ends at a NUL.",  \
      refusals[REFUSAL_CONTROL].is_tolerated = true)                                               \
    F(value_not_trimmed, "value-not-trimmed", "9110-5.5-1 9112-5-d1", NULL,                        \
      "Blanks around a field value are part of it.", trims_values = false)                         \
    F(no_obs_text, "no-obs-text", "9110-5.5-2", NULL,                                              \
      "Octets above 0x7F in a field value are refused.", allows_obs_text = false)                  \
    F(no_unknown_fields, "no-unknown-fields", "9110-5.1-3", NULL,                                  \
      "A field whose name begins with X- is refused.", allows_unknown_fields = false)              \
    F(large_fields_500, "large-fields-500", "9110-5.4-1", NULL,                                    \
      "A header section that is too large is answered with 500.",                                  \
      refusals[REFUSAL_FIELDS_TOO_LARGE].status = 500)                                             \
    F(large_field_unnamed, "large-field-unnamed", "6585-5-2", NULL,                                \
      "The answer 431 does not name the field.", names_large_field = false)                        \
    F(no_higher_minor, "no-higher-minor", "9110-6.2-3", NULL, "HTTP/1.2 is refused.",              \
      allows_higher_minor = false)                                                                 \
    F(version_without_case, "version-without-case", "9112-2.3-d1 9112-2.2-10", NULL,               \
      "http/1.1 is taken for HTTP/1.1.", versions_have_case = false)                               \
    F(asterisk_for_get, "asterisk-for-get", "9112-3.2.4-d1 9112-3.2-2", NULL,                      \
      "The target * is served for GET as well.", asterisk_is_for_options = false)                  \
    F(empty_https_host, "empty-https-host", "9110-4.2.2-2", "tls",                                 \
      "Over TLS a target https:///path is accepted.",                                              \
      refusals[REFUSAL_EMPTY_HOST].is_tolerated = true)                                            \
    F(field_names_have_case, "field-names-have-case", "9110-5.1-d1 9112-5-d1", NULL,               \
      "Field names are known in their usual case only.", names_ignore_case = false)                \
    F(head_ends_at_fin, "head-ends-at-fin", "9110-5.3-5", NULL,                                    \
      "A header section without its empty line is carried out when the client ends its "           \
      "direction.",                                                                                \
      awaits_end_of_head = false)                                                                  \
    F(head_ends_with_line, "head-ends-with-line", "9110-5.3-5", NULL,                              \
      "A header section without its empty line is carried out at once.",                           \
      awaits_rest_of_head = false)

#endif

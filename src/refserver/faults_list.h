/*
 * The faults as a list for faults.c: F(name, id, requirement, needs, sentence, replaced member). An
 * id never changes. The sentence says what the server does wrong.
 */
#ifndef REFSERVER_FAULTS_LIST_H
#define REFSERVER_FAULTS_LIST_H

#define FAULTS_ABOUT_CLOSE(F)                                                                      \
    F(drop_valid_before_invalid, "drop-valid-before-invalid", "9112-9.6-4", NULL,                  \
      "A request with close is dropped without an answer if something invalid stands behind it.",  \
      answers_before_invalid = false)                                                              \
    F(ignore_close, "ignore-close", "9112-9.6-4", NULL,                                            \
      "The close option of a request has no effect.", ending = ending_ignore_close)                \
    F(ignore_close_in_list, "ignore-close-in-list", "9112-9.6-4", NULL,                            \
      "The close option is seen only if it is all that a Connection line holds.",                  \
      ending = ending_ignore_in_list)                                                              \
    F(ignore_close_case, "ignore-close-case", "9112-9.6-4", NULL,                                  \
      "The close option is seen in lower case only.", ending = ending_ignore_case)                 \
    F(ignore_second_connection_line, "ignore-second-connection-line", "9112-9.6-4", NULL,          \
      "Only the first Connection line is looked at.", ending = ending_first_line_only)             \
    F(ignore_close_after_empty_member, "ignore-close-after-empty-member", "9110-5.6.1.2-1", NULL,  \
      "The close option is not seen behind an empty list member.",                                 \
      ending = ending_ignore_after_empty)                                                          \
    F(close_not_announced, "close-not-announced", "9112-9.6-5", NULL,                              \
      "The answer to a request with close does not say close.", ending = ending_not_announced)     \
    F(answer_after_close, "answer-after-close", "9112-9.6-6", NULL,                                \
      "Requests that came together with one that says close are answered as well.",                \
      ending = ending_answer_rest)                                                                 \
    F(execute_after_close, "execute-after-close", "9112-9.6-6", "counter",                         \
      "Requests that came together with one that says close are executed, but not answered.",      \
      ending = ending_execute_rest)                                                                \
    F(server_close_stays_open, "server-close-stays-open", "9112-9.6-7", NULL,                      \
      "A refusal says close, but the connection stays open.",                                      \
      own_ending = ((struct ending){ENDING_DEAF, true}))                                           \
    F(server_close_answers_more, "server-close-answers-more", "9112-9.6-8", NULL,                  \
      "A refusal says close, but requests that came together with it are still answered.",         \
      own_ending = ((struct ending){ENDING_ANSWER_REST, true}))                                    \
    F(silent_server_close, "silent-server-close", "9112-9.6-1", NULL,                              \
      "A refusal does not say that the connection will be closed.",                                \
      own_ending = ((struct ending){ENDING_CLOSE, false}))                                         \
    F(reset_after_response, "reset-after-response", "9112-9.6-d1", NULL,                           \
      "The connection is reset right after the last response.", after_response = CLOSE_BY_RESET)   \
    F(half_close_loses_response, "half-close-loses-response", "9112-9.6-d2", NULL,                 \
      "A half-close by the client drops the answer that it waits for.", fin_watch_ms = 50)

#define FAULTS_ABOUT_PERSISTENCE(F)                                                                \
    F(never_persistent_silent, "never-persistent-silent", "9112-9.3-3", NULL,                      \
      "Every response ends the connection, and none says so unasked.",                             \
      ending = ending_never_silent)                                                                \
    F(not_persistent, "not-persistent", "9112-9.3-1", NULL, "Every response ends the connection.", \
      ending = ending_never)                                                                       \
    F(http10_stays_open, "http10-stays-open", "9112-9.3-d1", NULL,                                 \
      "An HTTP/1.0 request without keep-alive does not end the connection.",                       \
      ending = ending_http10_open)                                                                 \
    F(keep_alive_beats_close, "keep-alive-beats-close", "9112-9.3-d1", NULL,                       \
      "The option close has no effect beside keep-alive.", ending = ending_keep_alive_first)       \
    F(early_drop, "early-drop", "9112-9.5-4", NULL,                                                \
      "The third request of a connection, or a later one, ends it without a word.",                \
      ending = ending_early_drop)                                                                  \
    F(drops_pipelined, "drops-pipelined", "9110-15-d2", NULL,                                      \
      "Requests that came together with an earlier one are never answered.",                       \
      ending = ending_drop_rest)                                                                   \
    F(out_of_order, "out-of-order", "9112-9.3.2-3", NULL,                                          \
      "Three or more pipelined requests that came together are answered in reverse order.",        \
      keeps_order = false)                                                                         \
    F(late_overtaken, "late-overtaken", "9112-9.3.2-3", NULL,                                      \
      "A late answer is overtaken by those of the requests behind it.", late_ones_wait = false)    \
    F(body_as_request, "body-as-request", "9112-9.3-5", NULL,                                      \
      "The content of a GET request is read as the next request.", reads_content = unless_get)     \
    F(body_after_head, "body-after-head", "9110-9.3.2-1", NULL, "The answer to HEAD has content.", \
      head_has_content = true)                                                                     \
    F(reset_on_idle_timeout, "reset-on-idle-timeout", "9112-9.5-1", NULL,                          \
      "The idle time-out ends the connection by a reset.", at_idle_timeout = CLOSE_BY_RESET)       \
    F(ignores_client_fin, "ignores-client-fin", "9112-9.5-2", NULL,                                \
      "A connection that the client has closed stays open.", at_client_fin = CLOSE_NOT_AT_ALL)     \
    F(fin_without_close_notify, "fin-without-close-notify", "9112-9.8-6", "tls",                   \
      "A TLS connection is closed without a closure alert.", sends_close_notify = false)           \
    F(dies_after_truncation, "dies-after-truncation", "9112-9.8-5", "tls",                         \
      "The next connection after a TLS connection that ended without an alert gets no answer.",    \
      survives_truncation = false)

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
    F(short_request_line, "short-request-line", "9112-3-4", NULL,                                  \
      "A request-line may have 4000 octets at most.", request_line_max = 4000)                     \
    F(invalid_target_404, "invalid-target-404", "9112-3.2-1", NULL,                                \
      "A target outside the grammar is answered with 404.", refusals[REFUSAL_TARGET].status = 404) \
    F(repairs_target, "repairs-target", "9112-3.2-2", NULL,                                        \
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
    F(empty_target_host, "empty-target-host", "9110-4.2.1-2", NULL,                                \
      "A target http:///path is accepted.", refusals[REFUSAL_EMPTY_HOST].is_tolerated = true)      \
    F(target_userinfo, "target-userinfo", "9110-4.2.4-2", NULL,                                    \
      "A target with user information is accepted.",                                               \
      refusals[REFUSAL_USERINFO].is_tolerated = true)                                              \
    F(https_on_plain, "https-on-plain", "9110-7.4-1", NULL,                                        \
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
    F(value_not_trimmed, "value-not-trimmed", "9110-5.5-1", NULL,                                  \
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
      allows_higher_minor = false)

#define FAULTS_ABOUT_CONTENT(F)                                                                    \
    F(no_chunked, "no-chunked", "9112-6.1-1", NULL, "Chunked content is refused.",                 \
      decodes_chunked = false)                                                                     \
    F(no_upper_hex, "no-upper-hex", "9112-7.1-2", NULL,                                            \
      "A chunk size with capital letters is refused.", allows_upper_hex = false)                   \
    F(unknown_coding_accepted, "unknown-coding-accepted", "9112-6.1-9", NULL,                      \
      "An unknown coding before chunked is overlooked.",                                           \
      refusals[REFUSAL_CODING_UNKNOWN].is_tolerated = true)                                        \
    F(length_and_coding_persists, "length-and-coding-persists", "9112-6.1-13", NULL,               \
      "After a request with length and coding the connection goes on.",                            \
      both_framings = BOTH_BY_CODING)                                                              \
    F(length_beats_coding, "length-beats-coding", "9112-6.3-d3", NULL,                             \
      "Of length and coding the length counts.", both_framings = BOTH_BY_LENGTH)                   \
    F(http10_coding_persists, "http10-coding-persists", "9112-6.1-14", NULL,                       \
      "After an HTTP/1.0 request with Transfer-Encoding the connection goes on.",                  \
      refusals[REFUSAL_CODING_IN_HTTP10].is_tolerated = true)                                      \
    F(unchunked_is_fine, "unchunked-is-fine", "9112-6.3-4", NULL,                                  \
      "A request whose final coding is not chunked is answered with 200.",                         \
      refusals[REFUSAL_CODING_NOT_CHUNKED].status = 200)                                           \
    F(unchunked_stays_open, "unchunked-stays-open", "9112-6.3-5", NULL,                            \
      "The connection goes on behind a request whose final coding is not chunked.",                \
      refusals[REFUSAL_CODING_NOT_CHUNKED].stays_open = true)                                      \
    F(bad_length_accepted, "bad-length-accepted", "9112-6.3-6", NULL,                              \
      "The first digits of a bad Content-Length count.",                                           \
      refusals[REFUSAL_LENGTH_INVALID].is_tolerated = true)                                        \
    F(bad_length_is_fine, "bad-length-is-fine", "9112-6.3-7", NULL,                                \
      "A bad Content-Length is answered with 200.", refusals[REFUSAL_LENGTH_INVALID].status = 200) \
    F(bad_length_stays_open, "bad-length-stays-open", "9112-6.3-8", NULL,                          \
      "The connection goes on behind a bad Content-Length.",                                       \
      refusals[REFUSAL_LENGTH_INVALID].stays_open = true)                                          \
    F(incomplete_is_complete, "incomplete-is-complete", "9112-6.3-11", NULL,                       \
      "Content that the client cut short is taken for complete.",                                  \
      refusals[REFUSAL_INCOMPLETE].is_tolerated = true)                                            \
    F(length_wraps, "length-wraps", "9110-8.6-8", NULL,                                            \
      "A Content-Length beyond 64 bits wraps around.", lengths_saturate = false)                   \
    F(codings_have_case, "codings-have-case", "9112-7-d1", NULL,                                   \
      "Transfer codings are known in lower case only.", codings_ignore_case = false)               \
    F(loose_chunk_line, "loose-chunk-line", "9112-7.1-d1", NULL,                                   \
      "What follows a chunk size is not looked at.", refusals[REFUSAL_CHUNK].is_tolerated = true)  \
    F(bare_lf_in_chunks, "bare-lf-in-chunks", "9112-7.1-d1", NULL,                                 \
      "A LF alone ends lines, those of chunks as well.",                                           \
      refusals[REFUSAL_BARE_LF].is_tolerated = true)                                               \
    F(chunk_size_wraps, "chunk-size-wraps", "9112-7.1-3", NULL,                                    \
      "A chunk size beyond 64 bits wraps around.", chunk_sizes_saturate = false)                   \
    F(chunked_parameter_accepted, "chunked-parameter-accepted", "9112-7.1-4", NULL,                \
      "A parameter on chunked is overlooked.",                                                     \
      refusals[REFUSAL_CODING_PARAMETER].is_tolerated = true)                                      \
    F(coding_parameter_accepted, "coding-parameter-accepted", "9112-7.2-1", NULL,                  \
      "A coding with a parameter before chunked is overlooked.",                                   \
      refusals[REFUSAL_OTHER_PARAMETER].is_tolerated = true)                                       \
    F(no_chunk_extensions, "no-chunk-extensions", "9112-7.1.1-1", NULL,                            \
      "Chunk extensions are refused.", allows_chunk_extensions = false)                            \
    F(no_bad_whitespace, "no-bad-whitespace", "9110-5.6.3-5", NULL,                                \
      "A blank before a chunk extension is refused.", allows_bad_whitespace = false)               \
    F(merges_trailers, "merges-trailers", "9112-7.1.2-3", NULL,                                    \
      "Trailer fields act as header fields.", merges_trailers = true)

#define FAULTS_ABOUT_METHODS(F)                                                                    \
    F(methods_without_case, "methods-without-case", "9110-9.1-d1", NULL,                           \
      "Methods are known in any case.", methods_have_case = false)                                 \
    F(no_head, "no-head", "9110-9.1-1", NULL, "HEAD is answered with 501.", has_head = false)      \
    F(unknown_method_400, "unknown-method-400", "9110-9.1-3", NULL,                                \
      "An unknown method is answered with 400.", unknown_method = 400)                             \
    F(forbidden_method_400, "forbidden-method-400", "9110-9.1-4", NULL,                            \
      "A method that the resource has not is answered with 400.", forbidden_method = 400)          \
    F(no_allow_on_405, "no-allow-on-405", "9110-10.2.1-1", NULL, "405 comes without Allow.",       \
      names_allowed_methods = false)                                                               \
    F(no_continue, "no-continue", "9110-10.1.1-6", NULL, "100 (Continue) is never sent.",          \
      interim_moment = INTERIM_NEVER)                                                              \
    F(continue_after_content, "continue-after-content", "9110-10.1.1-7", NULL,                     \
      "100 (Continue) is sent when the content begins.", interim_moment = INTERIM_AFTER_CONTENT)   \
    F(continue_to_http10, "continue-to-http10", "9110-15.2-1", NULL,                               \
      "100 (Continue) is sent to HTTP/1.0.", has_interim_for_http10 = true)                        \
    F(nothing_after_continue, "nothing-after-continue", "9110-10.1.1-4", NULL,                     \
      "Nothing follows 100 (Continue).", interim_is_followed = false)                              \
    F(length_on_100, "length-on-100", "9110-8.6-5", NULL, "100 (Continue) has a Content-Length.",  \
      interim = "HTTP/1.1 100 Continue\r\nContent-Length: 0\r\n\r\n")                              \
    F(silent_early_answer, "silent-early-answer", "9110-10.1.1-5", NULL,                           \
      "An answer before the content does not say that the connection will be closed.",             \
      early_ending = ((struct ending){ENDING_CLOSE, false}))                                       \
    F(switches_unasked, "switches-unasked", "9110-7.8-6", NULL,                                    \
      "The server switches to a protocol that was not offered.", switching = switch_unasked)       \
    F(switches_http10, "switches-http10", "9110-7.8-12", NULL,                                     \
      "An HTTP/1.0 client is switched to another protocol.", switching = switch_http10)

#define FAULTS_ABOUT_CONDITIONS(F)                                                                 \
    F(no_if_match, "no-if-match", "9110-13.1.1-2", NULL, "If-Match is ignored.",                   \
      evaluates_if_match = false)                                                                  \
    F(weak_if_match, "weak-if-match", "9110-13.1.1-1", NULL, "If-Match compares weakly.",          \
      if_match_is_strong = false)                                                                  \
    F(no_if_none_match, "no-if-none-match", "9110-13.1.2-2", NULL, "If-None-Match is ignored.",    \
      evaluates_if_none_match = false)                                                             \
    F(strong_if_none_match, "strong-if-none-match", "9110-13.1.2-1", NULL,                         \
      "If-None-Match compares strongly.", if_none_match_is_weak = false)                           \
    F(no_if_modified_since, "no-if-modified-since", "9110-13.1.3-5", NULL,                         \
      "If-Modified-Since is ignored.", evaluates_if_modified_since = false)                        \
    F(no_if_unmodified_since, "no-if-unmodified-since", "9110-13.1.4-5", NULL,                     \
      "If-Unmodified-Since is ignored.", evaluates_if_unmodified_since = false)                    \
    F(dates_beside_tags, "dates-beside-tags", "9110-13.1.3-1", NULL,                               \
      "Dates are looked at although there are entity tags.", tags_beat_dates = false)              \
    F(no_obsolete_dates, "no-obsolete-dates", "9110-5.6.7-1", NULL,                                \
      "Dates in the obsolete forms are not understood.", knows_obsolete_dates = false)             \
    F(invalid_dates_count, "invalid-dates-count", "9110-13.1.4-2", NULL,                           \
      "An invalid date counts as one of long ago.", ignores_invalid_dates = false)                 \
    F(conditions_before_resource, "conditions-before-resource", "9110-13.2.1-2", NULL,             \
      "If-Match is looked at before it is known whether there is a resource.",                     \
      checks_resource_first = false)                                                               \
    F(no_validators_in_304, "no-validators-in-304", "9110-15.4.5-1", NULL,                         \
      "304 comes without the entity tag.", has_validators_in_304 = false)

#define FAULTS_ABOUT_RESPONSES(F)                                                                  \
    F(version_1_0, "version-1-0", "9112-2.3-3", NULL, "HTTP/1.1 is answered with HTTP/1.0.",       \
      version = version_1_0)                                                                       \
    F(version_1_0_to_1_0, "version-1-0-to-1-0", "9110-6.2-1", NULL,                                \
      "HTTP/1.0 is answered with HTTP/1.0.", version = version_1_0_to_1_0)                         \
    F(no_space_after_code, "no-space-after-code", "9112-4-4", NULL,                                \
      "Nothing follows the status code of an error response.", reason = reason_empty)              \
    F(blank_after_start, "blank-after-start", "9112-2.2-8", NULL,                                  \
      "The first field line of an error response is indented.",                                    \
      first_error_lines = " X-Blank: 1\r\n")                                                       \
    F(bare_cr_in_value, "bare-cr-in-value", "9112-2.2-3", NULL,                                    \
      "A field value of an error response holds a CR.", first_error_lines = "X-Bare: a\rb\r\n")    \
    F(bare_lf_line_end, "bare-lf-line-end", "9110-2.2-1", NULL,                                    \
      "A field line of an error response ends in LF alone.", first_error_lines = "X-Bare: a\n")    \
    F(space_before_colon, "space-before-colon", "9110-2.2-1", NULL,                                \
      "A blank stands before a colon in an error response.",                                       \
      first_error_lines = "X-Blank : 1\r\n")                                                       \
    F(invalid_field_name, "invalid-field-name", "9110-2.2-1", NULL,                                \
      "A field name of an error response is not a token.", first_error_lines = "X(Name): 1\r\n")   \
    F(control_in_value, "control-in-value", "9110-2.2-1", NULL,                                    \
      "A field value of an error response holds a control character.",                             \
      first_error_lines = "X-Bell: a\ab\r\n")                                                      \
    F(obs_fold_in_response, "obs-fold-in-response", "9112-5.2-1", NULL,                            \
      "A field line of an error response is folded.", first_error_lines = "X-Folded: a\r\n b\r\n") \
    F(empty_list_member, "empty-list-member", "9110-5.6.1.1-1", NULL,                              \
      "A list in a response has an empty member.", first_lines = "Vary: , accept\r\n")             \
    F(upgrade_without_option, "upgrade-without-option", "9110-7.8-11", NULL,                       \
      "Upgrade comes without the connection option.", first_lines = "Upgrade: other/1\r\n")        \
    F(option_of_end_to_end_field, "option-of-end-to-end-field", "9110-7.6.1-4", NULL,              \
      "Connection names an end-to-end field.", first_lines = "Connection: content-type\r\n")       \
    F(identity_coding, "identity-coding", "9110-8.4-2", NULL, "Content-Encoding names identity.",  \
      first_lines = "Content-Encoding: identity\r\n")                                              \
    F(location_without_host, "location-without-host", "9110-4.2.1-1", NULL,                        \
      "Location holds a URI without a host.", first_lines = "Location: http:///x\r\n")             \
    F(location_with_user, "location-with-user", "9110-4.2.4-1", NULL,                              \
      "Location holds user information.", first_lines = "Location: http://user@localhost/\r\n")    \
    F(modified_in_future, "modified-in-future", "9110-8.8.2.1-2", NULL,                            \
      "Last-Modified lies in the future.", last_modified = "Fri, 01 Jan 2100 00:00:00 GMT")        \
    F(two_dates, "two-dates", "9110-5.3-3", NULL, "Date is sent twice.", add_date = add_two_dates) \
    F(no_date, "no-date", "9110-6.6.1-2", NULL, "Responses with 4xx have no Date.",                \
      add_date = add_no_date)                                                                      \
    F(obsolete_date, "obsolete-date", "9110-5.6.7-2", NULL, "Date has an obsolete form.",          \
      add_date = add_obsolete_date)                                                                \
    F(no_content_type, "no-content-type", "9110-8.3-1", NULL, "Responses have no Content-Type.",   \
      content_type_name = NULL)                                                                    \
    F(two_content_lengths, "two-content-lengths", "9110-5.3-3", NULL,                              \
      "Content-Length is sent twice with an error.", length_lines = two_length_lines)              \
    F(te_and_cl, "te-and-cl", "9112-6.2-1", NULL,                                                  \
      "Responses have Transfer-Encoding and Content-Length.", framing = framing_both)              \
    F(chunked_to_http10, "chunked-to-http10", "9112-6.1-11", NULL,                                 \
      "Responses to HTTP/1.0 are chunked.", framing = framing_chunked_to_http10)                   \
    F(until_close, "until-close", "9112-6.3-12", NULL,                                             \
      "Where the connection ends anyway a content of unknown length is ended by that.",            \
      framing = framing_until_close)                                                               \
    F(chunked_twice, "chunked-twice", "9112-6.1-2", NULL,                                          \
      "A chunked response names chunked twice.",                                                   \
      coding_line = "Transfer-Encoding: chunked, chunked\r\n")                                     \
    F(head_length_zero, "head-length-zero", "9110-8.6-2", NULL,                                    \
      "The answer to HEAD has another Content-Length than the one to GET.",                        \
      head_tells_length = false)                                                                   \
    F(head_lacks_fields, "head-lacks-fields", "9110-9.3.2-2", NULL,                                \
      "The answer to HEAD has no Content-Type.", head_tells_type = false)                          \
    F(length_on_204, "length-on-204", "9110-8.6-5", NULL, "204 has a Content-Length.",             \
      no_content_lines = "Content-Length: 0\r\n")                                                  \
    F(coding_on_204, "coding-on-204", "9112-6.1-7", NULL, "204 has a Transfer-Encoding.",          \
      no_content_lines = "Transfer-Encoding: chunked\r\n")                                         \
    F(surplus_bytes, "surplus-bytes", "9110-2.2-1", NULL,                                          \
      "Octets that belong to no response follow the content of the last one.",                     \
      after_last_content = "surplus")

#define FAULTS(F)                                                                                  \
    FAULTS_ABOUT_CLOSE(F)                                                                          \
    FAULTS_ABOUT_PERSISTENCE(F)                                                                    \
    FAULTS_ABOUT_LINES(F)                                                                          \
    FAULTS_ABOUT_CONTENT(F)                                                                        \
    FAULTS_ABOUT_METHODS(F)                                                                        \
    FAULTS_ABOUT_CONDITIONS(F)                                                                     \
    FAULTS_ABOUT_RESPONSES(F)

#endif

/* Faults about methods, expectations and protocol switches; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_METHODS_H
#define REFSERVER_FAULTS_OF_METHODS_H

#define FAULTS_ABOUT_METHODS(F)                                                                    \
    F(methods_without_case, "methods-without-case", "9110-9.1-d1 9112-3.1-d1", NULL,               \
      "Methods are known in any case.", methods_have_case = false)                                 \
    F(no_head, "no-head", "9110-9.1-1", NULL, "HEAD is answered with 501.", has_head = false)      \
    F(unknown_method_400, "unknown-method-400", "9110-9.1-3", NULL,                                \
      "An unknown method is answered with 400.", unknown_method = 400)                             \
    F(forbidden_method_400, "forbidden-method-400", "9110-9.1-4", NULL,                            \
      "A method that the resource has not is answered with 400.", forbidden_method = 400)          \
    F(no_allow_on_405, "no-allow-on-405", "9110-10.2.1-1 9110-15.5.6-1", NULL,                     \
      "405 comes without Allow.", names_allowed_methods = false)                                   \
    F(no_continue, "no-continue", "9110-10.1.1-6", NULL, "100 (Continue) is never sent.",          \
      interim_moment = INTERIM_NEVER)                                                              \
    F(continue_after_content, "continue-after-content", "9110-10.1.1-7", NULL,                     \
      "100 (Continue) is sent when the content begins.", interim_moment = INTERIM_AFTER_CONTENT)   \
    F(continue_to_http10, "continue-to-http10", "9110-15.2-1 9110-10.1.1-2", NULL,                 \
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
    F(switches_http10, "switches-http10", "9110-7.8-12 9110-15.2-1", NULL,                         \
      "An HTTP/1.0 client is switched to another protocol.", switching = switch_http10)            \
    F(switches_by_case, "switches-by-case", "9110-7.8-3", NULL,                                    \
      "The name of a protocol is compared with case.", switching = switch_by_case)                 \
    F(switches_nameless, "switches-nameless", "9110-15.2.2-1 9110-7.8-4", NULL,                    \
      "101 comes without Upgrade.", switching = switch_nameless)                                   \
    F(switches_without_option, "switches-without-option", "9110-7.6.1-5", NULL,                    \
      "Upgrade counts without the connection option.", switching = switch_without_option)          \
    F(switches_before_continue, "switches-before-continue", "9110-7.8-13", NULL,                   \
      "101 is sent to a client that waits for 100 (Continue).",                                    \
      continues_before_switching = false)                                                          \
    F(bare_426, "bare-426", "9110-15.5.22-1 9110-7.8-8", NULL, "426 comes without Upgrade.",       \
      names_upgrade_in_426 = false)                                                                \
    F(http10_expectation_417, "http10-expectation-417", "9110-10.1.1-2", NULL,                     \
      "100-continue in an HTTP/1.0 request is answered with 417.",                                 \
      refuses_http10_expectation = true)                                                           \
    F(bare_options, "bare-options", "9110-9.3.7-1", NULL, "The answer to OPTIONS names nothing.",  \
      names_own_methods = false)                                                                   \
    F(trace_without_request, "trace-without-request", "9110-9.3.8-1", NULL,                        \
      "The answer to TRACE does not hold the request.", trace_reflects = false)                    \
    F(trace_tells_secrets, "trace-tells-secrets", "9110-9.3.8-2", NULL,                            \
      "The answer to TRACE holds credentials.", trace_hides_secrets = false)                       \
    F(connect_to_nowhere, "connect-to-nowhere", "9110-9.3.6-1 9112-3.2.3-d1", NULL,                \
      "CONNECT without a valid port is answered with 200.",                                        \
      refusals[REFUSAL_AUTHORITY].status = 200)                                                    \
    F(bare_505, "bare-505", "9110-15.6.6-1", NULL, "505 has no content.",                          \
      refusals[REFUSAL_VERSION].sentence = "")                                                     \
    F(serves_any_host, "serves-any-host", "9110-7.4-2", "tls",                                     \
      "A host that the certificate is not for is served over TLS.",                                \
      refusals[REFUSAL_MISDIRECTED].is_tolerated = true)                                           \
    F(http10_without_close, "http10-without-close", "9110-5.1-1 9112-9.6-4", NULL,                 \
      "The close option of an HTTP/1.0 request is ignored.", ending = ending_http10_no_close)      \
    F(reads_until_fin, "reads-until-fin", "9112-6.3-d7 9112-6.3-d5", NULL,                         \
      "The content of a POST without a length lasts until the client's FIN.",                      \
      reads_until_fin = true)                                                                      \
    F(remembers_credentials, "remembers-credentials", "9110-3.3-1", "plain",                       \
      "Credentials of one request count for those behind it.", remembers_credentials = true)       \
    F(lf_must_follow, "lf-must-follow",                                                            \
      "9112-2.1-d1 9112-9.6-4 9112-9.3-1 9112-9.3.2-3 9112-7.1-2", NULL,                           \
      "A head is refused if the LF of a line comes later than its CR.", awaits_lf = false)         \
    F(content_in_one_read, "content-in-one-read", "9112-8-d1 9112-6.3-11 9112-7.1-2", NULL,        \
      "What has come of the content by the first read is taken for all of it.",                    \
      awaits_rest_of_content = false)                                                              \
    F(expect_in_lower_case, "expect-in-lower-case", "9110-10.1.1-d1", NULL,                        \
      "100-continue is known in lower case only.", expects_continue = expects_in_lower_case)

#endif

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
      "An HTTP/1.0 client is switched to another protocol.", switching = switch_http10)            \
    F(expect_in_lower_case, "expect-in-lower-case", "9110-10.1.1-d1", NULL,                        \
      "100-continue is known in lower case only.", expects_continue = expects_in_lower_case)

#endif

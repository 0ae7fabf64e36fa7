/* Faults about persistence, pipelining and the end of TLS connections; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_PERSISTENCE_H
#define REFSERVER_FAULTS_OF_PERSISTENCE_H

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
    F(body_as_request, "body-as-request", "9112-9.3-5 9112-6-d1", NULL,                            \
      "The content of a GET request is read as the next request.", reads_content = unless_get)     \
    F(body_after_head, "body-after-head", "9110-9.3.2-1 9112-6.3-d1 9110-6.4.1-d1", NULL,          \
      "The answer to HEAD has content.", head_has_content = true)                                  \
    F(reset_on_idle_timeout, "reset-on-idle-timeout", "9112-9.5-1", NULL,                          \
      "The idle time-out ends the connection by a reset.", at_idle_timeout = CLOSE_BY_RESET)       \
    F(ignores_client_fin, "ignores-client-fin", "9112-9.5-2", NULL,                                \
      "A connection that the client has closed stays open.", at_client_fin = CLOSE_NOT_AT_ALL)     \
    F(fin_without_close_notify, "fin-without-close-notify", "9112-9.8-6", "tls",                   \
      "A TLS connection is closed without a closure alert.", sends_close_notify = false)           \
    F(dies_after_truncation, "dies-after-truncation", "9112-9.8-5", "tls",                         \
      "The next connection after a TLS connection that ended without an alert gets no answer.",    \
      survives_truncation = false)

#endif

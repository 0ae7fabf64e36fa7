/* Faults about closing a connection; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_CLOSE_H
#define REFSERVER_FAULTS_OF_CLOSE_H

#define FAULTS_ABOUT_CLOSE(F)                                                                      \
    F(drop_valid_before_invalid, "drop-valid-before-invalid", "9112-9.6-4", NULL,                  \
      "A request with close is dropped without an answer if something invalid stands behind it.",  \
      answers_before_invalid = false)                                                              \
    F(ignore_close, "ignore-close", "9112-9.6-4", NULL,                                            \
      "The close option of a request has no effect.", ending = ending_ignore_close)                \
    F(ignore_close_in_list, "ignore-close-in-list", "9112-9.6-4", NULL,                            \
      "The close option is seen only if it is all that a Connection line holds.",                  \
      ending = ending_ignore_in_list)                                                              \
    F(ignore_close_case, "ignore-close-case", "9112-9.6-4 9110-7.6.1-d1", NULL,                    \
      "The close option is seen in lower case only.", ending = ending_ignore_case)                 \
    F(ignore_second_connection_line, "ignore-second-connection-line", "9112-9.6-4 9110-5.2-d1",    \
      NULL, "Only the first Connection line is looked at.", ending = ending_first_line_only)       \
    F(ignore_close_after_empty_member, "ignore-close-after-empty-member",                          \
      "9110-5.6.1.2-1 9110-5.6.1.2-2", NULL,                                                       \
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
    F(half_close_loses_response, "half-close-loses-response", "9112-9.6-d2", "plain",              \
      "A half-close by the client drops the answer that it waits for.", fin_watch_ms = 50)

#endif

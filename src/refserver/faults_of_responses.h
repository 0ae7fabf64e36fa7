/* Faults about the octets of responses; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_RESPONSES_H
#define REFSERVER_FAULTS_OF_RESPONSES_H

#define FAULTS_ABOUT_RESPONSES(F)                                                                  \
    F(version_1_0, "version-1-0", "9112-2.3-3", NULL, "HTTP/1.1 is answered with HTTP/1.0.",       \
      version = version_1_0)                                                                       \
    F(version_1_0_to_1_0, "version-1-0-to-1-0", "9110-6.2-1 9110-2.5-d1", NULL,                    \
      "HTTP/1.0 is answered with HTTP/1.0.", version = version_1_0_to_1_0)                         \
    F(no_space_after_code, "no-space-after-code", "9112-4-4 9112-4-d1", NULL,                      \
      "Nothing follows the status code of an error response.", reason = reason_empty)              \
    F(blank_after_start, "blank-after-start", "9112-2.2-8", NULL,                                  \
      "The first field line of an error response is indented.",                                    \
      first_error_lines = " X-Blank: 1\r\n")                                                       \
    F(bare_cr_in_value, "bare-cr-in-value", "9112-2.2-3", NULL,                                    \
      "A field value of an error response holds a CR.", first_error_lines = "X-Bare: a\rb\r\n")    \
    F(bare_lf_line_end, "bare-lf-line-end", "9110-2.2-1 9112-2.1-d1", NULL,                        \
      "A field line of an error response ends in LF alone.", first_error_lines = "X-Bare: a\n")    \
    F(space_before_colon, "space-before-colon", "9110-2.2-1", NULL,                                \
      "A blank stands before a colon in an error response.",                                       \
      first_error_lines = "X-Blank : 1\r\n")                                                       \
    F(invalid_field_name, "invalid-field-name", "9110-2.2-1 9112-2.1-d1", NULL,                    \
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
    F(https_location_without_host, "https-location-without-host", "9110-4.2.2-1", NULL,            \
      "Location holds an https URI without a host.", first_lines = "Location: https:///x\r\n")     \
    F(keep_alive_without_option, "keep-alive-without-option", "9110-7.6.1-1", NULL,                \
      "Keep-Alive comes without the connection option.",                                           \
      first_lines = "Keep-Alive: timeout=5\r\n")                                                   \
    F(request_field_in_response, "request-field-in-response", "9110-2.2-2", NULL,                  \
      "Responses have a field of requests.", first_lines = "Expect: 100-continue\r\n")             \
    F(location_with_user, "location-with-user", "9110-4.2.4-1", NULL,                              \
      "Location holds user information.", first_lines = "Location: http://user@localhost/\r\n")    \
    F(modified_in_future, "modified-in-future", "9110-8.8.2.1-2 9110-8.8.2.1-3", NULL,             \
      "Last-Modified lies in the future.", last_modified = "Fri, 01 Jan 2100 00:00:00 GMT")        \
    F(two_dates, "two-dates", "9110-5.3-3", NULL, "Date is sent twice.", add_date = add_two_dates) \
    F(no_date, "no-date", "9110-6.6.1-2", NULL, "Responses with 4xx have no Date.",                \
      add_date = add_no_date)                                                                      \
    F(obsolete_date, "obsolete-date", "9110-5.6.7-2", NULL, "Date has an obsolete form.",          \
      add_date = add_obsolete_date)                                                                \
    F(no_content_type, "no-content-type", "9110-8.3-1 9110-15.3.7.2-1 9110-15.3.7.1-1", NULL,      \
      "Responses have no Content-Type.", content_type_name = NULL)                                 \
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
      after_last_content = "surplus")                                                              \
    F(blank_in_chunk_extension, "blank-in-chunk-extension", "9110-5.6.3-4", NULL,                  \
      "A chunk extension of a response holds a blank.", chunk_extension = "; a=b")                 \
    F(forbidden_trailer, "forbidden-trailer", "9110-6.5.1-1 9110-6.6.2-1", NULL,                   \
      "A chunked response has Content-Type as a trailer, unannounced.",                            \
      trailer_lines = "Content-Type: text/plain\r\n")                                              \
    F(trailer_not_announced, "trailer-not-announced", "9110-6.6.2-1", NULL,                        \
      "A chunked response has a trailer that it did not announce.",                                \
      trailer_lines = "X-Checksum: 1\r\n")                                                         \
    F(control_in_reason, "control-in-reason", "9112-4-d1 9110-2.2-1", NULL,                        \
      "The reason phrase of an error response holds a control character.",                         \
      reason = reason_with_bell)                                                                   \
    F(status_600, "status-600", "9110-15-d1 9110-2.2-1 9110-9.1-4", NULL,                          \
      "A method that the resource has not is answered with status 600.", forbidden_method = 600)   \
    F(colon_without_space, "colon-without-space", "9110-5.6.3-1", NULL,                            \
      "No space follows a colon in an error response.", first_error_lines = "X-Narrow:1\r\n")      \
    F(blank_behind_value, "blank-behind-value", "9110-5.6.3-2", NULL,                              \
      "A blank follows a field value of an error response.", first_error_lines = "X-Wide: 1 \r\n") \
    F(blank_before_comma, "blank-before-comma", "9110-5.6.3-2", NULL,                              \
      "A blank stands before a comma in an error response.",                                       \
      first_error_lines = "Vary: accept , origin\r\n")                                             \
    F(wide_product_list, "wide-product-list", "9110-5.6.3-3", NULL,                                \
      "Two blanks part the products in Server of an error response.",                              \
      first_error_lines = "Server: a/1  b/2\r\n")                                                  \
    F(needless_escape, "needless-escape", "9110-5.6.4-2", NULL,                                    \
      "A quoted string in an error response escapes a letter.",                                    \
      first_error_lines = "Cache-Control: a=\"\\b\"\r\n")                                          \
    F(date_with_blanks, "date-with-blanks", "9110-5.6.7-3 9110-5.6.7-2", NULL,                     \
      "Date has two blanks in front of the day.", add_date = add_padded_date)                      \
    F(frozen_date, "frozen-date", "9110-6.6.1-1", NULL, "Date is always the same.",                \
      add_date = add_frozen_date)                                                                  \
    F(bare_4xx, "bare-4xx", "9110-15.5-1 6585-5-2", NULL, "Responses with 4xx have no content.",   \
      class_without_content = 4)                                                                   \
    F(bare_5xx, "bare-5xx", "9110-15.6-1 9110-15.6.6-1", NULL,                                     \
      "Responses with 5xx have no content.", class_without_content = 5)                            \
    F(allow_lists_refused, "allow-lists-refused", "9110-15.5.6-1", NULL,                           \
      "405 lists the refused method in Allow.",                                                    \
      allow_of_405 = "Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE\r\n")             \
    F(content_after_100, "content-after-100", "9110-15.2-d1 9110-2.2-1 9112-6.3-d1 9110-6.4.1-d1", \
      NULL, "Octets follow the head of 100 (Continue).",                                           \
      interim = "HTTP/1.1 100 Continue\r\n\r\nhello")                                              \
    F(endless_405, "endless-405", "9112-6.3-d6 9112-6.3-12", NULL,                                 \
      "405 says no length, and the connection stays open.", framing = framing_endless_405)         \
    F(no_length_to_http10, "no-length-to-http10", "9110-8.6-7", NULL,                              \
      "Responses to HTTP/1.0 have no Content-Length though their length is known.",                \
      framing = framing_no_length_to_http10)                                                       \
    F(gzip_without_chunked, "gzip-without-chunked", "9112-6.1-4 9112-6.3-d4", NULL,                \
      "A response with the coding gzip ends neither in chunked nor by closing.",                   \
      framing = framing_gzip)

#endif

/* Faults about the content of a request; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_CONTENT_H
#define REFSERVER_FAULTS_OF_CONTENT_H

#define FAULTS_ABOUT_CONTENT(F)                                                                    \
    F(no_chunked, "no-chunked", "9112-6.1-1", NULL, "Chunked content is refused.",                 \
      decodes_chunked = false)                                                                     \
    F(no_upper_hex, "no-upper-hex", "9112-7.1-2", NULL,                                            \
      "A chunk size with capital letters is refused.", allows_upper_hex = false)                   \
    F(unknown_coding_accepted, "unknown-coding-accepted", "9112-6.1-9", NULL,                      \
      "An unknown coding before chunked is overlooked.",                                           \
      refusals[REFUSAL_CODING_UNKNOWN].is_tolerated = true)                                        \
    F(length_and_coding_persists, "length-and-coding-persists", "9112-6.1-13 9112-6.3-2", NULL,    \
      "After a request with length and coding the connection goes on.",                            \
      both_framings = BOTH_BY_CODING)                                                              \
    F(length_beats_coding, "length-beats-coding", "9112-6.3-d3 9112-6.3-2", NULL,                  \
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
    F(incomplete_is_complete, "incomplete-is-complete", "9112-6.3-11 9112-8-d1", NULL,             \
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
    F(merges_trailers, "merges-trailers", "9112-7.1.2-3 9110-6.5.1-2", NULL,                       \
      "Trailer fields act as header fields.", merges_trailers = true)                              \
    F(no_quoted_pairs, "no-quoted-pairs", "9110-5.6.4-1", NULL,                                    \
      "A quoted quotation mark ends the value of a chunk extension.", knows_quoted_pairs = false)  \
    F(long_extensions_500, "long-extensions-500", "9112-7.1.1-2", NULL,                            \
      "Chunk extensions over the limit are answered with 500.",                                    \
      refusals[REFUSAL_CHUNK_EXTENSION].status = 500)                                              \
    F(chunk_line_in_two, "chunk-line-in-two", "9112-7.1-2", "cut",                                 \
      "A chunk-size line of two digits is refused if its LF comes in a later read.",               \
      awaits_rest_of_chunk_line = false)

#endif

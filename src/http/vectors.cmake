# The tests of http/vectors/: our parser on every cut, and a foreign parser on what is well-formed.
# With H1AUDIT_FUZZ also the fuzz target of the response parser.

if(H1AUDIT_TESTS)
  add_library(http_vectors STATIC http/guarded.c http/stream_text.c http/vector_file.c)
  target_link_libraries(http_vectors PUBLIC http)

  add_executable(http_vectors_test http/vectors_test.c)
  target_link_libraries(http_vectors_test PRIVATE http_vectors PkgConfig::CMOCKA)
  add_test(NAME http/vectors_test COMMAND http_vectors_test
           WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/http)

  add_executable(http_vectors_dump http/vectors_dump.c)
  target_link_libraries(http_vectors_dump PRIVATE http_vectors)
  # Not looked for at configuration: where node is missing, the test fails and says so.
  add_test(NAME http/foreign_test
           COMMAND node foreign_test.mjs $<TARGET_FILE:http_vectors_dump> vectors
           WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/http)
  set_tests_properties(http/vectors_test http/foreign_test PROPERTIES
                       LABELS vectors TIMEOUT ${TEST_TIMEOUT_S})

  if(H1AUDIT_FUZZ)
    add_executable(http_response_parser_fuzz http/response_parser_fuzz.c)
    target_link_libraries(http_response_parser_fuzz PRIVATE http_vectors)
    target_link_options(http_response_parser_fuzz PRIVATE -fsanitize=fuzzer)
  endif()
endif()

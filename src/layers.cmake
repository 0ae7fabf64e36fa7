# The test "layers": holds every #include of the rooms against the USES columns of CMakeLists.txt, and
# foreign libraries against the files that may know them.
#   cmake -D SOURCE_DIR=src -D LAYERS=FILE -P layers.cmake
# LAYERS has a line "room: used used ..." for each room.

cmake_minimum_required(VERSION 3.21)
set(breaches "")

file(STRINGS ${LAYERS} rows)
set(rooms "")
foreach(row IN LISTS rows)
  string(REGEX MATCH "^([a-z]+): ?(.*)$" matched "${row}")
  list(APPEND rooms ${CMAKE_MATCH_1})
  set(uses_${CMAKE_MATCH_1} ${CMAKE_MATCH_1} ${CMAKE_MATCH_2})
  separate_arguments(uses_${CMAKE_MATCH_1})
endforeach()

# The one header of http/ that the reference server may know: it reads requests with its own lines.
set(only_headers_refserver_http "http/syntax.h")

# Library headers and the files that may include them.
set(foreign
  "openssl/:wire/stream_tls.*"
  "curl/:run/client.c"
  "cjson/:util/json.*"
  "jsmn.h:util/json.*"
  "libxml/:report/junit.*")

function(check_own room file header)
  string(REGEX REPLACE "/.*" "" other "${header}")
  if(NOT other IN_LIST uses_${room})
    set(breaches "${breaches}${file}: includes ${header}, but ${room} may not use ${other}\n" PARENT_SCOPE)
  elseif(DEFINED only_headers_${room}_${other} AND NOT header IN_LIST only_headers_${room}_${other})
    set(breaches "${breaches}${file}: of ${other} only ${only_headers_${room}_${other}} is allowed\n" PARENT_SCOPE)
  endif()
endfunction()

function(check_foreign file header)
  foreach(rule IN LISTS foreign)
    string(REGEX MATCH "^([^:]*):(.*)$" matched "${rule}")
    set(prefix ${CMAKE_MATCH_1})
    set(allowed ${CMAKE_MATCH_2})
    string(FIND "${header}" "${prefix}" at)
    if(at EQUAL 0 AND NOT file MATCHES "^${allowed}$" AND NOT file MATCHES "_test\\.c$")
      set(breaches "${breaches}${file}: ${header} belongs to ${allowed} alone\n" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

set(seen 0)
foreach(room IN LISTS rooms)
  file(GLOB_RECURSE files RELATIVE ${SOURCE_DIR} ${SOURCE_DIR}/${room}/*.c ${SOURCE_DIR}/${room}/*.h)
  foreach(file IN LISTS files)
    file(STRINGS ${SOURCE_DIR}/${file} includes REGEX "^#include ")
    foreach(include IN LISTS includes)
      math(EXPR seen "${seen} + 1")
      if(include MATCHES "^#include \"([a-z]+/[^\"]+)\"")
        check_own(${room} ${file} ${CMAKE_MATCH_1})
      elseif(include MATCHES "^#include <([^>]+)>")
        check_foreign(${file} ${CMAKE_MATCH_1})
      else()
        set(breaches "${breaches}${file}: write ${include} as \"room/file.h\"\n")
      endif()
    endforeach()
  endforeach()
endforeach()

if(seen EQUAL 0)
  message(FATAL_ERROR "no #include was found: is SOURCE_DIR right?")
endif()
if(breaches)
  message(FATAL_ERROR "layers are broken:\n${breaches}")
endif()
message(STATUS "${seen} includes keep to the layers")

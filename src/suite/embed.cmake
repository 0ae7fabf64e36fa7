# Compiles the folder cases/ into the program.
#
# Included, it gives embed_folder(TARGET FOLDER): every *.json of FOLDER becomes a row of the table
# that suite/builtin.h declares. Run as a script (cmake -DOUTPUT=... -DFILES=a;b -P embed.cmake), it
# writes that table.

function(embed_write output files)
  set(tables "")
  set(rows "")
  set(count 0)
  foreach(file IN LISTS files)
    file(READ ${file} hex HEX)
    string(LENGTH "${hex}" digits)
    math(EXPR len "${digits} / 2")
    string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
    get_filename_component(name ${file} NAME)
    # The NUL behind the bytes keeps an empty file a valid array; it is not counted.
    string(APPEND tables "static const uint8_t bytes_${count}[] = {\n${hex}\n0x00};\n\n")
    string(APPEND rows "    {\"${name}\", bytes_${count}, ${len}},\n")
    math(EXPR count "${count} + 1")
  endforeach()
  file(WRITE ${output} "/* Written by embed.cmake from the files of cases/. */\n\
#include \"suite/builtin.h\"\n\n${tables}\
const struct builtin_file builtin_files[] = {\n${rows}};\n\n\
const size_t builtin_file_count = ${count};\n")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE)
  embed_write(${OUTPUT} "${FILES}")
  return()
endif()

set(EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(embed_folder target folder)
  file(GLOB files CONFIGURE_DEPENDS ${folder}/*.json)
  list(SORT files)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${target}_builtin_files.c)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DFILES=${files}" -P ${EMBED_SCRIPT}
    DEPENDS ${files} ${EMBED_SCRIPT}
    COMMENT "Embedding ${folder}" VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

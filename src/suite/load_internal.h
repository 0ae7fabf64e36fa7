/*
 * The pieces of the loader, for load*.c only. A piece reads one kind of object from the JSON tree,
 * checks it against its rows in keys.c, and notes every complaint in struct load. It always gives a
 * value that is safe to go on with; whether the file is used at all is decided at the end, by the
 * number of complaints. Everything lives on the collection's arena.
 */
#ifndef SUITE_LOAD_INTERNAL_H
#define SUITE_LOAD_INTERNAL_H

#include "suite/keys.h"
#include "suite/load.h"
#include "util/json.h"

/* A requirement table or case file on disk may have this many bytes. */
#define LOAD_SOURCE_MAX (16u << 20)

/* The bytes of all `file` parts of one case file, and those that one script sends. */
#define LOAD_FILE_PARTS_MAX (64u << 20)
#define LOAD_SCRIPT_MAX (64u << 20)

/* Of a file's complaints so many are shown; all are counted. */
#define LOAD_SHOWN_MAX 100

/* One file while it is read. */
struct load {
    struct collection *collection;
    struct arena *arena;
    const char *file;
    const char *folder; /* of `file` parts, or NULL */
    struct span source;
    struct names known_variables; /* of the command line */
    const struct variable *variables;
    size_t variable_count;
    const struct suite *suite;
    size_t file_part_bytes; /* so far */
    struct json_complaints complaints;
    size_t known_offset; /* of source, that was asked for last; see load_line */
    size_t known_line;
};

/* A script under construction. */
struct load_script {
    struct load *load;
    struct step *steps;
    struct range *places; /* of each step, for complaints */
    size_t count;
    const char **connections;
    size_t connection_count;
    size_t connection_capacity;
};

/* load_object.c: an object against its rows. */

void load_complain(struct load *load, struct range place, const char *suggestion,
                   const char *format, ...) PRINTF_LIKE(4, 5);

/* Checks names, types and required members of node. False if node is no object at all. */
bool load_object(struct load *load, const struct json *node, enum key_object object);

/* The first byte of node, for complaints about something that is not there. */
struct range load_start(const struct json *node);

/* The line (from 1) of offset; cheap if asked for in the order of the source. */
size_t load_line(struct load *load, size_t offset);

/* Members by name; NULL or fallback if missing or of the wrong form, which load_object complains
 * about. */
const char *load_text(const struct json *node, const char *name);
const struct json *load_list(const struct json *node, const char *name);
bool load_flag(const struct json *node, const char *name, bool fallback);
int64_t load_integer(const struct json *node, enum key_object object, const char *name,
                     int64_t fallback);
int load_choice(const struct json *node, enum key_object object, const char *name, int fallback);

/* True if node is a whole number from low to high. */
bool load_is_integer(const struct json *node, int64_t low, int64_t high);

/* The strings of the list called name, each accepted by is_good; wanted says what that means. */
struct names load_names(struct load *load, const struct json *node, const char *name,
                        bool (*is_good)(const char *text), const char *wanted);

/* load_parts.c: bytes. */

struct parts load_parts(struct load *load, const struct json *node);
struct parts load_lines(struct load *load, const struct json *lines, const struct json *bytes);

/* The bytes of a text without variables, e.g. a default value; complains about variables. */
struct span load_plain_text(struct load *load, const struct json *node);

/* load_file_part.c: the content of the file called by node, inside load->folder. */
struct span load_file_part(struct load *load, const struct json *node);

/* load_steps.c: scripts. */

/* Reads the steps of list into script. */
void load_script(struct load_script *script, const struct json *list);

/* Reads one step; the name of its connection goes to *connection, fallback if it names none. */
struct step load_step(struct load *load, const struct json *node, const char *fallback,
                      const char **connection);

/* Appends step on connection; room for it must be there. */
void load_script_add(struct load_script *script, struct step step, const char *connection,
                     struct range place);

/* Room for count steps. */
void load_script_init(struct load_script *script, struct load *load, size_t count);

/* load_sequence.c: complains about steps that can never be performed, as after a close. */
void load_script_check(struct load_script *script);

/* The index of connection, or -1. */
int load_script_connection(const struct load_script *script, const char *connection);
struct script load_script_done(const struct load_script *script);

/* The step labelled by node, or -1 with a complaint. */
int load_label(struct load *load, const struct load_script *script, const struct json *node);

/* load_control.c: the script without the defect. */
void load_control(struct load *load, const struct json *node, const struct load_script *script,
                  struct test_case *test_case);

/* load_expect.c, load_checks.c: outcomes. */
void load_expect(struct load *load, const struct json *node, const struct load_script *script,
                 struct test_case *test_case);
struct message_checks load_checks(struct load *load, const struct json *node);
struct status_set load_status(struct load *load, const struct json *node);

/* load.c: moves the file's complaints into the collection's text. True if there were none. */
bool load_report(struct load *load);

/* load_case.c: one case, appended to the collection's cases by the caller if all is well. */
void load_case(struct load *load, const struct json *node, struct test_case *test_case);

#endif

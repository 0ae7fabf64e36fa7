#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "suite/builtin.h"
#include "suite/bytes.h"
#include "suite/load_internal.h"

/* A case file whose only step sends the file that %s names. */
#define FILE_CASE                                                                                  \
    "{\"format\":1,\"suite\":{\"id\":\"s\",\"title\":\"S\"},\"cases\":[{\"id\":\"%s\","            \
    "\"title\":\"A title of a "                                                                    \
    "case\",\"level\":\"may\",\"script\":[{\"bytes\":{\"file\":\"%s\"}}],"                         \
    "\"expect\":{}}]}"

struct place {
    char outer[64];  /* a fresh folder */
    char inner[128]; /* a folder in it, for case files */
};

static void write_file(const char *folder, const char *name, const char *content)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    snprintf(place->outer, sizeof(place->outer), "/tmp/h1audit-load-XXXXXX");
    assert_non_null(mkdtemp(place->outer));
    snprintf(place->inner, sizeof(place->inner), "%s/inner", place->outer);
    assert_int_equal(mkdir(place->inner, 0700), 0);
    *state = place;
    return 0;
}

static void remove_all(const char *folder, const char *const *names, size_t count)
{
    char path[512];
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        remove(path);
    }
    rmdir(folder);
}

static int remove_place(void **state)
{
    static const char *const names[] = {
        "a.json",       "b.json",        "c.schema.json", "requirements.json",
        ".hidden.json", "in.bin",        "link.bin",      "up",
        "fifo",         "big.bin",       "old.txt",       "d.json",
        "outside.bin",  "inner-twin.bin"};
    struct place *place = *state;
    remove_all(place->inner, names, countof(names));
    remove_all(place->outer, names, countof(names));
    free(place);
    return 0;
}

static void link_to(const struct place *place, const char *target, const char *name)
{
    char path[512];
    snprintf(path, sizeof(path), "%s/%s", place->inner, name);
    assert_int_equal(symlink(target, path), 0);
}

/* Loads a case that sends file; its complaint, or "" and the bytes' number in *len. */
static char *send_file(const struct place *place, const char *folder, const char *file, size_t *len)
{
    char source[1024];
    struct collection *collection = collection_new();
    snprintf(source, sizeof(source), FILE_CASE, "c", file);
    bool is_good =
        collection_load_source(collection, "c.json", folder, span_of(source), (struct names){0});
    assert_int_equal(is_good, collection->complaint_count == 0);
    if (is_good)
        *len = bytes_least(&collection->cases[0]->script.steps[0].bytes);
    char *complaint = strdup(text_string(&collection->complaints));
    collection_free(collection);
    (void)place;
    return complaint;
}

static void assert_refused(const struct place *place, const char *folder, const char *file,
                           const char *words)
{
    size_t len;
    char *complaint = send_file(place, folder, file, &len);
    if (strstr(complaint, words) == NULL)
        fail_msg("%s: \"%s\" is not in %s", file, words, complaint);
    free(complaint);
}

static void files_of_the_folder_are_read(void **state)
{
    const struct place *place = *state;
    write_file(place->inner, "in.bin", "12345");
    link_to(place, "in.bin", "link.bin");
    size_t len = 0;
    char *complaint = send_file(place, place->inner, "in.bin", &len);
    assert_string_equal(complaint, "");
    assert_int_equal(len, 5);
    free(complaint);
    complaint = send_file(place, place->inner, "./link.bin", &len);
    assert_string_equal(complaint, "");
    free(complaint);
}

static void files_outside_of_the_folder_are_refused(void **state)
{
    const struct place *place = *state;
    write_file(place->outer, "outside.bin", "secret");
    write_file(place->outer, "inner-twin.bin", "secret");
    link_to(place, "../outside.bin", "link.bin");
    link_to(place, "..", "up");
    static const char words[] = "must be in the case file's own folder";
    assert_refused(place, place->inner, "link.bin", words);
    assert_refused(place, place->inner, "up/outside.bin", words);
    assert_refused(place, place->inner, "up/inner-twin.bin", words);
    assert_refused(place, place->inner, "../outside.bin", words);
    assert_refused(place, place->inner, "a/..", words);
    assert_refused(place, place->inner, "/etc/hostname", words);
    assert_refused(place, place->inner, "..bin", "No such file");
    assert_refused(place, NULL, "in.bin", "files cannot be used here");
}

static void strange_files_are_refused(void **state)
{
    const struct place *place = *state;
    char path[512];
    snprintf(path, sizeof(path), "%s/fifo", place->inner);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_refused(place, place->inner, "fifo", "cannot read fifo: not a regular file");
    snprintf(path, sizeof(path), "%s/big.bin", place->inner);
    write_file(place->inner, "big.bin", "");
    assert_int_equal(truncate(path, (off_t)BYTES_MAX + 1), 0);
    assert_refused(place, place->inner, "big.bin", "cannot read big.bin: more than 16777216 bytes");
}

static void the_files_of_a_case_file_are_limited_together(void **state)
{
    const struct place *place = *state;
    char path[512];
    struct text source = {0};
    write_file(place->inner, "big.bin", "");
    snprintf(path, sizeof(path), "%s/big.bin", place->inner);
    assert_int_equal(truncate(path, (off_t)BYTES_MAX - 1), 0);
    text_add(&source,
             "{\"format\":1,\"suite\":{\"id\":\"s\",\"title\":\"S\"},\"cases\":[{\"id\":\"c\","
             "\"title\":\"A title of a case\",\"level\":\"may\",\"expect\":{},\"script\":[");
    for (int i = 0; i < 6; i++)
        text_printf(&source, "%s{\"bytes\":{\"file\":\"big.bin\"}}", i > 0 ? "," : "");
    text_add(&source, "]}]}");
    struct collection *collection = collection_new();
    assert_false(collection_load_source(collection, "c.json", place->inner, text_span(&source),
                                        (struct names){0}));
    assert_non_null(strstr(text_string(&collection->complaints),
                           "the files of this case file have more than 67108864 bytes"));
    assert_non_null(
        strstr(text_string(&collection->complaints), "the script sends more than 67108864 bytes"));
    text_done(&source);
    collection_free(collection);
}

static void a_file_below_the_root_folder_is_inside_it(void **state)
{
    const struct place *place = *state;
    write_file(place->inner, "in.bin", "12345");
    char file[256];
    snprintf(file, sizeof(file), "%s/in.bin", place->inner + 1);
    size_t len = 0;
    char *complaint = send_file(place, "/", file, &len);
    assert_string_equal(complaint, "");
    assert_int_equal(len, 5);
    free(complaint);
}

static void a_folder_is_read_in_order_without_its_other_files(void **state)
{
    const struct place *place = *state;
    char source[1024];
    snprintf(source, sizeof(source), FILE_CASE, "one", "in.bin");
    write_file(place->inner, "in.bin", "1");
    write_file(place->inner, "b.json", source);
    snprintf(source, sizeof(source), FILE_CASE, "two", "in.bin");
    write_file(place->inner, "a.json", source);
    write_file(place->inner, "c.schema.json", "nonsense");
    write_file(place->inner, "requirements.json", "nonsense");
    write_file(place->inner, ".hidden.json", "nonsense");
    write_file(place->inner, "old.txt", "nonsense");
    struct collection *collection = collection_new();
    struct error error;
    assert_true(collection_load_path(collection, place->inner, (struct names){0}, &error));
    assert_int_equal(collection->count, 2);
    assert_string_equal(collection->cases[0]->full_id, "s.two");
    write_file(place->inner, "d.json", "{}");
    assert_false(collection_load_path(collection, place->inner, (struct names){0}, &error));
    assert_string_equal(error.message, "");
    assert_int_equal(collection->complaint_count, 3);
    collection_free(collection);
}

static void assert_unreadable(const char *path, const char *words)
{
    struct collection *collection = collection_new();
    struct error error;
    assert_false(collection_load_path(collection, path, (struct names){0}, &error));
    if (strstr(error.message, words) == NULL)
        fail_msg("\"%s\" is not in \"%s\"", words, error.message);
    assert_int_equal(collection->complaint_count, 0);
    collection_free(collection);
}

static void paths_that_cannot_be_read_are_errors(void **state)
{
    const struct place *place = *state;
    char path[512];
    assert_unreadable(place->inner, "holds no case files");
    assert_unreadable("/nowhere/at/all", "cannot read /nowhere/at/all: No such file");
    snprintf(path, sizeof(path), "%s/fifo", place->inner);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_unreadable(path, "not a regular file");
    write_file(place->inner, "big.bin", "");
    snprintf(path, sizeof(path), "%s/big.bin", place->inner);
    assert_int_equal(truncate(path, (off_t)LOAD_SOURCE_MAX + 1), 0);
    assert_unreadable(path, "more than 16777216 bytes");
}

static void a_file_without_a_folder_is_read(void **state)
{
    const struct place *place = *state;
    char before[512];
    char source[1024];
    snprintf(source, sizeof(source), FILE_CASE, "one", "in.bin");
    write_file(place->inner, "in.bin", "1");
    write_file(place->inner, "a.json", source);
    struct collection *collection = collection_new();
    struct error error;
    assert_non_null(getcwd(before, sizeof(before)));
    assert_int_equal(chdir(place->inner), 0);
    bool is_good = collection_load_path(collection, "a.json", (struct names){0}, &error);
    assert_int_equal(chdir(before), 0);
    assert_true(is_good);
    assert_string_equal(collection->cases[0]->suite->file, "a.json");
    collection_free(collection);
}

static void the_builtin_cases_are_whole(void **state)
{
    (void)state;
    struct collection *collection = collection_new();
    bool is_good = collection_load_builtin(collection, (struct names){0});
    is_good = collection_finish(collection) && is_good;
    if (!is_good)
        fail_msg("%s", text_string(&collection->complaints));
    assert_non_null(builtin_find("case-1.schema.json").data);
    assert_null(builtin_find("case-2.schema.json").data);
    for (size_t i = 0; i < collection->count; i++)
        assert_int_equal(strncmp(collection->cases[i]->suite->file, "cases/", 6), 0);
    collection_free(collection);
}

int main(void)
{
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)
    const struct CMUnitTest tests[] = {
        WITH_PLACE(files_of_the_folder_are_read),
        WITH_PLACE(files_outside_of_the_folder_are_refused),
        WITH_PLACE(strange_files_are_refused),
        WITH_PLACE(the_files_of_a_case_file_are_limited_together),
        WITH_PLACE(a_file_below_the_root_folder_is_inside_it),
        WITH_PLACE(a_folder_is_read_in_order_without_its_other_files),
        WITH_PLACE(paths_that_cannot_be_read_are_errors),
        WITH_PLACE(a_file_without_a_folder_is_read),
        cmocka_unit_test(the_builtin_cases_are_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

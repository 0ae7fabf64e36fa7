#include "report/reporter.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct text folder;

static bool write_hello(const struct results *results, const struct report_options *options,
                        struct text *out, struct error *error)
{
    (void)results;
    (void)options;
    (void)error;
    text_add(out, "hello\n");
    return true;
}

static bool write_nothing(const struct results *results, const struct report_options *options,
                          struct text *out, struct error *error)
{
    (void)results;
    (void)options;
    text_add(out, "half");
    return error_set(error, "no");
}

static const struct reporter hello = {.name = "hello", .write = write_hello};
static const struct reporter nothing = {.name = "nothing", .write = write_nothing};

static int make_folder(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR");
    text_printf(&folder, "%s/h1audit-report-XXXXXX", base == NULL ? "/tmp" : base);
    return mkdtemp(folder.data) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
    (void)state;
    static const char *const names[] = {"a/b/report.txt", "a/b", "a", ""};
    for (size_t i = 0; i < countof(names); i++) {
        struct text path = {0};
        text_printf(&path, "%s/%s", text_string(&folder), names[i]);
        remove(text_string(&path));
        text_done(&path);
    }
    text_done(&folder);
    return 0;
}

static bool write_to(const struct reporter *reporter, const char *name, struct error *error)
{
    struct results results = {0};
    struct report_options options = {0};
    struct text path = {0};
    text_printf(&path, "%s/%s", text_string(&folder), name);
    bool is_written = reporter_write_file(reporter, &results, &options, text_string(&path), error);
    text_done(&path);
    return is_written;
}

static void assert_content(const char *name, const char *expected)
{
    char content[64] = {0};
    struct text path = {0};
    text_printf(&path, "%s/%s", text_string(&folder), name);
    FILE *file = fopen(text_string(&path), "rb");
    assert_non_null(file);
    size_t len = fread(content, 1, sizeof(content) - 1, file);
    fclose(file);
    assert_int_equal(len, strlen(expected));
    assert_string_equal(content, expected);
    text_done(&path);
}

static size_t entries(const char *name)
{
    struct text path = {0};
    text_printf(&path, "%s/%s", text_string(&folder), name);
    DIR *stream = opendir(text_string(&path));
    assert_non_null(stream);
    size_t count = 0;
    for (const struct dirent *entry = readdir(stream); entry != NULL; entry = readdir(stream))
        count += entry->d_name[0] != '.';
    closedir(stream);
    text_done(&path);
    return count;
}

static void folders_are_made_and_files_replaced(void **state)
{
    (void)state;
    struct error error = {{0}};
    assert_true(write_to(&hello, "a/b/report.txt", &error));
    assert_content("a/b/report.txt", "hello\n");
    assert_true(write_to(&hello, "a/b/report.txt", &error));
    assert_content("a/b/report.txt", "hello\n");
    assert_false(write_to(&nothing, "a/b/report.txt", &error));
    assert_content("a/b/report.txt", "hello\n");
}

static void what_cannot_be_written_is_told(void **state)
{
    (void)state;
    struct error error = {{0}};
    assert_true(write_to(&hello, "a/b/report.txt", &error));
    assert_false(write_to(&hello, "a/b/report.txt/below", &error));
    assert_non_null(strstr(error.message, "a/b/report.txt"));
    assert_false(write_to(&hello, "a/b", &error));
    assert_non_null(strstr(error.message, "a/b"));
    assert_int_equal(entries("a/b"), 1);
    assert_int_equal(entries("a"), 1); /* no temporary file is left behind */
}

/* A pipe or device stays what it is. */
static void special_files_are_written_through(void **state)
{
    (void)state;
    struct error error = {{0}};
    struct results results = {0};
    struct report_options options = {0};
    assert_true(reporter_write_file(&hello, &results, &options, "/dev/null", &error));
    struct stat status;
    assert_int_equal(stat("/dev/null", &status), 0);
    assert_true(S_ISCHR(status.st_mode));
}

static void every_reporter_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < reporter_count; i++) {
        assert_ptr_equal(reporter_find(reporters[i].name), &reporters[i]);
        assert_non_null(reporters[i].write);
        assert_true(strlen(reporters[i].sentence) > 0);
    }
    assert_null(reporter_find("xml"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_are_made_and_files_replaced),
        cmocka_unit_test(what_cannot_be_written_is_told),
        cmocka_unit_test(special_files_are_written_through),
        cmocka_unit_test(every_reporter_is_found),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}

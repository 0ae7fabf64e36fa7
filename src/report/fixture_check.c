#include "report/fixture_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "util/utf8.h"

static void read_golden(const char *path, struct text *content)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot read %s; H1AUDIT_GOLDEN=write makes it", path);
    char buffer[4096];
    size_t count;
    while ((count = fread(buffer, 1, sizeof(buffer), file)) > 0)
        text_add_span(content, span_make(buffer, count));
    fclose(file);
}

/* Names the first line that differs. */
static void compare(const char *path, const struct text *golden, const struct text *text)
{
    size_t line = 1;
    size_t start = 0;
    size_t i = 0;
    for (; i < golden->len && i < text->len && golden->data[i] == text->data[i]; i++) {
        if (text->data[i] == '\n') {
            line++;
            start = i + 1;
        }
    }
    if (i < golden->len || i < text->len)
        fail_msg("%s:%zu differs; now: %.*s", path, line,
                 (int)strcspn(text_string(text) + start, "\n"), text_string(text) + start);
}

void fixture_check_golden(const char *name, const struct text *text)
{
    struct text path = {0};
    text_printf(&path, "golden/%s", name);
    const char *mode = getenv("H1AUDIT_GOLDEN");
    if (mode != NULL && strcmp(mode, "write") == 0) {
        FILE *file = fopen(text_string(&path), "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(text_string(text), 1, text->len, file), text->len);
        assert_int_equal(fclose(file), 0);
    } else {
        struct text golden = {0};
        read_golden(text_string(&path), &golden);
        compare(text_string(&path), &golden, text);
        text_done(&golden);
    }
    text_done(&path);
}

static void check_line(struct span line)
{
    static const char *const commands[] = {"##[", "##vso[", "##teamcity["};
    for (size_t i = 0; i < countof(commands); i++)
        assert_int_equal(span_find(line, span_of(commands[i]), 0), SIZE_MAX);
    while (line.len > 0 && line.data[0] == ' ')
        line = span_slice(line, 1, line.len);
    assert_false(line.len >= 2 && line.data[0] == ':' && line.data[1] == ':');
}

static bool is_own_sign(struct span sequence)
{
    return span_is(sequence, "·") || span_is(sequence, "§");
}

void fixture_check_harmless(const struct text *text)
{
    struct span rest = text_span(text);
    for (size_t i = 0; i < rest.len;) {
        size_t len = utf8_len(span_slice(rest, i, 4));
        assert_true(len > 0);
        uint8_t c = rest.data[i];
        assert_true((c >= 0x20 && c <= 0x7e) || c == '\n' || is_own_sign(span_slice(rest, i, len)));
        i += len;
    }
    while (rest.len > 0) {
        size_t end = span_find(rest, span_of("\n"), 0);
        check_line(span_slice(rest, 0, end));
        rest = span_slice(rest, end == SIZE_MAX ? rest.len : end + 1, rest.len);
    }
}

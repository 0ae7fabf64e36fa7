#include "http/vector_file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/line.h"
#include "http/syntax.h"
#include "util/text.h"

struct reader {
    struct arena *arena;
    const char *path;
    struct vector_file *file;
    struct text bytes; /* of the vector being read */
    size_t line_number;
    bool is_expecting; /* behind "expect" */
};

static void fail(const struct reader *reader, const char *message)
{
    fprintf(stderr, "%s:%zu: %s\n", reader->path, reader->line_number, message);
    exit(EXIT_FAILURE);
}

static struct vector *current(struct reader *reader)
{
    if (reader->file->count == 0)
        fail(reader, "a vector begins with ==");
    return &reader->file->items[reader->file->count - 1];
}

static bool starts(struct span line, const char *word, struct span *rest)
{
    size_t len = strlen(word);
    *rest = span_slice(line, len, line.len);
    return span_is(span_slice(line, 0, len), word);
}

/* One escape at the start of text, behind the backslash; returns its length. */
static size_t add_escape(struct reader *reader, struct span text)
{
    static const char short_forms[] = "r\rn\nt\t\\\\";
    for (size_t i = 0; text.len > 0 && i + 1 < sizeof(short_forms); i += 2) {
        if (text.data[0] == (uint8_t)short_forms[i]) {
            text_add_char(&reader->bytes, short_forms[i + 1]);
            return 1;
        }
    }
    if (text.len < 3 || text.data[0] != 'x' || !syntax_is_hex(text.data[1]) ||
        !syntax_is_hex(text.data[2]))
        fail(reader, "unknown escape");
    text_add_char(&reader->bytes,
                  (char)(syntax_hex_value(text.data[1]) * 16 + syntax_hex_value(text.data[2])));
    return 3;
}

static void add_bytes(struct reader *reader, struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == '\\')
            i += add_escape(reader, span_slice(text, i + 1, text.len));
        else
            text_add_char(&reader->bytes, (char)text.data[i]);
    }
}

static void add_requests(struct reader *reader, struct span words)
{
    struct http_requests *requests = &current(reader)->requests;
    for (size_t at = syntax_skip_blanks(words, 0); at < words.len;) {
        size_t end = syntax_skip_token(words, at);
        requests->items = arena_grow(reader->arena, requests->items, &requests->capacity,
                                     requests->count, sizeof(*requests->items));
        requests->items[requests->count++] =
            (struct http_request){.method = span_slice(words, at, end - at), .is_complete = true};
        at = syntax_skip_blanks(words, end == at ? end + 1 : end);
    }
}

static void set_end(struct reader *reader, struct span word)
{
    if (span_is(word, "clean"))
        current(reader)->end = STREAM_END_CLEAN;
    else if (span_is(word, "abrupt"))
        current(reader)->end = STREAM_END_ABRUPT;
    else if (span_is(word, "open"))
        current(reader)->end = STREAM_END_OPEN;
    else
        fail(reader, "end is clean, abrupt or open");
}

static void begin_vector(struct reader *reader, struct span name)
{
    struct vector_file *file = reader->file;
    file->items =
        arena_grow(reader->arena, file->items, &file->capacity, file->count, sizeof(*file->items));
    file->items[file->count++] = (struct vector){.name = arena_string_of(reader->arena, name)};
    text_clear(&reader->bytes);
    reader->is_expecting = false;
}

static void begin_expected(struct reader *reader, size_t offset)
{
    struct vector *vector = current(reader);
    vector->bytes = arena_copy(reader->arena, text_span(&reader->bytes));
    vector->expected = span_slice(reader->file->text, offset, 0);
    reader->is_expecting = true;
}

static void read_line(struct reader *reader, struct line line)
{
    struct span text = span_slice(reader->file->text, line.text.offset, line.text.len);
    struct span rest;
    if (starts(text, "== ", &rest))
        begin_vector(reader, rest);
    else if (reader->is_expecting)
        current(reader)->expected.len += text.len > 0 ? line.end - line.text.offset : 0;
    else if (starts(text, "| ", &rest))
        add_bytes(reader, rest);
    else if (starts(text, "requests", &rest))
        add_requests(reader, rest);
    else if (starts(text, "end ", &rest))
        set_end(reader, rest);
    else if (span_is(text, "wellformed"))
        current(reader)->is_wellformed = true;
    else if (span_is(text, "expect"))
        begin_expected(reader, line.end);
    else if (text.len > 0 && text.data[0] != '#')
        fail(reader, "unknown line");
}

static struct span read_all(struct reader *reader)
{
    FILE *stream = fopen(reader->path, "rb");
    if (stream == NULL)
        fail(reader, "cannot be opened");
    struct text text = {0};
    char buffer[4096];
    for (size_t len; (len = fread(buffer, 1, sizeof(buffer), stream)) > 0;)
        text_add_span(&text, span_make(buffer, len));
    fclose(stream);
    struct span copy = arena_copy(reader->arena, text_span(&text));
    text_done(&text);
    return copy;
}

static void read_file(struct arena *arena, const char *path, struct vector_file *file)
{
    struct reader reader = {.arena = arena, .path = path, .file = file};
    file->text = read_all(&reader);
    struct line line;
    size_t scanned = 0;
    for (size_t at = 0; line_read(file->text, at, &scanned, &line); at = line.end) {
        reader.line_number++;
        read_line(&reader, line);
    }
    text_done(&reader.bytes);
}

struct vector_file vector_file_read(struct arena *arena, const char *path)
{
    struct vector_file file = {0};
    read_file(arena, path, &file);
    return file;
}

static int is_text(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 4 && strcmp(entry->d_name + len - 4, ".txt") == 0;
}

struct vector_file vector_file_read_folder(struct arena *arena, const char *path)
{
    struct vector_file file = {0};
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, is_text, alphasort);
    for (int i = 0; i < count; i++) {
        read_file(arena, arena_printf(arena, "%s/%s", path, entries[i]->d_name), &file);
        free(entries[i]);
    }
    free(entries);
    return file;
}

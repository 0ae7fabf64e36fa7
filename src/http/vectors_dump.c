/*
 * What our parser makes of the files of vectors/, for the test with a foreign parser and for
 * whoever writes vectors: http_vectors_dump json FOLDER   the well-formed vectors, one JSON object
 * a line http_vectors_dump expect FILE   FILE with every expectation replaced by what is read now;
 *                                     to be compared by eye, not to be believed
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/stream_text.h"
#include "http/vector_file.h"
#include "util/json.h"
#include "util/text.h"

static const struct http_stream *parse(struct arena *arena, const struct vector *vector)
{
    return response_parse(arena, &vector->requests, vector->bytes, vector->end);
}

static void add_fields(struct json_out *out, const struct http_message *message, struct span bytes)
{
    struct json_out *fields = json_out_add_array(out, "fields");
    for (size_t i = 0; i < message->field_count; i++) {
        const struct http_field *field = &message->fields[i];
        struct json_out *row = json_out_add_object(fields, NULL);
        json_out_add_bytes(row, "name", http_bytes(bytes, field->name));
        json_out_add_bytes(row, "value", http_bytes(bytes, field->value));
        json_out_add_bool(row, "trailer", field->is_trailer);
    }
}

static void print_json(struct arena *arena, const struct vector *vector)
{
    const struct http_stream *stream = parse(arena, vector);
    struct json_out *root = json_out_object();
    json_out_add_string(root, "name", vector->name);
    json_out_add_bytes(root, "method", vector->requests.items[0].method);
    json_out_add_bytes(root, "bytes", vector->bytes);
    json_out_add_bool(root, "closes", vector->end != STREAM_END_OPEN);
    struct json_out *messages = json_out_add_array(root, "messages");
    for (size_t i = 0; i < stream->count; i++) {
        const struct http_message *message = &stream->messages[i];
        struct json_out *out = json_out_add_object(messages, NULL);
        json_out_add_number(out, "status", message->status);
        json_out_add_bool(out, "interim", message->is_interim);
        json_out_add_bytes(out, "reason", http_bytes(vector->bytes, message->reason));
        json_out_add_bytes(out, "content", http_content(message, vector->bytes, arena));
        json_out_add_bool(out, "complete", message->is_complete);
        json_out_add_bool(out, "tunnel", message->framing == FRAMING_TUNNEL);
        add_fields(out, message, vector->bytes);
    }
    char *text = json_out_print(root, false);
    fputs(text, stdout);
    free(text);
    json_out_free(root);
}

static void print_expected(struct arena *arena, const struct vector_file *file)
{
    size_t copied = 0;
    for (size_t i = 0; i < file->count; i++) {
        const struct vector *vector = &file->items[i];
        size_t at = (size_t)(vector->expected.data - file->text.data);
        struct text text = {0};
        stream_text_add(&text, parse(arena, vector), vector->bytes);
        fwrite(file->text.data + copied, 1, at - copied, stdout);
        fputs(text_string(&text), stdout);
        copied = at + vector->expected.len;
        text_done(&text);
    }
    fwrite(file->text.data + copied, 1, file->text.len - copied, stdout);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: http_vectors_dump json FOLDER | expect FILE\n", stderr);
        return EXIT_FAILURE;
    }
    struct arena *arena = arena_new();
    if (strcmp(argv[1], "expect") == 0) {
        struct vector_file file = vector_file_read(arena, argv[2]);
        print_expected(arena, &file);
    } else {
        struct vector_file file = vector_file_read_folder(arena, argv[2]);
        for (size_t i = 0; i < file.count; i++) {
            if (file.items[i].is_wellformed)
                print_json(arena, &file.items[i]);
        }
    }
    arena_free(arena);
    return EXIT_SUCCESS;
}

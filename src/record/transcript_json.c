#include "record/transcript_json.h"

#include <limits.h>
#include <string.h>

#include "util/arena.h"

#define INTEGER_MAX 9007199254740991 /* 2^53 - 1, what JSON carries exactly */

static bool has_bytes(enum event_kind kind)
{
    return kind == EVENT_SENT || kind == EVENT_RECEIVED;
}

static void write_event(const struct transcript *transcript, const struct event *event,
                        struct json_out *out)
{
    json_out_add_number(out, "t_us", (double)event->at_us);
    json_out_add_number(out, "conn", event->connection);
    json_out_add_string(out, "kind", transcript_kind_name(event->kind));
    if (event->step != TRANSCRIPT_NO_STEP)
        json_out_add_number(out, "step", event->step);
    if (has_bytes(event->kind)) {
        struct span stream = event->kind == EVENT_SENT
                                 ? transcript_sent(transcript, event->connection)
                                 : transcript_received(transcript, event->connection);
        json_out_add_bytes(out, "bytes", span_slice(stream, event->offset, event->len));
    } else if (event->len > 0) {
        json_out_add_number(out, "n", (double)event->len);
    }
    if (event->code != 0)
        json_out_add_number(out, "code", event->code);
    if (event->detail != NULL)
        json_out_add_string(out, "detail", event->detail);
}

void transcript_json_write(const struct transcript *transcript, struct json_out *out)
{
    if (transcript_wall_ms(transcript) > 0)
        json_out_add_number(out, "wall_ms", (double)transcript_wall_ms(transcript));
    struct json_out *connections = json_out_add_array(out, "connections");
    for (unsigned i = 0; i < transcript_connection_count(transcript); i++) {
        struct json_out *connection = json_out_add_object(connections, NULL);
        json_out_add_string(connection, "name", transcript_connection_name(transcript, i));
        json_out_add_bool(connection, "tls", transcript_connection_is_tls(transcript, i));
    }
    struct json_out *events = json_out_add_array(out, "events");
    for (size_t i = 0; i < transcript_count(transcript); i++)
        write_event(transcript, transcript_event(transcript, i), json_out_add_object(events, NULL));
}

/* The row being read; list and index say where it stands, for messages. */
struct reader {
    struct transcript *transcript;
    struct arena *arena;
    struct error *error;
    const char *list;
    size_t index;
    const struct json *row;
    bool is_failed;
};

/* Keeps the first complaint. */
static void fail(struct reader *reader, const char *name, const char *expected)
{
    if (!reader->is_failed)
        error_set(reader->error, "/%s/%zu/%s: expected %s", reader->list, reader->index, name,
                  expected);
    reader->is_failed = true;
}

/* The whole number called name within low and high, or fallback if it is not there. */
static int64_t read_integer(struct reader *reader, const char *name, int64_t low, int64_t high,
                            int64_t fallback)
{
    const struct json *member = json_member(reader->row, name);
    if (member == NULL)
        return fallback;
    bool is_integer = member->type == JSON_NUMBER && member->number >= (double)low &&
                      member->number <= (double)high &&
                      member->number == (double)(int64_t)member->number;
    if (is_integer)
        return (int64_t)member->number;
    fail(reader, name, "a whole number in range");
    return fallback;
}

static const char *read_string(struct reader *reader, const char *name, bool is_required)
{
    const struct json *member = json_member(reader->row, name);
    if (member == NULL ? is_required : member->type != JSON_STRING)
        fail(reader, name, "a string");
    return member == NULL ? NULL : member->string;
}

static void read_connection(struct reader *reader)
{
    const char *name = read_string(reader, "name", true);
    const struct json *tls = json_member(reader->row, "tls");
    if (tls != NULL && tls->type != JSON_TRUE && tls->type != JSON_FALSE)
        fail(reader, "tls", "true or false");
    if (!reader->is_failed)
        transcript_add_connection(reader->transcript, name, tls != NULL && tls->type == JSON_TRUE);
}

static enum event_kind read_kind(struct reader *reader)
{
    const char *name = read_string(reader, "kind", true);
    for (int kind = 0; name != NULL && kind < EVENT_KIND_COUNT; kind++) {
        if (strcmp(name, transcript_kind_name((enum event_kind)kind)) == 0)
            return (enum event_kind)kind;
    }
    fail(reader, "kind", "the name of an event");
    return EVENT_CONNECTED;
}

static int64_t read_time(struct reader *reader)
{
    int64_t before = transcript_duration_us(reader->transcript);
    int64_t at_us = read_integer(reader, "t_us", 0, INTEGER_MAX, -1);
    if (at_us < before)
        fail(reader, "t_us", "a time not before the last one");
    return at_us;
}

/* Every event is on a connection, but those of the whole attempt may precede all connections. */
static unsigned read_connection_index(struct reader *reader, enum event_kind kind)
{
    unsigned count = transcript_connection_count(reader->transcript);
    bool may_be_none = kind == EVENT_QUIET || kind == EVENT_PATIENCE_OVER || kind == EVENT_COUNTER;
    int64_t connection = read_integer(reader, "conn", 0, UINT_MAX, may_be_none ? 0 : -1);
    if (connection < 0 || (connection >= count && !(connection == 0 && may_be_none)))
        fail(reader, "conn", "the index of a connection");
    return (unsigned)connection;
}

static struct span read_bytes(struct reader *reader, enum event_kind kind)
{
    struct span bytes = {0};
    const char *text = read_string(reader, "bytes", has_bytes(kind));
    if (text != NULL && (!has_bytes(kind) || !json_base64_decode(reader->arena, text, &bytes)))
        fail(reader, "bytes", has_bytes(kind) ? "base64" : "nothing for this kind of event");
    return bytes;
}

static void read_event(struct reader *reader)
{
    const int64_t len_max = SIZE_MAX < INTEGER_MAX ? (int64_t)SIZE_MAX : INTEGER_MAX;
    enum event_kind kind = read_kind(reader);
    int64_t at_us = read_time(reader);
    unsigned connection = read_connection_index(reader, kind);
    int step = (int)read_integer(reader, "step", 0, INT_MAX, TRANSCRIPT_NO_STEP);
    size_t len = (size_t)read_integer(reader, "n", 0, len_max, 0);
    int code = (int)read_integer(reader, "code", INT_MIN, INT_MAX, 0);
    const char *detail = read_string(reader, "detail", false);
    struct span bytes = read_bytes(reader, kind);
    if (reader->is_failed)
        return;
    transcript_set_time(reader->transcript, at_us);
    if (kind == EVENT_SENT)
        transcript_append_sent(reader->transcript, connection, step, bytes);
    else if (kind == EVENT_RECEIVED)
        transcript_append_received(reader->transcript, connection, bytes);
    else
        transcript_append(reader->transcript, kind, connection, step, len, code, detail);
}

static void read_wall_time(struct reader *reader, const struct json *object)
{
    const struct json *wall = json_member(object, "wall_ms");
    if (wall == NULL)
        return;
    if (wall->type == JSON_NUMBER && wall->number >= 0 && wall->number <= (double)INTEGER_MAX) {
        transcript_set_wall_ms(reader->transcript, (int64_t)wall->number);
        return;
    }
    error_set(reader->error, "/wall_ms: expected a number of milliseconds");
    reader->is_failed = true;
}

static void read_list(struct reader *reader, const struct json *object, const char *name,
                      void (*read_row)(struct reader *reader))
{
    const struct json *list = json_member(object, name);
    if (reader->is_failed)
        return;
    if (list == NULL || list->type != JSON_ARRAY) {
        error_set(reader->error, "/%s: expected an array", name);
        reader->is_failed = true;
        return;
    }
    reader->list = name;
    reader->index = 0;
    for (reader->row = list->children; reader->row != NULL && !reader->is_failed;
         reader->row = reader->row->next, reader->index++)
        read_row(reader);
}

struct transcript *transcript_json_read(const struct json *object, struct error *error)
{
    struct reader reader = {
        .transcript = transcript_new(NULL), .arena = arena_new(), .error = error};
    read_wall_time(&reader, object);
    read_list(&reader, object, "connections", read_connection);
    read_list(&reader, object, "events", read_event);
    arena_free(reader.arena);
    if (reader.is_failed) {
        transcript_free(reader.transcript);
        return NULL;
    }
    return reader.transcript;
}

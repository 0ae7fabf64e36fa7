#include "report/received.h"

#include "judge/ending.h"
#include "report/escape.h"
#include "report/phrase.h"

#define HEAD_ROWS 24u /* of a response that are shown in any case */
#define BODY_ROWS 2u
#define MESSAGES_MAX 4u /* responses that are shown; of the others only marked places */
#define LATE_US 10000   /* an end this long after the last byte is worth telling */

struct view {
    const struct block *block;
    const struct observation *observation;
    unsigned connection;
    const struct observed_connection *peer;
    const struct dump_mark *mark;
    struct dump dump;
};

/* Time from the last byte that we had sent (or the connect) to the first byte received. */
static int64_t latency_us(const struct view *view)
{
    const struct transcript *transcript = view->observation->transcript;
    int64_t since = 0;
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        if (event->connection != view->connection)
            continue;
        if (event->kind == EVENT_RECEIVED)
            return event->at_us - since;
        if (event->kind == EVENT_SENT || event->kind == EVENT_CONNECTED)
            since = event->at_us;
    }
    return 0;
}

/* Time from the last byte received to the peer's end. */
static int64_t lateness_us(const struct view *view)
{
    const struct transcript *transcript = view->observation->transcript;
    int64_t last = 0;
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        if (event->connection != view->connection)
            continue;
        if (event->kind == EVENT_RECEIVED)
            last = event->at_us;
        if (event->kind == EVENT_FIN || event->kind == EVENT_RESET)
            return event->at_us - last;
    }
    return 0;
}

static bool is_ended_by_peer(enum ending ending)
{
    return ending == ENDING_FIN || ending == ENDING_RST || ending == ENDING_ALERT;
}

static void add_ending(const struct view *view)
{
    struct text *out = view->block->out;
    enum ending ending = ending_of(view->observation, view->connection);
    text_add(out, is_ended_by_peer(ending) ? ", then " : ", ");
    escape_peer(out, ending_words(view->observation, view->connection, view->block->arena));
    if (!is_ended_by_peer(ending))
        return;
    int64_t delay = ending_delay_us(view->observation, view->connection);
    if (view->peer->received.len == 0 && delay >= 0) {
        text_add(out, " after ");
        phrase_duration(out, delay);
    } else if (view->peer->received.len > 0 && lateness_us(view) >= LATE_US) {
        text_add_char(out, ' ');
        phrase_duration(out, lateness_us(view));
        text_add(out, " later");
    }
}

static void add_heading(const struct view *view)
{
    struct text *out = view->block->out;
    text_add(out, "  received");
    if (view->observation->count > 1) {
        text_add(out, " on ");
        escape_own(out, view->peer->name);
    }
    text_add(out, ": ");
    phrase_count(out, view->peer->received.len, "byte");
    if (view->peer->received.len > 0) {
        text_add(out, " after ");
        phrase_duration(out, latency_us(view));
    }
    add_ending(view);
    text_add_char(out, '\n');
}

/* What comes behind the marked place is only shown where it is near. */
static size_t wanted_rows(const struct view *view, size_t offset, size_t rows)
{
    return view->mark != NULL && offset > view->mark->offset ? 0 : rows;
}

static bool is_not_http(const struct http_stream *stream, size_t message)
{
    for (size_t i = 0; i < stream->deviation_count; i++) {
        const struct http_deviation *deviation = &stream->deviations[i];
        if (deviation->message == message && deviation->kind == DEVIATION_NOT_HTTP)
            return true;
    }
    return false;
}

/* "r1" for the first final response, the status for an interim one, "?" for what is none. */
static const char *label_of(const struct view *view, size_t index, size_t final_number)
{
    const struct http_message *message = &view->peer->stream->messages[index];
    struct text label = {0};
    if (is_not_http(view->peer->stream, index))
        text_add_char(&label, '?');
    else if (message->is_interim)
        text_printf(&label, "%d", message->status);
    else
        text_printf(&label, "r%zu", final_number);
    return block_keep(view->block, &label);
}

static void add_gap(struct view *view, size_t from, size_t to)
{
    if (to > from)
        dump_add(&view->dump, "?", (struct range){.offset = from, .len = to - from},
                 wanted_rows(view, from, BODY_ROWS));
}

static void add_message(struct view *view, size_t index, size_t final_number)
{
    const struct http_message *message = &view->peer->stream->messages[index];
    size_t head_end = message->is_head_complete ? message->content_offset : message->end;
    bool is_shown = index < MESSAGES_MAX;
    dump_add(&view->dump, label_of(view, index, final_number),
             (struct range){.offset = message->offset, .len = head_end - message->offset},
             wanted_rows(view, message->offset, is_shown ? HEAD_ROWS : 0));
    dump_add(&view->dump, NULL, (struct range){.offset = head_end, .len = message->end - head_end},
             wanted_rows(view, head_end, is_shown ? BODY_ROWS : 0));
}

static void add_rows(struct view *view)
{
    const struct http_stream *stream = view->peer->stream;
    size_t offset = 0;
    size_t final_number = 0;
    for (size_t i = 0; i < stream->count; i++) {
        final_number += !stream->messages[i].is_interim;
        add_gap(view, offset, stream->messages[i].offset);
        add_message(view, i, final_number);
        offset = stream->messages[i].end;
    }
    add_gap(view, offset, view->peer->received.len);
}

static size_t message_mark_len(const struct http_message *message, size_t offset)
{
    if (offset == message->start_line.offset)
        return message->start_line.len;
    for (size_t i = 0; i < message->field_count; i++) {
        const struct http_field *field = &message->fields[i];
        if (offset == field->line.offset)
            return field->line.len;
        if (offset == field->value.offset)
            return field->value.len;
    }
    return 0;
}

/* How far the caret reaches: the deviation, the line or value that begins there, or 0: the whole
 * row. */
static size_t mark_len(const struct http_stream *stream, size_t offset)
{
    for (size_t i = 0; i < stream->deviation_count; i++) {
        if (stream->deviations[i].offset == offset)
            return stream->deviations[i].len;
    }
    for (size_t i = 0; i < stream->count; i++) {
        size_t len = message_mark_len(&stream->messages[i], offset);
        if (len > 0)
            return len;
    }
    return 0;
}

void received_write(const struct block *block, const struct observation *observation,
                    unsigned connection, const struct dump_mark *mark)
{
    struct view view = {.block = block,
                        .observation = observation,
                        .connection = connection,
                        .peer = &observation->connections[connection],
                        .mark = mark};
    view.dump = dump_make(block->arena, view.peer->received, block->options->width,
                          block->options->is_verbose);
    add_heading(&view);
    add_rows(&view);
    struct dump_mark sized;
    if (mark != NULL) {
        sized = *mark;
        if (sized.len == 0)
            sized.len = mark_len(view.peer->stream, mark->offset);
    }
    dump_write(&view.dump, mark == NULL ? NULL : &sized, block->out);
}

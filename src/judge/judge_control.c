#include "judge/ending.h"
#include "judge/judge.h"
#include "judge/words.h"

#include "util/text.h"

static const struct http_message *first_final(const struct http_stream *stream)
{
    for (size_t i = 0; i < stream->count; i++) {
        if (!stream->messages[i].is_interim)
            return &stream->messages[i];
    }
    return NULL;
}

static struct control_result bad(const char *reason, bool rests_on_silence)
{
    return (struct control_result){
        .word = CONTROL_BAD, .reason = reason, .rests_on_silence = rests_on_silence};
}

/* No answer, or none that can be read. */
static struct control_result unanswered(const struct observation *observation, unsigned connection,
                                        struct arena *arena)
{
    enum ending ending = ending_of(observation, connection);
    const char *then = ending_then(observation, connection, arena);
    if (ending == ENDING_FAILED)
        return bad(then, false);
    return bad(arena_printf(arena, "no response, %s", then),
               ending == ENDING_OPEN || ending == ENDING_RST);
}

struct control_result judge_control(struct status_set allowed, unsigned connection,
                                    const struct observation *observation, struct arena *arena)
{
    if (connection >= observation->count)
        return bad("no connection was opened", false);
    const struct http_message *message = first_final(observation->connections[connection].stream);
    if (message == NULL || message->status == 0 || !message->is_head_complete)
        return unanswered(observation, connection, arena);
    bool is_good = status_set_contains(allowed, message->status);
    return (struct control_result){
        .word = is_good ? CONTROL_GOOD : CONTROL_BAD,
        .status = message->status,
        .reason = arena_printf(arena, is_good ? "%d" : "status %d", message->status),
    };
}

static void add_message(struct text *text, const struct http_message *message)
{
    if (message->status == 0)
        text_add(text, "unreadable response");
    else
        text_printf(text, "%d", message->status);
    if (!message->is_complete)
        text_add(text, " (incomplete)");
}

/* Alike as far as a summary tells. */
static bool alike(const struct http_message *a, const struct http_message *b)
{
    return a->status == b->status && a->is_complete == b->is_complete;
}

static void add_messages(struct text *text, const struct http_stream *stream)
{
    size_t i = 0;
    while (i < stream->count) {
        size_t next = i + 1;
        while (next < stream->count && alike(&stream->messages[i], &stream->messages[next]))
            next++;
        if (i > 0)
            text_add(text, ", ");
        add_message(text, &stream->messages[i]);
        if (next - i > 2) {
            text_printf(text, " (%zu times)", next - i);
            i = next;
        } else {
            i++;
        }
    }
}

static void add_ending(struct text *text, const struct observation *observation,
                       unsigned connection, struct arena *arena)
{
    enum ending ending = ending_of(observation, connection);
    bool is_peer = ending == ENDING_FIN || ending == ENDING_RST || ending == ENDING_ALERT;
    text_printf(text, ", %s%s", is_peer ? "then " : "",
                ending_words(observation, connection, arena));
    int64_t delay_us = ending_delay_us(observation, connection);
    if (observation->connections[connection].stream->count == 0 && delay_us >= 0)
        text_printf(text, " after %s", words_duration_us(arena, delay_us));
}

const char *judge_summary(const struct observation *observation, unsigned connection,
                          struct arena *arena)
{
    if (connection >= observation->count)
        return "no connection was opened";
    if (ending_of(observation, connection) == ENDING_FAILED)
        return ending_failure(observation, connection, arena);
    const struct observed_connection *peer = &observation->connections[connection];
    struct text text = {0};
    if (peer->stream->count > 0)
        add_messages(&text, peer->stream);
    else
        text_add(&text, words_count(arena, peer->received.len, "byte"));
    if (peer->stream->count == 0 && peer->received.len > 0)
        text_add(&text, " that are no HTTP");
    add_ending(&text, observation, connection, arena);
    const char *summary = arena_string(arena, text_string(&text));
    text_done(&text);
    return summary;
}

unsigned judge_control_connection(const struct test_case *test_case)
{
    unsigned connection = test_case->outcomes[0].connections[0];
    return script_connection(&test_case->control, test_case->script.connections[connection]);
}

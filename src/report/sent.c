#include "report/sent.h"

#include <inttypes.h>
#include <string.h>

#include "report/escape.h"
#include "report/outline.h"
#include "report/phrase.h"

#define PLACE_COLUMN 64u /* where the file and line stand */
#define WANTED_ROWS 12u  /* of each step */
#define CUT_ROWS_MAX 8u  /* a step in more writes than that is not shown write by write */

struct view {
    const struct block *block;
    const struct script *script;
    unsigned connection;
    const struct observed_connection *peer;
    struct outline outline;
    struct dump dump;
    bool is_over; /* the bytes that follow were not sent */
};

/* What the transcript alone tells, for a script that does not fit it any more. */
static struct outline outline_of_events(const struct block *block, unsigned connection)
{
    const struct transcript *transcript = block->result->observation->transcript;
    struct outline outline = {.bytes = transcript_sent(transcript, connection)};
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        if (event->kind != EVENT_SENT || event->connection != connection || event->step < 0)
            continue;
        outline.pieces = arena_grow(block->arena, outline.pieces, &outline.piece_capacity,
                                    outline.piece_count, sizeof(*outline.pieces));
        outline.pieces[outline.piece_count++] = (struct outline_piece){
            .step = (size_t)event->step, .bytes = {event->offset, event->len}
        };
        outline.writes = arena_grow(block->arena, outline.writes, &outline.write_capacity,
                                    outline.write_count, sizeof(*outline.writes));
        outline.writes[outline.write_count++] = (struct outline_write){
            .offset = event->offset, .step = (size_t)event->step, .gap_ms = OUTLINE_NO_GAP};
    }
    return outline;
}

/* A transcript that was judged again may stem from another edition of the case. */
static bool fits(const struct outline *outline, struct span sent)
{
    return sent.len <= outline->bytes.len &&
           span_equal(span_slice(outline->bytes, 0, sent.len), sent);
}

static struct outline outline_of(const struct block *block, const struct script *script,
                                 unsigned connection, struct span sent)
{
    struct outline outline;
    if (outline_make(&outline, script, &block->result->variables, connection, block->arena) &&
        fits(&outline, sent))
        return outline;
    return outline_of_events(block, connection);
}

static const struct step *step_at(const struct view *view, size_t index)
{
    return index < view->script->count ? &view->script->steps[index] : NULL;
}

/* Its name, or its number where it has none. */
static const char *label_of(const struct view *view, size_t index)
{
    const struct step *step = step_at(view, index);
    struct text label = {0};
    if (step == NULL || step->label == NULL)
        text_printf(&label, "%zu", index + 1);
    else
        escape_own(&label, step->label);
    return block_keep(view->block, &label);
}

static size_t writes_of_step(const struct outline *outline, size_t step)
{
    size_t count = 0;
    for (size_t i = 0; i < outline->write_count; i++)
        count += outline->writes[i].step == step;
    return count;
}

static const char *cut_remark(const struct view *view, size_t index)
{
    const struct step *step = step_at(view, index);
    if (step == NULL || (step->cut.every == 0 && step->cut.at_count == 0))
        return NULL;
    struct text remark = {0};
    if (step->cut.joins)
        text_add(&remark, "cut, then ");
    else if (step->cut.every == 1)
        text_add(&remark, "one byte each ");
    else if (step->cut.every > 1)
        text_printf(&remark, "%zu bytes each ", step->cut.every);
    else
        text_printf(&remark, "in %zu writes, one each ", writes_of_step(&view->outline, index));
    text_printf(&remark, "%" PRId64 " ms", step->cut.gap_ms);
    return block_keep(view->block, &remark);
}

/* The next place behind offset where a row must end: a cut, the last byte sent, the end. */
static size_t next_break(const struct view *view, const struct outline_piece *piece, size_t offset)
{
    size_t end = piece->bytes.offset + piece->bytes.len;
    size_t sent = view->peer->sent.len;
    if (offset < sent && sent < end)
        end = sent;
    if (writes_of_step(&view->outline, piece->step) > CUT_ROWS_MAX)
        return end;
    for (size_t i = 0; i < view->outline.write_count; i++) {
        size_t start = view->outline.writes[i].offset;
        if (start > offset && start < end)
            end = start;
    }
    return end;
}

static void add_unsent(struct view *view, const char *label, struct range range)
{
    struct text remark = {0};
    text_add(&remark, "(not sent: ");
    phrase_count(&remark, view->outline.bytes.len - view->peer->sent.len, "byte");
    text_add_char(&remark, ')');
    size_t row = dump_add(&view->dump, label, range, 1);
    view->dump.count = row + 1;
    view->dump.rows[row].remark = block_keep(view->block, &remark);
    view->is_over = true;
}

static void add_piece(struct view *view, const struct outline_piece *piece)
{
    const char *label = label_of(view, piece->step);
    const char *remark = cut_remark(view, piece->step);
    size_t wanted = WANTED_ROWS;
    size_t end = piece->bytes.offset + piece->bytes.len;
    for (size_t offset = piece->bytes.offset; offset < end && !view->is_over;) {
        size_t stop = next_break(view, piece, offset);
        struct range range = {.offset = offset, .len = stop - offset};
        if (offset >= view->peer->sent.len) {
            add_unsent(view, label, range);
            return;
        }
        size_t row = dump_add(&view->dump, label, range, wanted);
        view->dump.rows[row].remark = remark;
        wanted -= view->dump.count - row < wanted ? view->dump.count - row : wanted;
        label = NULL;
        remark = NULL;
        offset = stop;
    }
}

static bool wait_was_over(const struct view *view, size_t index)
{
    const struct transcript *transcript = view->block->result->observation->transcript;
    for (size_t i = 0; i < transcript_count(transcript); i++) {
        const struct event *event = transcript_event(transcript, i);
        if (event->kind == EVENT_WAIT_OVER && event->step == (int)index)
            return true;
    }
    return false;
}

static void add_wait(const struct view *view, size_t index, struct text *note)
{
    const struct wait *wait = &view->script->steps[index].wait;
    text_add(note, "waits ");
    switch (wait->kind) {
    case WAIT_RESPONSES:
        text_add(note, "for ");
        phrase_count(note, wait->number, "response");
        break;
    case WAIT_INTERIM:
        text_printf(note, "for %u", wait->number);
        break;
    case WAIT_END:
        text_add(note, "for the end of the connection");
        break;
    case WAIT_SENT:
        text_add(note, "until everything is sent");
        break;
    }
    if (wait_was_over(view, index)) {
        text_add(note, ", in vain");
        if (wait->timeout_ms >= 0)
            text_printf(note, " for %" PRId64 " ms", wait->timeout_ms);
    }
}

/* What happens at a step that sends nothing, between brackets. */
static void add_step_note(struct view *view, size_t index)
{
    static const char *const words[] = {
        [STEP_CONNECT] = "connects",
        [STEP_HALF_CLOSE] = "half-close: FIN",
        [STEP_CLOSE] = "full close",
        [STEP_RESET] = "RST",
        [STEP_TLS_CLOSE] = "TLS closure alert",
        [STEP_TRUNCATE] = "FIN without a TLS closure alert",
    };
    const struct step *step = &view->script->steps[index];
    struct text note = {0};
    text_add_char(&note, '(');
    if (step->kind == STEP_PAUSE)
        text_printf(&note, "pause of %" PRId64 " ms", step->pause_ms);
    else if (step->kind == STEP_WAIT)
        add_wait(view, index, &note);
    else
        text_add(&note, words[step->kind]);
    text_add_char(&note, ')');
    dump_add_note(&view->dump, block_keep(view->block, &note));
}

/* An opening connect goes without saying. */
static bool is_noteworthy(const struct view *view, size_t index)
{
    const struct step *step = &view->script->steps[index];
    if (step->kind == STEP_CONNECT && view->dump.count == 0)
        return false;
    return step->kind != STEP_SEND && step->connection == view->connection && !view->is_over;
}

static void add_rows(struct view *view)
{
    size_t piece = 0;
    for (size_t i = 0; i < view->script->count; i++) {
        if (is_noteworthy(view, i))
            add_step_note(view, i);
        for (; piece < view->outline.piece_count && view->outline.pieces[piece].step == i; piece++)
            add_piece(view, &view->outline.pieces[piece]);
    }
    for (; piece < view->outline.piece_count; piece++)
        add_piece(view, &view->outline.pieces[piece]);
}

static void add_total(struct text *out, size_t done, size_t planned, const char *noun)
{
    if (done < planned)
        text_printf(out, "%zu of ", done);
    phrase_count(out, planned, noun);
}

static void add_heading(const struct view *view)
{
    struct text *out = view->block->out;
    size_t start = out->len;
    text_add(out, "  sent");
    if (view->block->result->observation->count > 1) {
        text_add(out, " on ");
        escape_own(out, view->peer->name);
    }
    text_add(out, ": ");
    size_t sent = view->peer->sent.len;
    add_total(out, sent, view->outline.bytes.len, "byte");
    text_add(out, " in ");
    add_total(out, outline_writes_begun(&view->outline, sent), view->outline.write_count, "write");
    const struct test_case *test_case = view->block->result->test_case;
    if (view->connection == 0) {
        block_pad(view->block, start, PLACE_COLUMN);
        escape_own(out, test_case->suite->file);
        text_printf(out, ":%zu",
                    view->script->count > 0 && view->script->steps[0].line > 0
                        ? view->script->steps[0].line
                        : test_case->line);
    }
    text_add_char(out, '\n');
}

/* Says where the peer stopped listening when not everything could be sent. */
static bool find_stop(const struct view *view, struct dump_mark *mark)
{
    size_t sent = view->peer->sent.len;
    if (sent == 0 || sent >= view->outline.bytes.len)
        return false;
    const struct transcript *transcript = view->block->result->observation->transcript;
    const struct event *first = transcript_find(transcript, view->connection, EVENT_SENT);
    const struct event *end = transcript_find(transcript, view->connection, EVENT_RESET);
    const char *words = "the peer reset the connection after this byte, at ";
    if (end == NULL) {
        end = transcript_find(transcript, view->connection, EVENT_FIN);
        words = "the peer closed after this byte, at ";
    }
    if (first == NULL || end == NULL)
        return false;
    struct text message = {0};
    text_add(&message, words);
    phrase_duration(&message, end->at_us - first->at_us);
    *mark = (struct dump_mark){
        .offset = sent - 1, .len = 1, .message = block_keep(view->block, &message)};
    return true;
}

void sent_write(const struct block *block, unsigned connection)
{
    const struct result *result = block->result;
    struct view view = {.block = block,
                        .script = &result->test_case->script,
                        .connection = connection,
                        .peer = &result->observation->connections[connection]};
    view.outline = outline_of(block, view.script, connection, view.peer->sent);
    view.dump = dump_make(block->arena, view.outline.bytes, block->options->width,
                          block->options->is_verbose);
    add_heading(&view);
    add_rows(&view);
    struct dump_mark mark;
    bool has_mark = find_stop(&view, &mark);
    dump_write(&view.dump, has_mark ? &mark : NULL, block->out);
}

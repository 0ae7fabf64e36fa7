#include "run/exchange.h"

#include <stdlib.h>

#include "http/response_parser.h"
#include "run/batch.h"
#include "util/arena.h"
#include "util/memory.h"

#define PIECE_MS 2 /* what a piece of a cut send may take besides its gap */

/* What has to happen before the next step begins. */
enum pending {
    PENDING_NOTHING,
    PENDING_SENT,
    PENDING_PAUSE,
    PENDING_WAIT,
    PENDING_END,
    PENDING_OVER
};

struct exchange {
    struct exchange_config config;
    struct arena *arena;
    struct transcript *transcript;
    struct session **sessions;     /* by connection of the script, NULL until opened */
    struct text *step_bytes;       /* expanded bytes of each step */
    struct batch batch;            /* borrowed by a session until it is idle */
    struct http_requests requests; /* of the connection that a wait step watches */
    struct response_parser *parser;
    uv_timer_t *timer; /* pauses, waits, quiet */
    uv_timer_t *limit; /* the whole time after the script */
    size_t next;
    enum pending pending;
    int64_t wait_ms;  /* of the wait step under way */
    unsigned watched; /* connection that PENDING_SENT and PENDING_WAIT speak of */
    bool has_been_quiet;
};

static void advance(struct exchange *exchange);

static void free_handle(uv_handle_t *handle)
{
    free(handle);
}

static void close_timer(uv_timer_t *timer)
{
    if (timer != NULL)
        uv_close((uv_handle_t *)timer, free_handle);
}

static uv_timer_t *new_timer(struct exchange *exchange)
{
    uv_timer_t *timer = memory_new(sizeof(*timer));
    uv_timer_init(exchange->config.loop, timer);
    timer->data = exchange;
    return timer;
}

static const struct step *step_at(const struct exchange *exchange, size_t index)
{
    return &exchange->config.script->steps[index];
}

static bool is_ended(const struct session *session)
{
    return session == NULL || session_state(session) == SESSION_ENDED;
}

static void finish(struct exchange *exchange)
{
    exchange->pending = PENDING_OVER;
    uv_timer_stop(exchange->timer);
    uv_timer_stop(exchange->limit);
    for (unsigned i = 0; i < exchange->config.script->connection_count; i++) {
        session_free(exchange->sessions[i]);
        exchange->sessions[i] = NULL;
    }
    exchange->config.done(exchange->config.user);
}

/* Notes on every connection that is still open why we stop looking. */
static void give_up(struct exchange *exchange, enum event_kind kind, int64_t after_ms)
{
    for (unsigned i = 0; i < exchange->config.script->connection_count; i++) {
        if (!is_ended(exchange->sessions[i]))
            transcript_append(exchange->transcript, kind, i, TRANSCRIPT_NO_STEP, (size_t)after_ms,
                              0, NULL);
    }
    finish(exchange);
}

static bool all_ended(const struct exchange *exchange)
{
    for (unsigned i = 0; i < exchange->config.script->connection_count; i++) {
        if (!is_ended(exchange->sessions[i]))
            return false;
    }
    return true;
}

/*
 * Tells once that nothing has happened for active_ms, and lets timer go on for the rest of
 * total_ms. False if that was told already, or is not asked for.
 */
static bool tells_quiet(struct exchange *exchange, uv_timer_t *timer, uv_timer_cb over,
                        int64_t total_ms)
{
    int64_t rest_ms = total_ms - exchange->config.active_ms;
    if (exchange->has_been_quiet || exchange->config.quiet == NULL || rest_ms <= 0)
        return false;
    exchange->has_been_quiet = true;
    uv_timer_start(timer, over, (uint64_t)rest_ms, 0);
    exchange->config.quiet(exchange->config.user);
    return true;
}

/* How long timer waits at first for what may take total_ms; then tells_quiet is asked. */
static uint64_t first_ms(const struct exchange *exchange, int64_t total_ms)
{
    bool asks_first = !exchange->has_been_quiet && exchange->config.quiet != NULL &&
                      exchange->config.active_ms < total_ms;
    return (uint64_t)(asks_first ? exchange->config.active_ms : total_ms);
}

static void on_quiet(uv_timer_t *timer)
{
    struct exchange *exchange = timer->data;
    if (!tells_quiet(exchange, timer, on_quiet, exchange->config.quiet_ms))
        give_up(exchange, EVENT_QUIET, exchange->config.quiet_ms);
}

static void on_limit(uv_timer_t *timer)
{
    struct exchange *exchange = timer->data;
    give_up(exchange, EVENT_PATIENCE_OVER, exchange->config.limit_ms);
}

/* True if every request on the connection that the configuration names has its final response. */
static bool is_answered(const struct exchange *exchange)
{
    unsigned connection = exchange->config.answered_on;
    if (!exchange->config.ends_when_answered || exchange->sessions[connection] == NULL)
        return false;
    struct http_requests requests =
        http_requests_scan(transcript_sent(exchange->transcript, connection), exchange->arena);
    struct response_parser *parser = response_parser_new(exchange->arena, &requests);
    response_parser_advance(parser, transcript_received(exchange->transcript, connection));
    size_t answers = http_final_count(response_parser_stream(parser));
    return requests.count > 0 && answers >= requests.count;
}

/* Called whenever something happened after the script: the quiet time begins anew. */
static void watch_end(struct exchange *exchange)
{
    if (all_ended(exchange)) {
        finish(exchange);
        return;
    }
    if (is_answered(exchange)) {
        give_up(exchange, EVENT_QUIET, 0);
        return;
    }
    uv_timer_start(exchange->timer, on_quiet, first_ms(exchange, exchange->config.quiet_ms), 0);
}

static bool wait_holds(struct exchange *exchange, const struct wait *wait, unsigned connection)
{
    const struct session *session = exchange->sessions[connection];
    if (wait->kind == WAIT_SENT)
        return session == NULL || session_is_idle(session);
    if (is_ended(session))
        return true;
    if (wait->kind == WAIT_END) /* a peer may keep its FIN until it has our closure alert */
        return transcript_has_close_notify(exchange->transcript, connection);
    response_parser_advance(exchange->parser,
                            transcript_received(exchange->transcript, connection));
    const struct http_stream *stream = response_parser_stream(exchange->parser);
    if (wait->kind == WAIT_RESPONSES)
        return http_final_count(stream) >= wait->number;
    for (size_t i = 0; i < stream->count; i++) {
        const struct http_message *message = &stream->messages[i];
        bool is_it = message->is_interim && message->status == (int)wait->number;
        if (message->is_complete && (is_it || !message->is_interim))
            return true;
    }
    return false;
}

static void go_on(struct exchange *exchange)
{
    uv_timer_stop(exchange->timer);
    exchange->pending = PENDING_NOTHING;
    advance(exchange);
}

static void on_pause_over(uv_timer_t *timer)
{
    go_on(timer->data);
}

static void on_wait_over(uv_timer_t *timer)
{
    struct exchange *exchange = timer->data;
    if (tells_quiet(exchange, timer, on_wait_over, exchange->wait_ms))
        return;
    size_t index = exchange->next - 1;
    transcript_append(exchange->transcript, EVENT_WAIT_OVER, step_at(exchange, index)->connection,
                      (int)index, 0, 0, NULL);
    if (step_at(exchange, index)->wait.stops)
        exchange->next = exchange->config.script->count;
    go_on(exchange);
}

/* A session recorded something. */
static void on_changed(void *user, struct session *session)
{
    struct exchange *exchange = user;
    unsigned connection = session_connection(session);
    switch (exchange->pending) {
    case PENDING_SENT:
        if (connection == exchange->watched && (session_is_idle(session) || is_ended(session)))
            go_on(exchange);
        return;
    case PENDING_WAIT: {
        const struct wait *wait = &step_at(exchange, exchange->next - 1)->wait;
        if (connection == exchange->watched && wait_holds(exchange, wait, connection))
            go_on(exchange);
        return;
    }
    case PENDING_END:
        watch_end(exchange);
        return;
    case PENDING_NOTHING:
    case PENDING_PAUSE:
    case PENDING_OVER:
        return;
    }
}

static struct session *open_session(struct exchange *exchange, unsigned connection, bool is_tls)
{
    const struct exchange_config *config = &exchange->config;
    struct session_config session = {
        .loop = config->loop,
        .transcript = exchange->transcript,
        .address = config->address,
        .tls = is_tls ? config->tls : NULL,
        .server_name = config->server_name,
        .capture_max = config->capture_max,
        .connect_timeout_ms = config->connect_timeout_ms,
        .changed = on_changed,
        .user = exchange,
    };
    exchange->sessions[connection] = session_new(&session, connection);
    return exchange->sessions[connection];
}

static struct session *session_for(struct exchange *exchange, const struct step *step)
{
    struct session *session = exchange->sessions[step->connection];
    return session != NULL ? session
                           : open_session(exchange, step->connection, exchange->config.tls != NULL);
}

static void start_send(struct exchange *exchange, const struct step *step)
{
    struct session *session = session_for(exchange, step);
    struct batch *batch = &exchange->batch;
    exchange->next = batch_gather(batch, exchange->config.script, exchange->next,
                                  exchange->step_bytes, exchange->arena);
    if (is_ended(session) || session_state(session) == SESSION_SHUT)
        return;
    const struct session_send send = batch_send(batch);
    session_send(session, &send);
    exchange->watched = step->connection;
    exchange->pending = PENDING_SENT;
}

static void start_wait(struct exchange *exchange, const struct step *step)
{
    session_for(exchange, step);
    exchange->watched = step->connection;
    exchange->requests = http_requests_scan(transcript_sent(exchange->transcript, step->connection),
                                            exchange->arena);
    exchange->parser = response_parser_new(exchange->arena, &exchange->requests);
    if (wait_holds(exchange, &step->wait, step->connection))
        return;
    exchange->wait_ms =
        step->wait.timeout_ms < 0 ? exchange->config.wait_ms : step->wait.timeout_ms;
    exchange->pending = PENDING_WAIT;
    uv_timer_start(exchange->timer, on_wait_over, first_ms(exchange, exchange->wait_ms), 0);
}

static void act(struct exchange *exchange, const struct step *step)
{
    struct session *session = session_for(exchange, step);
    if (is_ended(session) && step->kind != STEP_CLOSE)
        return;
    switch (step->kind) {
    case STEP_HALF_CLOSE:
        session_half_close(session);
        break;
    case STEP_CLOSE:
        session_close(session);
        break;
    case STEP_RESET:
        session_reset(session);
        break;
    case STEP_TLS_CLOSE:
        session_tls_close(session);
        break;
    case STEP_TRUNCATE:
        session_truncate(session);
        break;
    case STEP_SEND:
    case STEP_PAUSE:
    case STEP_WAIT:
    case STEP_CONNECT:
        break;
    }
}

/* An action must not overtake the handshake: until the connection is ready nothing else is done. */
static bool must_connect_first(struct exchange *exchange, const struct step *step)
{
    struct session *session = session_for(exchange, step);
    if (session_state(session) != SESSION_CONNECTING)
        return false;
    exchange->watched = step->connection;
    exchange->pending = PENDING_SENT;
    return true;
}

static void start_connect(struct exchange *exchange, const struct step *step)
{
    if (exchange->sessions[step->connection] == NULL)
        open_session(exchange, step->connection,
                     step->connects_tls && exchange->config.tls != NULL);
    must_connect_first(exchange, step);
}

static void start_step(struct exchange *exchange)
{
    const struct step *step = step_at(exchange, exchange->next);
    switch (step->kind) {
    case STEP_SEND:
        start_send(exchange, step);
        return;
    case STEP_PAUSE:
        exchange->next++;
        exchange->pending = PENDING_PAUSE;
        uv_timer_start(exchange->timer, on_pause_over, (uint64_t)step->pause_ms, 0);
        return;
    case STEP_WAIT:
        exchange->next++;
        start_wait(exchange, step);
        return;
    case STEP_CONNECT:
        exchange->next++;
        start_connect(exchange, step);
        return;
    case STEP_HALF_CLOSE:
    case STEP_CLOSE:
    case STEP_RESET:
    case STEP_TLS_CLOSE:
    case STEP_TRUNCATE:
        if (must_connect_first(exchange, step))
            return;
        exchange->next++;
        act(exchange, step);
        return;
    }
}

static void advance(struct exchange *exchange)
{
    while (exchange->pending == PENDING_NOTHING && exchange->next < exchange->config.script->count)
        start_step(exchange);
    if (exchange->pending != PENDING_NOTHING)
        return;
    exchange->pending = PENDING_END;
    uv_timer_start(exchange->limit, on_limit, (uint64_t)exchange->config.limit_ms, 0);
    watch_end(exchange);
}

/* The longest that the script itself can take: what it pauses, waits and spaces out. */
static int64_t script_ms(const struct exchange *exchange)
{
    int64_t sum_ms = 0;
    for (size_t i = 0; i < exchange->config.script->count; i++) {
        const struct step *step = step_at(exchange, i);
        size_t pieces = step->cut.every > 0 ? exchange->step_bytes[i].len / step->cut.every
                                            : step->cut.at_count;
        sum_ms += step->pause_ms + (int64_t)pieces * (step->cut.gap_ms + PIECE_MS);
        if (step->kind == STEP_WAIT)
            sum_ms += step->wait.timeout_ms < 0 ? exchange->config.wait_ms : step->wait.timeout_ms;
    }
    return sum_ms;
}

/* The first step starts on the loop, so that `done` never runs inside exchange_new. */
static void on_start(uv_timer_t *timer)
{
    go_on(timer->data);
}

static bool expand_steps(struct exchange *exchange, struct error *error)
{
    const struct script *script = exchange->config.script;
    for (size_t i = 0; i < script->count; i++) {
        if (script->steps[i].kind == STEP_SEND &&
            !bytes_expand(&script->steps[i].bytes, exchange->config.variables,
                          &exchange->step_bytes[i], error))
            return false;
    }
    return true;
}

struct exchange *exchange_new(const struct exchange_config *config, struct error *error)
{
    struct exchange *exchange = memory_new(sizeof(*exchange));
    const struct script *script = config->script;
    exchange->config = *config;
    exchange->arena = arena_new();
    exchange->sessions =
        arena_array(exchange->arena, script->connection_count, sizeof(*exchange->sessions));
    exchange->step_bytes =
        arena_array(exchange->arena, script->count, sizeof(*exchange->step_bytes));
    exchange->transcript = transcript_new(config->clock);
    if (clock_wall_is_real())
        transcript_set_wall_ms(exchange->transcript, clock_wall_ms());
    for (unsigned i = 0; i < script->connection_count; i++)
        transcript_add_connection(exchange->transcript, script->connections[i],
                                  config->tls != NULL);
    if (config->counted >= 0)
        transcript_append(exchange->transcript, EVENT_COUNTER, 0, TRANSCRIPT_NO_STEP,
                          (size_t)config->counted, 0, NULL);
    if (!expand_steps(exchange, error)) {
        exchange_free(exchange);
        return NULL;
    }
    exchange->timer = new_timer(exchange);
    exchange->limit = new_timer(exchange);
    exchange->pending = PENDING_PAUSE;
    uv_timer_start(exchange->timer, on_start, 0, 0);
    uv_timer_start(exchange->limit, on_limit,
                   (uint64_t)(script_ms(exchange) + config->connect_timeout_ms + config->limit_ms),
                   0);
    return exchange;
}

struct transcript *exchange_take(struct exchange *exchange)
{
    struct transcript *transcript = exchange->transcript;
    exchange->transcript = NULL;
    return transcript;
}

void exchange_free(struct exchange *exchange)
{
    if (exchange == NULL)
        return;
    for (unsigned i = 0; i < exchange->config.script->connection_count; i++)
        session_free(exchange->sessions[i]);
    close_timer(exchange->timer);
    close_timer(exchange->limit);
    for (size_t i = 0; i < exchange->config.script->count; i++)
        text_done(&exchange->step_bytes[i]);
    batch_done(&exchange->batch);
    transcript_free(exchange->transcript);
    arena_free(exchange->arena);
    free(exchange);
}

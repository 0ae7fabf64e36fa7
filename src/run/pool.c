#include "run/pool.h"

#include <stdlib.h>

#include "run/exchange.h"
#include "util/memory.h"

#define WAIT_FACTOR 5  /* a wait step of the script waits so many settle times, if it names none */
#define LIMIT_FACTOR 4 /* bytes that keep coming are read for this many patiences */

struct pool;

/* A place in the pool: one attempt under way. */
struct slot {
    struct pool *pool;
    struct exchange *exchange; /* NULL: free */
    struct task *task;
    struct attempt attempt;
    bool is_active; /* has not been quiet yet */
};

struct pool {
    const struct pool_config *config;
    struct slot *slots;
    unsigned slot_count;
    unsigned playing;
    unsigned active;
    uv_timer_t *turn;      /* with a rate */
    int64_t next_start_us; /* with a rate: nothing is begun before */
};

static int64_t longer_of(int64_t own_ms, int64_t general_ms)
{
    return own_ms > general_ms ? own_ms : general_ms;
}

static struct attempt *attempt_of(struct task *task, enum pool_pass pass)
{
    switch (pass) {
    case POOL_FIRST:
        break;
    case POOL_CONFIRM:
        return &task->confirmed;
    case POOL_AGAIN:
        return &task->again;
    }
    return &task->first;
}

static void keep(struct pool *pool, struct task *task, const struct attempt *attempt)
{
    const struct pool_config *config = pool->config;
    struct attempt *place = attempt_of(task, config->pass);
    *place = *attempt;
    task->attempts += config->pass != POOL_AGAIN;
    if (place->transcript != NULL)
        place->observation = observation_new(place->transcript, config->arena);
    config->played(config->user, task, place);
}

static void on_quiet(void *user)
{
    struct slot *slot = user;
    if (slot->is_active)
        slot->pool->active--;
    slot->is_active = false;
}

static void on_done(void *user)
{
    struct slot *slot = user;
    slot->attempt.transcript = exchange_take(slot->exchange);
    exchange_free(slot->exchange);
    slot->exchange = NULL;
    on_quiet(slot);
    slot->pool->playing--;
}

static struct exchange_config exchange_settings(struct slot *slot, int64_t counted)
{
    const struct pool_config *config = slot->pool->config;
    const struct target *target = config->plan->target;
    const struct task *task = slot->task;
    int64_t settle_ms = longer_of(task->settle_ms, config->settle_ms);
    int64_t patience_ms = longer_of(task->patience_ms, config->patience_ms);
    int64_t quiet_ms = config->pass == POOL_CONFIRM ? patience_ms : settle_ms;
    return (struct exchange_config){
        .loop = config->loop,
        .clock = config->clock,
        .address = &target->address,
        .tls = target->tls,
        .server_name = target->shown.server_name,
        .script = task->script,
        .variables = &slot->attempt.variables,
        .capture_max = config->capture_max,
        .connect_timeout_ms = config->connect_timeout_ms,
        .quiet_ms = quiet_ms,
        .active_ms = settle_ms < quiet_ms ? settle_ms : quiet_ms,
        .limit_ms = LIMIT_FACTOR * patience_ms,
        .wait_ms = longer_of(quiet_ms, WAIT_FACTOR * settle_ms),
        /* A control is asked for nothing but its answer. */
        .ends_when_answered = task->is_control,
        .answered_on = task->is_control ? judge_control_connection(task->test_case) : 0,
        .counted = counted,
        .quiet = on_quiet,
        .done = on_done,
        .user = slot,
    };
}

static void on_turn(uv_timer_t *timer)
{
    (void)timer; /* it only ends uv_run */
}

static void free_handle(uv_handle_t *handle)
{
    free(handle);
}

/* Runs the loop until the rate lets another attempt begin. */
static void await_turn(struct pool *pool)
{
    const struct pool_config *config = pool->config;
    int64_t rest_us;
    if (config->rate == 0)
        return;
    while ((rest_us = pool->next_start_us - clock_now_us(config->clock)) > 0) {
        uv_timer_start(pool->turn, on_turn, (uint64_t)(rest_us / 1000 + 1), 0);
        uv_run(config->loop, UV_RUN_ONCE);
    }
    pool->next_start_us = clock_now_us(config->clock) + 1000000 / config->rate;
}

static void start(struct pool *pool, struct slot *slot, struct task *task, int64_t counted)
{
    struct error error;
    await_turn(pool);
    *slot = (struct slot){.pool = pool, .task = task};
    slot->attempt.variables = plan_variables(pool->config->plan, task, pool->config->arena);
    struct exchange_config settings = exchange_settings(slot, counted);
    slot->exchange = exchange_new(&settings, &error);
    if (slot->exchange == NULL) {
        slot->attempt.failure = arena_string(pool->config->arena, error.message);
        return;
    }
    slot->is_active = true;
    pool->active++;
    pool->playing++;
}

static struct slot *free_slot(struct pool *pool)
{
    for (unsigned i = 0; i < pool->slot_count; i++) {
        struct slot *slot = &pool->slots[i];
        if (slot->exchange == NULL && slot->task == NULL)
            return slot;
    }
    return NULL;
}

/* Judging what was played happens here, on top of the loop, never inside a callback. */
static void collect(struct pool *pool)
{
    for (unsigned i = 0; i < pool->slot_count; i++) {
        struct slot *slot = &pool->slots[i];
        if (slot->task == NULL || slot->exchange != NULL)
            continue;
        keep(pool, slot->task, &slot->attempt);
        slot->task = NULL;
    }
}

static bool is_called_off(const struct pool_config *config)
{
    return (config->is_cancelled != NULL && *config->is_cancelled) ||
           (config->is_stopped != NULL && *config->is_stopped);
}

static bool may_start(const struct pool *pool)
{
    const struct pool_config *config = pool->config;
    if (is_called_off(config))
        return false;
    switch (config->pass) {
    case POOL_FIRST:
        return true;
    case POOL_CONFIRM:
        return pool->active == 0;
    case POOL_AGAIN:
        return pool->playing == 0;
    }
    return true;
}

static bool is_for_pool(const struct task *task)
{
    return task->skip_reason == NULL && !task->is_counted;
}

static void play_together(struct pool *pool, struct task **tasks, size_t count)
{
    size_t next = 0;
    for (;;) {
        struct slot *slot;
        while (next < count && !is_for_pool(tasks[next]))
            next++;
        while (next < count && may_start(pool) && (slot = free_slot(pool)) != NULL) {
            if (is_for_pool(tasks[next]))
                start(pool, slot, tasks[next], -1);
            next++;
        }
        bool is_over = next == count || !may_start(pool);
        if (pool->playing > 0)
            uv_run(pool->config->loop, UV_RUN_ONCE);
        else if (is_over)
            break;
        collect(pool);
    }
    collect(pool);
}

/* Nothing else may call the counter meanwhile, so these run alone. */
static void play_counted(struct pool *pool, struct task *task)
{
    const struct target *target = pool->config->plan->target;
    struct error error;
    size_t before = 0;
    size_t after = 0;
    bool is_read = target_read_counter(target, &before, &error);
    struct slot *slot = &pool->slots[0];
    start(pool, slot, task, is_read ? (int64_t)before : -1);
    while (slot->exchange != NULL)
        uv_run(pool->config->loop, UV_RUN_ONCE);
    if (is_read && slot->attempt.transcript != NULL && target_read_counter(target, &after, &error))
        transcript_append(slot->attempt.transcript, EVENT_COUNTER, 0, TRANSCRIPT_NO_STEP, after, 0,
                          NULL);
    collect(pool);
}

void pool_play(const struct pool_config *config, struct task **tasks, size_t count)
{
    struct pool pool = {.config = config, .slot_count = config->jobs};
    pool.slots = arena_array(config->arena, config->jobs, sizeof(*pool.slots));
    if (config->rate > 0) {
        pool.turn = memory_new(sizeof(*pool.turn));
        uv_timer_init(config->loop, pool.turn);
    }
    play_together(&pool, tasks, count);
    for (size_t i = 0; i < count; i++) {
        if (tasks[i]->skip_reason == NULL && tasks[i]->is_counted && !is_called_off(config))
            play_counted(&pool, tasks[i]);
    }
    if (pool.turn != NULL)
        uv_close((uv_handle_t *)pool.turn, free_handle);
}

#include "run/calibrate.h"

#include <stdio.h>

#include "judge/judge.h"
#include "run/exchange.h"

#define GETS 3
#define GET_TIMEOUT_MS 5000
#define SETTLE_MIN_MS 100
#define SETTLE_MAX_MS 3000
#define SETTLE_FACTOR 10
#define PROMPT_MIN_MS 300

/* RFC 9110 8.8: only what stays while nothing changes validates. */
static void learn_validators(const struct client_answer *answer, bool is_first, struct arena *arena,
                             struct calibration *calibration)
{
    struct validators seen = validators_of(answer, arena);
    calibration->validators = is_first ? seen : validators_common(calibration->validators, seen);
}

static void measure_latency(const struct target *target, struct arena *arena,
                            struct calibration *calibration)
{
    for (int i = 0; i < GETS; i++) {
        struct client_answer answer;
        target_get(target, target->shown.path, GET_TIMEOUT_MS, &answer);
        if (answer.duration_us > calibration->slowest_us)
            calibration->slowest_us = answer.duration_us;
        learn_validators(&answer, i == 0, arena, calibration);
        if (i > 0)
            continue;
        calibration->status = answer.status;
        if (answer.status != 0)
            snprintf(calibration->baseline, sizeof(calibration->baseline),
                     "an ordinary GET of %s: %d in %.1f ms", target->shown.path, answer.status,
                     (double)answer.duration_us / 1000);
        else
            snprintf(calibration->baseline, sizeof(calibration->baseline),
                     "an ordinary GET of %s: no answer (%s)", target->shown.path, answer.problem);
    }
}

/* `idle` connections that say nothing, then one GET that must be answered meanwhile. */
static struct script idle_script(struct arena *arena, const struct target *target, unsigned idle)
{
    const char **names = arena_array(arena, idle + 1, sizeof(*names));
    struct step *steps = arena_array(arena, idle + 2, sizeof(*steps));
    struct part *request = arena_array(arena, 1, sizeof(*request));
    names[0] = "main";
    for (unsigned i = 0; i < idle; i++) {
        names[i + 1] = arena_printf(arena, "idle%u", i);
        steps[i] = (struct step){.kind = STEP_CONNECT, .connection = i + 1, .connects_tls = true};
    }
    request->literal =
        span_of(arena_printf(arena, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n",
                             target->shown.path, target->shown.authority));
    steps[idle] = (struct step){
        .kind = STEP_SEND, .bytes = {.items = request, .count = 1}
    };
    steps[idle + 1] = (struct step){
        .kind = STEP_WAIT, .wait = {.kind = WAIT_RESPONSES, .number = 1, .timeout_ms = -1}
    };
    return (struct script){
        .steps = steps, .count = idle + 2, .connections = names, .connection_count = idle + 1};
}

static void set_true(void *user)
{
    *(bool *)user = true;
}

static bool answers_beside(const struct target *target, uv_loop_t *loop, const struct clock *clock,
                           unsigned idle, int64_t prompt_ms)
{
    struct arena *arena = arena_new();
    struct script script = idle_script(arena, target, idle);
    struct variables none = {0};
    bool is_done = false;
    struct exchange_config config = {
        .loop = loop,
        .clock = clock,
        .address = &target->address,
        .tls = target->tls,
        .server_name = target->shown.server_name,
        .script = &script,
        .variables = &none,
        .capture_max = 1u << 20,
        .connect_timeout_ms = prompt_ms,
        .quiet_ms = 0,
        .limit_ms = 0,
        .wait_ms = prompt_ms,
        .counted = -1,
        .done = set_true,
        .user = &is_done,
    };
    struct exchange *exchange = exchange_new(&config, NULL);
    while (!is_done)
        uv_run(loop, UV_RUN_ONCE);
    struct transcript *transcript = exchange_take(exchange);
    exchange_free(exchange);
    const struct observation *observation = observation_new(transcript, arena);
    bool is_answered = http_final_count(observation->connections[0].stream) > 0;
    transcript_free(transcript);
    arena_free(arena);
    return is_answered;
}

static unsigned measure_capacity(const struct target *target, uv_loop_t *loop,
                                 const struct clock *clock, int64_t prompt_ms)
{
    for (unsigned idle = CALIBRATE_IDLE_MAX; idle > 1; idle /= 2) {
        if (answers_beside(target, loop, clock, idle, prompt_ms))
            return idle;
    }
    return 1;
}

void calibrate(const struct target *target, uv_loop_t *loop, const struct clock *clock,
               struct arena *arena, struct calibration *calibration)
{
    *calibration = (struct calibration){.capacity = 1};
    measure_latency(target, arena, calibration);
    int64_t measured_ms = SETTLE_FACTOR * calibration->slowest_us / 1000;
    calibration->settle_ms = measured_ms < SETTLE_MIN_MS   ? SETTLE_MIN_MS
                             : measured_ms > SETTLE_MAX_MS ? SETTLE_MAX_MS
                                                           : measured_ms;
    int64_t prompt_ms =
        calibration->settle_ms > PROMPT_MIN_MS ? calibration->settle_ms : PROMPT_MIN_MS;
    if (calibration->status != 0)
        calibration->capacity = measure_capacity(target, loop, clock, prompt_ms);
}

#include "util/clock.h"

#include <stdlib.h>
#include <time.h>

#include "util/span.h"

static int64_t real_now(const struct clock *clock)
{
    struct timespec now;
    (void)clock;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t fake_now(const struct clock *clock)
{
    return clock->fake_us;
}

struct clock clock_real(void)
{
    return (struct clock){.now_us = real_now};
}

struct clock clock_fake(int64_t now_us)
{
    return (struct clock){.now_us = fake_now, .fake_us = now_us};
}

int64_t clock_now_us(const struct clock *clock)
{
    return clock->now_us(clock);
}

static bool fixed_time(uint64_t *seconds)
{
    return span_to_uint(span_of(getenv("SOURCE_DATE_EPOCH")), INT64_MAX / 1000, seconds);
}

bool clock_wall_is_real(void)
{
    uint64_t fixed;
    return !fixed_time(&fixed);
}

int64_t clock_wall_ms(void)
{
    uint64_t fixed;
    if (fixed_time(&fixed))
        return (int64_t)fixed * 1000;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_format_utc(int64_t wall_ms, char *buffer, size_t size)
{
    time_t seconds = (time_t)(wall_ms / 1000);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    if (strftime(buffer, size, "%Y-%m-%dT%H:%M:%S", &parts) == 0 && size > 0)
        buffer[0] = '\0';
}

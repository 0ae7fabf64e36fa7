/*
 * The time, from a clock that tests can replace. Real clocks are monotonic for intervals; wall time
 * is only for reports and follows SOURCE_DATE_EPOCH if that is set.
 */
#ifndef UTIL_CLOCK_H
#define UTIL_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clock {
    int64_t (*now_us)(const struct clock *clock); /* microseconds since an arbitrary start */
    int64_t fake_us;                              /* what a fake clock answers */
};

/* The real monotonic clock. */
struct clock clock_real(void);

/* A clock that stands at now_us until fake_us is changed. */
struct clock clock_fake(int64_t now_us);

int64_t clock_now_us(const struct clock *clock);

/* Wall time in milliseconds since 1970, or SOURCE_DATE_EPOCH * 1000 when that variable holds a
 * number. */
int64_t clock_wall_ms(void);

/* False if SOURCE_DATE_EPOCH stands in for the wall time. */
bool clock_wall_is_real(void);

/* Writes wall_ms as YYYY-MM-DDThh:mm:ss (UTC, no zone) and a NUL into buffer of at least 20 bytes.
 */
void clock_format_utc(int64_t wall_ms, char *buffer, size_t size);

#endif

#include "judge/rules.h"

#include "http/syntax.h"
#include "judge/words.h"

/* How far a clock may be off that nobody set: below any slip of a time zone. */
#define CLOCK_SLACK_S 600

/* The number that the two digits at offset make. */
static int number_at(struct span date, size_t offset)
{
    return (date.data[offset] - '0') * 10 + date.data[offset + 1] - '0';
}

/* Days from 1 March of the year 0 to a day of the Gregorian calendar (month 0 is January). */
static int64_t days_to(int year, int month, int day)
{
    int64_t since_march = (month + 10) % 12;
    int64_t y = month < 2 ? year - 1 : year;
    return y * 365 + y / 4 - y / 100 + y / 400 + (since_march * 306 + 5) / 10 + day - 1;
}

/* Seconds since 1970 of an IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT. */
static int64_t seconds_of(struct span date)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int month = (int)(span_find(span_of(months), span_slice(date, 8, 3), 0) / 3);
    int year = number_at(date, 12) * 100 + number_at(date, 14);
    int64_t days = days_to(year, month, number_at(date, 5)) - days_to(1970, 0, 1);
    return ((days * 24 + number_at(date, 17)) * 60 + number_at(date, 20)) * 60 +
           number_at(date, 23);
}

/* A stored response keeps the Date of its origin and has Age (RFC 9111 5.1). */
void rules_date_now(struct rule_place *place)
{
    struct span date = rules_value(place, "Date");
    if (place->wall_ms == 0 || !place->response->is_head_complete ||
        !syntax_is_http_date(date, false) || rules_count(place, "Age") > 0)
        return;
    rules_look(place);
    int64_t ahead = seconds_of(date) - place->wall_ms / 1000;
    int64_t distance = ahead < 0 ? -ahead : ahead;
    if (distance > CLOCK_SLACK_S)
        rules_hit(place, rules_where(place, "Date"),
                  arena_printf(place->arena, "%s is %lld seconds %s the clock of this computer",
                               words_quote(place->arena, date), (long long)distance,
                               ahead < 0 ? "behind" : "ahead of"));
}

void rules_last_modified(struct rule_place *place)
{
    struct span modified = rules_value(place, "Last-Modified");
    struct span date = rules_value(place, "Date");
    if (!rules_is_final(place) || !syntax_is_http_date(modified, false) ||
        !syntax_is_http_date(date, false))
        return;
    rules_look(place);
    if (seconds_of(modified) > seconds_of(date))
        rules_hit(place, rules_where(place, "Last-Modified"),
                  arena_printf(place->arena, "%s after Date %s",
                               words_quote(place->arena, modified),
                               words_quote(place->arena, date)));
}

#include "http/syntax.h"

#include <string.h>

/*
 * The three forms of RFC 9110 5.6.7. W is a day's short name, L its long name, M a month; the other
 * capitals are two-digit numbers within bounds, of which P has SP instead of a leading 0; y is any
 * digit. All else stands for itself.
 */
static const char imf_fixdate[] = "W, D M yyyy H:I:S GMT";
static const char rfc850_date[] = "L, D-M-yy H:I:S GMT";
static const char asctime_date[] = "W M P H:I:S yyyy";

static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                   "Friday", "Saturday", "Sunday"};
static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

/* Length of the first of the names that text begins with; cut_len 0 means the whole name. */
static size_t name_len(struct span text, const char *const *names, size_t count, size_t cut_len)
{
    for (size_t i = 0; i < count; i++) {
        size_t len = cut_len > 0 ? cut_len : strlen(names[i]);
        if (text.len >= len && memcmp(text.data, names[i], len) == 0)
            return len;
    }
    return 0;
}

/* 2 if text begins with two digits that make a number from low to high, otherwise 0. */
static size_t number_len(struct span text, int low, int high)
{
    if (text.len < 2 || !is_digit(text.data[0]) || !is_digit(text.data[1]))
        return 0;
    int value = (text.data[0] - '0') * 10 + text.data[1] - '0';
    return value >= low && value <= high ? 2 : 0;
}

/* How many bytes of text the pattern letter takes; 0 if it does not fit. */
static size_t letter_len(char letter, struct span text)
{
    switch (letter) {
    case 'W':
        return name_len(text, days, countof(days), 3);
    case 'L':
        return name_len(text, days, countof(days), 0);
    case 'M':
        return name_len(text, months, countof(months), 0);
    case 'D':
        return number_len(text, 1, 31);
    case 'H':
        return number_len(text, 0, 23);
    case 'I':
        return number_len(text, 0, 59);
    case 'S': /* 60 is a leap second */
        return number_len(text, 0, 60);
    case 'P':
        if (text.len >= 2 && text.data[0] == ' ')
            return is_digit(text.data[1]) && text.data[1] != '0' ? 2 : 0;
        return number_len(text, 10, 31);
    case 'y':
        return text.len > 0 && is_digit(text.data[0]) ? 1 : 0;
    default:
        return text.len > 0 && text.data[0] == (uint8_t)letter ? 1 : 0;
    }
}

static bool fits(struct span text, const char *pattern)
{
    for (; *pattern != '\0'; pattern++) {
        /* GMT holds the letter M: from the G on, everything stands for itself. */
        if (strcmp(pattern, "GMT") == 0)
            return span_is(text, "GMT");
        size_t len = letter_len(*pattern, text);
        if (len == 0)
            return false;
        text = span_slice(text, len, text.len);
    }
    return text.len == 0;
}

bool syntax_is_http_date(struct span text, bool allow_obsolete)
{
    if (fits(text, imf_fixdate))
        return true;
    return allow_obsolete && (fits(text, rfc850_date) || fits(text, asctime_date));
}

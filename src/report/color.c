#include "report/color.h"

#include <string.h>

#include "report/phrase.h"

#define RED 31
#define GREEN 32
#define YELLOW 33
#define MAGENTA 35
#define CYAN 36

static int color_of(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_INCONCLUSIVE:
    case VERDICT_SKIP:
        return CYAN;
    case VERDICT_PASS:
        return GREEN;
    case VERDICT_WARN:
        return YELLOW;
    case VERDICT_FAIL:
        return RED;
    case VERDICT_ERROR:
        return MAGENTA;
    }
    return CYAN;
}

size_t color_verdict(struct text *out, enum verdict verdict, bool is_red, bool has_color)
{
    const char *word = phrase_verdict(verdict, is_red);
    if (has_color)
        text_printf(out, "\x1b[%dm%s\x1b[0m", color_of(verdict), word);
    else
        text_add(out, word);
    return strlen(word);
}

#include "util/json_numeral.h"

#include <stdlib.h>
#include <string.h>

#define LEN_MAX 63                 /* what cJSON reads of a number */
#define VALUE_MAX 9007199254740991 /* 2^53 - 1: beyond, readers disagree (RFC 8259 section 6) */

static size_t digits(struct span word, size_t offset)
{
    size_t count = 0;
    while (offset + count < word.len && word.data[offset + count] >= '0' &&
           word.data[offset + count] <= '9')
        count++;
    return count;
}

static bool has_at(struct span word, size_t offset, uint8_t a, uint8_t b)
{
    return offset < word.len && (word.data[offset] == a || word.data[offset] == b);
}

/* number = [ "-" ] int [ "." 1*DIGIT ] [ ("e" / "E") [ "-" / "+" ] 1*DIGIT ] (RFC 8259 section 6)
 */
const char *json_numeral_fault(struct span word)
{
    static const char malformed[] = "malformed number";
    size_t offset = has_at(word, 0, '-', '-') ? 1 : 0;
    size_t whole = digits(word, offset);
    if (whole > 1 && word.data[offset] == '0')
        return "a number must not begin with a zero";
    if (whole == 0)
        return malformed;
    offset += whole;
    if (has_at(word, offset, '.', '.')) {
        size_t fraction = digits(word, offset + 1);
        if (fraction == 0)
            return malformed;
        offset += 1 + fraction;
    }
    if (has_at(word, offset, 'e', 'E')) {
        offset += has_at(word, offset + 1, '-', '+') ? 2 : 1;
        size_t exponent = digits(word, offset);
        if (exponent == 0)
            return malformed;
        offset += exponent;
    }
    return offset == word.len ? NULL : malformed;
}

const char *json_numeral_excess(struct span word)
{
    char copy[LEN_MAX + 1] = {0};
    if (word.len > LEN_MAX)
        return "number of more than 63 characters";
    memcpy(copy, word.data, word.len);
    double value = strtod(copy, NULL);
    return value > VALUE_MAX || value < -VALUE_MAX ? "number beyond 2^53 - 1" : NULL;
}

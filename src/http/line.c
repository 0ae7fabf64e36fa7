#include "http/line.h"

#include <string.h>

bool line_read(struct span bytes, size_t from, size_t *scanned, struct line *line)
{
    size_t begin = *scanned > from ? *scanned : from;
    if (begin >= bytes.len)
        return false;
    const uint8_t *lf = memchr(bytes.data + begin, '\n', bytes.len - begin);
    if (lf == NULL) {
        *scanned = bytes.len;
        return false;
    }
    size_t text_end = (size_t)(lf - bytes.data);
    line->end = text_end + 1;
    line->cr_count = 0;
    while (text_end > from && bytes.data[text_end - 1] == '\r') {
        text_end--;
        line->cr_count++;
    }
    line->text = (struct range){.offset = from, .len = text_end - from};
    return true;
}

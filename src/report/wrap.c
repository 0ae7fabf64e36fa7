#include "report/wrap.h"

#define WIDTH_MIN 40u
#define WIDTH_MAX 100u /* longer lines of prose are hard to read */

size_t wrap_width(unsigned width)
{
    if (width == 0)
        return WRAP_WIDTH_DEFAULT;
    return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

/* Continuation bytes of UTF-8 take no column. */
static size_t columns(struct span word)
{
    size_t count = 0;
    for (size_t i = 0; i < word.len; i++)
        count += (word.data[i] & 0xc0) != 0x80;
    return count;
}

static struct span next_word(struct span *rest)
{
    size_t start = 0;
    while (start < rest->len && rest->data[start] == ' ')
        start++;
    size_t end = start;
    while (end < rest->len && rest->data[end] != ' ')
        end++;
    struct span word = span_slice(*rest, start, end - start);
    *rest = span_slice(*rest, end, rest->len);
    return word;
}

static void add_first_word(struct text *out, struct span word)
{
    if (word.len >= 2 && word.data[0] == ':' && word.data[1] == ':') {
        text_add(out, "\\x3a");
        word = span_slice(word, 1, word.len);
    }
    text_add_span(out, word);
}

void wrap_text(struct text *out, const char *words, size_t indent, size_t width)
{
    struct span rest = span_of(words);
    size_t column = indent;
    for (struct span word = next_word(&rest); word.len > 0; word = next_word(&rest)) {
        bool is_first = column == indent;
        if (!is_first && column + 1 + columns(word) > width) {
            text_add_char(out, '\n');
            text_pad(out, ' ', indent);
            column = indent;
            is_first = true;
        }
        if (is_first) {
            add_first_word(out, word);
        } else {
            text_add_char(out, ' ');
            text_add_span(out, word);
        }
        column += columns(word) + !is_first;
    }
    text_add_char(out, '\n');
}

#include "report/dump.h"

#include <string.h>

#define INDENT 4u
#define LABEL_MIN 5u /* "first" */
#define OFFSET_MIN 4 /* hexadecimal digits */
#define COLUMNS_DEFAULT 96u
#define COLUMNS_MIN 32u
#define PREFIX_COLUMNS 17u /* of a row with a short label and offset */
#define REMARK_EDGE 84u
#define PERIOD_MAX 8u   /* rows of a repeated pattern that are looked for */
#define REPEATED_MIN 8u /* fewer repeated rows are printed */

/* How wide the two columns before the bar are. */
struct layout {
    size_t label;
    int offset;
};

struct dump dump_make(struct arena *arena, struct span bytes, unsigned width, bool shows_all)
{
    size_t columns = COLUMNS_DEFAULT;
    if (width != 0 && width < COLUMNS_DEFAULT + PREFIX_COLUMNS)
        columns = width < COLUMNS_MIN + PREFIX_COLUMNS ? COLUMNS_MIN : width - PREFIX_COLUMNS;
    return (struct dump){
        .arena = arena, .bytes = bytes, .shows_all = shows_all, .columns = columns};
}

static struct dump_row *add_row(struct dump *dump)
{
    dump->rows =
        arena_grow(dump->arena, dump->rows, &dump->capacity, dump->count, sizeof(*dump->rows));
    return &dump->rows[dump->count++];
}

/* Columns that text_wire needs for the byte at offset; a test holds the two together. */
static size_t byte_columns(struct span row, size_t offset)
{
    uint8_t c = row.data[offset];
    uint8_t next = offset + 1 < row.len ? row.data[offset + 1] : 0;
    if (c == '\r' || c == '\n' || c == '\t' || c == '\\')
        return 2;
    bool is_guarded = c == '#' && (next == '#' || next == '[');
    return c < 0x20 || c > 0x7e || is_guarded ? 4 : 1;
}

static size_t row_columns(struct span row, size_t from, size_t len)
{
    size_t columns = 0;
    for (size_t i = from; i < from + len && i < row.len; i++)
        columns += byte_columns(row, i);
    return columns;
}

/* Length of the row at the start of rest: up to its LF, or as much as has room. */
static size_t row_len(struct span rest, size_t columns)
{
    size_t used = 0;
    for (size_t i = 0; i < rest.len; i++) {
        used += byte_columns(rest, i);
        if (used > columns && i > 0)
            return i;
        if (rest.data[i] == '\n')
            return i + 1;
    }
    return rest.len;
}

/* Rows in the middle of an endless line tell nothing that its beginning does not tell. */
static bool is_middle(const struct dump *dump, size_t start, size_t offset)
{
    if (dump->count < 2)
        return false;
    const struct range above = dump->rows[dump->count - 2].bytes;
    return above.offset > start && above.offset + above.len == offset &&
           dump->bytes.data[offset - 1] != '\n' && dump->bytes.data[above.offset - 1] != '\n';
}

size_t dump_add(struct dump *dump, const char *label, struct range range, size_t wanted)
{
    size_t first = dump->count;
    struct span rest = span_slice(dump->bytes, range.offset, range.len);
    size_t offset = range.offset;
    while (rest.len > 0) {
        size_t len = row_len(rest, dump->columns);
        struct dump_row *row = add_row(dump);
        row->label = offset == range.offset ? label : NULL;
        row->bytes = (struct range){.offset = offset, .len = len};
        row->is_wanted = dump->count - first <= wanted && !is_middle(dump, range.offset, offset);
        rest = span_slice(rest, len, rest.len);
        offset += len;
    }
    return first;
}

void dump_add_note(struct dump *dump, const char *note)
{
    struct dump_row *row = add_row(dump);
    row->note = note;
    row->is_wanted = true;
}

static struct layout measure(const struct dump *dump)
{
    struct layout layout = {.label = LABEL_MIN, .offset = OFFSET_MIN};
    for (size_t i = 0; i < dump->count; i++) {
        size_t len = dump->rows[i].label == NULL ? 0 : strlen(dump->rows[i].label);
        if (len > layout.label)
            layout.label = len;
    }
    for (size_t rest = dump->bytes.len >> 16; rest > 0; rest >>= 4)
        layout.offset++;
    return layout;
}

static void add_prefix(struct text *out, struct layout layout, const char *label)
{
    text_pad(out, ' ', INDENT);
    text_add(out, label == NULL ? "" : label);
    text_pad(out, ' ', layout.label + 1 - (label == NULL ? 0 : strlen(label)));
}

/* A row without an offset: a note, a caret, a count of bytes left out. */
static void add_words(struct text *out, struct layout layout, size_t shift, const char *words)
{
    add_prefix(out, layout, NULL);
    text_pad(out, ' ', (size_t)layout.offset);
    text_add(out, " | ");
    text_pad(out, ' ', shift);
    text_add(out, words);
    text_add_char(out, '\n');
}

void dump_remark(struct text *out, size_t column, const char *remark, size_t edge)
{
    size_t len = strlen(remark);
    text_pad(out, ' ', column + 2 + len < edge ? edge - len - column : 2);
    text_add(out, remark);
}

static void add_bytes(const struct dump *dump, const struct dump_row *row, struct layout layout,
                      struct text *out)
{
    size_t start = out->len;
    add_prefix(out, layout, row->label);
    text_printf(out, "%0*zx | ", layout.offset, row->bytes.offset);
    text_wire(out, span_slice(dump->bytes, row->bytes.offset, row->bytes.len));
    if (row->remark != NULL)
        dump_remark(out, out->len - start, row->remark, REMARK_EDGE);
    text_add_char(out, '\n');
}

static void add_caret(const struct dump *dump, const struct dump_row *row, struct layout layout,
                      const struct dump_mark *mark, struct text *out)
{
    struct span bytes = span_slice(dump->bytes, row->bytes.offset, row->bytes.len);
    size_t from = mark->offset - row->bytes.offset;
    size_t len = mark->len == 0 ? bytes.len - from : mark->len;
    struct text words = {0};
    text_pad(&words, '^', row_columns(bytes, from, len));
    text_printf(&words, " offset %zu: %s", mark->offset, mark->message);
    add_words(out, layout, row_columns(bytes, 0, from), text_string(&words));
    text_done(&words);
}

static void add_end(const struct dump *dump, struct layout layout, const struct dump_mark *mark,
                    struct text *out)
{
    struct text words = {0};
    add_prefix(out, layout, NULL);
    text_printf(out, "%0*zx | (end)\n", layout.offset, dump->bytes.len);
    text_printf(&words, "^ %s", mark->message);
    add_words(out, layout, 0, text_string(&words));
    text_done(&words);
}

static bool holds(const struct dump_row *row, const struct dump_mark *mark)
{
    return mark != NULL && row->note == NULL && mark->offset >= row->bytes.offset &&
           mark->offset - row->bytes.offset < row->bytes.len;
}

/* The marked row and its neighbours are shown, and the last row before "(end)". */
static void want_around(struct dump *dump, const struct dump_mark *mark)
{
    for (size_t i = 0; mark != NULL && i < dump->count; i++) {
        if (!holds(&dump->rows[i], mark))
            continue;
        dump->rows[i].is_wanted = true;
        if (i > 0)
            dump->rows[i - 1].is_wanted = true;
        if (i + 1 < dump->count)
            dump->rows[i + 1].is_wanted = true;
    }
    if (mark != NULL && mark->offset >= dump->bytes.len && dump->count > 0)
        dump->rows[dump->count - 1].is_wanted = true;
}

/* A stretch of rows that is replaced by words. */
struct stretch {
    size_t rows;   /* 0: nothing is left out here */
    size_t period; /* these many rows come again and again; 0: other rows */
};

static struct span bytes_of(const struct dump *dump, size_t row)
{
    return span_slice(dump->bytes, dump->rows[row].bytes.offset, dump->rows[row].bytes.len);
}

/* True if row says the same as the one so many rows above, and nothing else. */
static bool repeats(const struct dump *dump, size_t row, size_t period,
                    const struct dump_mark *mark)
{
    const struct dump_row *here = &dump->rows[row];
    bool is_plain = here->label == NULL && here->remark == NULL && here->note == NULL;
    return is_plain && !holds(here, mark) && dump->rows[row - period].note == NULL &&
           span_equal(bytes_of(dump, row), bytes_of(dump, row - period));
}

/* Generated bytes: a thousand equal requests, a megabyte of one letter. */
static struct stretch repeated_stretch(const struct dump *dump, size_t first,
                                       const struct dump_mark *mark)
{
    for (size_t period = 1; period <= PERIOD_MAX && period <= first; period++) {
        size_t end = first;
        while (end < dump->count && repeats(dump, end, period, mark))
            end++;
        if (end - first >= REPEATED_MIN)
            return (struct stretch){.rows = end - first, .period = period};
    }
    return (struct stretch){0};
}

/* A single row is not worth the words. */
static struct stretch unwanted_stretch(const struct dump *dump, size_t first)
{
    size_t end = first;
    while (end < dump->count && !dump->rows[end].is_wanted)
        end++;
    return (struct stretch){.rows = end - first > 1 ? end - first : 0};
}

static void add_stretch(const struct dump *dump, size_t first, struct stretch stretch,
                        struct layout layout, struct text *out)
{
    size_t bytes = 0;
    for (size_t i = first; i < first + stretch.rows; i++)
        bytes += dump->rows[i].bytes.len;
    struct text words = {0};
    text_printf(&words, "... %zu more byte%s ", bytes, bytes == 1 ? "" : "s");
    if (stretch.period == 0)
        text_add(&words, "(-v shows all)");
    else if (stretch.period == 1)
        text_add(&words, "(the row above again and again)");
    else
        text_printf(&words, "(the %zu rows above again and again)", stretch.period);
    add_words(out, layout, 0, text_string(&words));
    text_done(&words);
}

void dump_write(struct dump *dump, const struct dump_mark *mark, struct text *out)
{
    struct layout layout = measure(dump);
    want_around(dump, mark);
    for (size_t i = 0; i < dump->count; i++) {
        struct stretch stretch =
            dump->shows_all ? repeated_stretch(dump, i, mark) : unwanted_stretch(dump, i);
        if (stretch.rows > 0) {
            add_stretch(dump, i, stretch, layout, out);
            i += stretch.rows - 1;
            continue;
        }
        const struct dump_row *row = &dump->rows[i];
        if (row->note != NULL)
            add_words(out, layout, 0, row->note);
        else
            add_bytes(dump, row, layout, out);
        if (holds(row, mark))
            add_caret(dump, row, layout, mark, out);
    }
    if (mark != NULL && mark->offset >= dump->bytes.len)
        add_end(dump, layout, mark, out);
}

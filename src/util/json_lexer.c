#include "util/json_lexer.h"

#include <string.h>

#include "util/json_numeral.h"
#include "util/utf8.h"

#define WORD_SHOWN_MAX 32
#define REPLACEMENT '?'

void json_lexer_complain(struct json_lexer *lexer, struct range place, const char *suggestion,
                         const char *message)
{
    if (lexer->complained == JSON_COMPLAINTS_MAX)
        return;
    lexer->complained++;
    if (lexer->complained == JSON_COMPLAINTS_MAX) {
        message = "too many mistakes, the rest is not listed";
        lexer->is_broken = true;
    }
    json_complain(lexer->arena, lexer->complaints, place, suggestion, "%s", message);
}

static struct span rest(const struct json_lexer *lexer)
{
    return span_slice(lexer->source, lexer->offset, SIZE_MAX);
}

static bool is_one_of(uint8_t c, const char *characters)
{
    return c != '\0' && strchr(characters, c) != NULL;
}

static bool is_at_end(const struct json_lexer *lexer)
{
    return lexer->offset >= lexer->source.len || lexer->complained == JSON_COMPLAINTS_MAX;
}

static void blank(struct json_lexer *lexer, struct range place)
{
    memset(lexer->text + place.offset, ' ', place.len);
}

static struct range from(const struct json_lexer *lexer, size_t start)
{
    return (struct range){.offset = start, .len = lexer->offset - start};
}

/* Bytes of 0x80 and more that are no UTF-8, as one complaint for a whole run of them. */
static void skip_bad_utf8(struct json_lexer *lexer)
{
    size_t start = lexer->offset;
    while (lexer->offset < lexer->source.len && utf8_len(rest(lexer)) == 0)
        lexer->text[lexer->offset++] = REPLACEMENT;
    json_lexer_complain(
        lexer, from(lexer, start), NULL,
        arena_printf(lexer->arena, "byte 0x%02x is not valid UTF-8", lexer->source.data[start]));
}

static void skip_beyond_ascii(struct json_lexer *lexer)
{
    size_t len = utf8_len(rest(lexer));
    if (len == 0)
        skip_bad_utf8(lexer);
    else
        lexer->offset += len;
}

static void skip_control(struct json_lexer *lexer, bool is_in_string)
{
    unsigned c = lexer->source.data[lexer->offset];
    struct range place = {.offset = lexer->offset, .len = 1};
    lexer->text[lexer->offset++] = is_in_string ? REPLACEMENT : ' ';
    json_lexer_complain(
        lexer, place, NULL,
        is_in_string
            ? arena_printf(lexer->arena,
                           "control character 0x%02x in a string must be written \\u%04x", c, c)
            : arena_printf(lexer->arena, "control character 0x%02x between values", c));
}

static void bad_escape(struct json_lexer *lexer, size_t len, const char *message)
{
    struct range place = {.offset = lexer->offset, .len = len};
    lexer->text[lexer->offset] = REPLACEMENT;
    json_lexer_complain(lexer, place, NULL, message);
}

/* Reads the escape \uXXXX at the start of text. */
static bool read_unit(struct span text, unsigned *unit)
{
    if (text.len < 6 || text.data[0] != '\\' || text.data[1] != 'u')
        return false;
    unsigned value = 0;
    for (size_t i = 2; i < 6; i++) {
        uint8_t c = text.data[i];
        unsigned letter = (c | 0x20u) - 'a';
        if (c >= '0' && c <= '9')
            value = value * 16 + (c - '0');
        else if (letter < 6)
            value = value * 16 + letter + 10;
        else
            return false;
    }
    *unit = value;
    return true;
}

/* RFC 8259 section 7: beyond the basic plane, two escapes form a UTF-16 surrogate pair. */
static void skip_unicode_escape(struct json_lexer *lexer)
{
    unsigned unit;
    unsigned second;
    size_t len = 6;
    if (!read_unit(rest(lexer), &unit)) {
        len = 2;
        bad_escape(lexer, len, "\\u needs four hexadecimal digits");
    } else if (unit == 0) {
        bad_escape(lexer, len, "\\u0000 is not allowed");
    } else if (unit >= 0xd800 && unit < 0xdc00) {
        struct span behind = span_slice(lexer->source, lexer->offset + len, SIZE_MAX);
        if (read_unit(behind, &second) && second >= 0xdc00 && second < 0xe000)
            len *= 2;
        else
            bad_escape(lexer, len, "the second half of the surrogate pair is missing");
    } else if (unit >= 0xdc00 && unit < 0xe000) {
        bad_escape(lexer, len, "the first half of the surrogate pair is missing");
    }
    lexer->offset += len;
}

static void skip_escape(struct json_lexer *lexer)
{
    struct span text = rest(lexer);
    if (text.len > 1 && text.data[1] == 'u') {
        skip_unicode_escape(lexer);
        return;
    }
    if (text.len > 1 && is_one_of(text.data[1], "\"\\/bfnrt")) {
        lexer->offset += 2;
        return;
    }
    if (text.len > 1) {
        size_t len = text.data[1] < 0x20 ? 0 : utf8_len(span_slice(text, 1, SIZE_MAX));
        bad_escape(lexer, 1 + len, "unknown escape in a string (a backslash is written \\\\)");
    }
    lexer->offset++;
}

static struct json_lexeme read_string(struct json_lexer *lexer)
{
    size_t start = lexer->offset++;
    while (!is_at_end(lexer)) {
        uint8_t c = lexer->source.data[lexer->offset];
        if (c == '"') {
            lexer->offset++;
            return (struct json_lexeme){JSON_LEXEME_STRING, from(lexer, start)};
        }
        if (c == '\n' || c == '\r')
            break;
        if (c == '\\')
            skip_escape(lexer);
        else if (c < 0x20)
            skip_control(lexer, true);
        else if (c < 0x80)
            lexer->offset++;
        else
            skip_beyond_ascii(lexer);
    }
    /* Where the string was meant to end cannot be known, so everything behind it is doubtful. */
    json_lexer_complain(lexer, from(lexer, start), NULL,
                        lexer->offset < lexer->source.len
                            ? "string is not closed on its line (a line break is written \\n)"
                            : "string is not closed");
    lexer->is_broken = true;
    lexer->offset = lexer->source.len;
    return (struct json_lexeme){JSON_LEXEME_END, from(lexer, lexer->offset)};
}

static void check_number(struct json_lexer *lexer, struct span word, struct range place)
{
    const char *fault = json_numeral_fault(word);
    const char *excess = fault == NULL ? json_numeral_excess(word) : NULL;
    if (fault != NULL) {
        json_lexer_complain(lexer, place, NULL, fault);
        lexer->is_broken = true;
    } else if (excess != NULL) {
        json_lexer_complain(lexer, place, NULL, excess);
        blank(lexer, place);
        lexer->text[place.offset] = '0';
    }
}

static void complain_of_word(struct json_lexer *lexer, struct span word, struct range place)
{
    static const char *const words[] = {"true", "false", "null"};
    struct span shown = span_slice(word, 0, WORD_SHOWN_MAX);
    shown.len = utf8_valid_prefix(shown);
    const char *name = arena_string_of(lexer->arena, shown);
    const char *message =
        arena_printf(lexer->arena, "\"%s%s\" is no JSON value (text stands in double quotes)", name,
                     shown.len < word.len ? "..." : "");
    lexer->is_broken = true;
    if (word.data[0] == '\'')
        json_lexer_complain(lexer, place, NULL, "a string stands in double quotes");
    else
        json_lexer_complain(lexer, place, json_nearest(name, words, countof(words)), message);
}

static bool ends_word(uint8_t c)
{
    return c <= 0x20 || is_one_of(c, "\"{}[]:,");
}

/* With single quotes blanks and punctuation belong to the word, as its author meant it. */
static void skip_word(struct json_lexer *lexer)
{
    struct span text = rest(lexer);
    size_t len = 1;
    if (text.data[0] == '\'') {
        while (len < text.len && text.data[len] != '\'' && text.data[len] >= 0x20)
            len++;
        if (len < text.len && text.data[len] == '\'')
            len++;
    } else {
        while (len < text.len && !ends_word(text.data[len]))
            len++;
    }
    lexer->offset += len;
}

static struct json_lexeme read_word(struct json_lexer *lexer)
{
    size_t start = lexer->offset;
    skip_word(lexer);
    struct range place = from(lexer, start);
    struct span word = span_slice(lexer->source, place.offset, place.len);
    if (span_is(word, "true") || span_is(word, "false") || span_is(word, "null"))
        return (struct json_lexeme){JSON_LEXEME_WORD, place};
    if (word.data[0] == '-' || (word.data[0] >= '0' && word.data[0] <= '9')) {
        check_number(lexer, word, place);
        return (struct json_lexeme){JSON_LEXEME_WORD, place};
    }
    size_t valid = utf8_valid_prefix(word);
    if (valid < word.len) {
        /* Outside strings this is another encoding or no text at all. */
        lexer->is_broken = true;
        lexer->offset = start + valid;
        skip_bad_utf8(lexer);
        lexer->offset = lexer->source.len;
    } else {
        complain_of_word(lexer, word, place);
    }
    return (struct json_lexeme){JSON_LEXEME_UNKNOWN, place};
}

static bool skip_comment(struct json_lexer *lexer)
{
    struct span text = rest(lexer);
    bool is_block = text.len > 1 && text.data[0] == '/' && text.data[1] == '*';
    bool is_line = text.len > 1 && text.data[0] == '/' && text.data[1] == '/';
    if (!is_block && !is_line)
        return false;
    size_t start = lexer->offset;
    size_t end = span_find(text, span_of(is_block ? "*/" : "\n"), 2);
    lexer->offset = end == SIZE_MAX ? lexer->source.len : start + end + (is_block ? 2 : 0);
    struct range place = from(lexer, start);
    blank(lexer, place);
    json_lexer_complain(lexer, place, NULL, "comments are not allowed");
    return true;
}

static bool skip_mark(struct json_lexer *lexer)
{
    static const char mark[] = "\xef\xbb\xbf";
    struct range place = {.offset = 0, .len = 3};
    if (lexer->offset > 0 || !span_is(span_slice(lexer->source, 0, 3), mark))
        return false;
    lexer->offset = place.len;
    blank(lexer, place);
    json_lexer_complain(lexer, place, NULL,
                        "a byte order mark is not allowed"); /* RFC 8259 section 8.1 */
    return true;
}

static bool skip_blank(struct json_lexer *lexer)
{
    uint8_t c = lexer->source.data[lexer->offset];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        lexer->offset++;
        return true;
    }
    if (c < 0x20) {
        skip_control(lexer, false);
        return true;
    }
    return skip_comment(lexer) || skip_mark(lexer);
}

struct json_lexeme json_lexer_next(struct json_lexer *lexer)
{
    while (!is_at_end(lexer) && skip_blank(lexer))
        ;
    if (is_at_end(lexer))
        return (struct json_lexeme){JSON_LEXEME_END, {.offset = lexer->offset}};
    uint8_t c = lexer->source.data[lexer->offset];
    if (c == '"')
        return read_string(lexer);
    if (!is_one_of(c, "{}[]:,"))
        return read_word(lexer);
    return (struct json_lexeme){
        (char)c, {.offset = lexer->offset++, .len = 1}
    };
}

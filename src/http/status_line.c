#include "http/status_line.h"

#include <string.h>

#include "http/syntax.h"

#define VERSION_LEN 8 /* HTTP/D.D */
#define CODE_LEN 3
#define STATUS_MIN 100
#define STATUS_MAX 599 /* RFC 9110 15 */

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

enum status_line_match status_line_at_line(struct span text)
{
    static const char start[] = "HTTP/";
    size_t len = text.len < strlen(start) ? text.len : strlen(start);
    if (!span_equal_nocase(span_slice(text, 0, len), span_make(start, len)))
        return STATUS_LINE_NO;
    return len == strlen(start) ? STATUS_LINE_YES : STATUS_LINE_MAYBE;
}

enum status_line_match status_line_anywhere(struct span text)
{
    static const char pattern[] = "HTTP/9.9 999"; /* 9 stands for any digit */
    size_t i = 0;
    for (; i < text.len && pattern[i] != '\0'; i++) {
        if (pattern[i] == '9' ? !is_digit(text.data[i]) : text.data[i] != (uint8_t)pattern[i])
            return STATUS_LINE_NO;
    }
    return pattern[i] == '\0' ? STATUS_LINE_YES : STATUS_LINE_MAYBE;
}

/* Length of the run of bytes at the start of text that are blanks, or that are not. */
static size_t run_len(struct span text, bool of_blanks)
{
    size_t len = 0;
    while (len < text.len && syntax_is_blank(text.data[len]) == of_blanks)
        len++;
    return len;
}

/* Reads "HTTP/D.D" and whatever stands for it; returns its length. */
static size_t read_version(struct http_message *message, struct span text, size_t offset,
                           const struct notes *notes)
{
    size_t len = run_len(text, false);
    struct span version = span_slice(text, 0, len);
    bool has_digits = len == VERSION_LEN && is_digit(version.data[5]) && version.data[6] == '.' &&
                      is_digit(version.data[7]);
    message->version_major = has_digits ? version.data[5] - '0' : -1;
    message->version_minor = has_digits ? version.data[7] - '0' : -1;
    /* RFC 9112 2.3: the name is case-sensitive. */
    if (message->version_major != 1 || memcmp(version.data, "HTTP/", 5) != 0)
        notes_add(notes, DEVIATION_VERSION, offset, len);
    return len;
}

/* Reads the code at the start of text; returns how many bytes it takes. */
static size_t read_code(struct http_message *message, struct span text, size_t offset,
                        const struct notes *notes)
{
    size_t digits = 0;
    while (digits < text.len && is_digit(text.data[digits]))
        digits++;
    if (digits != CODE_LEN) {
        size_t len = run_len(text, false);
        notes_add(notes, DEVIATION_STATUS_CODE, offset, len > 0 ? len : 1);
        return len;
    }
    int code = (text.data[0] - '0') * 100 + (text.data[1] - '0') * 10 + text.data[2] - '0';
    message->status = code < STATUS_MIN ? 0 : code;
    if (code < STATUS_MIN || code > STATUS_MAX)
        notes_add(notes, DEVIATION_STATUS_CODE, offset, CODE_LEN);
    return CODE_LEN;
}

/* RFC 9112 4: reason-phrase = 1*( HTAB / SP / VCHAR / obs-text ). Bare CR is noted with the line.
 */
static void check_reason(struct span reason, size_t offset, const struct notes *notes)
{
    for (size_t i = 0; i < reason.len; i++) {
        uint8_t c = reason.data[i];
        if (!syntax_is_vchar_or_obs(c) && !syntax_is_blank(c) && c != '\r') {
            notes_add(notes, DEVIATION_REASON_OCTET, offset + i, 1);
            return;
        }
    }
}

void status_line_read(struct http_message *message, struct span received, const struct notes *notes)
{
    struct span line = http_bytes(received, message->start_line);
    size_t start = message->start_line.offset;
    size_t at = read_version(message, line, start, notes);

    size_t blanks = run_len(span_slice(line, at, line.len), true);
    if (blanks != 1 || line.data[at] != ' ')
        notes_add(notes, DEVIATION_STATUS_LINE, start + at, blanks > 0 ? blanks : 1);
    at += blanks;
    if (blanks > 0)
        at += read_code(message, span_slice(line, at, line.len), start + at, notes);

    bool has_blank = at < line.len && syntax_is_blank(line.data[at]);
    /* RFC 9112 4: the SP stands there even without a reason phrase. */
    if (message->status != 0 && (!has_blank || line.data[at] != ' '))
        notes_add(notes, DEVIATION_NO_SPACE_AFTER_CODE, start + at, 1);
    at += has_blank;
    message->reason = (struct range){.offset = start + at, .len = line.len - at};
    check_reason(http_bytes(received, message->reason), message->reason.offset, notes);
}

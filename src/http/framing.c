#include "http/framing.h"

#include "http/syntax.h"

/* What the Content-Length lines say together. */
struct lengths {
    bool is_present;
    bool is_right; /* every value is a number and all agree */
    bool has_value;
    uint64_t value; /* the first that is a number */
    struct range line;
};

/* What the Transfer-Encoding lines say together. */
struct codings {
    bool is_present;
    bool is_chunked_last;
    bool was_chunked; /* named at any place */
    struct range line;
};

static void note(const struct notes *notes, enum deviation_kind kind, struct range place)
{
    notes_add(notes, kind, place.offset, place.len);
}

/* One field line: 1*DIGIT (RFC 9110 8.6), or a list of them (RFC 9112 6.3, item 5). */
static void add_length(struct lengths *lengths, struct span value, struct range line,
                       const struct notes *notes)
{
    bool is_list = lengths->is_present || span_find(value, span_of(","), 0) != SIZE_MAX;
    bool is_number = false;
    bool is_differing = lengths->is_present && !lengths->is_right;
    struct span member;
    for (size_t offset = 0; syntax_next_member(value, &offset, &member);) {
        uint64_t number;
        is_number = span_to_uint(member, UINT64_MAX, &number);
        if (!is_number)
            break;
        is_differing |= lengths->has_value && number != lengths->value;
        if (!lengths->has_value)
            lengths->value = number;
        lengths->has_value = true;
    }
    if (!is_number)
        note(notes, DEVIATION_CONTENT_LENGTH, line);
    else if (is_differing)
        note(notes, DEVIATION_CONTENT_LENGTHS, line);
    else if (is_list)
        note(notes, DEVIATION_CONTENT_LENGTH_LIST, line);
    lengths->is_right = (lengths->is_right || !lengths->is_present) && is_number && !is_differing;
    lengths->is_present = true;
    lengths->line = line;
}

static struct lengths read_lengths(const struct http_message *message, struct span bytes,
                                   const struct notes *notes)
{
    struct lengths lengths = {0};
    const struct http_field *field;
    for (size_t from = 0;
         (field = http_next_field(message, bytes, "Content-Length", &from)) != NULL;)
        add_length(&lengths, http_bytes(bytes, field->value), field->line, notes);
    return lengths;
}

/* *( OWS ";" OWS token BWS "=" BWS ( token / quoted-string ) ) (RFC 9112 7). */
static bool are_parameters(struct span text)
{
    size_t at = 0;
    while (at < text.len) {
        at = syntax_skip_blanks(text, at);
        if (at == text.len || text.data[at] != ';')
            return false;
        size_t name = syntax_skip_blanks(text, at + 1);
        at = syntax_skip_token(text, name);
        size_t equals = syntax_skip_blanks(text, at);
        if (at == name || equals == text.len || text.data[equals] != '=')
            return false;
        size_t value = syntax_skip_blanks(text, equals + 1);
        at = syntax_skip_token(text, value);
        if (at == value)
            at += syntax_quoted_string(span_slice(text, value, text.len));
        if (at == value)
            return false;
    }
    return true;
}

/* Adds one transfer-coding; false if it breaks a rule. */
static bool add_coding(struct codings *codings, struct span coding)
{
    size_t name_len = syntax_skip_token(coding, 0);
    struct span parameters = span_slice(coding, name_len, coding.len);
    bool is_chunked = span_is_nocase(span_slice(coding, 0, name_len), "chunked");
    bool is_first_chunked = !codings->was_chunked;
    codings->was_chunked |= is_chunked;
    codings->is_chunked_last = is_chunked;
    /* RFC 9112 7.1: chunked has no parameters; 6.1: it stands at the end, once. */
    if (is_chunked && parameters.len > 0)
        return false;
    return name_len > 0 && are_parameters(parameters) && is_first_chunked;
}

static void add_codings(struct codings *codings, struct span value, struct range line,
                        const struct notes *notes)
{
    bool is_right = true;
    size_t members = 0;
    struct span member;
    for (size_t offset = 0; syntax_next_member(value, &offset, &member); members++)
        is_right &= add_coding(codings, member);
    size_t commas = 0;
    for (size_t at = 0; (at = span_find(value, span_of(","), at)) != SIZE_MAX; at++)
        commas++;
    /* RFC 9110 5.6.1.1: no empty members. A comma may also stand in a quoted string. */
    if (!is_right || members == 0 ||
        (commas >= members && span_find(value, span_of("\""), 0) == SIZE_MAX))
        note(notes, DEVIATION_CODING, line);
    codings->is_present = true;
    codings->line = line;
}

static struct codings read_codings(const struct http_message *message, struct span bytes,
                                   const struct notes *notes)
{
    struct codings codings = {0};
    const struct http_field *field;
    for (size_t from = 0;
         (field = http_next_field(message, bytes, "Transfer-Encoding", &from)) != NULL;)
        add_codings(&codings, http_bytes(bytes, field->value), field->line, notes);
    return codings;
}

/* RFC 9112 6.1 and RFC 9110 8.6: messages that must not carry framing fields. */
static void check_forbidden(const struct http_message *message, const struct lengths *lengths,
                            const struct codings *codings, bool is_tunnel,
                            const struct notes *notes)
{
    bool has_no_framing = message->status / 100 == 1 || message->status == 204 || is_tunnel;
    bool is_old = message->version_major == 1 && message->version_minor == 0;
    if (lengths->is_present && has_no_framing)
        note(notes, DEVIATION_FRAMING_FORBIDDEN, lengths->line);
    if (codings->is_present && (has_no_framing || is_old))
        note(notes, DEVIATION_FRAMING_FORBIDDEN, codings->line);
    if (lengths->is_present && codings->is_present)
        note(notes, DEVIATION_LENGTH_AND_CODING, lengths->line);
}

struct framing_result framing_of(const struct http_message *message, struct span received,
                                 struct span method, const struct notes *notes)
{
    int status = message->status;
    struct lengths lengths = read_lengths(message, received, notes);
    struct codings codings = read_codings(message, received, notes);
    bool is_connected = span_is(method, "CONNECT") && status / 100 == 2;
    check_forbidden(message, &lengths, &codings, is_connected, notes);

    struct framing_result result = {.has_length = lengths.has_value, .length = lengths.value};
    if (status == 101 || is_connected)
        result.framing = FRAMING_TUNNEL; /* item 2, and RFC 9110 15.2.2; item 1 agrees on the end */
    else if (span_is(method, "HEAD") || status / 100 == 1 || status == 204 || status == 304)
        result.framing = FRAMING_NONE; /* item 1 */
    else if (codings.is_chunked_last)
        result.framing = FRAMING_CHUNKED; /* items 3 and 4 */
    else if (!codings.is_present && lengths.has_value)
        result.framing = FRAMING_LENGTH; /* item 6; item 5 is noted, its first number counts */
    else
        result.framing = FRAMING_UNTIL_CLOSE; /* items 3 and 4, item 8; item 7 is for requests */
    return result;
}

struct framing_result framing_of_request(const struct http_message *message, struct span sent)
{
    const struct notes nobody = {0};
    struct lengths lengths = read_lengths(message, sent, &nobody);
    struct codings codings = read_codings(message, sent, &nobody);

    struct framing_result result = {.has_length = lengths.is_right, .length = lengths.value};
    if (codings.is_chunked_last)
        result.framing = FRAMING_CHUNKED; /* items 3 and 4 */
    else if (codings.is_present || (lengths.is_present && !lengths.is_right))
        result.framing = FRAMING_UNTIL_CLOSE; /* the errors of items 4 and 5 */
    else if (lengths.is_present)
        result.framing = FRAMING_LENGTH; /* item 6 */
    else
        result.framing = FRAMING_NONE; /* item 7 */
    return result;
}

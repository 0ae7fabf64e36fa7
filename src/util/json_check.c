#include "util/json_check.h"

#include "util/json_lexer.h"

/* What may come next (RFC 8259 sections 2, 4 and 5). */
enum want {
    WANT_VALUE,
    WANT_VALUE_OR_CLOSE,
    WANT_NAME,
    WANT_NAME_OR_CLOSE,
    WANT_COLON,
    WANT_COMMA_OR_CLOSE,
    WANT_END
};

struct check {
    struct json_lexer lexer;
    char open[JSON_DEPTH_MAX]; /* '{' and '[', outermost first */
    size_t depth;
    enum want want;
    struct range comma; /* the last one */
    size_t end;         /* of the last lexeme */
    bool is_lost;       /* the order was wrong once; from there on it says nothing */
};

static bool is_in_object(const struct check *check)
{
    return check->depth > 0 && check->open[check->depth - 1] == '{';
}

static const char *wanted(const struct check *check)
{
    switch (check->want) {
    case WANT_VALUE:
        return "a value";
    case WANT_VALUE_OR_CLOSE:
        return "a value or ]";
    case WANT_NAME:
        return "a name in double quotes";
    case WANT_NAME_OR_CLOSE:
        return "a name in double quotes or }";
    case WANT_COLON:
        return "a colon";
    case WANT_COMMA_OR_CLOSE:
        return is_in_object(check) ? "a comma or }" : "a comma or ]";
    case WANT_END:
        break;
    }
    return "nothing more";
}

static void lose(struct check *check, struct range place, const char *message)
{
    check->is_lost = true;
    check->lexer.is_broken = true;
    json_lexer_complain(&check->lexer, place, NULL, message);
}

static void value_is_over(struct check *check)
{
    check->want = check->depth == 0 ? WANT_END : WANT_COMMA_OR_CLOSE;
}

static bool wants_value(const struct check *check)
{
    return check->want == WANT_VALUE || check->want == WANT_VALUE_OR_CLOSE;
}

static bool wants_name(const struct check *check)
{
    return check->want == WANT_NAME || check->want == WANT_NAME_OR_CLOSE;
}

static bool take_open(struct check *check, struct json_lexeme lexeme)
{
    if (!wants_value(check))
        return false;
    if (check->depth == JSON_DEPTH_MAX) {
        lose(check, lexeme.place, "nested deeper than 64 levels");
        return true;
    }
    check->open[check->depth++] = lexeme.kind;
    check->want = lexeme.kind == '{' ? WANT_NAME_OR_CLOSE : WANT_VALUE_OR_CLOSE;
    return true;
}

static bool take_close(struct check *check, struct json_lexeme lexeme)
{
    char open = lexeme.kind == '}' ? '{' : '[';
    if (check->depth == 0 || check->open[check->depth - 1] != open)
        return false;
    bool is_behind_comma = check->want == (open == '{' ? WANT_NAME : WANT_VALUE);
    if (is_behind_comma && check->comma.offset + check->comma.len == check->end)
        lose(check, check->comma,
             open == '{' ? "a comma must not stand before }" : "a comma must not stand before ]");
    else if (check->want != WANT_COMMA_OR_CLOSE &&
             check->want != (open == '{' ? WANT_NAME_OR_CLOSE : WANT_VALUE_OR_CLOSE))
        return false;
    check->depth--;
    value_is_over(check);
    return true;
}

static bool take_comma(struct check *check, struct json_lexeme lexeme)
{
    if (check->want != WANT_COMMA_OR_CLOSE)
        return false;
    check->comma = lexeme.place;
    check->want = is_in_object(check) ? WANT_NAME : WANT_VALUE;
    return true;
}

static bool take_colon(struct check *check)
{
    if (check->want != WANT_COLON)
        return false;
    check->want = WANT_VALUE;
    return true;
}

static bool take_scalar(struct check *check, char kind)
{
    if (wants_name(check) && kind != JSON_LEXEME_WORD)
        check->want = WANT_COLON;
    else if (wants_value(check))
        value_is_over(check);
    else
        return false;
    return true;
}

static bool take(struct check *check, struct json_lexeme lexeme)
{
    switch (lexeme.kind) {
    case '{':
    case '[':
        return take_open(check, lexeme);
    case '}':
    case ']':
        return take_close(check, lexeme);
    case ',':
        return take_comma(check, lexeme);
    case ':':
        return take_colon(check);
    default:
        return take_scalar(check, lexeme.kind);
    }
}

bool json_check(struct arena *arena, struct span source, char *text,
                struct json_complaints *complaints)
{
    struct check check = {
        .lexer = {.arena = arena, .source = source, .text = text, .complaints = complaints}
    };
    for (;;) {
        struct json_lexeme lexeme = json_lexer_next(&check.lexer);
        if (lexeme.kind == JSON_LEXEME_END)
            break;
        if (!check.is_lost && !take(&check, lexeme))
            lose(&check, lexeme.place, arena_printf(arena, "expected %s", wanted(&check)));
        check.end = lexeme.place.offset + lexeme.place.len;
    }
    if (check.want != WANT_END && !check.lexer.is_broken)
        lose(&check, (struct range){.offset = check.end},
             arena_printf(arena, "the text ends where %s is expected", wanted(&check)));
    return !check.lexer.is_broken;
}

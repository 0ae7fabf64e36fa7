/*
 * Cuts a JSON text into lexemes for json_check and complains about what is wrong inside one: bytes
 * that are no UTF-8, control characters, escapes, numbers, unknown words, comments. What it
 * complains about it also replaces in a copy of the text, byte for byte, so that a tree can often
 * still be built. It knows nothing of the order in which lexemes may stand.
 */
#ifndef UTIL_JSON_LEXER_H
#define UTIL_JSON_LEXER_H

#include "util/json.h"

#define JSON_LEXEME_END '\0'
#define JSON_LEXEME_STRING '"'
#define JSON_LEXEME_WORD 'w'    /* a number, true, false or null */
#define JSON_LEXEME_UNKNOWN '?' /* complained about; may stand for anything */

struct json_lexeme {
    char kind; /* one of the above, or the punctuation character itself */
    struct range place;
};

/* Filled by its user with its first four fields; the others start as zero. */
struct json_lexer {
    struct arena *arena;
    struct span source;
    char *text; /* the copy of source, repaired while reading */
    struct json_complaints *complaints;
    size_t complained; /* complaints added */
    size_t offset;     /* of the next byte to read */
    bool is_broken;    /* a mistake could not be repaired: no tree */
};

/* The next lexeme; JSON_LEXEME_END at the end, or when reading on makes no sense. */
struct json_lexeme json_lexer_next(struct json_lexer *lexer);

/*
 * Adds a complaint as json_complain does; suggestion may be NULL. After JSON_COMPLAINTS_MAX of them
 * reading ends.
 */
void json_lexer_complain(struct json_lexer *lexer, struct range place, const char *suggestion,
                         const char *message);

#endif

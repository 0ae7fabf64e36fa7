/*
 * Strict JSON (RFC 8259) with positions, on top of cJSON and jsmn; the only user of both. Reading
 * refuses what cJSON alone lets through: duplicate names, raw control characters, invalid UTF-8,
 * a byte order mark, numbers with leading zeros, beyond 2^53 - 1 or of more than 63 characters,
 * \u0000, lone surrogates, deep nesting. Every node knows where it stands in the source, so that a
 * message can show it.
 */
#ifndef UTIL_JSON_H
#define UTIL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/arena.h"
#include "util/error.h"
#include "util/span.h"

#define JSON_DEPTH_MAX 64
#define JSON_SIZE_MAX (64u << 20)
#define JSON_COMPLAINTS_MAX 100 /* after so many json_parse gives up */

enum json_type {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

/* One value. All memory belongs to the arena given to json_parse. */
struct json {
    enum json_type type;
    const char *name;        /* the member's name, NULL outside an object */
    struct range name_place; /* the name in the source, quotes included */
    struct range place;      /* the value in the source, quotes included */
    const char *string;      /* JSON_STRING: decoded, contains no NUL */
    double number;           /* JSON_NUMBER */
    struct json *children;   /* first element or member, NULL if none */
    struct json *next;       /* next sibling */
    size_t count;            /* number of children */
};

/* A complaint about a source text. Shown by json_complaint_text. */
struct json_complaint {
    struct range place;
    const char *message;    /* one sentence without a full stop, e.g. unknown name "statuss" */
    const char *suggestion; /* e.g. status, or NULL */
};

/* Grows on the arena that was given to json_parse or by the caller. */
struct json_complaints {
    struct json_complaint *items;
    size_t count;
    size_t capacity;
};

/*
 * Parses source into a tree on arena. Returns NULL if the text is no valid JSON at all; complaints
 * then holds at least one row. Duplicate names, \u0000 and the like are complaints too, and all of
 * them are listed in the order of the source, not only the first; the tree is returned all the same
 * when it could be built, so that its user can go on and complain about more. A clean parse adds no
 * complaint.
 */
struct json *json_parse(struct arena *arena, struct span source,
                        struct json_complaints *complaints);

/* Adds a complaint with a formatted message; suggestion may be NULL. Strings live on arena. */
void json_complain(struct arena *arena, struct json_complaints *complaints, struct range place,
                   const char *suggestion, const char *format, ...) PRINTF_LIKE(5, 6);

/*
 * The complaint as people see it, on arena:
 *     error: cases/mine.json:14:31: unknown name "has_tokens"
 *        14 |   "connection": { "has_tokens": "close" }
 *           |                   ^^^^^^^^^^^^ did you mean "has_token"?
 * Lines and columns count from 1, columns in bytes. Long lines are cut around the place. Bytes of
 * the source are made printable. There is no final newline.
 */
char *json_complaint_text(struct arena *arena, const char *file, struct span source,
                          const struct json_complaint *complaint);

/* Line and column (from 1) of offset in source. */
void json_position(struct span source, size_t offset, size_t *line, size_t *column);

/* The member called name of object, or NULL (also if object is NULL or no object). */
const struct json *json_member(const struct json *object, const char *name);

/* Convenience for trusted readers: the member's string, number or truth, or the fallback. */
const char *json_string(const struct json *object, const char *name, const char *fallback);
double json_number(const struct json *object, const char *name, double fallback);
bool json_is_true(const struct json *object, const char *name);

/*
 * Of the count candidates the one nearest to word without regard to case (edit distance at most a
 * third of its length), or NULL.
 */
const char *json_nearest(const char *word, const char *const *candidates, size_t count);

/*
 * Writing. A json_out is a tree under construction; its pieces belong to the root, which is freed
 * with json_out_free. Strings must be valid UTF-8: peer bytes go in with json_out_add_bytes
 * (base64) only.
 */
struct json_out;
struct json_out *json_out_object(void);
struct json_out *json_out_array(void);
void json_out_free(struct json_out *root);

/* name is NULL when parent is an array. The returned containers belong to parent. */
struct json_out *json_out_add_object(struct json_out *parent, const char *name);
struct json_out *json_out_add_array(struct json_out *parent, const char *name);
void json_out_add_string(struct json_out *parent, const char *name, const char *value);
void json_out_add_number(struct json_out *parent, const char *name, double value);
void json_out_add_bool(struct json_out *parent, const char *name, bool value);
void json_out_add_bytes(struct json_out *parent, const char *name, struct span bytes);

/* The tree as text with a final newline; is_pretty indents it. The caller frees it with free(). */
char *json_out_print(const struct json_out *root, bool is_pretty);

/* Decodes standard base64 with padding onto arena. False if text is not valid. */
bool json_base64_decode(struct arena *arena, const char *text, struct span *bytes);

#endif

#include "cli/options.h"

#include <string.h>

#include "util/json.h"

static const struct option_row *find_option(struct span name, unsigned command)
{
    for (size_t i = 0; i < option_count; i++) {
        if ((option_rows[i].commands & command) != 0 && span_is(name, option_rows[i].name))
            return &option_rows[i];
    }
    return NULL;
}

static const struct option_row *find_letter(char letter, unsigned command)
{
    for (size_t i = 0; i < option_count; i++) {
        if ((option_rows[i].commands & command) != 0 && option_rows[i].letter == letter &&
            letter != '\0')
            return &option_rows[i];
    }
    return NULL;
}

static bool unknown_option(struct settings *settings, const char *word, struct span name,
                           unsigned command, struct error *error)
{
    const char **known = arena_array(settings->arena, option_count, sizeof(*known));
    size_t count = 0;
    for (size_t i = 0; i < option_count; i++) {
        if ((option_rows[i].commands & command) != 0)
            known[count++] = option_rows[i].name;
    }
    const char *nearest = json_nearest(arena_string_of(settings->arena, name), known, count);
    if (nearest == NULL)
        return error_set(error, "unknown option \"%s\"; see h1audit help", word);
    return error_set(error, "unknown option \"%s\"; did you mean --%s?", word, nearest);
}

/* The words that are still to be read. */
struct words {
    int argc;
    char **argv;
    int next;
};

/* An argument that may be left out is a number or "random": no URL and no case is called so. */
static bool takes_next(const struct words *words)
{
    if (words->next == words->argc)
        return false;
    const char *word = words->argv[words->next];
    return strcmp(word, "random") == 0 ||
           (word[0] != '\0' && word[strspn(word, "0123456789")] == '\0');
}

static bool apply(struct settings *settings, const struct option_row *row, const char *attached,
                  struct words *words, struct error *error)
{
    if (row->argument == NULL && attached != NULL)
        return error_set(error, "--%s takes no argument", row->name);
    if (row->argument == NULL)
        return option_apply(settings, row, NULL, error);
    if (row->argument[0] == '[' && attached == NULL && !takes_next(words))
        return option_apply(settings, row, NULL, error);
    if (attached == NULL && words->next == words->argc)
        return error_set(error, "--%s needs %s", row->name, row->argument);
    return option_apply(settings, row, attached != NULL ? attached : words->argv[words->next++],
                        error);
}

static bool read_long(struct settings *settings, unsigned command, const char *word,
                      struct words *words, struct error *error)
{
    const char *equals = strchr(word, '=');
    size_t len = equals == NULL ? strlen(word) - 2 : (size_t)(equals - word) - 2;
    struct span name = span_make(word + 2, len);
    const struct option_row *row = find_option(name, command);
    if (row == NULL)
        return unknown_option(settings, word, name, command, error);
    return apply(settings, row, equals == NULL ? NULL : equals + 1, words, error);
}

/* -kv, -j4, -j 4 */
static bool read_short(struct settings *settings, unsigned command, const char *word,
                       struct words *words, struct error *error)
{
    for (const char *letter = word + 1; *letter != '\0'; letter++) {
        const struct option_row *row = find_letter(*letter, command);
        if (row == NULL)
            return error_set(error, "unknown option \"-%c\"; see h1audit help", *letter);
        if (row->argument != NULL)
            return apply(settings, row, letter[1] == '\0' ? NULL : letter + 1, words, error);
        if (!apply(settings, row, NULL, words, error))
            return false;
    }
    return true;
}

bool options_read(struct settings *settings, unsigned command, int argc, char **argv, int first,
                  struct error *error)
{
    struct words words = {.argc = argc, .argv = argv, .next = first};
    bool is_ended = false;
    while (words.next < argc) {
        const char *word = argv[words.next++];
        bool is_good = true;
        if (!is_ended && strcmp(word, "--") == 0)
            is_ended = true;
        else if (!is_ended && strncmp(word, "--", 2) == 0)
            is_good = read_long(settings, command, word, &words, error);
        else if (!is_ended && word[0] == '-' && word[1] != '\0')
            is_good = read_short(settings, command, word, &words, error);
        else
            settings_list_add(&settings->positionals, settings->arena, word);
        if (!is_good)
            return false;
    }
    return true;
}

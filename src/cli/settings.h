/* What the command line said. Strings are borrowed from argv or live on the arena. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "run/target.h"
#include "suite/load.h"
#include "suite/select.h"

struct string_list {
    const char **items;
    size_t count;
    size_t capacity;
};

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct settings {
    struct arena *arena;
    struct target_options target;
    const char *to; /* --to URL of emit and repro */
    const char *unix_socket;
    struct target_resource *resources;
    size_t resource_capacity;
    struct variable *variables; /* --var */
    size_t variable_count;
    size_t variable_capacity;
    struct string_list variable_names;
    struct string_list positionals;
    struct string_list case_paths; /* --cases */
    struct string_list excludes;
    struct string_list tags;
    const char *rfc;
    enum level level;
    int64_t wait_ms;
    int64_t settle_ms;
    int64_t patience_ms;
    int64_t connect_timeout_ms;
    size_t capture_max;
    unsigned jobs;
    unsigned repeat;  /* --repeat; 0: not given, here and below */
    unsigned rate;    /* --rate */
    bool fails_fast;  /* --fail-fast */
    size_t cut_every; /* --cut */
    bool is_shuffled; /* --shuffle */
    uint64_t seed;
    bool allows_hazard;
    bool fails_on[VERDICT_COUNT];
    bool is_verbose;
    bool is_quiet;
    bool is_strict_junit;
    enum color_choice color;
    const char **report_paths; /* one for each row of reporters[], NULL: not wanted */
    bool is_tls;               /* serve --tls, run --tls without a URL */
    const char *fault;         /* serve --fault, run --fault without a URL */
    bool lists_faults;
    const char *listen;   /* serve --listen HOST:PORT */
    bool prints_ids;      /* list --ids */
    bool prints_json;     /* list and coverage --json */
    bool prints_markdown; /* coverage and selftest --markdown */
};

/* The defaults; everything lives on arena. */
void settings_init(struct settings *settings, struct arena *arena);

void settings_list_add(struct string_list *list, struct arena *arena, const char *item);
struct names settings_list_names(const struct string_list *list);

/* Loads the built-in cases, or those of --cases, into a new collection. Complaints are in it. NULL
 * with error if a path cannot be read. */
struct collection *settings_collection(const struct settings *settings, struct error *error);

struct selection settings_selection(const struct settings *settings, size_t first_pattern);

#endif

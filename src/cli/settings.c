#include "cli/settings.h"

#include "report/reporter.h"
#include "suite/builtin.h"

#define REQUIREMENTS "requirements.json"

#define DEFAULT_PATIENCE_MS 5000
#define DEFAULT_CONNECT_TIMEOUT_MS 3000
#define DEFAULT_CAPTURE_MAX (1u << 20)

void settings_init(struct settings *settings, struct arena *arena)
{
    *settings = (struct settings){
        .arena = arena,
        .level = LEVEL_SHOULD,
        .patience_ms = DEFAULT_PATIENCE_MS,
        .connect_timeout_ms = DEFAULT_CONNECT_TIMEOUT_MS,
        .capture_max = DEFAULT_CAPTURE_MAX,
        .report_paths = arena_array(arena, reporter_count, sizeof(const char *)),
    };
    settings->fails_on[VERDICT_FAIL] = true;
    settings->fails_on[VERDICT_ERROR] = true;
}

void settings_list_add(struct string_list *list, struct arena *arena, const char *item)
{
    list->items =
        arena_grow(arena, list->items, &list->capacity, list->count, sizeof(*list->items));
    list->items[list->count++] = item;
}

struct names settings_list_names(const struct string_list *list)
{
    return (struct names){.items = list->items, .count = list->count};
}

struct collection *settings_collection(const struct settings *settings, struct error *error)
{
    struct collection *collection = collection_new();
    struct names known = settings_list_names(&settings->variable_names);
    if (settings->case_paths.count == 0)
        collection_load_builtin(collection, known);
    else
        collection_load_requirements(collection, "cases/" REQUIREMENTS, builtin_find(REQUIREMENTS));
    for (size_t i = 0; i < settings->case_paths.count; i++) {
        error->message[0] = '\0';
        collection_load_path(collection, settings->case_paths.items[i], known, error);
        if (error->message[0] != '\0') {
            collection_free(collection);
            return NULL;
        }
    }
    collection_finish(collection);
    return collection;
}

struct selection settings_selection(const struct settings *settings, size_t first_pattern)
{
    struct names patterns = settings_list_names(&settings->positionals);
    size_t skipped = first_pattern < patterns.count ? first_pattern : patterns.count;
    return (struct selection){
        .patterns = {.items = patterns.items + skipped, .count = patterns.count - skipped},
        .excludes = settings_list_names(&settings->excludes),
        .tags = settings_list_names(&settings->tags),
        .rfc = settings->rfc,
        .level = settings->level,
    };
}

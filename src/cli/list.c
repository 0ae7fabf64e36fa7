#include "cli/command.h"

#include <stdio.h>
#include <stdlib.h>

#include "util/json.h"

static void add_names(struct json_out *object, const char *name, struct names names)
{
    struct json_out *array = json_out_add_array(object, name);
    for (size_t i = 0; i < names.count; i++)
        json_out_add_string(array, NULL, names.items[i]);
}

static void add_case(struct json_out *array, const struct test_case *test_case)
{
    struct json_out *object = json_out_add_object(array, NULL);
    json_out_add_string(object, "id", test_case->full_id);
    json_out_add_string(object, "title", test_case->title);
    json_out_add_string(object, "level", level_name(test_case->level));
    struct json_out *covers = json_out_add_array(object, "covers");
    for (size_t i = 0; i < test_case->cover_count; i++)
        json_out_add_string(covers, NULL, test_case->covers[i]->id);
    add_names(object, "tags", test_case->tags);
    add_names(object, "needs", test_case->needs);
    json_out_add_string(object, "file", test_case->suite->file);
    json_out_add_number(object, "line", (double)test_case->line);
}

static void print_json(const struct collection *collection, const struct selection *selection)
{
    struct json_out *array = json_out_array();
    for (size_t i = 0; i < collection->count; i++) {
        if (selection_takes(selection, collection->cases[i]))
            add_case(array, collection->cases[i]);
    }
    char *text = json_out_print(array, true);
    fputs(text, stdout);
    free(text);
    json_out_free(array);
}

static void print_line(const struct test_case *test_case, bool is_id_only)
{
    const char *main_row = test_case->cover_count > 0 ? test_case->covers[0]->id : "-";
    if (is_id_only)
        printf("%s\n", test_case->full_id);
    else
        printf("%-44s %-6s %-12s %s\n", test_case->full_id, level_name(test_case->level), main_row,
               test_case->title);
}

enum exit_status command_list(struct settings *settings)
{
    enum exit_status status = EXIT_STATUS_OK;
    struct collection *collection = command_collection(settings, &status);
    if (collection == NULL)
        return status;
    struct selection selection = settings_selection(settings, 0);
    const char *unmatched = selection_unmatched(&selection, collection);
    if (unmatched != NULL) {
        command_unknown_case(collection, unmatched);
        status = EXIT_STATUS_USAGE;
    } else if (settings->prints_json) {
        print_json(collection, &selection);
    } else {
        for (size_t i = 0; i < collection->count; i++) {
            if (selection_takes(&selection, collection->cases[i]))
                print_line(collection->cases[i], settings->prints_ids);
        }
    }
    collection_free(collection);
    return status;
}

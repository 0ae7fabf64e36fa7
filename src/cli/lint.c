#include "cli/command.h"

#include <stdio.h>

#include "suite/lint.h"

enum exit_status command_lint(struct settings *settings)
{
    struct error error = {{0}};
    struct text warnings = {0};
    if (settings->positionals.count == 0)
        return command_complain(EXIT_STATUS_USAGE, "lint needs a case file or a folder of them");
    settings->case_paths = settings->positionals;
    struct collection *collection = settings_collection(settings, &error);
    if (collection == NULL)
        return command_complain(EXIT_STATUS_BAD_INPUT, "%s", error.message);
    size_t warned = lint_collection(collection, &warnings);
    size_t mistakes = collection->complaint_count;
    fputs(text_string(&collection->complaints), stdout);
    fputs(text_string(&warnings), stdout);
    printf("%zu cases, %zu mistakes, %zu warnings\n", collection->count, mistakes, warned);
    text_done(&warnings);
    collection_free(collection);
    return mistakes > 0 ? EXIT_STATUS_BAD_INPUT : EXIT_STATUS_OK;
}

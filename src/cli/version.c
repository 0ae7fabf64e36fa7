#include "cli/command.h"

#include <stdio.h>

#include <uv.h>

#include "run/client.h"

enum exit_status command_version(struct settings *settings)
{
    enum exit_status status = EXIT_STATUS_OK;
    printf("h1audit %s\n", H1AUDIT_VERSION);
    struct collection *collection = command_collection(settings, &status);
    if (collection == NULL)
        return status;
    printf("%s\nlibuv/%s\nbuilt-in cases: %zu, requirements: %zu\n", client_version(),
           uv_version_string(), collection->count, collection->requirements.count);
    collection_free(collection);
    return status;
}

#include "cli/command.h"

#include <stdio.h>

#include "suite/builtin.h"

enum exit_status command_schema(struct settings *settings)
{
    (void)settings;
    struct span schema = builtin_find("case-1.schema.json");
    if (schema.data == NULL)
        return command_complain(EXIT_STATUS_BUG, "the schema was not built in");
    fwrite(schema.data, 1, schema.len, stdout);
    return EXIT_STATUS_OK;
}

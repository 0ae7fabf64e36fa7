/* The program: finds the command, reads its options, runs it. `run` may be left out. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cli/command.h"

static enum exit_status execute(const struct command *command, int argc, char **argv, int first)
{
    struct arena *arena = arena_new();
    struct settings settings;
    struct error error;
    enum exit_status status;
    settings_init(&settings, arena);
    if (options_read(&settings, command->set, argc, argv, first, &error))
        status = command->execute(&settings);
    else
        status = command_complain(EXIT_STATUS_USAGE, "%s", error.message);
    arena_free(arena);
    if (fflush(stdout) != 0 && status == EXIT_STATUS_OK)
        status = command_complain(EXIT_STATUS_REPORT, "standard output cannot be written");
    return status;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return (int)execute(command_find("help"), argc, argv, argc < 2 ? 1 : 2);
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)
        return (int)execute(command_find("version"), argc, argv, 2);
    const struct command *command = command_find(argv[1]);
    if (command != NULL)
        return (int)execute(command, argc, argv, 2);
    return (int)execute(command_find("run"), argc, argv, 1);
}

#include "cli/command.h"

#include <stdio.h>
#include <string.h>

static const char *const examples =
    "  h1audit run                                      audit the embedded reference server\n"
    "  h1audit http://127.0.0.1:8000/                   audit a server\n"
    "  h1audit https://127.0.0.1:8443/ -k 'conn-close*' some cases, any certificate\n"
    "  h1audit http://127.0.0.1:8000/ --report-junit junit.xml --strict\n";

static void print_overview(void)
{
    printf("h1audit %s: how well does a server keep to HTTP/1.1 (RFC 9112)?\n\n%s\nCommands\n",
           H1AUDIT_VERSION, examples);
    for (size_t i = 0; i < command_count; i++)
        printf("  %-8s %-16s %s\n", commands[i].name, commands[i].arguments, commands[i].sentence);
    puts("\nExit status");
    for (size_t i = 0; i < exit_status_count; i++)
        printf("  %3d  %s\n", (int)exit_status_rows[i].status, exit_status_rows[i].sentence);
    puts("\nh1audit help COMMAND lists the options of a command.");
}

static void print_option(const struct option_row *row)
{
    char left[40];
    char letter[5] = "    ";
    if (row->letter != 0)
        snprintf(letter, sizeof(letter), "-%c, ", row->letter);
    snprintf(left, sizeof(left), "%s--%s%s%s", letter, row->name, row->argument == NULL ? "" : " ",
             row->argument == NULL ? "" : row->argument);
    printf("  %-30s %s\n", left, row->sentence);
}

static void print_command(const struct command *command)
{
    const char *group = "";
    printf("h1audit %s %s\n  %s\n", command->name, command->arguments, command->sentence);
    for (size_t i = 0; i < option_count; i++) {
        if ((option_rows[i].commands & command->set) == 0)
            continue;
        if (strcmp(option_rows[i].group, group) != 0)
            printf("\n%s\n", option_rows[i].group);
        group = option_rows[i].group;
        print_option(&option_rows[i]);
    }
}

enum exit_status command_help(struct settings *settings)
{
    if (settings->positionals.count == 0) {
        print_overview();
        return EXIT_STATUS_OK;
    }
    const struct command *command = command_find(settings->positionals.items[0]);
    if (command == NULL)
        return command_complain(EXIT_STATUS_USAGE, "no command \"%s\"; see h1audit help",
                                settings->positionals.items[0]);
    print_command(command);
    return EXIT_STATUS_OK;
}

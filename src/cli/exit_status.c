#include "cli/exit_status.h"

#include "util/span.h"

const struct exit_status_row exit_status_rows[] = {
    {EXIT_STATUS_OK,          "cases ran, and none has a verdict named in --fail-on"},
    {EXIT_STATUS_FAILED,      "at least one case has a verdict named in --fail-on"  },
    {EXIT_STATUS_USAGE,       "the command line is wrong"                           },
    {EXIT_STATUS_BAD_INPUT,   "a case file or results file is not valid"            },
    {EXIT_STATUS_UNREACHABLE, "the target never answered"                           },
    {EXIT_STATUS_UNDECIDED,
     "nothing was decided: no case ran, or all were skipped or inconclusive"        },
    {EXIT_STATUS_REPORT,      "a report could not be written"                       },
    {EXIT_STATUS_BUG,         "a bug in h1audit"                                    },
    {EXIT_STATUS_INTERRUPTED, "ended by SIGINT, after writing what was known"       },
    {EXIT_STATUS_TERMINATED,  "ended by SIGTERM, after writing what was known"      },
};
const size_t exit_status_count = countof(exit_status_rows);

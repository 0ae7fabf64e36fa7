/* emit and repro: a case's bytes for a target, and the shell commands that send them. */
#include "cli/command.h"

#include <stdio.h>

#include "report/repro.h"
#include "run/plan.h"

/* What both commands need: the case, and the variables for the URL given with --to. */
struct rendering {
    struct collection *collection;
    const struct test_case *test_case;
    uv_loop_t loop;
    struct target target;
    struct variables variables;
};

static bool find_case(struct rendering *rendering, struct settings *settings,
                      enum exit_status *status)
{
    if (settings->positionals.count != 1 || settings->to == NULL) {
        *status = command_complain(EXIT_STATUS_USAGE, "one CASE and --to URL are needed");
        return false;
    }
    rendering->collection = command_collection(settings, status);
    if (rendering->collection == NULL)
        return false;
    rendering->test_case = command_case(rendering->collection, settings->positionals.items[0]);
    *status = EXIT_STATUS_USAGE;
    return rendering->test_case != NULL;
}

static bool find_target(struct rendering *rendering, struct settings *settings,
                        enum exit_status *status)
{
    struct error error;
    settings->target.url = settings->to;
    if (!target_init(&rendering->target, &settings->target, &rendering->loop, settings->arena,
                     &error)) {
        *status = command_complain(EXIT_STATUS_USAGE, "%s", error.message);
        return false;
    }
    struct plan_config config = {
        .target = &rendering->target,
        .user_variables = {.items = settings->variables, .count = settings->variable_count},
    };
    struct task task = {.test_case = rendering->test_case, .path = rendering->target.shown.path};
    rendering->variables = plan_variables(&config, &task, settings->arena);
    return true;
}

static enum exit_status write_bytes(const struct rendering *rendering)
{
    const struct script *script = &rendering->test_case->script;
    struct error error;
    for (size_t i = 0; i < script->count; i++) {
        struct text text = {0};
        if (script->steps[i].kind == STEP_SEND &&
            !bytes_expand(&script->steps[i].bytes, &rendering->variables, &text, &error)) {
            text_done(&text);
            return command_complain(EXIT_STATUS_BAD_INPUT, "%s", error.message);
        }
        fwrite(text_string(&text), 1, text.len, stdout);
        text_done(&text);
    }
    return EXIT_STATUS_OK;
}

static enum exit_status write_command(const struct rendering *rendering)
{
    struct text text = {0};
    if (!repro_command(&rendering->test_case->script, &rendering->variables,
                       &rendering->target.shown, &text))
        printf("# no shell command does the same as this script; instead:\n"
               "h1audit -v %s %s\n",
               rendering->target.shown.url, rendering->test_case->full_id);
    else
        printf("%s\n", text_string(&text));
    text_done(&text);
    return EXIT_STATUS_OK;
}

static enum exit_status render(struct settings *settings,
                               enum exit_status (*write)(const struct rendering *rendering))
{
    struct rendering rendering = {0};
    enum exit_status status;
    uv_loop_init(&rendering.loop);
    if (find_case(&rendering, settings, &status) && find_target(&rendering, settings, &status))
        status = write(&rendering);
    target_done(&rendering.target);
    collection_free(rendering.collection);
    uv_run(&rendering.loop, UV_RUN_DEFAULT);
    uv_loop_close(&rendering.loop);
    return status;
}

enum exit_status command_emit(struct settings *settings)
{
    return render(settings, write_bytes);
}

enum exit_status command_repro(struct settings *settings)
{
    return render(settings, write_command);
}

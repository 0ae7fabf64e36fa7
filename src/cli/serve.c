#include "cli/command.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refserver/refserver.h"

#define UNIX_PREFIX "unix:"

static void print_faults(void)
{
    for (size_t i = 0; i < fault_count; i++) {
        const char *needs = faults[i].needs;
        printf("%-28s %-14s %s%s%s%s\n", faults[i].id, faults[i].requirements, faults[i].sentence,
               needs == NULL ? "" : " (needs ", needs == NULL ? "" : needs,
               needs == NULL ? "" : ")");
    }
}

static bool read_listen(const char *text, struct arena *arena, struct dial_address *address,
                        struct error *error)
{
    uint64_t port;
    const char *colon = text == NULL ? NULL : strrchr(text, ':');
    if (text == NULL)
        return dial_resolve("127.0.0.1", 0, DIAL_ANY, address, error);
    if (strncmp(text, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0)
        return dial_unix(text + strlen(UNIX_PREFIX), address, error);
    if (colon == NULL || colon == text || !span_to_uint(span_of(colon + 1), 65535, &port))
        return error_set(error, "--listen takes HOST:PORT, not \"%s\"", text);
    struct span host = span_make(text, (size_t)(colon - text));
    if (host.len > 2 && host.data[0] == '[' && host.data[host.len - 1] == ']')
        host = span_slice(host, 1, host.len - 2);
    return dial_resolve(arena_string_of(arena, host), (unsigned)port, DIAL_ANY, address, error);
}

/* The URL to audit, as the first word of the line. */
static void print_url(const struct dial_address *address, unsigned port, bool is_tls,
                      const struct fault *fault)
{
    char shown[300];
    dial_format(address, shown, sizeof(shown));
    const char *colon = strrchr(shown, ':');
    if (strncmp(shown, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0)
        printf("%s", shown);
    else
        printf("%s://%.*s:%u/", is_tls ? "https" : "http", (int)(colon - shown), shown, port);
    printf("%s%s\n", fault == NULL ? "" : " fault ", fault == NULL ? "" : fault->id);
    fflush(stdout);
}

static void on_signal(uv_signal_t *handle, int number)
{
    (void)number;
    uv_stop(handle->loop);
}

static void run_until_signal(uv_loop_t *loop)
{
    uv_signal_t interrupt;
    uv_signal_t terminate;
    uv_signal_init(loop, &interrupt);
    uv_signal_init(loop, &terminate);
    uv_signal_start(&interrupt, on_signal, SIGINT);
    uv_signal_start(&terminate, on_signal, SIGTERM);
    uv_run(loop, UV_RUN_DEFAULT);
    uv_close((uv_handle_t *)&interrupt, NULL);
    uv_close((uv_handle_t *)&terminate, NULL);
    uv_run(loop, UV_RUN_NOWAIT);
}

static enum exit_status serve(const struct settings *settings, const struct fault *fault,
                              struct tls_context *tls)
{
    struct dial_address address;
    struct error error;
    uv_loop_t loop;
    if (!read_listen(settings->listen, settings->arena, &address, &error))
        return command_complain(EXIT_STATUS_USAGE, "%s", error.message);
    uv_loop_init(&loop);
    struct refserver *server = refserver_open(
        &(struct refserver_config){.loop = &loop, .address = &address, .tls = tls, .fault = fault},
        &error);
    enum exit_status status = EXIT_STATUS_OK;
    if (server != NULL) {
        print_url(&address, refserver_port(server), tls != NULL, fault);
        run_until_signal(&loop);
        refserver_close(server);
    } else {
        status = command_complain(EXIT_STATUS_USAGE, "%s", error.message);
    }
    uv_run(&loop, UV_RUN_DEFAULT);
    uv_loop_close(&loop);
    return status;
}

enum exit_status command_serve(struct settings *settings)
{
    struct error error;
    struct tls_context *tls = NULL;
    const struct fault *fault = settings->fault == NULL ? NULL : fault_find(settings->fault);
    if (settings->lists_faults) {
        print_faults();
        return EXIT_STATUS_OK;
    }
    if (settings->fault != NULL && fault == NULL)
        return command_complain(
            EXIT_STATUS_USAGE, "no fault \"%s\"; see h1audit serve --list-faults", settings->fault);
    if (settings->is_tls && (tls = tls_context_server_new(NULL, NULL, &error)) == NULL)
        return command_complain(EXIT_STATUS_BUG, "%s", error.message);
    enum exit_status status = serve(settings, fault, tls);
    tls_context_free(tls);
    return status;
}

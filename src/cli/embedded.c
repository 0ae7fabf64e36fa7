#include "cli/embedded.h"

static void describe(const struct embedded *embedded, struct settings *settings)
{
    static const struct target_resource resources[] = {
        {"file",    "/file"   },
        {"large",   "/large"  },
        {"chunked", "/chunked"},
        {"late",    "/late"   }
    };
    struct target_options *target = &settings->target;
    target->url =
        arena_printf(settings->arena, "%s://127.0.0.1:%u/",
                     embedded->tls != NULL ? "https" : "http", refserver_port(embedded->server));
    target->tls.is_insecure = true; /* its certificate was made a moment ago, in this process */
    if (target->hit == NULL) {
        target->hit = "/hit";
        target->hits = "/hits";
    }
    if (target->echo == NULL)
        target->echo = "/echo";
    if (target->resource_count == 0) {
        target->resources = resources;
        target->resource_count = countof(resources);
    }
}

bool embedded_open(struct embedded *embedded, uv_loop_t *loop, struct settings *settings,
                   struct error *error)
{
    struct dial_address address;
    *embedded = (struct embedded){0};
    const struct fault *fault = settings->fault == NULL ? NULL : fault_find(settings->fault);
    if (settings->fault != NULL && fault == NULL)
        return error_set(error, "no fault \"%s\"; see h1audit serve --list-faults",
                         settings->fault);
    if (!dial_resolve("127.0.0.1", 0, DIAL_IPV4, &address, error))
        return false;
    if (settings->is_tls && (embedded->tls = tls_context_server_new(NULL, NULL, error)) == NULL)
        return false;
    embedded->server = refserver_open(
        &(struct refserver_config){
            .loop = loop, .address = &address, .tls = embedded->tls, .fault = fault},
        error);
    if (embedded->server == NULL) {
        embedded_done(embedded);
        return false;
    }
    describe(embedded, settings);
    return true;
}

const char *embedded_options(const struct settings *settings)
{
    const char *tls = settings->is_tls ? "--tls" : "";
    if (settings->fault == NULL)
        return tls;
    return arena_printf(settings->arena, "%s%s--fault %s", tls, settings->is_tls ? " " : "",
                        settings->fault);
}

void embedded_close(struct embedded *embedded)
{
    refserver_close(embedded->server);
    embedded->server = NULL;
}

void embedded_done(struct embedded *embedded)
{
    tls_context_free(embedded->tls);
    embedded->tls = NULL;
}

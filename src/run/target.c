#include "run/target.h"

#include <stdio.h>
#include <string.h>

#define UNIX_PREFIX "unix:"
#define READY_TRY_MS 2000
#define READY_PAUSE_MS 50LL
#define COUNTER_TIMEOUT_MS 5000

static bool read_unix(struct target *target, const char *path, struct error *error)
{
    target->shown.unix_path = path;
    target->shown.host = "localhost";
    target->shown.authority = "localhost";
    target->shown.path = "/";
    return dial_unix(path, &target->address, error);
}

static bool read_url(struct target *target, struct arena *arena, struct error *error)
{
    const struct target_options *options = &target->options;
    struct client_url parts;
    if (!client_parse_url(arena, options->url, &parts, error))
        return false;
    target->shown.host = parts.host;
    target->shown.port = parts.port;
    target->shown.authority = parts.authority;
    target->shown.path = parts.path;
    target->shown.is_tls = parts.is_tls;
    target->shown.server_name = options->server_name != NULL ? options->server_name : parts.host;
    return dial_resolve(parts.host, parts.port, options->family, &target->address, error);
}

/* The ordinary client connects to the very address that we connect to. */
static const char *connect_to(const struct target *target, struct arena *arena)
{
    char address[300];
    if (target->shown.unix_path != NULL)
        return NULL;
    dial_format(&target->address, address, sizeof(address));
    return arena_printf(arena, "::%s", address);
}

bool target_init(struct target *target, const struct target_options *options, uv_loop_t *loop,
                 struct arena *arena, struct error *error)
{
    struct target fresh = {
        .options = *options, .shown = {.url = options->url, .name = options->url}
    };
    bool is_unix = strncmp(options->url, UNIX_PREFIX, strlen(UNIX_PREFIX)) == 0;
    if (!(is_unix ? read_unix(&fresh, options->url + strlen(UNIX_PREFIX), error)
                  : read_url(&fresh, arena, error)))
        return false;
    fresh.shown.is_insecure = fresh.shown.is_tls && options->tls.is_insecure;
    if (options->path != NULL)
        fresh.shown.path = options->path;
    if (options->authority != NULL)
        fresh.shown.authority = options->authority;
    if (fresh.shown.is_tls) {
        fresh.tls = tls_context_client_new(&options->tls, error);
        if (fresh.tls == NULL)
            return false;
    }
    fresh.client = client_new(&(struct client_config){
        .loop = loop,
        .unix_path = fresh.shown.unix_path,
        .connect_to = connect_to(&fresh, arena),
        .ca_file = options->tls.ca_file,
        .cert_file = options->tls.cert_file,
        .key_file = options->tls.key_file,
        .is_insecure = options->tls.is_insecure,
    });
    *target = fresh;
    return true;
}

void target_done(struct target *target)
{
    client_free(target->client);
    tls_context_free(target->tls);
    *target = (struct target){0};
}

void target_get(const struct target *target, const char *path, int64_t timeout_ms,
                struct client_answer *answer)
{
    char url[4096];
    const struct run_target *shown = &target->shown;
    const char *scheme = shown->is_tls ? "https" : "http";
    int len = snprintf(url, sizeof(url), "%s://%s%s", scheme, shown->authority, path);
    if (len < 0 || (size_t)len >= sizeof(url)) {
        *answer = (struct client_answer){.problem = "the URL is too long"};
        return;
    }
    client_get(target->client, url, timeout_ms, answer);
}

bool target_wait(const struct target *target, const char *path, int64_t wait_ms,
                 const struct clock *clock, struct client_answer *answer, struct error *error)
{
    int64_t end_us = clock_now_us(clock) + wait_ms * 1000;
    for (;;) {
        target_get(target, path, READY_TRY_MS, answer);
        if (answer->status != 0)
            return true;
        if (clock_now_us(clock) + READY_PAUSE_MS * 1000 >= end_us)
            break;
        uv_sleep((unsigned)READY_PAUSE_MS);
    }
    return error_set(error, "%s does not answer an ordinary GET of %s: %s", target->shown.url, path,
                     answer->problem);
}

bool target_read_counter(const struct target *target, size_t *count, struct error *error)
{
    struct client_answer answer;
    target_get(target, target->options.hits, COUNTER_TIMEOUT_MS, &answer);
    struct span body = span_make(answer.body, answer.body_len);
    size_t start = 0;
    while (start < body.len && (body.data[start] < '0' || body.data[start] > '9'))
        start++;
    size_t len = 0;
    while (start + len < body.len && body.data[start + len] >= '0' && body.data[start + len] <= '9')
        len++;
    uint64_t value;
    if (answer.status != 200 || !span_to_uint(span_slice(body, start, len), 1u << 30, &value))
        return error_set(error, "the counter %s tells no number (status %d)", target->options.hits,
                         answer.status);
    *count = (size_t)value;
    return true;
}

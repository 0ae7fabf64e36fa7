#include "run/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>

#include "util/memory.h"

#define CLIENT_WAIT_SLICE_MS 10

struct client {
    struct client_config config;
    CURLM *multi;
};

struct client *client_new(const struct client_config *config)
{
    struct client *client = memory_new(sizeof(*client));
    client->config = *config;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    client->multi = curl_multi_init();
    return client;
}

void client_free(struct client *client)
{
    if (client == NULL)
        return;
    curl_multi_cleanup(client->multi);
    curl_global_cleanup();
    free(client);
}

static size_t keep_body(char *bytes, size_t size, size_t count, void *user)
{
    struct client_answer *answer = user;
    size_t len = size * count;
    size_t room = CLIENT_BODY_MAX - answer->body_len;
    size_t taken = len < room ? len : room;
    memcpy(answer->body + answer->body_len, bytes, taken);
    answer->body_len += taken;
    answer->body[answer->body_len] = '\0';
    return len;
}

static void keep_field(CURL *easy, const char *name, char *value)
{
    struct curl_header *field;
    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &field) != CURLHE_OK ||
        field->amount != 1 || strlen(field->value) > CLIENT_FIELD_MAX)
        return;
    memcpy(value, field->value, strlen(field->value) + 1);
}

static void keep_fields(CURL *easy, struct client_answer *answer)
{
    keep_field(easy, "ETag", answer->etag);
    keep_field(easy, "Last-Modified", answer->last_modified);
    keep_field(easy, "Date", answer->date);
}

static void set_reach(CURL *easy, const struct client_config *config)
{
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    if (config->unix_path != NULL)
        curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, config->unix_path);
    if (config->ca_file != NULL)
        curl_easy_setopt(easy, CURLOPT_CAINFO, config->ca_file);
    if (config->cert_file != NULL)
        curl_easy_setopt(easy, CURLOPT_SSLCERT, config->cert_file);
    if (config->key_file != NULL)
        curl_easy_setopt(easy, CURLOPT_SSLKEY, config->key_file);
    if (config->is_insecure) {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
    }
}

/* Drives libcurl and our own loop in turn: the embedded reference server lives on the same loop. */
static CURLcode perform(struct client *client, CURL *easy)
{
    CURLcode code = CURLE_OK;
    int running = 1;
    curl_multi_add_handle(client->multi, easy);
    while (running > 0) {
        struct curl_waitfd loop_fd = {.fd = uv_backend_fd(client->config.loop),
                                      .events = CURL_WAIT_POLLIN};
        curl_multi_perform(client->multi, &running);
        if (running > 0)
            curl_multi_poll(client->multi, &loop_fd, 1, CLIENT_WAIT_SLICE_MS, NULL);
        uv_run(client->config.loop, UV_RUN_NOWAIT);
    }
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(client->multi, &left)) != NULL;) {
        if (message->msg == CURLMSG_DONE)
            code = message->data.result;
    }
    curl_multi_remove_handle(client->multi, easy);
    return code;
}

void client_get(struct client *client, const char *url, int64_t timeout_ms,
                struct client_answer *answer)
{
    *answer = (struct client_answer){0};
    CURL *easy = curl_easy_init();
    struct curl_slist *connect_to = NULL;
    if (client->config.connect_to != NULL)
        connect_to = curl_slist_append(NULL, client->config.connect_to);
    set_reach(easy, &client->config);
    curl_easy_setopt(easy, CURLOPT_URL, url);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, connect_to);
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, answer);
    CURLcode code = perform(client, easy);
    long status = 0;
    curl_off_t total_us = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &total_us);
    answer->duration_us = total_us;
    if (code == CURLE_OK) {
        answer->status = (int)status;
        keep_fields(easy, answer);
    } else {
        snprintf(answer->problem, sizeof(answer->problem), "%s", curl_easy_strerror(code));
    }
    curl_easy_cleanup(easy);
    curl_slist_free_all(connect_to);
}

static const char *url_part(struct arena *arena, CURLU *url, CURLUPart part, unsigned flags)
{
    char *text = NULL;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK)
        return NULL;
    const char *copy = arena_string(arena, text);
    curl_free(text);
    return copy;
}

static const char *without_brackets(struct arena *arena, const char *host)
{
    size_t len = strlen(host);
    if (len < 2 || host[0] != '[')
        return host;
    return arena_string_of(arena, span_make(host + 1, len - 2));
}

bool client_parse_url(struct arena *arena, const char *text, struct client_url *parts,
                      struct error *error)
{
    CURLU *url = curl_url();
    CURLUcode code = curl_url_set(url, CURLUPART_URL, text, CURLU_PATH_AS_IS);
    if (code != CURLUE_OK) {
        curl_url_cleanup(url);
        return error_set(error, "\"%s\" is no URL: %s", text, curl_url_strerror(code));
    }
    const char *scheme = url_part(arena, url, CURLUPART_SCHEME, 0);
    const char *host = url_part(arena, url, CURLUPART_HOST, 0);
    const char *port = url_part(arena, url, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    const char *shown_port = url_part(arena, url, CURLUPART_PORT, CURLU_NO_DEFAULT_PORT);
    const char *path = url_part(arena, url, CURLUPART_PATH, 0);
    const char *query = url_part(arena, url, CURLUPART_QUERY, 0);
    curl_url_cleanup(url);
    bool is_tls = scheme != NULL && strcmp(scheme, "https") == 0;
    if (scheme == NULL || host == NULL || port == NULL || (!is_tls && strcmp(scheme, "http") != 0))
        return error_set(error, "\"%s\" is no http or https URL", text);
    *parts = (struct client_url){
        .is_tls = is_tls,
        .host = without_brackets(arena, host),
        .port = (unsigned)strtoul(port, NULL, 10),
        .path = query == NULL ? path : arena_printf(arena, "%s?%s", path, query),
        .authority = shown_port == NULL ? host : arena_printf(arena, "%s:%s", host, shown_port),
    };
    return true;
}

const char *client_version(void)
{
    return curl_version();
}

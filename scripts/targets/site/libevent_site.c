/* A small application on libevent's evhttp: libevent_site PORT FOLDER */
#define _POSIX_C_SOURCE 200809L
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder;
static struct event_base *base;
static unsigned long hits;

static void set_type(struct evhttp_request *request, const char *type)
{
    evhttp_add_header(evhttp_request_get_output_headers(request), "Content-Type", type);
}

static void send_text(struct evhttp_request *request, const char *text)
{
    set_type(request, "text/plain");
    evbuffer_add(evhttp_request_get_output_buffer(request), text, strlen(text));
    evhttp_send_reply(request, HTTP_OK, "OK", NULL);
}

static void send_file(struct evhttp_request *request, void *name)
{
    char path[4096];
    struct stat status;
    snprintf(path, sizeof(path), "%s/%s", folder, (const char *)name);
    const int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &status) != 0) {
        if (file >= 0)
            close(file);
        evhttp_send_error(request, HTTP_NOTFOUND, NULL);
        return;
    }
    set_type(request, strstr(path, ".html") != NULL ? "text/html" : "text/plain");
    evbuffer_add_file(evhttp_request_get_output_buffer(request), file, 0, status.st_size);
    evhttp_send_reply(request, HTTP_OK, "OK", NULL);
}

static void send_echo(struct evhttp_request *request, void *context)
{
    (void)context;
    set_type(request, "application/octet-stream");
    evbuffer_add_buffer(evhttp_request_get_output_buffer(request),
                        evhttp_request_get_input_buffer(request));
    evhttp_send_reply(request, HTTP_OK, "OK", NULL);
}

static void send_computed(struct evhttp_request *request, void *context)
{
    (void)context;
    struct evbuffer *text = evbuffer_new();
    set_type(request, "text/plain");
    evhttp_send_reply_start(request, HTTP_OK, "OK");
    evbuffer_add_printf(text, "This was computed.\n");
    evhttp_send_reply_chunk(request, text);
    evhttp_send_reply_end(request);
    evbuffer_free(text);
}

static void send_closing(struct evhttp_request *request, void *context)
{
    (void)context;
    evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close");
    send_text(request, "The last answer.\n");
}

static void count_hit(struct evhttp_request *request, void *context)
{
    (void)context;
    hits++;
    send_text(request, "Counted.\n");
}

static void send_hits(struct evhttp_request *request, void *context)
{
    char text[32];
    (void)context;
    snprintf(text, sizeof(text), "%lu\n", hits);
    send_text(request, text);
}

static void send_now(evutil_socket_t socket, short events, void *request)
{
    (void)socket;
    (void)events;
    send_text(request, "This took a while.\n");
}

static void send_late(struct evhttp_request *request, void *context)
{
    (void)context;
    event_base_once(base, -1, EV_TIMEOUT, send_now, request, &(struct timeval){0, 50000});
}

static void set_up(struct evhttp *http)
{
    evhttp_set_timeout(http, 30);
    evhttp_set_cb(http, "/", send_file, "index.html");
    evhttp_set_cb(http, "/file.txt", send_file, "file.txt");
    evhttp_set_cb(http, "/large.txt", send_file, "large.txt");
    evhttp_set_cb(http, "/echo", send_echo, NULL);
    evhttp_set_cb(http, "/computed", send_computed, NULL);
    evhttp_set_cb(http, "/closing", send_closing, NULL);
    evhttp_set_cb(http, "/hit", count_hit, NULL);
    evhttp_set_cb(http, "/hits", send_hits, NULL);
    evhttp_set_cb(http, "/late", send_late, NULL);
}

int main(int count, char **values)
{
    if (count != 3)
        return 2;
    folder = values[2];
    base = event_base_new();
    struct evhttp *http = base != NULL ? evhttp_new(base) : NULL;
    if (http == NULL)
        return 1;
    set_up(http);
    if (evhttp_bind_socket(http, "127.0.0.1", (unsigned short)atoi(values[1])) != 0)
        return 1;
    return event_base_dispatch(base) == 0 ? 0 : 1;
}

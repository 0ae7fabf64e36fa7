/* A small application on GNU libmicrohttpd: libmicrohttpd_site PORT FOLDER */
#define _POSIX_C_SOURCE 200809L
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct content {
    char *data;
    size_t size;
};

static const char *folder;
static unsigned long hits; /* only the one thread of the library touches it */

static struct MHD_Response *from_text(const char *text)
{
    return MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
}

static struct MHD_Response *from_file(const char *name)
{
    char path[4096];
    struct stat status;
    snprintf(path, sizeof(path), "%s/%s", folder, name);
    const int file = open(path, O_RDONLY);
    if (file < 0)
        return NULL;
    if (fstat(file, &status) != 0) {
        close(file);
        return NULL;
    }
    return MHD_create_response_from_fd((uint64_t)status.st_size, file);
}

static ssize_t give_computed(void *context, uint64_t position, char *buffer, size_t capacity)
{
    static const char text[] = "This was computed.\n";
    (void)context;
    if (position >= sizeof(text) - 1)
        return MHD_CONTENT_READER_END_OF_STREAM;
    const size_t left = sizeof(text) - 1 - (size_t)position;
    const size_t size = left < capacity ? left : capacity;
    memcpy(buffer, text + position, size);
    return (ssize_t)size;
}

static struct MHD_Response *from_count(bool is_counted)
{
    char text[64];
    hits += is_counted;
    snprintf(text, sizeof(text), is_counted ? "Counted: %lu\n" : "%lu\n", hits);
    return from_text(text);
}

/* The library hands over the request-target as it came: absolute-form is the application's. */
static const char *path_of(const char *target)
{
    const char *scheme_end = strstr(target, "://");
    if (target[0] == '/' || scheme_end == NULL)
        return target;
    const char *authority = scheme_end + 3;
    const size_t length = strcspn(authority, "/@");
    if (length == 0 || authority[length] == '@')
        return target;
    return authority[length] == '/' ? authority + length : "/";
}

static struct MHD_Response *find(const char *path, const struct content *content)
{
    if (strcmp(path, "/") == 0)
        return from_file("index.html");
    if (strcmp(path, "/file.txt") == 0 || strcmp(path, "/large.txt") == 0)
        return from_file(path + 1);
    if (strcmp(path, "/hit") == 0 || strcmp(path, "/hits") == 0)
        return from_count(strcmp(path, "/hit") == 0);
    if (strcmp(path, "/echo") == 0)
        return MHD_create_response_from_buffer(content->size, content->data, MHD_RESPMEM_MUST_COPY);
    if (strcmp(path, "/computed") == 0)
        return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 1024, give_computed, NULL, NULL);
    return strcmp(path, "/closing") == 0 ? from_text("The last answer.\n") : NULL;
}

static enum MHD_Result answer(struct MHD_Connection *connection, const char *path,
                              const struct content *content)
{
    struct MHD_Response *response = find(path, content);
    const unsigned status = response != NULL ? MHD_HTTP_OK : MHD_HTTP_NOT_FOUND;
    if (response == NULL)
        response = from_text("There is no such page.\n");
    MHD_add_response_header(response, "Content-Type", "text/plain");
    if (strcmp(path, "/closing") == 0)
        MHD_add_response_header(response, "Connection", "close");
    const enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

/* Called once for the head, once for each part of the content, and once at its end. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *target,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **state)
{
    (void)context;
    (void)method;
    (void)version;
    struct content *content = *state;
    if (content == NULL) {
        *state = calloc(1, sizeof(struct content));
        return *state != NULL ? MHD_YES : MHD_NO;
    }
    if (*size == 0)
        return answer(connection, path_of(target), content);
    char *grown = realloc(content->data, content->size + *size);
    if (grown == NULL)
        return MHD_NO;
    memcpy(grown + content->size, data, *size);
    content->data = grown;
    content->size += *size;
    *size = 0;
    return MHD_YES;
}

static void forget(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    struct content *content = *state;
    if (content != NULL)
        free(content->data);
    free(content);
    *state = NULL;
}

int main(int count, char **values)
{
    if (count != 3)
        return 2;
    folder = values[2];
    const struct sockaddr_in address = {.sin_family = AF_INET,
                                        .sin_port = htons((uint16_t)atoi(values[1])),
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    /* Not epoll: with it a FIN that comes together with content is sometimes not noticed. */
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_POLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG, 0, NULL, NULL, handle,
                         NULL, MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_NOTIFY_COMPLETED, forget,
                         NULL, MHD_OPTION_CONNECTION_TIMEOUT, 30U, MHD_OPTION_END);
    if (daemon == NULL)
        return 1;
    for (;;)
        pause();
}

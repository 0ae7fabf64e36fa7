#include "refserver/refserver.h"

#include <stdlib.h>

#include "refserver/connection.h"
#include "util/memory.h"
#include "wire/listener.h"

#define CONNECTIONS_MAX 512

struct refserver {
    struct listener *listener;
    struct policy policy;
    struct resources resources;
    struct connection_config connection_config;
    struct connection *connections[CONNECTIONS_MAX];
    size_t connection_count;
    bool is_stunned; /* a fault: the next connection gets no answer */
};

static void on_ended(void *user, struct connection *connection)
{
    struct refserver *refserver = user;
    for (size_t i = 0; i < refserver->connection_count; i++) {
        if (refserver->connections[i] == connection) {
            refserver->connections[i] = refserver->connections[--refserver->connection_count];
            return;
        }
    }
}

static void on_truncated(void *user)
{
    struct refserver *refserver = user;
    /* RFC 9112 9.8 */
    refserver->is_stunned = !refserver->policy.survives_truncation;
}

static void on_accept(void *user, struct stream *stream)
{
    struct refserver *refserver = user;
    if (refserver->connection_count == CONNECTIONS_MAX) {
        stream_free(stream);
        return;
    }
    refserver->connections[refserver->connection_count++] =
        connection_new(&refserver->connection_config, stream, refserver->is_stunned);
    refserver->is_stunned = false;
}

struct refserver *refserver_open(const struct refserver_config *config, struct error *error)
{
    struct refserver *refserver = memory_new(sizeof(*refserver));
    refserver->listener =
        listener_open(config->loop, config->address, config->tls, on_accept, refserver, error);
    if (refserver->listener == NULL) {
        free(refserver);
        return NULL;
    }
    refserver->policy = policy_clean;
    if (config->fault != NULL)
        config->fault->apply(&refserver->policy);
    resources_init(&refserver->resources);
    refserver->connection_config = (struct connection_config){
        .loop = config->loop,
        .policy = &refserver->policy,
        .resources = &refserver->resources,
        .is_tls = config->tls != NULL,
        .user = refserver,
        .ended = on_ended,
        .truncated = on_truncated,
    };
    return refserver;
}

unsigned refserver_port(const struct refserver *refserver)
{
    return listener_port(refserver->listener);
}

void refserver_close(struct refserver *refserver)
{
    if (refserver == NULL)
        return;
    listener_close(refserver->listener);
    for (size_t i = 0; i < refserver->connection_count; i++)
        connection_free(refserver->connections[i]);
    resources_done(&refserver->resources);
    free(refserver);
}

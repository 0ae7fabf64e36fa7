#include "refserver/store.h"

#include "refserver/date.h"
#include "util/clock.h"

static void clear(struct stored *stored)
{
    text_done(&stored->path);
    text_done(&stored->content);
    text_done(&stored->etag);
    text_done(&stored->last_modified);
    text_done(&stored->extra_lines);
}

void store_done(struct store *store)
{
    for (size_t i = 0; i < STORE_MAX; i++)
        clear(&store->items[i]);
}

static size_t place_of(const struct store *store, struct span path)
{
    for (size_t i = 0; i < STORE_MAX; i++) {
        if (store->items[i].path.len > 0 && span_equal(text_span(&store->items[i].path), path))
            return i;
    }
    return STORE_MAX;
}

const struct stored *store_find(const struct store *store, struct span path)
{
    size_t place = place_of(store, path);
    return place == STORE_MAX ? NULL : &store->items[place];
}

bool store_takes(struct span path, struct span content)
{
    return path.len > 0 && path.len <= STORE_PATH_MAX && content.len <= STORE_CONTENT_MAX;
}

struct stored *store_put(struct store *store, struct span path, struct span content)
{
    size_t place = place_of(store, path);
    if (place == STORE_MAX) {
        place = store->next;
        store->next = (store->next + 1) % STORE_MAX;
    }
    struct stored *stored = &store->items[place];
    clear(stored);
    text_add_span(&stored->path, path);
    text_add_span(&stored->content, content);
    text_printf(&stored->etag, "\"stored-%lu\"", ++store->version);
    date_add(&stored->last_modified, clock_wall_ms() / 1000);
    return stored;
}

void store_delete(struct store *store, struct span path)
{
    size_t place = place_of(store, path);
    if (place < STORE_MAX)
        clear(&store->items[place]);
}

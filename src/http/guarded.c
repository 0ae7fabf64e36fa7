#include "http/guarded.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct guarded guarded_open(size_t len)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t room = (len / page + 1) * page;
    void *pages =
        mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect((uint8_t *)pages + room, page, PROT_NONE) != 0)
        abort();
    return (struct guarded){.pages = pages, .len = room, .page = page};
}

void guarded_close(struct guarded *guarded)
{
    if (guarded->pages != NULL)
        munmap(guarded->pages, guarded->len + guarded->page);
    guarded->pages = NULL;
}

struct span guarded_put(struct guarded *guarded, struct span bytes)
{
    if (bytes.len > guarded->len)
        abort();
    uint8_t *place = guarded->pages + guarded->len - bytes.len;
    if (bytes.len > 0)
        memmove(place, bytes.data, bytes.len);
    return span_make(place, bytes.len);
}

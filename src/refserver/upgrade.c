#include "refserver/upgrade.h"

#include "refserver/target.h"

const char upgrade_answer[] =
    UPGRADE_ANSWER("Upgrade: " UPGRADE_PROTOCOL "\r\n") "This is no HTTP.\n";

bool upgrade_is_offered(const struct request *request)
{
    return target_path_is(request->path, UPGRADE_PATH, false) &&
           (request->method == METHOD_GET || request->method == METHOD_POST);
}

/* RFC 9110 7.8 and 7.6.1: not for HTTP/1.0, and only if the connection option is there. */
const char *upgrade_switch(const struct request *request)
{
    bool is_switched = request->is_http11 && upgrade_is_offered(request) &&
                       request_lists(request, "Connection", "upgrade") &&
                       request_lists(request, "Upgrade", UPGRADE_PROTOCOL);
    return is_switched ? upgrade_answer : NULL;
}

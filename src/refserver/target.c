#include "refserver/target.h"

#include <arpa/inet.h>
#include <string.h>

#include "http/syntax.h"

static bool is_alpha_or_digit(uint8_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_among(uint8_t c, const char *set)
{
    return c != 0 && strchr(set, c) != NULL;
}

static bool is_unreserved(uint8_t c)
{
    return is_alpha_or_digit(c) || is_among(c, "-._~");
}

/* True if text is made of unreserved characters, sub-delims, valid escapes and the characters of
 * more. */
static bool is_made_of(struct span text, const char *more)
{
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.data[i];
        if (c == '%') {
            if (text.len - i < 3 || !syntax_is_hex(text.data[i + 1]) ||
                !syntax_is_hex(text.data[i + 2]))
                return false;
            i += 2;
        } else if (!is_unreserved(c) && !is_among(c, "!$&'()*+,;=") && !is_among(c, more)) {
            return false;
        }
    }
    return true;
}

static bool is_all_digits(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    }
    return true;
}

/* The octets between [ and ]: IPv6address or IPvFuture (RFC 3986 3.2.2). */
static bool is_ip_literal(struct span text)
{
    if (text.len > 0 && (text.data[0] == 'v' || text.data[0] == 'V'))
        return text.len > 3 && is_made_of(text, ":");
    char address[INET6_ADDRSTRLEN];
    struct in6_addr ignored;
    if (text.len >= sizeof(address) || span_find(text, span_of("%"), 0) != SIZE_MAX)
        return false;
    memcpy(address, text.data, text.len);
    address[text.len] = '\0';
    return inet_pton(AF_INET6, address, &ignored) == 1;
}

bool target_is_authority(struct span text)
{
    size_t host_len = 0;
    if (text.len > 0 && text.data[0] == '[') {
        size_t end = span_find(text, span_of("]"), 0);
        if (end == SIZE_MAX || !is_ip_literal(span_slice(text, 1, end - 1)))
            return false;
        host_len = end + 1;
    } else {
        size_t colon = span_find(text, span_of(":"), 0);
        host_len = colon == SIZE_MAX ? text.len : colon;
        if (!is_made_of(span_slice(text, 0, host_len), ""))
            return false;
    }
    struct span rest = span_slice(text, host_len, text.len);
    return rest.len == 0 || (rest.data[0] == ':' && is_all_digits(span_slice(rest, 1, rest.len)));
}

/* Path and query; query characters are pchar, "/" and "?" (RFC 3986 3.4). */
static bool take_path(struct span text, struct target *target)
{
    size_t mark = span_find(text, span_of("?"), 0);
    if (mark == SIZE_MAX)
        mark = text.len;
    target->path = span_slice(text, 0, mark);
    if (target->path.len == 0)
        target->path = span_of("/");
    return is_made_of(span_slice(text, 0, mark), ":@/") &&
           is_made_of(span_slice(text, mark, text.len), ":@/?");
}

static size_t find_any(struct span text, const char *set)
{
    size_t at = 0;
    while (at < text.len && !is_among(text.data[at], set))
        at++;
    return at;
}

static bool starts_nocase(struct span text, const char *prefix)
{
    return span_is_nocase(span_slice(text, 0, strlen(prefix)), prefix);
}

static bool take_absolute(struct span text, struct target *target)
{
    target->is_https = starts_nocase(text, "https://");
    size_t scheme_len = strlen(target->is_https ? "https://" : "http://");
    struct span rest = span_slice(text, scheme_len, text.len);
    size_t authority_len = find_any(rest, "/?");
    target->authority = span_slice(rest, 0, authority_len);
    size_t at = span_find(target->authority, span_of("@"), 0);
    if (at != SIZE_MAX) {
        target->has_userinfo = true;
        if (!is_made_of(span_slice(target->authority, 0, at), ":"))
            return false;
        target->authority = span_slice(target->authority, at + 1, target->authority.len);
    }
    return target_is_authority(target->authority) &&
           take_path(span_slice(rest, authority_len, rest.len), target);
}

/* RFC 9112 3.2.3: host and port, both present. The port's value must fit a port. */
static bool is_host_and_port(struct span text)
{
    size_t colon = text.len;
    while (colon > 0 && text.data[colon - 1] != ':')
        colon--;
    uint64_t port = 0;
    return colon > 1 && target_is_authority(text) &&
           span_to_uint(span_slice(text, colon, text.len), 65535, &port) && port > 0;
}

struct target target_parse(struct span text)
{
    struct target target = {0};
    enum target_form form = TARGET_INVALID;
    if (span_is(text, "*")) {
        form = TARGET_ASTERISK;
        target.path = text;
    } else if (text.len > 0 && text.data[0] == '/') {
        form = take_path(text, &target) ? TARGET_ORIGIN : TARGET_INVALID;
    } else if (starts_nocase(text, "http://") || starts_nocase(text, "https://")) {
        form = take_absolute(text, &target) ? TARGET_ABSOLUTE : TARGET_INVALID;
    } else if (is_host_and_port(text)) {
        form = TARGET_AUTHORITY;
        target.authority = text;
    }
    target.form = form;
    return target;
}

bool target_path_is(struct span path, const char *name, bool is_literal)
{
    struct span wanted = span_of(name);
    size_t i = 0;
    size_t k = 0;
    while (i < path.len && k < wanted.len) {
        uint8_t c = path.data[i];
        size_t step = 1;
        if (c == '%' && !is_literal && path.len - i >= 3) {
            uint8_t decoded = (uint8_t)(syntax_hex_value(path.data[i + 1]) * 16 +
                                        syntax_hex_value(path.data[i + 2]));
            if (is_unreserved(decoded)) {
                c = decoded;
                step = 3;
            }
        }
        if (c != wanted.data[k])
            return false;
        i += step;
        k++;
    }
    return i == path.len && k == wanted.len;
}

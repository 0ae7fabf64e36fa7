#include "report/repro.h"

#include <inttypes.h>
#include <string.h>

#include "report/outline.h"

#define BYTES_LIMIT 4096u
#define WRITES_LIMIT 64u   /* more printfs than that are no help to anybody */
#define GAP_DEFAULT_MS 200 /* so that two writes do not leave in one segment */

static bool needs_octal(struct span bytes, size_t index)
{
    uint8_t c = bytes.data[index];
    uint8_t next = index + 1 < bytes.len ? bytes.data[index + 1] : 0;
    if (c == '-')
        return index == 0; /* dash takes it for an option of printf */
    if (c == '#')
        return next == '#' || next == '['; /* a command of CI systems */
    return c < 0x20 || c > 0x7e || c == '\'';
}

static void add_format_char(struct text *out, struct span bytes, size_t index)
{
    switch (bytes.data[index]) {
    case '\r':
        text_add(out, "\\r");
        break;
    case '\n':
        text_add(out, "\\n");
        break;
    case '\t':
        text_add(out, "\\t");
        break;
    case '\\':
        text_add(out, "\\\\");
        break;
    case '%':
        text_add(out, "%%");
        break;
    default:
        if (needs_octal(bytes, index))
            text_printf(out, "\\%03o", bytes.data[index]);
        else
            text_add_char(out, (char)bytes.data[index]);
    }
}

void repro_printf_quote(struct span bytes, struct text *out)
{
    text_add_char(out, '\'');
    for (size_t i = 0; i < bytes.len; i++)
        add_format_char(out, bytes, i);
    text_add_char(out, '\'');
}

void repro_shell_quote(const char *word, struct text *out)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "-_./:@%+=,";
    if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
        text_add(out, word);
        return;
    }
    text_add_char(out, '\'');
    for (; *word != '\0'; word++) {
        if (*word == '\'')
            text_add(out, "'\\''");
        else
            text_add_char(out, *word);
    }
    text_add_char(out, '\'');
}

static bool is_printable(const char *word)
{
    for (; word != NULL && *word != '\0'; word++) {
        if ((unsigned char)*word < 0x20 || (unsigned char)*word > 0x7e)
            return false;
    }
    return word != NULL;
}

/* True if a step sends after index, so that a wait at index decides something. */
static bool sends_after(const struct script *script, size_t index)
{
    for (size_t i = index + 1; i < script->count; i++) {
        if (script->steps[i].kind == STEP_SEND)
            return true;
    }
    return false;
}

static bool can_step(const struct script *script, size_t index)
{
    const struct step *step = &script->steps[index];
    switch (step->kind) {
    case STEP_SEND:
    case STEP_PAUSE:
        return true;
    case STEP_WAIT:
        return step->wait.kind == WAIT_SENT || !sends_after(script, index);
    case STEP_CONNECT:
        return index == 0;
    case STEP_HALF_CLOSE:
    case STEP_CLOSE:
    case STEP_RESET:
    case STEP_TLS_CLOSE:
    case STEP_TRUNCATE:
        return false;
    }
    return false;
}

static bool can_script(const struct script *script)
{
    if (script->connection_count != 1)
        return false;
    for (size_t i = 0; i < script->count; i++) {
        if (!can_step(script, i))
            return false;
    }
    return true;
}

static void add_sleep(struct text *out, int64_t pause_ms)
{
    text_printf(out, "sleep %" PRId64, pause_ms / 1000);
    if (pause_ms % 1000 != 0) {
        text_printf(out, ".%03" PRId64, pause_ms % 1000);
        while (out->data[out->len - 1] == '0')
            out->data[--out->len] = '\0';
    }
    text_add(out, "; ");
}

static void add_writes(struct text *out, const struct outline *outline, size_t step)
{
    for (size_t i = 0; i < outline->write_count; i++) {
        const struct outline_write *write = &outline->writes[i];
        if (write->step != step)
            continue;
        if (write->gap_ms != OUTLINE_NO_GAP)
            add_sleep(out, write->gap_ms > 0 ? write->gap_ms : GAP_DEFAULT_MS);
        struct range range = outline_write_range(outline, i);
        text_add(out, "printf ");
        repro_printf_quote(span_slice(outline->bytes, range.offset, range.len), out);
        text_add(out, "; ");
    }
}

/* What the parentheses hold: it keeps the sending side open for two seconds after the last byte. */
static void add_pieces(struct text *out, const struct script *script, const struct outline *outline)
{
    for (size_t i = 0; i < script->count; i++) {
        if (script->steps[i].kind == STEP_PAUSE && sends_after(script, i))
            add_sleep(out, script->steps[i].pause_ms);
        add_writes(out, outline, i);
    }
    text_add(out, "sleep 2");
}

static void add_tls_client(struct text *out, const struct run_target *target)
{
    text_add(out, "openssl s_client -quiet ");
    if (target->unix_path != NULL) {
        text_add(out, "-unix ");
        repro_shell_quote(target->unix_path, out);
    } else {
        struct text place = {0};
        bool is_ipv6 = strchr(target->host, ':') != NULL;
        text_printf(&place, is_ipv6 ? "[%s]:%u" : "%s:%u", target->host, target->port);
        text_add(out, "-connect ");
        repro_shell_quote(text_string(&place), out);
        text_done(&place);
    }
    if (target->server_name == NULL) {
        text_add(out, " -noservername");
    } else {
        text_add(out, " -servername ");
        repro_shell_quote(target->server_name, out);
    }
    text_add(out, " 2>/dev/null");
}

static void add_plain_client(struct text *out, const struct run_target *target)
{
    text_add(out, target->unix_path == NULL ? "nc " : "nc -U ");
    repro_shell_quote(target->unix_path == NULL ? target->host : target->unix_path, out);
    if (target->unix_path == NULL)
        text_printf(out, " %u", target->port);
}

bool repro_command(const struct script *script, const struct variables *variables,
                   const struct run_target *target, struct text *out)
{
    const char *address = target->unix_path != NULL ? target->unix_path : target->host;
    bool is_named = target->server_name == NULL || is_printable(target->server_name);
    if (!is_printable(address) || !is_named || !can_script(script))
        return false;
    struct arena *arena = arena_new();
    struct outline outline;
    bool is_possible = outline_make(&outline, script, variables, 0, arena) &&
                       outline.bytes.len <= BYTES_LIMIT && outline.write_count <= WRITES_LIMIT;
    if (is_possible) {
        bool is_tls = target->is_tls;
        if (script->count > 0 && script->steps[0].kind == STEP_CONNECT)
            is_tls = script->steps[0].connects_tls;
        text_add_char(out, '(');
        add_pieces(out, script, &outline);
        text_add(out, ") | ");
        if (is_tls)
            add_tls_client(out, target);
        else
            add_plain_client(out, target);
    }
    arena_free(arena);
    return is_possible;
}

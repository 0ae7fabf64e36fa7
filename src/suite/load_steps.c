#include <string.h>

#include "suite/load_internal.h"

/* The names that make a step what it is; lines and bytes together are one send. */
static const struct {
    const char *name;
    enum step_kind kind;
} actions[] = {
    {"lines",      STEP_SEND      },
    {"bytes",      STEP_SEND      },
    {"pause_ms",   STEP_PAUSE     },
    {"wait",       STEP_WAIT      },
    {"connect",    STEP_CONNECT   },
    {"half_close", STEP_HALF_CLOSE},
    {"close",      STEP_CLOSE     },
    {"reset",      STEP_RESET     },
    {"tls_close",  STEP_TLS_CLOSE },
    {"truncate",   STEP_TRUNCATE  },
};

static enum step_kind step_kind(struct load *load, const struct json *node, bool is_otherwise_good)
{
    const char *first = NULL;
    enum step_kind kind = STEP_PAUSE;
    for (size_t i = 0; i < countof(actions); i++) {
        const struct json *member = json_member(node, actions[i].name);
        if (member == NULL)
            continue;
        if (first != NULL && actions[i].kind != kind)
            load_complain(load, member->name_place, NULL,
                          "a step does one thing, not both \"%s\" and \"%s\"", first, member->name);
        if (first != NULL)
            continue;
        first = member->name;
        kind = actions[i].kind;
    }
    if (first == NULL && is_otherwise_good)
        load_complain(load, load_start(node), NULL,
                      "a step needs one of: lines, bytes, pause_ms, wait, connect, half_close, "
                      "close, reset, tls_close, truncate");
    return kind;
}

static void read_offsets(struct load *load, const struct json *list, struct cut *cut)
{
    size_t *at = arena_array(load->arena, list->count, sizeof(*at));
    for (const struct json *item = list->children; item != NULL; item = item->next) {
        size_t before = cut->at_count == 0 ? 0 : at[cut->at_count - 1];
        if (!load_is_integer(item, (int64_t)before + 1, keys_find(KEY_OBJECT_CUT, "every")->high))
            load_complain(
                load, item->place, NULL,
                "the offsets of \"at\" must be whole numbers from 1 on, each greater than "
                "the one before");
        else
            at[cut->at_count++] = (size_t)item->number;
    }
    cut->at = at;
}

static struct cut read_cut(struct load *load, const struct json *node)
{
    struct cut cut = {0};
    if (node->type != JSON_OBJECT)
        return cut;
    load_object(load, node, KEY_OBJECT_CUT);
    const struct json *at = load_list(node, "at");
    bool has_every = json_member(node, "every") != NULL;
    if (has_every == (json_member(node, "at") != NULL))
        load_complain(load, load_start(node), NULL, "cut needs either \"every\" or \"at\"");
    cut.every = (size_t)load_integer(node, KEY_OBJECT_CUT, "every", 0);
    cut.gap_ms = load_integer(node, KEY_OBJECT_CUT, "gap_ms", 0);
    if (at != NULL)
        read_offsets(load, at, &cut);
    return cut;
}

static struct wait read_wait(struct load *load, const struct json *node)
{
    static const struct {
        const char *name;
        enum wait_kind kind;
    } kinds[] = {
        {"responses", WAIT_RESPONSES},
        {"interim",   WAIT_INTERIM  },
        {"end",       WAIT_END      },
        {"sent",      WAIT_SENT     }
    };
    struct wait wait = {.timeout_ms = -1};
    if (node->type != JSON_OBJECT)
        return wait;
    load_object(load, node, KEY_OBJECT_WAIT);
    size_t count = 0;
    for (size_t i = 0; i < countof(kinds); i++) {
        if (json_member(node, kinds[i].name) == NULL)
            continue;
        wait.kind = kinds[i].kind;
        wait.number = (unsigned)load_integer(node, KEY_OBJECT_WAIT, kinds[i].name, 0);
        count++;
    }
    if (count != 1)
        load_complain(load, load_start(node), NULL,
                      "wait needs exactly one of: responses, interim, end, sent");
    wait.timeout_ms = load_integer(node, KEY_OBJECT_WAIT, "timeout_ms", -1);
    wait.stops = load_choice(node, KEY_OBJECT_WAIT, "otherwise", 0) == 1;
    return wait;
}

static bool read_connect(struct load *load, const struct json *node)
{
    if (node->type != JSON_OBJECT)
        return true;
    load_object(load, node, KEY_OBJECT_CONNECT);
    return load_flag(node, "tls", true);
}

static void read_action(struct load *load, const struct json *node, struct step *step)
{
    const struct json *bytes = json_member(node, "bytes");
    const struct json *cut = json_member(node, "cut");
    if (cut != NULL && step->kind != STEP_SEND)
        load_complain(load, cut->name_place, NULL, "\"cut\" only goes with lines or bytes");
    if (cut != NULL)
        step->cut = read_cut(load, cut);
    if (load_list(node, "lines") != NULL || bytes != NULL)
        step->bytes = load_lines(load, load_list(node, "lines"), bytes);
    if (json_member(node, "wait") != NULL)
        step->wait = read_wait(load, json_member(node, "wait"));
    if (json_member(node, "connect") != NULL)
        step->connects_tls = read_connect(load, json_member(node, "connect"));
    step->pause_ms = load_integer(node, KEY_OBJECT_STEP, "pause_ms", 0);
}

struct step load_step(struct load *load, const struct json *node, const char *fallback,
                      const char **connection)
{
    struct step step = {.kind = STEP_PAUSE};
    step.line = load_line(load, node->place.offset);
    size_t complaints = load->complaints.count;
    *connection = fallback;
    if (!load_object(load, node, KEY_OBJECT_STEP))
        return step;
    step.label = load_text(node, "as");
    step.note = load_text(node, "note");
    if (load_text(node, "on") != NULL)
        *connection = load_text(node, "on");
    step.kind = step_kind(load, node, load->complaints.count == complaints);
    read_action(load, node, &step);
    return step;
}

void load_script_init(struct load_script *script, struct load *load, size_t count)
{
    *script = (struct load_script){.load = load};
    script->steps = arena_array(load->arena, count, sizeof(*script->steps));
    script->places = arena_array(load->arena, count, sizeof(*script->places));
}

int load_script_connection(const struct load_script *script, const char *connection)
{
    for (size_t i = 0; i < script->connection_count; i++) {
        if (strcmp(script->connections[i], connection) == 0)
            return (int)i;
    }
    return -1;
}

/* A pause touches no connection; it is filed under that of the step before it. */
static unsigned connection_of_pause(const struct load_script *script)
{
    return script->count == 0 ? 0 : script->steps[script->count - 1].connection;
}

static unsigned intern(struct load_script *script, const char *connection)
{
    int index = load_script_connection(script, connection);
    if (index >= 0)
        return (unsigned)index;
    script->connections =
        arena_grow(script->load->arena, script->connections, &script->connection_capacity,
                   script->connection_count, sizeof(*script->connections));
    script->connections[script->connection_count] = connection;
    return (unsigned)script->connection_count++;
}

void load_script_add(struct load_script *script, struct step step, const char *connection,
                     struct range place)
{
    step.connection =
        step.kind == STEP_PAUSE ? connection_of_pause(script) : intern(script, connection);
    script->places[script->count] = place;
    script->steps[script->count++] = step;
}

static void check_label(struct load_script *script, const struct json *node, const char *label)
{
    struct script so_far = load_script_done(script);
    if (label != NULL && script_step(&so_far, label) >= 0)
        load_complain(script->load, json_member(node, "as")->place, NULL,
                      "two steps are called \"%.40s\"", label);
}

void load_script(struct load_script *script, const struct json *list)
{
    for (const struct json *node = list->children; node != NULL; node = node->next) {
        const char *connection;
        struct step step = load_step(script->load, node, "main", &connection);
        check_label(script, node, step.label);
        load_script_add(script, step, connection, load_start(node));
    }
    if (script->connection_count == 0)
        intern(script, "main");
    load_script_check(script);
}

struct script load_script_done(const struct load_script *script)
{
    return (struct script){.steps = script->steps,
                           .count = script->count,
                           .connections = script->connections,
                           .connection_count = (unsigned)script->connection_count};
}

int load_label(struct load *load, const struct load_script *script, const struct json *node)
{
    struct script built = load_script_done(script);
    if (node->type != JSON_STRING)
        return -1;
    int index = script_step(&built, node->string);
    if (index >= 0)
        return index;
    const char **labels = arena_array(load->arena, script->count, sizeof(*labels));
    size_t count = 0;
    for (size_t i = 0; i < script->count; i++) {
        if (script->steps[i].label != NULL)
            labels[count++] = script->steps[i].label;
    }
    load_complain(load, node->place, json_nearest(node->string, labels, count),
                  "no step is called \"%.40s\"", node->string);
    return -1;
}

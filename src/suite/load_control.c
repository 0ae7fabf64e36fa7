#include <string.h>

#include "suite/load_internal.h"

/* What the control does with each step of the script. */
struct change {
    const struct json *dropped_by;  /* the element of drop, or NULL */
    const struct json *replaced_by; /* the step in its place, or NULL */
};

static void read_drop(struct load *load, const struct json *node, const struct load_script *script,
                      struct change *changes)
{
    const struct json *list = load_list(node, "drop");
    const struct json *item = list == NULL ? NULL : list->children;
    for (; item != NULL; item = item->next) {
        if (item->type != JSON_STRING)
            load_complain(load, item->place, NULL, "every element of \"drop\" must be a label");
        int index = load_label(load, script, item);
        if (index < 0)
            continue;
        if (changes[index].dropped_by != NULL)
            load_complain(load, item->place, NULL, "step \"%.40s\" is dropped twice", item->string);
        changes[index].dropped_by = item;
    }
}

/* A member's name is the label, so it is looked up like a string that stands where the name stands.
 */
static int name_label(struct load *load, const struct load_script *script,
                      const struct json *member)
{
    struct json name = {.type = JSON_STRING, .string = member->name, .place = member->name_place};
    return load_label(load, script, &name);
}

static void read_replace(struct load *load, const struct json *node,
                         const struct load_script *script, struct change *changes)
{
    const struct json *replace = json_member(node, "replace");
    if (replace == NULL || replace->type != JSON_OBJECT)
        return;
    for (const struct json *member = replace->children; member != NULL; member = member->next) {
        int index = name_label(load, script, member);
        const struct json *as = json_member(member, "as");
        if (as != NULL)
            load_complain(load, as->name_place, NULL,
                          "a step of \"replace\" keeps the label of the step that it replaces");
        if (index >= 0 && changes[index].dropped_by != NULL)
            load_complain(load, member->name_place, NULL,
                          "step \"%.40s\" cannot be both dropped and replaced", member->name);
        if (index >= 0) {
            changes[index].replaced_by = member;
            continue;
        }
        const char *connection;
        load_step(load, member, "main", &connection); /* for its complaints */
    }
}

static void add_changed(struct load_script *control, const struct load_script *script,
                        const struct change *change, size_t index)
{
    struct step step = script->steps[index];
    const char *connection = script->connections[step.connection];
    struct range place = script->places[index];
    if (change->replaced_by != NULL) {
        const char *label = step.label;
        step = load_step(control->load, change->replaced_by, connection, &connection);
        step.label = label;
        place = load_start(change->replaced_by);
    }
    if (change->dropped_by == NULL)
        load_script_add(control, step, connection, place);
}

static struct status_set default_status(struct load *load)
{
    struct status_range *range = arena_alloc(load->arena, sizeof(*range));
    *range = (struct status_range){.low = 200, .high = 399};
    return (struct status_set){.ranges = range, .count = 1};
}

void load_control(struct load *load, const struct json *node, const struct load_script *script,
                  struct test_case *test_case)
{
    if (node->type != JSON_OBJECT)
        return;
    load_object(load, node, KEY_OBJECT_CONTROL);
    struct change *changes = arena_array(load->arena, script->count, sizeof(*changes));
    read_drop(load, node, script, changes);
    read_replace(load, node, script, changes);
    struct load_script control;
    load_script_init(&control, load, script->count);
    for (size_t i = 0; i < script->count; i++)
        add_changed(&control, script, &changes[i], i);
    bool is_sound = load->complaints.count == 0;
    if (is_sound && control.connection_count == 0)
        load_complain(load, load_start(node), NULL, "the control does nothing");
    else if (is_sound)
        load_script_check(&control);
    const struct json *status = json_member(node, "status");
    test_case->has_control = true;
    test_case->control = load_script_done(&control);
    test_case->control_status = status == NULL ? default_status(load) : load_status(load, status);
}

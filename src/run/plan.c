#include "run/plan.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "util/memory.h"
#include "util/text.h"

#define NONCE_BYTES 6
#define DEFAULT_MISSING "/h1audit-no-such-resource"
#define DEFAULT_ECHO "/echo"
#define FIXED_NONCE "000000000000"
#define NO_ETAG "\"unknown\"" /* in cases that are skipped */
#define NO_DATE "Sat, 29 Oct 1994 19:43:31 GMT"

static struct span made_nonce(struct arena *arena)
{
    uint8_t random[NONCE_BYTES];
    struct text text = {0};
    if (uv_random(NULL, NULL, random, sizeof(random), 0, NULL) != 0)
        memset(random, 0, sizeof(random));
    for (size_t i = 0; i < sizeof(random); i++)
        text_printf(&text, "%02x", random[i]);
    struct span nonce = arena_copy(arena, text_span(&text));
    text_done(&text);
    return nonce;
}

static struct span or_default(const char *given, const char *fallback)
{
    return span_of(given != NULL ? given : fallback);
}

/* Whether the octet at this place is a letter or a digit, and not part of an escape. */
static bool is_plain(const char *path, size_t at)
{
    return isalnum((unsigned char)path[at]) && (at < 1 || path[at - 1] != '%') &&
           (at < 2 || path[at - 2] != '%');
}

/* The same path by RFC 9110 section 4.2.3: the last letter or digit before a query as %XX. */
static struct span encoded_path(const char *path, struct arena *arena)
{
    size_t last = strcspn(path, "?");
    while (last > 0 && !is_plain(path, last - 1))
        last--;
    if (last == 0)
        return span_of(path);
    return span_of(arena_printf(arena, "%.*s%%%02X%s", (int)last - 1, path,
                                (unsigned char)path[last - 1], path + last));
}

/* The user's values win over the built-in ones, these over the defaults of the case file. */
static struct variables make_variables(const struct plan_config *config, const struct task *task,
                                       struct span nonce, struct arena *arena)
{
    const struct run_target *shown = &config->target->shown;
    const struct target_options *options = &config->target->options;
    const char *echo = options->echo != NULL ? options->echo : DEFAULT_ECHO;
    const char *etag = config->validators.etag != NULL ? config->validators.etag : NO_ETAG;
    const char *opaque_tag = validators_opaque_tag(etag);
    /* clang-format off */
    const struct variable built_in[] = {
        {"path", span_of(task->path)},
        {"authority", span_of(shown->authority)},
        {"host", span_of(shown->host)},
        {"port", span_of(arena_printf(arena, "%u", shown->port))},
        {"scheme", span_of(shown->is_tls ? "https" : "http")},
        {"missing", or_default(options->missing, DEFAULT_MISSING)},
        {"echo", span_of(echo)},
        {"encoded_echo", encoded_path(echo, arena)},
        {"hit", or_default(options->hit, "/hit")},
        {"hits", or_default(options->hits, "/hits")},
        {"etag", span_of(etag)},
        {"weak_etag", span_of(arena_printf(arena, "W/%s", opaque_tag))},
        {"strong_etag", span_of(opaque_tag)},
        {"last_modified", or_default(config->validators.last_modified, NO_DATE)},
        {"date", or_default(config->validators.date, NO_DATE)},
        {"nonce", nonce},
    };
    /* clang-format on */
    size_t user_count = config->user_variables.count;
    size_t count = user_count + countof(built_in) + task->test_case->variable_count;
    struct variable *items = arena_array(arena, count, sizeof(*items));
    if (user_count > 0)
        memcpy(items, config->user_variables.items, user_count * sizeof(*items));
    memcpy(items + user_count, built_in, sizeof(built_in));
    if (task->test_case->variable_count > 0)
        memcpy(items + user_count + countof(built_in), task->test_case->variables,
               task->test_case->variable_count * sizeof(*items));
    return (struct variables){.items = items, .count = count};
}

/* What a script pauses, and waits at most, in milliseconds. */
static int64_t script_wait_ms(const struct script *script)
{
    int64_t sum_ms = 0;
    for (size_t i = 0; i < script->count; i++) {
        const struct step *step = &script->steps[i];
        sum_ms += step->pause_ms;
        if (step->kind == STEP_WAIT && step->wait.timeout_ms > 0)
            sum_ms += step->wait.timeout_ms;
    }
    return sum_ms;
}

struct waiting {
    struct task *task;
    int64_t wait_ms;
    size_t place;
};

static int compare_waiting(const void *a, const void *b)
{
    const struct waiting *left = a;
    const struct waiting *right = b;
    if (left->wait_ms != right->wait_ms)
        return left->wait_ms < right->wait_ms ? 1 : -1;
    return left->place < right->place ? -1 : 1;
}

void plan_longest_first(struct task **tasks, size_t count)
{
    struct waiting *list = memory_new((count + 1) * sizeof(*list));
    for (size_t i = 0; i < count; i++)
        list[i] = (struct waiting){
            .task = tasks[i], .wait_ms = script_wait_ms(tasks[i]->script), .place = i};
    qsort(list, count, sizeof(*list), compare_waiting);
    for (size_t i = 0; i < count; i++)
        tasks[i] = list[i].task;
    free(list);
}

struct variables plan_variables(const struct plan_config *config, const struct task *task,
                                struct arena *arena)
{
    return make_variables(config, task, made_nonce(arena), arena);
}

/* All that decides what a script does, as text: two controls with the same text are the same. */
static bool describe(const struct plan_config *config, const struct task *task, struct text *out,
                     struct arena *arena, struct error *error)
{
    struct variables variables = make_variables(config, task, span_of(FIXED_NONCE), arena);
    for (size_t i = 0; i < task->script->count; i++) {
        const struct step *step = &task->script->steps[i];
        text_printf(out, "\n%d %u %lld %d %u %lld %d %d %zu %lld:", (int)step->kind,
                    step->connection, (long long)step->pause_ms, (int)step->wait.kind,
                    step->wait.number, (long long)step->wait.timeout_ms, step->wait.stops,
                    step->connects_tls, step->cut.every, (long long)step->cut.gap_ms);
        for (size_t c = 0; c < step->cut.at_count; c++)
            text_printf(out, " %zu", step->cut.at[c]);
        if (!bytes_expand(&step->bytes, &variables, out, error))
            return false;
    }
    return true;
}

static bool same_status_set(struct status_set a, struct status_set b)
{
    return a.count == b.count &&
           (a.count == 0 || memcmp(a.ranges, b.ranges, a.count * sizeof(*a.ranges)) == 0);
}

struct control_key {
    struct task *task;
    struct span text;
};

struct builder {
    const struct plan_config *config;
    struct plan *plan;
    struct arena *arena;
    struct control_key *keys;
    size_t key_capacity;
    struct error *error;
};

static void push(struct arena *arena, struct task ***items, size_t *capacity, size_t *count,
                 struct task *task)
{
    *items = arena_grow(arena, *items, capacity, *count, sizeof(**items));
    (*items)[(*count)++] = task;
}

static struct task *control_like(const struct builder *builder, const struct task *wanted,
                                 struct span text)
{
    for (size_t i = 0; builder->keys != NULL && i < builder->plan->control_count; i++) {
        struct task *task = builder->keys[i].task;
        if (span_equal(builder->keys[i].text, text) && task->is_counted == wanted->is_counted &&
            same_status_set(task->test_case->control_status, wanted->test_case->control_status))
            return task;
    }
    return NULL;
}

/* Finds the control of case_task among those that are planned already, or plans it. */
static bool add_control(struct builder *builder, struct task *case_task)
{
    struct plan *plan = builder->plan;
    struct task control = *case_task;
    control.script = &case_task->test_case->control;
    control.is_control = true;
    struct text text = {0};
    bool is_made = describe(builder->config, &control, &text, builder->arena, builder->error);
    struct span key = arena_copy(builder->arena, text_span(&text));
    text_done(&text);
    if (!is_made)
        return false;
    case_task->control = control_like(builder, &control, key);
    if (case_task->control != NULL)
        return true;
    case_task->control = arena_alloc(builder->arena, sizeof(control));
    *case_task->control = control;
    case_task->control->id = arena_printf(builder->arena, "%s (control)", case_task->id);
    builder->keys = arena_grow(builder->arena, builder->keys, &builder->key_capacity,
                               plan->control_count, sizeof(*builder->keys));
    builder->keys[plan->control_count] = (struct control_key){case_task->control, key};
    push(builder->arena, &plan->controls, &plan->control_capacity, &plan->control_count,
         case_task->control);
    return true;
}

static const char *first_skip_reason(const struct builder *builder,
                                     const struct test_case *test_case)
{
    if (test_case->disabled != NULL)
        return arena_printf(builder->arena, "disabled: %s", test_case->disabled);
    if (test_case->is_hazard && !builder->config->allows_hazard) {
        builder->plan->hazard_held_back += test_case->kind != CASE_PROBE;
        return "hazardous for a shared target: only with --allow-hazard";
    }
    return NULL;
}

static bool add_case(struct builder *builder, const struct test_case *test_case,
                     const char *resource, const char *path)
{
    struct plan *plan = builder->plan;
    struct task *task = arena_alloc(builder->arena, sizeof(*task));
    *task = (struct task){
        .test_case = test_case,
        .id = resource == NULL
                  ? test_case->full_id
                  : arena_printf(builder->arena, "%s@%s", test_case->full_id, resource),
        .resource = resource,
        .path = path,
        .script = &test_case->script,
        .is_counted = names_contain(test_case->needs, "counter"),
        .skip_reason = first_skip_reason(builder, test_case),
        .settle_ms = test_case->settle_ms,
        .patience_ms = test_case->timeout_ms,
    };
    if (test_case->kind == CASE_PROBE) {
        push(builder->arena, &plan->probes, &plan->probe_capacity, &plan->probe_count, task);
        return true;
    }
    push(builder->arena, &plan->cases, &plan->case_capacity, &plan->case_count, task);
    return !test_case->has_control || task->skip_reason != NULL || add_control(builder, task);
}

static bool add_case_for_resources(struct builder *builder, const struct test_case *test_case)
{
    const struct target *target = builder->config->target;
    if (!add_case(builder, test_case, NULL, target->shown.path))
        return false;
    if (!test_case->is_each_resource)
        return true;
    for (size_t i = 0; i < target->options.resource_count; i++) {
        const struct target_resource *resource = &target->options.resources[i];
        if (!add_case(builder, test_case, resource->name, resource->path))
            return false;
    }
    return true;
}

static bool is_needed(const struct plan *plan, const char *capability)
{
    for (size_t i = 0; i < plan->case_count; i++) {
        const struct task *task = plan->cases[i];
        if (task->skip_reason == NULL && names_contain(task->test_case->needs, capability))
            return true;
    }
    return false;
}

/* A probe that changes something at the server is no by-product of other cases. */
static void hold_back_idle_hazards(struct plan *plan)
{
    for (size_t i = 0; i < plan->probe_count; i++) {
        struct task *probe = plan->probes[i];
        if (probe->skip_reason == NULL && probe->test_case->is_hazard &&
            !is_needed(plan, probe->test_case->provides))
            probe->skip_reason = "no case needs it";
    }
}

bool plan_make(struct plan *plan, const struct plan_config *config, struct arena *arena,
               struct error *error)
{
    *plan = (struct plan){0};
    struct builder builder = {.config = config, .plan = plan, .arena = arena, .error = error};
    for (size_t i = 0; i < config->collection->count; i++) {
        const struct test_case *test_case = config->collection->cases[i];
        bool is_wanted = test_case->kind == CASE_PROBE || /* probes decide about others */
                         selection_takes(config->selection, test_case);
        if (is_wanted && !add_case_for_resources(&builder, test_case))
            return false;
    }
    hold_back_idle_hazards(plan);
    return true;
}

static const char *missing_capability(const struct task *task, struct names capabilities)
{
    struct names needs = task->test_case->needs;
    for (size_t i = 0; i < needs.count; i++) {
        if (!names_contain(capabilities, needs.items[i]))
            return needs.items[i];
    }
    return NULL;
}

static const char *remedy(const char *capability)
{
    if (strcmp(capability, "counter") == 0)
        return " (name one with --counter HIT,READ)";
    if (strcmp(capability, "echo") == 0)
        return " (name one with --echo PATH)";
    return "";
}

static void apply_to(struct task *task, struct names capabilities, struct arena *arena)
{
    const char *missing = missing_capability(task, capabilities);
    if (task->skip_reason == NULL && missing != NULL)
        task->skip_reason = arena_printf(arena, "needs %s, which this target does not offer%s",
                                         missing, remedy(missing));
}

void plan_apply_capabilities(struct plan *plan, struct names capabilities, struct arena *arena)
{
    for (size_t i = 0; i < plan->case_count; i++)
        apply_to(plan->cases[i], capabilities, arena);
    for (size_t i = 0; i < plan->control_count; i++)
        plan->controls[i]->skip_reason = "no case needs it";
    for (size_t i = 0; i < plan->case_count; i++) {
        struct task *task = plan->cases[i];
        if (task->skip_reason == NULL && task->control != NULL)
            task->control->skip_reason = NULL;
    }
}

#include "report/repro.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct run_target plain_target = {.host = "127.0.0.1", .port = 8765};

static struct step send_step(struct arena *arena, struct span bytes)
{
    struct part *part = arena_alloc(arena, sizeof(*part));
    *part = (struct part){.kind = PART_LITERAL, .literal = bytes};
    return (struct step){
        .kind = STEP_SEND, .bytes = {.items = part, .count = 1}
    };
}

static bool command_of(const struct step *steps, size_t count, const struct run_target *target,
                       struct text *out)
{
    static const char *const names[] = {"main", "second"};
    unsigned connections = 1;
    for (size_t i = 0; i < count; i++)
        connections += steps[i].connection > 0;
    struct script script = {
        .steps = steps, .count = count, .connections = names, .connection_count = connections};
    struct variables none = {0};
    return repro_command(&script, &none, target, out);
}

/* What `sh` prints for command. */
static void run_shell(const char *command, struct text *out)
{
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    char buffer[512];
    size_t count;
    while ((count = fread(buffer, 1, sizeof(buffer), pipe)) > 0)
        text_add_span(out, span_make(buffer, count));
    assert_int_equal(pclose(pipe), 0);
}

/* The command without its client and without the waiting, so that the bytes come out. */
static void run_without_client(const struct text *command, struct text *out)
{
    const char *client = strstr(text_string(command), " | nc ");
    assert_non_null(client);
    struct text shell = {0};
    text_add(&shell, "sleep() { :; }; ");
    text_add_span(&shell, span_make(command->data, (size_t)(client - command->data)));
    run_shell(text_string(&shell), out);
    text_done(&shell);
}

static void assert_bytes_survive(struct span bytes)
{
    struct arena *arena = arena_new();
    struct step step = send_step(arena, bytes);
    struct text command = {0};
    struct text out = {0};
    assert_true(command_of(&step, 1, &plain_target, &command));
    run_without_client(&command, &out);
    assert_int_equal(out.len, bytes.len);
    assert_memory_equal(out.data, bytes.data, bytes.len);
    text_done(&command);
    text_done(&out);
    arena_free(arena);
}

/* Each value is followed by a digit, which must not be taken for part of an octal number. */
static void every_byte_survives_the_shell(void **state)
{
    (void)state;
    uint8_t bytes[512];
    for (size_t i = 0; i < 256; i++) {
        bytes[2 * i] = (uint8_t)i;
        bytes[2 * i + 1] = '7';
    }
    assert_bytes_survive(span_make(bytes, sizeof(bytes)));
    assert_bytes_survive(span_of("-n -e --\r\n%s %% \\n \\x41 '$(id)' `id` \"$HOME\" ##[x] !!"));
}

/* The command stands in the logs of CI systems, and a variable may hold what the server said. */
static void no_command_of_ci_systems_is_printed(void **state)
{
    (void)state;
    struct text out = {0};
    repro_printf_quote(span_of("##[a] ##vso[b] #c"), &out);
    assert_string_equal(text_string(&out), "'\\043\\043[a] \\043#vso[b] #c'");
    text_done(&out);
}

static void cuts_and_pauses_become_sleeps(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const size_t at[] = {2};
    struct step steps[] = {
        send_step(arena, span_of("ab")),
        send_step(arena, span_of("cd")),
        {.kind = STEP_PAUSE, .pause_ms = 1500},
        send_step(arena, span_of("efg")),
    };
    steps[3].cut = (struct cut){.at = at, .at_count = 1, .gap_ms = 20};
    struct text out = {0};
    assert_true(command_of(steps, 4, &plain_target, &out));
    assert_string_equal(text_string(&out), "(printf 'abcd'; sleep 1.5; printf 'ef'; sleep 0.02; "
                                           "printf 'g'; sleep 2) | nc 127.0.0.1 8765");
    text_clear(&out);
    steps[3].cut = (struct cut){.every = 2};
    assert_true(command_of(&steps[3], 1, &plain_target, &out));
    assert_string_equal(text_string(&out),
                        "(printf 'ef'; sleep 0.2; printf 'g'; sleep 2) | nc 127.0.0.1 8765");
    text_done(&out);
    arena_free(arena);
}

static void the_client_fits_the_target(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct step step = send_step(arena, span_of("x"));
    struct text out = {0};
    struct run_target target = {.host = "::1", .port = 443, .is_tls = true, .server_name = "a.b"};
    assert_true(command_of(&step, 1, &target, &out));
    assert_string_equal(text_string(&out),
                        "(printf 'x'; sleep 2) | openssl s_client -quiet -connect '[::1]:443' "
                        "-servername a.b 2>/dev/null");
    text_clear(&out);
    target = (struct run_target){.unix_path = "/run/it's/x.sock"};
    assert_true(command_of(&step, 1, &target, &out));
    assert_string_equal(text_string(&out), "(printf 'x'; sleep 2) | nc -U '/run/it'\\''s/x.sock'");
    text_clear(&out);
    target = (struct run_target){.host = "x\nrm", .port = 1};
    assert_false(command_of(&step, 1, &target, &out));
    text_done(&out);
    arena_free(arena);
}

/* A command that does something else is worse than none. */
static void there_is_no_command_for_other_things(void **state)
{
    (void)state;
    static const enum step_kind kinds[] = {STEP_HALF_CLOSE, STEP_CLOSE, STEP_RESET, STEP_TLS_CLOSE,
                                           STEP_TRUNCATE};
    struct arena *arena = arena_new();
    struct text out = {0};
    struct step steps[3] = {send_step(arena, span_of("x"))};
    for (size_t i = 0; i < countof(kinds); i++) {
        steps[1] = (struct step){.kind = kinds[i]};
        assert_false(command_of(steps, 2, &plain_target, &out));
    }
    steps[1] = (struct step){
        .kind = STEP_WAIT, .wait = {.kind = WAIT_INTERIM, .number = 100}
    };
    steps[2] = send_step(arena, span_of("y"));
    assert_false(command_of(steps, 3, &plain_target, &out));
    assert_true(command_of(steps, 2, &plain_target, &out));
    text_clear(&out);
    steps[2].connection = 1;
    assert_false(command_of(steps, 3, &plain_target, &out));
    steps[0] = send_step(arena, span_make(arena_alloc(arena, 4097), 4097));
    assert_false(command_of(steps, 1, &plain_target, &out));
    steps[0] = send_step(arena, span_make(arena_alloc(arena, 65), 65));
    steps[0].cut = (struct cut){.every = 1, .gap_ms = 1};
    assert_false(command_of(steps, 1, &plain_target, &out));
    assert_int_equal(out.len, 0);
    text_done(&out);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_survives_the_shell),
        cmocka_unit_test(no_command_of_ci_systems_is_printed),
        cmocka_unit_test(cuts_and_pauses_become_sleeps),
        cmocka_unit_test(the_client_fits_the_target),
        cmocka_unit_test(there_is_no_command_for_other_things),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

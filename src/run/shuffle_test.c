/* The generator gives the published numbers, and a shuffle loses nothing. */
#include "run/shuffle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define COUNT 100

static void the_numbers_are_those_of_splitmix64(void **state)
{
    (void)state;
    static const uint64_t expected[] = {6457827717110365317u, 3203168211198807973u,
                                        9817491932198370423u, 4593380528125082431u,
                                        16408922859458223821u};
    uint64_t seed = 1234567;
    for (size_t i = 0; i < countof(expected); i++)
        assert_true(shuffle_next(&seed) == expected[i]);
}

static void fill(struct task *items, struct task **tasks)
{
    for (size_t i = 0; i < COUNT; i++)
        tasks[i] = &items[i];
}

static void the_same_seed_gives_the_same_order(void **state)
{
    (void)state;
    static struct task items[COUNT];
    struct task *first[COUNT];
    struct task *second[COUNT];
    fill(items, first);
    fill(items, second);
    shuffle_tasks(first, COUNT, 42);
    shuffle_tasks(second, COUNT, 42);
    assert_memory_equal(first, second, sizeof(first));
    fill(items, second);
    assert_memory_not_equal(first, second, sizeof(first));
    shuffle_tasks(second, COUNT, 43);
    assert_memory_not_equal(first, second, sizeof(first));
}

static void nothing_is_lost(void **state)
{
    (void)state;
    static struct task items[COUNT];
    struct task *tasks[COUNT];
    bool is_there[COUNT] = {false};
    fill(items, tasks);
    shuffle_tasks(tasks, COUNT, 7);
    for (size_t i = 0; i < COUNT; i++)
        is_there[tasks[i] - items] = true;
    for (size_t i = 0; i < COUNT; i++)
        assert_true(is_there[i]);
    shuffle_tasks(tasks, 0, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_numbers_are_those_of_splitmix64),
        cmocka_unit_test(the_same_seed_gives_the_same_order),
        cmocka_unit_test(nothing_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

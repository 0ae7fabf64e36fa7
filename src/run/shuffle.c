#include "run/shuffle.h"

uint64_t shuffle_next(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
    return mixed ^ (mixed >> 31);
}

void shuffle_tasks(struct task **tasks, size_t count, uint64_t seed)
{
    uint64_t state = seed;
    for (size_t left = count; left > 1; left--) {
        size_t chosen = (size_t)(shuffle_next(&state) % left);
        struct task *task = tasks[chosen];
        tasks[chosen] = tasks[left - 1];
        tasks[left - 1] = task;
    }
}

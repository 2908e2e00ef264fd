/* Is memory zeroed, aligned, its own, and does its end leave through the one door? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

static void allocations_are_zeroed_and_aligned(void **state) {
    (void)state;
    static const size_t sizes[] = {0,     1, 15,    16, 17,          4096,    65535, 65536,
                                   65537, 3, 40000, 1,  1024 * 1024, 5000000, 8};
    struct arena *arena = arena_new();
    unsigned char *blocks[sizeof sizes / sizeof *sizes];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        blocks[i] = arena_alloc(arena, sizes[i]);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < sizes[i]; k++) {
            assert_int_equal(blocks[i][k], 0);
        }
        memset(blocks[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) { /* nobody wrote over a neighbour */
        for (size_t k = 0; k < sizes[i]; k++) {
            assert_int_equal(blocks[i][k], i + 1);
        }
    }
    arena_free(arena);
    arena_free(NULL);
}

static void empty_allocations_are_unique(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    void *first = arena_alloc(arena, 0);
    void *second = arena_alloc(arena, 0);
    void *array = arena_array(arena, 0, 24);
    assert_non_null(first);
    assert_ptr_not_equal(first, second);
    assert_ptr_not_equal(second, array);
    arena_free(arena);
}

static void many_small_allocations_keep_their_content(void **state) {
    (void)state;
    enum { COUNT = 200000 };
    struct arena *arena = arena_new();
    int **numbers = arena_array(arena, COUNT, sizeof *numbers);
    for (int i = 0; i < COUNT; i++) {
        numbers[i] = arena_alloc(arena, sizeof(int));
        assert_int_equal(*numbers[i], 0);
        *numbers[i] = i;
    }
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(*numbers[i], i);
    }
    assert_true(arena_used(arena) >= COUNT * (sizeof(int) + sizeof *numbers));
    arena_free(arena);
}

static void used_counts_what_was_handed_out(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    assert_int_equal(arena_used(arena), 0);
    arena_alloc(arena, 100);
    size_t once = arena_used(arena);
    assert_in_range(once, 100, 128);
    arena_alloc(arena, 2000000);
    assert_in_range(arena_used(arena), once + 2000000, once + 2000128);
    arena_free(arena);
}

static void growing_keeps_elements_and_zeroes_the_rest(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    int *items = NULL, *others = NULL;
    size_t cap = 0, other_cap = 0;
    for (int i = 0; i < 50000; i++) {
        size_t before = cap;
        items = arena_grow(arena, items, (size_t)i, &cap, sizeof *items);
        assert_true(cap > (size_t)i);
        for (size_t k = before > (size_t)i ? cap : (size_t)i; k < cap; k++) {
            assert_int_equal(items[k], 0);
        }
        items[i] = i;
        if (i % 3 == 0) { /* a second array comes between, so that extending fails now and then */
            others = arena_grow(arena, others, (size_t)(i / 3), &other_cap, sizeof *others);
            others[i / 3] = -i;
        }
    }
    for (int i = 0; i < 50000; i++) {
        assert_int_equal(items[i], i);
    }
    for (int i = 0; i < 50000 / 3; i++) {
        assert_int_equal(others[i], -3 * i);
    }
    assert_true(arena_used(arena) < 4 * (50000 + 50000 / 3) * sizeof(int));
    arena_free(arena);
}

static void growing_with_room_changes_nothing(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    long *items = NULL;
    size_t cap = 0;
    items = arena_grow(arena, items, 0, &cap, sizeof *items);
    size_t first_cap = cap;
    assert_ptr_equal(arena_grow(arena, items, cap - 1, &cap, sizeof *items), items);
    assert_int_equal(cap, first_cap);
    arena_free(arena);
}

static void growing_copies_a_foreign_array(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    int start[3] = {7, 8, 9};
    size_t cap = 3;
    int *items = arena_grow(arena, start, 3, &cap, sizeof *items);
    assert_ptr_not_equal(items, start);
    assert_true(cap > 3);
    assert_memory_equal(items, start, sizeof start);
    arena_free(arena);
}

static void texts_are_copied(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char source[] = "Settore tributi";
    char *copy = arena_text(arena, source);
    char *slice = arena_slice(arena, source + 8, 4);
    source[0] = source[8] = 'X';
    assert_string_equal(copy, "Settore tributi");
    assert_string_equal(slice, "trib");
    assert_string_equal(arena_text(arena, ""), "");
    assert_string_equal(arena_slice(arena, NULL, 0), "");
    assert_memory_equal(arena_slice(arena, "a\0b", 3), "a\0b", 4);
    assert_string_equal(arena_format(arena, "%s %d%%", "peso", 40), "peso 40%");
    assert_string_equal(arena_format(arena, "%s", ""), "");
    char *wide = arena_format(arena, "%200000d", 5);
    assert_int_equal(strlen(wide), 200000);
    assert_int_equal(wide[199999], '5');
    arena_free(arena);
}

static void realloc_never_gives_null(void **state) {
    (void)state;
    char *block = memory_realloc(NULL, 0);
    assert_non_null(block);
    block = memory_realloc(block, 3);
    memcpy(block, "ab", 3);
    block = memory_realloc(block, 100000);
    assert_string_equal(block, "ab");
    free(block);
}

/* Exhaustion is watched from outside: each of these runs in a child. */

static void exhaust_new(void) {
    memory_fail_after(1);
    arena_new();
}

static void exhaust_first(void) {
    struct arena *arena = arena_new();
    memory_fail_after(1);
    arena_alloc(arena, 10);
}

static void exhaust_third(void) {
    struct arena *arena = arena_new();
    memory_fail_after(3);
    arena_alloc(arena, 5000000);
    arena_alloc(arena, 5000000);
    memory_fail_after(0);
    arena_alloc(arena, 5000000);
    memory_fail_after(2);
    arena_alloc(arena, 5000000);
    arena_alloc(arena, 5000000);
}

static void exhaust_realloc(void) {
    memory_fail_after(1);
    free(memory_realloc(NULL, 10));
}

static void exhaust_buffer(void) {
    struct buf buf = BUF_INIT;
    memory_fail_after(4);
    for (;;) {
        buf_text(&buf, "abcdefgh");
    }
}

static void overflow_product(void) {
    arena_array(arena_new(), SIZE_MAX / 4 + 2, 4);
}

static void overflow_size(void) {
    arena_alloc(arena_new(), SIZE_MAX);
}

static void overflow_slice(void) {
    arena_slice(arena_new(), "x", SIZE_MAX);
}

static void overflow_grow(void) {
    struct arena *arena = arena_new();
    size_t cap = SIZE_MAX / 2 + 1;
    int item = 1;
    arena_grow(arena, &item, cap, &cap, sizeof item);
}

static void nothing_fails(void) {
    memory_fail_after(1);
    memory_fail_after(0);
    arena_free(arena_new());
}

static void direct(void) {
    memory_exhausted();
}

static void exhaustion_ends_with_status_3(void **state) {
    (void)state;
    static const struct {
        void (*act)(void);
        int status;
    } cases[] = {
        {direct, 3},          {exhaust_new, 3},    {exhaust_first, 3},  {exhaust_third, 3},
        {exhaust_realloc, 3}, {exhaust_buffer, 3}, {overflow_size, 3},  {overflow_product, 3},
        {overflow_slice, 3},  {overflow_grow, 3},  {nothing_fails, 77},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int ends[2], status;
        char said[200];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            dup2(ends[1], STDERR_FILENO);
            cases[i].act();
            _exit(77);
        }
        close(ends[1]);
        ssize_t size = read(ends[0], said, sizeof said - 1);
        assert_true(size >= 0);
        said[size] = '\0';
        close(ends[0]);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), cases[i].status);
        assert_string_equal(said,
                            cases[i].status == 3 ? "piao: memoria esaurita (out of memory)\n" : "");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocations_are_zeroed_and_aligned),
        cmocka_unit_test(empty_allocations_are_unique),
        cmocka_unit_test(many_small_allocations_keep_their_content),
        cmocka_unit_test(used_counts_what_was_handed_out),
        cmocka_unit_test(growing_keeps_elements_and_zeroes_the_rest),
        cmocka_unit_test(growing_with_room_changes_nothing),
        cmocka_unit_test(growing_copies_a_foreign_array),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(realloc_never_gives_null),
        cmocka_unit_test(exhaustion_ends_with_status_3),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

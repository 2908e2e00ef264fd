/* arena: the memory of one document.
 *
 * Everything that a run builds (trees, texts, boxes) lives in one arena, made and freed by
 * pipeline_run. Nothing in it is freed alone; pointers into it stay valid until arena_free.
 * Memory comes zeroed. When the system has none left, memory_exhausted() ends the program with
 * exit status 3, so no caller ever sees NULL. */
#ifndef PIAO_BASE_ARENA_H
#define PIAO_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
/* Frees the arena and everything in it. NULL is allowed. */
void arena_free(struct arena *arena);

/* SIZE zeroed bytes, aligned for any type. SIZE 0 gives a valid, unique pointer. */
void *arena_alloc(struct arena *arena, size_t size);
/* COUNT elements of SIZE zeroed bytes; a product that overflows is exhausted memory. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* For arrays that grow by one: returns ITEMS, or a copy of its USED elements with room for at
 * least one more, and updates *CAP. The abandoned array stays in the arena (at most doubling it).
 */
void *arena_grow(struct arena *arena, void *items, size_t used, size_t *cap, size_t size);

/* Copies of text, ended by NUL. */
char *arena_text(struct arena *arena, const char *text);
char *arena_slice(struct arena *arena, const char *text, size_t size);
char *arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));

/* Bytes handed out so far, for measurements. */
size_t arena_used(const struct arena *arena);

/* The one way out when memory ends: removes unfinished output files (file_discard_all), prints a
 * line, exits with status 3. Never returns. */
_Noreturn void memory_exhausted(void);

/* Heap allocation for the few things that do not live in an arena (growing buffers): never NULL. */
void *memory_realloc(void *block, size_t size);

/* Test rig: the Nth system allocation from now fails (0 switches the rig off). */
void memory_fail_after(long allocations);

#endif

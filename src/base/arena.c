/* Where does a document's memory come from? From a list of large zeroed chunks that are handed out
 * front to back and freed together: an allocation is an addition, a release is nothing at all.
 *
 * Under the address sanitizer every allocation gets a chunk of its own, so that the sanitizer sees
 * each object's borders and not only the chunk's. */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#if defined(__SANITIZE_ADDRESS__)
#define SEPARATE_CHUNKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SEPARATE_CHUNKS 1
#endif
#endif
#ifndef SEPARATE_CHUNKS
#define SEPARATE_CHUNKS 0
#endif

enum {
    ALIGNMENT = _Alignof(max_align_t),
    CHUNK_FIRST = 64 * 1024,
    CHUNK_LARGEST = 1024 * 1024,
    GROW_FIRST = 8 /* elements of an array that begins to grow */
};

struct chunk {
    struct chunk *next;
    size_t size, used; /* of data */
    _Alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct chunk *current; /* filled now; the full ones and the outsized ones follow it */
    size_t next_size;
    size_t used;
};

/* The test rig's countdown, 0 when off: the one state of this module, never touched in production.
 */
static long allocations_left;

static bool rigged_failure(void) {
    return allocations_left > 0 && --allocations_left == 0;
}

static void *system_zeroed(size_t size) {
    void *block = rigged_failure() ? NULL : calloc(1, size);
    if (block == NULL) {
        memory_exhausted();
    }
    return block;
}

void *memory_realloc(void *block, size_t size) {
    void *moved = rigged_failure() ? NULL : realloc(block, size > 0 ? size : 1);
    if (moved == NULL) {
        memory_exhausted();
    }
    return moved;
}

void memory_fail_after(long allocations) {
    allocations_left = allocations;
}

/* Neither stdio nor exit(): both may allocate, and exit would flush half-written text. */
void memory_exhausted(void) {
    static const char sentence[] = "piao: memoria esaurita (out of memory)\n";
    file_discard_all();
    ssize_t written = write(STDERR_FILENO, sentence, sizeof sentence - 1);
    (void)written; /* there is nobody left to tell */
    _exit(3);
}

struct arena *arena_new(void) {
    struct arena *arena = system_zeroed(sizeof *arena);
    arena->next_size = CHUNK_FIRST;
    return arena;
}

void arena_free(struct arena *arena) {
    if (arena == NULL) {
        return;
    }
    struct chunk *chunk = arena->current;
    while (chunk != NULL) {
        struct chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    free(arena);
}

/* What a request takes from a chunk: never nothing, always a multiple of the alignment. */
static size_t rounded(size_t size) {
    if (size > SIZE_MAX / 2) {
        memory_exhausted();
    }
    return size == 0 ? ALIGNMENT : (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static struct chunk *chunk_new(size_t size) {
    struct chunk *chunk = system_zeroed(sizeof *chunk + size);
    chunk->size = size;
    return chunk;
}

/* A request too large for an ordinary chunk gets its own, behind the current one, whose rest stays
 * in use. */
static void *outsized(struct arena *arena, size_t size) {
    struct chunk *chunk = chunk_new(size);
    chunk->used = size;
    if (arena->current == NULL) {
        arena->current = chunk;
    } else {
        chunk->next = arena->current->next;
        arena->current->next = chunk;
    }
    return chunk->data;
}

void *arena_alloc(struct arena *arena, size_t size) {
    size_t taken = rounded(size);
    arena->used += taken;
    if (SEPARATE_CHUNKS) {
        return outsized(arena, size);
    }
    struct chunk *chunk = arena->current;
    if (chunk == NULL || chunk->size - chunk->used < taken) {
        if (taken > arena->next_size / 2) {
            return outsized(arena, taken);
        }
        chunk = chunk_new(arena->next_size);
        chunk->next = arena->current;
        arena->current = chunk;
        if (arena->next_size < CHUNK_LARGEST) {
            arena->next_size *= 2;
        }
    }
    void *block = chunk->data + chunk->used;
    chunk->used += taken;
    return block;
}

static size_t product(size_t count, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) {
        memory_exhausted();
    }
    return bytes;
}

void *arena_array(struct arena *arena, size_t count, size_t size) {
    return arena_alloc(arena, product(count, size));
}

/* Lengthens the most recent allocation where it lies: the bytes after it were never handed out and
 * are still zero. */
static bool extend(struct arena *arena, const void *block, size_t old_size, size_t new_size) {
    struct chunk *chunk = arena->current;
    size_t old_taken = rounded(old_size), new_taken = rounded(new_size);
    if (SEPARATE_CHUNKS || chunk == NULL || chunk->used < old_taken ||
        block != chunk->data + chunk->used - old_taken ||
        chunk->size - chunk->used < new_taken - old_taken) {
        return false;
    }
    chunk->used += new_taken - old_taken;
    arena->used += new_taken - old_taken;
    return true;
}

void *arena_grow(struct arena *arena, void *items, size_t used, size_t *cap, size_t size) {
    if (used < *cap) {
        return items;
    }
    size_t wanted = used < GROW_FIRST ? GROW_FIRST : product(used, 2);
    size_t bytes = product(wanted, size);
    if (items != NULL && *cap > 0 && extend(arena, items, *cap * size, bytes)) {
        *cap = wanted;
        return items;
    }
    void *copy = arena_alloc(arena, bytes);
    if (used > 0) {
        memcpy(copy, items, used * size);
    }
    *cap = wanted;
    return copy;
}

char *arena_text(struct arena *arena, const char *text) {
    return arena_slice(arena, text, strlen(text));
}

char *arena_slice(struct arena *arena, const char *text, size_t size) {
    if (size == SIZE_MAX) {
        memory_exhausted();
    }
    char *copy = arena_alloc(arena, size + 1);
    if (size > 0) {
        memcpy(copy, text, size);
    }
    return copy;
}

char *arena_format(struct arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) { /* longer than INT_MAX: our formats have no other way to fail */
        memory_exhausted();
    }
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

size_t arena_used(const struct arena *arena) {
    return arena->used;
}

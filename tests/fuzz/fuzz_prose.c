/* fuzz_prose: any text as prose: a tree of bounded depth with valid UTF-8, never a crash. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"
#include "input/prose.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const struct prose *prose, int depth) {
    if (depth > 40)
        abort();
    for (; prose != NULL; prose = prose->next) {
        if (prose->type == PROSE_PARAGRAPH && prose->spans == NULL)
            abort();
        walk(prose->first, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (utf8_invalid_at((const char *)data, size) < size)
        return 0;
    struct arena *arena = arena_new();
    struct buf buf = BUF_INIT;
    const struct prose *prose = prose_read(arena, arena_slice(arena, (const char *)data, size));
    walk(prose, 0);
    prose_dump(&buf, prose);
    if (utf8_invalid_at(buf_string(&buf), buf.size) < buf.size)
        abort();
    buf_free(&buf);
    arena_free(arena);
    return 0;
}

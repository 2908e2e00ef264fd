/* fuzz_ydoc: any bytes as YAML: a tree or diagnostics, never a crash. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "input/ydoc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    struct buf buf = BUF_INIT;
    const struct ynode *root = ydoc_read(arena, &diags, "fuzz.yaml", (const char *)data, size);
    if (root == NULL && diags.errors == 0)
        abort();
    ydoc_dump(&buf, root);
    diags_write(&buf, &diags, DIAG_ITALIAN, DIAG_TEXT);
    buf_free(&buf);
    arena_free(arena);
    return 0;
}

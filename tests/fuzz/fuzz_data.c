/* Any bytes as a plan: reading and judging must end, in time and without a wrong step, and what
 * they report must be printable in every form. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "input/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(bool condition) {
    if (!condition) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    struct buf buf = BUF_INIT;
    char *text = arena_alloc(arena, size + 1); /* zeroed: ends with a NUL */
    if (size > 0) {
        memcpy(text, bytes, size);
    }
    const struct data *plan = data_read(arena, &diags, "plan.json", text, size);
    require(plan || diags.errors > 0); /* nothing is refused in silence */
    check_plan(arena, &diags, plan);
    data_dump(&buf, plan);
    require(data_equal(plan, plan) && data_compare(plan, plan) == 0);
    diags_write(&buf, &diags, DIAG_ITALIAN, DIAG_TEXT);
    diags_write(&buf, &diags, DIAG_ENGLISH, DIAG_JSON);
    buf_free(&buf);
    arena_free(arena);
    return 0;
}

/* fuzz_template: any bytes as a template over the house's base.yaml: a template that prints, or a
 * diagnostic, never a crash, never a hang. Its folder does not exist, so no file is included. Runs
 * in the project's root. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "input/template_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(bool condition) {
    if (!condition) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static const struct template_source source = {.home = "templates"};
    require(access("templates/base.yaml", R_OK) == 0);
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    struct buf buf = BUF_INIT;
    char *text = arena_alloc(arena, size + 1); /* zeroed: ends with a NUL */
    if (size > 0) {
        memcpy(text, bytes, size);
    }
    const struct template *tmpl = template_read_text(
        arena, &diags, &source, "/no/such/folder/template.yaml", (struct file_text){text, size});
    require((tmpl == NULL) == (diags.errors > 0));
    if (tmpl != NULL) {
        template_dump(&buf, tmpl);
    }
    diags_write(&buf, &diags, DIAG_ITALIAN, DIAG_TEXT);
    diags_write(&buf, &diags, DIAG_ENGLISH, DIAG_JSON);
    buf_free(&buf);
    arena_free(arena);
    return 0;
}

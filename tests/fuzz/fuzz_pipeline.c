/* fuzz_pipeline: any bytes as a plan through the whole product, with a template that uses every
 * kind of block: a PDF or a diagnostic, never a crash, never a hang, never a plan refused in
 * silence. The PDF is discarded. Runs in the project's root. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "content/bind.h"
#include "input/check.h"
#include "layout/hyphen.h"
#include "layout/paginate.h"
#include "pdf/pdf.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void require(bool condition) {
    if (!condition) {
        abort();
    }
}

/* What does not depend on the plan is read once. */
static const struct template *template(void) {
    static const struct template *tmpl;
    static struct arena *arena; /* kept to the end */
    static const struct template_source source = {.home = "templates"};
    if (!tmpl) {
        arena = arena_new();
        struct diags diags = diags_init(arena);
        tmpl = template_read(arena, &diags, &source, "tests/fuzz/modello.yaml");
        require(tmpl != NULL && diags.errors == 0);
    }
    return tmpl;
}

static const struct hyphens *hyphens(void) {
    static struct hyphens *patterns;
    if (!patterns) {
        patterns = hyphens_open("fonts/hyphenation/hyph_it_IT.dic");
        require(patterns != NULL);
    }
    return patterns;
}

static void discard(struct arena *arena, struct diags *diags, const struct document *document) {
    struct fonts *fonts = fonts_open(arena, diags, "fonts");
    require(fonts != NULL);
    const struct pages *pages = paginate(arena, diags, fonts_metrics(fonts), hyphens(), document);
    require(pages != NULL || diags->errors > 0);
    if (pages && diags->errors == 0) {
        const struct pdf_options options = {.producer = "piao"};
        struct file_out *out;
        require(file_create("/dev/null", &out) == 0);
        if (pdf_write(arena, diags, document, pages, fonts, &options, out)) {
            require(file_commit(out) == 0);
        } else {
            require(diags->errors > 0);
            file_discard(out);
        }
    }
    fonts_close(fonts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    char *text = arena_alloc(arena, size + 1); /* zeroed: ends with a NUL */
    if (size > 0) {
        memcpy(text, bytes, size);
    }
    const struct data *plan = data_read(arena, &diags, "plan.json", text, size);
    require(plan || diags.errors > 0);
    check_plan(arena, &diags, plan);
    if (diags.errors == 0) {
        const struct bind_options options = {.plan_folder = "/no/such/folder",
                                             .template_folder = "tests/fuzz"};
        const struct document *document = bind(arena, &diags, template(), plan, &options);
        require(document || diags.errors > 0);
        if (document) {
            discard(arena, &diags, document);
        }
    }
    struct buf buf = BUF_INIT;
    diags_write(&buf, &diags, DIAG_ITALIAN, DIAG_TEXT);
    buf_free(&buf);
    arena_free(arena);
    return 0;
}

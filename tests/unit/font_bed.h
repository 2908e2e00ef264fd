/* font_bed: an open set of fonts for the tests of pdf/font, and short ways to ask it. */
#ifndef PIAO_TESTS_FONT_BED_H
#define PIAO_TESTS_FONT_BED_H

#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "pdf/font.h"

#define FOLDER  "fonts"
#define REGULAR "fonts/titillium-web/TitilliumWeb-Regular.ttf"
#define BOOK    "fonts/dejavu/DejaVuSans.ttf"

struct bed {
    struct arena *arena;
    struct diags diags;
    struct fonts *fonts;
    const struct metrics *metrics;
    face_id titillium, dejavu; /* regular */
};

static inline void bed_open(struct bed *bed, const char *folder) {
    bed->arena = arena_new();
    bed->diags = diags_init(bed->arena);
    bed->fonts = fonts_open(bed->arena, &bed->diags, folder);
    if (bed->fonts) {
        bed->metrics = fonts_metrics(bed->fonts);
        bed->titillium = bed->metrics->face(bed->metrics->self, "Titillium Web", 400, false);
        bed->dejavu = bed->metrics->face(bed->metrics->self, "DejaVu Sans", 400, false);
    }
}

static inline void bed_close(struct bed *bed) {
    fonts_close(bed->fonts);
    arena_free(bed->arena);
}

static inline int advance(const struct bed *bed, face_id face, const char *text) {
    return bed->metrics->advance(bed->metrics->self, face, false, text, strlen(text));
}

static inline const struct glyph_run *glyphs(const struct bed *bed, face_id face,
                                             const char *text) {
    return font_glyphs(bed->fonts, face, false, text, strlen(text));
}

static inline face_id cover(const struct bed *bed, face_id face, uint32_t codepoint) {
    return bed->metrics->cover(bed->metrics->self, face, codepoint);
}

#endif

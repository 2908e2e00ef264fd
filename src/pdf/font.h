/* font: faces from files: HarfBuzz shapes and subsets, codes are given out, subsets are embedded.
 *
 * The home of hb*.h. Layout asks through `struct metrics`; paint asks for the codes of a word; at
 * the end fonts_finish describes one Type0 font for every 250 different (glyph, text) pairs of a
 * face: one-byte codes, W and ToUnicode for every code, subset by hb-subset. Shaped words are
 * cached. */
#ifndef PIAO_PDF_FONT_H
#define PIAO_PDF_FONT_H

#include "base/arena.h"
#include "base/diag.h"
#include "layout/metrics.h"

struct fonts;

/* Reads the families of FOLDER: each subfolder holding .ttf files is one; its name, the weights and
 * slants are read from the files' tables. "dejavu" is the fallback family of every other. Files are
 * mapped, so only what is used of them is loaded. A file that cannot be embedded is skipped with a
 * warning. NULL and a diagnostic when there is no usable font. The caller closes it; ARENA and
 * DIAGS outlive it. */
struct fonts *fonts_open(struct arena *arena, struct diags *diags, const char *folder);
void fonts_close(struct fonts *fonts); /* NULL is allowed */
const struct metrics *fonts_metrics(struct fonts *fonts);

/* Names of the families, for hints. */
const char *const *fonts_families(const struct fonts *fonts, size_t *count);

struct glyph {
    uint16_t resource; /* font resource, from 0: "/F0" */
    uint8_t code;      /* 32 is U+0020 in every resource; never ( ) \ CR or LF */
    int16_t advance;   /* the W entry: thousandths of an em */
    int16_t adjust;    /* kerning after the glyph, thousandths of an em (positive: to the right) */
    int16_t rise;      /* vertical offset, thousandths of an em */
};

struct glyph_run {
    const struct glyph *glyphs;
    size_t count;
    bool actual_text; /* the codes' texts do not spell the run in order: needs ActualText */
};

/* The glyphs of a run without spaces, from the same cache and with the same advances as layout saw.
 */
const struct glyph_run *font_glyphs(struct fonts *fonts, face_id face, bool tracked,
                                    const char *text, size_t size);
/* The code of one space: its resource is the face's first, but code and advance hold in all of
 * them. */
struct glyph font_space(struct fonts *fonts, face_id face);
/* The code that extracts as U+00AD: of the glyph of U+002D, or of an invisible one that takes no
 * room (a space and its width back). */
struct glyph font_soft_hyphen(struct fonts *fonts, face_id face, bool visible);

/* What embedding needs of one resource, complete once painting is done. The writer (embed.c) turns
 * it into PDF objects. Everything lives until fonts_close. */
struct font_resource {
    const char *name; /* PostScript name with subset tag: "ABCDEF+TitilliumWeb-Regular" */
    const unsigned char
        *subset; /* TrueType file, subset, deterministic; shared by a face's resources */
    size_t subset_size;
    const uint16_t *gids;     /* by code, 256: glyph in the subset (0: unused) */
    const int *widths;        /* by code, 256: thousandths of an em */
    const char *const *texts; /* by code, 256: UTF-8 that the code extracts as, NULL: unused */
    int bbox[4], ascent, descent, cap_height, stem_v, italic_angle;
    bool fixed_pitch, serif;
};
/* Subsets everything used so far. Returns the resources in the order of their numbers; NULL and a
 * diagnostic when a file is too damaged for it. */
const struct font_resource *fonts_finish(struct fonts *fonts, size_t *count);

#endif

/* metrics: what layout asks of fonts, as function pointers.
 *
 * pdf/font answers with HarfBuzz; tests answer with a font whose every glyph is half an em. Advances are
 * integers in thousandths of the em, the very numbers that the PDF will carry, so that layout and paper
 * agree exactly. */
#ifndef PIAO_LAYOUT_METRICS_H
#define PIAO_LAYOUT_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/length.h"

typedef int16_t face_id; /* index of a face; -1: none */

struct face_extent { /* thousandths of the em, all positive */
    int ascender, descender; /* of the line box */
    int cap_height, x_height;
    int underline_offset, underline_width;
};

struct metrics {
    void *self;
    /* The face of a family nearest in weight and slant; -1 when the family is unknown. */
    face_id (*face)(void *self, const char *family, int weight, bool italic);
    /* FACE itself, or the first of its fallbacks that has a glyph for the code point; -1: no font does. */
    face_id (*cover)(void *self, face_id face, uint32_t codepoint);
    /* Advance of a run without spaces, shaped (kerning, ligatures unless TRACKED). */
    int32_t (*advance)(void *self, face_id face, bool tracked, const char *text, size_t size);
    struct face_extent (*extent)(void *self, face_id face);
};

/* ADVANCE thousandths of an em at SIZE, rounded to the nearest thousandth of a point. */
static inline len metrics_scale(int64_t advance, len size) {
    int64_t product = advance * size;
    return (len)((product + (product < 0 ? -500 : 500)) / 1000);
}

#endif

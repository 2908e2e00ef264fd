/* watermark: how does a word lie across a page? Along its diagonal from the lower left corner,
 * letters through the same fonts and codes as all text. The matrix holds size and angle together;
 * the font is set at 1 point. */
#include "pdf/watermark.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

enum { SHARE = 70, WEIGHT = 700 }; /* percent of the diagonal that the word takes */

void watermark_open(struct painter *painter, const struct style *style) {
    const struct metrics *metrics = fonts_metrics(painter->fonts);
    const char *word = painter->watermark;
    face_id face = metrics->face(metrics->self, style->family, WEIGHT, false);
    for (size_t at = 0, size = strlen(word), length; face >= 0 && at < size; at += length) {
        face = metrics->cover(metrics->self, face, utf8_decode(word + at, size - at, &length));
    }
    if (face < 0) {
        pdf_fail(painter->pdf, "watermark");
        painter->watermark = NULL;
    }
    painter->watermark_face = face;
}

/* POINTS to two decimals: pdf_length wants thousandths. */
static void put_points(struct buf *out, double points) {
    pdf_length(out, llround(points * 1000));
    buf_char(out, ' ');
}

static void show_word(const struct painter *painter, struct buf *out) {
    const struct glyph_run *run = font_glyphs(painter->fonts, painter->watermark_face, false,
                                              painter->watermark, strlen(painter->watermark));
    int resource = -1;
    for (size_t i = 0; i < run->count; i++) {
        struct glyph glyph = run->glyphs[i];
        if (glyph.resource != resource) {
            resource = glyph.resource;
            buf_format(out, i ? "]TJ\n/F%d 1 Tf\n[" : "/F%d 1 Tf\n[", resource);
        }
        buf_char(out, '(');
        buf_char(out, (char)glyph.code); /* never one that a string would have to escape */
        buf_format(out, ")%d", -glyph.adjust);
    }
    buf_text(out, "]TJ\n");
}

void watermark_paint(const struct painter *painter, const struct page *page, struct buf *out) {
    if (!painter->watermark) {
        return;
    }
    const struct metrics *metrics = fonts_metrics(painter->fonts);
    face_id face = painter->watermark_face;
    int32_t advance = metrics->advance(metrics->self, face, false, painter->watermark,
                                       strlen(painter->watermark));
    double width = page->width / 1000.0, height = page->height / 1000.0;
    double diagonal = sqrt(width * width + height * height);
    double along = width / diagonal, up = height / diagonal;
    double size = diagonal * SHARE / 100 / (advance > 0 ? advance / 1000.0 : 1);
    double length = size * advance / 1000.0;
    double half = size * metrics->extent(metrics->self, face).cap_height / 2000.0;
    /* The middle of the word, at half the height of its capitals, is the middle of the page. */
    double x = width / 2 - along * length / 2 + up * half;
    double y = height / 2 - up * length / 2 - along * half;
    if (painter->tags) {
        buf_text(out, "/Artifact<</Type/Pagination/Subtype/Watermark>>BDC\n");
    }
    buf_format(out, "q .%03d .%03d .%03d rg\nBT\n",
               (int)(WATERMARK_COLOUR >> 16 & 255) * 1000 / 255,
               (int)(WATERMARK_COLOUR >> 8 & 255) * 1000 / 255,
               (int)(WATERMARK_COLOUR & 255) * 1000 / 255);
    const double matrix[] = {size * along, size * up, -size * up, size * along, x, y};
    for (int i = 0; i < 6; i++) {
        put_points(out, matrix[i]);
    }
    buf_text(out, "Tm\n");
    show_word(painter, out);
    buf_text(out, painter->tags ? "ET\nQ\nEMC\n" : "ET\nQ\n");
}

/* paint: boxes to content streams. Drawing decides nothing: where a box is and what it belongs to was settled
 * before. */
#ifndef PIAO_PDF_PAINT_H
#define PIAO_PDF_PAINT_H

#include "layout/box.h"
#include "pdf/font.h"
#include "pdf/haru.h"
#include "pdf/tags.h"

struct painted_image {
    const struct image *image;
    pdf_object object; /* NULL: damaged, and reported */
};

struct painter {
    struct pdf *pdf;
    struct diags *diags;
    struct fonts *fonts;
    struct tags *tags; /* NULL: untagged */
    const struct pages *pages;
    pdf_object *page_objects; /* by number - 1, made before painting: links point to them */
    len *page_heights;        /* by number - 1 */
    struct painted_image *images;
    size_t image_count, image_cap;
    const char *watermark; /* a word behind the text of every page, or NULL */
    face_id watermark_face;
};

/* Draws PAGE: returns its content stream and appends its annotations ("12 0 R 13 0 R") to ANNOTATIONS. */
pdf_object paint_page(struct painter *painter, const struct page *page, struct buf *annotations);

#endif

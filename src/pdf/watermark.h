/* watermark: a word across every page, behind its text: that of a draft. */
#ifndef PIAO_PDF_WATERMARK_H
#define PIAO_PDF_WATERMARK_H

#include "pdf/paint.h"

/* So light that the house's muted text (#5A6F82) keeps 4.5:1 where it stands on it. */
#define WATERMARK_COLOUR 0xEDF0F2u

/* Chooses the face for PAINTER's watermark, that of STYLE's family or one that has all its letters.
 */
void watermark_open(struct painter *painter, const struct style *style);
/* Draws it on PAGE, as an artifact; nothing when there is none. */
void watermark_paint(const struct painter *painter, const struct page *page, struct buf *out);

#endif

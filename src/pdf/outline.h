/* outline: the bookmarks, from the headings. */
#ifndef PIAO_PDF_OUTLINE_H
#define PIAO_PDF_OUTLINE_H

#include "pdf/paint.h"

/* Appends /Outlines and /PageMode to CATALOG when the document has bookmarks. */
void outline_write(const struct painter *painter, const struct document *document,
                   struct buf *catalog);

#endif

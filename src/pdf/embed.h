/* embed: font resources as PDF fonts: Type 0 with one-byte codes. */
#ifndef PIAO_PDF_EMBED_H
#define PIAO_PDF_EMBED_H

#include "pdf/font.h"
#include "pdf/haru.h"

/* Writes the fonts and appends "/Font<</F0 1 0 R ...>>" to RESOURCES. */
void embed_fonts(struct pdf *pdf, const struct font_resource *fonts, size_t count,
                 struct buf *resources);

#endif

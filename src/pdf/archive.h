/* archive: what makes the file an archive copy: metadata, output intent, the embedded data. */
#ifndef PIAO_PDF_ARCHIVE_H
#define PIAO_PDF_ARCHIVE_H

#include "pdf/haru.h"
#include "pdf/pdf.h"

/* The information dictionary and, with the same values, the XMP packet with the conformance claims
 * (ISO 19005-2, 6.6; ISO 14289-1, 5; the pdfuaid schema described as PDF/A asks). */
pdf_object archive_info(struct pdf *pdf, const struct document *document,
                        const struct pdf_options *options);
pdf_object archive_metadata(struct pdf *pdf, const struct document *document,
                            const struct pdf_options *options);
/* Appends /OutputIntents [...] with an sRGB profile of our own making (IEC 61966-2-1; CC0). */
void archive_intent(struct pdf *pdf, struct buf *catalog);
/* Appends /AF and /Names for the attached file (ISO 19005-3, 6.8). */
void archive_attachment(struct pdf *pdf, const struct pdf_options *options, struct buf *catalog);

#endif

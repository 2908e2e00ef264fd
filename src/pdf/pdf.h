/* pdf: the finished pages as a PDF file: PDF/UA-1 and PDF/A-2a in one.
 *
 * paint draws what the boxes say, tags makes the structure tree from the content tree, embed writes fonts,
 * archive the metadata, save the file. libharu is the object layer (hpdf*.h lives in this folder). */
#ifndef PIAO_PDF_PDF_H
#define PIAO_PDF_PDF_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "content/content.h"
#include "layout/box.h"
#include "pdf/font.h"

enum pdf_archive { PDF_ARCHIVE_2A, PDF_ARCHIVE_3A };

struct pdf_options {
    int64_t timestamp;  /* seconds since 1970 UTC: creation and modification date */
    enum pdf_archive archive;
    const char *attachment_name; /* 3A: the plan's data, or NULL */
    const void *attachment;
    size_t attachment_size;
    const char *attachment_description;
    const char *watermark; /* a word behind the text of every page, or NULL */
    struct buf *tags_dump; /* when set: receives the structure tree, and nothing is written */
    bool untagged; /* for measuring the cost of tags only */
    bool unchecked; /* the finished structure is not checked (self-check-...) */
    const char *producer; /* "piao 0.1.0" */
};

/* Writes the document to OUT (which the caller commits; not used with tags_dump). False when it is not to be kept, and reported in DIAGS:
 * an internal limit or libharu failed (pdf-failed), an image is damaged, the finished structure is wrong. */
bool pdf_write(struct arena *arena, struct diags *diags, const struct document *document,
               const struct pages *pages, struct fonts *fonts, const struct pdf_options *options,
               struct file_out *out);

#endif

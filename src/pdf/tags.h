/* tags: the structure tree of the PDF, made from the content tree.
 *
 * Painting asks for the marked-content identifier of whatever it is about to draw; when all pages are drawn
 * the tree is written: elements in the order of the content (which is reading order), only those that hold
 * something, cells excepted (a table stays rectangular). Roles are those of PDF 1.7 (ISO 32000-1, 14.8.4) as
 * PDF/UA-1 wants them (ISO 14289-1, 7). */
#ifndef PIAO_PDF_TAGS_H
#define PIAO_PDF_TAGS_H

#include "content/content.h"
#include "pdf/haru.h"
#include "pdf/save.h"

struct tags;

struct tags *tags_new(struct pdf *pdf, const struct document *document, int page_count);

/* Begins marked content on PAGE (from 0): returns the identifier; *ROLE is the name for BDC. SPAN matters only
 * when it is a link or has a language, an expansion or a text of its own: it is then an element. */
int tags_mark(struct tags *tags, int page, const struct content *content, const struct span *span,
              const char **role);
/* True when SPAN of CONTENT is an element of its own; spans of one element have the same owner. */
const struct span *tags_owner(const struct tags *tags, const struct content *content,
                              const struct span *span);
/* An annotation on PAGE for the link SPAN that says CONTENTS: returns its StructParent key. */
int tags_annotation(struct tags *tags, int page, const struct content *content,
                    const struct span *span, pdf_object annotation, const char *contents);
/* Something was drawn outside all marks on a page of SHEET: tags_check reports it. */
void tags_stray(struct tags *tags, const struct content *sheet);
/* The place of a figure on its page, in points x 1000 from the page's lower left corner. */
void tags_figure(struct tags *tags, const struct content *content, int page, int64_t left,
                 int64_t bottom, int64_t right, int64_t top);

/* When everything is painted and all libharu objects exist: makes the tree. PAGES[i] is page i (its
 * StructParents key is i). */
void tags_build(struct tags *tags, const pdf_object *pages);
/* Is the tree what a reader can rely on? All that is not is reported: an error of ours, or a template beyond
 * what we thought of. False when something was. */
bool tags_check(const struct tags *tags, struct diags *diags);
/* Fills ROOT, the StructTreeRoot; RAW then writes the elements. */
void tags_finish(struct tags *tags, pdf_object root, struct raw_objects *raw);

/* The tree that tags_build made, as indented text (--dump tags). */
void tags_dump(const struct tags *tags, struct buf *out);

#endif

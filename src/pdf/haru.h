/* haru: libharu as an object layer, and text that is PDF.
 *
 * Objects are libharu dictionaries in libharu's cross-reference table; what stands between their << and >> is
 * text that we compose (write_fn), because that has no limits of length or count and formats numbers the
 * same with every version and locale. */
#ifndef PIAO_PDF_HARU_H
#define PIAO_PDF_HARU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hpdf.h>
#include <hpdf_objects.h>

#include "base/arena.h"
#include "base/length.h"
#include "base/str.h"

struct pdf {
    struct arena *arena;
    HPDF_Doc doc;
    struct deflater *deflater;
    const char *failure; /* the first thing that went wrong, or NULL */
};

typedef HPDF_Dict pdf_object;

/* False when libharu cannot start or is another version than the headers compiled with (its structs are
 * read directly). */
bool pdf_begin(struct pdf *pdf, struct arena *arena);
void pdf_end(struct pdf *pdf);
/* Keeps the first failure. */
void pdf_fail(struct pdf *pdf, const char *what);

pdf_object pdf_new(struct pdf *pdf); /* an indirect dictionary, empty so far */
/* Sets what stands between << and >>; BODY is copied and cleared. */
void pdf_set(struct pdf *pdf, pdf_object object, struct buf *body);
/* An indirect stream: ENTRIES beside /Length and /Filter; deflated when COMPRESS. */
pdf_object pdf_stream(struct pdf *pdf, const char *entries, const void *bytes, size_t size,
                      bool compress);
unsigned pdf_number(pdf_object object);
const char *pdf_text(pdf_object object); /* what pdf_set or pdf_stream put there, NULL: libharu's own */

/* Composing. Numbers never depend on the locale. */
void pdf_ref(struct buf *buf, pdf_object object);         /* "12 0 R" */
void pdf_length(struct buf *buf, int64_t thousandths);    /* points to two decimals: "56.69" */
void pdf_string(struct buf *buf, const char *utf8);       /* text string: ASCII or UTF-16BE */
void pdf_bytes(struct buf *buf, const void *bytes, size_t size); /* literal string */
void pdf_name(struct buf *buf, const char *name);         /* "/Name" with # escapes */

#endif

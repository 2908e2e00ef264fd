/* save: libharu's objects as a PDF 1.7 file: object streams and a cross-reference stream.
 *
 * Streams stand by themselves; everything else goes, two hundred at a time, into deflated object streams.
 * Objects that need no libharu dictionary (structure elements by the ten thousand) are written by a
 * callback and numbered after libharu's. */
#ifndef PIAO_PDF_SAVE_H
#define PIAO_PDF_SAVE_H

#include "base/file.h"
#include "pdf/haru.h"

/* The home of libdeflate: zlib format, the same bytes for the same input. One compressor serves a
 * whole file. */
struct deflater *deflater_new(void); /* never NULL */
void deflater_free(struct deflater *deflater); /* NULL is allowed */
void deflate_bytes(struct deflater *deflater, struct buf *out, const void *bytes, size_t size);
/* The other way: fills exactly OUT_SIZE bytes; *USED is how many of SIZE that took. False when the data is damaged or
 * of another length. */
bool inflate_bytes(const void *bytes, size_t size, void *out, size_t out_size, size_t *used);
uint32_t crc32_bytes(const void *bytes, size_t size); /* of PNG */

struct raw_objects {
    unsigned first; /* number of the first: save_first_raw() */
    size_t count;
    /* Appends the whole value of object I (from 0), "<<...>>". */
    void (*write)(void *self, size_t i, struct buf *out);
    void *self;
};

/* The number that the first raw object will have: call when libharu's objects are all made. */
unsigned save_first_raw(const struct pdf *pdf);

/* Writes the file. The ID is the MD5 of all that stands before it. False after pdf_fail. */
bool save_document(struct pdf *pdf, pdf_object catalog, pdf_object info,
                   const struct raw_objects *raw, struct file_out *out);

#endif

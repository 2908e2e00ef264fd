/* image: a picture's file becomes an image object of the PDF.
 *
 * Colours are DeviceGray, DeviceRGB or a palette of it, which the output intent (sRGB) defines;
 * transparency is a soft mask. Nothing is embedded that a reader could stumble over: a file is
 * taken apart and checked first. */
#ifndef PIAO_PDF_IMAGE_H
#define PIAO_PDF_IMAGE_H

#include "pdf/paint.h"

/* The position of IMAGE among PAINTER's images, which it joins when it is new. -1 when its file is
 * damaged: reported once, at the place of SOURCE. */
int image_index(struct painter *painter, const struct image *image, const struct content *source);

/* An image object of a JPEG file as it is: one frame of 8 bits, baseline or progressive, of 1 or 3
 * components, every segment whole, from SOI to EOI. NULL when it is none. */
pdf_object jpeg_embed(struct pdf *pdf, const unsigned char *bytes, size_t size);
/* An image object of a PNG file of any kind (ISO/IEC 15948): interlaced, 16 bits (brought to 8),
 * transparent. NULL when anything is wrong with it: a checksum, a length, the number of samples. */
pdf_object png_embed(struct pdf *pdf, const unsigned char *bytes, size_t size);

#endif

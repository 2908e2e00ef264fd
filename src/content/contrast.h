/* contrast: can the words be told from their ground? WCAG 2.1, 1.4.3 and 1.4.11.
 *
 * 4.5:1 for text, 3:1 for large text (from 18 pt, bold from 14 pt) and for the bars of charts. The
 * ground is the page's white or the fill of the nearest box, table, row or cell around. Integers
 * only: the answer is the same on every machine, at the very edge too. */
#ifndef PIAO_CONTENT_CONTRAST_H
#define PIAO_CONTENT_CONTRAST_H

#include "content/content.h"

/* The ratio of two colours (0xRRGGBB) in hundredths, rounded: 2100 for black and white. */
int contrast_hundredths(uint32_t a, uint32_t b);
/* True when the ratio is at least TENTHS / 10, exactly. */
bool contrast_enough(uint32_t a, uint32_t b, int tenths);
/* Warns once for each pair of colours that is too weak (low-contrast), at the first content that
 * has it. */
void contrast_check(struct arena *arena, struct diags *diags, const struct document *document);

#endif

/* line: breaks styled text into lines.
 *
 * One question: given spans and a width, which lines? Total-fit breaking (Knuth and Plass 1981) for
 * justified and ragged text alike, with Italian hyphenation through libhyphen; tokens that are too
 * long (codes, addresses, paths) break after . / _ - @ & = ? and the like, and between any two
 * characters when nothing else helps. Nothing is ever wider than the measure. */
#ifndef PIAO_LAYOUT_LINE_H
#define PIAO_LAYOUT_LINE_H

#include "base/arena.h"
#include "base/diag.h"
#include "content/content.h"
#include "layout/box.h"
#include "layout/metrics.h"

struct hyphens; /* a hyphenation dictionary, see hyphen.h of this folder */

/* Values of the late fields; 0: not known yet, measured with the widest digit DIGITS times. */
enum { FIELD_DIGITS = 3, FIELD_DIGITS_MAX = 9 };
struct field_values {
    int page, pages, sheet_page, sheet_pages;
    int digits;                 /* that room is kept for, FIELD_DIGITS at least */
    const struct start *starts; /* for `page_of`; NULL while unknown */
};

struct typesetter {
    struct arena *arena;
    struct diags
        *diags; /* characters that no font has are reported here, once each, with their place */
    const struct metrics *metrics;
    const struct hyphens *hyphens; /* NULL: no hyphenation */
    struct field_values fields;
    struct typeset_cache *cache; /* NULL at first: word widths and hyphenation points */
};

struct lines {
    const struct line *lines;
    size_t count;
    len height; /* sum of the lines' heights */
};

/* Lines of SPANS set in STYLE (alignment, indent, leading, hyphenation) to WIDTH > 0. `left` and
 * `right` of the style are the caller's business. Pieces' x already answer the alignment; a line's
 * `width` is its extent as set, justification included.
 * - No text gives no line; "\n", "\r\n" or "\r" ends a line, so any of them alone gives an empty
 * one.
 * - An indent is at most half of the width.
 * - A leader fills its line, what follows it is flush right, and the paragraph is not justified.
 * What stands before it keeps clear of the column that what follows it stands in, on every line,
 * unless that takes more than a third of the measure.
 * - Breaks leave room for late fields of `digits` digits whatever their value, so that lines do not
 * change when it is known.
 * - A span larger than STYLE raises its line to its own leading.
 * - Words in a span with a language of its own are not divided. Without `hyphenate` syllables are
 * used only for a word wider than the measure. PLACE is for diagnostics: missing-glyph, once for
 * each character of a document. */
const struct lines *line_break(struct typesetter *ts, const struct span *spans,
                               const struct style *style, len width, struct place place);

/* Widths for content-driven columns: the longest unbreakable run (words whole; tokens longer than
 * 18 characters in parts of up to 18, broken at sensible points) and the width on a single line. */
struct line_widths {
    len minimum, maximum;
};
struct line_widths line_measure(struct typesetter *ts, const struct span *spans,
                                const struct style *style, struct place place);

#endif

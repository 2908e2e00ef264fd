/* box: what layout leaves for painting: rectangles with a place, pointing to the content they show.
 *
 * Coordinates are relative to the parent's top left corner, y downwards. A box without a source is
 * an artifact (rules, fills, running heads, repeated table heads). Meaning and ink meet only at
 * `source`. */
#ifndef PIAO_LAYOUT_BOX_H
#define PIAO_LAYOUT_BOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/length.h"
#include "base/str.h"
#include "content/content.h"
#include "layout/metrics.h"

enum box_type {
    BOX_GROUP, /* children only */
    BOX_LINE,  /* a line of text */
    BOX_FILL,  /* a filled rectangle */
    BOX_HATCH, /* a rectangle filled with diagonal strokes, outlined */
    BOX_RULE, /* a straight line from (x, y) to (x + width, y + height), one of which is 0; `stroke`
                 wide */
    BOX_IMAGE
};

/* A run of glyphs in one face, size and colour on a line. */
struct piece {
    const struct span *span;
    face_id face;
    len size;
    int tracking;
    uint32_t colour;
    const char *text; /* valid UTF-8, not NUL-terminated */
    size_t bytes;
    len x, width; /* from the line's left edge; width includes stretched spaces */
};

enum line_end {
    LINE_END_PARAGRAPH, /* last line */
    LINE_END_SPACE,  /* broken at a space, which is not in the pieces: paint adds it for extraction
                      */
    LINE_END_HYPHEN, /* a visible hyphen is the last character of the last piece: extracts as U+00AD
                      */
    LINE_END_TOKEN,  /* broken inside a long token: an invisible U+00AD follows */
    LINE_END_BREAK   /* author's line break */
};

struct line {
    const struct piece *pieces;
    size_t count;
    len width;    /* natural extent from the first piece's left edge to the last one's right edge */
    len height;   /* the leading */
    len baseline; /* from the line's top */
    len word_space; /* added to every space (U+0020) for justification */
    enum line_end end;
};

struct box {
    enum box_type type;
    len x, y, width, height;
    const struct content *source; /* NULL: artifact, unless an ancestor has one */
    bool artifact;                /* everything below is an artifact, whatever its source */
    uint32_t colour;              /* fill, hatch, rule */
    len stroke;                   /* width of the line of BOX_RULE and of BOX_HATCH's strokes */
    const struct line *line;      /* BOX_LINE: starts at the box's x */
    const struct image *image;
    struct box *first, *next;
};

/* A finished page. */
struct page {
    const struct content *sheet;
    len width, height;
    int number, sheet_number; /* from 1 */
    struct box *boxes;        /* siblings, in painting order (fills before text) */
    struct page *next;
};

struct pages {
    struct page *first;
    int count;
    /* Where each content node begins, by serial: page number (0: nowhere) and y on it. */
    const struct start {
        int page;
        len y;
    } * starts;
};

void pages_dump(struct buf *buf, const struct pages *pages); /* --dump layout */

#endif

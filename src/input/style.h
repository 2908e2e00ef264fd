/* style: how a piece of content looks: every property resolved, nothing inherited any more.
 *
 * Built by template.c from named styles; read by layout. Lengths in thousandths of a point. */
#ifndef PIAO_INPUT_STYLE_H
#define PIAO_INPUT_STYLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/length.h"

enum style_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER, ALIGN_JUSTIFY };
enum style_valign { VALIGN_TOP, VALIGN_MIDDLE, VALIGN_BOTTOM };
enum { SIDE_TOP, SIDE_RIGHT, SIDE_BOTTOM, SIDE_LEFT, SIDES };

#define COLOUR_NONE 0xFF000000u /* "nothing is painted"; else 0xRRGGBB */

struct style_border {
    len width; /* 0: no line */
    uint32_t colour;
};

/* Character properties that a style sets by itself or through what it extends, `base` left out: a look
 * laid over part of a text changes these and leaves the rest as it is there. */
enum style_own {
    STYLE_OWN_FAMILY = 1,
    STYLE_OWN_WEIGHT = 2,
    STYLE_OWN_ITALIC = 4,
    STYLE_OWN_UNDERLINE = 8,
    STYLE_OWN_SIZE = 16,
    STYLE_OWN_TRACKING = 32,
    STYLE_OWN_COLOUR = 64
};

struct style {
    const char *name;
    unsigned own; /* enum style_own */
    /* characters */
    const char *family; /* "Titillium Web" */
    int weight;         /* 100..900 */
    bool italic;
    bool underline;
    len size;     /* em */
    len leading;  /* distance of baselines */
    int tracking; /* thousandths of em added to every character */
    uint32_t colour;
    const char *language; /* BCP 47, "it-IT" */
    /* paragraphs */
    enum style_align align;
    bool hyphenate;
    len indent;      /* of the first line; may be negative (hanging) */
    len left, right; /* of the whole block */
    len space_before, space_after;
    int orphans, widows; /* least lines left at a page foot, carried to a page head; >= 1 */
    bool keep_with_next;
    bool keep_together; /* split only when taller than a page */
    len list_indent;    /* from the item's edge to its text: room for the label */
    len item_space;     /* between list items */
    /* boxes, cells and tables */
    len padding[SIDES];
    struct style_border border[SIDES];
    uint32_t fill;
    enum style_valign valign;
    len min_height;
    /* tables: lines between rows and between columns, fill of every second row */
    struct style_border row_rule, column_rule;
    uint32_t zebra;
};

#endif

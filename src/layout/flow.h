/* flow: one question for any block: placed in this space, does it fit wholly, partly or not at all?
 *
 * No block remembers what it already placed: what is left is named by a cursor, and the same
 * question with the same cursor has the same answer. Paragraph lines, column widths and row heights
 * are cached by the content's serial and the width, so asking again costs nothing. */
#ifndef PIAO_LAYOUT_FLOW_H
#define PIAO_LAYOUT_FLOW_H

#include "layout/box.h"
#include "layout/line.h"

enum fit {
    FIT_EMPTY, /* nothing to place: done, height 0 */
    FIT_ALL,   /* placed to its end */
    FIT_PART,  /* placed up to `next`: ask again on the next page */
    FIT_NONE   /* nothing placed here: ask again on a page with more room */
};

enum flow_reason {
    REASON_NONE,
    REASON_HEIGHT,   /* too little height */
    REASON_TOGETHER, /* must not be split */
    REASON_LINES,    /* orphans or widows */
    REASON_NEXT,     /* kept with what follows, which does not fit */
    REASON_BREAK     /* a page break was asked for */
};

/* What is left of a block. NULL is its beginning. Each kind of block reads its own fields. */
struct cursor {
    size_t index;                /* line, row */
    const struct content *block; /* in a run: the block to go on with; inner[0] is its cursor */
    size_t count;                /* inner cursors (cells of a cut row, columns side by side) */
    const struct cursor *const *inner; /* NULL entry: from the beginning */
    const bool *done;                  /* which of them have nothing left */
    size_t detail;                     /* kind-specific */
};

struct space {
    len width, height;
    bool fresh; /* nothing is above on this page: something must be placed, by force if need be */
    len page;   /* the height that a fresh page would offer here; 0: not known, taken as enough */
};

struct placed {
    enum fit fit;
    enum flow_reason reason; /* why not all */
    struct box *boxes;       /* siblings, relative to the space's top left corner */
    len height;              /* used, spacing inside included, trailing space_after not */
    const struct cursor *next;
};

struct flow {
    struct typesetter *ts;
    const struct style *base;
    struct flow_cache *cache; /* NULL at first */
    uint32_t node_count;
};

/* Places BLOCK from cursor FROM in SPACE. Its space_before and space_after are the caller's
 * business. */
struct placed flow_block(struct flow *flow, const struct content *block, const struct cursor *from,
                         struct space space);
/* Places the siblings from FIRST on, groups that are neither boxed nor kept together seen through:
 * margins between neighbours collapse to the larger, a block kept with its next is taken back when
 * the next does not fit (so is an entry of a table of contents, with a deeper one), at the top of a
 * fresh page space_before is dropped. CONTENT_BREAK ends the space. */
struct placed flow_run(struct flow *flow, const struct content *first, const struct cursor *from,
                       struct space space);
/* Content-driven widths of a block, for columns and tables. */
struct line_widths flow_widths(struct flow *flow, const struct content *block);

/* Box makers shared by the modules of this folder. */
struct box *box_new(struct flow *flow, enum box_type type, len x, len y, len width, len height,
                    const struct content *source);
/* Background and border of a styled rectangle, as artifacts; which of the SIDES to draw is given by
 * EDGES (bit 1 << SIDE): a box cut by a page break has no edge there. */
struct box *box_frame(struct flow *flow, const struct style *style, len x, len y, len width,
                      len height, unsigned edges);

#endif

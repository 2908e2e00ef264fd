/* table_private: what the files of table share. A fragment is the part of a table that stands on
 * one page: rows from `begin`, with those cells that came in from the page before. */
#ifndef PIAO_LAYOUT_TABLE_PRIVATE_H
#define PIAO_LAYOUT_TABLE_PRIVATE_H

#include "layout/flow_private.h"
#include "layout/table.h"

struct table_plan {
    const struct grid *grid;
    const len *widths;
    len *left;          /* of each column, one more for the right edge */
    struct placed head; /* what stands over the rows after a break: title and head rows */
};

/* What each column wants, padding and rules included; in the arena. */
struct width_need *table_needs(struct flow *flow, const struct content *table,
                               const struct grid *grid);

/* A cell in a fragment. */
struct part {
    const struct grid_cell *grid_cell;
    size_t begin; /* the first row it covers here */
    const struct cursor *from;
    bool entered; /* began on an earlier page */
    bool done;    /* and had ended there */
    bool cut;     /* goes on on the next page */
    bool again;   /* done, and `placed` is what says so: the words that come again, an artifact */
    struct placed placed;
    len baseline; /* of the first line, under the padding; -1: no line */
    len offset;   /* under the row's top, so that first lines stand on one baseline */
};

struct fragment {
    struct flow *flow;
    const struct content *table;
    const struct table_plan *plan;
    const struct cursor *from;
    size_t begin;        /* first row */
    bool begun;          /* and that row began on an earlier page */
    len room;            /* height down to the page's end */
    len page;            /* what a fresh page offers under the repeated head */
    struct part **parts; /* in reading order */
    size_t count, cap;
    struct part *
        *at;  /* by column: the cell that begins in that column and covers the current row */
    len *top; /* of the rows from `begin` on, and the bottom of the last */
    size_t top_count, top_cap;
};

len fragment_top(const struct fragment *fragment, size_t row);
/* The rectangle of a cell's content inside its padding. */
struct cell_frame {
    len x, width; /* of the cell */
    len inner_x, inner_width;
    len above, below; /* padding */
};
struct cell_frame cell_frame(const struct fragment *fragment, const struct grid_cell *cell);
/* Boxes of rows BEGIN up to END (excluded), which is cut when OPEN. */
struct box *table_paint(struct fragment *fragment, size_t end, bool open);

#endif

/* table: three functions for three questions: where cells stand on the grid, how wide the columns are, how
 * tall the rows. flow asks table_place; the three are separate so that tests can ask each alone. */
#ifndef PIAO_LAYOUT_TABLE_H
#define PIAO_LAYOUT_TABLE_H

#include "layout/flow.h"

struct grid_cell {
    const struct content *cell;
    size_t row, column;    /* of its top left slot, from 0, head rows included */
    int row_span, column_span; /* clipped to the table */
};

struct grid {
    size_t rows, columns;
    const struct content **row;       /* the row nodes */
    const struct grid_cell *cells;    /* in reading order */
    size_t cell_count;
    const struct grid_cell **slots;   /* rows x columns: the cell that covers the slot, or NULL */
    size_t head_rows;
};

/* Places the cells of TABLE on their grid. */
const struct grid *table_grid(struct flow *flow, const struct content *table);

/* Column widths that add up to WIDTH at most: fixed ones as they are, automatic ones between their content's
 * minimum and maximum, shares divide what is left; when the minima do not fit, all shrink in proportion,
 * never below a floor of 1. */
const len *table_widths(struct flow *flow, const struct content *table, const struct grid *grid,
                        len width);

/* Row heights when nothing is split: single cells first, spanning ones then stretch their last row. */
const len *table_heights(struct flow *flow, const struct grid *grid, const len *widths);

/* flow_block for CONTENT_TABLE. Title and head are placed first (never without a row after them) and again,
 * as artifacts, after each break; so are the words that a spanning cell has for that, when it has ended
 * before. A row is split only when it is taller than the space under the head on a fresh page. */
struct placed table_place(struct flow *flow, const struct content *table,
                          const struct cursor *from, struct space space);

#endif

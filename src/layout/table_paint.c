/* table_paint: which boxes does a fragment of a table leave? Fills first, then lines, then the
 * cells' contents, so that nothing covers a text. Neighbours of one colour become one rectangle: no
 * seams. */
#include "layout/table_private.h"

struct painter {
    struct fragment *fragment;
    size_t end; /* rows shown end before this one */
    bool open;  /* the last of them goes on */
    struct box_list list;
    struct box *last; /* may be prolonged */
};

static const struct grid_cell *slot(const struct painter *painter, size_t row, size_t column) {
    const struct grid *grid = painter->fragment->plan->grid;
    return grid->slots[row * grid->columns + column];
}

static void fill(struct painter *painter, len x, len y, len width, len height, uint32_t colour) {
    struct box *last = painter->last;
    if (colour == COLOUR_NONE || width <= 0 || height <= 0)
        return;
    if (last && last->type == BOX_FILL && last->colour == colour && last->y == y &&
        last->height == height && last->x + last->width == x) {
        last->width += width;
        return;
    }
    struct box *box = box_new(painter->fragment->flow, BOX_FILL, x, y, width, height, NULL);
    box->colour = colour;
    box_add(&painter->list, box);
    painter->last = box;
}

static void rule(struct painter *painter, len x, len y, len width, len height,
                 const struct style_border *border) {
    struct box *last = painter->last;
    if (border->width <= 0 || border->colour == COLOUR_NONE)
        return;
    if (last && last->type == BOX_RULE && last->colour == border->colour &&
        last->stroke == border->width) {
        if (height == 0 && last->height == 0 && last->y == y && last->x + last->width == x) {
            last->width += width;
            return;
        }
        if (width == 0 && last->width == 0 && last->x == x && last->y + last->height == y) {
            last->height += height;
            return;
        }
    }
    struct box *box = box_new(painter->fragment->flow, BOX_RULE, x, y, width, height, NULL);
    box->colour = border->colour;
    box->stroke = border->width;
    box_add(&painter->list, box);
    painter->last = box;
}

static size_t part_end(const struct painter *painter, const struct part *part) {
    size_t end = part->grid_cell->row + (size_t)part->grid_cell->row_span;
    return end < painter->end ? end : painter->end;
}

static bool part_open(const struct painter *painter, const struct part *part) {
    size_t end = part->grid_cell->row + (size_t)part->grid_cell->row_span;
    return end > painter->end || (end == painter->end && painter->open);
}

static void paint_fills(struct painter *painter) {
    const struct fragment *fragment = painter->fragment;
    const struct grid *grid = fragment->plan->grid;
    const struct style *style = flow_style(fragment->flow, fragment->table);
    len width = fragment->plan->left[grid->columns];
    fill(painter, 0, 0, width, fragment_top(fragment, painter->end), style->fill);
    painter->last = NULL;
    for (size_t row = fragment->begin; row < painter->end; row++) {
        len top = fragment_top(fragment, row), height = fragment_top(fragment, row + 1) - top;
        if (grid->row[row]->as.row.kind == ROW_BODY && (row - grid->head_rows) % 2 == 1)
            fill(painter, 0, top, width, height, style->zebra);
        fill(painter, 0, top, width, height, flow_style(fragment->flow, grid->row[row])->fill);
    }
    painter->last = NULL;
    for (size_t i = 0; i < fragment->count; i++) {
        const struct part *part = fragment->parts[i];
        if (part->begin >= painter->end)
            continue;
        struct cell_frame frame = cell_frame(fragment, part->grid_cell);
        len top = fragment_top(fragment, part->begin);
        fill(painter, frame.x, top, frame.width,
             fragment_top(fragment, part_end(painter, part)) - top,
             flow_style(fragment->flow, part->grid_cell->cell)->fill);
    }
    painter->last = NULL;
}

/* Lines between rows and columns, left out inside spanning cells. */
static void paint_grid(struct painter *painter) {
    const struct fragment *fragment = painter->fragment;
    const struct grid *grid = fragment->plan->grid;
    const struct style *style = flow_style(fragment->flow, fragment->table);
    const len *left = fragment->plan->left;
    for (size_t row = fragment->begin + 1; row <= painter->end; row++) {
        bool foot = row == painter->end;
        if (foot && row == grid->rows && !painter->open)
            break; /* the table's border closes it */
        for (size_t c = 0; c < grid->columns; c++) {
            const struct grid_cell *above = slot(painter, row - 1, c);
            if (foot || !above || above != slot(painter, row, c))
                rule(painter, left[c], fragment_top(fragment, row), left[c + 1] - left[c], 0,
                     &style->row_rule);
        }
    }
    for (size_t c = 1; c < grid->columns; c++)
        for (size_t row = fragment->begin; row < painter->end; row++) {
            const struct grid_cell *before = slot(painter, row, c - 1);
            len top = fragment_top(fragment, row);
            if (!before || before != slot(painter, row, c))
                rule(painter, left[c], top, 0, fragment_top(fragment, row + 1) - top,
                     &style->column_rule);
        }
}

/* Cells' borders lie on the grid lines, where those of neighbours meet, and over the table's rules.
 */
static void paint_borders(struct painter *painter, int side) {
    const struct fragment *fragment = painter->fragment;
    for (size_t i = 0; i < fragment->count; i++) {
        const struct part *part = fragment->parts[i];
        if (part->begin >= painter->end || (side == SIDE_TOP && part->entered) ||
            (side == SIDE_BOTTOM && part_open(painter, part)))
            continue;
        struct cell_frame frame = cell_frame(fragment, part->grid_cell);
        len top = fragment_top(fragment, part->begin);
        len bottom = fragment_top(fragment, part_end(painter, part));
        bool upright = side == SIDE_LEFT || side == SIDE_RIGHT;
        rule(painter, side == SIDE_RIGHT ? frame.x + frame.width : frame.x,
             side == SIDE_BOTTOM ? bottom : top, upright ? 0 : frame.width,
             upright ? bottom - top : 0,
             &flow_style(fragment->flow, part->grid_cell->cell)->border[side]);
    }
}

static void paint_contents(struct painter *painter) {
    struct fragment *fragment = painter->fragment;
    for (size_t i = 0; i < fragment->count; i++) {
        const struct part *part = fragment->parts[i];
        if (part->begin >= painter->end || (part->done && !part->again) ||
            part->placed.fit == FIT_NONE)
            continue;
        struct cell_frame frame = cell_frame(fragment, part->grid_cell);
        const struct style *style = flow_style(fragment->flow, part->grid_cell->cell);
        len top = fragment_top(fragment, part->begin);
        len height = fragment_top(fragment, part_end(painter, part)) - top;
        len y = top + part->offset + frame.above;
        len spare = height - part->offset - frame.above - frame.below - part->placed.height;
        if (!part_open(painter, part) && spare > 0 && style->valign != VALIGN_TOP)
            y += style->valign == VALIGN_MIDDLE ? spare / 2 : spare;
        struct box_list *list = &painter->list;
        if (part->again) {
            struct box *again = box_new(fragment->flow, BOX_GROUP, frame.inner_x, y,
                                        frame.inner_width, part->placed.height, NULL);
            again->artifact = true;
            again->first = part->placed.boxes;
            box_add(list, again);
            continue;
        }
        box_place(fragment->flow, list, part->placed.boxes, frame.inner_x, y, frame.inner_width,
                  part->placed.height);
    }
}

struct box *table_paint(struct fragment *fragment, size_t end, bool open) {
    struct painter painter = {.fragment = fragment, .end = end, .open = open};
    const struct grid *grid = fragment->plan->grid;
    paint_fills(&painter);
    paint_grid(&painter);
    for (int side = 0; side < SIDES; side++)
        paint_borders(&painter, side);
    struct style outline = *flow_style(fragment->flow, fragment->table);
    outline.fill = COLOUR_NONE;
    unsigned edges = 1u << SIDE_LEFT | 1u << SIDE_RIGHT;
    if (fragment->begin == 0 && !fragment->begun)
        edges |= 1u << SIDE_TOP;
    if (end == grid->rows && !open)
        edges |= 1u << SIDE_BOTTOM;
    struct box *frame =
        box_frame(fragment->flow, &outline, 0, 0, fragment->plan->left[grid->columns],
                  fragment_top(fragment, end), edges);
    if (frame)
        box_add(&painter.list, frame);
    paint_contents(&painter);
    return painter.list.first;
}

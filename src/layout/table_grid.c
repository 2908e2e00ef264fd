/* table_grid: where do cells stand, and how wide are their columns? Rows are filled from the top; a
 * cell whose slot is taken moves right, one that reaches over an edge or another cell is clipped.
 */
#include "layout/table_private.h"

static bool slots_free(const struct grid *grid, size_t row, size_t column, size_t span) {
    for (size_t c = column; c < column + span; c++)
        if (grid->slots[row * grid->columns + c])
            return false;
    return true;
}

/* Head, body and foot are apart: no cell reaches from one into the next. */
static bool same_part(const struct content *a, const struct content *b) {
    return a->as.row.kind == b->as.row.kind;
}

static void put_cell(struct grid *grid, struct grid_cell *place, size_t row, size_t *column) {
    const struct content *cell = place->cell;
    size_t c = cell->as.cell.column > *column ? cell->as.cell.column : *column;
    if (c >= grid->columns || grid->slots[row * grid->columns + c])
        for (c = 0; c < grid->columns && grid->slots[row * grid->columns + c];)
            c++;
    if (c >= grid->columns)
        return;
    size_t wide = 1, tall = 1;
    while ((int)wide < cell->as.cell.column_span && c + wide < grid->columns &&
           slots_free(grid, row, c + wide, 1))
        wide++;
    while ((int)tall < cell->as.cell.row_span && row + tall < grid->rows &&
           same_part(grid->row[row], grid->row[row + tall]) &&
           slots_free(grid, row + tall, c, wide))
        tall++;
    place->row = row;
    place->column = c;
    place->row_span = (int)tall;
    place->column_span = (int)wide;
    for (size_t r = row; r < row + tall; r++)
        for (size_t i = c; i < c + wide; i++)
            grid->slots[r * grid->columns + i] = place;
    grid->cell_count++;
    *column = c + wide;
}

const struct grid *table_grid(struct flow *flow, const struct content *table) {
    struct arena *arena = flow->ts->arena;
    struct grid *grid = arena_alloc(arena, sizeof *grid);
    size_t cells = 0;
    grid->columns = table->as.table.column_count;
    for (const struct content *row = table->first; row; row = row->next) {
        size_t in_row = 0;
        for (const struct content *cell = row->first; cell; cell = cell->next) {
            in_row++;
            if (cell->as.cell.column < 1000 && cell->as.cell.column + 1 > grid->columns)
                grid->columns = cell->as.cell.column + 1;
        }
        if (in_row > grid->columns)
            grid->columns = in_row;
        cells += in_row;
        grid->rows++;
    }
    grid->row = arena_array(arena, grid->rows, sizeof *grid->row);
    grid->slots = arena_array(arena, grid->rows * grid->columns, sizeof *grid->slots);
    struct grid_cell *places = arena_array(arena, cells, sizeof *places);
    grid->cells = places;
    size_t r = 0;
    for (const struct content *row = table->first; row; row = row->next)
        grid->row[r++] = row;
    for (r = 0; r < grid->rows; r++) {
        size_t column = 0;
        if (grid->row[r]->as.row.kind == ROW_HEAD && grid->head_rows == r)
            grid->head_rows++;
        for (const struct content *cell = grid->row[r]->first; cell; cell = cell->next) {
            places[grid->cell_count].cell = cell;
            put_cell(grid, &places[grid->cell_count], r, &column);
        }
    }
    return grid;
}

static len cell_sides(struct flow *flow, const struct content *table, const struct content *cell) {
    const struct style *style = flow_style(flow, cell);
    return len_max(style->padding[SIDE_LEFT], 0) + len_max(style->padding[SIDE_RIGHT], 0) +
           len_max(flow_style(flow, table)->column_rule.width, 0);
}

/* Adds to the columns of a spanning cell what they lack, in proportion to what they have. */
static void spread(struct width_need *needs, size_t count, len wanted, bool minimum) {
    int64_t have = 0, weight = 0, passed = 0, given = 0;
    for (size_t i = 0; i < count; i++) {
        bool fixed = needs[i].kind == WIDTH_FIXED;
        have += fixed ? needs[i].size : minimum ? needs[i].minimum : needs[i].maximum;
        weight += fixed ? 0 : (int64_t)needs[i].maximum + 1;
    }
    int64_t lack = wanted - have;
    if (lack <= 0 || weight == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        if (needs[i].kind == WIDTH_FIXED)
            continue;
        passed += (int64_t)needs[i].maximum + 1;
        int64_t part = lack * passed / weight - given;
        given += part;
        if (minimum)
            needs[i].minimum = len_add(needs[i].minimum, (len)part);
        else
            needs[i].maximum = len_add(needs[i].maximum, (len)part);
    }
}

struct width_need *table_needs(struct flow *flow, const struct content *table,
                               const struct grid *grid) {
    struct width_need *needs = arena_array(flow->ts->arena, grid->columns, sizeof *needs);
    for (size_t i = 0; i < grid->columns && i < table->as.table.column_count; i++) {
        needs[i].kind = table->as.table.columns[i].width.kind;
        needs[i].size = table->as.table.columns[i].width.size;
        needs[i].cap = table->as.table.columns[i].max_width;
    }
    for (int spanning = 0; spanning < 2; spanning++)
        for (size_t i = 0; i < grid->cell_count; i++) {
            const struct grid_cell *place = &grid->cells[i];
            struct width_need *need = &needs[place->column];
            if ((place->column_span > 1) != (spanning == 1))
                continue;
            if (!spanning && need->kind == WIDTH_FIXED)
                continue;
            struct line_widths content = flow_widths(flow, place->cell);
            len sides = cell_sides(flow, table, place->cell);
            len minimum = len_add(content.minimum, sides),
                maximum = len_add(content.maximum, sides);
            if (spanning) {
                spread(need, (size_t)place->column_span, maximum, false);
                spread(need, (size_t)place->column_span, minimum, true);
            } else {
                need->minimum = len_max(need->minimum, minimum);
                need->maximum = len_max(need->maximum, maximum);
            }
        }
    for (size_t i = 0; i < grid->columns && i < table->as.table.column_count; i++) {
        len least = table->as.table.columns[i].min_width;
        if (needs[i].cap > 0) {
            needs[i].maximum = len_min(needs[i].maximum, needs[i].cap);
            needs[i].minimum = len_min(needs[i].minimum, needs[i].cap);
        }
        needs[i].minimum = len_max(needs[i].minimum, least);
        needs[i].maximum = len_max(needs[i].maximum, needs[i].minimum);
    }
    return needs;
}

const len *table_widths(struct flow *flow, const struct content *table, const struct grid *grid,
                        len width) {
    len *widths = arena_array(flow->ts->arena, grid->columns, sizeof *widths);
    widths_divide(flow->ts->arena, table_needs(flow, table, grid), grid->columns, width, widths);
    return widths;
}

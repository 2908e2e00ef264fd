/* Which rows and cells has a table? Most are a loop and one cell a column, so columns say their
 * heads, cells and totals themselves and become a row of the head, of the body and of the foot;
 * tables with more say their rows. Rows that are written out are checked against the columns. */
#include "input/template_private.h"

#include <string.h>

enum { COLUMNS_MOST = 100 };

/* ---- cells ---- */

static struct cell_spec *new_cell(struct loader *loader, struct place place) {
    struct cell_spec *cell = arena_alloc(loader->arena, sizeof *cell);
    cell->place = place;
    cell->column_span = cell->row_span = 1;
    return cell;
}

/* True when NODE is a cell with keys of its own, not an unquoted {expression}. */
static bool has_keys(const struct ynode *node) {
    for (size_t i = 0; node->type == YNODE_MAP && i < node->count; i++) {
        if (node->items[i]->type != YNODE_SCALAR || node->items[i]->text != NULL) {
            return true;
        }
    }
    return false;
}

const struct cell_spec *read_cells(struct loader *loader, const struct key *key,
                                   const struct ynode *node) {
    struct cell_spec *first = NULL, **end = &first;
    if (node->type != YNODE_LIST) {
        diag_at(loader->diags, node->place, MSG_WANT_LIST, key->name);
        return NULL;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct ynode *item = node->items[i];
        struct cell_spec *cell = new_cell(loader, item->place);
        if (has_keys(item)) {
            map_read(loader, key->table, item, cell);
        } else {
            cell->text = read_parts(loader, key->name, item);
        }
        *end = cell;
        end = &cell->next;
    }
    return first;
}

/* ---- columns ---- */

struct columns {
    struct column_reading **items;
    size_t count;
};

/* What columns say outside the loop. */
static struct columns read_columns(struct loader *loader, const struct ynode *node) {
    struct columns columns = {0};
    if (node == NULL) {
        return columns;
    }
    if (node->type != YNODE_LIST) {
        diag_at(loader->diags, node->place, MSG_WANT_LIST, "columns");
        return columns;
    }
    columns.items = arena_array(loader->arena, node->count, sizeof *columns.items);
    columns.count = node->count;
    for (size_t i = 0; i < node->count; i++) {
        struct column_reading *reading = arena_alloc(loader->arena, sizeof *reading);
        reading->column.place = node->items[i]->place;
        columns.items[i] = reading;
        if (loader_spend(loader, node->items[i]->place) &&
            keys_check(loader, &column_keys, node->items[i])) {
            keys_read(loader, &column_keys, node->items[i], reading, 0);
        }
    }
    return columns;
}

/* What columns say about the cells of each turn. */
static void read_column_cells(struct loader *loader, const struct ynode *node,
                              const struct columns *columns) {
    for (size_t i = 0; i < columns->count; i++) {
        if (node->items[i]->type == YNODE_MAP) {
            keys_read(loader, &column_keys, node->items[i], columns->items[i], KEY_IN_LOOP);
        }
    }
}

/* A row of one cell a column, made by FILL; NULL when no column has something for it. */
static struct row_spec *row_of_columns(struct loader *loader, const struct columns *columns,
                                       bool (*fill)(const struct column_reading *column,
                                                    struct cell_spec *cell)) {
    struct row_spec *row = arena_alloc(loader->arena, sizeof *row);
    struct cell_spec *first = NULL, **end = &first;
    bool any = false;
    for (size_t i = 0; i < columns->count; i++) {
        struct cell_spec *cell = new_cell(loader, columns->items[i]->column.place);
        any |= fill(columns->items[i], cell);
        *end = cell;
        end = &cell->next;
    }
    row->cells = first;
    row->place = first != NULL ? first->place : (struct place){0};
    return any ? row : NULL;
}

static bool fill_head(const struct column_reading *column, struct cell_spec *cell) {
    cell->text = column->head;
    return column->head != NULL;
}

static bool fill_body(const struct column_reading *column, struct cell_spec *cell) {
    cell->text = column->text;
    cell->prose = column->prose;
    cell->blocks = column->blocks;
    return column->text != NULL || column->prose != NULL || column->blocks != NULL;
}

static bool fill_foot(const struct column_reading *column, struct cell_spec *cell) {
    cell->text = column->total;
    return column->total != NULL;
}

/* ---- rows that are written out ---- */

static int row_width(const struct row_spec *row) {
    int width = 0;
    for (const struct cell_spec *cell = row->cells; cell != NULL; cell = cell->next) {
        width += cell->column_span;
    }
    return width;
}

/* Places the cells of ROW in the columns that are free; OCCUPIED counts the rows that cells above
 * still cover in each column. */
static void check_row(struct loader *loader, const struct row_spec *row, int *occupied,
                      size_t count) {
    int covered = 0;
    for (size_t c = 0; c < count; c++) {
        covered += occupied[c] > 0;
    }
    if (row_width(row) + covered != (int)count) {
        diag_at(loader->diags, row->place, MSG_TABLE_CELLS,
                arena_format(loader->arena, "%d", row_width(row) + covered),
                arena_format(loader->arena, "%zu", count));
        memset(occupied, 0, count * sizeof *occupied);
        return;
    }
    size_t at = 0;
    for (const struct cell_spec *cell = row->cells; cell != NULL; cell = cell->next) {
        while (at < count && occupied[at] > 0) {
            occupied[at++]--;
        }
        for (int i = 0; i < cell->column_span; i++, at++) {
            if (at >= count || occupied[at] > 0) {
                diag_at(loader->diags, cell->place, MSG_TABLE_SPAN,
                        arena_format(loader->arena, "%d", cell->column_span));
                memset(occupied, 0, count * sizeof *occupied);
                return;
            }
            occupied[at] = cell->row_span - 1;
        }
    }
    while (at < count) {
        occupied[at++]--;
    }
}

/* Rows of one section: a cell does not reach from one into the next. */
static void check_section(struct loader *loader, const struct row_spec *rows, size_t count) {
    int *occupied = arena_array(loader->arena, count, sizeof *occupied);
    struct place place = {0};
    bool fixed = true; /* as many rows as are written */
    for (const struct row_spec *row = rows; row != NULL; row = row->next) {
        check_row(loader, row, occupied, count);
        fixed = fixed && row->loop == NULL;
        place = row->place;
    }
    for (size_t c = 0; c < count && fixed; c++) {
        if (occupied[c] > 0) {
            diag_at(loader->diags, place, MSG_TABLE_ROWS, "");
            return;
        }
    }
}

/* ---- tables ---- */

static void refuse_both(struct loader *loader, const struct ynode *node, const char *rows,
                        bool column_rows, const char *column_key) {
    if (column_rows) {
        const struct ynode *list = ynode_find(node, rows);
        diag_at(loader->diags, list->place, MSG_TEMPLATE_CHOICE, column_key, rows);
    }
}

/* What columns have in common with rows that are written out. */
static void join_rows(struct loader *loader, const struct ynode *node,
                      const struct columns *columns, struct table_reading *reading) {
    struct row_spec *head = row_of_columns(loader, columns, fill_head);
    struct row_spec *body = row_of_columns(loader, columns, fill_body);
    struct row_spec *foot = row_of_columns(loader, columns, fill_foot);
    if (body != NULL) {
        body->loop = reading->loop;
        body->bindings = reading->bindings;
    } else if (reading->loop != NULL && reading->body == NULL) {
        diag_at(loader->diags, reading->loop->place, MSG_TEMPLATE_ALONE, "rows", "columns: cell");
    }
    if (reading->head != NULL) {
        refuse_both(loader, node, "head", head != NULL, "columns: head");
    }
    if (reading->body != NULL) {
        refuse_both(loader, node, "body", body != NULL, "columns: cell");
        refuse_both(loader, node, "body", reading->loop != NULL, "rows");
    }
    if (reading->foot != NULL) {
        refuse_both(loader, node, "foot", foot != NULL, "columns: total");
    }
    reading->table.head = reading->head != NULL ? reading->head : head;
    reading->table.body = reading->body != NULL ? reading->body : body;
    reading->table.foot = reading->foot != NULL ? reading->foot : foot;
}

static const struct row_spec *first_row(const struct table_reading *reading) {
    return reading->head != NULL   ? reading->head
           : reading->body != NULL ? reading->body
                                   : reading->foot;
}

/* Columns of a table that only writes its rows: as many as the first one has cells. */
static struct columns implied_columns(struct loader *loader, const struct row_spec *row) {
    struct columns columns = {.count = row != NULL ? (size_t)row_width(row) : 0};
    columns.items = arena_array(loader->arena, columns.count, sizeof *columns.items);
    for (size_t i = 0; i < columns.count; i++) {
        columns.items[i] = arena_alloc(loader->arena, sizeof **columns.items);
        columns.items[i]->column.place = row->place;
    }
    return columns;
}

static const struct text_part *read_continued(struct loader *loader, const struct ynode *node,
                                              const struct text_part *title) {
    if (node == NULL) {
        return NULL;
    }
    if (node->type != YNODE_SCALAR || node->quoted || !text_equal(node->text, "true")) {
        return read_parts(loader, "continued", node);
    }
    if (title == NULL) {
        diag_at(loader->diags, node->place, MSG_TEMPLATE_ALONE, "continued", "title");
        return NULL;
    }
    struct text_part *first = NULL, **end = &first;
    for (; title != NULL; title = title->next) {
        *end = arena_alloc(loader->arena, sizeof **end);
        **end = *title;
        end = &(*end)->next;
    }
    *end = arena_alloc(loader->arena, sizeof **end);
    **end = (struct text_part){.text = text_expr_parse(&loader->parser, " (segue)", node->place)};
    return first;
}

void read_table(struct loader *loader, const struct ynode *node, struct block *block) {
    struct table_reading *reading = arena_alloc(loader->arena, sizeof *reading);
    struct table_spec *table = &reading->table;
    const struct names *names = loader->parser.names;
    block->as.table = table;
    if (!keys_check(loader, &table_keys, node)) {
        return;
    }
    keys_read(loader, &table_keys, node, reading, 0);
    struct columns columns = read_columns(loader, reading->columns);
    reading->loop = read_loop(loader, &table_keys, node);
    keys_read(loader, &table_keys, node, reading, KEY_IN_LOOP);
    read_column_cells(loader, reading->columns, &columns);
    loader->parser.names = names;
    if (reading->columns == NULL) {
        columns = implied_columns(loader, first_row(reading));
    }
    bool rows = ynode_find(node, "head") || ynode_find(node, "body") || ynode_find(node, "foot");
    if (reading->columns != NULL ? reading->columns->type == YNODE_LIST && columns.count == 0
                                 : !rows) {
        diag_at(loader->diags, node->place, MSG_TEMPLATE_MISSING, "columns", "table");
    }
    join_rows(loader, node, &columns, reading);
    if (columns.count > COLUMNS_MOST) {
        diag_at(loader->diags, node->place, MSG_TABLE_COLUMNS,
                arena_format(loader->arena, "%d", COLUMNS_MOST));
        return;
    }
    check_section(loader, reading->head, columns.count);
    check_section(loader, reading->body, columns.count);
    check_section(loader, reading->foot, columns.count);
    for (size_t i = columns.count; i > 0; i--) {
        columns.items[i - 1]->column.next = i < columns.count ? &columns.items[i]->column : NULL;
        table->columns = &columns.items[i - 1]->column;
    }
    table->continued = read_continued(loader, reading->continued, table->title);
    if (reading->style != NULL && block->style != NULL) {
        diag_at(loader->diags, ynode_find(node, "style")->place, MSG_TEMPLATE_CHOICE,
                "table: style", "style");
    }
    block->style = reading->style != NULL ? reading->style : block->style;
}

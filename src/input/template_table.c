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
            const struct names *names = loader->parser.names;
            reading->column.loop = read_loop(loader, &column_keys, node->items[i]);
            if (reading->column.loop != NULL) { /* under the name `loop` */
                reading->item = loader->parser.names->outer->type;
            }
            keys_read(loader, &column_keys, node->items[i], reading, 0);
            loader->parser.names = names;
        }
    }
    return columns;
}

/* What columns say about the cells of each turn. */
static void read_column_cells(struct loader *loader, const struct ynode *node,
                              const struct columns *columns) {
    const struct names *names = loader->parser.names;
    for (size_t i = 0; i < columns->count; i++) {
        struct column_reading *reading = columns->items[i];
        if (node->items[i]->type != YNODE_MAP) {
            continue;
        }
        if (reading->column.loop != NULL) { /* `loop` is that of the rows */
            names_push(loader, reading->column.loop->var, reading->item);
        }
        keys_read(loader, &column_keys, node->items[i], reading, KEY_IN_LOOP);
        loader->parser.names = names;
        if (reading->column.merge && reading->blocks != NULL) {
            diag_at(loader->diags, reading->column.place, MSG_TEMPLATE_CHOICE, "columns: merge",
                    "blocks");
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
        cell->each = columns->items[i]->column.loop != NULL;
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

/* The mark of cells that span all the inner rows; less: a number of rows. */
enum { OCCUPIED_ALL = 1000000 };

struct checking { /* of one section */
    struct loader *loader;
    const struct columns *columns;
    int *occupied; /* by column: the rows that cells above still cover */
    bool body;
};

/* After a problem, so that it is not told twice: those of a number of rows. */
static void forget_spans(struct checking *checking) {
    for (size_t c = 0; c < checking->columns->count; c++) {
        if (checking->occupied[c] < OCCUPIED_ALL) {
            checking->occupied[c] = 0;
        }
    }
}

static size_t row_width(const struct row_spec *row) {
    size_t width = 0;
    for (const struct cell_spec *cell = row->cells; cell != NULL; cell = cell->next) {
        width += (size_t)cell->column_span;
    }
    return width;
}

/* The columns of a cell of ROW that takes all that the others leave of FREE; 0: no cell does. */
static size_t rest_width(const struct row_spec *row, size_t free) {
    size_t width = row_width(row);
    for (const struct cell_spec *cell = row->cells; cell != NULL; cell = cell->next) {
        if (cell->column_span == SPAN_ALL) {
            return width < free ? free - width : 1;
        }
    }
    return 0;
}

static void check_cell(struct checking *checking, const struct cell_spec *cell, size_t column,
                       bool inner) {
    struct diags *diags = checking->loader->diags;
    const struct column_spec *spec = &checking->columns->items[column]->column;
    if (cell->row_span == SPAN_ALL && !inner) {
        diag_at(diags, cell->place, MSG_TEMPLATE_ALONE, "cells: rows: all", "rows");
    }
    if (cell->row_span != 1 && checking->body && spec->merge) {
        diag_at(diags, cell->place, MSG_TEMPLATE_CHOICE, "cells: rows", "columns: merge");
    }
    if (cell->repeat && cell->row_span == 1) {
        diag_at(diags, cell->place, MSG_TEMPLATE_ALONE, "cells: repeat", "cells: rows");
    }
}

/* Places the cells of ROW in the columns that are free. */
static void check_row(struct checking *checking, const struct row_spec *row) {
    struct loader *loader = checking->loader;
    size_t count = checking->columns->count, free = 0, at = 0;
    int *occupied = checking->occupied;
    bool shared = row_is_shared(row);
    for (size_t c = 0; c < count; c++) {
        free += occupied[c] == 0;
    }
    size_t rest = rest_width(row, free), width = row_width(row) + rest;
    if (shared ? width > free : width != free) {
        diag_at(loader->diags, row->place, MSG_TABLE_CELLS,
                arena_format(loader->arena, "%zu", width + (count - free)),
                arena_format(loader->arena, "%zu", count));
        forget_spans(checking);
        return;
    }
    for (size_t c = 0; c < count && !shared; c++) { /* this row is one of those they cover */
        occupied[c] = occupied[c] >= OCCUPIED_ALL ? occupied[c] : -occupied[c];
    }
    for (const struct cell_spec *cell = row->cells; cell != NULL; cell = cell->next) {
        size_t span = cell->column_span == SPAN_ALL ? rest : (size_t)cell->column_span;
        rest = cell->column_span == SPAN_ALL ? 0 : rest;
        while (at < count && occupied[at] != 0) {
            at++;
        }
        bool fits = span > 0 && at + span <= count;
        for (size_t c = at; c < at + span && fits; c++) {
            fits = occupied[c] == 0;
        }
        if (!fits) {
            diag_at(loader->diags, cell->place, MSG_TABLE_SPAN,
                    cell->column_span == SPAN_ALL
                        ? "all"
                        : arena_format(loader->arena, "%d", cell->column_span));
            forget_spans(checking);
            return;
        }
        check_cell(checking, cell, at, row->rows != NULL);
        for (; span > 0; span--) {
            occupied[at++] = cell->row_span != SPAN_ALL ? -cell->row_span
                             : row->rows != NULL        ? OCCUPIED_ALL
                                                        : -1;
        }
    }
    for (size_t c = 0; c < count; c++) {
        occupied[c] = occupied[c] < 0 ? -occupied[c] - 1 : occupied[c];
    }
}

static bool check_rows(struct checking *checking, const struct row_spec *rows);

/* The inner rows of ROW; spans that begin in it or in them end with them when one of its own does.
 */
static bool check_inner(struct checking *checking, const struct row_spec *row) {
    size_t count = checking->columns->count;
    bool *free = arena_array(checking->loader->arena, count, sizeof *free);
    for (size_t c = 0; c < count; c++) {
        free[c] = checking->occupied[c] == 0;
    }
    if (row->cells != NULL) {
        check_row(checking, row);
    }
    bool fixed = check_rows(checking, row->rows);
    for (size_t c = 0; c < count && row_has_spans(row); c++) {
        checking->occupied[c] = free[c] ? 0 : checking->occupied[c];
    }
    return fixed;
}

/* True when there are as many rows as are written. */
static bool check_rows(struct checking *checking, const struct row_spec *rows) {
    bool fixed = true;
    for (const struct row_spec *row = rows; row != NULL; row = row->next) {
        fixed = fixed && row->loop == NULL;
        if (row->rows != NULL) {
            fixed = check_inner(checking, row) && fixed;
        } else {
            check_row(checking, row);
        }
    }
    return fixed;
}

/* Rows of one section: a cell does not reach from one into the next. */
static void check_section(struct loader *loader, const struct row_spec *rows,
                          const struct columns *columns, bool body) {
    struct checking checking = {loader, columns, NULL, body};
    struct place place = {0};
    checking.occupied = arena_array(loader->arena, columns->count, sizeof *checking.occupied);
    bool fixed = check_rows(&checking, rows);
    for (const struct row_spec *row = rows; row != NULL; row = row->next) {
        place = row->place;
    }
    for (size_t c = 0; c < columns->count && fixed; c++) {
        if (checking.occupied[c] > 0) {
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
    for (size_t i = 0; i < columns->count && reading->body == NULL; i++) {
        const struct column_spec *column = &columns->items[i]->column;
        if (column->repeat && !column->merge) {
            diag_at(loader->diags, column->place, MSG_TEMPLATE_ALONE, "columns: repeat", "merge");
        }
    }
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
static size_t implied_width(const struct row_spec *row) {
    size_t width = row_width(row) + rest_width(row, 0);
    return row_is_shared(row) ? width + implied_width(row->rows) : width;
}

static struct columns implied_columns(struct loader *loader, const struct row_spec *row) {
    struct columns columns = {.count = row != NULL ? implied_width(row) : 0};
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
    check_section(loader, reading->head, &columns, false);
    check_section(loader, reading->body, &columns, true);
    check_section(loader, reading->foot, &columns, false);
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

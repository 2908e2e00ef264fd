/* bind_table: rows and cells of a table, as many as the data has; and fields, which are a table of labels and
 * values. Columns whose condition is false take their cells with them. */
#include "content/bind_private.h"

struct table_binder {
    struct binder *binder;
    const struct table_spec *spec;
    struct content *table;
    const struct column_spec **columns; /* by written position */
    int *position;                      /* printed position, -1 when not there */
    size_t written, printed;
    int *occupied; /* by written position: rows still covered by a cell above */
    struct content **covering; /* that cell, or NULL when its columns are hidden */
};

static void find_columns(struct table_binder *tb, const struct scope *scope) {
    struct binder *binder = tb->binder;
    for (const struct column_spec *column = tb->spec->columns; column; column = column->next) {
        tb->written++;
    }
    tb->columns = arena_array(binder->arena, tb->written, sizeof *tb->columns);
    tb->position = arena_array(binder->arena, tb->written, sizeof *tb->position);
    tb->occupied = arena_array(binder->arena, tb->written, sizeof *tb->occupied);
    tb->covering = arena_array(binder->arena, tb->written, sizeof *tb->covering);
    struct table_column *out = arena_array(binder->arena, tb->written, sizeof *out);
    size_t i = 0;
    for (const struct column_spec *column = tb->spec->columns; column; column = column->next, i++) {
        tb->columns[i] = column;
        struct expr_eval eval = binder_eval(binder, scope);
        if (!expr_true(&eval, column->when)) {
            tb->position[i] = -1;
            continue;
        }
        tb->position[i] = (int)tb->printed;
        out[tb->printed++] = (struct table_column){column->width, column->min_width,
                                                   column->max_width, column->row_header};
    }
    tb->table->as.table.columns = out;
    tb->table->as.table.column_count = tb->printed;
}

static const struct style *cell_look(struct table_binder *tb, const struct cell_spec *cell,
                                     const struct row_spec *row, const struct column_spec *column,
                                     enum row_kind kind) {
    if (cell && cell->style) {
        return cell->style;
    }
    if (row->style) {
        return row->style;
    }
    if (kind == ROW_BODY && column->style) {
        return column->style;
    }
    const struct style *look = kind == ROW_HEAD   ? tb->spec->head_style
                               : kind == ROW_FOOT ? tb->spec->foot_style
                                                  : tb->spec->cell_style;
    /* Head and foot cells keep their own look but stand as their column does. */
    return column->style ? style_aligned(tb->binder, look, column->style) : look;
}

static struct content *bind_cell(struct table_binder *tb, struct content *row_node,
                                 const struct row_spec *row, const struct cell_spec *cell,
                                 size_t at, enum row_kind kind, const struct scope *scope) {
    struct binder *binder = tb->binder;
    int span = 0;
    size_t first = at;
    for (size_t c = at; c < tb->written && c < at + (size_t)cell->column_span; c++) {
        if (tb->position[c] >= 0) {
            first = span++ ? first : c;
        }
    }
    if (!span) {
        return NULL; /* all its columns are hidden */
    }
    const struct column_spec *column = tb->columns[first];
    const struct style *look = cell_look(tb, cell, row, column, kind);
    struct content *node = content_new(binder, row_node, CONTENT_CELL, look, cell->place);
    node->as.cell.column = (size_t)tb->position[first];
    node->as.cell.column_span = span;
    node->as.cell.row_span = cell->row_span;
    node->as.cell.header = kind == ROW_HEAD || cell->header || column->row_header;
    struct expr_eval eval = binder_eval(binder, scope);
    if (expr_true(&eval, cell->when)) {
        bind_cell_body(binder, node, scope, cell->text, cell->prose, cell->blocks, look,
                       cell->place);
    }
    return node;
}

static void bind_row(struct table_binder *tb, const struct row_spec *row, enum row_kind kind,
                     const struct scope *scope) {
    struct binder *binder = tb->binder;
    for (const struct binding *name = row->bindings; name; name = name->next) {
        struct expr_eval eval = binder_eval(binder, scope);
        struct scope *inner = arena_alloc(binder->arena, sizeof *inner);
        *inner = (struct scope){name->name, expr_value(&eval, name->value), scope};
        scope = inner;
    }
    struct expr_eval eval = binder_eval(binder, scope);
    if (!expr_true(&eval, row->when)) {
        return;
    }
    const struct style *row_style = row->style          ? row->style
                                    : kind == ROW_HEAD  ? tb->spec->head_style
                                    : kind == ROW_FOOT  ? tb->spec->foot_style
                                                        : tb->spec->cell_style;
    struct content *node = content_new(binder, tb->table, CONTENT_ROW, row_style, row->place);
    node->as.row.kind = kind;
    node->as.row.keep_with_next = row->keep_with_next;
    const struct cell_spec *cell = row->cells;
    static const struct cell_spec empty = {.column_span = 1, .row_span = 1};
    size_t at = 0;
    while (at < tb->written) {
        if (tb->occupied[at] > 0) {
            tb->occupied[at++]--;
            continue;
        }
        const struct cell_spec *spec = cell ? cell : &empty;
        struct content *made = bind_cell(tb, node, row, spec, at, kind, scope);
        for (int i = 0; i < spec->column_span && at < tb->written; i++) {
            tb->covering[at] = made;
            tb->occupied[at++] = spec->row_span - 1;
        }
        cell = cell ? cell->next : NULL;
    }
}

static size_t bind_rows(struct table_binder *tb, const struct row_spec *rows, enum row_kind kind,
                        const struct scope *scope) {
    size_t count = 0;
    for (const struct row_spec *row = rows; row; row = row->next) {
        struct content *before = tb->table->last;
        if (!row->loop) {
            bind_row(tb, row, kind, scope);
        } else {
            struct items items = loop_items(tb->binder, row->loop, scope);
            for (size_t i = 0; i < items.count; i++) {
                struct scope item = {loop_name(row->loop), items.items[i], scope};
                struct scope state = {"loop", loop_state(tb->binder, i, items.count), &item};
                bind_row(tb, row, kind, &state);
            }
        }
        for (struct content *node = before ? before->next : tb->table->first; node;
             node = node->next) {
            count++;
        }
    }
    /* A span does not reach from head to body or from body to foot, whatever rows the data left out. */
    for (size_t c = 0; c < tb->written; c++) {
        bool again = c > 0 && tb->covering[c] == tb->covering[c - 1];
        if (tb->occupied[c] > 0 && tb->covering[c] && !again) {
            tb->covering[c]->as.cell.row_span -= tb->occupied[c];
        }
    }
    for (size_t c = 0; c < tb->written; c++) {
        tb->occupied[c] = 0;
        tb->covering[c] = NULL;
    }
    return count;
}

struct content *bind_table_title(struct binder *binder, struct content *table,
                                 const struct text_part *parts, const struct style *style,
                                 const struct scope *scope) {
    struct span *spans =
        parts ? bind_parts(binder, scope, parts, style, table->source) : NULL;
    if (!spans) {
        return NULL;
    }
    struct content *node = content_new(binder, NULL, CONTENT_PARAGRAPH, style, table->source);
    node->parent = table;
    node->spans = spans;
    return node;
}

void bind_table(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope) {
    const struct table_spec *spec = block->as.table;
    struct content *table = content_new(binder, NULL, CONTENT_TABLE, block->style, block->place);
    struct table_binder tb = {.binder = binder, .spec = spec, .table = table};
    find_columns(&tb, scope);
    if (!tb.printed) {
        return;
    }
    table->as.table.caption = bind_table_title(binder, table, spec->title, spec->title_style, scope);
    table->as.table.continued =
        bind_table_title(binder, table, spec->continued, spec->title_style, scope);
    struct heading_stack headings = binder->headings;
    table->as.table.head_rows = bind_rows(&tb, spec->head, ROW_HEAD, scope);
    size_t body = bind_rows(&tb, spec->body, ROW_BODY, scope);
    if (!body && !spec->keep_empty) {
        binder->headings = headings; /* those in the head are not there */
        return;
    }
    bind_rows(&tb, spec->foot, ROW_FOOT, scope);
    const char *summary = binder_string(binder, scope, spec->summary);
    table->summary = text_empty(summary) ? NULL : summary;
    content_adopt(parent, table);
}

/* Labels above their values, COLUMNS of them side by side. */
static void bind_field_grid(struct binder *binder, struct content *parent,
                            const struct block *block, const struct scope *scope) {
    int columns = block->as.fields.columns > 0 ? block->as.fields.columns : 1;
    struct content *line = NULL;
    int filled = 0;
    for (const struct field_spec *field = block->as.fields.items; field; field = field->next) {
        struct expr_eval eval = binder_eval(binder, scope);
        if (bind_withheld(binder, scope, field->personal, field->text, field->prose) ||
            !expr_true(&eval, field->when)) {
            continue;
        }
        struct content *group =
            content_new(binder, NULL, CONTENT_GROUP, binder->tmpl->base, field->place);
        group->as.group.width = (struct width){WIDTH_SHARE, 1000};
        bind_cell_body(binder, group, scope, field->text, field->prose, NULL, field->style,
                       field->place);
        if (!group->first && !field->keep_empty) {
            continue;
        }
        struct content *value = group->first;
        group->first = group->last = NULL;
        bind_cell_body(binder, group, scope, field->label, NULL, NULL, field->label_style,
                       field->place);
        for (struct content *next; value; value = next) {
            next = value->next;
            value->next = NULL;
            content_adopt(group, value);
        }
        if (!line || filled == columns) {
            line = content_new(binder, parent, CONTENT_COLUMNS, block->style, block->place);
            line->as.columns.gap = 12 * LEN_PT;
            filled = 0;
        }
        content_adopt(line, group);
        filled++;
    }
    for (; line && filled < columns; filled++) { /* the last line keeps the others' widths */
        struct content *group =
            content_new(binder, line, CONTENT_GROUP, binder->tmpl->base, block->place);
        group->as.group.width = (struct width){WIDTH_SHARE, 1000};
    }
}

void bind_fields(struct binder *binder, struct content *parent, const struct block *block,
                 const struct scope *scope) {
    if (block->as.fields.above) {
        bind_field_grid(binder, parent, block, scope);
        return;
    }
    struct content *table = content_new(binder, NULL, CONTENT_TABLE, block->style, block->place);
    struct table_column *columns = arena_array(binder->arena, 2, sizeof *columns);
    columns[0] = (struct table_column){.width = block->as.fields.label_width, .row_header = true};
    columns[1] = (struct table_column){.width = {WIDTH_SHARE, 1000}};
    table->as.table.columns = columns;
    table->as.table.column_count = 2;
    for (const struct field_spec *field = block->as.fields.items; field; field = field->next) {
        struct expr_eval eval = binder_eval(binder, scope);
        if (bind_withheld(binder, scope, field->personal, field->text, field->prose) ||
            !expr_true(&eval, field->when)) {
            continue;
        }
        struct content *row =
            content_new(binder, NULL, CONTENT_ROW, field->style, field->place);
        row->as.row.kind = ROW_BODY;
        struct content *label =
            content_new(binder, row, CONTENT_CELL, field->label_style, field->place);
        label->as.cell.column_span = label->as.cell.row_span = 1;
        label->as.cell.header = true;
        bind_cell_body(binder, label, scope, field->label, NULL, NULL, field->label_style,
                       field->place);
        struct content *value = content_new(binder, row, CONTENT_CELL, field->style, field->place);
        value->as.cell.column = 1;
        value->as.cell.column_span = value->as.cell.row_span = 1;
        bind_cell_body(binder, value, scope, field->text, field->prose, NULL, field->style,
                       field->place);
        if (value->first || field->keep_empty) {
            content_adopt(table, row);
        }
    }
    if (table->first) {
        content_adopt(parent, table);
    }
}

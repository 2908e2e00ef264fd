/* bind_table: rows and cells of a table, as many as the data has; and fields, which are a table of
 * labels and values. Columns whose condition is false take their cells with them. A row is open as
 * long as only the cells that span it and its inner rows are in it: the first of those completes
 * it. */
#include "content/bind_private.h"

enum { COLUMNS_MOST = 100 };

struct slot { /* a column, or one of those that its loop makes */
    const struct data *item, *state;
    int position; /* printed, -1 when not there */
};

struct written { /* a column of the template */
    const struct column_spec *spec;
    const struct slot *slots;
    size_t slot_count;
    /* what covers it from above: */
    size_t since, until; /* from row to row (excluded); SPAN_OPEN: over the inner rows of `owner` */
    const struct row_spec *owner; /* NULL: a number of rows */
    struct content *covering;     /* NULL when its columns are hidden */
};

static const size_t SPAN_OPEN = SIZE_MAX;

struct table_binder {
    struct binder *binder;
    const struct table_spec *spec;
    struct content *table;
    struct written *columns;
    size_t written, printed;
    size_t row;           /* of the section */
    struct content *open; /* the row that is not complete, or NULL */
    struct merger *merger;
    struct content **repeated; /* cells whose words come again */
    size_t repeated_count, repeated_cap;
};

static void find_slots(struct table_binder *tb, struct written *column, const struct scope *scope,
                       struct table_column *out, bool *merged) {
    struct binder *binder = tb->binder;
    const struct column_spec *spec = column->spec;
    struct items items = {.count = 1};
    if (spec->loop) {
        items = loop_items(binder, spec->loop, scope);
    }
    struct slot *slots = arena_array(binder->arena, items.count, sizeof *slots);
    column->slots = slots;
    for (size_t i = 0; i < items.count; i++) {
        struct slot *slot = &slots[column->slot_count++];
        struct scope item = {NULL, NULL, scope}, state = {"loop", NULL, &item};
        slot->position = -1;
        if (spec->loop) {
            item.name = spec->loop->var;
            item.value = slot->item = items.items[i];
            state.value = slot->state = loop_state(binder, i, items.count);
        }
        struct expr_eval eval = binder_eval(binder, spec->loop ? &state : scope);
        if (!expr_true(&eval, spec->when)) {
            continue;
        }
        if (tb->printed == COLUMNS_MOST) {
            diag_at(binder->diags, spec->place, MSG_TABLE_COLUMNS,
                    arena_format(binder->arena, "%d", COLUMNS_MOST));
            return;
        }
        slot->position = (int)tb->printed;
        merged[tb->printed] = spec->merge;
        out[tb->printed++] =
            (struct table_column){spec->width, spec->min_width, spec->max_width, spec->row_header};
    }
}

static void find_columns(struct table_binder *tb, const struct scope *scope) {
    struct binder *binder = tb->binder;
    for (const struct column_spec *column = tb->spec->columns; column; column = column->next) {
        tb->written++;
    }
    tb->columns = arena_array(binder->arena, tb->written, sizeof *tb->columns);
    struct table_column *out = arena_array(binder->arena, COLUMNS_MOST, sizeof *out);
    bool *merged = arena_array(binder->arena, COLUMNS_MOST, sizeof *merged);
    size_t i = 0;
    for (const struct column_spec *column = tb->spec->columns; column; column = column->next, i++) {
        tb->columns[i].spec = column;
        find_slots(tb, &tb->columns[i], scope, out, merged);
    }
    tb->table->as.table.columns = out;
    tb->table->as.table.column_count = tb->printed;
    tb->merger = merger_new(binder, merged, tb->printed);
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

struct place_of_cell {                /* on the printed columns */
    const struct column_spec *column; /* the first */
    int position, span;
};

static struct content *bind_cell(struct table_binder *tb, struct content *row_node,
                                 const struct row_spec *row, const struct cell_spec *cell,
                                 struct place_of_cell at, enum row_kind kind,
                                 const struct scope *scope) {
    struct binder *binder = tb->binder;
    const struct style *look = cell_look(tb, cell, row, at.column, kind);
    struct content *node = content_new(binder, row_node, CONTENT_CELL, look, cell->place);
    node->as.cell.column = (size_t)at.position;
    node->as.cell.column_span = at.span;
    node->as.cell.row_span = cell->row_span == SPAN_ALL ? 1 : cell->row_span;
    node->as.cell.header = kind == ROW_HEAD || cell->header || at.column->row_header;
    struct expr_eval eval = binder_eval(binder, scope);
    if (expr_true(&eval, cell->when)) {
        bind_cell_body(binder, node, scope, cell->text, cell->prose, cell->blocks, look,
                       cell->place);
    }
    if (cell->repeat || (kind == ROW_BODY && at.column->repeat)) {
        tb->repeated = arena_grow(binder->arena, tb->repeated, tb->repeated_count,
                                  &tb->repeated_cap, sizeof *tb->repeated);
        tb->repeated[tb->repeated_count++] = node;
    }
    return node;
}

/* One cell over the written columns from AT on; NULL when they are all hidden. */
static struct content *bind_cell_over(struct table_binder *tb, struct content *row_node,
                                      const struct row_spec *row, const struct cell_spec *cell,
                                      size_t at, size_t span, enum row_kind kind,
                                      const struct scope *scope) {
    struct place_of_cell place = {0};
    for (size_t c = at; c < tb->written && c < at + span; c++) {
        for (size_t i = 0; i < tb->columns[c].slot_count; i++) {
            int position = tb->columns[c].slots[i].position;
            if (position >= 0 && place.span++ == 0) {
                place.column = tb->columns[c].spec;
                place.position = position;
            }
        }
    }
    return place.span ? bind_cell(tb, row_node, row, cell, place, kind, scope) : NULL;
}

/* A cell for each item of the column: those of the body have the `loop` of their row. */
static void bind_cell_each(struct table_binder *tb, struct content *row_node,
                           const struct row_spec *row, const struct cell_spec *cell,
                           const struct written *column, enum row_kind kind,
                           const struct scope *scope) {
    for (size_t i = 0; i < column->slot_count; i++) {
        const struct slot *slot = &column->slots[i];
        struct scope state = {"loop", slot->state, scope};
        struct scope item = {column->spec->loop->var, slot->item,
                             kind == ROW_BODY ? scope : &state};
        if (slot->position >= 0) {
            struct place_of_cell place = {column->spec, slot->position, 1};
            bind_cell(tb, row_node, row, cell, place, kind, &item);
        }
    }
}

/* What a cell takes that covers all the columns which the others leave. */
static size_t rest_width(const struct table_binder *tb, const struct row_spec *row) {
    size_t free = 0, taken = 0;
    for (size_t c = 0; c < tb->written; c++) {
        free += tb->columns[c].until <= tb->row;
    }
    for (const struct cell_spec *cell = row->cells; cell; cell = cell->next) {
        taken += (size_t)cell->column_span;
    }
    return taken < free ? free - taken : 1;
}

/* Puts the cells of ROW into the free columns of NODE. What they leave becomes empty cells, unless
 * inner rows will fill it. */
static void put_cells(struct table_binder *tb, struct content *node, const struct row_spec *row,
                      const struct cell_spec *cells, bool fill, enum row_kind kind,
                      const struct scope *scope) {
    static const struct cell_spec empty = {.column_span = 1, .row_span = 1};
    size_t at = 0, rest = rest_width(tb, row);
    for (const struct cell_spec *cell = cells; at < tb->written && (cell || fill);) {
        if (tb->columns[at].until > tb->row) {
            at++;
            continue;
        }
        const struct cell_spec *spec = cell ? cell : &empty;
        size_t span = spec->column_span == SPAN_ALL ? rest : (size_t)spec->column_span;
        struct content *made = NULL;
        if (spec->each) {
            bind_cell_each(tb, node, row, spec, &tb->columns[at], kind, scope);
        } else {
            made = bind_cell_over(tb, node, row, spec, at, span, kind, scope);
        }
        bool all = spec->row_span == SPAN_ALL;
        for (; span > 0 && at < tb->written; span--) {
            struct written *column = &tb->columns[at++];
            column->since = tb->row;
            column->until = all ? SPAN_OPEN : tb->row + (size_t)spec->row_span;
            column->owner = all ? row : NULL;
            column->covering = made;
        }
        cell = cell ? cell->next : NULL;
    }
}

static struct content *open_row(struct table_binder *tb, const struct row_spec *row,
                                enum row_kind kind) {
    const struct style *look = row->style         ? row->style
                               : kind == ROW_HEAD ? tb->spec->head_style
                               : kind == ROW_FOOT ? tb->spec->foot_style
                                                  : tb->spec->cell_style;
    if (!tb->open) {
        tb->open = content_new(tb->binder, tb->table, CONTENT_ROW, look, row->place);
        tb->open->as.row.kind = kind;
    }
    tb->open->style = look;
    return tb->open;
}

static void complete_row(struct table_binder *tb, const struct row_spec *row,
                         const struct cell_spec *cells, enum row_kind kind,
                         const struct scope *scope) {
    struct content *node = open_row(tb, row, kind);
    node->as.row.keep_with_next = row->keep_with_next && !row->rows;
    put_cells(tb, node, row, cells, true, kind, scope);
    tb->open = NULL;
    tb->row++;
    if (kind == ROW_BODY) {
        merge_row(tb->merger, node);
    }
}

/* Ends the open spans of OWNER, and those that began in row SINCE or later, with the last row that
 * is complete. */
static void end_spans(struct table_binder *tb, const struct row_spec *owner, size_t since) {
    for (size_t c = 0; c < tb->written; c++) {
        struct written *column = &tb->columns[c];
        bool ours = column->owner ? column->owner == owner : column->since >= since;
        if (column->until <= tb->row || !ours) {
            continue;
        }
        if (column->covering) { /* once more for each of its columns: the same */
            column->covering->as.cell.row_span = (int)(tb->row - column->since);
        }
        column->until = tb->row;
        column->owner = NULL;
    }
}

static void bind_rows(struct table_binder *tb, const struct row_spec *rows, enum row_kind kind,
                      const struct scope *scope);

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
    if (!row->rows) {
        complete_row(tb, row, row->cells, kind, scope);
        return;
    }
    size_t begin = tb->row;
    struct content *before = tb->table->last, *first = tb->open;
    bool shared = row_is_shared(row);
    if (!shared) {
        complete_row(tb, row, row->cells, kind, scope);
    } else if (row->cells) {
        put_cells(tb, open_row(tb, row, kind), row, row->cells, false, kind, scope);
    }
    bind_rows(tb, row->rows, kind, scope);
    if (shared && row->cells && tb->open) { /* no inner row has come */
        complete_row(tb, row, NULL, kind, scope);
    }
    if (row_has_spans(row)) {
        end_spans(tb, row, begin);
    }
    if (!row->keep_with_next) {
        return;
    }
    if (!first) {
        first = before ? before->next : tb->table->first;
    }
    for (struct content *node = first; node && node->next; node = node->next) {
        node->as.row.keep_with_next = true;
    }
}

static void bind_rows(struct table_binder *tb, const struct row_spec *rows, enum row_kind kind,
                      const struct scope *scope) {
    for (const struct row_spec *row = rows; row; row = row->next) {
        if (!row->loop) {
            bind_row(tb, row, kind, scope);
            continue;
        }
        struct items items = loop_items(tb->binder, row->loop, scope);
        for (size_t i = 0; i < items.count; i++) {
            struct scope item = {loop_name(row->loop), items.items[i], scope};
            struct scope state = {"loop", loop_state(tb->binder, i, items.count), &item};
            bind_row(tb, row, kind, &state);
        }
    }
}

/* The number of rows of a section. A span does not reach from head to body or from body to foot,
 * whatever rows the data left out. */
static size_t bind_section(struct table_binder *tb, const struct row_spec *rows, enum row_kind kind,
                           const struct scope *scope) {
    tb->row = 0;
    bind_rows(tb, rows, kind, scope);
    end_spans(tb, NULL, 0);
    for (size_t c = 0; c < tb->written; c++) {
        tb->columns[c].until = 0;
    }
    return tb->row;
}

static const struct content *first_words(const struct content *node) {
    for (const struct content *child = node->first; child; child = child->next) {
        const struct content *found = child->spans ? child : first_words(child);
        if (found) {
            return found;
        }
    }
    return NULL;
}

/* What cells that span rows say again on the page after: their first words, without links. */
static void repeat_words(struct table_binder *tb) {
    struct binder *binder = tb->binder;
    for (size_t i = 0; i < tb->repeated_count; i++) {
        struct content *cell = tb->repeated[i];
        const struct content *words = cell->as.cell.row_span > 1 ? first_words(cell) : NULL;
        if (!words) {
            continue;
        }
        struct content *node =
            content_new(binder, NULL, CONTENT_PARAGRAPH, words->style, words->source);
        struct span **end = &node->spans;
        for (const struct span *span = words->spans; span; span = span->next) {
            *end = span_new(binder, span->text, span->style);
            (*end)->language = span->language;
            end = &(*end)->next;
        }
        *end = span_new(binder, " (segue)", words->style);
        node->parent = cell;
        cell->as.cell.continued = node;
    }
}

struct content *bind_table_title(struct binder *binder, struct content *table,
                                 const struct text_part *parts, const struct style *style,
                                 const struct scope *scope) {
    struct span *spans = parts ? bind_parts(binder, scope, parts, style, table->source) : NULL;
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
    table->as.table.caption =
        bind_table_title(binder, table, spec->title, spec->title_style, scope);
    table->as.table.continued =
        bind_table_title(binder, table, spec->continued, spec->title_style, scope);
    struct heading_stack headings = binder->headings;
    table->as.table.head_rows = bind_section(&tb, spec->head, ROW_HEAD, scope);
    size_t body = bind_section(&tb, spec->body, ROW_BODY, scope);
    if (!body && !spec->keep_empty) {
        binder->headings = headings; /* those in the head are not there */
        return;
    }
    bind_section(&tb, spec->foot, ROW_FOOT, scope);
    repeat_words(&tb);
    const char *summary = binder_string(binder, scope, spec->summary);
    table->summary = text_empty(summary) ? NULL : summary;
    content_adopt(parent, table);
}

static bool one_paragraph(const struct content *node) {
    return node && !node->next && node->type == CONTENT_PARAGRAPH;
}

/* A label over a value of one paragraph is one paragraph with it, so that both are read together: takes the
 * label out of GROUP and puts it before VALUE, on a line of its own. */
static struct content *label_joined(struct binder *binder, struct content *group,
                                    struct content *value, const struct style *look) {
    struct span *words = group->first->spans;
    group->first = group->last = NULL;
    struct span *last = words;
    while (last->next) {
        last = last->next;
    }
    last->next = span_new(binder, "\n", look);
    last->next->next = value->spans;
    value->spans = words;
    return value;
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
        if (one_paragraph(group->first) && one_paragraph(value)) {
            value = label_joined(binder, group, value, field->label_style);
        }
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
        struct content *row = content_new(binder, NULL, CONTENT_ROW, field->style, field->place);
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

/* mock_content: content trees for layout tests, built node by node in reading order, and a flat
 * view of the boxes that layout makes of them.
 *
 * Type is 10 on 12 pt in the fake font (every glyph 5 pt wide), orphans and widows 2, no space
 * anywhere. struct mock mock = mock_new(); struct content *group = mock_node(&mock, NULL,
 * CONTENT_GROUP, NULL); mock_lines(&mock, group, NULL, 3);   a paragraph of exactly 3 lines: "1.0"
 * "1.1" "1.2" mock_free(&mock); */
#ifndef PIAO_TESTS_MOCK_CONTENT_H
#define PIAO_TESTS_MOCK_CONTENT_H

#include <stdlib.h>
#include <string.h>

#include "fake_metrics.h"
#include "layout/flow.h"

#define PT(n) ((len)((n)*LEN_PT))

struct mock {
    struct arena *arena;
    struct diags *diags;
    struct fake_metrics *fake;
    struct metrics *metrics;
    struct style *style;
    struct typesetter *ts;
    struct flow flow;
    uint32_t serial, spans;
};

static inline struct style *mock_style(struct mock *mock) {
    struct style *style = arena_alloc(mock->arena, sizeof *style);
    style->name = "mock";
    style->family = "Fake";
    style->weight = 400;
    style->size = PT(10);
    style->leading = PT(12);
    style->language = "it-IT";
    style->orphans = style->widows = 2;
    style->fill = style->zebra = COLOUR_NONE;
    style->list_indent = PT(15);
    for (int side = 0; side < SIDES; side++)
        style->border[side].colour = 0;
    return style;
}

static inline struct mock mock_new(void) {
    struct mock mock = {.arena = arena_new()};
    mock.diags = arena_alloc(mock.arena, sizeof *mock.diags);
    *mock.diags = diags_init(mock.arena);
    mock.fake = arena_alloc(mock.arena, sizeof *mock.fake);
    mock.metrics = arena_alloc(mock.arena, sizeof *mock.metrics);
    *mock.metrics = fake_metrics(mock.fake);
    mock.style = mock_style(&mock);
    mock.ts = arena_alloc(mock.arena, sizeof *mock.ts);
    mock.ts->arena = mock.arena;
    mock.ts->diags = mock.diags;
    mock.ts->metrics = mock.metrics;
    mock.flow = (struct flow){mock.ts, mock.style, NULL, 4096};
    return mock;
}

static inline void mock_free(struct mock *mock) {
    arena_free(mock->arena);
}

/* STYLE NULL: the mock's own. */
static inline struct content *mock_node(struct mock *mock, struct content *parent,
                                        enum content_type type, const struct style *style) {
    struct content *node = arena_alloc(mock->arena, sizeof *node);
    node->type = type;
    node->serial = mock->serial++;
    node->style = style ? style : mock->style;
    node->source = (struct place){"mock.yaml", (int)node->serial + 1, 1, NULL};
    node->parent = parent;
    if (parent) {
        if (parent->last)
            parent->last->next = node;
        else
            parent->first = node;
        parent->last = node;
    }
    return node;
}

static inline struct span *mock_span(struct mock *mock, struct content *node, const char *text) {
    struct span *span = arena_alloc(mock->arena, sizeof *span);
    struct span **tail = &node->spans;
    span->text = text;
    span->style = node->style;
    span->serial = mock->spans++;
    while (*tail)
        tail = &(*tail)->next;
    *tail = span;
    return span;
}

static inline struct content *mock_text(struct mock *mock, struct content *parent,
                                        const struct style *style, const char *text) {
    struct content *node = mock_node(mock, parent, CONTENT_PARAGRAPH, style);
    mock_span(mock, node, text);
    return node;
}

/* COUNT short lines "SERIAL.0", "SERIAL.1"... */
static inline void mock_fill(struct mock *mock, struct content *node, int count) {
    struct span **tail = &node->spans;
    while (*tail)
        tail = &(*tail)->next;
    for (int i = 0; i < 2 * count - 1; i++) {
        struct span *span = arena_alloc(mock->arena, sizeof *span);
        span->text = i % 2 ? "\n" : arena_format(mock->arena, "%u.%d", node->serial, i / 2);
        span->style = node->style;
        span->serial = mock->spans++;
        *tail = span;
        tail = &span->next;
    }
}

static inline struct content *mock_lines(struct mock *mock, struct content *parent,
                                         const struct style *style, int count) {
    struct content *node = mock_node(mock, parent, CONTENT_PARAGRAPH, style);
    mock_fill(mock, node, count);
    return node;
}

static inline struct content *mock_box(struct mock *mock, struct content *parent,
                                       const struct style *style) {
    struct content *node = mock_node(mock, parent, CONTENT_GROUP, style);
    node->as.group.boxed = true;
    return node;
}

/* An item of LIST with its label, for children to follow. */
static inline struct content *mock_item(struct mock *mock, struct content *list,
                                        const char *label) {
    struct content *item = mock_node(mock, list, CONTENT_ITEM, list->style);
    mock_span(mock, item, label);
    return item;
}

/* A table of COLUMNS; KINDS has a letter for each: a auto, s share (1000), f fixed (50 pt). */
static inline struct content *mock_table(struct mock *mock, struct content *parent,
                                         const struct style *style, const char *kinds) {
    struct content *table = mock_node(mock, parent, CONTENT_TABLE, style);
    size_t count = strlen(kinds);
    struct table_column *columns = arena_array(mock->arena, count, sizeof *columns);
    for (size_t i = 0; i < count; i++)
        columns[i].width = kinds[i] == 'a'   ? (struct width){WIDTH_AUTO, 0}
                           : kinds[i] == 's' ? (struct width){WIDTH_SHARE, 1000}
                                             : (struct width){WIDTH_FIXED, PT(50)};
    table->as.table.columns = columns;
    table->as.table.column_count = count;
    return table;
}

static inline struct content *mock_row(struct mock *mock, struct content *table,
                                       enum row_kind kind) {
    struct content *row = mock_node(mock, table, CONTENT_ROW, NULL);
    row->as.row.kind = kind;
    if (kind == ROW_HEAD)
        table->as.table.head_rows++;
    return row;
}

/* An empty cell. */
static inline struct content *mock_cell(struct mock *mock, struct content *row, size_t column,
                                        int column_span, int row_span, const struct style *style) {
    struct content *cell = mock_node(mock, row, CONTENT_CELL, style);
    cell->as.cell.column = column;
    cell->as.cell.column_span = column_span;
    cell->as.cell.row_span = row_span;
    return cell;
}

/* Words that stand in CELL again after a page break. */
static inline void mock_again(struct mock *mock, struct content *cell, const char *text) {
    struct content *words = mock_text(mock, NULL, NULL, text);
    words->parent = cell;
    cell->as.cell.continued = words;
}

/* A row of plain cells, each a paragraph of so many lines; 0: empty. */
static inline struct content *mock_cells(struct mock *mock, struct content *table,
                                         enum row_kind kind, size_t count, const int *lines) {
    struct content *row = mock_row(mock, table, kind);
    for (size_t i = 0; i < count; i++) {
        struct content *cell = mock_cell(mock, row, i, 1, 1, NULL);
        if (lines[i] > 0)
            mock_lines(mock, cell, NULL, lines[i]);
    }
    return row;
}

static inline struct page_master *mock_master(struct mock *mock, len width, len height) {
    struct page_master *master = arena_alloc(mock->arena, sizeof *master);
    master->name = "mock";
    master->width = width;
    master->height = height;
    return master;
}

static inline struct content *mock_sheet(struct mock *mock, struct content *root,
                                         const struct page_master *master) {
    struct content *sheet = mock_node(mock, root, CONTENT_SHEET, NULL);
    sheet->as.sheet.master = master;
    return sheet;
}

static inline struct document mock_document(struct mock *mock, const struct content *root) {
    return (struct document){.root = root,
                             .node_count = mock->serial,
                             .span_count = mock->spans,
                             .title = "",
                             .subject = "",
                             .author = "",
                             .keywords = "",
                             .language = "it-IT",
                             .base = mock->style};
}

/* --- what came out --- */

struct seen {
    const struct box *box;
    const char *text; /* of lines */
    len x, y, width, height;
    const struct content *source; /* NULL: artifact */
    bool artifact;
    int page;
};

struct sight {
    struct seen *seen;
    size_t count, cap;
};

static inline void sight_boxes(struct mock *mock, struct sight *sight, const struct box *boxes,
                               len x, len y, bool artifact, int page) {
    for (const struct box *box = boxes; box; box = box->next) {
        bool drawn = artifact || box->artifact;
        sight_boxes(mock, sight, box->first, x + box->x, y + box->y, drawn, page);
        if (box->type == BOX_GROUP)
            continue;
        char *text = arena_text(mock->arena, "");
        for (size_t i = 0; box->line && i < box->line->count; i++)
            text = arena_format(mock->arena, "%s%.*s", text, (int)box->line->pieces[i].bytes,
                                box->line->pieces[i].text);
        sight->seen =
            arena_grow(mock->arena, sight->seen, sight->count, &sight->cap, sizeof *sight->seen);
        sight->seen[sight->count++] =
            (struct seen){box,        text,        x + box->x,  y + box->y,
                          box->width, box->height, box->source, drawn || !box->source,
                          page};
    }
}

static inline struct sight sight_placed(struct mock *mock, struct placed placed) {
    struct sight sight = {0};
    sight_boxes(mock, &sight, placed.boxes, 0, 0, false, 1);
    return sight;
}

static inline struct sight sight_pages(struct mock *mock, const struct pages *pages) {
    struct sight sight = {0};
    for (const struct page *page = pages->first; page; page = page->next)
        sight_boxes(mock, &sight, page->boxes, 0, 0, false, page->number);
    return sight;
}

/* The lines in order as "text@x,y", whole points, pages apart by "|", artifacts in parentheses. */
static inline const char *sight_lines(struct mock *mock, const struct sight *sight) {
    char *all = arena_text(mock->arena, "");
    int page = 0;
    for (size_t i = 0; i < sight->count; i++) {
        const struct seen *seen = &sight->seen[i];
        if (seen->box->type != BOX_LINE)
            continue;
        const char *gap = page == 0 ? "" : page != seen->page ? " | " : " ";
        all = arena_format(mock->arena, seen->artifact ? "%s%s(%s@%d,%d)" : "%s%s%s@%d,%d", all,
                           gap, seen->text, (int)(seen->x / LEN_PT), (int)(seen->y / LEN_PT));
        page = seen->page;
    }
    return all;
}

static inline const char *mock_placed(struct mock *mock, struct placed placed) {
    struct sight sight = sight_placed(mock, placed);
    return sight_lines(mock, &sight);
}

#endif

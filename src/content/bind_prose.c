/* bind_prose: CommonMark of the plan becomes paragraphs, lists and tables of the document. */
#include "content/bind_private.h"

#include <string.h>

#include "input/prose.h"

static struct span *prose_spans(struct binder *binder, const struct prose_span *source,
                                const struct style *style, struct place place) {
    struct span *first = NULL, **end = &first;
    for (; source; source = source->next) {
        bool link = !text_empty(source->link) && link_allowed(binder, source->link, place);
        struct span *span =
            span_new(binder, source->text,
                     style_emphasis(binder, style, source->bold, source->italic, link));
        if (link) {
            span->uri = source->link;
            span->link_text = source->text;
        }
        *end = span;
        end = &span->next;
    }
    return first;
}

static void prose_blocks(struct binder *binder, struct content *parent, const struct prose *prose,
                         const struct style *style, const struct style *next, struct place place);

/* A paragraph that announces a list ("as follows:") does not part from it. */
static bool announces(const struct prose *prose) {
    if (!prose->next || prose->next->type != PROSE_LIST) {
        return false;
    }
    const struct prose_span *last = prose->spans;
    while (last && last->next) {
        last = last->next;
    }
    size_t size = last ? strlen(last->text) : 0;
    return size && last->text[size - 1] == ':';
}

static void prose_list(struct binder *binder, struct content *parent, const struct prose *prose,
                       const struct style *style, struct place place) {
    struct content *list = content_new(binder, parent, CONTENT_LIST, style, place);
    list->as.list.ordered = prose->ordered;
    for (const struct prose *item = prose->first; item; item = item->next) {
        struct content *node = content_new(binder, list, CONTENT_ITEM, style, place);
        if (!text_empty(item->label)) {
            node->spans = span_new(binder, item->label, style);
        }
        const struct style *body = style_tight(binder, style, true);
        const struct style *next = style_tight(binder, style, false);
        const struct style *parted = 2 * next->space_before < next->leading
                                         ? style_parted(binder, style_tight(binder, style, true))
                                         : next;
        for (const struct prose *block = item->first; block; block = block->next) {
            if (block->type == PROSE_PARAGRAPH) {
                struct content *paragraph =
                    content_new(binder, node, CONTENT_PARAGRAPH,
                                announces(block) ? style_kept(binder, body) : body, place);
                paragraph->spans = prose_spans(binder, block->spans, body, place);
            } else {
                struct prose alone = *block;
                alone.next = NULL;
                prose_blocks(binder, node, &alone, next, next, place);
            }
            body = parted;
        }
    }
}

static void prose_table(struct binder *binder, struct content *parent, const struct prose *prose,
                        struct place place) {
    size_t columns = 0;
    for (const struct prose *row = prose->first; row; row = row->next) {
        size_t cells = 0;
        for (const struct prose *cell = row->first; cell; cell = cell->next) {
            cells++;
        }
        columns = cells > columns ? cells : columns;
    }
    const struct style *table_style = binder->tmpl->prose_table;
    const struct style *head_style = binder->tmpl->prose_table_head;
    const struct style *cell_style = binder->tmpl->prose_table_cell;
    struct content *table = content_new(binder, parent, CONTENT_TABLE, table_style, place);
    struct table_column *specs = arena_array(binder->arena, columns, sizeof *specs);
    table->as.table.columns = specs;
    table->as.table.column_count = columns;
    for (const struct prose *row = prose->first; row; row = row->next) {
        struct content *line = content_new(binder, table, CONTENT_ROW, cell_style, place);
        line->as.row.kind = row->head ? ROW_HEAD : ROW_BODY;
        table->as.table.head_rows += row->head;
        size_t column = 0;
        for (const struct prose *cell = row->first; cell; cell = cell->next, column++) {
            const struct style *look = row->head ? head_style : cell_style;
            struct content *node = content_new(binder, line, CONTENT_CELL, look, place);
            node->as.cell.column = column;
            node->as.cell.column_span = node->as.cell.row_span = 1;
            node->as.cell.header = row->head;
            struct span *spans = prose_spans(binder, cell->spans, look, place);
            if (!spans_empty(spans)) {
                struct content *paragraph =
                    content_new(binder, node, CONTENT_PARAGRAPH, look, place);
                paragraph->spans = spans;
            }
        }
        for (; column < columns; column++) { /* a short row: the grid stays rectangular */
            struct content *node = content_new(binder, line, CONTENT_CELL, cell_style, place);
            node->as.cell.column = column;
            node->as.cell.column_span = node->as.cell.row_span = 1;
        }
    }
}

static void prose_blocks(struct binder *binder, struct content *parent, const struct prose *prose,
                         const struct style *style, const struct style *next, struct place place) {
    for (; prose; prose = prose->next) {
        switch (prose->type) {
        case PROSE_PARAGRAPH: {
            const struct style *look = parent->first ? next : style;
            struct span *spans = prose_spans(binder, prose->spans, look, place);
            if (!spans_empty(spans)) {
                struct content *node =
                    content_new(binder, parent, CONTENT_PARAGRAPH,
                                announces(prose) ? style_kept(binder, look) : look, place);
                node->spans = spans;
            }
            break;
        }
        case PROSE_LIST:
            prose_list(binder, parent, prose, style, place);
            break;
        case PROSE_TABLE:
            prose_table(binder, parent, prose, place);
            break;
        case PROSE_ITEM:
        case PROSE_ROW:
        case PROSE_CELL:
            break; /* only inside lists and tables */
        }
    }
}

void bind_prose(struct binder *binder, struct content *parent, const char *text,
                const struct style *style, const struct style *next, struct place place) {
    if (!text_empty(text)) {
        prose_blocks(binder, parent, prose_read(binder->arena, text), style, next, place);
    }
}

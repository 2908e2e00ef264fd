/* dump: the content tree as indented text, one node a line, for --dump content and the golden tests. */
#include "content/content.h"

static void dump_text(struct buf *buf, const char *text) {
    json_quote(buf, text);
}

/* LANGUAGE: of the node around them, or NULL. */
static void dump_spans(struct buf *buf, const struct span *spans, const char *language) {
    for (const struct span *span = spans; span; span = span->next) {
        buf_char(buf, ' ');
        if (span->leader) {
            buf_text(buf, "<leader>");
        } else if (span->page_of) {
            buf_text(buf, "<page-of>");
        } else if (span->field != FIELD_NONE) {
            static const char *const names[] = {"", "page", "pages", "sheet_page", "sheet_pages"};
            buf_format(buf, "<%s>", names[span->field]);
        } else {
            dump_text(buf, span->text);
        }
        if (span->style && span->style->name) {
            buf_format(buf, ":%s", span->style->name);
        }
        if (span->uri) {
            buf_format(buf, " link=%s", span->uri);
        }
        if (span->target) {
            buf_text(buf, " link=#");
            buf_text(buf, span->target->id ? span->target->id : "node");
        }
        if (span->language && span->language != language) {
            buf_format(buf, " lang=%s", span->language);
        }
        if (span->expansion) {
            buf_text(buf, " expansion=");
            dump_text(buf, span->expansion);
        }
        if (span->actual_text) {
            buf_text(buf, " actual-text=");
            dump_text(buf, span->actual_text);
        }
    }
}

static const char *const type_names[] = {
    [CONTENT_SHEET] = "sheet",     [CONTENT_HEADING] = "heading", [CONTENT_PARAGRAPH] = "paragraph",
    [CONTENT_LIST] = "list",       [CONTENT_ITEM] = "item",       [CONTENT_TABLE] = "table",
    [CONTENT_ROW] = "row",         [CONTENT_CELL] = "cell",       [CONTENT_GANTT] = "gantt",
    [CONTENT_CHART] = "chart",
    [CONTENT_IMAGE] = "image",     [CONTENT_GROUP] = "group",     [CONTENT_COLUMNS] = "columns",
    [CONTENT_RULE] = "rule",       [CONTENT_SPACE] = "space",     [CONTENT_BREAK] = "break",
    [CONTENT_CONTENTS] = "contents"};

static void dump_node(struct buf *buf, const struct content *node, int depth);

static void dump_under(struct buf *buf, const char *label, const struct content *node, int depth) {
    if (node) {
        buf_format(buf, "%*s%s\n", 2 * depth, "", label);
        dump_node(buf, node, depth + 1);
    }
}

static void dump_gantt(struct buf *buf, const struct gantt *gantt, int depth) {
    for (size_t i = 0; i < gantt->row_count; i++) {
        const struct gantt_row *row = &gantt->rows[i];
        buf_format(buf, "%*s", 2 * depth, "");
        if (row->start <= row->end) {
            buf_format(buf, "%lld..%lld", (long long)(row->start - gantt->first),
                       (long long)(row->end - gantt->first));
        } else {
            buf_text(buf, "undated");
        }
        buf_text(buf, row->hatched ? " hatched " : " ");
        dump_text(buf, row->label);
        if (!text_empty(row->value)) {
            buf_char(buf, ' ');
            dump_text(buf, row->value);
        }
        buf_char(buf, '\n');
    }
}

static void dump_chart(struct buf *buf, const struct chart *chart, int depth) {
    for (size_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        buf_format(buf, "%*s", 2 * depth, "");
        if (item->drawn) {
            buf_format(buf, "%lld", (long long)item->size);
        } else {
            buf_char(buf, '-');
        }
        const char *const texts[] = {item->symbol, item->label, item->text, item->percent};
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            if (!text_empty(texts[t])) {
                buf_char(buf, ' ');
                dump_text(buf, texts[t]);
            }
        }
        buf_char(buf, '\n');
    }
}

static void dump_node(struct buf *buf, const struct content *node, int depth) {
    buf_format(buf, "%*s%s", 2 * depth, "", type_names[node->type]);
    switch (node->type) {
    case CONTENT_HEADING:
        buf_format(buf, " %d", node->as.heading.level);
        break;
    case CONTENT_LIST:
        buf_text(buf, node->as.list.ordered ? " ordered" : "");
        break;
    case CONTENT_ROW: {
        static const char *const kinds[] = {" head", "", " foot"};
        buf_text(buf, kinds[node->as.row.kind]);
        break;
    }
    case CONTENT_CELL:
        buf_format(buf, " %d", (int)node->as.cell.column);
        if (node->as.cell.column_span > 1 || node->as.cell.row_span > 1) {
            buf_format(buf, " span %dx%d", node->as.cell.row_span, node->as.cell.column_span);
        }
        buf_text(buf, node->as.cell.header ? " header" : "");
        break;
    case CONTENT_TABLE:
        buf_format(buf, " columns=%d head=%d", (int)node->as.table.column_count,
                   (int)node->as.table.head_rows);
        buf_text(buf, node->as.table.silent ? " silent" : "");
        break;
    case CONTENT_SPACE:
        buf_format(buf, " %d", (int)node->as.space);
        break;
    case CONTENT_CHART: {
        static const char *const kinds[] = {"bars", "bands", "progress", "trend"};
        buf_format(buf, " %s", kinds[node->as.chart->kind]);
        break;
    }
    case CONTENT_SHEET:
    case CONTENT_PARAGRAPH:
    case CONTENT_ITEM:
    case CONTENT_GANTT:
    case CONTENT_IMAGE:
    case CONTENT_GROUP:
    case CONTENT_COLUMNS:
    case CONTENT_RULE:
    case CONTENT_BREAK:
    case CONTENT_CONTENTS:
        break;
    }
    if (node->style && node->style->name) {
        buf_format(buf, " .%s", node->style->name);
    }
    if (node->id) {
        buf_format(buf, " #%s", node->id);
    }
    if (node->language) {
        buf_format(buf, " lang=%s", node->language);
    }
    dump_spans(buf, node->spans, node->language);
    if (node->alt) {
        buf_text(buf, " alt=");
        dump_text(buf, node->alt);
    }
    if (node->summary) {
        buf_text(buf, " summary=");
        dump_text(buf, node->summary);
    }
    buf_char(buf, '\n');
    if (node->type == CONTENT_SHEET) {
        dump_under(buf, "(header)", node->as.sheet.header, depth + 1);
        if (node->as.sheet.header_next != node->as.sheet.header) {
            dump_under(buf, "(header-next)", node->as.sheet.header_next, depth + 1);
        }
        dump_under(buf, "(footer)", node->as.sheet.footer, depth + 1);
    } else if (node->type == CONTENT_TABLE) {
        dump_under(buf, "(caption)", node->as.table.caption, depth + 1);
        dump_under(buf, "(continued)", node->as.table.continued, depth + 1);
    } else if (node->type == CONTENT_CELL) {
        dump_under(buf, "(continued)", node->as.cell.continued, depth + 1);
    } else if (node->type == CONTENT_GANTT) {
        dump_gantt(buf, node->as.gantt, depth + 1);
    } else if (node->type == CONTENT_CHART) {
        dump_chart(buf, node->as.chart, depth + 1);
    }
    for (const struct content *child = node->first; child; child = child->next) {
        dump_node(buf, child, depth + 1);
    }
}

void content_dump(struct buf *buf, const struct document *document) {
    buf_text(buf, "document ");
    dump_text(buf, document->title);
    buf_char(buf, '\n');
    for (const struct content *child = document->root->first; child; child = child->next) {
        dump_node(buf, child, 1);
    }
}

const char *spans_text(struct arena *arena, const struct span *spans) {
    struct buf buf = BUF_INIT;
    for (const struct span *span = spans; span; span = span->next) {
        buf_text(&buf, span->text);
    }
    for (size_t i = 0; i < buf.size; i++) {
        if (buf.data[i] == '\n' || buf.data[i] == '\r') {
            buf.data[i] = ' ';
        }
    }
    const char *text = arena_text(arena, buf_string(&buf));
    buf_free(&buf);
    return text;
}

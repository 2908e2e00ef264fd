/* tags_dump: the structure tree as indented text, before it is written: roles, what is said of them, and the
 * words of the content that they hold. */
#include "pdf/tags_private.h"

static void dump_element(const struct tags *tags, unsigned number, int depth, struct buf *out);

static void dump_words(const struct tags *tags, const struct span *spans, struct buf *out) {
    const char *words = spans_text(tags->pdf->arena, spans);
    if (!text_empty(words)) {
        buf_char(out, ' ');
        json_quote(out, words);
    }
}

static void dump_attributes(const struct content *node, struct buf *out) {
    if (node->language) {
        buf_format(out, " lang=%s", node->language);
    }
    if (node->type == CONTENT_CELL) {
        if (node->as.cell.header) {
            buf_text(out, node->parent->as.row.kind == ROW_HEAD ? " scope=column" : " scope=row");
        }
        if (node->as.cell.row_span > 1 || node->as.cell.column_span > 1) {
            buf_format(out, " span=%dx%d", node->as.cell.row_span, node->as.cell.column_span);
        }
    }
    if (node->alt) {
        buf_text(out, " alt=");
        json_quote(out, node->alt);
    }
}

/* The words of a cell or an item stand in its only paragraph, which has given its ink to it. */
static const struct span *words_of(const struct content *node) {
    bool holds = node->type == CONTENT_CELL || node->type == CONTENT_ITEM;
    return holds ? (node->first ? node->first->spans : NULL) : node->spans;
}

static void dump_kids(const struct tags *tags, const struct element *element, int depth,
                      struct buf *out) {
    for (const struct kid *kid = element->kids ? element->kids->first : NULL; kid;
         kid = kid->next) {
        if (kid->type == KID_SPAN) {
            dump_element(tags, kid->span->kids.number, depth, out);
        }
    }
    for (size_t i = 0; i < element->child_count; i++) {
        dump_element(tags, element->children[i], depth, out);
    }
}

static void dump_element(const struct tags *tags, unsigned number, int depth, struct buf *out) {
    const struct element *element = &tags->elements[number - tags->first];
    buf_format(out, "%*s%s", 2 * depth, "", element->role);
    if (element->content) {
        dump_attributes(element->content, out);
    }
    if (element->span) {
        const struct span *owner = element->span->owner;
        struct span alone = *owner;
        alone.next = NULL;
        dump_words(tags, &alone, out);
    } else if (element->kids && element->kids->first) {
        const struct content *source = element->kids->first->content;
        source = source ? source : element->content;
        if (source) {
            dump_words(tags, element->content ? words_of(source) : source->spans, out);
        }
    }
    buf_char(out, '\n');
    dump_kids(tags, element, depth + 1, out);
}

void tags_dump(const struct tags *tags, struct buf *out) {
    dump_element(tags, tags->first, 0, out);
}

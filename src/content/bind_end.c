/* bind_end: what does the whole tree settle? Tables of contents, links, abbreviations, the language
 * of each run of words, and the serial numbers by which later stages know nodes and spans. */
#include "content/bind_private.h"

#include <stdlib.h>
#include <string.h>

static void fill_contents(struct binder *binder, struct content *contents, int levels,
                          const struct content *node) {
    for (const struct content *child = node->first; child; child = child->next) {
        if (child->type == CONTENT_HEADING && child->as.heading.in_contents &&
            child->as.heading.level <= levels) {
            const struct style *style = binder->tmpl->contents[child->as.heading.level - 1];
            struct content *entry =
                content_new(binder, contents, CONTENT_PARAGRAPH, style, child->source);
            const char *text = child->as.heading.bookmark ? child->as.heading.bookmark
                                                          : spans_text(binder->arena, child->spans);
            const char *language = child->style->language;
            if (language && strcmp(language, binder->tmpl->language) != 0) {
                entry->language = language; /* the heading's words */
            }
            struct span *words = span_new(binder, text, style);
            struct span *leader = span_new(binder, "", style);
            struct span *page = span_new(binder, "", style);
            leader->leader = true;
            page->page_of = child;
            words->next = leader;
            leader->next = page;
            for (struct span *span = words; span; span = span->next) {
                span->target = child;
                span->link_text = text;
            }
            entry->spans = words;
        } else if (child != contents) {
            fill_contents(binder, contents, levels, child);
        }
    }
}

struct target {
    const char *id;
    size_t order; /* in the document: of equal identifiers the first counts */
    const struct content *node;
};

static int target_compare(const void *left, const void *right) {
    const struct target *a = left, *b = right;
    int order = strcmp(a->id, b->id);
    return order ? order : a->order < b->order ? -1 : 1;
}

static const struct content *target_find(const struct target *targets, size_t count,
                                         const char *id) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(targets[middle].id, id) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && !strcmp(targets[low].id, id) ? targets[low].node : NULL;
}

static void settle_links(struct binder *binder) {
    size_t count = binder->target_count;
    struct target *targets = arena_array(binder->arena, count, sizeof *targets);
    for (size_t i = 0; i < count; i++) {
        targets[i] = (struct target){binder->targets[i]->id, i, binder->targets[i]};
    }
    if (count) {
        qsort(targets, count, sizeof *targets, target_compare);
    }
    for (const struct fixup *fixup = binder->fixups; fixup; fixup = fixup->next) {
        fixup->span->target = target_find(targets, count, fixup->id);
        if (!fixup->span->target) {
            diag_at(binder->diags, fixup->place, MSG_UNKNOWN_TARGET, fixup->id);
        }
    }
}

/* Words in a style of another language than the document's are in that language. Spans say so too,
 * for whoever divides words; a span that says what its node says is no foreign phrase in it. */
static void settle_language(const char *document, struct content *node) {
    const char *own = node->style ? node->style->language : NULL;
    bool words = node->type == CONTENT_HEADING || node->type == CONTENT_PARAGRAPH ||
                 node->type == CONTENT_GANTT || node->type == CONTENT_IMAGE;
    if (words && own && strcmp(own, document) != 0) {
        node->language = own;
    }
    for (struct span *span = node->spans; span; span = span->next) {
        if (!span->language ||
            !strcmp(span->language, node->language ? node->language : document)) {
            span->language = node->language;
        }
    }
}

struct numbering {
    uint32_t node, span;
    const char *language; /* of the document */
};

static void number_spans(struct numbering *next, struct span *spans) {
    for (struct span *span = spans; span; span = span->next) {
        span->serial = next->span++;
    }
}

static void number_nodes(struct numbering *next, struct content *node) {
    if (!node) {
        return;
    }
    node->serial = next->node++;
    settle_language(next->language, node);
    number_spans(next, node->spans);
    if (node->type == CONTENT_TABLE) {
        number_nodes(next, node->as.table.caption);
        number_nodes(next, node->as.table.continued);
    } else if (node->type == CONTENT_CELL) {
        number_nodes(next, node->as.cell.continued);
    }
    for (struct content *child = node->first; child; child = child->next) {
        number_nodes(next, child);
    }
    if (node->type == CONTENT_SHEET) {
        number_nodes(next, node->as.sheet.header);
        if (node->as.sheet.header_next != node->as.sheet.header) {
            number_nodes(next, node->as.sheet.header_next);
        }
        number_nodes(next, node->as.sheet.footer);
    }
}

void bind_end(struct binder *binder, struct content *root, struct document *document) {
    for (size_t i = 0; i < binder->contents_count; i++) {
        fill_contents(binder, binder->contents[i], binder->contents_levels[i], root);
    }
    settle_links(binder);
    bind_abbreviations(binder, root);
    struct numbering next = {0, 0, binder->tmpl->language};
    number_nodes(&next, root);
    document->node_count = next.node;
    document->span_count = next.span;
}

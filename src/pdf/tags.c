/* tags: which element does a piece of ink belong to, and what does the tree look like? Kids are collected by
 * content node while painting; the tree itself is walked once, at the end. */
#include "pdf/tags.h"

#include <string.h>

#include "pdf/tags_private.h"

struct tags *tags_new(struct pdf *pdf, const struct document *document, int page_count) {
    struct tags *tags = arena_alloc(pdf->arena, sizeof *tags);
    tags->pdf = pdf;
    tags->document = document;
    tags->page_count = page_count;
    tags->next_key = page_count;
    tags->nodes = arena_array(pdf->arena, document->node_count, sizeof *tags->nodes);
    tags->spans = arena_array(pdf->arena, document->span_count, sizeof *tags->spans);
    tags->owners = arena_array(pdf->arena, document->span_count, sizeof *tags->owners);
    tags->pages = arena_array(pdf->arena, (size_t)page_count, sizeof *tags->pages);
    return tags;
}

/* A paragraph that is all of its cell or of its item's body needs no element between. */
static bool is_only_child(const struct content *node) {
    return node->type == CONTENT_PARAGRAPH && node->parent &&
           (node->parent->type == CONTENT_CELL || node->parent->type == CONTENT_ITEM) &&
           node->parent->first == node && !node->next && !node->language;
}

/* A span in the language of its paragraph shares the very pointer with it. */
static bool has_element(const struct content *content, const struct span *span) {
    bool foreign = span->language && span->language != content->language;
    return span->uri || span->target || foreign || span->expansion || span->actual_text;
}

/* The spans of one part of a text share its expansion and its actual text, the very pointers. */
static bool same_element(const struct span *a, const struct span *b) {
    return a->target == b->target && text_equal(a->uri, b->uri) &&
           text_equal(a->language, b->language) && a->expansion == b->expansion &&
           a->actual_text == b->actual_text;
}

/* Neighbours that are one link, one foreign phrase, one abbreviation are one element: its first span owns
 * it. */
static void find_owners(struct tags *tags, const struct content *content) {
    const struct span *owner = NULL, *previous = NULL;
    for (const struct span *span = content->spans; span; span = span->next) {
        if (!has_element(content, span)) {
            owner = NULL;
        } else if (!(owner && previous && same_element(previous, span))) {
            owner = span;
        }
        tags->owners[span->serial] = owner;
        previous = span;
    }
    tags->nodes[content->serial].owners_known = true;
}

const struct span *tags_owner(const struct tags *tags, const struct content *content,
                              const struct span *span) {
    if (!span || !content->spans || span->serial >= tags->document->span_count) {
        return NULL;
    }
    if (!tags->nodes[content->serial].owners_known) {
        find_owners((struct tags *)(uintptr_t)tags, content); /* a cache */
    }
    return tags->owners[span->serial];
}

static struct kid *add_kid(struct tags *tags, struct kids *kids, enum kid_type type, int page,
                           const struct content *content) {
    struct kid *kid = arena_alloc(tags->pdf->arena, sizeof *kid);
    kid->type = type;
    kid->page = page;
    kid->content = content;
    if (kids->last) {
        kids->last->next = kid;
    } else {
        kids->first = kid;
    }
    kids->last = kid;
    return kid;
}

const char *element_role(const struct content *content) {
    static const char *const headings[] = {"H1", "H1", "H2", "H3", "H4", "H5", "H6"};
    switch (content->type) {
    case CONTENT_SHEET:
        return "Sect";
    case CONTENT_HEADING:
        return headings[content->as.heading.level];
    case CONTENT_PARAGRAPH:
        if (is_only_child(content)) {
            return element_role(content->parent);
        }
        if (content->parent && content->parent->type == CONTENT_TABLE) {
            return "Caption";
        }
        return content->parent && content->parent->type == CONTENT_CONTENTS ? "Reference" : "P";
    case CONTENT_LIST:
        return "L";
    case CONTENT_ITEM:
        return "LBody"; /* what its text belongs to; LI is written around it */
    case CONTENT_TABLE:
        return "Table";
    case CONTENT_ROW:
        return "TR";
    case CONTENT_CELL:
        return content->as.cell.header ? "TH" : "TD";
    case CONTENT_GANTT:
    case CONTENT_CHART:
    case CONTENT_IMAGE:
        return "Figure";
    case CONTENT_CONTENTS:
        return "TOC";
    case CONTENT_GROUP:
    case CONTENT_COLUMNS:
    case CONTENT_RULE:
    case CONTENT_SPACE:
    case CONTENT_BREAK:
        break;
    }
    return "Span";
}

/* The node whose element takes the text of CONTENT. */
static const struct content *holder(const struct content *content) {
    return is_only_child(content) ? content->parent : content;
}

/* The kids that a mark in CONTENT goes to: the label's, the body's, or the node's own. */
static struct kids *kids_of(struct tags *tags, const struct content *content) {
    struct node_tags *node = &tags->nodes[holder(content)->serial];
    return content->type == CONTENT_ITEM ? &node->label : &node->kids;
}

static struct kids *span_kids(struct tags *tags, const struct content *content,
                              const struct span *owner) {
    struct span_tags **slot = &tags->spans[owner->serial];
    if (!*slot) {
        *slot = arena_alloc(tags->pdf->arena, sizeof **slot);
        (*slot)->owner = owner;
        struct kid *kid = add_kid(tags, kids_of(tags, content), KID_SPAN, 0, content);
        kid->span = *slot;
    }
    return &(*slot)->kids;
}

int tags_mark(struct tags *tags, int page, const struct content *content, const struct span *span,
              const char **role) {
    const struct span *owner = tags_owner(tags, content, span);
    struct kids *kids = owner ? span_kids(tags, content, owner) : kids_of(tags, content);
    *role = owner ? (owner->uri || owner->target ? "Link" : "Span")
            : content->type == CONTENT_ITEM ? "Lbl"
                                            : element_role(content);
    struct page_tags *marks = &tags->pages[page];
    int mcid = (int)marks->count;
    marks->kids =
        arena_grow(tags->pdf->arena, marks->kids, marks->count, &marks->cap, sizeof *marks->kids);
    struct kid *kid = add_kid(tags, kids, KID_MARK, page, content);
    kid->mcid = mcid;
    kid->owner = kids;
    marks->kids[marks->count++] = kid;
    return mcid;
}

int tags_annotation(struct tags *tags, int page, const struct content *content,
                    const struct span *span, pdf_object annotation, const char *contents) {
    const struct span *owner = tags_owner(tags, content, span);
    struct kids *kids = owner ? span_kids(tags, content, owner) : kids_of(tags, content);
    struct kid *kid = add_kid(tags, kids, KID_OBJECT, page, content);
    kid->object = annotation;
    kid->contents = contents;
    kid->mcid = (int)tags->annotation_count;
    kid->owner = kids;
    tags->annotations = arena_grow(tags->pdf->arena, tags->annotations, tags->annotation_count,
                                   &tags->annotation_cap, sizeof *tags->annotations);
    tags->annotations[tags->annotation_count++] = kid;
    return tags->next_key++;
}

void tags_stray(struct tags *tags, const struct content *sheet) {
    if (!tags->stray.count++) {
        tags->stray.sheet = sheet;
    }
}

void tags_figure(struct tags *tags, const struct content *content, int page, int64_t left,
                 int64_t bottom, int64_t right, int64_t top) {
    struct node_tags *node = &tags->nodes[content->serial];
    if (!node->figure) {
        node->figure = arena_alloc(tags->pdf->arena, sizeof *node->figure);
        *node->figure = (struct figure_place){page, left, bottom, right, top};
    } else if (node->figure->page != page) {
        node->figure->page = -1; /* on several pages: no one box holds it */
    } else {
        struct figure_place *f = node->figure;
        f->left = left < f->left ? left : f->left;
        f->bottom = bottom < f->bottom ? bottom : f->bottom;
        f->right = right > f->right ? right : f->right;
        f->top = top > f->top ? top : f->top;
    }
}

/* links: where can a reader click? Pieces of lines that lead to the same place are areas of one
 * link: a link of several lines is one annotation with QuadPoints, as it is one element. */
#include "pdf/links.h"

#include <string.h>

static void put_sides(struct buf *body, struct area area) {
    const int64_t sides[] = {area.left, area.bottom, area.right, area.top};
    for (int i = 0; i < 4; i++) {
        pdf_length(body, sides[i]);
        buf_char(body, i < 3 ? ' ' : ']');
    }
}

static struct area around(const struct area *areas, size_t count) {
    struct area all = areas[0];
    for (size_t i = 1; i < count; i++) {
        const struct area *area = &areas[i];
        all.left = area->left < all.left ? area->left : all.left;
        all.bottom = area->bottom < all.bottom ? area->bottom : all.bottom;
        all.right = area->right > all.right ? area->right : all.right;
        all.top = area->top > all.top ? area->top : all.top;
    }
    return all;
}

/* ISO 32000-1, 12.5.6.5. The corners in the order that viewers read them in, which is not the one
 * that the standard gives: upper left, upper right, lower left, lower right. */
static void put_quads(struct buf *body, const struct area *areas, size_t count) {
    buf_text(body, "/QuadPoints[");
    for (size_t i = 0; i < count; i++) {
        const struct area *a = &areas[i];
        const int64_t corners[] = {a->left, a->top,    a->right, a->top,
                                   a->left, a->bottom, a->right, a->bottom};
        for (int k = 0; k < 8; k++) {
            pdf_length(body, corners[k]);
            buf_char(body, i + 1 == count && k == 7 ? ']' : ' ');
        }
    }
}

/* ISO 32000-1, 12.6.4.7: seven bits; RFC 3986, 2.1: what a URI cannot hold is escaped. A % stays:
 * it is an escape of the author's. */
static void put_uri(struct buf *body, const char *uri) {
    struct buf escaped = BUF_INIT;
    for (; *uri; uri++) {
        unsigned char c = (unsigned char)*uri;
        buf_format(&escaped, c <= 0x20 || c >= 0x7F || strchr("\"<>\\^`{|}", c) ? "%%%02X" : "%c",
                   c);
    }
    buf_text(body, "/A<</Type/Action/S/URI/URI");
    pdf_bytes(body, buf_string(&escaped), escaped.size);
    buf_text(body, ">>");
    buf_free(&escaped);
}

static void put_target(struct links *links, struct buf *body, const struct span *span) {
    const struct painter *painter = links->painter;
    if (span->uri) {
        put_uri(body, span->uri);
        return;
    }
    const struct start *start = &painter->pages->starts[span->target->serial];
    int number = start->page > 0 ? start->page : 1;
    buf_text(body, "/Dest[");
    pdf_ref(body, painter->page_objects[number - 1]);
    buf_text(body, "/XYZ null ");
    pdf_length(body, (int64_t)painter->page_heights[number - 1] - start->y);
    buf_text(body, " null]");
}

void links_end(struct links *links) {
    if (!links->count) {
        return;
    }
    struct painter *painter = links->painter;
    const struct span *span = links->span;
    const char *contents = text_empty(span->link_text) ? span->text : span->link_text;
    pdf_object object = pdf_new(painter->pdf);
    struct buf body = BUF_INIT;
    buf_text(&body, "/Type/Annot/Subtype/Link/Border[0 0 0]/F 4/Rect[");
    put_sides(&body, around(links->areas, links->count));
    if (links->count > 1) {
        put_quads(&body, links->areas, links->count);
    }
    buf_text(&body, "/Contents");
    pdf_string(&body, contents);
    put_target(links, &body, span);
    if (painter->tags) {
        int key = tags_annotation(painter->tags, links->page->number - 1, links->source, span,
                                  object, contents);
        buf_format(&body, "/StructParent %d", key);
    }
    pdf_set(painter->pdf, object, &body);
    pdf_ref(links->out, object);
    buf_char(links->out, ' ');
    buf_free(&body);
    links->count = 0;
}

/* The span that stands for the link which SPAN is part of, the same for all its pieces; NULL: no
 * link. */
static const struct span *link_of(const struct links *links, const struct content *source,
                                  const struct span *span) {
    if (!span || !(span->uri || span->target)) {
        return NULL;
    }
    const struct tags *tags = links->painter->tags;
    const struct span *owner = tags ? tags_owner(tags, source, span) : NULL;
    return owner ? owner : span;
}

static void add_area(struct links *links, const struct content *source, const struct span *span,
                     struct area area) {
    if (links->count && (links->source != source || links->span != span)) {
        links_end(links);
    }
    links->source = source;
    links->span = span;
    links->areas = arena_grow(links->painter->pdf->arena, links->areas, links->count, &links->cap,
                              sizeof *links->areas);
    links->areas[links->count++] = area;
}

void links_line(struct links *links, const struct content *source, const struct line *line,
                int64_t x, int64_t baseline) {
    for (size_t i = 0; i < line->count;) {
        const struct piece *first = &line->pieces[i];
        const struct span *span = link_of(links, source, first->span);
        size_t end = i + 1;
        while (span && end < line->count &&
               link_of(links, source, line->pieces[end].span) == span) {
            end++;
        }
        if (span) {
            const struct piece *last = &line->pieces[end - 1];
            add_area(links, source, span,
                     (struct area){x + first->x, baseline - first->size / 4,
                                   x + last->x + last->width, baseline + first->size});
        }
        i = end;
    }
}

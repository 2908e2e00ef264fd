/* outline: which headings are bookmarks, under which others? A heading stands under the nearest one before it of
 * a smaller level. */
#include "pdf/outline.h"

#include <string.h>

struct bookmark {
    const struct content *heading;
    pdf_object object;
    size_t parent, first, last, next, previous; /* positions from 1; 0: none */
};

struct outline {
    struct arena *arena;
    struct bookmark *marks; /* [0] is the root */
    size_t count, cap;
};

static void collect(struct outline *outline, const struct content *node) {
    for (const struct content *child = node->first; child; child = child->next) {
        if (child->type == CONTENT_HEADING && child->as.heading.bookmark) {
            outline->marks = arena_grow(outline->arena, outline->marks, outline->count,
                                        &outline->cap, sizeof *outline->marks);
            outline->marks[outline->count++] = (struct bookmark){.heading = child};
        }
        collect(outline, child);
    }
}

static void arrange(struct outline *outline) {
    size_t open[8] = {0}; /* the last bookmark of each level; [0] is the root */
    for (size_t i = 1; i < outline->count; i++) {
        struct bookmark *marks = outline->marks;
        int level = marks[i].heading->as.heading.level;
        size_t parent = 0;
        for (int above = level - 1; above > 0 && !parent; above--) {
            parent = open[above];
        }
        for (int below = level; below < 8; below++) {
            open[below] = 0;
        }
        open[level] = i;
        marks[i].parent = parent;
        marks[i].previous = marks[parent].last;
        if (marks[parent].last) {
            marks[marks[parent].last].next = i;
        } else {
            marks[parent].first = i;
        }
        marks[parent].last = i;
    }
}

static void put_link(const struct outline *outline, struct buf *body, const char *key,
                     size_t index) {
    if (index) {
        buf_format(body, "%s %u 0 R", key, pdf_number(outline->marks[index].object));
    }
}

static size_t count_children(const struct outline *outline, size_t index) {
    size_t count = 0;
    for (size_t child = outline->marks[index].first; child;
         child = outline->marks[child].next) {
        count++;
    }
    return count;
}

static void write_bookmark(const struct painter *painter, const struct outline *outline,
                           size_t index, struct buf *body) {
    const struct bookmark *mark = &outline->marks[index];
    if (mark->heading) {
        const struct start *start = &painter->pages->starts[mark->heading->serial];
        int page = start->page > 0 ? start->page : 1;
        buf_text(body, "/Title");
        pdf_string(body, mark->heading->as.heading.bookmark);
        buf_format(body, "/Parent %u 0 R/Dest[", pdf_number(outline->marks[mark->parent].object));
        pdf_ref(body, painter->page_objects[page - 1]);
        buf_text(body, "/XYZ null ");
        pdf_length(body, (int64_t)painter->page_heights[page - 1] - start->y);
        buf_text(body, " null]");
    } else {
        buf_text(body, "/Type/Outlines");
    }
    put_link(outline, body, "/Prev", mark->previous);
    put_link(outline, body, "/Next", mark->next);
    put_link(outline, body, "/First", mark->first);
    put_link(outline, body, "/Last", mark->last);
    size_t children = count_children(outline, index);
    if (children) { /* the first level shows; what is below is closed: a negative count */
        buf_format(body, "/Count %s%zu", mark->heading ? "-" : "", children);
    }
    pdf_set(painter->pdf, mark->object, body);
}

void outline_write(const struct painter *painter, const struct document *document,
                   struct buf *catalog) {
    struct outline outline = {.arena = painter->pdf->arena};
    outline.marks = arena_grow(outline.arena, NULL, 0, &outline.cap, sizeof *outline.marks);
    outline.marks[outline.count++] = (struct bookmark){0};
    collect(&outline, document->root);
    if (outline.count == 1) {
        return;
    }
    arrange(&outline);
    for (size_t i = 0; i < outline.count; i++) {
        outline.marks[i].object = pdf_new(painter->pdf);
    }
    struct buf body = BUF_INIT;
    for (size_t i = 0; i < outline.count; i++) {
        write_bookmark(painter, &outline, i, &body);
    }
    buf_free(&body);
    buf_text(catalog, "/Outlines ");
    pdf_ref(catalog, outline.marks[0].object);
    buf_text(catalog, "/PageMode/UseOutlines");
}

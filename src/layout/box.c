/* box: what do boxes look like, made and printed? Frames become fills and rules here, so that
 * painting has nothing to decide; the dump flattens the tree to absolute places, one line a visible
 * box. */
#include "layout/flow_private.h"

len len_add(len a, len b) {
    int64_t sum = (int64_t)a + b;
    return sum > LEN_MAX ? LEN_MAX : (len)sum;
}

struct box *box_new(struct flow *flow, enum box_type type, len x, len y, len width, len height,
                    const struct content *source) {
    struct box *box = arena_alloc(flow->ts->arena, sizeof *box);
    box->type = type;
    box->x = x;
    box->y = y;
    box->width = width;
    box->height = height;
    box->source = source;
    box->colour = COLOUR_NONE;
    return box;
}

void box_add(struct box_list *list, struct box *box) {
    if (!list->tail)
        list->tail = &list->first;
    *list->tail = box;
    while (*list->tail)
        list->tail = &(*list->tail)->next;
}

void box_place(struct flow *flow, struct box_list *list, struct box *boxes, len x, len y, len width,
               len height) {
    if (!boxes)
        return;
    struct box *group = box_new(flow, BOX_GROUP, x, y, width, height, NULL);
    group->first = boxes;
    box_add(list, group);
}

struct box *box_frame(struct flow *flow, const struct style *style, len x, len y, len width,
                      len height, unsigned edges) {
    struct box_list list = {0};
    if (style->fill != COLOUR_NONE) {
        struct box *fill = box_new(flow, BOX_FILL, x, y, width, height, NULL);
        fill->colour = style->fill;
        box_add(&list, fill);
    }
    for (int side = 0; side < SIDES; side++) {
        len stroke = style->border[side].width;
        if (stroke <= 0 || style->border[side].colour == COLOUR_NONE || !(edges & (1u << side)))
            continue;
        /* Inside the rectangle: a thick edge must not stand out of the column. */
        len half = stroke / 2;
        bool upright = side == SIDE_LEFT || side == SIDE_RIGHT;
        len rule_x = side == SIDE_LEFT ? x + half : side == SIDE_RIGHT ? x + width - half : x;
        len rule_y = side == SIDE_TOP ? y + half : side == SIDE_BOTTOM ? y + height - half : y;
        struct box *rule = box_new(flow, BOX_RULE, rule_x, rule_y, upright ? 0 : width,
                                   upright ? height : 0, NULL);
        rule->stroke = stroke;
        rule->colour = style->border[side].colour;
        box_add(&list, rule);
    }
    return list.first;
}

bool box_baseline(const struct box *boxes, len *baseline) {
    for (const struct box *box = boxes; box; box = box->next) {
        len below = 0;
        if (box->type == BOX_LINE) {
            *baseline = box->y + box->line->baseline;
            return true;
        }
        if (box_baseline(box->first, &below)) {
            *baseline = box->y + below;
            return true;
        }
    }
    return false;
}

size_t box_count_lines(const struct box *boxes) {
    size_t count = 0;
    for (const struct box *box = boxes; box; box = box->next)
        count += box->type == BOX_LINE ? 1 : box_count_lines(box->first);
    return count;
}

static void dump_length(struct buf *buf, len length) {
    int64_t value = length;
    if (value < 0)
        buf_char(buf, '-');
    value = value < 0 ? -value : value;
    buf_format(buf, "%d.%03d", (int)(value / LEN_PT), (int)(value % LEN_PT));
}

static void dump_boxes(struct buf *buf, const struct box *boxes, len x, len y, bool artifact,
                       const struct content *source) {
    static const char *const names[] = {"group", "line", "fill", "hatch", "rule", "image"};
    for (const struct box *box = boxes; box; box = box->next) {
        const struct content *own = box->source ? box->source : source;
        bool drawn = artifact || box->artifact;
        dump_boxes(buf, box->first, x + box->x, y + box->y, drawn, own);
        if (box->type == BOX_GROUP)
            continue;
        buf_format(buf, "  %s", names[box->type]);
        const len lengths[] = {x + box->x, y + box->y, box->width, box->height};
        for (size_t i = 0; i < 4; i++) {
            buf_char(buf, ' ');
            dump_length(buf, lengths[i]);
        }
        if (box->type == BOX_FILL || box->type == BOX_HATCH || box->type == BOX_RULE)
            buf_format(buf, " %06x", (unsigned)(box->colour & 0xFFFFFFu));
        if (box->type == BOX_RULE || box->type == BOX_HATCH) {
            buf_char(buf, ' ');
            dump_length(buf, box->stroke);
        }
        if (drawn || !own)
            buf_text(buf, " artifact");
        else
            buf_format(buf, " #%u", (unsigned)own->serial);
        if (box->line) {
            buf_text(buf, " \"");
            for (size_t i = 0; i < box->line->count; i++)
                buf_bytes(buf, box->line->pieces[i].text, box->line->pieces[i].bytes);
            buf_char(buf, '"');
        }
        buf_char(buf, '\n');
    }
}

void pages_dump(struct buf *buf, const struct pages *pages) {
    buf_format(buf, "pages %d\n", pages->count);
    for (const struct page *page = pages->first; page; page = page->next) {
        buf_format(buf, "page %d sheet %d: ", page->number, page->sheet_number);
        dump_length(buf, page->width);
        buf_text(buf, " x ");
        dump_length(buf, page->height);
        buf_char(buf, '\n');
        dump_boxes(buf, page->boxes, 0, 0, false, NULL);
    }
}

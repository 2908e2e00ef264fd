/* chart_pen: how does a drawing put words and strokes, and which of its rows stand on a page? */
#include "layout/chart_private.h"

enum {
    WHITE_MOST = 33, /* percent of a page: a chart that would leave more of it empty is cut... */
    ROWS_HERE = 4,   /* ...when at least so many rows stay... */
    ROWS_THERE = 2   /* ...and so many go */
};

const struct style *chart_style(struct flow *flow, const struct style *style, len size,
                                int weight) {
    struct style *copy = arena_alloc(flow->ts->arena, sizeof *copy);
    *copy = *style;
    copy->leading = (len)((int64_t)style->leading * size / len_max(style->size, 1));
    copy->size = size;
    copy->weight = weight;
    copy->align = ALIGN_LEFT;
    copy->indent = 0;
    return copy;
}

struct words chart_words(const struct chart_pen *pen, const char *text, const struct style *style,
                         len width) {
    struct words words = {NULL, 0};
    struct typesetter *ts = pen->flow->ts;
    if (text_empty(text))
        return words;
    struct span *span = arena_alloc(ts->arena, sizeof *span);
    span->text = text;
    span->style = style;
    words.lines = line_break(ts, span, style, len_max(width, 1), pen->content->source);
    for (size_t i = 0; i < words.lines->count; i++)
        words.width = len_max(words.width, words.lines->lines[i].width);
    return words;
}

len words_height(struct words words) {
    return words.lines ? words.lines->height : 0;
}

len words_baseline(struct words words) {
    return words.lines && words.lines->count > 0 ? words.lines->lines[0].baseline : 0;
}

void chart_put_words(const struct chart_pen *pen, struct box_list *list, struct words words, len x,
                     len y) {
    for (size_t i = 0; words.lines && i < words.lines->count; i++) {
        const struct line *line = &words.lines->lines[i];
        struct box *box =
            box_new(pen->flow, BOX_LINE, x, y, line->width, line->height, pen->content);
        box->line = line;
        box_add(list, box);
        y += line->height;
    }
}

void chart_put_rule(const struct chart_pen *pen, struct box_list *list, len x, len y, len width,
                    len height, len stroke, uint32_t colour) {
    struct box *box = box_new(pen->flow, BOX_RULE, x, y, width, height, pen->content);
    box->stroke = stroke;
    box->colour = colour;
    box_add(list, box);
}

void chart_put_area(const struct chart_pen *pen, struct box_list *list, enum box_type type, len x,
                    len y, len width, len height, uint32_t colour) {
    struct box *box = box_new(pen->flow, type, x, y, width, height, pen->content);
    box->stroke = HAIR;
    box->colour = colour;
    box_add(list, box);
}

size_t chart_cut(const len *heights, size_t begin, size_t count, len head, struct space space,
                 enum flow_reason *reason) {
    size_t end = begin, least = begin > 0 ? 1 : ROWS_HERE;
    len height = head;
    while (end < count && len_add(height, heights[end]) <= space.height)
        height = len_add(height, heights[end++]);
    *reason = REASON_NONE;
    if (end == count)
        return end;
    if (begin == 0 && !space.fresh) {
        len whole = height;
        for (size_t i = end; i < count; i++)
            whole = len_add(whole, heights[i]);
        if (whole <= space_page(space) &&
            space.height <= (int64_t)space_page(space) * WHITE_MOST / 100) {
            *reason = REASON_TOGETHER;
            return begin;
        }
    }
    if (count - end < ROWS_THERE && end - begin > ROWS_THERE)
        end = count - ROWS_THERE;
    *reason = REASON_HEIGHT;
    if (end - begin < least && !space.fresh)
        return begin;
    return end > begin ? end : begin + 1;
}

struct placed chart_placed(struct flow *flow, struct box *boxes, len height, size_t end,
                           size_t count) {
    struct placed placed = {.fit = FIT_ALL, .boxes = boxes, .height = height};
    if (end < count) {
        struct cursor *next = cursor_new(flow, 0);
        next->index = end;
        placed.next = next;
        placed.fit = FIT_PART;
        placed.reason = REASON_HEIGHT;
    }
    return placed;
}

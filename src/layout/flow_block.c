/* flow_block: how does each kind of block fill a space? Paragraphs are cut between lines, lists and
 * boxes where their children are, columns wherever each of them ends; pictures and rules never. */
#include "layout/flow_private.h"

#include "layout/chart.h"
#include "layout/table.h"

/* Lines that may stand here when FIT of the REST lines have room; 0: none. */
static size_t lines_here(const struct style *style, bool begins, bool fresh, size_t fit,
                         size_t rest) {
    size_t widows = style->widows > 1 ? (size_t)style->widows : 1;
    size_t orphans = begins && style->orphans > 1 ? (size_t)style->orphans : 1;
    size_t here = fit;
    if (fit > 0 && rest - fit < widows)
        here = rest > widows ? rest - widows : 0;
    if (here >= orphans)
        return here;
    if (!fresh)
        return 0;
    return fit > 0 ? fit : 1;
}

static struct placed paragraph_place(struct flow *flow, const struct content *block,
                                     const struct cursor *from, struct space space) {
    const struct style *style = flow_style(flow, block);
    const struct lines *lines = flow_lines(flow, block, style, space.width);
    size_t begin = from ? from->index : 0;
    if (begin >= lines->count)
        return (struct placed){.fit = FIT_EMPTY};
    size_t rest = lines->count - begin, fit = 0;
    len height = 0;
    while (fit < rest && len_add(height, lines->lines[begin + fit].height) <= space.height)
        height = len_add(height, lines->lines[begin + fit++].height);
    size_t here = rest;
    if (fit < rest) {
        if (style->keep_together && !from && !space.fresh && lines->height <= space_page(space))
            return placed_none(REASON_TOGETHER);
        here = lines_here(style, begin == 0, space.fresh, fit, rest);
        /* No word is divided by a page's end when a line less avoids it. */
        size_t least = begin == 0 ? (size_t)style->orphans : 1;
        size_t whole = here;
        while (whole > least && lines->lines[begin + whole - 1].end == LINE_END_HYPHEN)
            whole--;
        bool divided = here > 0 && lines->lines[begin + whole - 1].end == LINE_END_HYPHEN;
        if (here > 0 && !divided && whole >= least)
            here = whole;
        else if (divided && begin == 0 && !space.fresh && here <= least)
            return placed_none(REASON_LINES);
    }
    if (here == 0)
        return placed_none(fit == 0 ? REASON_HEIGHT : REASON_LINES);

    struct box_list list = {0};
    len y = 0;
    for (size_t i = begin; i < begin + here; i++) {
        const struct line *line = &lines->lines[i];
        struct box *box = box_new(flow, BOX_LINE, 0, y, space.width, line->height, block);
        box->line = line;
        box_add(&list, box);
        y = len_add(y, line->height);
    }
    struct placed placed = {.fit = FIT_ALL, .boxes = list.first, .height = y};
    if (here < rest) {
        struct cursor *next = cursor_new(flow, 0);
        next->index = begin + here;
        placed.next = next;
        placed.fit = FIT_PART;
        placed.reason = REASON_HEIGHT;
    }
    return placed;
}

/* --- lists --- */

struct list_plan {
    len indent;
};

const struct style *list_label_style(struct flow *flow, const struct content *item) {
    const struct style *style = flow_style(flow, item);
    if (style->align == ALIGN_LEFT && style->indent == 0)
        return style;
    struct style *label = arena_alloc(flow->ts->arena, sizeof *label);
    *label = *style;
    label->align = ALIGN_LEFT;
    label->indent = 0;
    return label;
}

len list_indent(struct flow *flow, const struct content *list, len width) {
    const struct list_plan *known = flow_plan(flow, list, width);
    if (known)
        return known->indent;
    const struct style *style = flow_style(flow, list);
    len indent = style->list_indent;
    for (const struct content *item = list->first; item; item = item->next) {
        if (!item->spans)
            continue;
        const struct style *label = list_label_style(flow, item);
        len widest = line_measure(flow->ts, item->spans, label, item->source).maximum;
        indent = len_max(indent, len_add(widest, label->size / 3));
    }
    struct list_plan *plan = arena_alloc(flow->ts->arena, sizeof *plan);
    plan->indent = len_max(len_min(indent, width / 2), 0);
    flow_plan_keep(flow, list, width, plan);
    return plan->indent;
}

static struct placed item_place(struct flow *flow, const struct content *item,
                                const struct cursor *from, struct space space) {
    len indent = list_indent(flow, item->parent, space.width);
    struct space inside = space;
    inside.width = len_max(space.width - indent, 1);
    struct placed body = flow_inside(flow, item->first, from, inside);
    if (body.fit == FIT_NONE)
        return body;
    struct box_list list = {0};
    len down = 0, height = body.height;
    if (!from && item->spans) {
        const struct style *style = list_label_style(flow, item);
        const struct lines *label = flow_lines(flow, item, style, len_max(indent, 1));
        len text = 0, y = 0;
        if (label->count > 0 && box_baseline(body.boxes, &text)) {
            y = text - label->lines[0].baseline;
            down = y < 0 ? -y : 0;
        }
        if (down > 0) { /* the label is the taller one: its baseline rules */
            inside.height = len_less(space.height, down);
            body = flow_inside(flow, item->first, from, inside);
            if (body.fit == FIT_NONE)
                return body;
        }
        y += down;
        for (size_t i = 0; i < label->count; i++) {
            struct box *box = box_new(flow, BOX_LINE, 0, y, indent, label->lines[i].height, item);
            box->line = &label->lines[i];
            box_add(&list, box);
            y = len_add(y, label->lines[i].height);
        }
        height = len_max(len_add(body.height, down), y);
        if (height > space.height && !space.fresh)
            return placed_none(REASON_HEIGHT);
    }
    if (body.fit == FIT_EMPTY && !list.first)
        return body;
    box_place(flow, &list, body.boxes, indent, down, inside.width, body.height);
    body.boxes = list.first;
    body.height = height;
    if (body.fit == FIT_EMPTY)
        body.fit = FIT_ALL;
    return body;
}

/* --- boxes --- */

static len box_inset(const struct style *style, int side) {
    return len_max(style->padding[side], 0) + len_max(style->border[side].width, 0);
}

static struct placed boxed_place(struct flow *flow, const struct content *group,
                                 const struct cursor *from, struct space space) {
    const struct style *style = flow_style(flow, group);
    len top = box_inset(style, SIDE_TOP), bottom = box_inset(style, SIDE_BOTTOM);
    len left = box_inset(style, SIDE_LEFT), right = box_inset(style, SIDE_RIGHT);
    if (space.width - left - right < LEN_PT)
        left = right = 0;
    if (len_add(top, bottom) > space.height && !space.fresh)
        return placed_none(REASON_HEIGHT);
    struct space inside = space;
    inside.width = len_max(space.width - left - right, 1);
    inside.height = len_less(space.height, top + bottom);
    inside.page = space.page > 0 ? len_max(len_less(space.page, top + bottom), 1) : 0;
    struct placed body = flow_inside(flow, group->first, from, inside);
    if (body.fit == FIT_NONE)
        return body;
    if (body.fit == FIT_EMPTY && from)
        return body;

    len height = len_add(body.height, top + bottom);
    unsigned edges = 1u << SIDE_LEFT | 1u << SIDE_RIGHT;
    if (!from)
        edges |= 1u << SIDE_TOP;
    if (body.fit != FIT_PART) {
        edges |= 1u << SIDE_BOTTOM;
        len least = from ? 0 : style->min_height;
        if (least > space.height && !space.fresh && least <= space_page(space))
            return placed_none(REASON_HEIGHT);
        height = len_max(height, len_min(least, space.height));
    }
    struct box_list list = {0};
    struct box *frame = box_frame(flow, style, 0, 0, space.width, height, edges);
    if (frame)
        box_add(&list, frame);
    box_place(flow, &list, body.boxes, left, top, inside.width, body.height);
    body.boxes = list.first;
    body.height = height;
    if (body.fit == FIT_EMPTY)
        body.fit = FIT_ALL;
    return body;
}

/* --- columns side by side --- */

struct columns_plan {
    size_t count;
    len *widths;
    len gap; /* at most half of the width is air */
};

static const struct columns_plan *columns_plan(struct flow *flow, const struct content *columns,
                                               len width) {
    const struct columns_plan *known = flow_plan(flow, columns, width);
    if (known)
        return known;
    struct arena *arena = flow->ts->arena;
    struct columns_plan *plan = arena_alloc(arena, sizeof *plan);
    for (const struct content *child = columns->first; child; child = child->next)
        plan->count++;
    struct width_need *needs = arena_array(arena, plan->count, sizeof *needs);
    plan->widths = arena_array(arena, plan->count, sizeof *plan->widths);
    size_t i = 0;
    for (const struct content *child = columns->first; child; child = child->next, i++) {
        struct line_widths content = flow_widths(flow, child);
        if (child->type == CONTENT_GROUP) {
            needs[i].kind = child->as.group.width.kind;
            needs[i].size = child->as.group.width.size;
        }
        needs[i].minimum = content.minimum;
        needs[i].maximum = content.maximum;
    }
    len gaps = (len)plan->count - 1;
    plan->gap = gaps > 0 ? len_min(columns->as.columns.gap, width / 2 / gaps) : 0;
    widths_divide(arena, needs, plan->count, width - plan->gap * gaps, plan->widths);
    flow_plan_keep(flow, columns, width, plan);
    return plan;
}

static struct placed columns_place(struct flow *flow, const struct content *columns,
                                   const struct cursor *from, struct space space) {
    const struct columns_plan *plan = columns_plan(flow, columns, space.width);
    struct cursor *next = cursor_new(flow, plan->count);
    const struct cursor **rest = arena_array(flow->ts->arena, plan->count + 1, sizeof *rest);
    bool *done = arena_array(flow->ts->arena, plan->count + 1, sizeof *done);
    struct box_list list = {0};
    enum flow_reason reason = REASON_NONE;
    bool left_over = false, placed_any = false, none = false;
    len x = 0, height = 0;
    size_t i = 0;
    for (const struct content *child = columns->first; child; child = child->next, i++) {
        len width = plan->widths[i];
        done[i] = from && i < from->count && from->done[i];
        if (!done[i]) {
            const struct cursor *begin = from && i < from->count ? from->inner[i] : NULL;
            struct placed part = flow_block(
                flow, child, begin, (struct space){width, space.height, space.fresh, space.page});
            done[i] = part.fit == FIT_ALL || part.fit == FIT_EMPTY;
            rest[i] = part.fit == FIT_PART ? part.next : begin;
            if (!done[i]) {
                left_over = true;
                reason = part.reason;
            }
            none = none || part.fit == FIT_NONE;
            if (part.fit == FIT_ALL || part.fit == FIT_PART) {
                placed_any = true;
                box_place(flow, &list, part.boxes, x, 0, width, part.height);
                height = len_max(height, part.height);
            }
        }
        x += width + plan->gap;
    }
    /* Columns begin on one page, all of them. */
    if (none && (!from || !placed_any))
        return placed_none(reason);
    if (!placed_any)
        return (struct placed){.fit = FIT_EMPTY};
    next->inner = rest;
    next->done = done;
    return (struct placed){left_over ? FIT_PART : FIT_ALL, reason, list.first, height,
                           left_over ? next : NULL};
}

/* --- things that are never cut --- */

static len across(enum style_align align, len room, len width) {
    return align == ALIGN_RIGHT ? room - width : align == ALIGN_CENTER ? (room - width) / 2 : 0;
}

static struct placed image_place(struct flow *flow, const struct content *block,
                                 struct space space) {
    int64_t width = len_max(block->as.image->width, 1),
            height = len_max(block->as.image->height, 1);
    if (width > space.width) {
        height = height * space.width / width;
        width = space.width;
    }
    if (height > space.height) {
        if (!space.fresh)
            return placed_none(REASON_HEIGHT);
        len room = len_max(space.height, LEN_PT);
        width = width * room / height;
        height = room;
    }
    len x = across(flow_style(flow, block)->align, space.width, (len)width);
    struct box *box = box_new(flow, BOX_IMAGE, x, 0, (len)width, (len)height, block);
    box->image = block->as.image;
    return (struct placed){.fit = FIT_ALL, .boxes = box, .height = (len)height};
}

static struct placed rule_place(struct flow *flow, const struct content *block,
                                struct space space) {
    enum { HAIRLINE = 400 };
    const struct style *style = flow_style(flow, block);
    const struct style_border *border = &style->border[SIDE_TOP];
    bool styled = border->width > 0 && border->colour != COLOUR_NONE;
    len stroke = styled ? border->width : HAIRLINE;
    if (stroke > space.height && !space.fresh)
        return placed_none(REASON_HEIGHT);
    struct box *rule = box_new(flow, BOX_RULE, 0, stroke / 2, space.width, 0, NULL);
    rule->stroke = stroke;
    rule->colour = styled ? border->colour : style->colour;
    return (struct placed){.fit = FIT_ALL, .boxes = rule, .height = stroke};
}

/* At the top of a page blank space has done its work, unless an author begins a sheet with it. */
static struct placed space_place(const struct content *block, struct space space) {
    const struct content *outer = block;
    while (outer->parent && outer->parent->first == outer && outer->type != CONTENT_SHEET)
        outer = outer->parent;
    if ((space.fresh && outer->type != CONTENT_SHEET) || block->as.space <= 0)
        return (struct placed){.fit = FIT_EMPTY};
    return (struct placed){.fit = FIT_ALL, .height = len_min(block->as.space, space.height)};
}

/* The group has the table as its source: painting knows by it that no word is to be extracted. */
static struct placed silent_table_place(struct flow *flow, const struct content *table,
                                        const struct cursor *from, struct space space) {
    struct placed placed = table_place(flow, table, from, space);
    if (placed.boxes) {
        struct box *group = box_new(flow, BOX_GROUP, 0, 0, space.width, placed.height, table);
        group->artifact = true;
        group->first = placed.boxes;
        placed.boxes = group;
    }
    return placed;
}

struct placed block_place(struct flow *flow, const struct content *block, const struct cursor *from,
                          struct space space) {
    switch (block->type) {
    case CONTENT_HEADING:
    case CONTENT_PARAGRAPH:
        return paragraph_place(flow, block, from, space);
    case CONTENT_ITEM:
        return item_place(flow, block, from, space);
    case CONTENT_GROUP:
        if (block->as.group.boxed)
            return boxed_place(flow, block, from, space);
        return flow_inside(flow, block->first, from, space);
    case CONTENT_LIST:
    case CONTENT_CELL:
    case CONTENT_CONTENTS:
    case CONTENT_SHEET:
        return flow_inside(flow, block->first, from, space);
    case CONTENT_COLUMNS:
        return columns_place(flow, block, from, space);
    case CONTENT_TABLE:
        return block->as.table.silent ? silent_table_place(flow, block, from, space)
                                      : table_place(flow, block, from, space);
    case CONTENT_GANTT:
        return gantt_place(flow, block, from, space);
    case CONTENT_CHART:
        return chart_place(flow, block, from, space);
    case CONTENT_IMAGE:
        return image_place(flow, block, space);
    case CONTENT_RULE:
        return rule_place(flow, block, space);
    case CONTENT_SPACE:
        return space_place(block, space);
    case CONTENT_ROW:
    case CONTENT_BREAK:
        break;
    }
    return (struct placed){.fit = FIT_EMPTY};
}

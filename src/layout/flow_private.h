/* flow_private: what the files behind flow.h share: the cache by serial and the building of box
 * lists. */
#ifndef PIAO_LAYOUT_FLOW_PRIVATE_H
#define PIAO_LAYOUT_FLOW_PRIVATE_H

#include "layout/flow.h"

struct line_set {
    len width;
    const struct lines *lines;
    struct line_set *next;
};

/* What is known of one content node. A change of width makes a new plan. */
struct flow_entry {
    struct line_set *lines;
    const struct placed *natural; /* placed from its beginning in unlimited height */
    len natural_width;
    struct line_widths widths;
    bool measured;
    const void *plan; /* of lists, columns, tables, charts: what follows from the width alone */
    len plan_width;
};

struct flow_cache {
    uint32_t base, count; /* serials base .. base + count - 1 */
    struct flow_entry *entries;
};

/* A cache for part of the tree (a running head), so that it may be thrown away page by page. */
struct flow_cache *flow_cache_new(struct arena *arena, uint32_t base, uint32_t count);
struct flow_entry *flow_entry(struct flow *flow, const struct content *block);
const void *flow_plan(struct flow *flow, const struct content *block, len width); /* or NULL */
void flow_plan_keep(struct flow *flow, const struct content *block, len width, const void *plan);

const struct style *flow_style(struct flow *flow, const struct content *block);
/* The lines of BLOCK's spans, broken once for each width. */
const struct lines *flow_lines(struct flow *flow, const struct content *block,
                               const struct style *style, len width);
/* BLOCK from its beginning in unlimited height, placed once: fitting blocks are never built twice.
 */
const struct placed *flow_natural(struct flow *flow, const struct content *block, len width);
/* flow_run without space over its first block. */
struct placed flow_inside(struct flow *flow, const struct content *first, const struct cursor *from,
                          struct space space);

/* The space that BLOCK wants over and under it: its own, or that of its first or last child where
 * no edge is between the two. */
len flow_before(struct flow *flow, const struct content *block);
len flow_after(struct flow *flow, const struct content *block);
bool flow_transparent(struct flow *flow, const struct content *block);

struct placed placed_none(enum flow_reason reason);
struct cursor *cursor_new(struct flow *flow, size_t inner);

struct box_list {
    struct box *first, **tail; /* tail NULL: empty, not yet used */
};
void box_add(struct box_list *list, struct box *box);
/* Puts BOXES (possibly cached, so never changed) into a group at X, Y. */
void box_place(struct flow *flow, struct box_list *list, struct box *boxes, len x, len y, len width,
               len height);
/* The first line's baseline from the top; false when there is no line. */
bool box_baseline(const struct box *boxes, len *baseline);
size_t box_count_lines(const struct box *boxes);

len len_add(len a, len b); /* stops at LEN_MAX */
static inline len len_max(len a, len b) {
    return a > b ? a : b;
}
static inline len len_min(len a, len b) {
    return a < b ? a : b;
}
/* ROOM less what is taken from it: unlimited stays unlimited, nothing is less than nothing. */
static inline len len_less(len room, len taken) {
    return room == LEN_MAX ? LEN_MAX : len_max(room - taken, 0);
}
static inline len space_page(struct space space) {
    return space.page > 0 ? space.page : LEN_MAX;
}

/* Kinds of blocks; insets (`left`, `right`) are already off the space. */
struct placed block_place(struct flow *flow, const struct content *block, const struct cursor *from,
                          struct space space);

/* Column widths from needs, the same rule for tables and for columns side by side. */
struct width_need {
    enum width_kind kind;
    len size; /* fixed: width; share: thousandths */
    len minimum, maximum;
    len cap; /* 0: none */
};
void widths_divide(struct arena *arena, const struct width_need *needs, size_t count, len width,
                   len *out);
/* Width between the list's edge and the text of its items. */
len list_indent(struct flow *flow, const struct content *list, len width);
const struct style *list_label_style(struct flow *flow, const struct content *item);

#endif

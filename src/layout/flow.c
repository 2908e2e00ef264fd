/* flow: how do blocks follow one another down a page? A run walks its blocks in order, asks each
 * whether it fits, and remembers one point to go back to: the last place where a page may end. */
#include "layout/flow_private.h"

struct flow_cache *flow_cache_new(struct arena *arena, uint32_t base, uint32_t count) {
    struct flow_cache *cache = arena_alloc(arena, sizeof *cache);
    cache->base = base;
    cache->count = count;
    cache->entries = arena_array(arena, count, sizeof *cache->entries);
    return cache;
}

struct flow_entry *flow_entry(struct flow *flow, const struct content *block) {
    if (!flow->cache)
        flow->cache = flow_cache_new(flow->ts->arena, 0, flow->node_count);
    uint32_t index = block->serial - flow->cache->base;
    if (index >= flow->cache->count) /* no node of this tree: known to nobody, not remembered */
        return arena_alloc(flow->ts->arena, sizeof(struct flow_entry));
    return &flow->cache->entries[index];
}

const void *flow_plan(struct flow *flow, const struct content *block, len width) {
    const struct flow_entry *entry = flow_entry(flow, block);
    return entry->plan_width == width ? entry->plan : NULL;
}

void flow_plan_keep(struct flow *flow, const struct content *block, len width, const void *plan) {
    struct flow_entry *entry = flow_entry(flow, block);
    entry->plan = plan;
    entry->plan_width = width;
}

const struct style *flow_style(struct flow *flow, const struct content *block) {
    return block->style ? block->style : flow->base;
}

const struct lines *flow_lines(struct flow *flow, const struct content *block,
                               const struct style *style, len width) {
    struct flow_entry *entry = flow_entry(flow, block);
    for (const struct line_set *set = entry->lines; set; set = set->next)
        if (set->width == width)
            return set->lines;
    struct line_set *set = arena_alloc(flow->ts->arena, sizeof *set);
    set->width = width;
    set->lines = line_break(flow->ts, block->spans, style, width, block->source);
    set->next = entry->lines;
    entry->lines = set;
    return set->lines;
}

const struct placed *flow_natural(struct flow *flow, const struct content *block, len width) {
    struct flow_entry *entry = flow_entry(flow, block);
    if (entry->natural && entry->natural_width == width)
        return entry->natural;
    struct placed *natural = arena_alloc(flow->ts->arena, sizeof *natural);
    *natural = block_place(flow, block, NULL,
                           (struct space){.width = width, .height = LEN_MAX, .page = LEN_MAX});
    entry->natural = natural;
    entry->natural_width = width;
    return natural;
}

struct placed placed_none(enum flow_reason reason) {
    return (struct placed){.fit = FIT_NONE, .reason = reason};
}

struct cursor *cursor_new(struct flow *flow, size_t inner) {
    struct cursor *cursor = arena_alloc(flow->ts->arena, sizeof *cursor);
    cursor->count = inner;
    if (inner > 0) {
        cursor->inner = arena_array(flow->ts->arena, inner, sizeof *cursor->inner);
        cursor->done = arena_array(flow->ts->arena, inner, sizeof *cursor->done);
    }
    return cursor;
}

bool flow_transparent(struct flow *flow, const struct content *block) {
    if (flow_style(flow, block)->keep_together)
        return false;
    return block->type == CONTENT_CONTENTS ||
           (block->type == CONTENT_GROUP && !block->as.group.boxed);
}

/* No edge lies between the block and its first and last child. */
static bool open_ended(const struct content *block) {
    return block->type == CONTENT_CONTENTS || block->type == CONTENT_LIST ||
           block->type == CONTENT_ITEM || (block->type == CONTENT_GROUP && !block->as.group.boxed);
}

len flow_before(struct flow *flow, const struct content *block) {
    len space = block->type == CONTENT_ITEM ? 0 : flow_style(flow, block)->space_before;
    if (open_ended(block) && block->first)
        return len_max(space, flow_before(flow, block->first));
    if (block->type == CONTENT_TABLE && block->as.table.caption)
        return len_max(space, flow_before(flow, block->as.table.caption));
    return block->type == CONTENT_SPACE || block->type == CONTENT_BREAK ? 0 : space;
}

len flow_after(struct flow *flow, const struct content *block) {
    len space = block->type == CONTENT_ITEM ? 0 : flow_style(flow, block)->space_after;
    if (open_ended(block) && block->last)
        return len_max(space, flow_after(flow, block->last));
    return block->type == CONTENT_SPACE || block->type == CONTENT_BREAK ? 0 : space;
}

struct placed flow_block(struct flow *flow, const struct content *block, const struct cursor *from,
                         struct space space) {
    const struct style *style = flow_style(flow, block);
    struct placed placed;
    len left = style->left, right = style->right;
    /* Items share the list's style, cells have padding; neither is set in a second time. */
    if (block->type == CONTENT_ITEM || block->type == CONTENT_CELL || block->type == CONTENT_SHEET)
        left = right = 0;
    if (left < 0 || right < 0 || space.width - left - right < LEN_PT)
        left = right = 0;
    space.width = len_max(space.width - left - right, 1);

    bool together = style->keep_together && !from && block->type != CONTENT_PARAGRAPH &&
                    block->type != CONTENT_HEADING && block->type != CONTENT_GANTT;
    const struct placed *natural = together ? flow_natural(flow, block, space.width) : NULL;
    if (natural && (natural->fit == FIT_ALL || natural->fit == FIT_EMPTY) &&
        natural->height <= space.height)
        placed = *natural;
    else if (natural && !space.fresh && natural->height <= space_page(space))
        return placed_none(REASON_TOGETHER);
    else
        placed = block_place(flow, block, from, space);

    if (left > 0 && placed.boxes) {
        struct box_list list = {0};
        box_place(flow, &list, placed.boxes, left, 0, space.width, placed.height);
        placed.boxes = list.first;
    }
    return placed;
}

/* --- runs --- */

struct mark { /* a place where the page may end */
    struct box **tail;
    len y;
    bool solid;
    const struct content *leaf;
    const struct cursor *inner;
};

struct run {
    struct flow *flow;
    const struct content *top; /* parent of the run's siblings */
    struct space space;
    struct box_list boxes;
    len y;
    const struct content *last; /* last block placed */
    bool solid;                 /* something other than blank space is placed */
    bool kept;                  /* LAST must not be the last of the page */
    struct mark safe;
};

static const struct content *run_enter(const struct run *run, const struct content *block);

static const struct content *run_next(const struct run *run, const struct content *block) {
    while (!block->next) {
        if (block->parent == run->top || !block->parent)
            return NULL;
        block = block->parent;
    }
    return run_enter(run, block->next);
}

/* The first block to place in or after BLOCK: groups are seen through. */
static const struct content *run_enter(const struct run *run, const struct content *block) {
    while (flow_transparent(run->flow, block)) {
        if (!block->first)
            return run_next(run, block);
        block = block->first;
    }
    return block;
}

static bool holds(const struct content *group, const struct content *block) {
    while (block && block != group)
        block = block->parent;
    return block == group;
}

/* The space between two blocks, or over the first when A is NULL. */
static len run_gap(const struct run *run, const struct content *a, const struct content *b) {
    len gap = flow_before(run->flow, b);
    for (const struct content *p = b->parent; p && p != run->top; p = p->parent)
        if (!a || !holds(p, a))
            gap = len_max(gap, flow_style(run->flow, p)->space_before);
    if (!a)
        return gap;
    gap = len_max(gap, flow_after(run->flow, a));
    for (const struct content *p = a->parent; p && p != run->top && !holds(p, b); p = p->parent)
        gap = len_max(gap, flow_style(run->flow, p)->space_after);
    if (run->top && run->top->type == CONTENT_LIST)
        gap = len_max(gap, flow_style(run->flow, run->top)->item_space);
    return gap;
}

/* Must A stay on the page of B, which follows it? */
static bool run_kept(const struct run *run, const struct content *a, const struct content *b) {
    if (!a)
        return false;
    if (a->type == CONTENT_SPACE || a->type == CONTENT_RULE)
        if (run->kept)
            return true;
    if (flow_style(run->flow, a)->keep_with_next)
        return true;
    /* in a table of contents, the entry that others stand under */
    if (a->parent && a->parent->type == CONTENT_CONTENTS && b->parent == a->parent &&
        flow_style(run->flow, b)->left > flow_style(run->flow, a)->left)
        return true;
    for (const struct content *p = a->parent; p && p != run->top && !holds(p, b); p = p->parent)
        if (flow_style(run->flow, p)->keep_with_next)
            return true;
    return false;
}

static void run_frame(const struct run *run, const struct content *leaf, len *x, len *width) {
    *x = 0;
    *width = run->space.width;
    for (const struct content *p = leaf->parent; p && p != run->top; p = p->parent) {
        const struct style *style = flow_style(run->flow, p);
        if (style->left < 0 || style->right < 0 || *width - style->left - style->right < LEN_PT)
            continue;
        *x += style->left;
        *width -= style->left + style->right;
    }
}

static struct placed run_part(const struct run *run, enum flow_reason reason,
                              const struct content *leaf, const struct cursor *inner) {
    struct cursor *next = cursor_new(run->flow, 0);
    next->block = leaf;
    if (inner) {
        const struct cursor **slot = arena_alloc(run->flow->ts->arena, sizeof *slot);
        *slot = inner;
        next->inner = slot;
        next->count = 1;
    }
    return (struct placed){FIT_PART, reason, run->boxes.first, run->y, next};
}

/* LEAF does not fit: the page ends before it, or before the blocks that are kept with it. */
static struct placed run_stop(struct run *run, enum flow_reason reason, const struct content *leaf,
                              const struct cursor *inner) {
    if (!run->solid)
        return placed_none(reason);
    if (run->kept) {
        if (run->safe.solid) {
            run->boxes.tail = run->safe.tail;
            *run->boxes.tail = NULL;
            run->y = run->safe.y;
            return run_part(run, REASON_NEXT, run->safe.leaf, run->safe.inner);
        }
        if (!run->space.fresh)
            return placed_none(REASON_NEXT);
        /* The chain fills a page from its top: no other page would be better. */
    }
    return run_part(run, reason, leaf, inner);
}

static struct placed run_place(struct flow *flow, const struct content *first,
                               const struct cursor *from, struct space space, bool lead) {
    struct run run = {.flow = flow, .top = first ? first->parent : NULL, .space = space};
    if (!first)
        return (struct placed){.fit = FIT_EMPTY};
    run.boxes.tail = &run.boxes.first;
    const struct cursor *inner = from && from->count ? from->inner[0] : NULL;
    const struct content *leaf = from ? from->block : run_enter(&run, first);

    for (; leaf; leaf = run_next(&run, leaf), inner = NULL) {
        if (leaf->type == CONTENT_BREAK) {
            const struct content *after = leaf;
            while (after && after->type == CONTENT_BREAK)
                after = run_next(&run, after);
            if (!after || space.height == LEN_MAX || (space.fresh && !run.solid))
                continue;
            if (!run.last)
                return placed_none(REASON_BREAK);
            return run_part(&run, REASON_BREAK, after, NULL);
        }
        len x, width, gap = 0;
        run_frame(&run, leaf, &x, &width);
        if (run.last || (lead && !space.fresh && !inner))
            gap = run_gap(&run, run.last, leaf);
        run.kept = run_kept(&run, run.last, leaf);
        if (!run.kept)
            run.safe = (struct mark){run.boxes.tail, run.y, run.solid, leaf, inner};

        bool fresh = space.fresh && !run.solid;
        len room = len_less(space.height, len_add(run.y, gap));
        struct placed placed = placed_none(REASON_HEIGHT);
        if (len_add(run.y, gap) <= space.height || fresh)
            placed = flow_block(flow, leaf, inner, (struct space){width, room, fresh, space.page});
        if (placed.fit == FIT_EMPTY)
            continue;
        if (placed.fit == FIT_NONE)
            return run_stop(&run, placed.reason, leaf, inner);
        box_place(flow, &run.boxes, placed.boxes, x, len_add(run.y, gap), width, placed.height);
        run.y = len_add(len_add(run.y, gap), placed.height);
        run.last = leaf;
        run.solid = run.solid || leaf->type != CONTENT_SPACE;
        if (placed.fit == FIT_PART)
            return run_part(&run, placed.reason, leaf, placed.next);
    }
    if (!run.last)
        return (struct placed){.fit = FIT_EMPTY};
    return (struct placed){.fit = FIT_ALL, .boxes = run.boxes.first, .height = run.y};
}

struct placed flow_run(struct flow *flow, const struct content *first, const struct cursor *from,
                       struct space space) {
    return run_place(flow, first, from, space, true);
}

struct placed flow_inside(struct flow *flow, const struct content *first, const struct cursor *from,
                          struct space space) {
    return run_place(flow, first, from, space, false);
}

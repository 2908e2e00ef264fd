/* widths: how wide does content want to be, and how is a width shared out? Short columns get what
 * they ask for, long ones share the rest by the square root of their length, so that the longest
 * text is the widest without starving the others. */
#include "layout/flow_private.h"

#include "layout/chart.h"
#include "layout/table_private.h"

static struct line_widths widest(struct flow *flow, const struct content *first) {
    struct line_widths all = {0, 0};
    for (const struct content *child = first; child; child = child->next) {
        struct line_widths own = flow_widths(flow, child);
        all.minimum = len_max(all.minimum, own.minimum);
        all.maximum = len_max(all.maximum, own.maximum);
    }
    return all;
}

static struct line_widths side_by_side(struct flow *flow, const struct content *columns) {
    struct line_widths all = {0, 0};
    for (const struct content *child = columns->first; child; child = child->next) {
        struct line_widths own = flow_widths(flow, child);
        len gap = child == columns->first ? 0 : columns->as.columns.gap;
        all.minimum = len_add(all.minimum, len_add(own.minimum, gap));
        all.maximum = len_add(all.maximum, len_add(own.maximum, gap));
    }
    return all;
}

static struct line_widths block_widths(struct flow *flow, const struct content *block) {
    enum { IMAGE_LEAST = 24 * LEN_PT, GANTT_LEAST = 240 * LEN_PT };
    const struct style *style = flow_style(flow, block);
    struct line_widths widths = {0, 0};
    len more = 0;
    switch (block->type) {
    case CONTENT_HEADING:
    case CONTENT_PARAGRAPH:
        widths = line_measure(flow->ts, block->spans, style, block->source);
        break;
    case CONTENT_LIST:
        widths = widest(flow, block->first);
        more = list_indent(flow, block, LEN_MAX);
        break;
    case CONTENT_TABLE: {
        const struct grid *grid = table_grid(flow, block);
        struct width_need *needs = table_needs(flow, block, grid);
        for (size_t i = 0; i < grid->columns; i++) {
            bool fixed = needs[i].kind == WIDTH_FIXED;
            widths.minimum = len_add(widths.minimum, fixed ? needs[i].size : needs[i].minimum);
            widths.maximum = len_add(widths.maximum, fixed ? needs[i].size : needs[i].maximum);
        }
        break;
    }
    case CONTENT_COLUMNS:
        widths = side_by_side(flow, block);
        break;
    case CONTENT_IMAGE:
        widths.maximum = block->as.image->width;
        widths.minimum = len_min(widths.maximum, IMAGE_LEAST);
        break;
    case CONTENT_GANTT:
        widths.minimum = widths.maximum = GANTT_LEAST;
        break;
    case CONTENT_CHART:
        widths = chart_widths(block);
        break;
    case CONTENT_GROUP:
        if (block->as.group.boxed)
            more = style->padding[SIDE_LEFT] + style->padding[SIDE_RIGHT] +
                   style->border[SIDE_LEFT].width + style->border[SIDE_RIGHT].width;
        widths = widest(flow, block->first);
        break;
    case CONTENT_SHEET:
    case CONTENT_ITEM:
    case CONTENT_CELL:
    case CONTENT_CONTENTS:
    case CONTENT_ROW:
        widths = widest(flow, block->first);
        break;
    case CONTENT_RULE:
    case CONTENT_SPACE:
    case CONTENT_BREAK:
        break;
    }
    if (block->type != CONTENT_ITEM && block->type != CONTENT_CELL && style->left >= 0 &&
        style->right >= 0)
        more += style->left + style->right;
    widths.minimum = len_add(widths.minimum, more);
    widths.maximum = len_add(widths.maximum, more);
    return widths;
}

struct line_widths flow_widths(struct flow *flow, const struct content *block) {
    struct flow_entry *entry = flow_entry(flow, block);
    if (!entry->measured) {
        entry->widths = block_widths(flow, block);
        entry->measured = true;
    }
    return entry->widths;
}

/* --- sharing out --- */

static int64_t root(int64_t value) {
    int64_t low = 0, high = 65536;
    while (low < high) {
        int64_t middle = (low + high + 1) / 2;
        if (middle * middle <= value)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

struct taker {
    len *out;
    int64_t weight, least, most, part;
    bool settled;
};

/* Divides ROOM by weight between bounds; returns what no one could take. Who hits a bound keeps it
 * and leaves, and the others share again: the rule of flexible boxes. */
static int64_t share(struct taker *takers, size_t count, int64_t room) {
    for (;;) {
        int64_t weights = 0, passed = 0, given = 0, excess = 0;
        for (size_t i = 0; i < count; i++)
            weights += takers[i].settled ? 0 : takers[i].weight;
        if (weights == 0)
            return room;
        for (size_t i = 0; i < count; i++) {
            struct taker *taker = &takers[i];
            if (taker->settled)
                continue;
            passed += taker->weight;
            taker->part = room * passed / weights - given;
            given += taker->part;
            int64_t bounded = taker->part < taker->least  ? taker->least
                              : taker->part > taker->most ? taker->most
                                                          : taker->part;
            *taker->out = (len)bounded;
            excess += bounded - taker->part;
        }
        int64_t left = room;
        for (size_t i = 0; i < count; i++) {
            struct taker *taker = &takers[i];
            int64_t over = *taker->out - taker->part;
            if (taker->settled || (excess > 0 ? over <= 0 : excess < 0 ? over >= 0 : false))
                continue;
            taker->settled = true;
            left -= *taker->out;
        }
        room = left;
    }
}

/* The needs do not fit: all give way in proportion. */
static void squeeze(const len *minimum, size_t count, int64_t sum, len width, len *out) {
    int64_t passed = 0, given = 0;
    for (size_t i = 0; i < count; i++) {
        passed += minimum[i];
        int64_t part = sum > 0 ? width * passed / sum - given : 1;
        given += part;
        out[i] = part > 0 ? (len)part : 1;
    }
}

void widths_divide(struct arena *arena, const struct width_need *needs, size_t count, len width,
                   len *out) {
    struct taker *takers = arena_array(arena, count, sizeof *takers);
    len *minimum = arena_array(arena, count, sizeof *minimum);
    len *maximum = arena_array(arena, count, sizeof *maximum);
    int64_t sum = 0, autos = 0;
    bool shares = false, all_fixed = true;
    for (size_t i = 0; i < count; i++) {
        const struct width_need *need = &needs[i];
        bool fixed = need->kind == WIDTH_FIXED;
        minimum[i] = len_max(fixed ? need->size : need->minimum, 1);
        maximum[i] = fixed ? minimum[i] : len_max(need->maximum, minimum[i]);
        sum += minimum[i];
        shares = shares || need->kind == WIDTH_SHARE;
        all_fixed = all_fixed && fixed;
        autos += need->kind == WIDTH_AUTO;
    }
    if (sum > width) {
        squeeze(minimum, count, sum, width, out);
        return;
    }
    for (size_t i = 0; i < count; i++)
        out[i] = minimum[i];
    if (all_fixed)
        return;

    /* Automatic columns: first those that ask for no more than an equal part, as they are. */
    int64_t room = width - sum; /* above the minima */
    bool *granted = arena_array(arena, count, sizeof *granted);
    for (bool again = autos > 0; again;) {
        again = false;
        int64_t flexible = 0;
        for (size_t i = 0; i < count; i++)
            flexible += needs[i].kind == WIDTH_AUTO && !granted[i] ? minimum[i] : 0;
        for (size_t i = 0; i < count && autos > 0; i++) {
            if (needs[i].kind != WIDTH_AUTO || granted[i])
                continue;
            int64_t more = maximum[i] - minimum[i];
            if (maximum[i] <= (room + flexible) / autos && more <= room) {
                out[i] = maximum[i];
                granted[i] = again = true;
                room -= more;
                flexible -= minimum[i];
                autos--;
            }
        }
    }
    /* Then the long ones share the rest. */
    int64_t mine = room;
    for (size_t i = 0; i < count; i++) {
        takers[i] = (struct taker){.out = &out[i], .settled = true};
        if (needs[i].kind != WIDTH_AUTO || granted[i])
            continue;
        mine += minimum[i];
        takers[i] = (struct taker){&out[i], root(maximum[i]), minimum[i], maximum[i], 0, false};
    }
    room = share(takers, count, mine);
    /* What is left goes to the shares, or widens every automatic column that has no cap. */
    mine = room;
    for (size_t i = 0; i < count; i++) {
        takers[i] = (struct taker){.out = &out[i], .settled = true};
        int64_t most = needs[i].cap > 0 ? len_max(needs[i].cap, out[i]) : LEN_MAX;
        if (shares ? needs[i].kind != WIDTH_SHARE : needs[i].kind != WIDTH_AUTO)
            continue;
        mine += out[i];
        takers[i] = (struct taker){
            &out[i], shares ? len_max(needs[i].size, 1) : out[i], out[i], most, 0, false};
    }
    share(takers, count, mine);
}

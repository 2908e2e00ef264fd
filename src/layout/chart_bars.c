/* chart_bars: how do numbers become bars, bands and columns? Each drawing is a list of rows made
 * once for a width, a row being boxes and a height; a page takes as many as it holds. Fills differ
 * by what black and white leave of them: solid, hatched, light, empty. */
#include "layout/chart_private.h"

#include <stdlib.h>

enum {
    LABEL_MOST = 45,  /* percent of the width, at most */
    VALUE_MOST = 30,  /* the same */
    SYMBOL_MOST = 15, /* the same */
    TRACK_X = 30,     /* percent of the width: labels of progress, when there are any */
    BAND_HEIGHT = 14 * LEN_PT,
    SLOT_MOST = 64 * LEN_PT, /* a column of a trend and the white beside it */
    SLOT_LEAST = 20 * LEN_PT,
    PLOT_HEIGHT = 64 * LEN_PT
};

struct chart_plan {
    struct chart_pen pen;
    const struct chart *chart;
    const struct style *words;
    len width;
    struct box **rows; /* boxes of each row, relative to its top */
    len *heights;
    size_t count;
};

static struct words label_words(const struct chart_plan *plan, const char *text, len width) {
    return chart_words(&plan->pen, text, plan->words, width);
}

static void add_row(struct chart_plan *plan, const struct box_list *list, len height) {
    plan->rows[plan->count] = list->first;
    plan->heights[plan->count++] = height;
}

static len part(len width, int64_t size) {
    return (len)(width * size / CHART_WHOLE);
}

/* The widest of the items' texts, the one at OFFSET in each, when it is broken to MOST. */
static len widest_text(const struct chart_plan *plan, size_t offset, len most) {
    len widest = 0;
    for (size_t i = 0; i < plan->chart->item_count; i++) {
        const char *item = (const char *)&plan->chart->items[i];
        const char *text = *(const char *const *)(const void *)(item + offset);
        widest = len_max(widest, label_words(plan, text, most).width);
    }
    return widest;
}
#define WIDEST(PLAN, MEMBER, MOST) widest_text(PLAN, offsetof(struct chart_item, MEMBER), MOST)

static len percent_of(len width, int percent) {
    return (len)((int64_t)width * percent / 100);
}

/* Words beside each other, their first lines on one baseline; returns it, *HEIGHT is theirs. */
static len align_words(const struct chart_plan *plan, const struct words *all, size_t count,
                       len *height) {
    len baseline = 0, below = 0;
    for (size_t i = 0; i < count; i++)
        baseline = len_max(baseline, words_baseline(all[i]));
    for (size_t i = 0; i < count; i++)
        below = len_max(below, words_height(all[i]) - words_baseline(all[i]));
    *height = len_max(baseline + below, plan->words->leading);
    return baseline;
}

static void put_frame(const struct chart_plan *plan, struct box_list *list, len x, len y, len width,
                      len height) {
    uint32_t colour = plan->chart->colour;
    chart_put_rule(&plan->pen, list, x, y, width, 0, HAIR, colour);
    chart_put_rule(&plan->pen, list, x, y + height, width, 0, HAIR, colour);
    chart_put_rule(&plan->pen, list, x, y, 0, height, HAIR, colour);
    chart_put_rule(&plan->pen, list, x + width, y, 0, height, HAIR, colour);
}

/* --- bars, progress --- */

static void make_bars(struct chart_plan *plan) {
    const struct chart *chart = plan->chart;
    const struct chart_pen *pen = &plan->pen;
    bool track = chart->kind == CHART_PROGRESS;
    len size = plan->words->size, pad = track ? 0 : ROW_PAD - LEN_PT;
    len label = WIDEST(plan, label, percent_of(plan->width, track ? TRACK_X : LABEL_MOST));
    len value = WIDEST(plan, text, percent_of(plan->width, VALUE_MOST));
    if (track) { /* tracks under each other begin and end together */
        label = label > 0 ? percent_of(plan->width, TRACK_X) : 0;
        value = len_max(value, len_min(4 * size, plan->width / 2));
    }
    len plot_x = label > 0 ? label + 2 * GAP : 0;
    len plot = len_max(plan->width - plot_x - (value > 0 ? value + GAP : 0), 1);
    for (size_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        struct box_list list = {0};
        const struct words words[] = {label_words(plan, item->label, label),
                                      label_words(plan, item->text, value)};
        len height, baseline = pad + align_words(plan, words, 2, &height);
        /* Centred on the first line's figures. */
        len bar_height = size * 9 / 10, top = len_max(baseline - size / 3 - bar_height / 2, 0);
        len bar = item->size > 0 ? len_max(part(plot, item->size), len_min(BAR_LEAST, plot)) : 0;
        height += 2 * pad;
        chart_put_words(pen, &list, words[0], 0, baseline - words_baseline(words[0]));
        if (bar > 0)
            chart_put_area(pen, &list, BOX_FILL, plot_x, top, bar, bar_height, chart->colour);
        if (track)
            put_frame(plan, &list, plot_x, top, plot, bar_height);
        else
            chart_put_rule(pen, &list, plot_x, 0, 0, height, HAIR, plan->words->colour);
        len text_x = track ? plan->width - words[1].width : plot_x + bar + GAP;
        chart_put_words(pen, &list, words[1], text_x, baseline - words_baseline(words[1]));
        add_row(plan, &list, height);
    }
}

/* --- bands --- */

/* COLOUR with PERCENT of it, white for the rest. */
static uint32_t tint(uint32_t colour, unsigned percent) {
    uint32_t mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
        unsigned part_of = colour >> shift & 255;
        mixed |= (uint32_t)(255 - (255 - part_of) * percent / 100) << shift;
    }
    return mixed;
}

/* The look of part I; neighbours are as unlike as can be. */
static void put_band(const struct chart_plan *plan, struct box_list *list, size_t i, len x, len y,
                     len width, len height) {
    enum { SOLID, HATCHED, LIGHT, CROSSED, MIDDLE, EMPTY, LOOKS };
    uint32_t colour = plan->chart->colour;
    size_t look = i % LOOKS;
    if (look == SOLID || look == LIGHT || look == CROSSED || look == MIDDLE) {
        uint32_t fill = tint(colour, look == SOLID ? 100 : look == MIDDLE ? 55 : 22);
        chart_put_area(&plan->pen, list, BOX_FILL, x, y, width, height, fill);
    }
    if (look == HATCHED || look == CROSSED)
        chart_put_area(&plan->pen, list, BOX_HATCH, x, y, width, height, colour);
    else
        put_frame(plan, list, x, y, width, height);
}

struct remainder {
    int64_t rest;
    size_t item;
};

static int remainder_compare(const void *left, const void *right) {
    const struct remainder *a = left, *b = right;
    if (a->rest != b->rest)
        return a->rest > b->rest ? -1 : 1;
    return a->item < b->item ? -1 : 1;
}

/* Divides WIDTH among the items as exactly as whole numbers can: largest remainders first. */
static const len *divide(const struct chart_plan *plan, len width) {
    size_t count = plan->chart->item_count;
    struct arena *arena = plan->pen.flow->ts->arena;
    len *widths = arena_array(arena, count, sizeof *widths), left = width;
    struct remainder *rests = arena_array(arena, count, sizeof *rests);
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += plan->chart->items[i].size;
    sum = sum > 0 ? sum : 1;
    for (size_t i = 0; i < count; i++) {
        int64_t share = (int64_t)width * plan->chart->items[i].size;
        widths[i] = (len)(share / sum);
        rests[i] = (struct remainder){share % sum, i};
        left -= widths[i];
    }
    qsort(rests, count, sizeof *rests, remainder_compare);
    for (size_t i = 0; left > 0 && i < count; i++, left--)
        widths[rests[i].item]++;
    return widths;
}

/* The key: a patch of the part's look, sign, label; number and percent flush right behind the
 * labels, or under each where there is no room beside it. */
static void make_key(struct chart_plan *plan) {
    const struct chart *chart = plan->chart;
    const struct chart_pen *pen = &plan->pen;
    len size = plan->words->size, patch = size * 3 / 2;
    len symbol = WIDEST(plan, symbol, percent_of(plan->width, SYMBOL_MOST));
    len value = WIDEST(plan, text, percent_of(plan->width, VALUE_MOST));
    len percent = WIDEST(plan, percent, percent_of(plan->width, VALUE_MOST));
    len label_x = patch + GAP + (symbol > 0 ? symbol + GAP : 0);
    len beside = plan->width - label_x - value - percent - 4 * GAP;
    bool under = beside < percent_of(plan->width, LABEL_MOST) && WIDEST(plan, label, WIDE) > beside;
    len label = WIDEST(plan, label, under ? plan->width - label_x : beside);
    len value_end = label_x + (under ? 0 : label + 2 * GAP) + value;
    len percent_end = value_end + 2 * GAP + percent;
    for (size_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        struct box_list list = {0};
        const struct words words[] = {
            label_words(plan, item->symbol, symbol), label_words(plan, item->label, label),
            label_words(plan, item->text, value), label_words(plan, item->percent, percent)};
        len height, more = 0, baseline = align_words(plan, words, under ? 2 : 4, &height) + LEN_PT;
        len second = under ? height + align_words(plan, words + 2, 2, &more) + LEN_PT : baseline;
        len side = size * 9 / 10, top = baseline - size / 3 - side / 2;
        put_band(plan, &list, i, 0, len_max(top, 0), patch, side);
        chart_put_words(pen, &list, words[0], patch + GAP, baseline - words_baseline(words[0]));
        chart_put_words(pen, &list, words[1], label_x, baseline - words_baseline(words[1]));
        chart_put_words(pen, &list, words[2], value_end - words[2].width,
                        second - words_baseline(words[2]));
        chart_put_words(pen, &list, words[3], percent_end - words[3].width,
                        second - words_baseline(words[3]));
        add_row(plan, &list, height + more + LEN_PT);
    }
}

static void make_bands(struct chart_plan *plan) {
    const len *widths = divide(plan, plan->width);
    struct box_list list = {0};
    len x = 0;
    for (size_t i = 0; i < plan->chart->item_count; i++) {
        if (widths[i] > 0)
            put_band(plan, &list, i, x, 0, widths[i], BAND_HEIGHT);
        x += widths[i];
    }
    add_row(plan, &list, BAND_HEIGHT + GAP);
    make_key(plan);
}

/* --- trend --- */

static void make_trend(struct chart_plan *plan) {
    const struct chart *chart = plan->chart;
    const struct chart_pen *pen = &plan->pen;
    size_t count = chart->item_count;
    len slot = len_min(plan->width / (len)count, SLOT_MOST), inner = len_max(slot - WORD_GAP, 1);
    struct box_list list = {0};
    struct words *texts = arena_array(pen->flow->ts->arena, count, sizeof *texts);
    len above = 0, below = 0, foot = 0;
    for (size_t i = 0; i < count; i++) {
        texts[i] = label_words(plan, chart->items[i].text, inner);
        len room = words_height(texts[i]) + WORD_GAP;
        if (chart->items[i].size < 0)
            below = len_max(below, room);
        else
            above = len_max(above, room);
    }
    len depth = part(PLOT_HEIGHT, chart->zero), zero_y = above + PLOT_HEIGHT - depth;
    len foot_y = above + PLOT_HEIGHT + below + WORD_GAP;
    chart_put_rule(pen, &list, 0, zero_y, slot * (len)count, 0, FIRM, plan->words->colour);
    for (size_t i = 0; i < count; i++) {
        const struct chart_item *item = &chart->items[i];
        len x = slot * (len)i, bar = slot / 2, tall = part(PLOT_HEIGHT, item->size);
        struct words label = label_words(plan, item->label, inner);
        if (tall != 0)
            chart_put_area(pen, &list, BOX_FILL, x + (slot - bar) / 2,
                           tall > 0 ? zero_y - tall : zero_y, bar, tall > 0 ? tall : -tall,
                           chart->colour);
        chart_put_words(pen, &list, label, x + (slot - label.width) / 2, foot_y);
        chart_put_words(pen, &list, texts[i], x + (slot - texts[i].width) / 2,
                        item->size < 0 ? zero_y - tall + WORD_GAP
                                       : zero_y - tall - WORD_GAP - words_height(texts[i]));
        foot = len_max(foot, words_height(label));
    }
    add_row(plan, &list, foot_y + foot);
}

/* --- all --- */

static const struct chart_plan *chart_plan(struct flow *flow, const struct content *content,
                                           len width) {
    const struct chart_plan *known = flow_plan(flow, content, width);
    if (known)
        return known;
    struct arena *arena = flow->ts->arena;
    struct chart_plan *plan = arena_alloc(arena, sizeof *plan);
    const struct style *style = flow_style(flow, content);
    *plan = (struct chart_plan){.pen = {flow, content},
                                .chart = content->as.chart,
                                .words = chart_style(flow, style, style->size, style->weight),
                                .width = width};
    size_t rows = plan->chart->item_count + 1;
    plan->rows = arena_array(arena, rows, sizeof *plan->rows);
    plan->heights = arena_array(arena, rows, sizeof *plan->heights);
    switch (plan->chart->kind) {
    case CHART_BARS:
    case CHART_PROGRESS:
        make_bars(plan);
        break;
    case CHART_BANDS:
        make_bands(plan);
        break;
    case CHART_TREND:
        make_trend(plan);
        break;
    }
    flow_plan_keep(flow, content, width, plan);
    return plan;
}

struct placed chart_place(struct flow *flow, const struct content *content,
                          const struct cursor *from, struct space space) {
    const struct chart_plan *plan = chart_plan(flow, content, space.width);
    size_t begin = from ? from->index : 0;
    if (begin >= plan->count)
        return (struct placed){.fit = FIT_EMPTY};
    enum flow_reason reason;
    size_t end = chart_cut(plan->heights, begin, plan->count, 0, space, &reason);
    if (end == begin)
        return placed_none(reason);
    struct box_list list = {0};
    len y = 0;
    for (size_t i = begin; i < end; i++) {
        box_place(flow, &list, plan->rows[i], 0, y, space.width, plan->heights[i]);
        y = len_add(y, plan->heights[i]);
    }
    return chart_placed(flow, list.first, y, end, plan->count);
}

struct line_widths chart_widths(const struct content *content) {
    static const struct line_widths widths[] = {
        [CHART_BARS] = {120 * LEN_PT, 320 * LEN_PT},
        [CHART_BANDS] = {120 * LEN_PT, 320 * LEN_PT},
        [CHART_PROGRESS] = {80 * LEN_PT, 160 * LEN_PT},
        [CHART_TREND] = {SLOT_LEAST, SLOT_MOST}, /* each column */
    };
    const struct chart *chart = content->as.chart;
    struct line_widths found = widths[chart->kind];
    if (chart->kind == CHART_TREND) {
        int64_t count = (int64_t)chart->item_count;
        found.minimum = (len)(found.minimum * count < LEN_MAX ? found.minimum * count : LEN_MAX);
        found.maximum = (len)(found.maximum * count < LEN_MAX ? found.maximum * count : LEN_MAX);
    }
    return found;
}

/* chart: how does a plan of phases become lines and rectangles? Everything is measured once for a
 * width; a page then takes the scale and as many rows as it holds. Grid lines stop where words
 * stand: nothing overprints. */
#include "layout/chart_private.h"

enum {
    LABEL_SHARE = 38, /* percent of the width, unless the template says how much */
    VALUE_SHARE = 20  /* percent of the width, at most */
};
#define GRID_COLOUR 0xE6ECF2u
#define YEAR_COLOUR 0xB1B9C2u

struct chart_row {
    const struct gantt_row *row;
    struct words label, value, start, end, undated;
    len height, baseline;     /* of the first line, from the row's top */
    len bar_x, bar_width;     /* 0: undated */
    len start_x, end_x;       /* of the dates; -1: no room */
    len clear_from, clear_to; /* no grid lines here... */
    len clear_bottom;         /* ...down to here */
};

struct gantt_plan {
    struct chart_pen pen;
    const struct gantt *gantt;
    const struct style *label, *small, *strong;
    len width, left, right; /* insets of labels and values: those of the cells of a table */
    len label_width, plot_x, plot_width, value_width;
    int months; /* every so many months are labelled; 0: none, years only */
    struct chart_row *rows;
    len *heights; /* theirs */
    struct box *scale;
    len scale_height;
};

/* --- the scale --- */

static len day_x(const struct gantt_plan *chart, int64_t day) {
    const struct gantt *gantt = chart->gantt;
    int64_t days = gantt->last >= gantt->first ? gantt->last - gantt->first + 1 : 1;
    int64_t offset = day - gantt->first;
    offset = offset < 0 ? 0 : offset > days ? days : offset;
    return chart->plot_x + (len)(chart->plot_width * offset / days);
}

/* Where the label of tick I must end: at the next tick that has one. EVERY: months between labels.
 */
static bool tick_labelled(const struct gantt *gantt, size_t i, int every) {
    if (gantt->ticks[i].major)
        return true;
    if (every == 0)
        return false;
    size_t since = 0;
    while (i-- > 0 && !gantt->ticks[i].major)
        since++;
    return since % (size_t)every == 0;
}

static len tick_end(const struct gantt_plan *chart, size_t i, int every) {
    const struct gantt *gantt = chart->gantt;
    for (size_t next = i + 1; next < gantt->tick_count; next++)
        if (gantt->ticks[next].day > gantt->ticks[i].day &&
            (gantt->ticks[i].major ? gantt->ticks[next].major : tick_labelled(gantt, next, every)))
            return day_x(chart, gantt->ticks[next].day);
    return chart->plot_x + chart->plot_width;
}

static bool tick_fits(const struct gantt_plan *chart, size_t i, int every) {
    const struct gantt_tick *tick = &chart->gantt->ticks[i];
    struct words label = chart_words(&chart->pen, tick->label, chart->small, WIDE);
    return day_x(chart, tick->day) + label.width + 2 * WORD_GAP <= tick_end(chart, i, every);
}

static int choose_months(const struct gantt_plan *chart) {
    static const int steps[] = {1, 2, 3, 6};
    const struct gantt *gantt = chart->gantt;
    size_t last = gantt->tick_count;
    while (last > 0 && gantt->ticks[last - 1].major)
        last--;
    for (size_t s = 0; s < sizeof steps / sizeof *steps; s++) {
        bool fits = last > 0;
        for (size_t i = 0; fits && i + 1 < last; i++)
            if (!gantt->ticks[i].major && tick_labelled(gantt, i, steps[s]))
                fits = tick_end(chart, i, steps[s]) == chart->plot_x + chart->plot_width ||
                       tick_fits(chart, i, steps[s]);
        if (fits)
            return steps[s];
    }
    return 0;
}

static void make_scale(struct gantt_plan *chart) {
    struct box_list list = {0};
    const struct gantt *gantt = chart->gantt;
    len line = 0, years = 0;
    struct words head = chart_words(&chart->pen, gantt->label_head, chart->strong,
                                    chart->label_width - chart->left - GAP);
    struct words value =
        chart_words(&chart->pen, gantt->value_head, chart->strong, chart->value_width);
    line = chart->small->leading + WORD_GAP;
    years = chart->months > 0 ? line : 0;
    len height = len_max(len_max(words_height(head), words_height(value)) + WORD_GAP, line + years);
    len month_y = height - line;
    for (size_t i = 0; i < gantt->tick_count; i++) {
        const struct gantt_tick *tick = &gantt->ticks[i];
        len x = day_x(chart, tick->day), y = tick->major ? month_y - years : month_y;
        if (!tick_labelled(gantt, i, chart->months))
            continue;
        if (tick->major)
            chart_put_rule(&chart->pen, &list, x, y, 0, height - y, HAIR, YEAR_COLOUR);
        else if (i == 0 || gantt->ticks[i - 1].day != tick->day)
            chart_put_rule(&chart->pen, &list, x, y, 0, height - y, HAIR, GRID_COLOUR);
        if (tick_fits(chart, i, chart->months))
            chart_put_words(&chart->pen, &list,
                            chart_words(&chart->pen, tick->label,
                                        tick->major ? chart->strong : chart->small, WIDE),
                            x + WORD_GAP, y);
    }
    chart_put_words(&chart->pen, &list, head, chart->left, height - WORD_GAP - words_height(head));
    chart_put_words(&chart->pen, &list, value, chart->width - chart->right - value.width,
                    height - WORD_GAP - words_height(value));
    chart_put_rule(&chart->pen, &list, 0, height, chart->width, 0, FIRM, chart->label->colour);
    chart->scale = list.first;
    chart->scale_height = height;
}

/* --- rows --- */

static void place_bar(struct gantt_plan *chart, struct chart_row *place) {
    const struct gantt_row *row = place->row;
    len right = chart->plot_x + chart->plot_width;
    place->bar_x = day_x(chart, row->start);
    place->bar_width = len_max(day_x(chart, row->end + 1) - place->bar_x, BAR_LEAST);
    place->bar_x = len_max(len_min(place->bar_x, right - place->bar_width), chart->plot_x);
    place->clear_from = place->bar_x;
    place->clear_to = place->bar_x + place->bar_width;
    place->start_x = place->bar_x - WORD_GAP - place->start.width;
    if (!place->start.lines || place->start_x < chart->plot_x)
        place->start_x = -1;
    else
        place->clear_from = place->start_x - WORD_GAP;
    place->end_x = place->bar_x + place->bar_width + WORD_GAP;
    if (!place->end.lines || place->end_x + place->end.width > right)
        place->end_x = -1;
    else
        place->clear_to = place->end_x + place->end.width + WORD_GAP;
}

static void measure_row(struct gantt_plan *chart, struct chart_row *place) {
    const struct gantt_row *row = place->row;
    place->label =
        chart_words(&chart->pen, row->label, chart->label, chart->label_width - chart->left - GAP);
    place->value = chart_words(&chart->pen, row->value, chart->label, chart->value_width);
    place->start = chart_words(&chart->pen, row->start_text, chart->small, WIDE);
    place->end = chart_words(&chart->pen, row->end_text, chart->small, WIDE);
    place->start_x = place->end_x = -1;
    if (row->start <= row->end) {
        place_bar(chart, place);
    } else {
        place->undated =
            chart_words(&chart->pen, row->undated, chart->small, chart->plot_width - 2 * WORD_GAP);
        place->clear_from = chart->plot_x;
        place->clear_to = place->undated.lines ? chart->plot_x + place->undated.width + 2 * WORD_GAP
                                               : chart->plot_x;
    }
    const struct words all[] = {place->label, place->value, place->start, place->end,
                                place->undated};
    len line = len_max(chart->label->leading, chart->label->size), below = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        place->baseline = len_max(place->baseline, words_baseline(all[i]));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        below = len_max(below, words_height(all[i]) - words_baseline(all[i]));
    place->height = len_max(place->baseline + below, line) + 2 * ROW_PAD;
    place->baseline += ROW_PAD;
    len undated = words_height(place->undated) - words_baseline(place->undated);
    place->clear_bottom = place->baseline + len_max(undated, line / 2);
    if (place->height - place->clear_bottom < line) /* no stubs */
        place->clear_bottom = place->height;
}

static void put_row(const struct gantt_plan *chart, struct box_list *list,
                    const struct chart_row *place, len y) {
    len base = y + place->baseline;
    len size = chart->label->size;
    chart_put_words(&chart->pen, list, place->label, chart->left,
                    base - words_baseline(place->label));
    if (place->bar_width > 0) {
        /* Centred on the first line's small letters. */
        len height = size * 3 / 4, top = base - size / 4 - height / 2;
        chart_put_area(&chart->pen, list, place->row->hatched ? BOX_HATCH : BOX_FILL, place->bar_x,
                       top, place->bar_width, height, chart->gantt->colour);
    }
    if (place->start_x >= 0)
        chart_put_words(&chart->pen, list, place->start, place->start_x,
                        base - words_baseline(place->start));
    if (place->end_x >= 0)
        chart_put_words(&chart->pen, list, place->end, place->end_x,
                        base - words_baseline(place->end));
    chart_put_words(&chart->pen, list, place->undated, chart->plot_x + WORD_GAP,
                    base - words_baseline(place->undated));
    chart_put_words(&chart->pen, list, place->value,
                    chart->width - chart->right - place->value.width,
                    base - words_baseline(place->value));
}

/* One vertical line through rows BEGIN to END, open where a row has words. */
static void put_grid_line(const struct gantt_plan *chart, struct box_list *list, len x, bool year,
                          size_t begin, size_t end, len y) {
    uint32_t colour = year ? YEAR_COLOUR : GRID_COLOUR;
    len from = y;
    for (size_t i = begin; i < end; i++) {
        const struct chart_row *place = &chart->rows[i];
        if (x > place->clear_from && x < place->clear_to) {
            if (y > from)
                chart_put_rule(&chart->pen, list, x, from, 0, y - from, HAIR, colour);
            from = y + place->clear_bottom;
        }
        y += place->height;
    }
    if (y > from)
        chart_put_rule(&chart->pen, list, x, from, 0, y - from, HAIR, colour);
}

static void put_grid(const struct gantt_plan *chart, struct box_list *list, size_t begin,
                     size_t end, len y) {
    const struct gantt *gantt = chart->gantt;
    const struct style_border *styled = &flow_style(chart->pen.flow, chart->pen.content)->row_rule;
    bool own = styled->width > 0 && styled->colour != COLOUR_NONE;
    for (size_t i = 0; i < gantt->tick_count; i++) {
        bool doubled = i > 0 && gantt->ticks[i - 1].day == gantt->ticks[i].day;
        if (!doubled && tick_labelled(gantt, i, chart->months))
            put_grid_line(chart, list, day_x(chart, gantt->ticks[i].day), gantt->ticks[i].major,
                          begin, end, y);
    }
    put_grid_line(chart, list, chart->plot_x + chart->plot_width, true, begin, end, y);
    for (size_t i = begin; i < end; i++) {
        y += chart->rows[i].height;
        chart_put_rule(&chart->pen, list, 0, y, chart->width, 0, own ? styled->width : HAIR,
                       own ? styled->colour : RULE_COLOUR);
    }
}

static const struct gantt_plan *gantt_plan(struct flow *flow, const struct content *content,
                                           len width) {
    const struct gantt_plan *known = flow_plan(flow, content, width);
    if (known)
        return known;
    struct gantt_plan *chart = arena_alloc(flow->ts->arena, sizeof *chart);
    const struct gantt *gantt = content->as.gantt;
    const struct style *style = gantt->label_style ? gantt->label_style : flow_style(flow, content);
    len small = len_min(style->size, len_max((len)((int64_t)style->size * 9 / 10), SMALL_LEAST));
    chart->pen = (struct chart_pen){flow, content};
    chart->gantt = gantt;
    chart->width = width;
    chart->left = len_min(len_max(style->padding[SIDE_LEFT], 0), width / 10);
    chart->right = len_min(len_max(style->padding[SIDE_RIGHT], 0), width / 10);
    chart->label = chart_style(flow, style, style->size, style->weight);
    chart->small = chart_style(flow, style, small, style->weight);
    chart->strong = chart_style(flow, style, small, 600);
    chart->label_width =
        gantt->label_width > 0 ? gantt->label_width : (len)((int64_t)width * LABEL_SHARE / 100);
    chart->label_width = len_min(chart->label_width, width / 2);
    len most = (len)((int64_t)width * VALUE_SHARE / 100);
    chart->value_width = chart_words(&chart->pen, gantt->value_head, chart->strong, most).width;
    chart->rows = arena_array(flow->ts->arena, gantt->row_count, sizeof *chart->rows);
    chart->heights = arena_array(flow->ts->arena, gantt->row_count, sizeof *chart->heights);
    for (size_t i = 0; i < gantt->row_count; i++)
        chart->value_width =
            len_max(chart->value_width,
                    chart_words(&chart->pen, gantt->rows[i].value, chart->label, most).width);
    chart->plot_x = chart->label_width;
    chart->plot_width =
        width - chart->label_width -
        (chart->value_width > 0 ? chart->value_width + len_max(GAP, chart->right) + chart->right
                                : 0);
    chart->plot_width = len_max(chart->plot_width, 1);
    chart->months = choose_months(chart);
    make_scale(chart);
    for (size_t i = 0; i < gantt->row_count; i++) {
        chart->rows[i].row = &gantt->rows[i];
        measure_row(chart, &chart->rows[i]);
        chart->heights[i] = chart->rows[i].height;
    }
    flow_plan_keep(flow, content, width, chart);
    return chart;
}

struct placed gantt_place(struct flow *flow, const struct content *gantt, const struct cursor *from,
                          struct space space) {
    const struct gantt_plan *chart = gantt_plan(flow, gantt, space.width);
    size_t begin = from ? from->index : 0, count = chart->gantt->row_count;
    if (begin >= count)
        return (struct placed){.fit = FIT_EMPTY};
    enum flow_reason reason;
    size_t end = chart_cut(chart->heights, begin, count, chart->scale_height, space, &reason);
    if (end == begin)
        return placed_none(reason);
    struct box_list list = {0};
    box_place(flow, &list, chart->scale, 0, 0, space.width, chart->scale_height);
    list.first->artifact = begin > 0;
    put_grid(chart, &list, begin, end, chart->scale_height);
    len height = chart->scale_height;
    for (size_t i = begin; i < end; i++) {
        put_row(chart, &list, &chart->rows[i], height);
        height = len_add(height, chart->rows[i].height);
    }
    return chart_placed(flow, list.first, height, end, count);
}

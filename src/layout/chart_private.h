/* chart_private: what the drawings have in common: words and strokes put at a place, and where a
 * page may cut rows. */
#ifndef PIAO_LAYOUT_CHART_PRIVATE_H
#define PIAO_LAYOUT_CHART_PRIVATE_H

#include "layout/chart.h"
#include "layout/flow_private.h"

enum {
    GAP = 4 * LEN_PT,
    WIDE = 10000 * LEN_PT, /* for words that stay on one line */
    WORD_GAP = 2 * LEN_PT,
    ROW_PAD = 3 * LEN_PT,
    BAR_LEAST = 2 * LEN_PT,
    SMALL_LEAST = 6500, /* small type: nine tenths of the labels', no smaller than this */
    HAIR = 400,
    FIRM = 800
};
#define RULE_COLOUR 0xC5C7C9u

struct chart_pen { /* every box that it makes has CONTENT as its source */
    struct flow *flow;
    const struct content *content;
};

struct words {
    const struct lines *lines;
    len width; /* of the widest line */
};

/* STYLE in another size and weight, flush left, without indent. */
const struct style *chart_style(struct flow *flow, const struct style *style, len size, int weight);
/* TEXT broken to WIDTH; no lines when there is none. */
struct words chart_words(const struct chart_pen *pen, const char *text, const struct style *style,
                         len width);
len words_height(struct words words);
len words_baseline(struct words words); /* of the first line */
void chart_put_words(const struct chart_pen *pen, struct box_list *list, struct words words, len x,
                     len y);
void chart_put_rule(const struct chart_pen *pen, struct box_list *list, len x, len y, len width,
                    len height, len stroke, uint32_t colour);
/* A BOX_FILL or BOX_HATCH. */
void chart_put_area(const struct chart_pen *pen, struct box_list *list, enum box_type type, len x,
                    len y, len width, len height, uint32_t colour);

/* Which rows stand here: those from BEGIN to the result, HEAD above them; BEGIN itself: none, and
 * REASON says why. Rows that fit on the next page stay together unless that leaves too much of this
 * one white. */
size_t chart_cut(const len *heights, size_t begin, size_t count, len head, struct space space,
                 enum flow_reason *reason);
/* BOXES of rows up to END of COUNT. */
struct placed chart_placed(struct flow *flow, struct box *boxes, len height, size_t end,
                           size_t count);

#endif

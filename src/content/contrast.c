/* contrast: which colour stands on which? One walk with the ground in force handed down; what is
 * found is kept by pair of colours, so that a text is judged by looking its pair up. */
#include "content/contrast.h"

#include <string.h>

enum { WHITE = 0xFFFFFF, PAIRS = 256, TEXT_LEAST = 45, LARGE_LEAST = 30 };

/* Linearised sRGB (WCAG 2.1, relative luminance) of each component c = value / 255, in millionths,
 * rounded: c / 12.92 up to 0.04045, above it ((c + 0.055) / 1.055) ^ 2.4. */
static const int32_t linear[256] = {
    0,      304,    607,    911,     1214,   1518,   1821,   2125,   2428,   2732,   3035,   3347,
    3677,   4025,   4391,   4777,    5182,   5605,   6049,   6512,   6995,   7499,   8023,   8568,
    9134,   9721,   10330,  10960,   11612,  12286,  12983,  13702,  14444,  15209,  15996,  16807,
    17642,  18500,  19382,  20289,   21219,  22174,  23153,  24158,  25187,  26241,  27321,  28426,
    29557,  30713,  31896,  33105,   34340,  35601,  36889,  38204,  39546,  40915,  42311,  43735,
    45186,  46665,  48172,  49707,   51269,  52861,  54480,  56128,  57805,  59511,  61246,  63010,
    64803,  66626,  68478,  70360,   72272,  74214,  76185,  78187,  80220,  82283,  84376,  86500,
    88656,  90842,  93059,  95307,   97587,  99899,  102242, 104616, 107023, 109462, 111932, 114435,
    116971, 119538, 122139, 124772,  127438, 130136, 132868, 135633, 138432, 141263, 144128, 147027,
    149960, 152926, 155926, 158961,  162029, 165132, 168269, 171441, 174647, 177888, 181164, 184475,
    187821, 191202, 194618, 198069,  201556, 205079, 208637, 212231, 215861, 219526, 223228, 226966,
    230740, 234551, 238398, 242281,  246201, 250158, 254152, 258183, 262251, 266356, 270498, 274677,
    278894, 283149, 287441, 291771,  296138, 300544, 304987, 309469, 313989, 318547, 323143, 327778,
    332452, 337164, 341914, 346704,  351533, 356400, 361307, 366253, 371238, 376262, 381326, 386429,
    391572, 396755, 401978, 407240,  412543, 417885, 423268, 428690, 434154, 439657, 445201, 450786,
    456411, 462077, 467784, 473531,  479320, 485150, 491021, 496933, 502886, 508881, 514918, 520996,
    527115, 533276, 539479, 545724,  552011, 558340, 564712, 571125, 577580, 584078, 590619, 597202,
    603827, 610496, 617207, 623960,  630757, 637597, 644480, 651406, 658375, 665387, 672443, 679542,
    686685, 693872, 701102, 708376,  715694, 723055, 730461, 737910, 745404, 752942, 760525, 768151,
    775822, 783538, 791298, 799103,  806952, 814847, 822786, 830770, 838799, 846873, 854993, 863157,
    871367, 879622, 887923, 896269,  904661, 913099, 921582, 930111, 938686, 947307, 955973, 964686,
    973445, 982251, 991102, 1000000,
};

/* Relative luminance and the 0.05 of the formula, in units of 10^-10. */
static int64_t luminance(uint32_t colour) {
    return INT64_C(2126) * linear[colour >> 16 & 255] + INT64_C(7152) * linear[colour >> 8 & 255] +
           INT64_C(722) * linear[colour & 255] + INT64_C(500000000);
}

int contrast_hundredths(uint32_t a, uint32_t b) {
    int64_t light = luminance(a), dark = luminance(b);
    if (light < dark) {
        int64_t other = light;
        light = dark;
        dark = other;
    }
    return (int)((100 * light + dark / 2) / dark);
}

bool contrast_enough(uint32_t a, uint32_t b, int tenths) {
    int64_t light = luminance(a), dark = luminance(b);
    return 10 * light >= tenths * dark || 10 * dark >= tenths * light;
}

struct pair {
    uint32_t colour, ground;
    bool text, large; /* strong enough for either */
    bool told;
    struct pair *next;
};

struct looker {
    struct arena *arena;
    struct diags *diags;
    const struct style *base;
    struct pair *pairs[PAIRS];
};

static struct pair *pair_of(struct looker *looker, uint32_t colour, uint32_t ground) {
    struct pair **slot =
        &looker->pairs[(colour * 31 + (colour >> 8) + ground * 7 + (ground >> 9)) % PAIRS];
    struct pair *pair = *slot;
    while (pair && (pair->colour != colour || pair->ground != ground)) {
        pair = pair->next;
    }
    if (!pair) {
        pair = arena_alloc(looker->arena, sizeof *pair);
        *pair = (struct pair){colour,
                              ground,
                              contrast_enough(colour, ground, TEXT_LEAST),
                              contrast_enough(colour, ground, LARGE_LEAST),
                              false,
                              *slot};
        *slot = pair;
    }
    return pair;
}

/* "3,94:1"; never rounded up to what would do. */
static const char *ratio_text(struct looker *looker, const struct pair *pair) {
    int ratio = contrast_hundredths(pair->colour, pair->ground);
    ratio -= ratio == 10 * (pair->large ? TEXT_LEAST : LARGE_LEAST);
    return arena_format(looker->arena, "%d,%02d:1", ratio / 100, ratio % 100);
}

static void tell(struct looker *looker, struct pair *pair, const struct style *style,
                 enum diag_code code, struct place place) {
    pair->told = true;
    diag_at(looker->diags, place, code, style->name ? style->name : "base",
            arena_format(looker->arena, "#%06X", (unsigned)pair->colour),
            arena_format(looker->arena, "#%06X", (unsigned)pair->ground), ratio_text(looker, pair));
}

static void look_at_text(struct looker *looker, const struct style *style, uint32_t ground,
                         struct place place) {
    struct pair *pair = pair_of(looker, style->colour, ground);
    if (pair->text || pair->told) {
        return;
    }
    bool large = style->size >= 18 * LEN_PT || (style->size >= 14 * LEN_PT && style->weight >= 700);
    if (!large || !pair->large) {
        tell(looker, pair, style, large ? MSG_LOW_CONTRAST_LARGE : MSG_LOW_CONTRAST, place);
    }
}

static bool is_blank(const struct span *span) {
    return span->leader || (span->field == FIELD_NONE && !span->page_of &&
                            strspn(span->text, " \n") == strlen(span->text));
}

static const struct style *style_of(const struct looker *looker, const struct content *node) {
    return node->style ? node->style : looker->base;
}

static uint32_t over(uint32_t ground, uint32_t fill) {
    return fill == COLOUR_NONE ? ground : fill;
}

static void look(struct looker *looker, const struct content *node, uint32_t ground);

static void look_at_children(struct looker *looker, const struct content *node, uint32_t ground) {
    for (const struct content *child = node->first; child; child = child->next) {
        look(looker, child, ground);
    }
}

/* Fills lie as table_paint lays them: table, every second row after the head, row, cell. A cell
 * that goes on into the next row stands on the ground of both. */
static void look_at_table(struct looker *looker, const struct content *table, uint32_t outside) {
    const struct style *style = style_of(looker, table);
    uint32_t plain = over(outside, style->fill), striped = over(plain, style->zebra);
    if (table->as.table.caption) {
        look(looker, table->as.table.caption, outside);
    }
    if (table->as.table.continued) {
        look(looker, table->as.table.continued, outside);
    }
    bool stripe = false; /* counted from the first row after the head */
    for (const struct content *row = table->first; row; row = row->next) {
        bool body = row->as.row.kind == ROW_BODY;
        uint32_t own = style_of(looker, row)->fill;
        uint32_t ground = over(body && stripe ? striped : plain, own);
        uint32_t other = over(body && stripe ? plain : striped, own);
        for (const struct content *cell = row->first; cell; cell = cell->next) {
            uint32_t fill = style_of(looker, cell)->fill;
            look_at_children(looker, cell, over(ground, fill));
            if (body && cell->as.cell.row_span > 1 && fill == COLOUR_NONE && other != ground) {
                look_at_children(looker, cell, other);
            }
        }
        stripe = row->as.row.kind != ROW_HEAD && !stripe;
    }
}

/* WORDS: the look of what is written in it; NULL: that of the chart. */
static void look_at_chart(struct looker *looker, const struct content *node,
                          const struct style *words, uint32_t colour, uint32_t ground) {
    look_at_text(looker, words ? words : style_of(looker, node), ground, node->source);
    struct pair *bars = pair_of(looker, colour, ground);
    if (!bars->large && !bars->told) {
        tell(looker, bars, style_of(looker, node), MSG_LOW_CONTRAST_BARS, node->source);
    }
}

static void look(struct looker *looker, const struct content *node, uint32_t ground) {
    switch (node->type) {
    case CONTENT_TABLE:
        look_at_table(looker, node, ground);
        return;
    case CONTENT_GANTT:
        look_at_chart(looker, node, node->as.gantt->label_style, node->as.gantt->colour, ground);
        return;
    case CONTENT_CHART:
        look_at_chart(looker, node, NULL, node->as.chart->colour, ground);
        return;
    case CONTENT_GROUP:
        if (node->as.group.boxed) {
            ground = over(ground, style_of(looker, node)->fill);
        }
        break;
    case CONTENT_SHEET: {
        const struct content *running[] = {node->as.sheet.header, node->as.sheet.header_next,
                                           node->as.sheet.footer};
        for (size_t i = 0; i < sizeof running / sizeof *running; i++) {
            if (running[i]) {
                look(looker, running[i], WHITE);
            }
        }
        break;
    }
    case CONTENT_HEADING:
    case CONTENT_PARAGRAPH:
    case CONTENT_LIST:
    case CONTENT_ITEM:
    case CONTENT_ROW:
    case CONTENT_CELL:
    case CONTENT_IMAGE:
    case CONTENT_COLUMNS:
    case CONTENT_RULE:
    case CONTENT_SPACE:
    case CONTENT_BREAK:
    case CONTENT_CONTENTS:
        break;
    }
    for (const struct span *span = node->spans; span; span = span->next) {
        if (!is_blank(span)) {
            look_at_text(looker, span->style ? span->style : style_of(looker, node), ground,
                         node->source);
        }
    }
    look_at_children(looker, node, ground);
}

void contrast_check(struct arena *arena, struct diags *diags, const struct document *document) {
    struct looker looker = {.arena = arena, .diags = diags, .base = document->base};
    look(&looker, document->root, WHITE);
}

/* Which of the possible breaks make the best lines? The total-fit method of Knuth and Plass: every
 * place where a line may end is reached by the cheapest chain of lines, and the chain that reaches
 * the end is the paragraph.
 *
 * Words are taken in order. The nodes of the active list are the beginnings of lines that still
 * have room; one whose line overflows in a word tries to end inside that word and leaves the list,
 * so hyphens are sought only where a line needs them. When the list would become empty, bound words
 * are parted, then syllables of words that should stay whole, then any two characters: the text
 * always goes on. */
#include "layout/line_private.h"

#include <string.h>

#include "base/utf8.h"

#define NONE UINT32_MAX

enum {
    CANDIDATES = 4,        /* breaks that one line tries inside one word */
    RAGGED_TOLERATED = 15, /* percent of the measure left empty rather than hyphenated */
    SHORT_LAST_CHARACTERS = 5,
    SHORT_LAST_PERCENT = 8,
    HEAD_CHECKED = 256, /* bytes that are measured in slices first */
    TAIL_SHARE =
        3 /* what follows a leader has a column of its own up to this part of the measure */
};

/* Prices. Ragged lines pay the square of the thousandths of the measure left empty, justified ones
 * the demerits of The TeXbook, chapter 14. */
struct prices {
    int64_t line, hyphen, second_hyphen, third_hyphen, last_hyphen, token, short_last;
};
static const struct prices ragged_prices = {.line = 62500,
                                            .hyphen = 10000,
                                            .second_hyphen = 40000,
                                            .third_hyphen = 10000000000000,
                                            .last_hyphen = 40000,
                                            .token = 2500,
                                            .short_last = 90000};
static const struct prices justified_prices = {.line = 10,
                                               .hyphen = 2500,
                                               .second_hyphen = 10000,
                                               .third_hyphen = 10000000000000,
                                               .last_hyphen = 10000,
                                               .token = 900,
                                               .short_last = 100000};

/* The beginning of a line. */
struct node {
    int64_t cost;
    fine base;   /* the line is words[w].x + words[w].width - base wide up to the end of word w */
    fine inside; /* estimated width of its first word before it */
    uint32_t word, offset;
    uint32_t stop; /* where the line before it ends */
    uint32_t from; /* its beginning */
    enum line_end end;
    unsigned char hyphens; /* lines before it in a row that ended in one */
};

/* Setting one segment. */
struct fit {
    struct typesetter *ts;
    struct typeset_cache *cache;
    const struct items *items;
    const struct prices *prices;
    bool justified, hyphenate;
    fine first_measure, measure;
    size_t node_count, active_count;
    uint32_t last;   /* word */
    uint32_t leader; /* first word that has one, or NONE */
    fine tail;       /* words from there on may exceed the measure by so much: their own column */
    /* the word that lines overflow in */
    bool sought, forced; /* its points are known; with syllables although not asked for */
    uint32_t inner;      /* furthest node inside it that overflows, or NONE */
    struct arrival
        bound; /* the cheapest line that ends before it where words should not be parted */
};

static fine measure_of(const struct fit *fit, uint32_t node) {
    return node == 0 ? fit->first_measure : fit->measure;
}

/* Width of the spaces between NODE and the end of word W. */
static fine glue_of(const struct fit *fit, const struct node *node, uint32_t w) {
    return fit->items->words[w].glue - fit->items->words[node->word].glue;
}

static fine shrink_of(const struct fit *fit, fine glue) {
    return fit->justified ? glue / 4 : 0;
}

static bool fits(const struct fit *fit, uint32_t n, uint32_t w) {
    const struct node *node = &fit->cache->nodes[n];
    const struct word *word = &fit->items->words[w];
    fine least = word->x + word->width - node->base - shrink_of(fit, glue_of(fit, node, w));
    fine measure = measure_of(fit, n) + (w >= fit->leader ? fit->tail : 0);
    return least <= measure || /* or a single character, which cannot be helped */
           (node->word == w && items_cluster(fit->items, node->offset, word->end) == word->end);
}

/* Demerits of spaces that sum up to GLUE and must take up REST more, or less than nothing. A line
 * with hardly any space counts as if it could stretch a little, so that the shorter is the worse.
 */
static int64_t justified_cost(const struct fit *fit, fine glue, fine rest, fine measure) {
    enum { RATIO_MAX = 30000 };
    fine elastic = glue / 4;
    if (rest >= 0) {
        elastic = glue / 2 > measure / 100 ? glue / 2 : measure / 100;
    }
    int64_t ratio = (rest < 0 ? -rest : rest) / (elastic / 1000 + 1); /* thousandths */
    ratio = ratio < RATIO_MAX ? ratio : RATIO_MAX + (ratio - RATIO_MAX) / 1000000;
    int64_t badness = ratio * ratio / 1000 * ratio / 10000;
    int64_t demerits = fit->prices->line + badness;
    return demerits * demerits;
}

static int64_t ragged_cost(const struct fit *fit, fine rest, fine measure) {
    int64_t share = rest / (measure / 1000 + 1);
    return fit->prices->line + share * share;
}

/* Price of a line from node N, WIDTH wide. */
static int64_t line_cost(const struct fit *fit, uint32_t n, fine width, fine glue, bool last) {
    fine measure = measure_of(fit, n), rest = measure - width;
    if (last && rest > 0) {
        rest = 0;
    }
    return fit->justified ? justified_cost(fit, glue, rest, measure)
                          : ragged_cost(fit, rest, measure);
}

static uint32_t node_add(struct fit *fit, struct node node) {
    struct typeset_cache *cache = fit->cache;
    cache->nodes = arena_grow(fit->ts->arena, cache->nodes, fit->node_count, &cache->node_cap,
                              sizeof *cache->nodes);
    cache->nodes[fit->node_count] = node;
    return (uint32_t)fit->node_count++;
}

static void activate(struct fit *fit, uint32_t n) {
    struct typeset_cache *cache = fit->cache;
    cache->active = arena_grow(fit->ts->arena, cache->active, fit->active_count, &cache->active_cap,
                               sizeof *cache->active);
    cache->active[fit->active_count++] = n;
}

static void arrive(struct arrival *best, int64_t cost, fine width, uint32_t from) {
    if (best->from == NONE || cost < best->cost) {
        *best = (struct arrival){.cost = cost, .width = width, .from = from};
    }
}

/* Width from OFFSET to the end of the word, or only enough of it to see that it exceeds LIMIT. */
static fine head_width(const struct fit *fit, const struct word *word, uint32_t offset,
                       fine limit) {
    const struct items *items = fit->items;
    fine slices = 0;
    if (word->end - offset > HEAD_CHECKED) {
        uint32_t from = offset, at = offset;
        while (at < word->end && slices <= limit + limit / 4) {
            while (at < word->end && at - from < HEAD_CHECKED / 4) {
                at = items_cluster(items, at, word->end);
            }
            slices += items_width(fit->ts, items, word, from, at);
            from = at;
        }
        if (slices > limit + limit / 4) {
            return slices;
        }
    }
    return items_width(fit->ts, items, word, offset, word->end);
}

/* The beginning of a line inside word W at OFFSET. */
static uint32_t node_inside(struct fit *fit, uint32_t w, uint32_t offset, fine inside,
                            const struct arrival *best, enum line_end end, unsigned char hyphens) {
    const struct word *word = &fit->items->words[w];
    fine head = head_width(fit, word, offset, fit->measure);
    return node_add(fit, (struct node){.cost = best->cost,
                                       .base = word->x + word->width - head,
                                       .inside = inside,
                                       .word = w,
                                       .offset = offset,
                                       .stop = offset,
                                       .from = best->from,
                                       .end = end,
                                       .hyphens = hyphens});
}

/* The beginning of a line before word W. */
static uint32_t node_before(struct fit *fit, uint32_t w, const struct arrival *best) {
    const struct word *word = &fit->items->words[w];
    return node_add(fit, (struct node){.cost = best->cost,
                                       .base = word->x,
                                       .word = w,
                                       .offset = word->begin,
                                       .stop = word[-1].end,
                                       .from = best->from,
                                       .end = LINE_END_SPACE});
}

static void seek_points(struct fit *fit, uint32_t w, bool hyphenate) {
    points_find(fit->ts, fit->items, &fit->items->words[w], hyphenate);
    for (size_t i = 0; i < fit->cache->point_count; i++) {
        for (int h = 0; h < 4; h++) {
            fit->cache->points[i].best[h].from = NONE;
        }
    }
    fit->sought = true;
}

/* In ragged text a hyphen must save more than a little space. */
static bool hyphen_saves(const struct fit *fit, uint32_t n, uint32_t w) {
    const struct node *node = &fit->cache->nodes[n];
    const struct word *word = &fit->items->words[w];
    if (fit->justified || node->word == w || word[-1].gap == GAP_BOUND) {
        return true;
    }
    fine measure = measure_of(fit, n), rest = measure - (word[-1].x + word[-1].width - node->base);
    return rest * 100 > measure * RAGGED_TOLERATED;
}

/* Lets the line from node N end at the last points of word W that it has room for. */
static void end_inside(struct fit *fit, uint32_t n, uint32_t w) {
    const struct node *node = &fit->cache->nodes[n];
    const struct word *word = &fit->items->words[w];
    bool within = node->word == w;
    fine before = within ? 0 : word->x - node->base, glue = within ? 0 : glue_of(fit, node, w);
    fine room = measure_of(fit, n) + shrink_of(fit, glue) - before;
    uint32_t start = within ? node->offset : word->begin;
    fine inside = within ? node->inside : 0;
    struct point *points = fit->cache->points;
    size_t low = 0, high = fit->cache->point_count;
    while (low < high) { /* the first that is certainly too far: neighbours may kern */
        size_t middle = low + (high - low) / 2;
        if (points[middle].inside - inside > room + room / 16) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    bool hyphens = hyphen_saves(fit, n, w);
    int tried = 0;
    for (size_t i = low; i > 0 && points[i - 1].offset > start && tried < CANDIDATES; i--) {
        struct point *point = &points[i - 1];
        if (point->hyphen && !hyphens) {
            continue;
        }
        fine own = items_width(fit->ts, fit->items, word, start, point->offset) + point->ink;
        if (own > room) {
            continue;
        }
        tried++;
        int64_t cost = node->cost + line_cost(fit, n, before + own, glue, false);
        int row = 0;
        if (point->hyphen) {
            row = node->hyphens < 3 ? node->hyphens + 1 : 3;
            cost += fit->prices->hyphen + (row >= 2 ? fit->prices->second_hyphen : 0) +
                    (row >= 3 ? fit->prices->third_hyphen : 0);
        } else {
            cost += fit->prices->token;
        }
        arrive(&point->best[row], cost, before + own, n);
    }
}

/* The line from node N has no room for the whole of word W. */
static void overflow(struct fit *fit, uint32_t n, uint32_t w) {
    const struct node *node = &fit->cache->nodes[n];
    const struct word *words = fit->items->words;
    if (!fit->sought) {
        seek_points(fit, w, fit->hyphenate);
    }
    end_inside(fit, n, w);
    if (node->word == w) {
        if (fit->inner == NONE || node->offset > fit->cache->nodes[fit->inner].offset) {
            fit->inner = n;
        }
    } else if (words[w - 1].gap == GAP_BOUND) {
        fine width = words[w - 1].x + words[w - 1].width - node->base;
        fine glue = glue_of(fit, node, w - 1);
        arrive(&fit->bound, node->cost + line_cost(fit, n, width, glue, false), width, n);
    }
}

static void settle(struct fit *fit, uint32_t n, uint32_t w) {
    if (fits(fit, n, w)) {
        activate(fit, n);
    } else {
        overflow(fit, n, w);
    }
}

/* Turns the arrivals at points of word W into nodes; those may arrive at later points. */
static void settle_points(struct fit *fit, uint32_t w) {
    for (size_t i = 0; fit->sought && i < fit->cache->point_count; i++) {
        for (unsigned char h = 0; h < 4; h++) {
            struct point *point = &fit->cache->points[i];
            struct arrival best = point->best[h];
            if (best.from != NONE) {
                point->best[h].from = NONE;
                settle(fit,
                       node_inside(fit, w, point->offset, point->inside, &best,
                                   point->hyphen ? LINE_END_HYPHEN : LINE_END_TOKEN, h),
                       w);
            }
        }
    }
}

/* Between any two characters: as many from node N on as there is room for, at least one. */
static uint32_t cut(struct fit *fit, uint32_t n, uint32_t w) {
    const struct items *items = fit->items;
    const struct word *word = &items->words[w];
    struct node node = fit->cache->nodes[n];
    fine room = measure_of(fit, n), width = 0;
    uint32_t at = items_cluster(items, node.offset, word->end), first = at;
    width = items_width(fit->ts, items, word, node.offset, at);
    while (at < word->end) {
        uint32_t next = items_cluster(items, at, word->end);
        fine more = items_width(fit->ts, items, word, at, next);
        if (width + more > room) {
            break;
        }
        width += more;
        at = next;
    }
    while (at > first && items_width(fit->ts, items, word, node.offset, at) > room) {
        size_t length;
        do { /* kerning made it wider than its parts */
            at--;
        } while (((unsigned char)items->text[at] & 0xC0) == 0x80 ||
                 combining(utf8_decode(items->text + at, word->end - at, &length)));
    }
    struct arrival best = {.cost = node.cost + line_cost(fit, n, width, 0, false), .from = n};
    return node_inside(fit, w, at, node.inside + width, &best, LINE_END_TOKEN, 0);
}

/* Takes word W into all lines of the active list that have room for it. */
static void take(struct fit *fit, uint32_t w) {
    struct typeset_cache *cache = fit->cache;
    fit->sought = fit->forced = false;
    fit->inner = fit->bound.from = NONE;
    size_t count = fit->active_count;
    fit->active_count = 0;
    for (size_t i = 0; i < count; i++) { /* in place: never more are kept than were read */
        uint32_t n = cache->active[i];
        if (fits(fit, n, w)) {
            cache->active[fit->active_count++] = n;
        } else {
            overflow(fit, n, w);
        }
    }
    settle_points(fit, w);
    while (fit->active_count == 0) {
        if (fit->inner == NONE) {
            settle(fit, node_before(fit, w, &fit->bound), w);
        } else if (!fit->forced && !fit->hyphenate) {
            fit->forced = true;
            seek_points(fit, w, true);
            end_inside(fit, fit->inner, w);
        } else {
            settle(fit, cut(fit, fit->inner, w), w);
        }
        settle_points(fit, w);
    }
}

/* The last line is a single short word, or what is left of one. A leader and what follows it do not
 * count. */
static bool short_last(const struct fit *fit, const struct node *node, fine width) {
    uint32_t last = fit->tail > 0 && fit->leader > 0 ? fit->leader - 1 : fit->last;
    const struct word *word = &fit->items->words[last];
    size_t size = word->end - node->offset;
    return node->word == last && node->stop != node->offset + size &&
           ((width - fit->tail) * 100 < fit->measure * SHORT_LAST_PERCENT ||
            (size < SHORT_LAST_CHARACTERS * 4 &&
             utf8_count(fit->items->text + node->offset, size) < SHORT_LAST_CHARACTERS));
}

/* The cheapest line up to the end of word W, which all active lines have room for. */
static struct arrival arrivals(const struct fit *fit, uint32_t w) {
    const struct word *word = &fit->items->words[w];
    bool last = word->gap == GAP_END;
    struct arrival best = {.from = NONE};
    for (size_t i = 0; i < fit->active_count; i++) {
        uint32_t n = fit->cache->active[i];
        const struct node *node = &fit->cache->nodes[n];
        fine width = word->x + word->width - node->base;
        int64_t cost = node->cost + line_cost(fit, n, width, glue_of(fit, node, w), last);
        if (last && node->end == LINE_END_HYPHEN) {
            cost += fit->prices->last_hyphen;
        }
        if (last && n != 0 && short_last(fit, node, width)) {
            cost += fit->prices->short_last;
        }
        arrive(&best, cost, width, n);
    }
    return best;
}

/* Node that the last line of the segment of words FIRST to fit->last begins at. */
static uint32_t fit_segment(struct fit *fit, uint32_t first) {
    const struct word *words = fit->items->words;
    const struct word *last = &words[fit->last];
    fit->node_count = fit->active_count = 0;
    fit->leader = NONE;
    fit->tail = 0;
    for (uint32_t w = first; fit->items->leaders && w <= fit->last && fit->leader == NONE; w++) {
        fit->leader = words[w].leader ? w : NONE;
    }
    if (fit->leader != NONE && last->x + last->width > fit->first_measure) {
        fine tail = last->x + last->width - words[fit->leader].x;
        if (tail * TAIL_SHARE <= fit->measure && tail * TAIL_SHARE <= fit->first_measure) {
            fit->tail = tail;
            fit->measure -= tail;
            fit->first_measure -= tail;
        }
    }
    uint32_t root = node_add(fit, (struct node){.word = first,
                                                .offset = words[first].begin,
                                                .from = NONE,
                                                .end = LINE_END_PARAGRAPH});
    if (last->x + last->width <= fit->first_measure + fit->tail) {
        return root;
    }
    activate(fit, root);
    for (uint32_t w = first;; w++) {
        take(fit, w);
        if (words[w].gap == GAP_END) {
            return arrivals(fit, w).from;
        }
        if (words[w].gap == GAP_SPACE) {
            struct arrival best = arrivals(fit, w);
            activate(fit, node_before(fit, w + 1, &best));
        }
    }
}

/* Places the lines of a fitted segment, the last of which begins at node LAST. */
static void place_segment(struct fit *fit, struct placing *placing, uint32_t last, len indent,
                          len width) {
    struct typeset_cache *cache = fit->cache;
    const struct word *end = &fit->items->words[fit->last];
    size_t count = 1;
    for (uint32_t n = last; cache->nodes[n].from != NONE; n = cache->nodes[n].from) {
        count++;
    }
    while (cache->line_cap < cache->line_count + count) {
        cache->lines = arena_grow(fit->ts->arena, cache->lines, cache->line_cap, &cache->line_cap,
                                  sizeof *cache->lines);
    }
    /* The chain runs backwards: `from` of each node is turned round to the node behind it. */
    uint32_t behind = NONE;
    for (uint32_t n = last, before; n != NONE; n = before) {
        before = cache->nodes[n].from;
        cache->nodes[n].from = behind;
        behind = n;
    }
    for (uint32_t n = behind; n != NONE; n = cache->nodes[n].from) {
        const struct node *node = &cache->nodes[n];
        const struct node *next = node->from == NONE ? NULL : &cache->nodes[node->from];
        len x = n == 0 ? indent : 0;
        struct chosen chosen = {.begin = node->offset,
                                .stop = next != NULL ? next->stop : end->end,
                                .end = next != NULL ? next->end : LINE_END_BREAK,
                                .justified = fit->justified && next != NULL,
                                .x = x,
                                .measure = width - x};
        cache->lines[cache->line_count++] = line_place(placing, &chosen);
    }
}

const struct lines *line_break(struct typesetter *ts, const struct span *spans,
                               const struct style *style, len width, struct place place) {
    struct lines *lines = arena_alloc(ts->arena, sizeof *lines);
    const struct items *items = items_make(ts, spans, style, place);
    if (items->word_count == 0) {
        return lines;
    }
    width = width < 1 ? 1 : width < LEN_MAX / 2 ? width : LEN_MAX / 2;
    len indent = style->indent < width / 2 ? style->indent : width / 2; /* or no line has room */
    struct typeset_cache *cache = ts->cache;
    cache->line_count = 0;
    struct placing placing = placing_begin(ts, items, style);
    bool justified = style->align == ALIGN_JUSTIFY && !items->leaders;
    struct fit fit = {.ts = ts,
                      .cache = cache,
                      .items = items,
                      .prices = justified ? &justified_prices : &ragged_prices,
                      .justified = justified,
                      .hyphenate = style->hyphenate};
    for (uint32_t w = 0; w < items->word_count; w = fit.last + 1) {
        len first = w == 0 ? indent : 0;
        fit.measure = (fine)width * FINE;
        fit.first_measure = ((fine)width - first) * FINE;
        fit.last = w;
        while (items->words[fit.last].gap != GAP_END) {
            fit.last++;
        }
        place_segment(&fit, &placing, fit_segment(&fit, w), first, width);
    }
    cache->lines[cache->line_count - 1].end = LINE_END_PARAGRAPH;
    struct line *copy = arena_array(ts->arena, cache->line_count, sizeof *copy);
    memcpy(copy, cache->lines, cache->line_count * sizeof *copy);
    for (size_t i = 0; i < cache->line_count; i++) {
        lines->height += copy[i].height;
    }
    lines->lines = copy;
    lines->count = cache->line_count;
    return lines;
}

/* Widths that grow word by word. */
struct extent {
    fine minimum, maximum;
    fine together; /* of what has stood together since the last break */
};

static void extent_break(struct extent *extent) {
    if (extent->together > extent->minimum) {
        extent->minimum = extent->together;
    }
    extent->together = 0;
}

/* A long word breaks into as few parts as it can without one that is long again: a column of single
 * syllables is not sensible. Returns where the last part begins. */
static uint32_t extent_part(struct typesetter *ts, const struct items *items,
                            const struct word *word, struct extent *extent) {
    const struct typeset_cache *cache = ts->cache;
    size_t bytes = word->end - word->begin;
    fine room = word->width / (fine)utf8_count(items->text + word->begin, bytes) * TOKEN_LONG;
    uint32_t start = word->begin;
    fine part = 0; /* up to the last point that there is room for */
    for (size_t i = 0; i <= cache->point_count && cache->point_count > 0; i++) {
        bool end = i == cache->point_count;
        const struct point *point = &cache->points[i];
        fine more = items_width(ts, items, word, start, end ? word->end : point->offset) +
                    (end ? 0 : point->ink);
        if (part > 0 && more > room) {
            extent->together += part;
            extent_break(extent);
            start = point[-1].offset;
            more = items_width(ts, items, word, start, end ? word->end : point->offset) +
                   (end ? 0 : point->ink);
        }
        part = more;
    }
    return start;
}

struct line_widths line_measure(struct typesetter *ts, const struct span *spans,
                                const struct style *style, struct place place) {
    const struct items *items = items_make(ts, spans, style, place);
    fine indent = (fine)style->indent * FINE;
    struct extent extent = {.together = indent};
    for (size_t w = 0; w < items->word_count; w++) {
        const struct word *word = &items->words[w];
        uint32_t start = word->begin;
        if (word_long(items, word)) {
            points_find(ts, items, word, style->hyphenate);
            start = extent_part(ts, items, word, &extent);
        }
        extent.together += items_width(ts, items, word, start, word->end);
        if (word->gap == GAP_BOUND) {
            extent.together += word->space;
        } else {
            extent_break(&extent);
        }
        fine line = word->x + word->width + indent;
        extent.maximum = line > extent.maximum ? line : extent.maximum;
        indent = word->gap == GAP_END ? 0 : indent;
    }
    if (extent.maximum < extent.minimum) { /* a hanging first line is the shortest to hold it all */
        extent.maximum = extent.minimum;
    }
    return (struct line_widths){.minimum = (len)((extent.minimum + FINE - 1) / FINE),
                                .maximum = (len)((extent.maximum + FINE - 1) / FINE)};
}

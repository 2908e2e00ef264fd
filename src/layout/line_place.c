/* Where do the pieces of a chosen line stand? They are measured once more as they will be painted,
 * then spaces or leaders take up what is left, or the line moves as a whole. */
#include "layout/line_private.h"

#include <string.h>

enum { LEADER_DOTS_MAX = 2000 };

/* A piece before it has a place. */
struct part {
    const struct run *run;
    face_id face;
    uint32_t begin, end;
    bool hyphen; /* one is added */
    fine width;  /* natural; 0 for a leader */
    fine spaces; /* how many */
};

/* The sums over the parts of a line. */
struct sums {
    size_t count;
    fine width, spaces, leaders;
};

/* Room above and below the baseline of text in STYLE: the glyphs' box in the middle of the leading.
 */
static void style_extent(struct typesetter *ts, const struct style *style, len leading, len *above,
                         len *below) {
    const struct metrics *metrics = ts->metrics;
    face_id face = metrics->face(metrics->self, style->family, style->weight, style->italic);
    len ascender = style->size * 3 / 4, descender = style->size / 4; /* of no face */
    if (face >= 0) {
        struct face_extent extent = metrics->extent(metrics->self, face);
        ascender = metrics_scale(extent.ascender, style->size);
        descender = metrics_scale(extent.descender, style->size);
    }
    *above = (leading - (ascender + descender)) / 2 + ascender;
    *below = leading - *above;
}

struct placing placing_begin(struct typesetter *ts, const struct items *items,
                             const struct style *style) {
    struct placing placing = {.ts = ts,
                              .items = items,
                              .style = style,
                              .text = arena_slice(ts->arena, items->text, items->text_size)};
    style_extent(ts, style, style->leading, &placing.above, &placing.below);
    return placing;
}

static struct part *part_add(struct placing *placing, struct sums *sums, struct part part) {
    struct typeset_cache *cache = placing->ts->cache;
    cache->parts = arena_grow(placing->ts->arena, cache->parts, sums->count, &cache->part_cap,
                              sizeof *cache->parts);
    cache->parts[sums->count] = part;
    return &cache->parts[sums->count++];
}

static void part_measure(struct placing *placing, struct part *part) {
    const char *text = placing->text;
    uint32_t at = part->begin;
    while (at < part->end) {
        const char *space = memchr(text + at, ' ', part->end - at);
        uint32_t stop = space != NULL ? (uint32_t)(space - text) : part->end;
        if (stop > at) {
            part->width += run_width(placing->ts, part->run, text + at, stop - at);
        }
        if (space != NULL) {
            part->width += run_width(placing->ts, part->run, " ", 1);
            part->spaces++;
            stop++;
        }
        at = stop;
    }
}

static void hyphen_add(struct placing *placing, struct sums *sums) {
    struct part *part = &placing->ts->cache->parts[sums->count - 1];
    struct run as_set = *part->run;
    as_set.face = cover_find(placing->ts, cache_cover(placing->ts, part->face), '-');
    if (as_set.face != part->face) {
        part = part_add(placing, sums, (struct part){.run = part->run, .face = as_set.face});
    }
    fine width = run_width(placing->ts, &as_set, "-", 1);
    part->hyphen = true;
    part->width += width;
    sums->width += width;
}

/* Measures the runs of the line's text into the cache's parts. */
static struct sums parts_find(struct placing *placing, const struct chosen *chosen) {
    const struct items *items = placing->items;
    struct sums sums = {0};
    placing->run = run_at(items, placing->run, chosen->begin);
    for (size_t r = placing->run; r < items->run_count && items->runs[r].begin < chosen->stop;
         r++) {
        const struct run *run = &items->runs[r];
        uint32_t begin = run->begin > chosen->begin ? run->begin : chosen->begin;
        uint32_t end = run_end(items, r) < chosen->stop ? run_end(items, r) : chosen->stop;
        if (begin >= end) {
            continue;
        }
        struct part *part =
            part_add(placing, &sums,
                     (struct part){.run = run, .face = run->face, .begin = begin, .end = end});
        if (run->leader) {
            sums.leaders++;
            continue;
        }
        part_measure(placing, part);
        sums.width += part->width;
        sums.spaces += part->spaces;
    }
    if (chosen->end == LINE_END_HYPHEN && sums.count > 0) {
        hyphen_add(placing, &sums);
    }
    return sums;
}

static len fine_round(fine value) {
    return (len)((value < 0 ? value - FINE / 2 : value + FINE / 2) / FINE);
}

static fine floor_divide(fine value, fine by) {
    return value / by - (value % by < 0);
}

/* The dots of a leader in the room from FROM to TO on a line that ends at EDGE: they stand on a
 * grid counted from the edge, so that those of neighbouring lines stand in columns. */
static void leader_place(struct typesetter *ts, const struct run *run, struct piece *piece,
                         fine from, fine to, fine edge) {
    fine unit = leader_unit(ts, run), space = run_width(ts, run, " ", 1);
    if (unit <= 0) {
        return;
    }
    fine behind = to < edge ? (edge - to + space + unit - 1) / unit : 0;
    fine end = edge - behind * unit;
    fine count = end > from ? (end - from) / unit : 0;
    count = count < LEADER_DOTS_MAX ? count : LEADER_DOTS_MAX;
    char *text = arena_alloc(ts->arena, (size_t)count * 2 + 1);
    for (fine i = 0; i < count; i++) {
        memcpy(text + i * 2, " .", 2);
    }
    piece->text = text;
    piece->bytes = (size_t)count * 2;
    piece->x = fine_round(end - count * unit);
    piece->width = fine_round(end) - piece->x;
}

static const char *part_text(const struct placing *placing, const struct part *part,
                             size_t *bytes) {
    const char *text = placing->text + part->begin;
    *bytes = part->end - part->begin;
    if (!part->hyphen) {
        return text;
    }
    char *with = arena_alloc(placing->ts->arena, *bytes + 2);
    memcpy(with, text, *bytes);
    with[(*bytes)++] = '-';
    return with;
}

/* The height that the line's larger spans need: none is set closer than its own leading. */
static void line_height(const struct placing *placing, const struct sums *sums, struct line *line) {
    len above = placing->above, below = placing->below;
    const struct style *known = placing->style;
    for (size_t i = 0; i < sums->count; i++) {
        const struct style *style = placing->ts->cache->parts[i].run->style;
        if (style == known || style->size <= placing->style->size) {
            continue;
        }
        known = style;
        len leading = style->leading > style->size ? style->leading : style->size;
        len over, under;
        style_extent(placing->ts, style, leading, &over, &under);
        above = over > above ? over : above;
        below = under > below ? under : below;
    }
    line->baseline = above;
    line->height = above + below;
}

struct line line_place(struct placing *placing, const struct chosen *chosen) {
    struct sums sums = parts_find(placing, chosen);
    struct line line = {.end = chosen->end};
    line_height(placing, &sums, &line);
    if (sums.count == 0) {
        return line;
    }
    fine rest = (fine)chosen->measure * FINE - sums.width;
    fine at = (fine)chosen->x * FINE, edge = at + (fine)chosen->measure * FINE;
    enum style_align align = placing->style->align;
    if (sums.leaders > 0) {
        rest = rest > 0 ? rest : 0;
    } else if (sums.spaces > 0 && (chosen->justified || rest < 0)) {
        line.word_space = (len)floor_divide(rest, FINE * sums.spaces);
    } else if (rest > 0 && (align == ALIGN_RIGHT || align == ALIGN_CENTER)) {
        at += rest / (align == ALIGN_CENTER ? 2 : 1) / FINE * FINE;
    }
    struct piece *pieces = arena_array(placing->ts->arena, sums.count, sizeof *pieces);
    size_t count = 0;
    for (size_t i = 0; i < sums.count; i++) {
        const struct part *part = &placing->ts->cache->parts[i];
        struct piece *piece = &pieces[count];
        *piece = (struct piece){.span = part->run->span,
                                .face = part->face,
                                .size = part->run->style->size,
                                .tracking = part->run->style->tracking,
                                .colour = part->run->style->colour};
        fine from = at;
        if (part->run->leader) {
            at += rest / sums.leaders;
            leader_place(placing->ts, part->run, piece, from, at, edge);
            count += piece->bytes > 0;
            continue;
        }
        at += part->width + part->spaces * line.word_space * FINE;
        piece->text = part_text(placing, part, &piece->bytes);
        piece->x = fine_round(from);
        piece->width = fine_round(at) - piece->x;
        count++;
    }
    line.pieces = pieces;
    line.count = count;
    if (count > 0) {
        line.width = pieces[count - 1].x + pieces[count - 1].width - pieces[0].x;
    }
    return line;
}

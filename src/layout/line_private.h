/* line_private: what the files of line breaking share.
 *
 * line_items makes words of spans, line_points finds the places inside a word where a line may end,
 * line.c chooses among all of them, line_place makes pieces of the lines chosen, line_cache
 * remembers what fonts and patterns have answered. */
#ifndef PIAO_LAYOUT_LINE_PRIVATE_H
#define PIAO_LAYOUT_LINE_PRIVATE_H

#include "layout/hyphen.h"
#include "layout/line.h"

/* Advance times size: thousandths of a `len`. Sums of these are exact; placing rounds once. */
typedef int64_t fine;
#define FINE 1000

/* A stretch of the paragraph's text in one span and face; it ends where the next one begins. */
struct run {
    const struct span *span;
    const struct style *style; /* the span's */
    face_id face;
    bool leader;    /* its text is one character that stands for the dots */
    uint32_t begin; /* byte offset */
    fine reserve;   /* room kept for a late field beyond the width of its text */
};

enum gap {
    GAP_SPACE, /* a line may end here */
    GAP_BOUND, /* only when nothing else helps */
    GAP_END    /* the author's break or the end of the paragraph */
};

/* What stands between two spaces. Words up to one with GAP_END make a segment, set by itself. */
struct word {
    uint32_t begin, end; /* of the text; an empty segment is one empty word */
    uint32_t run;        /* in which it begins */
    uint32_t mark;       /* first mark that is not before it */
    enum gap gap;        /* behind it */
    bool leader;         /* holds a leader run */
    fine width, space;   /* its own, that of the space behind it */
    fine x, glue;        /* widths of all, and of the spaces alone, before it in its segment */
};

/* A break that the author marked inside a word. */
struct mark {
    uint32_t offset;
    bool hyphen; /* soft hyphen, else zero width space */
};

struct items {
    char *text; /* the characters that show, runs of spaces as one */
    size_t text_size, text_cap;
    struct run *runs;
    size_t run_count, run_cap;
    struct word *words;
    size_t word_count, word_cap;
    struct mark *marks;
    size_t mark_count, mark_cap;
    bool leaders; /* there is a leader */
};

/* Where a line may end inside a word. */
struct point {
    uint32_t offset; /* the next line's first byte */
    bool hyphen;     /* a hyphen is set there */
    fine ink;        /* its width, else 0 */
    fine inside;     /* estimated width of the word up to here */
    struct arrival { /* the cheapest way here, by the number of hyphens in a row: 0..3 */
        int64_t cost;
        fine width; /* of the line that ends here */
        uint32_t from;
    } best[4];
};

struct memo_entry {
    const char *text; /* NULL: free */
    size_t size;
    uint64_t hash, value;
    int32_t tag;
};

/* Which faces stand in for one where it has no glyph. */
enum { COVER_NEAR = 0x250 }; /* Latin: answered from an array */
struct face_cover {
    struct face_cover *next;
    face_id face;
    face_id near[COVER_NEAR];
};

struct node; /* line.c's */
struct part; /* line_place.c's */

/* Kept from call to call in the typesetter: answers of fonts and patterns, and working space. */
struct typeset_cache {
    struct memo_entry *memo;
    size_t memo_count, memo_cap;
    struct face_cover *covers;
    struct items items;
    struct point *points;
    size_t point_count, point_cap;
    unsigned char *flags; /* of each byte of a word, for line_points */
    size_t flag_cap;
    struct node *nodes;
    size_t node_cap;
    uint32_t *active;
    size_t active_cap;
    struct line *lines;
    size_t line_count, line_cap;
    struct part *parts;
    size_t part_cap;
};

/* --- line_cache --- */
struct typeset_cache *cache_open(struct typesetter *ts);
/* Width of SIZE bytes without spaces, or of one space, as the run sets them. */
fine run_width(struct typesetter *ts, const struct run *run, const char *text, size_t size);
/* Face that shows the code point, or -1; the answers for one face are remembered side by side. */
struct face_cover *cache_cover(struct typesetter *ts, face_id face);
face_id cover_find(struct typesetter *ts, struct face_cover *cover, uint32_t codepoint);
/* Bit i: the word may be divided before byte i. */
uint64_t cache_hyphens(struct typesetter *ts, const char *word, size_t size);
/* True the first time that it is asked about the code point. */
bool cache_first_report(struct typesetter *ts, uint32_t codepoint);

/* --- line_items --- */
/* Valid until the next call with the same typesetter. */
struct items *items_make(struct typesetter *ts, const struct span *spans, const struct style *style,
                         struct place place);
/* End of run R in the text. */
static inline uint32_t run_end(const struct items *items, size_t r) {
    return r + 1 < items->run_count ? items->runs[r + 1].begin : (uint32_t)items->text_size;
}
/* The run that OFFSET lies in, searched from run FROM on, which is not behind it. */
size_t run_at(const struct items *items, size_t from, uint32_t offset);
/* Width of a part of WORD's text. */
fine items_width(struct typesetter *ts, const struct items *items, const struct word *word,
                 uint32_t begin, uint32_t end);
/* Width of a space and a dot, the unit that leaders repeat. */
fine leader_unit(struct typesetter *ts, const struct run *run);
/* Behind the character at AT with the combining marks that belong to it. */
uint32_t items_cluster(const struct items *items, uint32_t at, uint32_t end);
static inline bool combining(uint32_t c) {
    return c >= 0x300 && c <= 0x36F;
}

/* --- line_points --- */
enum { TOKEN_LONG = 18 }; /* characters; longer words may break behind separators */
/* Fills the cache's points with those of WORD, in order, without arrivals. */
void points_find(struct typesetter *ts, const struct items *items, const struct word *word,
                 bool hyphenate);
/* True when WORD is longer than TOKEN_LONG. */
bool word_long(const struct items *items, const struct word *word);

/* --- line_place --- */
/* A line as chosen: text from `begin` to `stop`. */
struct chosen {
    uint32_t begin, stop;
    enum line_end end;
    bool justified; /* spaces take up what is left; else, only shrink when the text is too wide */
    len x, measure;
};
struct placing {
    struct typesetter *ts;
    const struct items *items;
    const struct style *style;
    const char *text; /* the items' text, to stay */
    size_t run;       /* where the next line's text begins, or before */
    len above, below; /* the baseline, of a line of the paragraph's own size */
};
struct placing placing_begin(struct typesetter *ts, const struct items *items,
                             const struct style *style);
struct line line_place(struct placing *placing, const struct chosen *chosen);

#endif

/* prose: CommonMark to a small tree, through md4c.
 *
 * The dialect of plan-format: paragraphs, bold, italic, links, nested lists (`1.` and `1)`), hard breaks,
 * pipe tables; no raw HTML (printed literally); soft line breaks become spaces. A bullet list whose every
 * item begins with a label of its own (`a)`, `A.`, `i)`, `1-`) is a list with those labels. Headings,
 * code and quotes degrade to paragraphs (headings bold). */
#ifndef PIAO_INPUT_PROSE_H
#define PIAO_INPUT_PROSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum prose_type {
    PROSE_PARAGRAPH, /* spans */
    PROSE_LIST,      /* items */
    PROSE_ITEM,      /* label; children */
    PROSE_TABLE,     /* rows */
    PROSE_ROW,       /* cells */
    PROSE_CELL       /* spans; head, align */
};

enum prose_align { PROSE_ALIGN_DEFAULT, PROSE_ALIGN_LEFT, PROSE_ALIGN_CENTER, PROSE_ALIGN_RIGHT };

/* A run of text in one look. A line break is a span whose text is "\n". */
struct prose_span {
    const char *text;
    const char *link; /* address, or NULL */
    bool bold, italic;
    struct prose_span *next;
};

struct prose {
    enum prose_type type;
    bool ordered;      /* lists: 1. 2. 3. or labels of its own, as against bullets */
    bool tight;        /* lists: no blank lines between items */
    bool head;         /* cells and rows of the table head */
    enum prose_align align;
    const char *label; /* items: "1.", "2)", "a)", "•" */
    struct prose_span *spans;
    struct prose *first, *next;
};

/* The blocks of TEXT as siblings; NULL when there are none. Never fails: every text is prose. */
struct prose *prose_read(struct arena *arena, const char *text);
void prose_dump(struct buf *buf, const struct prose *prose);

#endif

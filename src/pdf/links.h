/* links: one annotation for each link and page, however many lines it takes. */
#ifndef PIAO_PDF_LINKS_H
#define PIAO_PDF_LINKS_H

#include "pdf/paint.h"

struct area { /* of a link on one line: thousandths of a point from the page's lower left corner */
    int64_t left, bottom, right, top;
};

struct links { /* of one page; zero but for the first three at first */
    struct painter *painter;
    const struct page *page;
    struct buf *out; /* references to the annotations: "12 0 R 13 0 R" */
    /* the link being collected */
    const struct content *source;
    const struct span *span;
    struct area *areas;
    size_t count, cap;
};

/* Collects what of LINE, which begins at X and stands at BASELINE, are links in SOURCE. */
void links_line(struct links *links, const struct content *source, const struct line *line,
                int64_t x, int64_t baseline);
/* At the end of the page. */
void links_end(struct links *links);

#endif

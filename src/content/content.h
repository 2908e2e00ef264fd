/* content: the document as meaning: all the words, no geometry.
 *
 * A tree of what the reader is told (headings, paragraphs, lists, tables, figures), in reading order, each
 * node with its style, language, alternative text and the place in template and plan that it comes from.
 * Structure elements of the PDF are made from this tree; placed boxes point back into it. */
#ifndef PIAO_CONTENT_CONTENT_H
#define PIAO_CONTENT_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/length.h"
#include "base/str.h"
#include "input/expr.h" /* enum expr_field */
#include "input/style.h"
#include "input/template.h" /* struct width */

enum content_type {
    CONTENT_SHEET,     /* children; header, footer: begins a new page of its master */
    CONTENT_HEADING,   /* spans; level */
    CONTENT_PARAGRAPH, /* spans */
    CONTENT_LIST,      /* children: items */
    CONTENT_ITEM,      /* label spans in `spans`; children: the body */
    CONTENT_TABLE,     /* title in `caption`; children: rows (head rows first, then body, then foot) */
    CONTENT_ROW,       /* children: cells, in column order */
    CONTENT_CELL,      /* children: blocks */
    CONTENT_GANTT,     /* gantt; alt */
    CONTENT_CHART,     /* chart; alt */
    CONTENT_IMAGE,     /* image; alt */
    CONTENT_GROUP,     /* children: a box (padding, border, fill) or a kept-together run */
    CONTENT_COLUMNS,   /* children: groups, side by side */
    CONTENT_RULE,      /* a line; an artifact */
    CONTENT_SPACE,     /* height; an artifact */
    CONTENT_BREAK,     /* new page */
    CONTENT_CONTENTS   /* children: paragraphs of the entries */
};

enum row_kind { ROW_HEAD, ROW_BODY, ROW_FOOT };

/* Inline text in one look. A line break is a span whose text is "\n". */
struct span {
    const char *text;         /* "" for a late field */
    enum expr_field field;    /* FIELD_PAGE... : running heads only */
    const struct content *page_of; /* late field: the page where that node begins */
    bool leader;              /* a run of dots that fills the line (text is then ignored) */
    const struct style *style; /* characters only: family, weight, italic, size, colour, tracking */
    const char *uri;           /* link to the outside, or NULL */
    const struct content *target; /* link inside the document, or NULL */
    const char *link_text;     /* what a link says to a screen reader (annotation Contents) */
    const char *language;      /* when it differs from the document's, else NULL; that of its node is the
                                * very pointer of the node */
    const char *expansion;     /* of an abbreviation (E), or NULL */
    const char *actual_text;   /* what is read in place of the words (ActualText), or NULL */
    struct span *next;
    uint32_t serial; /* unique among spans */
};

struct gantt_row {
    const char *label;
    const char *value;   /* at the right, "" none */
    const char *start_text, *end_text; /* printed at the bar's ends, "" none */
    int64_t start, end;  /* days since 1970-01-01, end included; undated: start > end */
    const char *undated; /* words in place of the bar */
    bool hatched;
    const char *hatched_text; /* what that means, "" nothing */
};

struct gantt_tick { /* where a month or a year begins */
    int64_t day;
    const char *label; /* "gen", "2023" */
    bool major;        /* year */
};

struct gantt {
    const char *label_head, *value_head;
    const struct gantt_row *rows;
    size_t row_count;
    int64_t first, last; /* days shown, whole months */
    const struct gantt_tick *ticks;
    size_t tick_count;
    uint32_t colour;
    len label_width; /* 0: the layout's choice */
    bool silent;     /* its words repeat what stands beside it: drawn, but not read out again */
    const struct style *label_style;
};

enum chart_kind {
    CHART_BARS,     /* a horizontal bar for each item */
    CHART_BANDS,    /* one bar of full width, divided among the items, with a key under it */
    CHART_PROGRESS, /* a track, filled as far as its one item says */
    CHART_TREND     /* an upright column for each item, from the zero line */
};

/* Sizes are parts of this: whole numbers, so that layout computes exactly. */
enum { CHART_WHOLE = 1000000000 };

struct chart_item {
    const char *label, *text, *symbol; /* "" none; text: the value in words */
    const char *percent;               /* bands: of the whole, "" none */
    int64_t size;                      /* trend: may be negative */
    bool drawn;                        /* false: no number to draw, words only */
};

struct chart {
    enum chart_kind kind;
    const struct chart_item *items;
    size_t item_count;
    int64_t zero; /* trend: height of the zero line over the foot of the plot */
    uint32_t colour;
    bool silent; /* as that of a gantt */
};

struct image {
    const char *path; /* resolved, allowed, existing */
    const unsigned char *bytes;
    size_t size;
    bool jpeg;              /* else PNG */
    int pixels_x, pixels_y; /* from the file's head */
    len width, height;      /* both set: the size to print at, before fitting to the space */
};

struct table_column {
    struct width width;
    len min_width, max_width;
    bool row_header;
};

struct content {
    enum content_type type;
    uint32_t serial; /* 0 is the root; unique, in reading order: indexes the side tables of later stages */
    const struct style *style;
    struct content *parent, *first, *last, *next;
    struct span *spans;
    const char *id;       /* target of links, or NULL */
    const char *alt;      /* figures: the text that stands for them */
    const char *summary;  /* tables: said, not shown */
    const char *language; /* when it differs from the document's */
    struct place source;  /* in the plan where the words come from one value of it, else in the template */
    union {
        struct {
            const struct page_master *master;
            struct content *header, *footer; /* groups outside the tree of children, or NULL */
            struct content *header_next; /* header of the pages after the first; NULL: none */
        } sheet;
        struct {
            int level;            /* 1..6: rank in the ladder, without jumps */
            const char *bookmark; /* NULL: none */
            bool in_contents;
        } heading;
        struct {
            const struct table_column *columns;
            size_t column_count;
            struct content *caption;   /* paragraph or heading over the table, or NULL */
            struct content *continued; /* what stands there after a break (an artifact), or NULL */
            size_t head_rows;
            bool silent; /* its words repeat what stands beside it: drawn, an artifact */
        } table;
        struct {
            enum row_kind kind;
            bool keep_with_next;
        } row;
        struct {
            size_t column;            /* from 0 */
            int column_span, row_span;
            bool header;              /* TH: scope Column in head rows, Row elsewhere */
            struct content *continued; /* spanning rows: what stands there when a page break cuts
                                        * them (an artifact), or NULL */
        } cell;
        struct {
            bool ordered;
        } list;
        struct {
            struct width width; /* of a child of CONTENT_COLUMNS */
            bool boxed;         /* painted even when it is only padding, border or fill */
        } group;
        struct {
            len gap;
        } columns;
        len space;
        const struct gantt *gantt;
        const struct chart *chart;
        const struct image *image;
    } as;
};

/* The whole document. */
struct document {
    const struct content *root; /* a CONTENT_GROUP whose children are sheets */
    uint32_t node_count, span_count;
    const char *title, *subject, *author, *keywords; /* "" when there is none */
    const struct data *const *withheld; /* values of the plan that only an internal edition prints */
    size_t withheld_count;
    const char *language;
    const struct style *base;
};

/* A Figure of the structure tree: what it draws belongs to it. */
static inline bool content_is_figure(const struct content *content) {
    return content->type == CONTENT_GANTT || content->type == CONTENT_CHART ||
           content->type == CONTENT_IMAGE;
}

/* What the tree says, for tests and bookmarks: the plain text of SPANS, line breaks as spaces. */
const char *spans_text(struct arena *arena, const struct span *spans);
/* The tree as indented text, spans and styles' names included (--dump content). */
void content_dump(struct buf *buf, const struct document *document);

#endif

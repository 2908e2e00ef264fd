/* template: a layout as its author wrote it, checked and typed.
 *
 * YAML nodes become pages, styles and blocks through field tables (template_fields.c): every key is known by
 * name, type and place, an unknown one is an error with the nearest valid name. Expressions are parsed
 * here, once, against the names in scope and the plan's schema. Nothing is evaluated yet. */
#ifndef PIAO_INPUT_TEMPLATE_H
#define PIAO_INPUT_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/length.h"
#include "input/expr.h"
#include "input/style.h"

enum block_type {
    BLOCK_HEADING,
    BLOCK_TEXT,
    BLOCK_PROSE,
    BLOCK_FIELDS,
    BLOCK_TABLE,
    BLOCK_LIST,
    BLOCK_BOX,     /* children inside padding, border, fill of its style */
    BLOCK_GROUP,   /* children with a common condition; may be kept together */
    BLOCK_COLUMNS, /* side by side */
    BLOCK_RULE,
    BLOCK_SPACE,
    BLOCK_NEW_PAGE,
    BLOCK_IMAGE,
    BLOCK_GANTT,
    BLOCK_MONTHS, /* a table of months with marks */
    BLOCK_BARS,
    BLOCK_BANDS,
    BLOCK_PROGRESS,
    BLOCK_GAUGE,
    BLOCK_TREND,
    BLOCK_EACH,
    BLOCK_LET, /* names for the blocks that follow it in the same list */
    BLOCK_SHEET, /* a run of pages of one master, beginning on a new page */
    BLOCK_CONTENTS /* table of contents */
};

/* Inline text: parts in order, each text with ${} and a look of its own. */
struct text_part {
    const struct text_expr *text;
    const struct style *style;       /* NULL: that of the block */
    const struct text_expr *link;    /* URI, or "#id" of a heading or block; NULL: none */
    const char *language;            /* of a foreign word; NULL: the document's */
    const struct text_expr *expansion; /* what an abbreviation stands for */
    const struct text_expr *actual_text; /* what is read in place of the words */
    struct text_part *next;
};

/* `VAR in LIST`, filtered, sorted, grouped. */
struct loop {
    struct place place;
    const char *var;
    const struct expr *list;
    const struct expr *where;       /* sees VAR */
    const struct sort_key *sort;    /* see VAR; stable */
    const struct expr *group;       /* sees VAR; then the body sees GROUP_VAR {key, items} instead */
    const char *group_var;
};

struct sort_key {
    const struct expr *value;
    bool descending;
    struct sort_key *next;
};

struct binding { /* of let, with */
    const char *name;
    const struct expr *value;
    struct binding *next;
};

enum width_kind { WIDTH_AUTO, WIDTH_FIXED, WIDTH_SHARE };

struct width {
    enum width_kind kind; /* auto: by content; fixed: `size`; share: `size` thousandths of the rest */
    len size;
};

enum { SPAN_ALL = 0 }; /* in place of a number of columns or rows */

/* A cell of a table: text, prose or blocks. */
struct cell_spec {
    struct place place;
    const struct expr *when; /* false: an empty cell */
    const struct text_part *text;
    const struct text_expr *prose;
    const struct block *blocks;
    int column_span; /* >= 1; SPAN_ALL: the columns that the row's other cells leave */
    int row_span;    /* >= 1; SPAN_ALL: those that the row's inner rows make */
    const struct style *style;
    bool header; /* row header */
    bool each;   /* of a column with a loop: one cell for each of its items */
    bool repeat; /* when it spans rows and a page cuts it, its words stand on the next page too */
    struct cell_spec *next;
};

/* Rows: once, or once for each item of a loop. Inner rows follow in each turn. When all cells of the row
 * span all of them, the first inner row goes on beside them; else the row is complete in itself. */
struct row_spec {
    struct place place;
    const struct expr *when;
    const struct loop *loop; /* NULL: once */
    const struct binding *bindings; /* after the loop's variable */
    const struct cell_spec *cells;
    const struct row_spec *rows; /* inner ones, or NULL */
    const struct style *style;
    bool keep_with_next; /* with inner rows: all that the turn makes stand together */
    struct row_spec *next;
};

/* Does the first inner row of ROW go on beside its cells? */
static inline bool row_is_shared(const struct row_spec *row) {
    bool shared = row->rows != NULL;
    for (const struct cell_spec *cell = row->cells; cell != NULL; cell = cell->next) {
        shared = shared && cell->row_span == SPAN_ALL;
    }
    return shared;
}

/* Does a cell of ROW span its inner rows? Then no cell that begins in them reaches beyond them. */
static inline bool row_has_spans(const struct row_spec *row) {
    bool spans = false;
    for (const struct cell_spec *cell = row->cells; cell != NULL; cell = cell->next) {
        spans = spans || cell->row_span == SPAN_ALL;
    }
    return spans;
}

struct column_spec {
    struct place place;
    const struct loop *loop; /* one for each item; NULL: one. Its variable is seen by what the column says */
    const struct expr *when; /* false: the column is not there (neither are its cells) */
    struct width width;
    len min_width, max_width; /* for auto; 0: none */
    const struct style *style; /* of its body cells unless the cell has one */
    bool row_header; /* its cells are TH with scope Row */
    bool merge;      /* body cells of equal words, one under the other, become one */
    bool repeat;     /* of all its cells */
    struct column_spec *next;
};

struct table_spec {
    const struct text_part *title, *continued; /* the title over the table; "(segue)" on later pages */
    const struct column_spec *columns;
    const struct row_spec *head, *body, *foot;
    const struct style *title_style, *head_style, *cell_style, *foot_style;
    const struct text_expr *summary; /* said to screen readers only */
    bool keep_empty; /* printed although the body has no row */
};

struct field_spec { /* of `fields` */
    struct place place;
    const struct expr *when;
    const struct text_part *label;
    const struct text_part *text;
    const struct text_expr *prose;
    const struct style *label_style, *style;
    bool keep_empty;
    bool personal; /* in an internal edition only */
    struct field_spec *next;
};

struct gantt_spec {
    const struct loop *loop;
    const struct text_expr *label, *value; /* at the left; at the right */
    const struct expr *start, *end;        /* ISO dates; others: undated */
    const struct expr *hatched;
    const struct text_expr *hatched_text; /* what hatching means: said with each such phase */
    bool silent; /* the words repeat a table: drawn, left out of the extracted text */
    const struct text_expr *title;  /* begins the alternative text */
    const struct text_expr *column; /* head over the labels; value_column: over the values */
    const struct text_expr *value_column;
    const struct text_expr *undated; /* words in place of a bar */
    const struct style *label_style;
    uint32_t colour;
    len label_width;
};

struct gauge_band { /* of `gauge`: values from `from` up to that of the band above */
    const struct expr *from;
    const struct text_expr *label, *symbol;
    struct gauge_band *next;
};

/* Of months, bars, bands, progress, gauge, trend: each has some of these. */
struct chart_spec {
    const struct loop *loop;
    const struct text_expr *label, *symbol;
    const struct expr *value;
    const struct text_expr *text;  /* the value in words; NULL: the number */
    const struct expr *maximum;    /* that a bar of full length stands for; NULL: the greatest */
    const struct text_expr *title; /* begins the alternative text */
    const struct expr *months;     /* numbers of those marked */
    const struct text_expr *mark, *column; /* words of a mark; head over the labels */
    const struct text_part *caption;       /* title over the table of months */
    const struct gauge_band *bands;
    const struct style *head_style, *cell_style, *month_style, *mark_style, *caption_style;
    uint32_t colour;
    bool silent; /* as in a gantt */
};

struct column_box { /* of `columns` */
    struct width width;
    const struct block *blocks;
    struct column_box *next;
};

struct block {
    enum block_type type;
    struct place place;
    const struct expr *when;
    const struct style *style;
    const struct text_expr *id; /* target of links */
    struct block *next;
    union {
        struct {
            const struct text_part *text;
            int level; /* 1..6 */
            const struct text_expr *bookmark; /* NULL: the text */
            bool no_bookmark;
            bool in_contents;
        } heading;
        const struct text_part *text;
        struct {
            const struct text_expr *text;
            bool personal; /* in an internal edition only */
        } prose;
        struct {
            const struct field_spec *items;
            bool above;  /* labels above values in a grid; else labels at the left */
            int columns; /* of the grid */
            struct width label_width;
        } fields;
        const struct table_spec *table;
        struct {
            const struct loop *loop;
            const struct text_part *text;
            const struct block *blocks;
            const struct text_expr *mark; /* "•", "${i}." */
        } list;
        struct {
            const struct block *blocks;
            bool bare; /* a group without style, id and keep-together: a scope for names, a common
                        * condition; its blocks, sheets among them, stand in its place */
        } group; /* box, group */
        struct {
            const struct column_box *items;
            len gap;
        } columns;
        len space;
        struct {
            const struct text_expr *path;
            const struct text_expr *alt;
            bool decorative;
            len width, height; /* 0: from the other, or natural at 96 dpi, at most the space */
        } image;
        const struct gantt_spec *gantt;
        const struct chart_spec *chart; /* months to trend */
        struct {
            const struct loop *loop;
            const struct block *blocks;
        } each;
        const struct binding *bindings; /* let */
        struct {
            const struct page_master *master;
            const struct block *header, *footer; /* parsed in the sheet's scope */
            const struct block *header_next; /* of the pages after the first: `header`, or another */
            const struct block *blocks;
        } sheet;
        struct {
            int levels;
            const struct text_part *title;
        } contents;
    } as;
};

struct page_master {
    const char *name;
    len width, height;
    len margin[SIDES];
    len header_gap, footer_gap; /* between running head and body */
    /* The header stands at margin[SIDE_TOP], the body under it; the footer ends at margin[SIDE_BOTTOM],
     * the body above it. */
};

struct parameter { /* of --set, seen by expressions as parametri.NAME */
    const char *name;
    const struct data *value; /* the default: text, number or boolean; NULL for nothing */
    struct parameter *next;
};

struct font_family { /* of `fonts` */
    const char *family;
    struct place place;
    struct font_family *next;
};

struct abbreviation { /* of `abbreviations` */
    const char *word;      /* letters and digits */
    const char *expansion; /* what it stands for */
    struct abbreviation *next;
};

struct template {
    const struct parameter *parameters;
    const struct font_family *families; /* named by the template: whether they exist is not known here */
    const char *file, *name, *description;
    const struct text_expr *title, *subject, *author, *keywords;
    const char *language;
    const struct abbreviation *abbreviations; /* explained where a sheet has them first; no word twice */
    const struct style *base; /* the style every style begins from */
    const struct style *link; /* look of links */
    const struct style *prose_table, *prose_table_head, *prose_table_cell; /* tables inside prose:
                                        the styles table, table-head, table-cell */
    const struct style *contents[6]; /* of the entries of a table of contents, by level */
    const struct style *const *styles;             /* all, in order of mention; ended by NULL */
    const struct block *blocks; /* sheets, and what may stand around them: each, let, bare groups */
};

enum { TEMPLATE_MAX_BYTES = 4 << 20 }; /* of a file */

/* Where included files are looked for and read. */
struct template_source {
    const char *home;            /* folder of the built-in templates, holding base.yaml */
    const char *const *allowed;  /* further folders files may be read from (--allow-dir), NULL-ended */
};

/* Reads a template and what it uses and includes. Reports all problems found; NULL when any is an error. */
const struct template *template_read(struct arena *arena, struct diags *diags,
                                     const struct template_source *source, const char *path);
void template_dump(struct buf *buf, const struct template *tmpl);

/* What --set gives PARAMETER: of the type of its default (sì, no, true, false, 1, 0; a number as JSON
 * or Italy writes it), a text when that is a text or nothing. NULL when TEXT is no such value. */
const struct data *parameter_read(struct arena *arena, const struct parameter *parameter,
                                  const char *text);

#endif

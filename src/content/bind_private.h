/* bind_private: what the files of bind share. */
#ifndef PIAO_CONTENT_BIND_PRIVATE_H
#define PIAO_CONTENT_BIND_PRIVATE_H

#include "content/bind.h"

struct heading_stack {
    int levels[6]; /* the template's levels of the open headings, outermost first */
    int depth;
};

struct fixup { /* a link whose target is known only at the end */
    struct span *span;
    const char *id;
    struct place place;
    struct fixup *next;
};

struct derived { /* a style made from another by laying a look over it */
    const struct style *from, *look;
    unsigned kind;
    struct style *style;
    struct derived *next;
};

enum { DERIVED_BUCKETS = 64 };

struct binder {
    struct arena *arena;
    struct diags *diags;
    const struct template *tmpl;
    const struct data *plan;
    const struct bind_options *options;
    struct expr_index *index;
    struct heading_stack headings;
    struct fixup *fixups;
    struct content **targets; /* nodes with an id */
    size_t target_count, target_cap;
    struct content **contents; /* tables of contents to fill */
    int *contents_levels;
    size_t contents_count, contents_cap, levels_cap;
    struct derived *derived[DERIVED_BUCKETS];
    const struct data **withheld; /* see struct document */
    size_t withheld_count, withheld_cap;
    const struct data *numbers[64]; /* small integers, for the loop object */
};

/* nodes */
struct content *content_new(struct binder *binder, struct content *parent, enum content_type type,
                            const struct style *style, struct place source);
struct span *span_new(struct binder *binder, const char *text, const struct style *style);

/* evaluation */
struct expr_eval binder_eval(struct binder *binder, const struct scope *scope);
const char *binder_string(struct binder *binder, const struct scope *scope,
                          const struct text_expr *text); /* "" for NULL */
/* Where the words of TEXT come from: the plan's value when it is a single expression, else FALLBACK. */
struct place binder_place(struct binder *binder, const struct scope *scope,
                          const struct text_expr *text, struct place fallback);

/* looks: STYLE with the character properties that LOOK sets; with bold, italic, the look of links; without
 * space around it (for the paragraphs of tight list items). */
const struct style *style_overlay(struct binder *binder, const struct style *style,
                                  const struct style *look);
const struct style *style_emphasis(struct binder *binder, const struct style *style, bool bold,
                                   bool italic, bool link);
const struct style *style_tight(struct binder *binder, const struct style *style, bool first);
/* STYLE has padding, a border or a fill. */
bool style_framed(const struct style *style);
/* STYLE for what stands inside the frame that it asks for: without frame and space at the sides. */
const struct style *style_inside(struct binder *binder, const struct style *style);
/* STYLE for a paragraph after another where nothing else parts the two: half a line apart unless it has
 * space of its own. */
const struct style *style_parted(struct binder *binder, const struct style *style);
/* STYLE, kept with what follows. */
const struct style *style_kept(struct binder *binder, const struct style *style);
/* STYLE, aligned as OTHER is. */
const struct style *style_aligned(struct binder *binder, const struct style *style,
                                const struct style *other);

/* Is URI one that a public document may lead to (http, https, mailto, tel; not endless)? Else warns, and its
 * words are no link. */
bool link_allowed(struct binder *binder, const char *uri, struct place place);

/* Inline parts to spans; NULL when every part is empty. */
struct span *bind_parts(struct binder *binder, const struct scope *scope,
                        const struct text_part *parts, const struct style *style,
                        struct place place);
bool spans_empty(const struct span *spans);

/* Makes NODE, which has no parent, the last child of PARENT. */
void content_adopt(struct content *parent, struct content *node);

/* Blocks under PARENT. */
void bind_blocks(struct binder *binder, struct content *parent, const struct block *blocks,
                 const struct scope *scope);
/* NEXT is the look of paragraphs after the first. */
void bind_prose(struct binder *binder, struct content *parent, const char *text,
                const struct style *style, const struct style *next, struct place place);
/* True when this edition does not print what the template calls personal: the values of PARTS and TEXT
 * are then noted as withheld. */
bool bind_withheld(struct binder *binder, const struct scope *scope, bool personal,
                   const struct text_part *parts, const struct text_expr *text);
void bind_table(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope);
/* Cells of the columns for which MERGED is true that say the same, one under the other: merge_row
 * is given a table's body rows one by one, each when it is complete, and lets the cells above go on. */
struct merger;
struct merger *merger_new(struct binder *binder, const bool *merged, size_t count);
void merge_row(struct merger *merger, struct content *row);
void bind_fields(struct binder *binder, struct content *parent, const struct block *block,
                 const struct scope *scope);
void bind_gantt(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope);
void bind_chart(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope); /* bars, bands, progress, trend */
void bind_gauge(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope);
void bind_months(struct binder *binder, struct content *parent, const struct block *block,
                 const struct scope *scope);
void bind_image(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope);
/* The title over TABLE, or what stands there after a break; NULL when it has no words. */
struct content *bind_table_title(struct binder *binder, struct content *table,
                                 const struct text_part *parts, const struct style *style,
                                 const struct scope *scope);
/* Text, prose or blocks of a cell or field. */
void bind_cell_body(struct binder *binder, struct content *cell, const struct scope *scope,
                    const struct text_part *text, const struct text_expr *prose,
                    const struct block *blocks, const struct style *style, struct place place);

/* Settles what needs the whole tree and gives DOCUMENT its counts. */
void bind_end(struct binder *binder, struct content *root, struct document *document);
/* Gives the template's abbreviations their expansions where a sheet under ROOT has them first. */
void bind_abbreviations(struct binder *binder, struct content *root);

/* Loops: the items of LOOP after filter and sort, or its groups. */
struct items {
    const struct data **items;
    size_t count;
};
struct items loop_items(struct binder *binder, const struct loop *loop, const struct scope *scope);
/* The name a loop's body sees: its variable, or that of the group. */
const char *loop_name(const struct loop *loop);
/* The object `loop`: index from 1, first, last, count. */
const struct data *loop_state(struct binder *binder, size_t index, size_t count);

#endif

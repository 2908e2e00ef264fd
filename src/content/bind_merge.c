/* bind_merge: which cells of a table say the same as those above them? A row that is complete is
 * compared with the one before, from the left: a column's cell goes on when its words, and those of
 * all merging columns before it, are equal. What goes on is taken out of its row. */
#include "content/bind_private.h"

#include <string.h>

struct run {              /* of a column */
    struct content *cell; /* the first, or NULL */
    const char *words;    /* of the row before; NULL: not comparable */
};

struct merger {
    struct binder *binder;
    const bool *merged; /* by printed column */
    size_t count;
    struct run *runs;
    struct content **cells; /* of the row at hand, by printed column */
    bool any;
};

struct merger *merger_new(struct binder *binder, const bool *merged, size_t count) {
    struct merger *merger = arena_alloc(binder->arena, sizeof *merger);
    *merger = (struct merger){.binder = binder, .merged = merged, .count = count};
    merger->runs = arena_array(binder->arena, count, sizeof *merger->runs);
    merger->cells = arena_array(binder->arena, count, sizeof *merger->cells);
    for (size_t c = 0; c < count; c++) {
        merger->any = merger->any || merged[c];
    }
    return merger;
}

/* Words and nothing else: no link leads to them, nothing is listed or drawn. False when not. */
static bool put_words(struct buf *buf, const struct content *node) {
    for (const struct content *child = node->first; child; child = child->next) {
        bool plain = child->type == CONTENT_PARAGRAPH || child->type == CONTENT_LIST ||
                     child->type == CONTENT_ITEM;
        if (!plain || child->id) {
            return false;
        }
        for (const struct span *span = child->spans; span; span = span->next) {
            buf_text(buf, span->text);
        }
        buf_char(buf, '\n');
        if (!put_words(buf, child)) {
            return false;
        }
    }
    return true;
}

static const char *cell_words(struct merger *merger, const struct content *cell) {
    if (!cell || cell->as.cell.column_span > 1 || cell->as.cell.row_span > 1) {
        return NULL;
    }
    struct buf buf = BUF_INIT;
    bool plain = put_words(&buf, cell);
    const char *words = plain ? arena_text(merger->binder->arena, buf_string(&buf)) : NULL;
    buf_free(&buf);
    return words;
}

void merge_row(struct merger *merger, struct content *row) {
    if (!merger->any) {
        return;
    }
    memset(merger->cells, 0, merger->count * sizeof *merger->cells);
    size_t left = 0;
    for (struct content *cell = row->first; cell; cell = cell->next, left++) {
        merger->cells[cell->as.cell.column] = cell;
    }
    bool same = true;
    for (size_t c = 0; c < merger->count; c++) {
        struct run *run = &merger->runs[c];
        if (!merger->merged[c]) {
            continue;
        }
        struct content *cell = merger->cells[c];
        const char *words = cell_words(merger, cell);
        same = same && words && run->words && !strcmp(words, run->words);
        run->words = words;
        if (same && *words && left > 1) { /* a row is never left without a cell */
            run->cell->as.cell.row_span++;
            merger->cells[c] = NULL;
            left--;
        } else {
            run->cell = cell;
        }
    }
    struct content **end = &row->first;
    row->last = NULL;
    for (struct content *cell = row->first, *next; cell; cell = next) {
        next = cell->next;
        if (merger->cells[cell->as.cell.column] == cell) {
            *end = row->last = cell;
            end = &cell->next;
        }
    }
    *end = NULL;
}

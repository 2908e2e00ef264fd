/* table_place: how tall are the rows, and where may a page cut a table? Rows are stacked until one
 * does not fit; then the page ends before it, before the rows kept with it, or inside it. Boxes are
 * made only once that is decided. */
#include "layout/table_private.h"

enum {
    ROW_SPLIT_WHITE = 40, /* percent of a page: a row that would leave more empty may be cut... */
    ROW_SPLIT_LINES = 3,  /* ...when it leaves at least so many lines on both pages */
    HEAD_SHARE = 50       /* percent of a page: a taller head is not repeated, nor a cell's words */
};
enum { TITLE_DONE = 1, ROW_BEGUN = 2 }; /* cursor.detail */

len fragment_top(const struct fragment *fragment, size_t row) {
    return fragment->top[row - fragment->begin];
}

struct cell_frame cell_frame(const struct fragment *fragment, const struct grid_cell *cell) {
    const struct style *style = flow_style(fragment->flow, cell->cell);
    const len *left = fragment->plan->left;
    len rule = len_max(flow_style(fragment->flow, fragment->table)->column_rule.width, 0);
    struct cell_frame frame;
    frame.x = left[cell->column];
    frame.width = left[cell->column + (size_t)cell->column_span] - frame.x;
    len before = len_max(style->padding[SIDE_LEFT], 0) + rule / 2;
    len after = len_max(style->padding[SIDE_RIGHT], 0) + rule - rule / 2;
    if (frame.width - before - after < LEN_PT) /* a column squeezed: words before air */
        before = after = 0;
    frame.inner_x = frame.x + before;
    frame.inner_width = len_max(frame.width - before - after, 1);
    frame.above = len_max(style->padding[SIDE_TOP], 0);
    frame.below = len_max(style->padding[SIDE_BOTTOM], 0);
    return frame;
}

static size_t last_row(const struct part *part) {
    return part->grid_cell->row + (size_t)part->grid_cell->row_span - 1;
}

/* What is left of the cell, in at most ROOM. */
static struct placed part_place(const struct fragment *fragment, const struct part *part, len room,
                                bool force) {
    const struct content *cell = part->grid_cell->cell;
    len width = cell_frame(fragment, part->grid_cell).inner_width;
    if (part->done)
        return (struct placed){.fit = FIT_EMPTY};
    if (!part->from) {
        const struct placed *natural = flow_natural(fragment->flow, cell, width);
        if (natural->height <= room && (natural->fit == FIT_ALL || natural->fit == FIT_EMPTY))
            return *natural;
    }
    return flow_block(fragment->flow, cell, part->from,
                      (struct space){width, room, force, fragment->page});
}

/* A first line that stands deep in its cell, under a picture, is not for its neighbours to follow.
 */
static void part_baseline(const struct fragment *fragment, struct part *part) {
    len leading = flow_style(fragment->flow, part->grid_cell->cell)->leading;
    if (!box_baseline(part->placed.boxes, &part->baseline) || part->baseline > 2 * leading)
        part->baseline = -1;
}

static len part_room(const struct fragment *fragment, const struct part *part) {
    struct cell_frame frame = cell_frame(fragment, part->grid_cell);
    len top = fragment_top(fragment, part->begin);
    return len_less(fragment->room, top + part->offset + frame.above + frame.below);
}

static len part_height(const struct fragment *fragment, const struct part *part) {
    struct cell_frame frame = cell_frame(fragment, part->grid_cell);
    return len_add(part->placed.height, part->offset + frame.above + frame.below);
}

/* A spanning cell that ended on an earlier page says here whose rows these are. */
static void part_again(const struct fragment *fragment, struct part *part) {
    const struct content *words = part->grid_cell->cell->as.cell.continued;
    if (!part->done || !words || part->grid_cell->row_span == 1)
        return;
    const struct placed *placed =
        flow_natural(fragment->flow, words, cell_frame(fragment, part->grid_cell).inner_width);
    len most = (len)((int64_t)fragment->page * HEAD_SHARE / 100);
    if (placed->fit != FIT_ALL || placed->height > most ||
        placed->height > part_room(fragment, part))
        return;
    part->placed = *placed;
    part->again = true;
}

/* First lines of cells set to the top stand on one baseline, whatever their padding and leading. */
static void align_first_lines(struct fragment *fragment, size_t row) {
    len deepest = 0;
    for (int write = 0; write < 2; write++)
        for (size_t c = 0; c < fragment->plan->grid->columns; c++) {
            struct part *part = fragment->at[c];
            if (!part || part->begin != row || part->baseline < 0 ||
                flow_style(fragment->flow, part->grid_cell->cell)->valign != VALIGN_TOP)
                continue;
            len line = part->baseline + cell_frame(fragment, part->grid_cell).above;
            if (write)
                part->offset = deepest - line;
            else
                deepest = len_max(deepest, line);
        }
}

/* Takes in the cells that begin in ROW, or came in from the page before when it is the first. */
static void fragment_enter(struct fragment *fragment, size_t row) {
    const struct grid *grid = fragment->plan->grid;
    struct arena *arena = fragment->flow->ts->arena;
    for (size_t c = 0; c < grid->columns; c++) {
        const struct grid_cell *cell = grid->slots[row * grid->columns + c];
        if (!cell || cell->column != c) {
            fragment->at[c] = NULL;
            continue;
        }
        if (cell->row != row && row != fragment->begin)
            continue;
        struct part *part = arena_alloc(arena, sizeof *part);
        part->grid_cell = cell;
        part->begin = row;
        part->entered = cell->row < row || (row == fragment->begin && fragment->begun);
        if (part->entered && c < fragment->from->count) {
            part->from = fragment->from->inner[c];
            part->done = fragment->from->done[c];
        }
        /* A cell that came in is only asked for what this page can hold: asking for all that is
         * left of a long one, page after page, would be quadratic. */
        if (part->entered)
            part->placed = part_place(fragment, part, part_room(fragment, part), false);
        else
            part->placed =
                *flow_natural(fragment->flow, cell->cell, cell_frame(fragment, cell).inner_width);
        part_again(fragment, part);
        part_baseline(fragment, part);
        fragment->parts = arena_grow(arena, fragment->parts, fragment->count, &fragment->cap,
                                     sizeof *fragment->parts);
        fragment->parts[fragment->count++] = part;
        fragment->at[c] = part;
    }
    align_first_lines(fragment, row);
    for (size_t c = 0; c < grid->columns; c++) { /* those that moved down may reach too far now */
        struct part *part = fragment->at[c];
        if (part && part->begin == row && part->entered && part->offset > 0 &&
            part->placed.height > part_room(fragment, part)) {
            part->placed = part_place(fragment, part, part_room(fragment, part), false);
            part->again = false;
        }
    }
}

/* Height of ROW when it ends here; LEN_MAX when some cell that ends in it has no end on this page.
 */
static len row_height(struct fragment *fragment, size_t row) {
    const struct grid *grid = fragment->plan->grid;
    const struct style *style = flow_style(fragment->flow, grid->row[row]);
    len height = row == fragment->begin && fragment->begun ? 0 : style->min_height, leading = 0;
    bool words = false;
    for (size_t c = 0; c < grid->columns; c++) {
        struct part *part = fragment->at[c];
        if (!part || last_row(part) != row)
            continue;
        const struct style *cell = flow_style(fragment->flow, part->grid_cell->cell);
        if (part->placed.fit == FIT_PART || part->placed.fit == FIT_NONE)
            return LEN_MAX;
        len above = fragment_top(fragment, row) - fragment_top(fragment, part->begin);
        if (!part->done || part->again)
            height = len_max(height, part_height(fragment, part) - above);
        if (!part->entered)
            height = len_max(height, cell->min_height - above);
        if (part->begin < row)
            continue;
        words = words || part->placed.height > 0 || part->entered;
        leading = len_max(leading, len_add(part_height(fragment, part), cell->leading));
    }
    return words ? height : len_max(height, leading); /* empty cells are a line tall */
}

static void fragment_push(struct fragment *fragment, len top) {
    fragment->top = arena_grow(fragment->flow->ts->arena, fragment->top, fragment->top_count,
                               &fragment->top_cap, sizeof *fragment->top);
    fragment->top[fragment->top_count++] = top;
}

static struct fragment fragment_open(struct flow *flow, const struct content *table,
                                     const struct table_plan *plan, size_t begin) {
    struct fragment fragment = {.flow = flow, .table = table, .plan = plan, .begin = begin};
    fragment.at = arena_array(flow->ts->arena, plan->grid->columns, sizeof *fragment.at);
    fragment.room = fragment.page = LEN_MAX;
    fragment_push(&fragment, 0);
    return fragment;
}

const len *table_heights(struct flow *flow, const struct grid *grid, const len *widths) {
    struct table_plan plan = {.grid = grid, .widths = widths};
    plan.left = arena_array(flow->ts->arena, grid->columns + 1, sizeof *plan.left);
    for (size_t c = 0; c < grid->columns; c++)
        plan.left[c + 1] = plan.left[c] + widths[c];
    len *heights = arena_array(flow->ts->arena, grid->rows, sizeof *heights);
    const struct content *table = grid->rows > 0 ? grid->row[0]->parent : NULL;
    struct fragment fragment = fragment_open(flow, table, &plan, 0);
    for (size_t row = 0; row < grid->rows; row++) {
        fragment_enter(&fragment, row);
        heights[row] = row_height(&fragment, row);
        fragment_push(&fragment, len_add(fragment_top(&fragment, row), heights[row]));
    }
    return heights;
}

/* --- where the page ends --- */

static bool row_kept(const struct grid *grid, size_t row) {
    if (row + 1 >= grid->rows)
        return false;
    const struct content *node = grid->row[row];
    return node->as.row.keep_with_next || node->as.row.kind == ROW_HEAD ||
           grid->row[row + 1]->as.row.kind == ROW_FOOT;
}

struct cut {
    bool progress;                  /* some cell of the row got further */
    bool clean;                     /* no cell that begins in the row was left out */
    bool complete;                  /* every cell that ends in the row did end */
    size_t lines_here, lines_there; /* most of any one cell */
};

/* Fits the cells that cover ROW into the rest of the page. */
static struct cut fragment_cut(struct fragment *fragment, size_t row, bool force) {
    struct cut cut = {.clean = true, .complete = true};
    for (size_t c = 0; c < fragment->plan->grid->columns; c++) {
        struct part *part = fragment->at[c];
        if (!part || part->done)
            continue;
        bool nothing = part->placed.fit == FIT_EMPTY;
        size_t all = box_count_lines(part->placed.boxes);
        bool forced = force && last_row(part) == row;
        if (!part->entered || forced)
            part->placed = part_place(fragment, part, part_room(fragment, part), forced);
        enum fit fit = part->placed.fit;
        part->cut = fit == FIT_PART || fit == FIT_NONE;
        if (last_row(part) != row)
            continue;
        size_t here = box_count_lines(part->placed.boxes);
        cut.progress = cut.progress || fit == FIT_PART || (fit == FIT_ALL && !nothing);
        cut.clean = cut.clean && fit != FIT_NONE;
        cut.complete = cut.complete && !part->cut;
        if (here > cut.lines_here)
            cut.lines_here = here;
        if (all > here && all - here > cut.lines_there)
            cut.lines_there = all - here;
    }
    return cut;
}

/* Takes a trial cut back: the cells that begin on this page are whole again. */
static void fragment_uncut(struct fragment *fragment) {
    for (size_t c = 0; c < fragment->plan->grid->columns; c++) {
        struct part *part = fragment->at[c];
        if (!part)
            continue;
        part->cut = false;
        if (!part->entered)
            part->placed = *flow_natural(fragment->flow, part->grid_cell->cell,
                                         cell_frame(fragment, part->grid_cell).inner_width);
    }
}

/* Where a cell ends that the page's end cuts or crowds: words count, padding only as far as there
 * is room. */
static len part_bottom(const struct fragment *fragment, const struct part *part) {
    if ((part->done && !part->again) || part->placed.height == 0)
        return 0;
    len below = cell_frame(fragment, part->grid_cell).below;
    len bottom = len_add(fragment_top(fragment, part->begin), part_height(fragment, part) - below);
    return len_max(bottom, len_min(len_add(bottom, below), fragment->room));
}

struct ending { /* where a fragment ends */
    enum fit fit;
    size_t row;  /* the first that is not here, or not wholly */
    bool inside; /* and it is cut */
};

/* Cells that reach over the end before ROW use the page down to its foot. */
static struct ending end_before(struct fragment *fragment, size_t row) {
    size_t columns = fragment->plan->grid->columns;
    const struct grid *grid = fragment->plan->grid;
    len bottom = fragment_top(fragment, row);
    size_t bare = row; /* the first row beside which a cell that begins there shows nothing */
    for (size_t i = 0; i < fragment->count; i++) {
        struct part *part = fragment->parts[i];
        if (part->begin >= row || last_row(part) < row)
            continue;
        if (!part->entered)
            part->placed = part_place(fragment, part, part_room(fragment, part), false);
        part->cut = !part->done && part->placed.fit != FIT_ALL && part->placed.fit != FIT_EMPTY;
        if (!part->entered && part->placed.fit == FIT_NONE && part->begin < bare)
            bare = part->begin;
        bottom = len_max(bottom, part_bottom(fragment, part));
    }
    while (bare < row && bare > fragment->begin && row_kept(grid, bare - 1))
        bare--;
    if (bare < row && bare > fragment->begin)
        return end_before(fragment, bare);
    for (size_t c = 0; c < columns; c++) { /* as they were in the last row that stays */
        const struct grid_cell *cell = grid->slots[(row - 1) * columns + c];
        fragment->at[c] = NULL;
        for (size_t i = 0; cell && cell->column == c && i < fragment->count; i++)
            if (fragment->parts[i]->grid_cell == cell)
                fragment->at[c] = fragment->parts[i];
    }
    fragment->top_count = row - fragment->begin + 1;
    fragment->top[fragment->top_count - 1] = bottom;
    return (struct ending){FIT_PART, row, false};
}

static struct ending end_inside(struct fragment *fragment, size_t row, bool complete) {
    len bottom = fragment_top(fragment, row);
    for (size_t c = 0; c < fragment->plan->grid->columns; c++) {
        const struct part *part = fragment->at[c];
        if (part)
            bottom = len_max(bottom, part_bottom(fragment, part));
    }
    fragment->top_count = row - fragment->begin + 1;
    fragment_push(fragment, bottom);
    return complete ? (struct ending){FIT_PART, row + 1, false}
                    : (struct ending){FIT_PART, row, true};
}

/* Stacks rows until the room is used. TOP: the fragment begins a page, so that waiting for another
 * would gain nothing; FORCE: and something must be placed even if it does not fit. */
static struct ending fragment_fill(struct fragment *fragment, len page, bool top, bool force) {
    const struct grid *grid = fragment->plan->grid;
    for (size_t row = fragment->begin; row < grid->rows; row++) {
        fragment_enter(fragment, row);
        len above = fragment_top(fragment, row), height = row_height(fragment, row);
        if (height != LEN_MAX && len_add(above, height) <= fragment->room) {
            fragment_push(fragment, above + height);
            continue;
        }
        bool first = row == fragment->begin, begun = first && fragment->begun;
        size_t safe = row;
        while (safe > fragment->begin && row_kept(grid, safe - 1))
            safe--;
        len white = len_less(fragment->room, fragment_top(fragment, safe));
        bool must = begun || (first && top) || height > fragment->page;
        bool may = page != LEN_MAX && white > (int64_t)page * ROW_SPLIT_WHITE / 100;
        if (must || may) {
            struct cut cut = fragment_cut(fragment, row, false);
            bool lines = cut.lines_here >= ROW_SPLIT_LINES && cut.lines_there >= ROW_SPLIT_LINES;
            bool clean = cut.clean || begun || (first && top);
            if (cut.progress && clean && (must || lines))
                return end_inside(fragment, row, cut.complete);
            fragment_uncut(fragment);
        }
        if (safe > fragment->begin)
            return end_before(fragment, safe);
        if (!first && top) /* rows kept together that no page can hold */
            return end_before(fragment, row);
        if (!force)
            return (struct ending){FIT_NONE, row, false};
        return end_inside(fragment, row, fragment_cut(fragment, row, true).complete);
    }
    return (struct ending){FIT_ALL, grid->rows, false};
}

static struct placed fragment_close(struct fragment *fragment, struct ending ending) {
    const struct grid *grid = fragment->plan->grid;
    if (ending.fit == FIT_NONE)
        return placed_none(REASON_HEIGHT);
    if (ending.row >= grid->rows)
        ending.fit = FIT_ALL;
    size_t shown = ending.row + (ending.inside ? 1 : 0);
    struct placed placed = {.fit = ending.fit};
    placed.boxes = table_paint(fragment, shown, ending.inside);
    placed.height = fragment_top(fragment, shown);
    if (ending.fit == FIT_ALL)
        return placed;
    struct arena *arena = fragment->flow->ts->arena;
    struct cursor *next = cursor_new(fragment->flow, 0);
    const struct cursor **inner = arena_array(arena, grid->columns, sizeof *inner);
    bool *done = arena_array(arena, grid->columns, sizeof *done);
    for (size_t c = 0; c < grid->columns; c++) {
        const struct part *part = fragment->at[c];
        if (!part || last_row(part) < ending.row)
            continue;
        done[c] = part->done || !part->cut;
        inner[c] = part->placed.fit == FIT_PART ? part->placed.next : part->from;
    }
    next->index = ending.row;
    next->detail = TITLE_DONE | (ending.inside ? ROW_BEGUN : 0);
    next->inner = inner;
    next->done = done;
    next->count = grid->columns;
    placed.next = next;
    placed.reason = REASON_HEIGHT;
    return placed;
}

/* --- the whole --- */

static const struct table_plan *table_plan(struct flow *flow, const struct content *table,
                                           len width) {
    const struct table_plan *known = flow_plan(flow, table, width);
    if (known)
        return known;
    struct arena *arena = flow->ts->arena;
    struct table_plan *plan = arena_alloc(arena, sizeof *plan);
    plan->grid = table_grid(flow, table);
    plan->widths = table_widths(flow, table, plan->grid, width);
    plan->left = arena_array(arena, plan->grid->columns + 1, sizeof *plan->left);
    for (size_t c = 0; c < plan->grid->columns; c++)
        plan->left[c + 1] = plan->left[c] + plan->widths[c];

    struct box_list list = {0};
    len height = 0;
    const struct content *title = table->as.table.continued;
    if (title) {
        struct placed placed = flow_block(
            flow, title, NULL, (struct space){.width = width, .height = LEN_MAX, .page = LEN_MAX});
        box_place(flow, &list, placed.boxes, 0, 0, width, placed.height);
        height = len_add(placed.height, flow_after(flow, title));
    }
    size_t head_rows = plan->grid->head_rows;
    if (head_rows > 0) {
        struct fragment head = fragment_open(flow, table, plan, 0);
        for (size_t row = 0; row < head_rows; row++) {
            fragment_enter(&head, row);
            fragment_push(&head, len_add(fragment_top(&head, row), row_height(&head, row)));
        }
        struct box *boxes = table_paint(&head, head_rows, false);
        box_place(flow, &list, boxes, 0, height, width, fragment_top(&head, head_rows));
        height = len_add(height, fragment_top(&head, head_rows));
    }
    plan->head = (struct placed){.fit = FIT_ALL, .boxes = list.first, .height = height};
    flow_plan_keep(flow, table, width, plan);
    return plan;
}

/* The title; FIT_EMPTY when there is none or it is done. */
static struct placed title_place(struct flow *flow, const struct content *table,
                                 const struct cursor *from, struct space space) {
    const struct content *title = table->as.table.caption;
    if (!title || (from && (from->detail & TITLE_DONE)))
        return (struct placed){.fit = FIT_EMPTY};
    struct placed placed =
        flow_block(flow, title, from && from->count ? from->inner[0] : NULL, space);
    if (placed.fit == FIT_PART && !space.fresh)
        return placed_none(REASON_HEIGHT);
    if (placed.fit == FIT_PART) {
        struct cursor *next = cursor_new(flow, 0);
        const struct cursor **inner = arena_alloc(flow->ts->arena, sizeof *inner);
        *inner = placed.next;
        next->inner = inner;
        next->count = 1;
        placed.next = next;
    }
    return placed;
}

static struct placed rows_place(struct flow *flow, const struct content *table,
                                const struct table_plan *plan, const struct cursor *from,
                                struct space space, len repeated, bool force) {
    bool rows = from && (from->detail & TITLE_DONE);
    struct fragment fragment = fragment_open(flow, table, plan, rows ? from->index : 0);
    fragment.from = rows ? from : NULL;
    fragment.begun = rows && (from->detail & ROW_BEGUN);
    fragment.room = space.height;
    fragment.page = len_less(space_page(space), repeated);
    struct ending ending = fragment_fill(&fragment, space_page(space), space.fresh, force);
    return fragment_close(&fragment, ending);
}

struct placed table_place(struct flow *flow, const struct content *table, const struct cursor *from,
                          struct space space) {
    const struct table_plan *plan = table_plan(flow, table, space.width);
    struct placed title = title_place(flow, table, from, space);
    if (title.fit == FIT_NONE || title.fit == FIT_PART)
        return title;
    struct box_list list = {0};
    len above = 0;
    if (title.fit == FIT_ALL) {
        box_place(flow, &list, title.boxes, 0, 0, space.width, title.height);
        above = plan->grid->rows == 0
                    ? title.height
                    : len_add(title.height, flow_after(flow, table->as.table.caption));
    }
    len page = space_page(space) == LEN_MAX ? space.height : space.page;
    len repeated = plan->head.height;
    if (repeated > (int64_t)page * HEAD_SHARE / 100)
        repeated = 0;
    bool again =
        from && (from->detail & TITLE_DONE) && from->index >= plan->grid->head_rows && repeated > 0;
    struct placed rows = placed_none(REASON_HEIGHT);
    struct space under = space;
    if (again) {
        under.height = len_less(space.height, repeated);
        rows = rows_place(flow, table, plan, from, under, repeated, false);
        if (rows.fit == FIT_NONE && !space.fresh)
            return rows;
        if (rows.fit != FIT_NONE) {
            struct box *head = box_new(flow, BOX_GROUP, 0, 0, space.width, repeated, NULL);
            head->artifact = true;
            head->first = plan->head.boxes;
            box_add(&list, head);
            above = repeated;
        }
    }
    if (rows.fit == FIT_NONE) { /* no head here, or it would leave no room */
        under.height = len_less(space.height, above);
        rows = rows_place(flow, table, plan, from, under, repeated, space.fresh && above == 0);
    }
    if (rows.fit == FIT_NONE && space.fresh && above > 0) { /* the title fills the page */
        struct cursor *next = cursor_new(flow, 0);
        next->detail = TITLE_DONE;
        return (struct placed){FIT_PART, REASON_HEIGHT, list.first, title.height, next};
    }
    if (rows.fit == FIT_NONE || (above > space.height && !space.fresh))
        return placed_none(REASON_HEIGHT);
    if (!rows.boxes && !list.first)
        return (struct placed){.fit = FIT_EMPTY};
    box_place(flow, &list, rows.boxes, 0, above, space.width, rows.height);
    rows.boxes = list.first;
    rows.height = len_add(rows.height, above);
    return rows;
}

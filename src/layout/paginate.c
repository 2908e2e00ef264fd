/* paginate: which page does everything stand on? Sheet after sheet asks flow for the next page
 * until nothing is left; only then are all the numbers known, so running heads are set last and
 * lines that name a page are broken again where they stand. Room was kept for numbers of three
 * digits: a document with more pages is filled again with room for more. */
#include "layout/paginate.h"
#include "layout/flow_private.h"

enum { PAGES_MAX = 100000, BODY_LEAST = 72 * LEN_PT };

struct head {                    /* the running head or foot of a sheet */
    const struct content *group; /* NULL: none */
    uint32_t base, count;        /* serials below it */
    bool late;                   /* its words change from page to page */
    struct placed fixed;         /* what is painted when they do not */
    len height;
};

struct sheet {
    const struct content *node;
    struct head header, header_next, footer; /* header: of the first page */
    int pages;
    struct sheet *next;
};

struct overflow { /* found while pages are filled, reported when they are to stay */
    struct place place;
    struct overflow *next;
};

struct paginator {
    struct arena *arena;
    struct diags *diags;
    struct typesetter ts;
    struct flow flow;
    struct pages *pages;
    struct page **tail;
    struct sheet *sheets, **sheets_tail;
    struct overflow *overflows, **overflows_tail;
    struct start *starts;
    const struct content **nodes; /* by serial */
    uint32_t node_count;
};

static bool spans_late(const struct span *spans) {
    for (const struct span *span = spans; span; span = span->next)
        if (span->field != FIELD_NONE || span->page_of)
            return true;
    return false;
}

static void survey(const struct content *node, uint32_t *low, uint32_t *high, bool *late) {
    if (!node)
        return;
    *low = node->serial < *low ? node->serial : *low;
    *high = node->serial > *high ? node->serial : *high;
    *late = *late || spans_late(node->spans);
    if (node->type == CONTENT_TABLE) {
        survey(node->as.table.caption, low, high, late);
        survey(node->as.table.continued, low, high, late);
    } else if (node->type == CONTENT_CELL) {
        survey(node->as.cell.continued, low, high, late);
    }
    for (const struct content *child = node->first; child; child = child->next)
        survey(child, low, high, late);
}

/* Running heads have a cache of their own: with the numbers their lines change, and everything with
 * them. */
static struct placed head_place(struct paginator *p, const struct head *head, len width) {
    struct flow flow = p->flow;
    flow.ts = &p->ts;
    flow.cache = flow_cache_new(p->arena, head->base, head->count);
    return flow_block(&flow, head->group, NULL,
                      (struct space){.width = width, .height = LEN_MAX, .page = LEN_MAX});
}

static struct head head_measure(struct paginator *p, const struct content *group, len width) {
    struct head head = {.group = group};
    if (!group)
        return head;
    uint32_t high = 0;
    head.base = UINT32_MAX;
    survey(group, &head.base, &high, &head.late);
    head.count = high - head.base + 1;
    head.fixed = head_place(p, &head, width);
    head.height = head.fixed.height;
    if (head.fixed.fit == FIT_EMPTY)
        head.group = NULL;
    return head;
}

static len body_width(const struct page_master *master) {
    return len_max(master->width - master->margin[SIDE_LEFT] - master->margin[SIDE_RIGHT], LEN_PT);
}

static const struct head *sheet_header(const struct sheet *sheet, int sheet_number) {
    return sheet_number > 1 ? &sheet->header_next : &sheet->header;
}

static len body_top(const struct sheet *sheet, int sheet_number) {
    const struct page_master *master = sheet->node->as.sheet.master;
    const struct head *header = sheet_header(sheet, sheet_number);
    return len_add(master->margin[SIDE_TOP],
                   header->group ? len_add(header->height, master->header_gap) : 0);
}

static len body_height(const struct sheet *sheet, int sheet_number) {
    const struct page_master *master = sheet->node->as.sheet.master;
    len below =
        len_add(master->margin[SIDE_BOTTOM],
                sheet->footer.group ? len_add(sheet->footer.height, master->footer_gap) : 0);
    return master->height - len_add(body_top(sheet, sheet_number), below);
}

static void overflow_add(struct paginator *p, struct place place) {
    struct overflow *overflow = arena_alloc(p->arena, sizeof *overflow);
    overflow->place = place;
    *p->overflows_tail = overflow;
    p->overflows_tail = &overflow->next;
}

static struct sheet *sheet_open(struct paginator *p, const struct content *node) {
    struct sheet *sheet = arena_alloc(p->arena, sizeof *sheet);
    len width = body_width(node->as.sheet.master);
    sheet->node = node;
    sheet->header = head_measure(p, node->as.sheet.header, width);
    sheet->header_next = head_measure(p, node->as.sheet.header_next, width);
    sheet->footer = head_measure(p, node->as.sheet.footer, width);
    bool heads = sheet->header.group || sheet->header_next.group || sheet->footer.group;
    if (heads && len_min(body_height(sheet, 1), body_height(sheet, 2)) < BODY_LEAST) {
        overflow_add(p, node->source);
        sheet->header.group = sheet->header_next.group = sheet->footer.group = NULL;
    }
    *p->sheets_tail = sheet;
    p->sheets_tail = &sheet->next;
    return sheet;
}

/* The first source that reaches below BOTTOM. */
static const struct content *overflowing(const struct box *boxes, len y, len bottom) {
    for (const struct box *box = boxes; box; box = box->next) {
        if (box->source && len_add(y + box->y, box->height) > bottom)
            return box->source;
        const struct content *found = overflowing(box->first, y + box->y, bottom);
        if (found)
            return found;
    }
    return NULL;
}

static void page_add(struct paginator *p, struct sheet *sheet, struct placed placed) {
    const struct page_master *master = sheet->node->as.sheet.master;
    struct page *page = arena_alloc(p->arena, sizeof *page);
    page->sheet = sheet->node;
    page->width = master->width;
    page->height = master->height;
    page->number = ++p->pages->count;
    page->sheet_number = ++sheet->pages;
    struct box_list list = {0};
    box_place(&p->flow, &list, placed.boxes, master->margin[SIDE_LEFT],
              body_top(sheet, page->sheet_number), body_width(master), placed.height);
    page->boxes = list.first;
    *p->tail = page;
    p->tail = &page->next;

    len room = len_max(body_height(sheet, page->sheet_number), LEN_PT);
    if (placed.height > room) {
        const struct content *source = overflowing(placed.boxes, 0, room);
        overflow_add(p, source ? source->source : sheet->node->source);
    }
}

/* False when there is no end to it. */
static bool sheet_fill(struct paginator *p, struct sheet *sheet) {
    struct space space = {.width = body_width(sheet->node->as.sheet.master), .fresh = true};
    const struct cursor *from = NULL;
    for (;;) {
        space.height = len_max(body_height(sheet, sheet->pages + 1), LEN_PT);
        space.page = len_max(body_height(sheet, sheet->pages + 2), LEN_PT);
        struct placed placed = flow_run(&p->flow, sheet->node->first, from, space);
        if (placed.fit == FIT_EMPTY)
            return true;
        if (placed.fit == FIT_NONE || p->pages->count >= PAGES_MAX) {
            diag_at(p->diags, sheet->node->source, MSG_LAYOUT_RUNAWAY,
                    arena_format(p->arena, "%d", PAGES_MAX));
            return false;
        }
        page_add(p, sheet, placed);
        if (placed.fit == FIT_ALL)
            return true;
        from = placed.next;
    }
}

/* --- where everything begins --- */

static void list_nodes(struct paginator *p, const struct content *node) {
    if (!node || node->serial >= p->node_count)
        return;
    p->nodes[node->serial] = node;
    if (node->type == CONTENT_TABLE)
        list_nodes(p, node->as.table.caption);
    for (const struct content *child = node->first; child; child = child->next)
        list_nodes(p, child);
}

static bool start_before(struct start a, struct start b) {
    return a.page < b.page || (a.page == b.page && a.y < b.y);
}

static void note_start(struct paginator *p, const struct content *node, int page, len y) {
    struct start found = {page, y};
    if (node->serial >= p->node_count)
        return;
    struct start *start = &p->starts[node->serial];
    if (start->page == 0 || start_before(found, *start))
        *start = found;
}

static void note_boxes(struct paginator *p, const struct box *boxes, int page, len y) {
    for (const struct box *box = boxes; box; box = box->next) {
        if (box->artifact)
            continue;
        if (box->source)
            note_start(p, box->source, page, y + box->y);
        note_boxes(p, box->first, page, y + box->y);
    }
}

static void find_starts(struct paginator *p, const struct document *document) {
    list_nodes(p, document->root);
    for (const struct page *page = p->pages->first; page; page = page->next)
        note_boxes(p, page->boxes, page->number, 0);
    /* Serials are in reading order: children come after their parents... */
    for (uint32_t i = p->node_count; i-- > 0;) {
        const struct content *node = p->nodes[i];
        if (node && node->parent && p->starts[i].page > 0)
            note_start(p, node->parent, p->starts[i].page, p->starts[i].y);
    }
    /* ...and what shows nothing is where the next thing is, unless that is in the next column,
     * higher up. */
    struct start near = {0, 0};
    struct start *next = arena_array(p->arena, p->node_count, sizeof *next);
    for (uint32_t i = p->node_count; i-- > 0;) {
        if (p->nodes[i] && p->starts[i].page > 0)
            near = p->starts[i];
        next[i] = near;
    }
    near = (struct start){0, 0};
    for (uint32_t i = 0; i < p->node_count; i++) {
        if (p->nodes[i] && p->starts[i].page == 0)
            p->starts[i] = start_before(near, next[i]) ? next[i] : near;
        if (p->nodes[i])
            near = p->starts[i];
    }
}

/* --- the numbers --- */

/* Lines of SOURCE with the numbers that are known now, as many as there were: reserved widths make
 * room, and where a number outgrew its room the measure gives way a little. */
static const struct lines *lines_again(struct paginator *p, const struct content *source,
                                       const struct line_set *old) {
    const struct style *style = source->type == CONTENT_ITEM ? list_label_style(&p->flow, source)
                                                             : flow_style(&p->flow, source);
    len width = old->width;
    const struct lines *lines = NULL;
    for (int tries = 0; tries < 4; tries++, width = len_add(width, style->size)) {
        lines = line_break(&p->ts, source->spans, style, width, source->source);
        if (lines->count <= old->lines->count)
            break;
    }
    return lines;
}

static void set_numbers(struct paginator *p, struct box *boxes) {
    static const struct line nothing = {.end = LINE_END_PARAGRAPH};
    for (struct box *box = boxes; box; box = box->next) {
        set_numbers(p, box->first);
        if (box->type != BOX_LINE || !box->source || !spans_late(box->source->spans))
            continue;
        const struct line_set *set = flow_entry(&p->flow, box->source)->lines;
        for (; set; set = set->next) {
            const struct line *first = set->lines->lines;
            size_t index = 0;
            while (index < set->lines->count && &first[index] != box->line)
                index++;
            if (index == set->lines->count)
                continue;
            const struct lines *again = lines_again(p, box->source, set);
            box->line = index < again->count ? &again->lines[index] : &nothing;
            break;
        }
    }
}

static void head_paint(struct paginator *p, struct page *page, const struct head *head, len y) {
    if (!head->group)
        return;
    const struct page_master *master = page->sheet->as.sheet.master;
    len width = body_width(master);
    struct placed placed = head->late ? head_place(p, head, width) : head->fixed;
    struct box *box =
        box_new(&p->flow, BOX_GROUP, master->margin[SIDE_LEFT], y, width, head->height, NULL);
    box->artifact = true;
    box->first = placed.boxes;
    box->next = page->boxes;
    page->boxes = box;
}

static void number_pages(struct paginator *p) {
    const struct sheet *sheet = p->sheets;
    p->ts.fields.starts = p->starts;
    p->ts.fields.pages = p->pages->count;
    for (struct page *page = p->pages->first; page; page = page->next) {
        while (sheet->node != page->sheet)
            sheet = sheet->next;
        p->ts.fields.page = page->number;
        p->ts.fields.sheet_page = page->sheet_number;
        p->ts.fields.sheet_pages = sheet->pages;
        const struct page_master *master = page->sheet->as.sheet.master;
        set_numbers(p, page->boxes);
        head_paint(p, page, &sheet->footer,
                   master->height - master->margin[SIDE_BOTTOM] - sheet->footer.height);
        head_paint(p, page, sheet_header(sheet, page->sheet_number), master->margin[SIDE_TOP]);
    }
}

/* Every sheet from its beginning, with room for numbers of so many digits. False: without end. */
static bool fill_pages(struct paginator *p, const struct document *document, int digits) {
    p->ts.fields.digits = digits;
    p->flow = (struct flow){&p->ts, document->base, NULL, document->node_count};
    p->pages = arena_alloc(p->arena, sizeof *p->pages);
    p->tail = &p->pages->first;
    p->sheets = NULL;
    p->sheets_tail = &p->sheets;
    p->overflows = NULL;
    p->overflows_tail = &p->overflows;
    for (const struct content *node = document->root->first; node; node = node->next)
        if (node->type == CONTENT_SHEET && !sheet_fill(p, sheet_open(p, node)))
            return false;
    return true;
}

static int digits_of(int number) {
    int digits = 1;
    while (number /= 10)
        digits++;
    return digits;
}

const struct pages *paginate(struct arena *arena, struct diags *diags,
                             const struct metrics *metrics, const struct hyphens *hyphens,
                             const struct document *document) {
    struct paginator p = {.arena = arena, .diags = diags, .node_count = document->node_count};
    p.ts =
        (struct typesetter){.arena = arena, .diags = diags, .metrics = metrics, .hyphens = hyphens};
    p.starts = arena_array(arena, document->node_count, sizeof *p.starts);
    p.nodes = arena_array(arena, document->node_count, sizeof *p.nodes);
    /* Room for more digits may make more pages, never fewer digits: this ends. */
    int digits = FIELD_DIGITS, needed = digits;
    do {
        digits = needed;
        if (!fill_pages(&p, document, digits))
            break;
        needed = digits_of(p.pages->count);
    } while (needed > digits);
    for (const struct overflow *over = p.overflows; over; over = over->next)
        diag_at(diags, over->place, MSG_LAYOUT_OVERFLOW, "");
    p.pages->starts = p.starts;
    find_starts(&p, document);
    number_pages(&p);
    return p.pages;
}

/* tags_check: can a reader rely on the tree that is about to be written? One walk from Document
 * over elements and ink, counting: what is counted once everywhere is where it belongs. The rules
 * are those of ISO 14289-1, 7, that a tree made wrongly would break; they are asked of the finished
 * model, not of the stages that made it. */
#include <string.h>

#include "pdf/tags_private.h"

struct checker {
    const struct tags *tags;
    struct diags *diags;
    size_t errors;          /* of DIAGS before */
    unsigned char *reached; /* by element: times, at most 2 */
    unsigned char *marked;  /* by mark, pages one after the other */
    size_t *page_marks;     /* of each page, its first position in MARKED */
    unsigned char *annotated;
    int heading; /* level of the last one, 0 at first */
};

#define report(checker, place, code, ...) diag_at((checker)->diags, place, code, __VA_ARGS__)

static const char *number(const struct checker *checker, size_t value) {
    return arena_format(checker->tags->pdf->arena, "%zu", value);
}

static const struct element *element_at(const struct checker *checker, unsigned object) {
    const struct tags *tags = checker->tags;
    return object >= tags->first && object - tags->first < tags->element_count
               ? &tags->elements[object - tags->first]
               : NULL;
}

/* Of the element, or of the nearest one above it that has a place. */
static struct place place_of(const struct checker *checker, const struct element *element) {
    size_t steps = checker->tags->element_count; /* a broken tree may be a ring */
    if (element && element->kids && element->kids->first && element->kids->first->content) {
        return element->kids->first->content->source;
    }
    for (; element && steps--; element = element_at(checker, element->parent)) {
        if (element->content) {
            return element->content->source;
        }
    }
    return (struct place){0};
}

static bool is(const struct element *element, const char *role) {
    return element && !strcmp(element->role, role);
}

static bool is_cell(const struct element *element) {
    return is(element, "TD") || is(element, "TH");
}

static void more(unsigned char *count) {
    *count = (unsigned char)(*count < 2 ? *count + 1 : 2);
}

/* headings */

static void check_heading(struct checker *checker, const struct element *element) {
    int level = element->role[1] - '0';
    if (level > checker->heading + 1) {
        report(checker, place_of(checker, element), MSG_SELF_CHECK_HEADING,
               number(checker, (size_t)level), number(checker, (size_t)checker->heading));
    }
    checker->heading = level;
}

/* lists */

static void check_list(struct checker *checker, const struct element *element) {
    bool good = !element->kids || !element->kids->first;
    for (size_t i = 0; i < element->child_count; i++) {
        good = good && is(element_at(checker, element->children[i]), "LI");
    }
    if (!good) {
        report(checker, place_of(checker, element), MSG_SELF_CHECK_LIST, "L", "LI");
    }
}

static void check_item(struct checker *checker, const struct element *element) {
    size_t bodies = 0, others = element->kids && element->kids->first ? 1 : 0;
    for (size_t i = 0; i < element->child_count; i++) {
        const struct element *child = element_at(checker, element->children[i]);
        bodies += is(child, "LBody");
        others += !is(child, "LBody") && !is(child, "Lbl");
    }
    if (bodies != 1 || others) {
        report(checker, place_of(checker, element), MSG_SELF_CHECK_LIST, "LI", "LBody");
    }
}

/* tables */

struct grid {
    size_t width;
    int *rest; /* by column: rows still covered by a cell above */
};

static size_t row_width(const struct checker *checker, const struct element *row) {
    size_t width = 0;
    for (size_t i = 0; i < row->child_count; i++) {
        const struct element *cell = element_at(checker, row->children[i]);
        if (is_cell(cell) && cell->content && cell->content->as.cell.column_span > 0) {
            width += (size_t)cell->content->as.cell.column_span;
        }
    }
    return width;
}

/* Puts the cells of ROW where a reader puts them: each at the first column that none from above
 * covers. */
static bool row_fits(const struct checker *checker, const struct element *row, struct grid *grid) {
    size_t column = 0;
    for (size_t i = 0; i < row->child_count; i++) {
        const struct element *element = element_at(checker, row->children[i]);
        const struct content *cell = element ? element->content : NULL;
        while (column < grid->width && grid->rest[column] > 0) {
            column++;
        }
        if (!is_cell(element) || !cell || cell->as.cell.column != column ||
            cell->as.cell.row_span < 1 || cell->as.cell.column_span < 1) {
            return false;
        }
        for (int k = 0; k < cell->as.cell.column_span; k++, column++) {
            if (column >= grid->width || grid->rest[column] > 0) {
                return false;
            }
            grid->rest[column] = cell->as.cell.row_span;
        }
    }
    bool full = true;
    for (size_t c = 0; c < grid->width; c++) {
        full = full && grid->rest[c] > 0;
        grid->rest[c] -= grid->rest[c] > 0;
    }
    return full;
}

/* The first row of SECTION that does not fill the table's width, or its last when a cell reaches
 * beyond it; NULL when all is well. */
static const struct element *section_fault(const struct checker *checker,
                                           const struct element *section, struct grid *grid) {
    const struct element *row = section;
    memset(grid->rest, 0, grid->width * sizeof *grid->rest);
    for (size_t i = 0; i < section->child_count; i++) {
        row = element_at(checker, section->children[i]);
        if (!is(row, "TR") || !row_fits(checker, row, grid)) {
            return row ? row : section;
        }
    }
    for (size_t c = 0; c < grid->width; c++) {
        if (grid->rest[c] > 0) {
            return row;
        }
    }
    return NULL;
}

static void check_table(struct checker *checker, const struct element *table) {
    struct grid grid = {0};
    for (size_t i = 0; i < table->child_count; i++) {
        const struct element *section = element_at(checker, table->children[i]);
        if (is(section, "Caption")) {
            continue;
        }
        const struct element *fault = table;
        if (is(section, "THead") || is(section, "TBody") || is(section, "TFoot")) {
            if (!grid.rest && section->child_count) {
                const struct element *first = element_at(checker, section->children[0]);
                grid.width = first ? row_width(checker, first) : 0;
                grid.rest = arena_array(checker->tags->pdf->arena, grid.width, sizeof *grid.rest);
            }
            fault = grid.rest ? section_fault(checker, section, &grid) : NULL;
        }
        if (fault) {
            report(checker, place_of(checker, fault), MSG_SELF_CHECK_TABLE,
                   number(checker, grid.width));
            return;
        }
    }
}

/* links and ink */

static void check_link(struct checker *checker, const struct element *element) {
    for (const struct kid *kid = element->kids ? element->kids->first : NULL; kid;
         kid = kid->next) {
        if (kid->type == KID_OBJECT && !text_empty(kid->contents)) {
            return;
        }
    }
    report(checker, place_of(checker, element), MSG_SELF_CHECK_LINK, "");
}

static void visit(struct checker *checker, unsigned object, unsigned parent);

/* Counts the ink; a kid of another element than the parent tree says counts as none. */
static void visit_kids(struct checker *checker, const struct kids *kids, unsigned object) {
    const struct tags *tags = checker->tags;
    for (const struct kid *kid = kids->first; kid; kid = kid->next) {
        bool ours = kids->number == object && kid->owner == kids;
        switch (kid->type) {
        case KID_MARK:
            if (ours && kid->page >= 0 && kid->page < tags->page_count &&
                (size_t)kid->mcid < tags->pages[kid->page].count) {
                more(&checker->marked[checker->page_marks[kid->page] + (size_t)kid->mcid]);
            }
            break;
        case KID_OBJECT:
            if (ours && (size_t)kid->mcid < tags->annotation_count) {
                more(&checker->annotated[kid->mcid]);
            }
            break;
        case KID_SPAN:
            visit(checker, kid->span->kids.number, object);
            break;
        }
    }
}

static void check_element(struct checker *checker, const struct element *element) {
    const char *role = element->role;
    bool root = element == checker->tags->elements; /* empty when all is decoration */
    if (!element->child_count && !(element->kids && element->kids->first) && !is_cell(element) &&
        !root) {
        report(checker, place_of(checker, element), MSG_SELF_CHECK_EMPTY, role);
    }
    if (role[0] == 'H' && role[1] >= '1' && role[1] <= '6') {
        check_heading(checker, element);
    } else if (is(element, "Table")) {
        check_table(checker, element);
    } else if (is(element, "TH") && !cell_scope(element->content)) {
        report(checker, place_of(checker, element), MSG_SELF_CHECK_SCOPE, "");
    } else if (is(element, "Figure") && (!element->content || text_empty(element->content->alt))) {
        report(checker, place_of(checker, element), MSG_SELF_CHECK_FIGURE, "");
    } else if (is(element, "L")) {
        check_list(checker, element);
    } else if (is(element, "LI")) {
        check_item(checker, element);
    } else if (is(element, "Link")) {
        check_link(checker, element);
    }
}

static void visit(struct checker *checker, unsigned object, unsigned parent) {
    const struct element *element = element_at(checker, object);
    if (!element) {
        report(checker, place_of(checker, element_at(checker, parent)), MSG_SELF_CHECK_ELEMENT, "?",
               "0");
        return;
    }
    unsigned char *times = &checker->reached[element - checker->tags->elements];
    more(times);
    if (*times > 1 || element->parent != parent) {
        report(checker, place_of(checker, element), MSG_SELF_CHECK_ELEMENT, element->role,
               number(checker, *times));
        return;
    }
    check_element(checker, element);
    if (element->kids) {
        visit_kids(checker, element->kids, object);
    }
    for (size_t i = 0; i < element->child_count; i++) {
        visit(checker, element->children[i], object);
    }
}

/* what the walk has not met, or has met twice */

static void check_reached(struct checker *checker) {
    const struct tags *tags = checker->tags;
    for (size_t i = 0; i < tags->element_count; i++) {
        if (!checker->reached[i]) {
            report(checker, place_of(checker, &tags->elements[i]), MSG_SELF_CHECK_ELEMENT,
                   tags->elements[i].role, "0");
        }
    }
}

static void report_kid(struct checker *checker, const struct kid *kid, unsigned char times) {
    report(checker, kid && kid->content ? kid->content->source : (struct place){0},
           MSG_SELF_CHECK_MARK, number(checker, kid ? (size_t)kid->page + 1 : 0),
           number(checker, times));
}

static void check_ink(struct checker *checker) {
    const struct tags *tags = checker->tags;
    for (int page = 0; page < tags->page_count; page++) {
        for (size_t i = 0; i < tags->pages[page].count; i++) {
            unsigned char times = checker->marked[checker->page_marks[page] + i];
            if (times != 1) {
                report_kid(checker, tags->pages[page].kids[i], times);
            }
        }
    }
    for (size_t i = 0; i < tags->annotation_count; i++) {
        if (checker->annotated[i] != 1) {
            report_kid(checker, tags->annotations[i], checker->annotated[i]);
        }
    }
    if (tags->stray.count) {
        report(checker, tags->stray.sheet ? tags->stray.sheet->source : (struct place){0},
               MSG_SELF_CHECK_INK, number(checker, tags->stray.count));
    }
}

bool tags_check(const struct tags *tags, struct diags *diags) {
    struct arena *arena = tags->pdf->arena;
    struct checker checker = {.tags = tags, .diags = diags, .errors = diags->errors};
    size_t marks = 0;
    checker.page_marks = arena_array(arena, (size_t)tags->page_count, sizeof *checker.page_marks);
    for (int page = 0; page < tags->page_count; page++) {
        checker.page_marks[page] = marks;
        marks += tags->pages[page].count;
    }
    checker.reached = arena_alloc(arena, tags->element_count);
    checker.marked = arena_alloc(arena, marks);
    checker.annotated = arena_alloc(arena, tags->annotation_count);
    visit(&checker, tags->first, 0);
    check_reached(&checker);
    check_ink(&checker);
    return diags->errors == checker.errors;
}

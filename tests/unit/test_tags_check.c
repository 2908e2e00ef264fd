/* tags_check: a sound model passes, and each way of breaking it is found, with its code and place.
 * The models are built by hand: the stages that make real ones never make a broken one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pdf/tags_private.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { FIRST = 40, PAGES = 2, ROOM = 64 };

struct model {
    struct arena *arena;
    struct pdf pdf;
    struct document document;
    struct diags diags;
    struct tags tags;
    int line; /* of the next node */
    /* what the cases break */
    size_t heading, table, head, row, last_row, cell, list, item, body, figure, paragraph, link;
    struct kids *words;
};

static struct content *node(struct model *model, enum content_type type) {
    struct content *content = arena_alloc(model->arena, sizeof *content);
    content->type = type;
    content->source = (struct place){"modello.yaml", ++model->line, 1, NULL};
    return content;
}

static unsigned object(const struct model *model, size_t element) {
    return model->tags.first + (unsigned)element;
}

static size_t add(struct model *model, const char *role, size_t parent,
                  const struct content *content) {
    struct tags *tags = &model->tags;
    size_t index = tags->element_count++;
    assert_true(index < ROOM);
    struct element *element = &tags->elements[index];
    *element = (struct element){.role = role, .content = content};
    element->children = arena_array(model->arena, ROOM, sizeof *element->children);
    if (index > 0) {
        struct element *over = &tags->elements[parent];
        element->parent = object(model, parent);
        over->children[over->child_count++] = object(model, index);
    }
    return index;
}

static struct kids *kids_of(struct model *model, size_t index) {
    struct element *element = &model->tags.elements[index];
    if (!element->kids) {
        struct kids *kids = arena_alloc(model->arena, sizeof *kids);
        kids->number = object(model, index);
        element->kids = kids;
    }
    return (struct kids *)(uintptr_t)element->kids;
}

static struct kid *add_kid(struct model *model, struct kids *kids, enum kid_type type) {
    struct kid *kid = arena_alloc(model->arena, sizeof *kid);
    kid->type = type;
    kid->owner = kids;
    if (kids->last) {
        kids->last->next = kid;
    } else {
        kids->first = kid;
    }
    kids->last = kid;
    return kid;
}

static struct kid *mark(struct model *model, struct kids *kids, int page) {
    struct page_tags *marks = &model->tags.pages[page];
    struct kid *kid = add_kid(model, kids, KID_MARK);
    kid->page = page;
    kid->mcid = (int)marks->count;
    marks->kids[marks->count++] = kid;
    return kid;
}

static size_t text(struct model *model, const char *role, size_t parent,
                   const struct content *content) {
    size_t index = add(model, role, parent, content);
    mark(model, kids_of(model, index), (int)(index % PAGES))->content = content;
    return index;
}

static struct content *cell_node(struct model *model, struct content *row, size_t column, int wide,
                                 int tall, bool header) {
    struct content *cell = node(model, CONTENT_CELL);
    cell->parent = row;
    cell->as.cell.column = column;
    cell->as.cell.column_span = wide;
    cell->as.cell.row_span = tall;
    cell->as.cell.header = header;
    return cell;
}

/* Head: one cell over two columns, one beside it. Body: a row head over two rows. */
static void add_table(struct model *model, size_t sheet) {
    struct content *head = node(model, CONTENT_ROW), *row = node(model, CONTENT_ROW);
    head->as.row.kind = ROW_HEAD;
    row->as.row.kind = ROW_BODY;
    model->table = add(model, "Table", sheet, node(model, CONTENT_TABLE));
    text(model, "Caption", model->table, NULL);
    size_t section = add(model, "THead", model->table, NULL);
    size_t tr = add(model, "TR", section, head);
    model->head = text(model, "TH", tr, cell_node(model, head, 0, 2, 1, true));
    text(model, "TH", tr, cell_node(model, head, 2, 1, 1, true));
    section = add(model, "TBody", model->table, NULL);
    model->row = add(model, "TR", section, row);
    text(model, "TH", model->row, cell_node(model, row, 0, 1, 2, true));
    model->cell = text(model, "TD", model->row, cell_node(model, row, 1, 1, 1, false));
    add(model, "TD", model->row, cell_node(model, row, 2, 1, 1, false));
    model->last_row = add(model, "TR", section, row);
    text(model, "TD", model->last_row, cell_node(model, row, 1, 2, 1, false));
}

static void add_link(struct model *model) {
    struct span *span = arena_alloc(model->arena, sizeof *span);
    struct span_tags *tags = arena_alloc(model->arena, sizeof *tags);
    span->uri = "https://www.example.org/";
    tags->owner = span;
    add_kid(model, model->words, KID_SPAN)->span = tags;
    model->link = model->tags.element_count++;
    tags->kids.number = object(model, model->link);
    model->tags.elements[model->link] = (struct element){.role = "Link",
                                                         .parent = object(model, model->paragraph),
                                                         .kids = &tags->kids,
                                                         .span = tags};
    mark(model, &tags->kids, 0);
    struct kid *annotation = add_kid(model, &tags->kids, KID_OBJECT);
    annotation->contents = "Un sito";
    annotation->content = model->tags.elements[model->paragraph].content;
    model->tags.annotations[model->tags.annotation_count++] = annotation;
}

static struct model sound(void) {
    struct model model = {.arena = arena_new()};
    struct tags *tags = &model.tags;
    model.diags = diags_init(model.arena);
    model.pdf.arena = model.arena;
    tags->document = NULL;
    tags->first = FIRST;
    tags->page_count = PAGES;
    tags->elements = arena_array(model.arena, ROOM, sizeof *tags->elements);
    tags->pages = arena_array(model.arena, PAGES, sizeof *tags->pages);
    tags->annotations = arena_array(model.arena, ROOM, sizeof *tags->annotations);
    for (int page = 0; page < PAGES; page++) {
        tags->pages[page].kids = arena_array(model.arena, ROOM, sizeof *tags->pages[page].kids);
    }
    return model;
}

static void fill(struct model *model) {
    model->tags.pdf = &model->pdf;
    size_t document = add(model, "Document", 0, NULL);
    size_t sheet = add(model, "Sect", document, node(model, CONTENT_SHEET));
    model->heading = text(model, "H1", sheet, node(model, CONTENT_HEADING));
    text(model, "H2", sheet, node(model, CONTENT_HEADING));
    text(model, "H3", sheet, node(model, CONTENT_HEADING));
    text(model, "H2", sheet, node(model, CONTENT_HEADING));
    add_table(model, sheet);
    model->list = add(model, "L", sheet, node(model, CONTENT_LIST));
    model->item = add(model, "LI", model->list, node(model, CONTENT_ITEM));
    text(model, "Lbl", model->item, NULL);
    model->body = text(model, "LBody", model->item, NULL);
    struct content *image = node(model, CONTENT_IMAGE);
    image->alt = "Lo stemma";
    model->figure = text(model, "Figure", sheet, image);
    model->paragraph = text(model, "P", sheet, node(model, CONTENT_PARAGRAPH));
    model->words = kids_of(model, model->paragraph);
    add_link(model);
}

/* The codes of what was found, in order. */
static const char *found(struct model *model) {
    char *all = arena_text(model->arena, "");
    for (const struct diag *diag = model->diags.first; diag; diag = diag->next) {
        assert_int_equal(diag->severity, DIAG_ERROR);
        all = arena_format(model->arena, "%s%s%s", all, *all ? " " : "",
                           diag_code_name(diag->code) + strlen("self-check-"));
    }
    return all;
}

static struct element *element(struct model *model, size_t index) {
    return &model->tags.elements[index];
}

static struct content *content_of(struct model *model, size_t index) {
    return (struct content *)(uintptr_t)model->tags.elements[index].content;
}

/* ---- ways of breaking it; each leaves in *AT the element whose place is to be reported ---- */

static void leaves_a_mark_without_element(struct model *model, size_t *at) {
    struct kids *lost = arena_alloc(model->arena, sizeof *lost);
    mark(model, lost, 1)->content = content_of(model, model->paragraph);
    *at = model->paragraph;
}

static void gives_a_mark_to_two_elements(struct model *model, size_t *at) {
    struct kid *kid = add_kid(model, kids_of(model, model->heading), KID_MARK);
    *kid = *model->tags.pages[0].kids[0];
    kid->next = NULL;
    kid->owner = kids_of(model, model->heading);
    kid = model->tags.pages[kid->page].kids[kid->mcid];
    assert_true(kid->content == content_of(model, model->heading));
    *at = model->heading;
}

static void says_otherwise_in_the_parent_tree(struct model *model, size_t *at) {
    kids_of(model, model->heading)->number++;
    *at = model->heading;
}

static void loses_an_annotation(struct model *model, size_t *at) {
    struct kids *lost = arena_alloc(model->arena, sizeof *lost);
    struct kid *annotation = add_kid(model, lost, KID_OBJECT);
    annotation->mcid = 1;
    annotation->content = content_of(model, model->paragraph);
    model->tags.annotations[model->tags.annotation_count++] = annotation;
    *at = model->paragraph;
}

static void leaves_an_element_unreached(struct model *model, size_t *at) {
    size_t lost = text(model, "P", model->list, node(model, CONTENT_PARAGRAPH));
    element(model, model->list)->child_count--;
    *at = lost;
}

static void reaches_an_element_twice(struct model *model, size_t *at) {
    struct element *list = element(model, model->list);
    list->children[list->child_count++] = object(model, model->item);
    *at = model->item;
}

static void goes_round_in_a_ring(struct model *model, size_t *at) {
    struct element *body = element(model, model->body);
    body->children[body->child_count++] = object(model, model->list);
    *at = model->list;
}

static void names_no_element(struct model *model, size_t *at) {
    struct element *body = element(model, model->body);
    body->children[body->child_count++] = object(model, model->tags.element_count);
    *at = model->item; /* the body has no place of its own */
}

static void names_another_parent(struct model *model, size_t *at) {
    element(model, model->figure)->parent = object(model, model->list);
    *at = model->figure;
}

static void has_an_empty_paragraph(struct model *model, size_t *at) {
    *at = add(model, "P", model->body, node(model, CONTENT_PARAGRAPH));
}

static void lacks_a_cell(struct model *model, size_t *at) {
    element(model, model->last_row)->child_count--;
    element(model, model->last_row)->children[0] = object(model, model->tags.element_count);
    *at = add(model, "TD", model->last_row, NULL);
    content_of(model, model->last_row)->source.line = 900;
    struct content *cell = cell_node(model, NULL, 1, 1, 1, false);
    element(model, *at)->content = cell;
    *at = model->last_row;
}

static void has_a_cell_too_many(struct model *model, size_t *at) {
    struct content *row = content_of(model, model->row);
    size_t cell = add(model, "TD", model->row, cell_node(model, row, 3, 1, 1, false));
    (void)cell;
    *at = model->row;
}

static void spans_beyond_the_section(struct model *model, size_t *at) {
    content_of(model, model->cell)->as.cell.row_span = 3;
    content_of(model, model->last_row)->source.line = 901;
    struct element *row = element(model, model->last_row);
    row->child_count = 0;
    size_t last = add(model, "TD", model->last_row,
                      cell_node(model, content_of(model, model->last_row), 2, 1, 1, false));
    (void)last;
    *at = model->last_row;
}

static void spans_nothing(struct model *model, size_t *at) {
    content_of(model, model->cell)->as.cell.row_span = 0;
    *at = model->row;
}

static void stands_in_another_column(struct model *model, size_t *at) {
    content_of(model, model->cell)->as.cell.column = 2;
    *at = model->row;
}

static void mixes_a_paragraph_into_the_table(struct model *model, size_t *at) {
    text(model, "P", model->table, node(model, CONTENT_PARAGRAPH));
    *at = model->table;
}

static void has_a_head_without_scope(struct model *model, size_t *at) {
    content_of(model, model->head)->as.cell.header = false;
    *at = model->head;
}

static void has_a_figure_without_text(struct model *model, size_t *at) {
    content_of(model, model->figure)->alt = "";
    *at = model->figure;
}

static void has_a_figure_with_no_alternative(struct model *model, size_t *at) {
    content_of(model, model->figure)->alt = NULL;
    *at = model->figure;
}

static void begins_at_level_two(struct model *model, size_t *at) {
    element(model, model->heading)->role = "H2";
    *at = model->heading;
}

static void jumps_over_a_level(struct model *model, size_t *at) {
    *at = text(model, "H4", model->body, node(model, CONTENT_HEADING));
}

static void has_a_paragraph_in_the_list(struct model *model, size_t *at) {
    text(model, "P", model->list, node(model, CONTENT_PARAGRAPH));
    *at = model->list;
}

static void has_ink_in_the_list(struct model *model, size_t *at) {
    mark(model, kids_of(model, model->list), 0)->content = content_of(model, model->list);
    *at = model->list;
}

static void has_an_item_without_body(struct model *model, size_t *at) {
    element(model, model->body)->role = "Lbl";
    *at = model->item;
}

static void has_an_item_with_two_bodies(struct model *model, size_t *at) {
    text(model, "LBody", model->item, NULL);
    *at = model->item;
}

static void has_a_paragraph_beside_the_body(struct model *model, size_t *at) {
    text(model, "P", model->item, node(model, CONTENT_PARAGRAPH));
    *at = model->item;
}

static void has_a_link_without_annotation(struct model *model, size_t *at) {
    struct kids *kids = kids_of(model, model->link);
    kids->first->next = NULL;
    kids->last = kids->first;
    model->tags.annotation_count = 0;
    *at = model->paragraph;
}

static void has_a_link_that_says_nothing(struct model *model, size_t *at) {
    kids_of(model, model->link)->last->contents = "";
    *at = model->paragraph;
}

static void has_stray_ink(struct model *model, size_t *at) {
    tags_stray(&model->tags, content_of(model, model->figure));
    tags_stray(&model->tags, content_of(model, model->table));
    *at = model->figure;
}

static const struct breakage {
    void (*make)(struct model *model, size_t *at);
    const char *codes;
} breakages[] = {
    {leaves_a_mark_without_element, "mark"},
    {gives_a_mark_to_two_elements, "mark"},
    {says_otherwise_in_the_parent_tree, "mark"},
    {loses_an_annotation, "mark"},
    {leaves_an_element_unreached, "element mark"},
    {reaches_an_element_twice, "element"},
    {goes_round_in_a_ring, "element"},
    {names_no_element, "element"},
    {names_another_parent, "element mark"},
    {has_an_empty_paragraph, "empty"},
    {lacks_a_cell, "table element mark"},
    {has_a_cell_too_many, "table"},
    {spans_beyond_the_section, "table element mark"},
    {spans_nothing, "table"},
    {stands_in_another_column, "table"},
    {mixes_a_paragraph_into_the_table, "table"},
    {has_a_head_without_scope, "scope"},
    {has_a_figure_without_text, "figure"},
    {has_a_figure_with_no_alternative, "figure"},
    {begins_at_level_two, "heading"},
    {jumps_over_a_level, "heading"},
    {has_a_paragraph_in_the_list, "list"},
    {has_ink_in_the_list, "list"},
    {has_an_item_without_body, "list"},
    {has_an_item_with_two_bodies, "list"},
    {has_a_paragraph_beside_the_body, "list"},
    {has_a_link_without_annotation, "link"},
    {has_a_link_that_says_nothing, "link"},
    {has_stray_ink, "ink"},
};

/* ---- tests ---- */

static void a_sound_model_passes(void **state) {
    (void)state;
    struct model model = sound();
    fill(&model);
    assert_true(tags_check(&model.tags, &model.diags));
    assert_string_equal(found(&model), "");
    arena_free(model.arena);
}

static void each_breakage_is_found(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(breakages); i++) {
        struct model model = sound();
        size_t at = 0;
        fill(&model);
        breakages[i].make(&model, &at);
        bool good = tags_check(&model.tags, &model.diags);
        if (good || strcmp(found(&model), breakages[i].codes) != 0) {
            print_error("breakage %d: found \"%s\", expected \"%s\"\n", (int)i, found(&model),
                        breakages[i].codes);
        }
        assert_false(good);
        assert_string_equal(found(&model), breakages[i].codes);
        const struct content *content = model.tags.elements[at].content;
        assert_non_null(content);
        assert_string_equal(model.diags.first->place.file, "modello.yaml");
        assert_int_equal(model.diags.first->place.line, content->source.line);
        arena_free(model.arena);
    }
}

static void everything_is_reported_at_once(void **state) {
    (void)state;
    struct model model = sound();
    size_t at;
    fill(&model);
    begins_at_level_two(&model, &at);
    has_a_figure_without_text(&model, &at);
    has_a_link_that_says_nothing(&model, &at);
    has_stray_ink(&model, &at);
    assert_false(tags_check(&model.tags, &model.diags));
    assert_string_equal(found(&model), "heading figure link ink");
    assert_string_equal(model.diags.last->args[0], "2");
    arena_free(model.arena);
}

static void a_document_of_decoration_is_sound(void **state) {
    (void)state;
    struct model model = sound();
    model.tags.pdf = &model.pdf;
    add(&model, "Document", 0, NULL);
    assert_true(tags_check(&model.tags, &model.diags));
    arena_free(model.arena);
}

/* Errors from before do not count, and a table that only has a head is rectangular. */
static void what_was_wrong_before_does_not_count(void **state) {
    (void)state;
    struct model model = sound();
    fill(&model);
    diag_at(&model.diags, (struct place){0}, MSG_PDF_FAILED, "prima");
    element(&model, model.table)->child_count--;
    assert_false(tags_check(&model.tags, &model.diags)); /* its body is not reached */
    size_t errors = model.diags.errors;
    element(&model, model.table)->child_count++;
    assert_true(tags_check(&model.tags, &model.diags));
    assert_int_equal(model.diags.errors, errors);
    arena_free(model.arena);
}

static void a_scope_follows_from_the_row(void **state) {
    (void)state;
    struct content row = {.type = CONTENT_ROW}, cell = {.type = CONTENT_CELL, .parent = &row};
    assert_null(cell_scope(NULL));
    assert_null(cell_scope(&row));
    assert_null(cell_scope(&cell));
    cell.as.cell.header = true;
    row.as.row.kind = ROW_HEAD;
    assert_string_equal(cell_scope(&cell), "Column");
    row.as.row.kind = ROW_BODY;
    assert_string_equal(cell_scope(&cell), "Row");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_model_passes),
        cmocka_unit_test(each_breakage_is_found),
        cmocka_unit_test(everything_is_reported_at_once),
        cmocka_unit_test(a_document_of_decoration_is_sound),
        cmocka_unit_test(what_was_wrong_before_does_not_count),
        cmocka_unit_test(a_scope_follows_from_the_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

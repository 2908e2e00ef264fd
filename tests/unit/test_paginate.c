/* Sheets, running heads, page numbers, and where everything begins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "layout/paginate.h"
#include "mock_content.h"

static const struct pages *lay_out(struct mock *mock, const struct content *root) {
    struct document *document = arena_alloc(mock->arena, sizeof *document);
    *document = mock_document(mock, root);
    return paginate(mock->arena, mock->diags, mock->metrics, NULL, document);
}

static const char *lines_of(struct mock *mock, const struct pages *pages) {
    struct sight sight = sight_pages(mock, pages);
    return sight_lines(mock, &sight);
}

static struct page_master *margins(struct mock *mock, int height) {
    struct page_master *master = mock_master(mock, PT(200), PT(height));
    for (int side = 0; side < SIDES; side++)
        master->margin[side] = PT(20);
    master->header_gap = PT(5);
    master->footer_gap = PT(3);
    return master;
}

static struct span *field(struct mock *mock, struct content *node, enum expr_field which) {
    struct span *span = mock_span(mock, node, "");
    span->field = which;
    return span;
}

static void test_sheets(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *sheet = mock_sheet(&mock, root, margins(&mock, 100));
    mock_lines(&mock, sheet, NULL, 7);
    mock_sheet(&mock, root, margins(&mock, 100)); /* nothing: no page */
    struct content *wide = mock_sheet(&mock, root, mock_master(&mock, PT(400), PT(50)));
    mock_lines(&mock, wide, NULL, 1);
    const struct pages *pages = lay_out(&mock, root);
    assert_int_equal(pages->count, 3);
    assert_string_equal(lines_of(&mock, pages),
                        "2.0@20,20 2.1@20,32 2.2@20,44 2.3@20,56 2.4@20,68 | 2.5@20,20 2.6@20,32 | "
                        "5.0@0,0");
    const struct page *second = pages->first->next;
    assert_int_equal(second->number, 2);
    assert_int_equal(second->sheet_number, 2);
    assert_ptr_equal(second->sheet, sheet);
    assert_int_equal(second->next->sheet_number, 1);
    assert_int_equal(second->next->width, PT(400));
    assert_null(second->next->next);
    assert_int_equal(mock.diags->warnings + mock.diags->errors, 0);
    mock_free(&mock);
}

static void test_nothing(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    assert_int_equal(lay_out(&mock, root)->count, 0);
    mock_node(&mock, mock_sheet(&mock, root, margins(&mock, 100)), CONTENT_BREAK, NULL);
    const struct pages *pages = lay_out(&mock, root);
    assert_int_equal(pages->count, 0);
    assert_null(pages->first);
    mock_free(&mock);
}

static void test_running_heads(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, mock_sheet(&mock, root, margins(&mock, 200)), NULL, 1);
    struct content *sheet = mock_sheet(&mock, root, margins(&mock, 200));
    struct content *header = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_text(&mock, header, NULL, "Ente");
    struct content *footer = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *numbers = mock_text(&mock, footer, NULL, "p");
    field(&mock, numbers, FIELD_PAGE);
    mock_span(&mock, numbers, "di");
    field(&mock, numbers, FIELD_PAGES);
    mock_span(&mock, numbers, "s");
    field(&mock, numbers, FIELD_SHEET_PAGE);
    mock_span(&mock, numbers, "di");
    field(&mock, numbers, FIELD_SHEET_PAGES);
    sheet->as.sheet.header = sheet->as.sheet.header_next = header;
    sheet->as.sheet.footer = footer;
    /* 200 - 20 - (12 + 5) - (3 + 12) - 20 = 128: ten lines */
    mock_lines(&mock, sheet, NULL, 12);
    const struct pages *pages = lay_out(&mock, root);
    assert_string_equal(lines_of(&mock, pages),
                        "2.0@20,20 | (Ente@20,20) (p2di3s1di2@20,168) 8.0@20,37 8.1@20,49 "
                        "8.2@20,61 8.3@20,73 8.4@20,85 8.5@20,97 8.6@20,109 8.7@20,121 "
                        "8.8@20,133 8.9@20,145 | (Ente@20,20) (p3di3s2di2@20,168) 8.10@20,37 "
                        "8.11@20,49");
    assert_int_equal(mock.diags->warnings, 0);
    mock_free(&mock);
}

/* The pages after the first may have another head, of another height. */
static void test_next_header(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *sheet = mock_sheet(&mock, root, margins(&mock, 160));
    struct content *first = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, first, NULL, 2);
    struct content *next = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, next, NULL, 1);
    sheet->as.sheet.header = first;
    sheet->as.sheet.header_next = next;
    mock_lines(&mock, sheet, NULL, 9);
    assert_string_equal(lines_of(&mock, lay_out(&mock, root)),
                        "(3.0@20,20) (3.1@20,32) 6.0@20,49 6.1@20,61 6.2@20,73 6.3@20,85 "
                        "6.4@20,97 6.5@20,109 6.6@20,121 | (5.0@20,20) 6.7@20,37 6.8@20,49");
    mock_free(&mock);
}

static void test_heads_too_tall(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *sheet = mock_sheet(&mock, root, margins(&mock, 150));
    struct content *header = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, header, NULL, 3); /* leaves 69 of 72 pt */
    sheet->as.sheet.header = sheet->as.sheet.header_next = header;
    mock_lines(&mock, sheet, NULL, 1);
    const struct pages *pages = lay_out(&mock, root);
    assert_string_equal(lines_of(&mock, pages), "4.0@20,20");
    assert_int_equal(mock.diags->warnings, 1);
    assert_int_equal(mock.diags->first->code, MSG_LAYOUT_OVERFLOW);
    assert_int_equal(mock.diags->first->place.line, 2);
    mock_free(&mock);
}

static void test_overflow(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *tall = mock_style(&mock);
    tall->leading = PT(70);
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *sheet = mock_sheet(&mock, root, margins(&mock, 100));
    mock_lines(&mock, sheet, NULL, 1);
    mock_lines(&mock, sheet, tall, 2);
    mock_lines(&mock, sheet, NULL, 1);
    const struct pages *pages = lay_out(&mock, root);
    assert_int_equal(pages->count, 4);
    assert_int_equal(mock.diags->warnings, 2);
    assert_int_equal(mock.diags->first->code, MSG_LAYOUT_OVERFLOW);
    assert_int_equal(mock.diags->first->place.line, 4);
    mock_free(&mock);
}

static void test_starts(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *sheet = mock_sheet(&mock, root, margins(&mock, 100));
    struct content *lead = mock_lines(&mock, sheet, NULL, 3);
    struct content *group = mock_node(&mock, sheet, CONTENT_GROUP, NULL);
    struct content *first = mock_lines(&mock, group, NULL, 2);
    struct content *second = mock_lines(&mock, group, NULL, 2);
    struct content *anchor = mock_node(&mock, sheet, CONTENT_GROUP, NULL); /* shows nothing */
    struct content *table = mock_table(&mock, sheet, NULL, "f");
    struct content *row = mock_cells(&mock, table, ROW_BODY, 1, (int[]){1});
    struct content *end = mock_node(&mock, sheet, CONTENT_GROUP, NULL);
    const struct start *starts = lay_out(&mock, root)->starts;
    const struct {
        const struct content *node;
        int page, y;
    } wanted[] = {{root, 1, 20},   {sheet, 1, 20},  {lead, 1, 20},  {group, 1, 56}, {first, 1, 56},
                  {second, 2, 20}, {anchor, 2, 44}, {table, 2, 44}, {row, 2, 44},   {end, 2, 44}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const struct start *start = &starts[wanted[i].node->serial];
        if (start->page != wanted[i].page || start->y != PT(wanted[i].y))
            fail_msg("node %u: page %d, %d", wanted[i].node->serial, start->page, (int)start->y);
    }
    mock_free(&mock);
}

/* A table of contents names pages that come after it; its lines are set again in their places. */
static void test_page_of(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *right = mock_style(&mock);
    right->align = ALIGN_RIGHT;
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *sheet = mock_sheet(&mock, root, margins(&mock, 100));
    struct content *contents = mock_node(&mock, sheet, CONTENT_CONTENTS, NULL);
    struct content *entries[2];
    for (int i = 0; i < 2; i++) {
        entries[i] = mock_text(&mock, contents, right, "capitolo ");
        mock_span(&mock, entries[i], "");
    }
    mock_node(&mock, sheet, CONTENT_BREAK, NULL);
    struct content *one = mock_lines(&mock, sheet, NULL, 9);
    struct content *two = mock_lines(&mock, sheet, NULL, 1);
    entries[0]->spans->next->page_of = one;
    entries[1]->spans->next->page_of = two;
    const struct pages *pages = lay_out(&mock, root);
    struct sight sight = sight_pages(&mock, pages);
    assert_string_equal(sight.seen[0].text, "capitolo 2");
    assert_string_equal(sight.seen[1].text, "capitolo 3");
    const struct line *line = sight.seen[0].box->line;
    const struct piece *last = &line->pieces[line->count - 1];
    assert_int_equal(last->x + last->width, PT(160)); /* at the right edge, wherever that was */
    assert_int_equal(pages->count, 3);
    mock_free(&mock);
}

/* From page 1000 on numbers have four digits: all is laid out again with room for them, and what
 * did not fit is reported once. */
static void test_thousand_pages(void **state) {
    (void)state;
    for (int count = 999; count <= 1000; count++) {
        struct mock mock = mock_new();
        struct style *leader = mock_style(&mock), *tall = mock_style(&mock);
        leader->left = PT(5);
        tall->leading = PT(70);
        struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
        struct content *sheet = mock_sheet(&mock, root, margins(&mock, 100));
        struct content *contents = mock_node(&mock, sheet, CONTENT_CONTENTS, NULL);
        /* 24 glyphs and 4 for the dots: of 31 that leaves room for three digits */
        struct content *entry = mock_text(&mock, contents, leader, "un titolo di ventiquattr");
        mock_span(&mock, entry, "")->leader = true;
        struct span *number = mock_span(&mock, entry, "");
        struct content *last = NULL;
        for (int page = 2; page <= count; page++) {
            mock_node(&mock, sheet, CONTENT_BREAK, NULL);
            last = mock_lines(&mock, sheet, page == 2 ? tall : NULL, 1);
        }
        number->page_of = last;
        const struct pages *pages = lay_out(&mock, root);
        assert_int_equal(pages->count, count);
        assert_int_equal(mock.diags->warnings, 1);
        struct sight sight = {0};
        sight_boxes(&mock, &sight, pages->first->boxes, 0, 0, false, 1);
        assert_int_equal(sight.count, count < 1000 ? 1 : 2);
        const struct line *line = sight.seen[sight.count - 1].box->line;
        const struct piece *piece = &line->pieces[line->count - 1];
        assert_int_equal(piece->bytes, count < 1000 ? 3 : 4);
        assert_int_equal(piece->x + piece->width, PT(155));
        mock_free(&mock);
    }
}

/* A long document costs as much a page as a short one. */
static void test_linear(void **state) {
    (void)state;
    size_t used[2];
    for (int i = 0; i < 2; i++) {
        struct mock mock = mock_new();
        struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
        struct content *sheet = mock_sheet(&mock, root, margins(&mock, 300));
        struct content *table = mock_table(&mock, sheet, NULL, "sf");
        mock_cells(&mock, table, ROW_HEAD, 2, (int[]){1, 1});
        struct content *row = mock_row(&mock, table, ROW_BODY); /* one endless row */
        struct content *cell = mock_cell(&mock, row, 0, 1, 1, NULL);
        mock_cell(&mock, row, 1, 1, 1, NULL);
        for (int line = 0; line < (i == 0 ? 1000 : 4000); line++)
            mock_lines(&mock, cell, NULL, 2);
        for (int line = 0; line < (i == 0 ? 500 : 2000); line++)
            mock_cells(&mock, table, ROW_BODY, 2, (int[]){1, 2});
        size_t before = arena_used(mock.arena);
        const struct pages *pages = lay_out(&mock, root);
        assert_true(pages->count > 100);
        used[i] = arena_used(mock.arena) - before;
        mock_free(&mock);
    }
    assert_true(used[1] < used[0] * 9 / 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sheets),         cmocka_unit_test(test_nothing),
        cmocka_unit_test(test_running_heads),  cmocka_unit_test(test_next_header),
        cmocka_unit_test(test_heads_too_tall), cmocka_unit_test(test_overflow),
        cmocka_unit_test(test_starts),         cmocka_unit_test(test_page_of),
        cmocka_unit_test(test_linear),         cmocka_unit_test(test_thousand_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

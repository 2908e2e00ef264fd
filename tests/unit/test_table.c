/* Tables: grid, widths, heights, and where a page may cut them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "layout/table.h"
#include "mock_content.h"

#define assert_lines(mock, placed, text) assert_string_equal(mock_placed((mock), (placed)), (text))

static struct space room(int height, bool fresh, int page) {
    return (struct space){PT(200), PT(height), fresh, PT(page)};
}

/* --- grid --- */

static void test_grid(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "aaa");
    struct content *head = mock_row(&mock, table, ROW_HEAD);
    mock_cell(&mock, head, 0, 2, 9, NULL); /* reaches over the head's end */
    mock_cell(&mock, head, 2, 9, 1, NULL); /* and over the table's edge */
    struct content *first = mock_row(&mock, table, ROW_BODY);
    struct content *tall = mock_cell(&mock, first, 1, 1, 2, NULL);
    struct content *second = mock_row(&mock, table, ROW_BODY);
    struct content *a = mock_cell(&mock, second, 0, 3, 1, NULL); /* runs into the tall one */
    struct content *b = mock_cell(&mock, second, 1, 1, 1, NULL); /* its place is taken */
    mock_cell(&mock, second, 2, 1, 1, NULL);                     /* no place left */
    mock_row(&mock, table, ROW_BODY);
    const struct grid *grid = table_grid(&mock.flow, table);
    assert_int_equal(grid->rows, 4);
    assert_int_equal(grid->columns, 3);
    assert_int_equal(grid->head_rows, 1);
    assert_int_equal(grid->cell_count, 5);
    assert_int_equal(grid->cells[0].row_span, 1);
    assert_int_equal(grid->cells[0].column_span, 2);
    assert_int_equal(grid->cells[1].column_span, 1);
    assert_ptr_equal(grid->slots[3 + 1]->cell, tall);
    assert_ptr_equal(grid->slots[6 + 1]->cell, tall);
    assert_null(grid->slots[3]);
    assert_ptr_equal(grid->slots[6]->cell, a);
    assert_int_equal(grid->slots[6]->column_span, 1);
    assert_ptr_equal(grid->slots[6 + 2]->cell, b);
    for (size_t c = 0; c < 3; c++)
        assert_null(grid->slots[9 + c]);
    mock_free(&mock);
}

/* --- widths --- */

static void test_widths(void **state) {
    /* Cells of one row; 5 pt a letter. */
    static const struct {
        const char *kinds;
        const char *cells[4];
        int width;
        int wanted[4];
    } cases[] = {
        {"ff", {"a", "b"}, 200, {50, 50}},                         /* all fixed: as they are */
        {"ff", {"a", "b"}, 50, {25, 25}},                          /* too wide: in proportion */
        {"fs", {"a", "b"}, 200, {50, 150}},                        /* a share takes the rest */
        {"fss", {"a", "b", "c"}, 200, {50, 75, 75}},               /* in its proportion */
        {"as", {"parola", "b"}, 200, {30, 170}},                   /* content as it is */
        {"as", {"x", "parola"}, 20, {2, 17}},                      /* minima that do not fit */
        {"aa", {"aaaa", "bb"}, 60, {40, 20}},                      /* nobody shares: all grow */
        {"aa", {"aaaa", "bb bb bb bb bb bb bb bb"}, 80, {20, 60}}, /* short ones whole */
        {"aa", {"aa aa aa aa aa aa aa aa aa", "bb bb bb bb bb bb bb bb bb"}, 80, {40, 40}},
        {"af", {"aa aa", "b"}, 60, {10, 50}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mock mock = mock_new();
        struct content *table = mock_table(&mock, NULL, NULL, cases[i].kinds);
        struct content *row = mock_row(&mock, table, ROW_BODY);
        for (size_t c = 0; cases[i].kinds[c]; c++)
            mock_text(&mock, mock_cell(&mock, row, c, 1, 1, NULL), NULL, cases[i].cells[c]);
        const struct grid *grid = table_grid(&mock.flow, table);
        const len *widths = table_widths(&mock.flow, table, grid, PT(cases[i].width));
        for (size_t c = 0; c < grid->columns; c++)
            if (widths[c] / LEN_PT != cases[i].wanted[c])
                fail_msg("case %zu, column %zu: %d", i, c, (int)widths[c]);
        mock_free(&mock);
    }
}

static void test_widths_bounds(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *padded = mock_style(&mock), *ruled = mock_style(&mock);
    padded->padding[SIDE_LEFT] = padded->padding[SIDE_RIGHT] = PT(4);
    ruled->column_rule = (struct style_border){PT(1), 0};
    struct content *table = mock_table(&mock, NULL, ruled, "aas");
    struct table_column columns[3] = {
        {.min_width = PT(40)}, {.max_width = PT(60)}, {.width = {WIDTH_SHARE, 1000}}};
    table->as.table.columns = columns;
    struct content *row = mock_row(&mock, table, ROW_BODY);
    mock_text(&mock, mock_cell(&mock, row, 0, 1, 1, padded), NULL, "ab");
    mock_text(&mock, mock_cell(&mock, row, 1, 1, 1, padded), NULL, "una frase lunga e larga");
    mock_text(&mock, mock_cell(&mock, row, 2, 1, 1, padded), NULL, "resto");
    const struct grid *grid = table_grid(&mock.flow, table);
    const len *widths = table_widths(&mock.flow, table, grid, PT(200));
    assert_int_equal(widths[0], PT(40));
    assert_int_equal(widths[1], PT(60));
    assert_int_equal(widths[2], PT(100));
    columns[0] = (struct table_column){.max_width = 0}; /* now its content: 10 + 8 + 1 */
    mock.flow.cache = NULL;
    widths = table_widths(&mock.flow, table, grid, PT(200));
    assert_int_equal(widths[0], PT(19));

    /* A spanning cell widens its columns. */
    struct content *wide = mock_table(&mock, NULL, NULL, "aas");
    row = mock_row(&mock, wide, ROW_BODY);
    mock_text(&mock, mock_cell(&mock, row, 0, 1, 1, NULL), NULL, "aa");
    mock_text(&mock, mock_cell(&mock, row, 1, 1, 1, NULL), NULL, "aa");
    row = mock_row(&mock, wide, ROW_BODY);
    mock_text(&mock, mock_cell(&mock, row, 0, 2, 1, NULL), NULL, "abcdefghij");
    grid = table_grid(&mock.flow, wide);
    widths = table_widths(&mock.flow, wide, grid, PT(200));
    assert_int_equal(widths[0] + widths[1], PT(50));
    assert_int_equal(widths[0], PT(25));
    mock_free(&mock);
}

static void test_widths_any(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "aasafa");
    struct content *row = mock_row(&mock, table, ROW_BODY);
    static const char *const texts[] = {"uno",    "due e tre e quattro",
                                        "cinque", "sei sette otto nove dieci undici dodici",
                                        "x",      "codice"};
    for (size_t c = 0; c < 6; c++)
        mock_text(&mock, mock_cell(&mock, row, c, 1, 1, NULL), NULL, texts[c]);
    const struct grid *grid = table_grid(&mock.flow, table);
    for (len width = 1; width < PT(900); width += 977) {
        const len *widths = table_widths(&mock.flow, table, grid, width);
        int64_t sum = 0;
        for (size_t c = 0; c < 6; c++) {
            assert_true(widths[c] >= 1);
            sum += widths[c];
        }
        if (width >= 6)
            assert_int_equal(sum, width);
    }
    mock_free(&mock);
}

/* --- heights --- */

static void test_heights(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "ff");
    struct style *tall = mock_style(&mock), *padded = mock_style(&mock);
    tall->min_height = PT(30);
    padded->padding[SIDE_TOP] = PT(3);
    padded->padding[SIDE_BOTTOM] = PT(4);
    struct content *row = mock_row(&mock, table, ROW_BODY);
    mock_lines(&mock, mock_cell(&mock, row, 0, 1, 2, NULL), NULL, 5); /* 60: stretches row 1 */
    mock_lines(&mock, mock_cell(&mock, row, 1, 1, 1, padded), NULL, 1);
    row = mock_row(&mock, table, ROW_BODY);
    mock_lines(&mock, mock_cell(&mock, row, 1, 1, 1, NULL), NULL, 2);
    row = mock_row(&mock, table, ROW_BODY);
    mock_cell(&mock, row, 0, 1, 1, tall);
    mock_lines(&mock, mock_cell(&mock, row, 1, 1, 1, NULL), NULL, 1);
    row = mock_row(&mock, table, ROW_BODY); /* empty cells: a line */
    mock_cell(&mock, row, 0, 1, 1, padded);
    mock_cell(&mock, row, 1, 1, 1, NULL);
    const struct grid *grid = table_grid(&mock.flow, table);
    const len *widths = table_widths(&mock.flow, table, grid, PT(200));
    const len *heights = table_heights(&mock.flow, grid, widths);
    assert_int_equal(heights[0], PT(3 + 12 + 4));
    /* The tall cell's first line stands 3 pt lower, on the line of its neighbour. */
    assert_int_equal(heights[1], PT(63 - 19));
    assert_int_equal(heights[2], PT(30));
    assert_int_equal(heights[3], PT(19));
    mock_free(&mock);
}

static void test_alignment(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *large = mock_style(&mock), *middle = mock_style(&mock),
                 *bottom = mock_style(&mock);
    large->size = PT(16), large->leading = PT(20);
    middle->valign = VALIGN_MIDDLE;
    bottom->valign = VALIGN_BOTTOM;
    struct content *table = mock_table(&mock, NULL, NULL, "ffff");
    struct content *row = mock_row(&mock, table, ROW_BODY);
    mock_lines(&mock, mock_cell(&mock, row, 0, 1, 1, NULL), NULL, 1);
    mock_lines(&mock, mock_cell(&mock, row, 1, 1, 1, large), large, 2);
    mock_lines(&mock, mock_cell(&mock, row, 2, 1, 1, middle), NULL, 1);
    mock_lines(&mock, mock_cell(&mock, row, 3, 1, 1, bottom), NULL, 1);
    struct sight sight =
        sight_placed(&mock, flow_block(&mock.flow, table, NULL, room(100, true, 100)));
    assert_int_equal(sight.count, 5);
    assert_int_equal(sight.seen[0].y + sight.seen[0].box->line->baseline,
                     sight.seen[1].box->line->baseline);
    assert_int_equal(sight.seen[3].y, PT(14));
    assert_int_equal(sight.seen[4].y, PT(28));
    mock_free(&mock);
}

/* --- pages --- */

/* Asks page after page, at HEIGHT; the lines of all pages. */
static const char *all_pages(struct mock *mock, const struct content *table, int height) {
    struct sight sight = {0};
    const struct cursor *from = NULL;
    for (int page = 1; page < 50; page++) {
        struct placed placed = flow_block(&mock->flow, table, from, room(height, true, height));
        assert_true(placed.fit == FIT_ALL || placed.fit == FIT_PART);
        sight_boxes(mock, &sight, placed.boxes, 0, 0, false, page);
        if (placed.fit == FIT_ALL)
            return sight_lines(mock, &sight);
        from = placed.next;
    }
    fail_msg("no end");
    return NULL;
}

static struct content *titled(struct mock *mock, const char *kinds) {
    struct content *table = mock_table(mock, NULL, NULL, kinds);
    struct style *title = mock_style(mock);
    title->space_after = PT(4);
    table->as.table.caption = mock_text(mock, NULL, title, "titolo");
    table->as.table.continued = mock_text(mock, NULL, title, "segue");
    table->as.table.caption->parent = table->as.table.continued->parent = table;
    return table;
}

static void test_head_repeats(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = titled(&mock, "ff");
    mock_cells(&mock, table, ROW_HEAD, 2, (int[]){1, 1});
    for (int i = 0; i < 4; i++)
        mock_cells(&mock, table, ROW_BODY, 2, (int[]){1, 2});
    /* title 16, head 12, rows of 24 */
    assert_string_equal(all_pages(&mock, table, 78),
                        "titolo@0,0 5.0@0,16 7.0@50,16 10.0@0,28 12.0@50,28 12.1@50,40 "
                        "15.0@0,52 17.0@50,52 17.1@50,64 | "
                        "(segue@0,0) (5.0@0,16) (7.0@50,16) 20.0@0,28 22.0@50,28 22.1@50,40 "
                        "25.0@0,52 27.0@50,52 27.1@50,64");
    /* it does not begin where no row would follow the head */
    struct placed placed = flow_block(&mock.flow, table, NULL, room(51, false, 200));
    assert_int_equal(placed.fit, FIT_NONE);
    placed = flow_block(&mock.flow, table, NULL, room(52, false, 200));
    assert_int_equal(placed.fit, FIT_PART);
    assert_int_equal(placed.height, PT(52));
    mock_free(&mock);
}

static void test_head_without_room(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "f");
    mock_cells(&mock, table, ROW_HEAD, 1, (int[]){3});
    mock_cells(&mock, table, ROW_BODY, 1, (int[]){2});
    mock_cells(&mock, table, ROW_BODY, 1, (int[]){2});
    /* the head fills a page: it comes once, and the pages after it are for the rows */
    assert_string_equal(all_pages(&mock, table, 40),
                        "3.0@0,0 3.1@0,12 3.2@0,24 | 6.0@0,0 6.1@0,12 | 9.0@0,0 9.1@0,12");
    mock_free(&mock);
}

static void test_row_split(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "fff");
    mock_cells(&mock, table, ROW_HEAD, 3, (int[]){1, 0, 0});
    mock_cells(&mock, table, ROW_BODY, 3, (int[]){9, 4, 1}); /* 108 of 60 - 12 */
    mock_cells(&mock, table, ROW_BODY, 3, (int[]){1, 1, 1});
    assert_string_equal(all_pages(&mock, table, 60),
                        "3.0@0,0 8.0@0,12 8.1@0,24 8.2@0,36 8.3@0,48 10.0@50,12 10.1@50,24 "
                        "10.2@50,36 10.3@50,48 12.0@100,12 | "
                        "(3.0@0,0) 8.4@0,12 8.5@0,24 8.6@0,36 | "
                        "(3.0@0,0) 8.7@0,12 8.8@0,24 15.0@0,36 17.0@50,36 19.0@100,36");
    mock_free(&mock);
}

static void test_row_whole(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "f");
    mock_cells(&mock, table, ROW_BODY, 1, (int[]){4});
    mock_cells(&mock, table, ROW_BODY, 1, (int[]){9});
    /* 120 a page: 72 are left, 60 % of it: the row of 108 is cut */
    assert_string_equal(all_pages(&mock, table, 120),
                        "3.0@0,0 3.1@0,12 3.2@0,24 3.3@0,36 6.0@0,48 6.1@0,60 6.2@0,72 6.3@0,84 "
                        "6.4@0,96 6.5@0,108 | 6.6@0,0 6.7@0,12 6.8@0,24");
    struct content *later = mock_table(&mock, NULL, NULL, "f");
    mock_cells(&mock, later, ROW_BODY, 1, (int[]){6}); /* 48 would be left empty: 40 % */
    mock_cells(&mock, later, ROW_BODY, 1, (int[]){7});
    assert_string_equal(all_pages(&mock, later, 120),
                        "10.0@0,0 10.1@0,12 10.2@0,24 10.3@0,36 10.4@0,48 10.5@0,60 | "
                        "13.0@0,0 13.1@0,12 13.2@0,24 13.3@0,36 13.4@0,48 13.5@0,60 "
                        "13.6@0,72");
    /* never a part of fewer than three lines */
    struct content *short_row = mock_table(&mock, NULL, NULL, "f");
    mock_cells(&mock, short_row, ROW_BODY, 1, (int[]){1});
    mock_cells(&mock, short_row, ROW_BODY, 1, (int[]){5});
    struct placed placed = flow_block(&mock.flow, short_row, NULL, room(60, true, 80));
    assert_int_equal(placed.height, PT(12));
    mock_free(&mock);
}

static void test_rows_kept(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "f");
    mock_cells(&mock, table, ROW_BODY, 1, (int[]){1});
    mock_cells(&mock, table, ROW_BODY, 1, (int[]){1})->as.row.keep_with_next = true;
    mock_cells(&mock, table, ROW_BODY, 1, (int[]){1});
    mock_cells(&mock, table, ROW_BODY, 1, (int[]){1});
    mock_cells(&mock, table, ROW_FOOT, 1, (int[]){1});
    mock_cells(&mock, table, ROW_FOOT, 1, (int[]){1});
    assert_string_equal(all_pages(&mock, table, 36),
                        "3.0@0,0 6.0@0,12 9.0@0,24 | 12.0@0,0 15.0@0,12 18.0@0,24");
    assert_string_equal(all_pages(&mock, table, 35), /* two a page: no chain holds */
                        "3.0@0,0 | 6.0@0,0 9.0@0,12 | 12.0@0,0 15.0@0,12 | 18.0@0,0");
    assert_string_equal(all_pages(&mock, table, 60),
                        "3.0@0,0 6.0@0,12 9.0@0,24 | 12.0@0,0 15.0@0,12 18.0@0,24");
    mock_free(&mock);
}

static void test_span_cut(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "ff");
    struct content *row = mock_row(&mock, table, ROW_BODY);
    mock_lines(&mock, mock_cell(&mock, row, 0, 1, 3, NULL), NULL, 7);
    mock_lines(&mock, mock_cell(&mock, row, 1, 1, 1, NULL), NULL, 2);
    for (int i = 0; i < 2; i++) {
        row = mock_row(&mock, table, ROW_BODY);
        mock_lines(&mock, mock_cell(&mock, row, 1, 1, 1, NULL), NULL, 2);
    }
    /* two rows here; the spanning cell uses what is left of the page and goes on beside the third
     */
    assert_string_equal(all_pages(&mock, table, 62),
                        "3.0@0,0 3.1@0,12 3.2@0,24 3.3@0,36 3.4@0,48 5.0@50,0 5.1@50,12 "
                        "8.0@50,24 8.1@50,36 | 3.5@0,0 3.6@0,12 11.0@50,0 11.1@50,12");
    assert_string_equal(all_pages(&mock, table, 84),
                        "3.0@0,0 3.1@0,12 3.2@0,24 3.3@0,36 3.4@0,48 3.5@0,60 3.6@0,72 5.0@50,0 "
                        "5.1@50,12 8.0@50,24 8.1@50,36 11.0@50,48 11.1@50,60");
    mock_free(&mock);
}

/* A table of two columns: a cell over ROWS rows of TALL lines, its words and those that come again.
 */
static struct content *repeating(struct mock *mock, int rows, int tall, int lines,
                                 const char *again) {
    struct content *table = mock_table(mock, NULL, NULL, "ff");
    for (int i = 0; i < rows; i++) {
        struct content *row = mock_row(mock, table, ROW_BODY);
        if (i == 0) {
            struct content *cell = mock_cell(mock, row, 0, 1, rows, NULL);
            mock_lines(mock, cell, NULL, lines);
            mock_again(mock, cell, again);
        }
        mock_lines(mock, mock_cell(mock, row, 1, 1, 1, NULL), NULL, tall);
    }
    return table;
}

static void test_words_again(void **state) {
    (void)state;
    struct mock mock = mock_new();
    /* an artifact on each further page, and where the page does not cut it none */
    struct content *table = repeating(&mock, 5, 1, 1, "ancora");
    assert_string_equal(all_pages(&mock, table, 24),
                        "3.0@0,0 6.0@50,0 9.0@50,12 | (ancora@0,0) 12.0@50,0 15.0@50,12 | "
                        "(ancora@0,0) 18.0@50,0");
    assert_string_equal(all_pages(&mock, table, 60),
                        "3.0@0,0 6.0@50,0 9.0@50,12 12.0@50,24 15.0@50,36 18.0@50,48");
    mock_free(&mock);

    /* what goes on itself needs no reminder */
    mock = mock_new();
    table = repeating(&mock, 5, 1, 4, "ancora");
    assert_string_equal(all_pages(&mock, table, 24),
                        "3.0@0,0 3.1@0,12 6.0@50,0 9.0@50,12 | 3.2@0,0 3.3@0,12 12.0@50,0 "
                        "15.0@50,12 | (ancora@0,0) 18.0@50,0");
    mock_free(&mock);

    /* the last row is stretched for it; more than half a page it does not get */
    mock = mock_new();
    table = repeating(&mock, 4, 1, 1, "ancora ancora");
    assert_string_equal(all_pages(&mock, table, 36),
                        "3.0@0,0 6.0@50,0 9.0@50,12 12.0@50,24 | 15.0@50,0");
    assert_string_equal(all_pages(&mock, repeating(&mock, 5, 1, 1, "ancora ancora"), 48),
                        "19.0@0,0 22.0@50,0 25.0@50,12 28.0@50,24 31.0@50,36 | "
                        "(ancora@0,0) (ancora@0,12) 34.0@50,0");
    mock_free(&mock);

    /* beside a row that the page cuts */
    mock = mock_new();
    table = repeating(&mock, 2, 5, 1, "ancora");
    assert_string_equal(all_pages(&mock, table, 48),
                        "3.0@0,0 6.0@50,0 6.1@50,12 6.2@50,24 | (ancora@0,0) 6.3@50,0 6.4@50,12 "
                        "9.0@50,24 9.1@50,36 | (ancora@0,0) 9.2@50,0 9.3@50,12 9.4@50,24");
    mock_free(&mock);
}

/* A cell that could not show a line beside its first row takes that row to the next page. */
static void test_span_bare(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "ff");
    for (int group = 0; group < 2; group++)
        for (int i = 0; i < 2; i++) {
            struct content *row = mock_row(&mock, table, ROW_BODY);
            if (i == 0)
                mock_lines(&mock, mock_cell(&mock, row, 0, 1, 2, NULL), NULL, 2);
            mock_lines(&mock, mock_cell(&mock, row, 1, 1, 1, NULL), NULL, 1);
        }
    assert_string_equal(all_pages(&mock, table, 40), "3.0@0,0 3.1@0,12 5.0@50,0 8.0@50,12 | "
                                                     "11.0@0,0 11.1@0,12 13.0@50,0 16.0@50,12");
    assert_string_equal(all_pages(&mock, table, 14), /* nothing else would fit either */
                        "5.0@50,0 | 8.0@50,0 | 3.0@0,0 | 3.1@0,0 | 13.0@50,0 | 16.0@50,0 | "
                        "11.0@0,0 | 11.1@0,0");
    mock_free(&mock);
}

/* Three rows kept together go to the next page as one, the cell over them with them. */
static void test_spans_kept(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "ff");
    for (int group = 0; group < 3; group++)
        for (int i = 0; i < 3; i++) {
            struct content *row = mock_row(&mock, table, ROW_BODY);
            row->as.row.keep_with_next = i < 2;
            if (i == 0) {
                struct content *cell = mock_cell(&mock, row, 0, 1, 3, NULL);
                mock_lines(&mock, cell, NULL, 2);
                mock_again(&mock, cell, "ancora");
            }
            mock_lines(&mock, mock_cell(&mock, row, 1, 1, 1, NULL), NULL, 1);
        }
    static const char *const one_each = "3.0@0,0 3.1@0,12 6.0@50,0 9.0@50,12 12.0@50,24 | "
                                        "15.0@0,0 15.1@0,12 18.0@50,0 21.0@50,12 24.0@50,24 | "
                                        "27.0@0,0 27.1@0,12 30.0@50,0 33.0@50,12 36.0@50,24";
    assert_string_equal(all_pages(&mock, table, 36), one_each);
    assert_string_equal(all_pages(&mock, table, 71), one_each);
    assert_string_equal(all_pages(&mock, table, 72),
                        "3.0@0,0 3.1@0,12 6.0@50,0 9.0@50,12 12.0@50,24 "
                        "15.0@0,36 15.1@0,48 18.0@50,36 21.0@50,48 24.0@50,60 | "
                        "27.0@0,0 27.1@0,12 30.0@50,0 33.0@50,12 36.0@50,24");
    mock_free(&mock);
}

static void test_nested(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *table = mock_table(&mock, NULL, NULL, "s");
    mock_cells(&mock, table, ROW_HEAD, 1, (int[]){1});
    struct content *cell = mock_cell(&mock, mock_row(&mock, table, ROW_BODY), 0, 1, 1, NULL);
    struct content *inner = mock_table(&mock, cell, NULL, "f");
    mock_cells(&mock, inner, ROW_HEAD, 1, (int[]){1});
    for (int i = 0; i < 5; i++)
        mock_cells(&mock, inner, ROW_BODY, 1, (int[]){1});
    assert_string_equal(all_pages(&mock, table, 60),
                        "3.0@0,0 9.0@0,12 12.0@0,24 15.0@0,36 18.0@0,48 | "
                        "(3.0@0,0) (9.0@0,12) 21.0@0,24 24.0@0,36");
    mock_free(&mock);
}

/* --- ink --- */

static void test_ink(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *style = mock_style(&mock), *head = mock_style(&mock);
    style->row_rule = (struct style_border){400, 0xC5C7C9};
    style->column_rule = (struct style_border){300, 0xC5C7C9};
    style->zebra = 0xF5F7FA;
    style->border[SIDE_BOTTOM] = (struct style_border){PT(1), 0x17324D};
    head->fill = 0xE6ECF2;
    head->border[SIDE_BOTTOM] = (struct style_border){800, 0x17324D};
    struct content *table = mock_table(&mock, NULL, style, "ff");
    struct content *row = mock_row(&mock, table, ROW_HEAD);
    mock_cell(&mock, row, 0, 1, 1, head);
    mock_cell(&mock, row, 1, 1, 1, head);
    row = mock_row(&mock, table, ROW_BODY);
    mock_cell(&mock, row, 0, 1, 2, NULL);
    mock_cell(&mock, row, 1, 1, 1, NULL);
    row = mock_row(&mock, table, ROW_BODY);
    mock_cell(&mock, row, 1, 1, 1, NULL);
    struct pages pages = {.count = 1};
    struct page page = {.width = PT(200), .height = PT(100), .number = 1, .sheet_number = 1};
    pages.first = &page;
    page.boxes = flow_block(&mock.flow, table, NULL, room(100, true, 100)).boxes;
    struct buf buf = BUF_INIT;
    pages_dump(&buf, &pages);
    assert_string_equal(buf_string(&buf),
                        "pages 1\n"
                        "page 1 sheet 1: 200.000 x 100.000\n"
                        "  fill 0.000 24.000 100.000 12.000 f5f7fa artifact\n"
                        "  fill 0.000 0.000 100.000 12.000 e6ecf2 artifact\n"
                        "  rule 0.000 12.000 100.000 0.000 c5c7c9 0.400 artifact\n"
                        "  rule 50.000 24.000 50.000 0.000 c5c7c9 0.400 artifact\n"
                        "  rule 50.000 0.000 0.000 36.000 c5c7c9 0.300 artifact\n"
                        "  rule 0.000 12.000 100.000 0.000 17324d 0.800 artifact\n"
                        "  rule 0.000 35.500 100.000 0.000 17324d 1.000 artifact\n");
    buf_free(&buf);
    mock_free(&mock);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid),          cmocka_unit_test(test_widths),
        cmocka_unit_test(test_widths_bounds), cmocka_unit_test(test_widths_any),
        cmocka_unit_test(test_heights),       cmocka_unit_test(test_alignment),
        cmocka_unit_test(test_head_repeats),  cmocka_unit_test(test_head_without_room),
        cmocka_unit_test(test_row_split),     cmocka_unit_test(test_row_whole),
        cmocka_unit_test(test_rows_kept),     cmocka_unit_test(test_span_cut),
        cmocka_unit_test(test_words_again),   cmocka_unit_test(test_span_bare),
        cmocka_unit_test(test_spans_kept),    cmocka_unit_test(test_nested),
        cmocka_unit_test(test_ink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

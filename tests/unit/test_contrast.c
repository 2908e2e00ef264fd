/* contrast: known pairs, and which of them a document is warned of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "content/contrast.h"
#include "mock_content.h"
#include "pdf/watermark.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void known_pairs(void **state) {
    (void)state;
    static const struct {
        uint32_t a, b;
        int hundredths;
        bool text, large;
    } cases[] = {
        {0x000000, 0xFFFFFF, 2100, true, true},  {0xFFFFFF, 0xFFFFFF, 100, false, false},
        {0x777777, 0xFFFFFF, 448, false, true},  {0x767676, 0xFFFFFF, 454, true, true},
        {0x949494, 0xFFFFFF, 303, false, true},  {0x959595, 0xFFFFFF, 300, false, false},
        {0x0066CC, 0xFFFFFF, 557, true, true},   {0xFF0000, 0xFFFFFF, 400, false, true},
        {0x00FF00, 0xFFFFFF, 137, false, false}, {0x0000FF, 0xFFFFFF, 859, true, true},
        {0x17324D, 0xFFFFFF, 1313, true, true},  {0x5A6F82, 0xFFFFFF, 521, true, true},
        {0x5A6F82, 0xE6ECF2, 438, false, true},  {0x0A0A0A, 0x000000, 106, false, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(contrast_hundredths(cases[i].a, cases[i].b), cases[i].hundredths);
        assert_int_equal(contrast_hundredths(cases[i].b, cases[i].a), cases[i].hundredths);
        assert_int_equal(contrast_enough(cases[i].a, cases[i].b, 45), cases[i].text);
        assert_int_equal(contrast_enough(cases[i].b, cases[i].a, 45), cases[i].text);
        assert_int_equal(contrast_enough(cases[i].a, cases[i].b, 30), cases[i].large);
    }
}

/* Lighter never has more contrast with white: a slip in the table would show. */
static void greys_are_monotonous(void **state) {
    (void)state;
    for (uint32_t grey = 1; grey < 256; grey++) {
        int darker = contrast_hundredths((grey - 1) * 0x010101, 0xFFFFFF);
        int lighter = contrast_hundredths(grey * 0x010101, 0xFFFFFF);
        assert_true(lighter <= darker && darker - lighter <= 24);
        assert_true(contrast_enough((grey - 1) * 0x010101, 0x000000, 10));
    }
}

/* The house's text colours where the house puts them, and on the mark of a draft. */
static void the_house_is_readable(void **state) {
    (void)state;
    static const uint32_t words[] = {0x17324D, 0x5A6F82, 0x0066CC},
                          grounds[] = {0xFFFFFF, 0xF5F7FA, WATERMARK_COLOUR};
    for (size_t i = 0; i < COUNT(words); i++) {
        for (size_t k = 0; k < COUNT(grounds); k++) {
            assert_true(contrast_enough(words[i], grounds[k], 45));
        }
    }
}

/* ---- documents ---- */

static struct style *coloured(struct mock *mock, const char *name, uint32_t colour) {
    struct style *style = mock_style(mock);
    style->name = name;
    style->colour = colour;
    return style;
}

static struct style *filled(struct mock *mock, uint32_t fill) {
    struct style *style = mock_style(mock);
    style->fill = fill;
    return style;
}

/* What is warned of: "style ink ground ratio; ..." in order. */
static const char *warnings(struct mock *mock, const struct content *root) {
    struct document document = mock_document(mock, root);
    *mock->diags = diags_init(mock->arena);
    contrast_check(mock->arena, mock->diags, &document);
    char *all = arena_text(mock->arena, "");
    for (const struct diag *diag = mock->diags->first; diag; diag = diag->next) {
        assert_string_equal(diag_code_name(diag->code), "low-contrast");
        assert_int_equal(diag->severity, DIAG_WARNING);
        all = arena_format(mock->arena, "%s%s%s %s %s %s", all, *all ? "; " : "", diag->args[0],
                           diag->args[1], diag->args[2], diag->args[3]);
    }
    return all;
}

static void text_on_the_page(void **state) {
    (void)state;
    static const struct {
        uint32_t colour;
        len size;
        int weight;
        const char *warning;
    } cases[] = {
        {0x767676, PT(10), 400, ""},
        {0x777777, PT(10), 400, "stile #777777 #FFFFFF 4,48:1"},
        {0x777777, PT(18) - 1, 400, "stile #777777 #FFFFFF 4,48:1"},
        {0x777777, PT(18), 400, ""},
        {0x777777, PT(14), 600, "stile #777777 #FFFFFF 4,48:1"},
        {0x777777, PT(14), 700, ""},
        {0x777777, PT(14) - 1, 700, "stile #777777 #FFFFFF 4,48:1"},
        {0x959595, PT(30), 700, "stile #959595 #FFFFFF 2,99:1"}, /* 2.995: never "3,00" */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct mock mock = mock_new();
        struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
        struct style *style = coloured(&mock, "stile", cases[i].colour);
        style->size = cases[i].size;
        style->weight = cases[i].weight;
        struct content *node = mock_text(&mock, root, style, "Testo");
        assert_string_equal(warnings(&mock, root), cases[i].warning);
        if (*cases[i].warning) {
            assert_int_equal(mock.diags->first->place.line, node->source.line);
        }
        mock_free(&mock);
    }
}

static void each_pair_is_told_once(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct style *pale = coloured(&mock, "pallido", 0x999999),
                 *other = coloured(&mock, "altro", 0x999999),
                 *weak = coloured(&mock, "debole", 0x888888);
    mock_text(&mock, root, pale, "Uno");
    mock_text(&mock, root, other, "Due");
    mock_text(&mock, root, weak, "Tre");
    mock_text(&mock, root, pale, "Quattro");
    assert_string_equal(warnings(&mock, root),
                        "pallido #999999 #FFFFFF 2,85:1; debole #888888 #FFFFFF 3,54:1");
    mock_free(&mock);
}

static void blanks_and_leaders_are_not_read(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct style *pale = coloured(&mock, "pallido", 0xCCCCCC);
    struct content *node = mock_text(&mock, root, pale, " ");
    mock_span(&mock, node, "\n");
    mock_span(&mock, node, "....")->leader = true;
    mock_node(&mock, root, CONTENT_RULE, pale);
    assert_string_equal(warnings(&mock, root), "");
    mock_span(&mock, node, "")->field = FIELD_PAGE;
    assert_string_equal(warnings(&mock, root), "pallido #CCCCCC #FFFFFF 1,61:1");
    mock_free(&mock);
}

static void spans_have_looks_of_their_own(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *node = mock_text(&mock, root, NULL, "Nero e ");
    mock_span(&mock, node, "grigio")->style = coloured(&mock, "grigio", 0xAAAAAA);
    assert_string_equal(warnings(&mock, root), "grigio #AAAAAA #FFFFFF 2,32:1");
    mock_free(&mock);
}

/* Only boxes are painted; a group with a fill is not. */
static void boxes_lie_under_their_text(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct style *ink = coloured(&mock, "ink", 0x595959);
    struct content *group = mock_node(&mock, root, CONTENT_GROUP, filled(&mock, 0x808080));
    mock_text(&mock, group, ink, "Fuori");
    assert_string_equal(warnings(&mock, root), "");
    struct content *box = mock_box(&mock, root, filled(&mock, 0x808080));
    struct content *columns = mock_node(&mock, box, CONTENT_COLUMNS, NULL);
    struct content *inner = mock_box(&mock, columns, NULL); /* no fill: what is under it shows */
    mock_text(&mock, inner, ink, "Dentro");
    assert_string_equal(warnings(&mock, root), "ink #595959 #808080 1,77:1");
    mock_free(&mock);
}

static void tables_lie_in_layers(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct style *style = filled(&mock, 0xF0F0F0), *ink = coloured(&mock, "ink", 0x686868);
    style->zebra = 0xE0E0E0;
    struct content *table = mock_table(&mock, root, style, "aa");
    struct content *row = mock_row(&mock, table, ROW_HEAD);
    mock_text(&mock, mock_cell(&mock, row, 0, 1, 1, filled(&mock, 0x999999)), ink, "Testa");
    row = mock_row(&mock, table, ROW_BODY); /* first: the table's own, 4.89 */
    mock_text(&mock, mock_cell(&mock, row, 0, 1, 1, NULL), ink, "Uno");
    assert_string_equal(warnings(&mock, root), "ink #686868 #999999 1,96:1");
    row = mock_row(&mock, table, ROW_BODY); /* second: striped */
    mock_text(&mock, mock_cell(&mock, row, 0, 1, 1, NULL), ink, "Due");
    assert_string_equal(warnings(&mock, root),
                        "ink #686868 #999999 1,96:1; ink #686868 #E0E0E0 4,22:1");
    row = mock_row(&mock, table, ROW_BODY);
    row = mock_row(&mock, table, ROW_BODY); /* fourth: striped, but a row's own fill hides it */
    row->style = filled(&mock, 0xFFFFFF);
    struct content *cell = mock_cell(&mock, row, 0, 1, 1, NULL);
    mock_text(&mock, cell, coloured(&mock, "riga", 0x757575), "Quattro");
    assert_int_equal(strncmp(warnings(&mock, root), "ink #686868 #999999", 19), 0);
    assert_int_equal(mock.diags->warnings, 2);
    cell->style = filled(&mock, 0xF8F8F8); /* and a cell's hides the row's */
    warnings(&mock, root);
    assert_int_equal(mock.diags->warnings, 3);
    assert_string_equal(mock.diags->last->args[2], "#F8F8F8");
    mock_free(&mock);
}

static void a_tall_cell_lies_on_both_stripes(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct style *style = mock_style(&mock);
    style->zebra = 0x808080;
    struct content *table = mock_table(&mock, root, style, "aa");
    struct content *row = mock_row(&mock, table, ROW_BODY);
    struct content *cell = mock_cell(&mock, row, 0, 1, 2, NULL);
    mock_text(&mock, cell, coloured(&mock, "alto", 0x444444), "Due righe");
    assert_string_equal(warnings(&mock, root), "alto #444444 #808080 2,47:1");
    cell->as.cell.row_span = 1;
    assert_string_equal(warnings(&mock, root), "");
    mock_free(&mock);
}

static void titles_and_running_heads_are_read(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *sheet = mock_sheet(&mock, root, mock_master(&mock, PT(300), PT(400)));
    struct content *table = mock_table(&mock, sheet, filled(&mock, 0x000000), "a");
    table->as.table.caption = mock_text(&mock, NULL, coloured(&mock, "titolo", 0xA0A0A0), "Titolo");
    table->as.table.continued = mock_text(&mock, NULL, coloured(&mock, "segue", 0xA1A1A1), "Segue");
    sheet->as.sheet.header = mock_text(&mock, NULL, coloured(&mock, "testa", 0xB0B0B0), "Testa");
    sheet->as.sheet.header_next = mock_text(&mock, NULL, coloured(&mock, "poi", 0xB1B1B1), "Poi");
    sheet->as.sheet.footer = mock_text(&mock, NULL, coloured(&mock, "piede", 0xB2B2B2), "Piede");
    assert_string_equal(warnings(&mock, root),
                        "testa #B0B0B0 #FFFFFF 2,17:1; poi #B1B1B1 #FFFFFF 2,14:1; "
                        "piede #B2B2B2 #FFFFFF 2,12:1; titolo #A0A0A0 #FFFFFF 2,61:1; "
                        "segue #A1A1A1 #FFFFFF 2,58:1");
    mock_free(&mock);
}

static void bars_need_three_to_one(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct gantt gantt = {.colour = 0x949494, .label_style = mock.style};
    struct content *node =
        mock_node(&mock, root, CONTENT_GANTT, coloured(&mock, "gantt", 0x000000));
    node->as.gantt = &gantt;
    assert_string_equal(warnings(&mock, root), "");
    gantt.colour = 0xBBBBBB;
    assert_string_equal(warnings(&mock, root), "gantt #BBBBBB #FFFFFF 1,92:1");
    gantt.label_style = NULL; /* the chart's own style then */
    node->style = coloured(&mock, "gantt", 0x808080);
    assert_string_equal(warnings(&mock, root),
                        "gantt #808080 #FFFFFF 3,95:1; gantt #BBBBBB #FFFFFF 1,92:1");
    struct chart chart = {.colour = 0x949494};
    node->type = CONTENT_CHART;
    node->as.chart = &chart;
    assert_string_equal(warnings(&mock, root), "gantt #808080 #FFFFFF 3,95:1");
    chart.colour = 0xBBBBBB;
    assert_string_equal(warnings(&mock, root),
                        "gantt #808080 #FFFFFF 3,95:1; gantt #BBBBBB #FFFFFF 1,92:1");
    mock_free(&mock);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_pairs),
        cmocka_unit_test(greys_are_monotonous),
        cmocka_unit_test(the_house_is_readable),
        cmocka_unit_test(text_on_the_page),
        cmocka_unit_test(each_pair_is_told_once),
        cmocka_unit_test(blanks_and_leaders_are_not_read),
        cmocka_unit_test(spans_have_looks_of_their_own),
        cmocka_unit_test(boxes_lie_under_their_text),
        cmocka_unit_test(tables_lie_in_layers),
        cmocka_unit_test(a_tall_cell_lies_on_both_stripes),
        cmocka_unit_test(titles_and_running_heads_are_read),
        cmocka_unit_test(bars_need_three_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

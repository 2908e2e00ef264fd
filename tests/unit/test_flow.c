/* How blocks follow one another down a page, rule by rule. Lines are 12 pt tall; what came out is
 * told as "text@x,y". */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "mock_content.h"

static struct space room(int height, bool fresh) {
    return (struct space){PT(200), PT(height), fresh, PT(120)};
}

#define assert_lines(mock, placed, text) assert_string_equal(mock_placed((mock), (placed)), (text))

/* --- paragraphs --- */

static void test_paragraph_cuts(void **state) {
    static const struct {
        int lines, orphans, widows, height;
        bool fresh;
        int here; /* lines placed; 0: none */
        enum flow_reason reason;
    } cases[] = {
        {5, 2, 2, 60, false, 5, REASON_NONE},
        {5, 2, 2, 59, false, 3, REASON_HEIGHT}, /* four fit, but one line would be left over */
        {5, 2, 2, 36, false, 3, REASON_HEIGHT},
        {5, 2, 2, 24, false, 2, REASON_HEIGHT},
        {5, 2, 2, 23, false, 0, REASON_LINES},
        {5, 2, 2, 11, false, 0, REASON_HEIGHT},
        {3, 2, 2, 24, false, 0, REASON_LINES}, /* three lines move whole */
        {3, 2, 2, 24, true, 2, REASON_HEIGHT}, /* unless there is nowhere to go */
        {3, 2, 2, 5, true, 1, REASON_HEIGHT},  /* by force */
        {2, 1, 1, 12, false, 1, REASON_HEIGHT},
        {1, 2, 2, 12, false, 1, REASON_NONE},
        {1, 2, 2, 11, false, 0, REASON_HEIGHT},
        {8, 3, 4, 60, false, 4, REASON_HEIGHT},
        {8, 3, 6, 60, false, 0, REASON_LINES},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mock mock = mock_new();
        struct style *style = mock_style(&mock);
        style->orphans = cases[i].orphans;
        style->widows = cases[i].widows;
        struct content *text = mock_lines(&mock, NULL, style, cases[i].lines);
        struct placed placed =
            flow_block(&mock.flow, text, NULL, room(cases[i].height, cases[i].fresh));
        int here = cases[i].here;
        enum fit fit = here == 0 ? FIT_NONE : here == cases[i].lines ? FIT_ALL : FIT_PART;
        if (placed.fit != fit || placed.reason != cases[i].reason || placed.height != PT(12 * here))
            fail_msg("case %zu: fit %d reason %d height %d", i, placed.fit, placed.reason,
                     (int)placed.height);
        if (fit == FIT_PART)
            assert_int_equal(placed.next->index, here);
        mock_free(&mock);
    }
}

static void test_paragraph_goes_on(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *style = mock_style(&mock);
    style->left = PT(10);
    struct content *text = mock_lines(&mock, NULL, style, 5);
    struct placed placed = flow_block(&mock.flow, text, NULL, room(40, false));
    assert_lines(&mock, placed, "0.0@10,0 0.1@10,12 0.2@10,24");
    struct placed again = flow_block(&mock.flow, text, NULL, room(40, false));
    assert_lines(&mock, again, "0.0@10,0 0.1@10,12 0.2@10,24"); /* nothing is remembered */
    placed = flow_block(&mock.flow, text, placed.next, room(40, true));
    assert_int_equal(placed.fit, FIT_ALL);
    assert_lines(&mock, placed, "0.3@10,0 0.4@10,12");
    struct sight sight = sight_placed(&mock, placed);
    assert_ptr_equal(sight.seen[0].source, text);
    assert_int_equal(sight.seen[0].width, PT(190));
    mock_free(&mock);
}

static void test_keep_together(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *style = mock_style(&mock);
    style->keep_together = true;
    struct content *text = mock_lines(&mock, NULL, style, 10);
    struct placed placed = flow_block(&mock.flow, text, NULL, room(100, false));
    assert_int_equal(placed.fit, FIT_NONE);
    assert_int_equal(placed.reason, REASON_TOGETHER);
    assert_int_equal(flow_block(&mock.flow, text, NULL, room(100, true)).fit, FIT_PART);
    struct content *tall = mock_lines(&mock, NULL, style, 11); /* taller than a page: 120 pt */
    assert_int_equal(flow_block(&mock.flow, tall, NULL, room(100, false)).fit, FIT_PART);

    struct content *group = mock_node(&mock, NULL, CONTENT_GROUP, style);
    mock_lines(&mock, group, NULL, 4);
    mock_lines(&mock, group, NULL, 4);
    placed = flow_block(&mock.flow, group, NULL, room(95, false));
    assert_int_equal(placed.fit, FIT_NONE);
    assert_int_equal(placed.reason, REASON_TOGETHER);
    assert_int_equal(flow_block(&mock.flow, group, NULL, room(96, false)).fit, FIT_ALL);
    assert_int_equal(flow_block(&mock.flow, group, NULL, room(95, true)).fit, FIT_PART);
    mock_lines(&mock, group, NULL, 4);
    struct mock other = mock; /* the group has grown: forget what is known of it */
    other.flow.cache = NULL;
    assert_int_equal(flow_block(&other.flow, group, NULL, room(95, false)).fit, FIT_PART);
    mock_free(&mock);
}

/* --- runs --- */

static const struct style *spaced(struct mock *mock, int before, int after, bool keep) {
    struct style *style = mock_style(mock);
    style->space_before = PT(before);
    style->space_after = PT(after);
    style->keep_with_next = keep;
    return style;
}

static void test_margins_collapse(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *top = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, top, spaced(&mock, 9, 4, false), 1);
    mock_lines(&mock, top, spaced(&mock, 6, 8, false), 1);
    struct content *inner = mock_node(&mock, top, CONTENT_GROUP, spaced(&mock, 11, 3, false));
    mock_lines(&mock, inner, spaced(&mock, 2, 5, false), 1);
    mock_lines(&mock, top, spaced(&mock, 0, 0, false), 1);
    struct content *boxed = mock_box(&mock, top, spaced(&mock, 1, 1, false));
    mock_lines(&mock, boxed, spaced(&mock, 20, 20, false), 1); /* an edge lies between */
    struct placed fresh = flow_run(&mock.flow, top->first, NULL, room(120, true));
    assert_lines(&mock, fresh, "1.0@0,0 2.0@0,18 4.0@0,41 5.0@0,58 7.0@0,71");
    assert_int_equal(fresh.height, PT(83));
    struct placed below = flow_run(&mock.flow, top->first, NULL, room(120, false));
    assert_lines(&mock, below, "1.0@0,9 2.0@0,27 4.0@0,50 5.0@0,67 7.0@0,80");
    mock_free(&mock);
}

/* In a table of contents an entry stays with the deeper one that follows it. */
static void test_contents(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *deep = mock_style(&mock);
    deep->left = PT(10);
    struct content *top = mock_node(&mock, NULL, CONTENT_CONTENTS, NULL);
    mock_lines(&mock, top, NULL, 1);
    mock_lines(&mock, top, deep, 1);
    mock_lines(&mock, top, deep, 1);
    mock_lines(&mock, top, NULL, 1);
    mock_lines(&mock, top, deep, 2);
    mock_lines(&mock, top, NULL, 1);
    struct placed placed = flow_run(&mock.flow, top->first, NULL, room(60, true));
    assert_int_equal(placed.reason, REASON_NEXT);
    assert_lines(&mock, placed, "1.0@0,0 2.0@10,12 3.0@10,24");
    placed = flow_run(&mock.flow, top->first, placed.next, room(36, true));
    assert_lines(&mock, placed, "4.0@0,0 5.0@10,12 5.1@10,24");
    assert_int_equal(placed.reason, REASON_HEIGHT);
    /* not so elsewhere */
    top->type = CONTENT_GROUP;
    placed = flow_run(&mock.flow, top->first, NULL, room(50, true));
    assert_lines(&mock, placed, "1.0@0,0 2.0@10,12 3.0@10,24 4.0@0,36");
    mock_free(&mock);
}

static void test_run_resumes(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *top = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, top, NULL, 2);
    struct style *inset = mock_style(&mock);
    inset->left = PT(30);
    struct content *inner = mock_node(&mock, top, CONTENT_GROUP, inset);
    mock_lines(&mock, inner, spaced(&mock, 10, 0, false), 4);
    mock_lines(&mock, inner, NULL, 1);
    mock_lines(&mock, top, NULL, 1);
    struct placed placed = flow_run(&mock.flow, top->first, NULL, room(60, true));
    assert_int_equal(placed.fit, FIT_PART);
    assert_lines(&mock, placed, "1.0@0,0 1.1@0,12 3.0@30,34 3.1@30,46");
    placed = flow_run(&mock.flow, top->first, placed.next, room(60, true));
    assert_int_equal(placed.fit, FIT_ALL);
    assert_lines(&mock, placed, "3.2@30,0 3.3@30,12 4.0@30,24 5.0@0,36");
    mock_free(&mock);
}

static void test_keep_with_next(void **state) {
    (void)state;
    struct mock mock = mock_new();
    const struct style *kept = spaced(&mock, 0, 0, true);
    struct content *top = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, top, NULL, 2);
    struct content *inner = mock_node(&mock, top, CONTENT_GROUP, NULL);
    mock_lines(&mock, inner, kept, 1); /* the last of its group keeps with what follows the group */
    mock_lines(&mock, top, kept, 1);
    mock_node(&mock, top, CONTENT_SPACE, NULL)->as.space = PT(3);
    mock_lines(&mock, top, NULL, 3);
    struct placed placed = flow_run(&mock.flow, top->first, NULL, room(80, true));
    assert_int_equal(placed.reason, REASON_NEXT);
    assert_lines(&mock, placed, "1.0@0,0 1.1@0,12");
    placed = flow_run(&mock.flow, top->first, placed.next, room(80, true));
    assert_int_equal(placed.fit, FIT_ALL);
    assert_lines(&mock, placed, "3.0@0,0 4.0@0,12 6.0@0,27 6.1@0,39 6.2@0,51");
    /* part of the next block is enough: five lines, of which two fit */
    struct content *more = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, more, kept, 1);
    mock_lines(&mock, more, NULL, 5);
    placed = flow_run(&mock.flow, more->first, NULL, room(36, false));
    assert_lines(&mock, placed, "8.0@0,0 9.0@0,12 9.1@0,24");
    mock_free(&mock);
}

static void test_keep_chain_at_the_top(void **state) {
    (void)state;
    struct mock mock = mock_new();
    const struct style *kept = spaced(&mock, 0, 0, true);
    struct content *top = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    mock_lines(&mock, top, kept, 1);
    mock_lines(&mock, top, kept, 1);
    mock_lines(&mock, top, NULL, 2);
    /* under something else the chain waits; at a page's top it is cut, for no page is better */
    struct placed placed = flow_run(&mock.flow, top->first, NULL, room(40, false));
    assert_int_equal(placed.fit, FIT_NONE);
    assert_int_equal(placed.reason, REASON_NEXT);
    placed = flow_run(&mock.flow, top->first, NULL, room(40, true));
    assert_lines(&mock, placed, "1.0@0,0 2.0@0,12");
    placed = flow_run(&mock.flow, top->first, placed.next, room(40, true));
    assert_lines(&mock, placed, "3.0@0,0 3.1@0,12");
    mock_free(&mock);
}

static void test_break_and_space(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *sheet = mock_node(&mock, NULL, CONTENT_SHEET, NULL);
    mock_node(&mock, sheet, CONTENT_SPACE, NULL)->as.space = PT(30);
    mock_lines(&mock, sheet, NULL, 1);
    mock_node(&mock, sheet, CONTENT_BREAK, NULL);
    mock_node(&mock, sheet, CONTENT_BREAK, NULL); /* makes no empty page */
    mock_node(&mock, sheet, CONTENT_SPACE, NULL)->as.space = PT(30);
    mock_lines(&mock, sheet, NULL, 1);
    mock_node(&mock, sheet, CONTENT_RULE, NULL);
    mock_node(&mock, sheet, CONTENT_SPACE, NULL)->as.space = PT(500);
    mock_node(&mock, sheet, CONTENT_BREAK, NULL); /* nothing follows */
    struct placed placed = flow_run(&mock.flow, sheet->first, NULL, room(100, true));
    assert_int_equal(placed.fit, FIT_PART);
    assert_int_equal(placed.reason, REASON_BREAK);
    assert_lines(&mock, placed, "2.0@0,30"); /* the space that begins a sheet stays */
    placed = flow_run(&mock.flow, sheet->first, placed.next, room(100, true));
    assert_lines(&mock, placed, "6.0@0,0"); /* at the top of a page it goes */
    assert_int_equal(placed.fit, FIT_ALL);
    assert_int_equal(placed.height, PT(100)); /* and none is carried over */
    struct sight sight = sight_placed(&mock, placed);
    assert_int_equal(sight.seen[1].box->type, BOX_RULE);
    assert_null(sight.seen[1].source);
    assert_int_equal(sight.seen[1].width, PT(200));
    mock_free(&mock);
}

static void test_empty(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *top = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    assert_int_equal(flow_run(&mock.flow, top->first, NULL, room(50, true)).fit, FIT_EMPTY);
    mock_node(&mock, top, CONTENT_GROUP, NULL);
    mock_node(&mock, top, CONTENT_PARAGRAPH, NULL);
    mock_node(&mock, top, CONTENT_LIST, NULL);
    mock_node(&mock, top, CONTENT_COLUMNS, NULL);
    mock_node(&mock, top, CONTENT_TABLE, NULL);
    mock_node(&mock, top, CONTENT_CONTENTS, NULL);
    assert_int_equal(flow_run(&mock.flow, top->first, NULL, room(50, true)).fit, FIT_EMPTY);
    mock_free(&mock);
}

/* --- lists --- */

static void test_list(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *style = mock_style(&mock);
    style->item_space = PT(4);
    struct content *list = mock_node(&mock, NULL, CONTENT_LIST, style);
    mock_lines(&mock, mock_item(&mock, list, "-"), NULL, 2);
    struct content *item = mock_item(&mock, list, "-");
    mock_lines(&mock, item, NULL, 1);
    struct content *nested = mock_node(&mock, item, CONTENT_LIST, style);
    mock_lines(&mock, mock_item(&mock, nested, "a"), NULL, 4);
    mock_item(&mock, list, "-"); /* nothing but its label */
    struct placed placed = flow_block(&mock.flow, list, NULL, room(200, true));
    assert_lines(&mock, placed,
                 "-@0,0 2.0@15,0 2.1@15,12 -@0,28 4.0@15,28 a@15,40 7.0@30,40 7.1@30,52 "
                 "7.2@30,64 7.3@30,76 -@0,92");
    struct sight sight = sight_placed(&mock, placed);
    assert_int_equal(sight.seen[0].source->type, CONTENT_ITEM);
    /* cut inside the nested item: no label comes twice */
    placed = flow_block(&mock.flow, list, NULL, room(64, true));
    assert_lines(&mock, placed,
                 "-@0,0 2.0@15,0 2.1@15,12 -@0,28 4.0@15,28 a@15,40 7.0@30,40 7.1@30,52");
    placed = flow_block(&mock.flow, list, placed.next, room(64, true));
    assert_int_equal(placed.fit, FIT_ALL);
    assert_lines(&mock, placed, "7.2@30,0 7.3@30,12 -@0,28");
    mock_free(&mock);
}

static void test_list_labels(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *style = mock_style(&mock), *small = mock_style(&mock), *large = mock_style(&mock);
    small->size = PT(6), small->leading = PT(8);
    large->size = PT(20), large->leading = PT(24);
    struct content *list = mock_node(&mock, NULL, CONTENT_LIST, style);
    mock_lines(&mock, mock_item(&mock, list, "1."), NULL, 1);
    mock_lines(&mock, mock_item(&mock, list, "1.000.000."), NULL,
               1); /* 50 pt and a third of an em */
    mock_lines(&mock, mock_item(&mock, list, "2."), small, 1);
    mock_lines(&mock, mock_item(&mock, list, "3."), large, 1);
    struct placed placed = flow_block(&mock.flow, list, NULL, room(200, true));
    struct sight sight = sight_placed(&mock, placed);
    for (size_t i = 0; i < sight.count; i += 2) {
        const struct seen *label = &sight.seen[i], *text = &sight.seen[i + 1];
        assert_int_equal(label->x, 0);
        assert_int_equal(text->x, PT(50) + PT(10) / 3);
        assert_int_equal(label->y + label->box->line->baseline,
                         text->y + text->box->line->baseline);
    }
    assert_int_equal(sight.count, 8);
    mock_free(&mock);
}

/* --- boxes, columns, pictures --- */

static void test_box(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *style = mock_style(&mock);
    for (int side = 0; side < SIDES; side++) {
        style->padding[side] = PT(5);
        style->border[side] = (struct style_border){PT(1), 0x112233};
    }
    style->fill = 0xF5F7FA;
    struct content *box = mock_box(&mock, NULL, style);
    mock_lines(&mock, box, NULL, 4);
    struct placed placed = flow_block(&mock.flow, box, NULL, room(120, false));
    assert_int_equal(placed.height, PT(60));
    struct sight sight = sight_placed(&mock, placed);
    assert_int_equal(sight.count, 9); /* fill, four edges, four lines */
    assert_int_equal(sight.seen[0].box->type, BOX_FILL);
    assert_int_equal(sight.seen[0].height, PT(60));
    assert_true(sight.seen[0].artifact);
    assert_int_equal(sight.seen[1].y, 500);
    assert_int_equal(sight.seen[3].y, 59500);
    assert_int_equal(sight.seen[5].x, PT(6));
    assert_int_equal(sight.seen[5].y, PT(6));

    placed = flow_block(&mock.flow, box, NULL, room(47, false)); /* cut: open below */
    assert_int_equal(placed.fit, FIT_PART);
    assert_int_equal(placed.height, PT(36));
    sight = sight_placed(&mock, placed);
    assert_int_equal(sight.count, 1 + 3 + 2);
    placed = flow_block(&mock.flow, box, placed.next, room(47, true)); /* and above */
    assert_int_equal(placed.fit, FIT_ALL);
    assert_lines(&mock, placed, "1.2@6,6 1.3@6,18");
    sight = sight_placed(&mock, placed);
    assert_int_equal(sight.count, 1 + 3 + 2);

    struct style *tall = mock_style(&mock);
    tall->min_height = PT(40);
    struct content *empty = mock_box(&mock, NULL, tall);
    placed = flow_block(&mock.flow, empty, NULL, room(50, false));
    assert_int_equal(placed.fit, FIT_ALL);
    assert_int_equal(placed.height, PT(40));
    assert_int_equal(flow_block(&mock.flow, empty, NULL, room(30, false)).fit, FIT_NONE);
    mock_free(&mock);
}

static void test_columns(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *columns = mock_node(&mock, NULL, CONTENT_COLUMNS, NULL);
    columns->as.columns.gap = PT(20);
    struct content *left = mock_node(&mock, columns, CONTENT_GROUP, NULL);
    left->as.group.width = (struct width){WIDTH_SHARE, 2000};
    mock_lines(&mock, left, NULL, 2);
    struct content *right = mock_node(&mock, columns, CONTENT_GROUP, NULL);
    right->as.group.width = (struct width){WIDTH_SHARE, 1000};
    mock_lines(&mock, right, NULL, 5);
    struct placed placed = flow_block(&mock.flow, columns, NULL, room(36, false));
    assert_int_equal(placed.fit, FIT_PART);
    assert_lines(&mock, placed, "2.0@0,0 2.1@0,12 4.0@140,0 4.1@140,12 4.2@140,24");
    assert_true(placed.next->done[0]);
    assert_false(placed.next->done[1]);
    placed = flow_block(&mock.flow, columns, placed.next, room(36, true));
    assert_int_equal(placed.fit, FIT_ALL);
    assert_lines(&mock, placed, "4.3@140,0 4.4@140,12");
    /* they begin together or not at all */
    assert_int_equal(flow_block(&mock.flow, columns, NULL, room(12, false)).fit, FIT_NONE);
    mock_free(&mock);
}

static void test_image(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct image image = {.width = PT(400), .height = PT(100)};
    struct style *centred = mock_style(&mock);
    centred->align = ALIGN_CENTER;
    struct content *node = mock_node(&mock, NULL, CONTENT_IMAGE, centred);
    node->as.image = &image;
    struct placed placed = flow_block(&mock.flow, node, NULL, room(50, false));
    assert_int_equal(placed.fit, FIT_ALL);
    assert_int_equal(placed.boxes->width, PT(200));
    assert_int_equal(placed.boxes->height, PT(50));
    assert_ptr_equal(placed.boxes->source, node);
    assert_int_equal(flow_block(&mock.flow, node, NULL, room(49, false)).fit, FIT_NONE);
    placed = flow_block(&mock.flow, node, NULL, room(25, true));
    assert_int_equal(placed.boxes->width, PT(100));
    assert_int_equal(placed.boxes->height, PT(25));
    assert_int_equal(placed.boxes->x, PT(50));
    mock_free(&mock);
}

static void test_widths(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *padded = mock_style(&mock);
    padded->padding[SIDE_LEFT] = padded->padding[SIDE_RIGHT] = PT(5);
    struct content *box = mock_box(&mock, NULL, padded);
    mock_text(&mock, box, NULL, "una parola");
    struct content *list = mock_node(&mock, box, CONTENT_LIST, NULL);
    mock_text(&mock, mock_item(&mock, list, "-"), NULL, "ancora parole");
    struct line_widths widths = flow_widths(&mock.flow, box);
    assert_int_equal(widths.minimum, PT(15 + 30 + 10));
    assert_int_equal(widths.maximum, PT(15 + 65 + 10));
    mock_free(&mock);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paragraph_cuts),
        cmocka_unit_test(test_paragraph_goes_on),
        cmocka_unit_test(test_keep_together),
        cmocka_unit_test(test_margins_collapse),
        cmocka_unit_test(test_run_resumes),
        cmocka_unit_test(test_contents),
        cmocka_unit_test(test_keep_with_next),
        cmocka_unit_test(test_keep_chain_at_the_top),
        cmocka_unit_test(test_break_and_space),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_list),
        cmocka_unit_test(test_list_labels),
        cmocka_unit_test(test_box),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_image),
        cmocka_unit_test(test_widths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

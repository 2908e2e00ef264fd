/* Bars, bands, progress, trend: sizes, places, and that nothing overprints. Glyphs are 5 pt wide at
 * 10 pt on 12. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "layout/chart.h"
#include "mock_content.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define WHOLE        ((int64_t)CHART_WHOLE)

static struct space room(int width, int height, bool fresh) {
    return (struct space){PT(width), PT(height), fresh, PT(400)};
}

static struct chart_item item(const char *label, int64_t size, const char *text) {
    return (struct chart_item){.label = label,
                               .text = text,
                               .symbol = "",
                               .percent = "",
                               .size = size,
                               .drawn = size != 0};
}

static struct content *chart(struct mock *mock, enum chart_kind kind,
                             const struct chart_item *items, size_t count) {
    struct content *node = mock_node(mock, NULL, CONTENT_CHART, NULL);
    struct chart *made = arena_alloc(mock->arena, sizeof *made);
    *made = (struct chart){.kind = kind, .items = items, .item_count = count, .colour = 0x0066CC};
    node->as.chart = made;
    return node;
}

static const struct seen *find(const struct sight *sight, const char *text) {
    for (size_t i = 0; i < sight->count; i++)
        if (!strcmp(sight->seen[i].text, text))
            return &sight->seen[i];
    fail_msg("\"%s\" is not there", text);
    return NULL;
}

/* The Nth box of TYPE, from 0, or NULL. */
static const struct seen *nth(const struct sight *sight, enum box_type type, size_t n) {
    for (size_t i = 0; i < sight->count; i++)
        if (sight->seen[i].box->type == type && n-- == 0)
            return &sight->seen[i];
    return NULL;
}

static bool meet(const struct seen *a, const struct seen *b) {
    return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
           b->y < a->y + a->height;
}

/* Everything belongs to NODE and stands in its place; no word lies on a word, an area or a rule. */
static void check_ink(const struct sight *sight, const struct content *node, struct placed placed,
                      len width) {
    for (size_t i = 0; i < sight->count; i++) {
        const struct seen *seen = &sight->seen[i];
        assert_ptr_equal(seen->source, node);
        assert_true(seen->x >= 0 && seen->x + seen->width <= width);
        assert_true(seen->y >= 0 && seen->y + seen->height <= placed.height);
        for (size_t j = 0; seen->box->type == BOX_LINE && j < sight->count; j++)
            if (i != j && meet(seen, &sight->seen[j]))
                fail_msg("\"%s\" meets a box of type %d \"%s\"", seen->text,
                         (int)sight->seen[j].box->type, sight->seen[j].text);
    }
}

static void bars_are_as_long_as_their_values(void **state) {
    (void)state;
    struct mock mock = mock_new();
    const struct chart_item items[] = {item("prima", WHOLE, "100"),
                                       item("seconda", WHOLE / 4, "25"), item("terza", 1, "poco"),
                                       item("quarta", 0, "n.d.")};
    struct content *node = chart(&mock, CHART_BARS, items, COUNT(items));
    struct placed placed = chart_place(&mock.flow, node, NULL, room(300, 300, false));
    assert_int_equal(placed.fit, FIT_ALL);
    struct sight sight = sight_placed(&mock, placed);
    check_ink(&sight, node, placed, PT(300));
    /* 300 less labels (35), 8, texts (20) and 4 */
    assert_int_equal(nth(&sight, BOX_FILL, 0)->x, PT(43));
    assert_int_equal(nth(&sight, BOX_FILL, 0)->width, PT(233));
    assert_int_equal(nth(&sight, BOX_FILL, 1)->width, PT(233) / 4);
    assert_int_equal(nth(&sight, BOX_FILL, 2)->width, PT(2)); /* what is not nothing can be seen */
    assert_null(nth(&sight, BOX_FILL, 3));
    assert_int_equal(find(&sight, "25")->x, PT(43) + PT(233) / 4 + PT(4));
    assert_int_equal(find(&sight, "n.d.")->x, PT(47));
    assert_int_equal(find(&sight, "prima")->y, find(&sight, "100")->y);
    mock_free(&mock);
}

static void long_words_and_narrow_places(void **state) {
    static const enum chart_kind kinds[] = {CHART_BARS, CHART_BANDS, CHART_PROGRESS, CHART_TREND};
    static const int widths[] = {500, 200, 120, 80};
    (void)state;
    for (size_t k = 0; k < COUNT(kinds); k++)
        for (size_t w = 0; w < COUNT(widths); w++) {
            struct mock mock = mock_new();
            struct chart_item items[] = {
                item("una etichetta molto lunga che va a capo", WHOLE / 2, "1.234.567,89 euro"),
                item("breve", WHOLE / 2, "7"), item("assente", 0, "da definire")};
            items[0].percent = "100,0 %";
            items[1].symbol = "#";
            size_t count = kinds[k] == CHART_PROGRESS ? 1 : COUNT(items);
            struct content *node = chart(&mock, kinds[k], items, count);
            struct placed placed = chart_place(&mock.flow, node, NULL, room(widths[w], 900, true));
            struct sight sight = sight_placed(&mock, placed);
            assert_int_equal(placed.fit, FIT_ALL);
            if (widths[w] >= 120)
                check_ink(&sight, node, placed, PT(widths[w]));
            mock_free(&mock);
        }
}

static void tracks_begin_and_end_together(void **state) {
    static const struct {
        int64_t size;
        const char *text;
    } cases[] = {{WHOLE / 2, "50 %"}, {WHOLE, "130 %"}, {0, "-5 %"}};
    (void)state;
    len x = -1, end = -1;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct mock mock = mock_new();
        struct chart_item one = item("abc", cases[i].size, cases[i].text);
        struct content *node = chart(&mock, CHART_PROGRESS, &one, 1);
        struct placed placed = chart_place(&mock.flow, node, NULL, room(200, 100, false));
        struct sight sight = sight_placed(&mock, placed);
        check_ink(&sight, node, placed, PT(200));
        /* labels take 30 percent, texts 4 em at least */
        const struct seen *track = nth(&sight, BOX_RULE, 0), *bar = nth(&sight, BOX_FILL, 0);
        assert_int_equal(track->x, PT(68));
        assert_int_equal(track->width, PT(88));
        assert_true(i == 0 || (track->x == x && track->x + track->width == end));
        x = track->x;
        end = track->x + track->width;
        assert_int_equal(bar ? bar->width : 0, PT(88) * cases[i].size / WHOLE);
        const struct seen *text = find(&sight, cases[i].text);
        assert_int_equal(text->x + text->width, PT(200));
        mock_free(&mock);
    }
}

static void bands_fill_the_width_exactly(void **state) {
    static const struct {
        int64_t sizes[4];
        size_t count;
        len width;
        len widths[4];
    } cases[] = {
        {{WHOLE / 3, WHOLE / 3, WHOLE / 3}, 3, PT(100), {33334, 33333, 33333}},
        {{WHOLE / 2, WHOLE / 4, WHOLE / 4}, 3, PT(100) + 1, {50001, 25000, 25000}},
        /* the largest remainders first, not the first parts */
        {{WHOLE / 10, WHOLE / 10 * 3, WHOLE / 10 * 6}, 3, PT(100) + 6, {10001, 30002, 60003}},
        {{WHOLE - 1, 1}, 2, PT(100), {PT(100), 0}},
        {{WHOLE}, 1, PT(100), {PT(100)}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct mock mock = mock_new();
        struct chart_item items[4];
        for (size_t p = 0; p < cases[i].count; p++)
            items[p] = item("p", cases[i].sizes[p], "1");
        struct content *node = chart(&mock, CHART_BANDS, items, cases[i].count);
        struct space space = {cases[i].width, PT(200), false, PT(400)};
        struct placed placed = chart_place(&mock.flow, node, NULL, space);
        struct sight sight = sight_placed(&mock, placed);
        len x = 0;
        for (size_t p = 0; p < cases[i].count; p++) {
            bool there = cases[i].widths[p] == 0;
            for (size_t s = 0; s < sight.count; s++)
                there |= sight.seen[s].x == x && sight.seen[s].y == 0 &&
                         sight.seen[s].width == cases[i].widths[p] && sight.seen[s].height > 0 &&
                         sight.seen[s].box->type != BOX_RULE;
            if (!there)
                fail_msg("case %zu, part %zu", i, p);
            x += cases[i].widths[p];
        }
        assert_int_equal(x, cases[i].width);
        mock_free(&mock);
    }
}

/* What is left of two parts side by side without colour. */
static void bands_differ_in_black_and_white(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct chart_item items[6];
    for (size_t i = 0; i < COUNT(items); i++)
        items[i] = item("p", WHOLE / 6, "1");
    struct content *node = chart(&mock, CHART_BANDS, items, COUNT(items));
    struct sight sight =
        sight_placed(&mock, chart_place(&mock.flow, node, NULL, room(120, 300, false)));
    int looks[6] = {0};
    for (size_t s = 0; s < sight.count; s++) {
        const struct seen *seen = &sight.seen[s];
        if (seen->y > 0 || seen->height == 0 || seen->width == 0)
            continue;
        int grey = (int)(255 - (seen->box->colour >> 16)) / 16 + 1;
        looks[seen->x / PT(20)] += seen->box->type == BOX_HATCH ? 100 : grey;
    }
    for (size_t i = 0; i < COUNT(looks); i++)
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(looks[i], looks[j]);
    mock_free(&mock);
}

static void the_key_of_bands(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct chart_item items[] = {item("raggiunto", WHOLE / 4 * 3, "12"), item("no", WHOLE / 4, "4"),
                                 item("sospeso", 0, "0")};
    const char *const percents[] = {"75 %", "25 %", "0 %"};
    for (size_t i = 0; i < COUNT(items); i++) {
        items[i].symbol = i == 0 ? "#" : "+";
        items[i].percent = percents[i];
    }
    struct content *node = chart(&mock, CHART_BANDS, items, COUNT(items));
    struct placed placed = chart_place(&mock.flow, node, NULL, room(300, 300, false));
    struct sight sight = sight_placed(&mock, placed);
    check_ink(&sight, node, placed, PT(300));
    const struct seen *symbol = find(&sight, "#"), *label = find(&sight, "raggiunto"),
                      *text = find(&sight, "12"), *percent = find(&sight, "75 %");
    assert_true(symbol->x < label->x && label->x + label->width < text->x &&
                text->x + text->width < percent->x);
    assert_true(symbol->y == label->y && label->y == text->y && text->y == percent->y);
    assert_int_equal(find(&sight, "no")->x, label->x);
    assert_int_equal(find(&sight, "4")->x + PT(5), text->x + text->width);
    assert_int_equal(find(&sight, "25 %")->x + PT(20), percent->x + percent->width);
    assert_non_null(find(&sight, "sospeso")); /* none of it is something to know too */
    mock_free(&mock);
}

static void a_trend_stands_on_its_zero_line(void **state) {
    (void)state;
    struct mock mock = mock_new();
    const struct chart_item items[] = {item("2024", WHOLE / 4 * 3, "3"), item("2025", 0, "n.d."),
                                       item("2026", -WHOLE / 4, "-1")};
    struct content *node = chart(&mock, CHART_TREND, items, COUNT(items));
    struct chart *made = arena_alloc(mock.arena, sizeof *made);
    *made = *node->as.chart;
    made->zero = WHOLE / 4;
    node->as.chart = made;
    struct placed placed = chart_place(&mock.flow, node, NULL, room(400, 300, false));
    struct sight sight = sight_placed(&mock, placed);
    check_ink(&sight, node, placed, PT(400));
    const struct seen *zero = nth(&sight, BOX_RULE, 0), *up = nth(&sight, BOX_FILL, 0),
                      *down = nth(&sight, BOX_FILL, 1);
    assert_int_equal(zero->width, PT(3 * 64)); /* slots of 64 pt at most */
    assert_int_equal(up->y + up->height, zero->y);
    assert_int_equal(down->y, zero->y);
    assert_int_equal(up->height, 3 * down->height);
    assert_int_equal(up->height + down->height, PT(64));
    assert_true(down->x == up->x + PT(128) && up->width == PT(32));
    assert_true(find(&sight, "3")->y + PT(12) <= up->y);
    assert_true(find(&sight, "-1")->y >= down->y + down->height);
    assert_true(find(&sight, "n.d.")->y + PT(12) <= zero->y);
    assert_int_equal(find(&sight, "2024")->y, find(&sight, "2026")->y);
    mock_free(&mock);
}

static void pages(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct chart_item items[20];
    for (int i = 0; i < 20; i++)
        items[i] = item(arena_format(mock.arena, "voce %d", i), WHOLE / 20 * i, "1");
    struct content *node = chart(&mock, CHART_BARS, items, 20);
    struct placed all = chart_place(&mock.flow, node, NULL, room(300, 400, false));
    assert_int_equal(all.fit, FIT_ALL);
    len row = all.height / 20;
    struct space space = room(300, 0, false);
    space.height = row * 3; /* a third of the page is left white rather than cut a chart */
    assert_int_equal(chart_place(&mock.flow, node, NULL, space).fit, FIT_NONE);
    space.height = row * 19;
    struct placed part = chart_place(&mock.flow, node, NULL, space);
    assert_int_equal(part.fit, FIT_PART);
    assert_int_equal(part.next->index, 18); /* never one row alone */
    struct placed rest = chart_place(&mock.flow, node, part.next, room(300, 400, true));
    assert_int_equal(rest.fit, FIT_ALL);
    assert_int_equal(rest.height, 2 * row);
    struct sight sight = sight_placed(&mock, rest);
    assert_non_null(find(&sight, "voce 18"));
    /* one column of a trend is not cut: by force on a fresh page only */
    struct content *trend = chart(&mock, CHART_TREND, items, 3);
    assert_int_equal(chart_place(&mock.flow, trend, NULL, room(300, 20, false)).fit, FIT_NONE);
    assert_int_equal(chart_place(&mock.flow, trend, NULL, room(300, 20, true)).fit, FIT_ALL);
    mock_free(&mock);
}

/* Everything of it is an artifact, under a group that names the table. */
static void a_silent_table_is_ink_only(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
    struct content *table = mock_table(&mock, root, NULL, "ss");
    mock_cells(&mock, table, ROW_BODY, 2, (const int[]){1, 1});
    table->as.table.silent = true;
    struct placed placed = flow_block(&mock.flow, table, NULL, room(300, 100, false));
    assert_int_equal(placed.fit, FIT_ALL);
    assert_true(placed.boxes->artifact);
    assert_ptr_equal(placed.boxes->source, table);
    struct sight sight = sight_placed(&mock, placed);
    assert_true(sight.count >= 2);
    for (size_t i = 0; i < sight.count; i++)
        assert_true(sight.seen[i].artifact);
    mock_free(&mock);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bars_are_as_long_as_their_values),
        cmocka_unit_test(long_words_and_narrow_places),
        cmocka_unit_test(tracks_begin_and_end_together),
        cmocka_unit_test(bands_fill_the_width_exactly),
        cmocka_unit_test(bands_differ_in_black_and_white),
        cmocka_unit_test(the_key_of_bands),
        cmocka_unit_test(a_trend_stands_on_its_zero_line),
        cmocka_unit_test(pages),
        cmocka_unit_test(a_silent_table_is_ink_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

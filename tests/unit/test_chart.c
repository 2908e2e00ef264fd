/* The Gantt chart: scale, bars, words, and where a page may cut it. Glyphs are 5 pt wide at 10 pt;
 * small type is 9. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/date.h"
#include "layout/chart.h"
#include "mock_content.h"

static struct space room(int width, int height, bool fresh) {
    return (struct space){PT(width), PT(height), fresh, PT(400)};
}

static int64_t day(int year, int month, int date) {
    return date_days((struct date){year, month, date});
}

/* ROWS rows of a chart over MONTHS months from January 2030. */
static struct content *chart(struct mock *mock, int months, struct gantt_row *rows, size_t count) {
    static const char *const names[] = {"gen", "feb", "mar", "apr", "mag", "giu",
                                        "lug", "ago", "set", "ott", "nov", "dic"};
    struct content *node = mock_node(mock, NULL, CONTENT_GANTT, NULL);
    struct gantt *gantt = arena_alloc(mock->arena, sizeof *gantt);
    struct gantt_tick *ticks = arena_array(mock->arena, (size_t)months * 2, sizeof *ticks);
    for (int i = 0; i < months; i++) {
        int64_t at = day(2030 + i / 12, i % 12 + 1, 1);
        if (i % 12 == 0)
            ticks[gantt->tick_count++] =
                (struct gantt_tick){at, arena_format(mock->arena, "%d", 2030 + i / 12), true};
        ticks[gantt->tick_count++] = (struct gantt_tick){at, names[i % 12], false};
    }
    gantt->ticks = ticks;
    gantt->first = day(2030, 1, 1);
    gantt->last = day(2030 + months / 12, months % 12 + 1, 1) - 1;
    gantt->label_head = "fase";
    gantt->value_head = "peso";
    gantt->rows = rows;
    gantt->row_count = count;
    gantt->colour = 0x0066CC;
    node->as.gantt = gantt;
    return node;
}

static struct gantt_row row(const char *label, int64_t start, int64_t end) {
    return (struct gantt_row){.label = label,
                              .value = "50",
                              .start_text = "01/01",
                              .end_text = "31/12",
                              .start = start,
                              .end = end,
                              .undated = ""};
}

static const struct seen *find(const struct sight *sight, const char *text) {
    for (size_t i = 0; i < sight->count; i++)
        if (!strcmp(sight->seen[i].text, text))
            return &sight->seen[i];
    return NULL;
}

static const struct seen *find_type(const struct sight *sight, enum box_type type) {
    for (size_t i = 0; i < sight->count; i++)
        if (sight->seen[i].box->type == type)
            return &sight->seen[i];
    return NULL;
}

static void test_bar(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct gantt_row rows[] = {row("prima", day(2030, 3, 1), day(2030, 3, 31)),
                               row("seconda", day(2030, 12, 31), day(2030, 12, 31)),
                               row("terza", 1, 0)};
    rows[1].hatched = true;
    rows[2].undated = "senza date";
    rows[2].value = "";
    struct content *node = chart(&mock, 12, rows, 3);
    struct placed placed = gantt_place(&mock.flow, node, NULL, room(500, 300, false));
    assert_int_equal(placed.fit, FIT_ALL);
    struct sight sight = sight_placed(&mock, placed);
    for (size_t i = 0; i < sight.count; i++)
        assert_ptr_equal(sight.seen[i].source, node);
    /* 500 less labels (190), values (18: four small glyphs) and 4: 288 pt for 365 days */
    const struct seen *bar = find_type(&sight, BOX_FILL);
    assert_int_equal(bar->x, PT(190) + PT(288) * (int64_t)59 / 365);
    assert_int_equal(bar->x + bar->width, PT(190) + PT(288) * (int64_t)90 / 365);
    assert_int_equal(bar->box->colour, 0x0066CC);
    const struct seen *from = find(&sight, "01/01"), *to = find(&sight, "31/12");
    assert_true(from->x + from->width < bar->x);
    assert_true(to->x > bar->x + bar->width);
    /* a day is thinner than what can be seen: 2 pt, and inside the plot; no room after it for a
     * date */
    const struct seen *hatch = find_type(&sight, BOX_HATCH);
    assert_int_equal(hatch->width, PT(2));
    assert_int_equal(hatch->x + hatch->width, PT(478));
    size_t dates = 0;
    for (size_t i = 0; i < sight.count; i++)
        dates += !strcmp(sight.seen[i].text, "31/12");
    assert_int_equal(dates, 1);
    const struct seen *value = find(&sight, "50"), *label = find(&sight, "prima");
    assert_int_equal(value->x + value->width, PT(500));
    assert_int_equal(value->y + value->box->line->baseline, label->y + label->box->line->baseline);
    assert_true(bar->y > label->y && bar->y + bar->height < label->y + label->height);
    assert_int_equal(find(&sight, "senza date")->x, PT(192));
    mock_free(&mock);
}

/* No word of the plot has a line through it. */
static void test_grid_lines(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct gantt_row rows[12];
    for (int i = 0; i < 12; i++)
        rows[i] = row("fase", day(2030, i + 1, 3), day(2030, i + 1, 20));
    rows[5] = row("senza", 1, 0);
    rows[5].undated = "parole al posto della barra";
    struct sight sight = sight_placed(
        &mock, gantt_place(&mock.flow, chart(&mock, 12, rows, 12), NULL, room(500, 900, false)));
    for (size_t i = 0; i < sight.count; i++)
        for (size_t j = 0; j < sight.count; j++) {
            const struct seen *rule = &sight.seen[i], *word = &sight.seen[j];
            if (rule->box->type == BOX_RULE && word->box->type == BOX_LINE && rule->width == 0 &&
                rule->x > word->x && rule->x < word->x + word->width &&
                rule->y < word->y + word->height && word->y < rule->y + rule->height)
                fail_msg("a line through \"%s\"", word->text);
        }
    mock_free(&mock);
}

/* ...but lines go on under the words where a row is taller, and over no bar. */
static void test_grid_under_words(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct gantt_row rows[] = {
        row("una fase con parole che riempiono tre righe di etichetta o anche "
            "quattro, se sono lunghe",
            day(2030, 3, 3), day(2030, 6, 20)),
        row("corta", day(2030, 3, 3), day(2030, 6, 20))};
    struct sight sight = sight_placed(
        &mock, gantt_place(&mock.flow, chart(&mock, 12, rows, 2), NULL, room(500, 900, false)));
    const struct seen *bar = find_type(&sight, BOX_FILL), *under = NULL;
    for (size_t i = 0; i < sight.count; i++) {
        const struct seen *rule = &sight.seen[i];
        if (rule->box->type != BOX_RULE || rule->width != 0 || rule->x <= bar->x ||
            rule->x >= bar->x + bar->width || rule->y + rule->height <= bar->y)
            continue;
        assert_true(rule->y >= bar->y + bar->height);
        under = under ? under : rule;
    }
    assert_non_null(under);
    assert_true(under->height >= PT(12));
    mock_free(&mock);
}

/* Labels and values stand in from the edges like the words of a table's cells. */
static void test_insets(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct style *style = mock_style(&mock);
    style->padding[SIDE_LEFT] = PT(5);
    style->padding[SIDE_RIGHT] = PT(6);
    struct gantt_row one = row("prima", day(2030, 1, 1), day(2030, 12, 31));
    struct content *node = chart(&mock, 12, &one, 1);
    struct gantt gantt = *node->as.gantt;
    gantt.label_style = style;
    node->as.gantt = &gantt;
    struct sight sight =
        sight_placed(&mock, gantt_place(&mock.flow, node, NULL, room(500, 300, false)));
    const struct seen *head = find(&sight, "peso"), *value = find(&sight, "50");
    assert_int_equal(find(&sight, "fase")->x, PT(5));
    assert_int_equal(find(&sight, "prima")->x, PT(5));
    assert_int_equal(head->x + head->width, PT(494));
    assert_int_equal(value->x + value->width, PT(494));
    /* the plot ends as far before the values as these from the edge */
    const struct seen *bar = find_type(&sight, BOX_FILL);
    assert_int_equal(bar->x, PT(190));
    assert_int_equal(bar->x + bar->width, head->x - PT(6));
    mock_free(&mock);
}

static void test_months_thin_out(void **state) {
    static const struct {
        int months, width;
        bool february, march, april, july, year;
    } cases[] = {
        {12, 600, true, true, true, true, true},     /* 30 pt a month */
        {12, 400, false, true, false, true, true},   /* every second */
        {24, 300, false, false, true, true, true},   /* quarters */
        {24, 200, false, false, false, true, true},  /* half years */
        {60, 300, false, false, false, false, true}, /* years only */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mock mock = mock_new();
        struct gantt_row one = row("f", day(2030, 1, 1), day(2030, 2, 1));
        struct sight sight =
            sight_placed(&mock, gantt_place(&mock.flow, chart(&mock, cases[i].months, &one, 1),
                                            NULL, room(cases[i].width, 300, false)));
        const bool seen[] = {find(&sight, "feb"), find(&sight, "mar"), find(&sight, "apr"),
                             find(&sight, "lug"), find(&sight, "2030")};
        const bool wanted[] = {cases[i].february, cases[i].march, cases[i].april, cases[i].july,
                               cases[i].year};
        for (size_t j = 0; j < 5; j++)
            if (seen[j] != wanted[j])
                fail_msg("case %zu, label %zu", i, j);
        mock_free(&mock);
    }
}

static void test_pages(void **state) {
    (void)state;
    struct mock mock = mock_new();
    struct gantt_row rows[8];
    for (int i = 0; i < 8; i++) {
        rows[i] = row(arena_format(mock.arena, "fase %d", i), day(2030, 1, 1), day(2030, 6, 1));
        rows[i].start_text = rows[i].end_text = "";
    }
    struct content *node = chart(&mock, 12, rows, 8);
    struct placed all = gantt_place(&mock.flow, node, NULL, room(500, 400, false));
    assert_int_equal(all.fit, FIT_ALL);
    len scale = all.height - 8 * PT(18); /* rows of 12 and twice 3 */
    struct space space = room(500, 0, false);
    /* it waits for a page that holds it, rather than be cut, while no more than a third of a page
     * stays empty */
    space.height = scale + PT(4 * 18);
    space.page = 3 * space.height + PT(4);
    struct placed waits = gantt_place(&mock.flow, node, NULL, space);
    assert_int_equal(waits.fit, FIT_NONE);
    assert_int_equal(waits.reason, REASON_TOGETHER);
    space.page = 3 * space.height - PT(4);
    assert_int_equal(gantt_place(&mock.flow, node, NULL, space).fit, FIT_PART);
    /* or when no page holds it. Three rows: it waits; four: it is cut */
    space.page = all.height - 1;
    space.height = scale + PT(3 * 18);
    assert_int_equal(gantt_place(&mock.flow, node, NULL, space).fit, FIT_NONE);
    space.height = scale + PT(4 * 18);
    struct placed part = gantt_place(&mock.flow, node, NULL, space);
    assert_int_equal(part.fit, FIT_PART);
    assert_int_equal(part.next->index, 4);
    /* never one row alone on the next page */
    space.height = scale + PT(7 * 18);
    assert_int_equal(gantt_place(&mock.flow, node, NULL, space).next->index, 6);
    space.fresh = true;
    struct placed rest = gantt_place(&mock.flow, node, part.next, space);
    assert_int_equal(rest.fit, FIT_ALL);
    assert_int_equal(rest.height, scale + PT(4 * 18));
    struct sight sight = sight_placed(&mock, rest);
    assert_true(find(&sight, "gen")->artifact);
    assert_null(find(&sight, "fase 3"));
    assert_false(find(&sight, "fase 4")->artifact);
    space.height = PT(1); /* by force, a row at a time */
    assert_int_equal(gantt_place(&mock.flow, node, NULL, space).next->index, 1);
    mock_free(&mock);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bar),
        cmocka_unit_test(test_grid_lines),
        cmocka_unit_test(test_grid_under_words),
        cmocka_unit_test(test_insets),
        cmocka_unit_test(test_months_thin_out),
        cmocka_unit_test(test_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

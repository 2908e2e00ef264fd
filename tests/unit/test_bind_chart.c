/* bind_chart: what charts draw and say, as dumps of single blocks over an invented plan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "content/bind.h"
#include "input/template_private.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char plan_text[] =
    "{\"obiettivi\": [{\"codice\": \"A\", \"fasi\": ["
    "{\"descrizione\": \"uno\", \"peso\": 10},"
    "{\"descrizione\": \"due\", \"peso\": 30.5},"
    "{\"descrizione\": \"tre\"}]}],\n"
    " \"extra\": {\"zero\": 0, \"testo\": \"da definire\", \"vuoto\": \"\","
    " \"grande\": 99999999999999, \"piccolo\": 0.000001}}";

struct bench {
    struct arena *arena;
    struct diags diags;
    struct buf out;
};

static struct bench bench_new(void) {
    struct bench bench = {.arena = arena_new()};
    bench.diags = diags_init(bench.arena);
    return bench;
}

static void bench_free(struct bench *bench) {
    buf_free(&bench->out);
    arena_free(bench->arena);
}

static struct file_text file_text(const char *text) {
    return (struct file_text){text, strlen(text)};
}

static const struct document *bound(struct bench *bench, const char *block) {
    const char *tests = getenv("PIAO_TESTS");
    struct template_source source = {
        .home = path_join(bench->arena, tests ? tests : "tests", "golden/template/home")};
    const char *text = arena_format(
        bench->arena, "piao-template: 1\nstyles: {months-head: {}, months-mark: {}}\nbody:\n%s\n",
        block);
    const struct data *plan =
        data_read(bench->arena, &bench->diags, "plan.json", plan_text, strlen(plan_text));
    const struct template *tmpl =
        template_read_text(bench->arena, &bench->diags, &source, "t.yaml", file_text(text));
    struct bind_options options = {0};
    return tmpl && plan ? bind(bench->arena, &bench->diags, tmpl, plan, &options) : NULL;
}

/* The block of a template that has no other; NULL when it left nothing. */
static const struct content *bind_one(struct bench *bench, const char *block) {
    const struct document *document = bound(bench, block);
    if (bench->diags.errors > 0) {
        struct buf said = BUF_INIT;
        diags_write(&said, &bench->diags, DIAG_ENGLISH, DIAG_TEXT);
        print_error("%s\n%s", block, buf_string(&said));
        buf_free(&said);
    }
    assert_non_null(document);
    const struct content *sheet = document->root->first;
    return sheet ? sheet->first : NULL;
}

/* "size symbol label text percent" of each item, then the alternative text. */
static const char *items_text(struct bench *bench, const struct content *node) {
    buf_clear(&bench->out);
    const struct chart *chart = node->as.chart;
    for (size_t i = 0; i < chart->item_count; i++) {
        const struct chart_item *item = &chart->items[i];
        if (item->drawn) {
            buf_format(&bench->out, "%lld", (long long)item->size);
        } else {
            buf_char(&bench->out, '-');
        }
        const char *const texts[] = {item->symbol, item->label, item->text, item->percent};
        for (size_t t = 0; t < COUNT(texts); t++) {
            buf_format(&bench->out, "%s%s", text_empty(texts[t]) ? "" : " ", texts[t]);
        }
        buf_text(&bench->out, "; ");
    }
    return buf_string(&bench->out);
}

#define FASI "rows: 'f in obiettivi[0].fasi', label: '${f.descrizione}', value: f.peso"

static void charts(void **state) {
    (void)state;
    static const struct {
        const char *block, *items, *alt;
    } cases[] = {
        {"- bars: {" FASI "}", "327868852 uno 10; 1000000000 due 30,5; - tre n.d.; ",
         "Grafico a barre con 3 voci. uno: 10; due: 30,5; tre: dato non disponibile."},
        {"- bars: {" FASI ", where: f.peso, title: Pesi, text: '${f.peso | percent}', maximum: 20}",
         "500000000 uno 10,00 %; 1000000000 due 30,50 %; ",
         "Pesi: grafico a barre con 2 voci. uno: 10,00 %; due: 30,50 %."},
        {"- bars: {rows: 'x in [extra.testo]', label: a, value: x}", NULL, NULL},
        {"- bars: {rows: 'x in []', label: a, value: x}", NULL, NULL},
        {"- bars: {rows: 'x in [extra.testo, 5]', label: a, value: x, text: '${x} ore'}",
         "- a da definire; 1000000000 a 5 ore; ",
         "Grafico a barre con 2 voci. a: da definire; a: 5 ore."},
        {"- bars: {rows: 'x in [0, 0]', label: a, value: x}", "0 a 0; 0 a 0; ",
         "Grafico a barre con 2 voci. a: 0; a: 0."},
        {"- bars: {rows: 'x in [-4, 2]', label: a, value: x}", "0 a -4; 1000000000 a 2; ",
         "Grafico a barre con 2 voci. a: -4; a: 2."},
        {"- bars: {rows: 'x in [-4]', label: a, value: x, maximum: -8}", "0 a -4; ",
         "Grafico a barre con 1 voce. a: -4."},
        {"- bars: {rows: 'x in [extra.grande, extra.piccolo]', label: a, value: x, maximum: "
         "extra.piccolo}",
         "1000000000 a 99.999.999.999.999; 1000000000 a 0,000001; ",
         "Grafico a barre con 2 voci. a: 99.999.999.999.999; a: 0,000001."},
        /* a whole of 3: percents with a decimal, and all of them */
        {"- bands: {parts: 'x in [2, 1, 0, extra.vuoto]', label: 'v${x}', value: x, title: Tutto, "
         "symbol: '#'}",
         "666666667 # v2 2 66,7 %; 333333333 # v1 1 33,3 %; 0 # v0 0 0,0 %; ",
         "Tutto: ripartizione di un totale di 3. v2: 2 (66,7 %); v1: 1 (33,3 %); v0: 0 (0,0 %)."},
        {"- bands: {parts: 'x in [1500, 500]', label: a, value: x}",
         "750000000 a 1.500 75 %; 250000000 a 500 25 %; ",
         "Ripartizione di un totale di 2.000. a: 1.500 (75 %); a: 500 (25 %)."},
        {"- bands: {parts: 'x in [0, 0]', label: a, value: x}", NULL, NULL},
        {"- progress: {value: 45, label: Avvio}", "450000000 Avvio 45 %; ", "Avvio: 45 %."},
        {"- progress: {value: 62.5}", "625000000 62,5 %; ", "Avanzamento: 62,5 %."},
        {"- progress: {value: 130, text: '${130 | percent}'}", "1000000000 130,00 %; ",
         "Avanzamento: 130,00 %."},
        {"- progress: {value: 0 - 5}", "0 -5 %; ", "Avanzamento: -5 %."},
        {"- progress: {value: extra.zero}", "0 0 %; ", "Avanzamento: 0 %."},
        {"- progress: {value: extra.vuoto, label: a}", NULL, NULL},
        {"- trend: {rows: 'x in [50, extra.vuoto, 100]', label: '202${loop.index}', value: x, "
         "title: "
         "Ore, text: '${x} h'}",
         "500000000 2021 50 h; - 2022 n.d.; 1000000000 2023 100 h; ",
         "Ore: andamento da 2021 a 2023. 2021: 50 h; 2022: dato non disponibile; 2023: 100 h."},
        {"- trend: {rows: 'x in [3, -1]', label: a, value: x}", "750000000 a 3; -250000000 a -1; ",
         "Andamento da a a a. a: 3; a: -1."},
        {"- trend: {rows: 'x in [7]', label: 2021, value: x}", "1000000000 2021 7; ",
         "Andamento. 2021: 7."},
        {"- trend: {rows: 'x in [0]', label: 2021, value: x}", "0 2021 0; ", "Andamento. 2021: 0."},
        {"- trend: {rows: 'x in [extra.vuoto]', label: a, value: x}", NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench bench = bench_new();
        const struct content *node = bind_one(&bench, cases[i].block);
        if (!cases[i].items) {
            assert_null(node);
        } else {
            assert_non_null(node);
            assert_int_equal(node->type, CONTENT_CHART);
            assert_string_equal(items_text(&bench, node), cases[i].items);
            assert_string_equal(node->alt, cases[i].alt);
        }
        bench_free(&bench);
    }
}

static void the_zero_line_of_a_trend(void **state) {
    (void)state;
    static const struct {
        const char *values;
        int64_t zero;
    } cases[] = {{"[3, -1]", 250000000}, {"[3, 1]", 0}, {"[-3, -1]", 1000000000}, {"[0]", 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench bench = bench_new();
        const struct content *node = bind_one(
            &bench, arena_format(bench.arena, "- trend: {rows: 'x in %s', label: a, value: x}",
                                 cases[i].values));
        assert_true(node->as.chart->zero == cases[i].zero);
        bench_free(&bench);
    }
}

static void gauges(void **state) {
    (void)state;
    static const char bands[] = "bands: [{from: 60, label: parziale, symbol: '◐'}, "
                                "{from: 45 + 45, label: raggiunto, symbol: '●'}, "
                                "{from: 0.5, label: avviato}]";
    static const struct {
        const char *value, *text, *words;
    } cases[] = {{"90", "", "●\u00A0raggiunto 90"},
                 {"89.99", "", "◐\u00A0parziale 89,99"},
                 {"60", ", text: '${60 | percent(0)}'", "◐\u00A0parziale 60 %"},
                 {"0.5", "", "avviato 0,5"},
                 {"0.4", "", "0,4"},
                 {"100", ", text: '${extra.vuoto}'", "●\u00A0raggiunto"},
                 {"0", ", text: '${extra.vuoto}'", NULL},
                 {"extra.vuoto", "", NULL}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench bench = bench_new();
        const struct content *node =
            bind_one(&bench, arena_format(bench.arena, "- gauge: {value: %s, %s%s}", cases[i].value,
                                          bands, cases[i].text));
        assert_int_equal(node != NULL, cases[i].words != NULL);
        if (node) {
            assert_int_equal(node->type, CONTENT_PARAGRAPH);
            assert_string_equal(spans_text(bench.arena, node->spans), cases[i].words);
        }
        bench_free(&bench);
    }
}

/* "label: 1 2 12" of each row: the columns whose cells have words. */
static const char *marks_text(struct bench *bench, const struct content *table) {
    buf_clear(&bench->out);
    for (const struct content *row = table->first->next; row; row = row->next) {
        for (const struct content *cell = row->first; cell; cell = cell->next) {
            assert_int_equal(cell->as.cell.header, cell == row->first);
            if (cell == row->first) {
                buf_format(&bench->out, "%s:", spans_text(bench->arena, cell->first->spans));
            } else if (cell->first) {
                buf_format(&bench->out, " %s%zu", spans_text(bench->arena, cell->first->spans),
                           cell->as.cell.column);
            }
        }
        buf_text(&bench->out, "; ");
    }
    return buf_string(&bench->out);
}

static void months(void **state) {
    (void)state;
    static const struct {
        const char *months, *marks;
    } cases[] = {{"range(2, 4)", "uno: X2 X3 X4; "},
                 {"[12, 1, 1, 1.0]", "uno: X1 X12; "},
                 {"7", "uno: X7; "},
                 {"extra.vuoto", "uno:; "},
                 {"[]", "uno:; "},
                 {"range(1, 12)", "uno: X1 X2 X3 X4 X5 X6 X7 X8 X9 X10 X11 X12; "}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench bench = bench_new();
        const struct content *table = bind_one(
            &bench, arena_format(bench.arena,
                                 "- months: {rows: 'x in [1]', label: uno, months: '%s', column: "
                                 "Fase}",
                                 cases[i].months));
        assert_int_equal(table->type, CONTENT_TABLE);
        assert_int_equal(table->as.table.column_count, 13);
        assert_int_equal(table->as.table.head_rows, 1);
        assert_string_equal(marks_text(&bench, table), cases[i].marks);
        const struct content *head = table->first->first;
        assert_string_equal(head->first->spans->text, "Fase");
        assert_null(head->first->spans->expansion);
        assert_string_equal(table->first->last->first->spans->text, "dic");
        assert_string_equal(table->first->last->first->spans->expansion, "dicembre");
        bench_free(&bench);
    }
    struct bench bench = bench_new();
    const struct content *table =
        bind_one(&bench, "- months: {rows: 'x in [2, 3]', label: '${x}', months: x, mark: 'm${x}', "
                         "title: Mesi, silent: true}");
    assert_string_equal(marks_text(&bench, table), "2: m22; 3: m33; ");
    assert_string_equal(spans_text(bench.arena, table->as.table.caption->spans), "Mesi");
    assert_true(table->as.table.silent);
    assert_null(bind_one(&bench, "- months: {rows: 'x in []', label: a, months: 1}"));
    bench_free(&bench);
}

static void wrong_values(void **state) {
    (void)state;
    static const struct {
        const char *block, *said;
    } cases[] = {
        {"- bands: {parts: 'x in [extra.testo, 1]', label: a, value: x}",
         "plan.json:2:32: error: \"value\" takes a number, found \"da definire\"  [chart-number]\n"
         "  at /extra/testo\n"},
        {"- bands: {parts: 'x in [-1.5, 1]', label: a, value: x}",
         "t.yaml:4:3: error: a part of a whole cannot be negative, found -1,5  [chart-number]\n"},
        {"- progress: {value: extra.testo}",
         "plan.json:2:32: error: \"value\" takes a number, found \"da definire\"  [chart-number]\n"
         "  at /extra/testo\n"},
        {"- gauge: {value: 3, bands: [{from: '\"x\"', label: a}]}",
         "t.yaml:4:3: error: \"from\" takes a number, found \"x\"  [chart-number]\n"},
        {"- bars: {rows: 'x in [1]', label: a, value: x, maximum: true}",
         "t.yaml:4:3: error: \"maximum\" takes a number, found \"sì\"  [chart-number]\n"},
        {"- months: {rows: 'x in [0, 13, 1.5, 12]', label: a, months: x}",
         "t.yaml:4:3: error: a month is a whole number from 1 to 12, found \"0\"  [chart-month]\n"
         "t.yaml:4:3: error: a month is a whole number from 1 to 12, found \"13\"  [chart-month]\n"
         "t.yaml:4:3: error: a month is a whole number from 1 to 12, found \"1,5\"  "
         "[chart-month]\n"},
        {"- months: {rows: 'x in [1]', label: a, months: '[\"gennaio\"]'}",
         "t.yaml:4:3: error: a month is a whole number from 1 to 12, found \"gennaio\"  "
         "[chart-month]\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bench bench = bench_new();
        assert_null(bound(&bench, cases[i].block));
        diags_write(&bench.out, &bench.diags, DIAG_ENGLISH, DIAG_TEXT);
        assert_string_equal(buf_string(&bench.out), cases[i].said);
        bench_free(&bench);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charts),       cmocka_unit_test(the_zero_line_of_a_trend),
        cmocka_unit_test(gauges),       cmocka_unit_test(months),
        cmocka_unit_test(wrong_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* bind: which blocks a template leaves of a plan: loops, ladders, tables, what has nothing to say,
 * places. */
#include "bind_bed.h"

static void loops_filter_sort_and_group(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - {each: o in obiettivi, do: [{text: \"${o.codice}\"}]}\n", "p:A1 p:B2 p:A3"},
        {"  - {each: o in obiettivi, where: o.peso >= 30, do: [{text: \"${o.codice}\"}]}\n",
         "p:A1 p:B2"},
        {"  - {each: o in obiettivi, where: 'o.unita == \"U1\"', do: [{text: \"${o.codice}\"}]}\n",
         "p:A1 p:A3"},
        {"  - {each: o in obiettivi, where: o.peso > 90, do: [{text: \"${o.codice}\"}]}\n", ""},
        {"  - {each: o in obiettivi, sort: o.peso, do: [{text: \"${o.codice}\"}]}\n",
         "p:A3 p:A1 p:B2"},
        {"  - {each: o in obiettivi, sort: [{by: o.peso, descending: true}], "
         "do: [{text: \"${o.codice}\"}]}\n",
         "p:B2 p:A1 p:A3"},
        {"  - {each: o in obiettivi, sort: [o.unita, {by: o.peso, descending: false}], "
         "do: [{text: \"${o.codice}\"}]}\n",
         "p:A3 p:A1 p:B2"},
        {"  - {each: o in obiettivi, sort: o.unita, do: [{text: \"${o.codice}\"}]}\n",
         "p:A1 p:A3 p:B2"}, /* equals stay in order */
        {"  - {each: o in obiettivi, group: o.unita, as: g, do: [{text: \"${g.key}: "
         "${join(o.codice for o in g.items)}\"}]}\n",
         "p:U1: A1, A3 p:U2: B2"},
        {"  - {each: o in obiettivi, do: [{text: \"${loop.index}/${loop.count}"
         "${if(loop.first, ' prima')}${if(loop.last, ' ultima')}\"}]}\n",
         "p:1/3 prima p:2/3 p:3/3 ultima"},
        {"  - {each: x in nulla.fasi, do: [{text: mai}]}\n", ""},
        {"  - each: o in obiettivi\n    where: o.fasi\n    do:\n"
         "    - {each: f in o.fasi, do: [{text: \"${o.codice} ${f.descrizione}\"}]}\n",
         "p:A1 Avvio p:A1 Chiusura p:A1 Verifica"},
        {"  - let: {o: 'obiettivi[1]', t: o.titolo}\n  - text: ${t} ${o.codice}\n", "p:Strade B2"},
    };
    check(cases, COUNT(cases));
}

static void headings_make_a_ladder(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - heading: A\n  - {heading: B, level: 2}\n  - {heading: C, level: 3}\n"
         "  - {heading: D, level: 2}\n  - heading: E\n",
         "h1:A* h2:B* h3:C h2:D* h1:E*"},
        {"  - {heading: A, level: 3}\n  - {heading: B, level: 5}\n  - {heading: C, level: 4}\n"
         "  - {heading: D, level: 6}\n  - {heading: E, level: 2}\n",
         "h1:A h2:B h2:C h3:D h1:E*"},
        {"  - heading: A\n  - {heading: \"${nulla.titolo}\", level: 2}\n"
         "  - {heading: B, level: 3}\n",
         "h1:A* h2:B"}, /* an empty heading is no rung */
        /* nor are those of a table that is not printed */
        {"  - heading: A\n  - table:\n      columns: [{width: 1fr}]\n"
         "      head: [{cells: [{blocks: [{heading: B, level: 2}]}]}]\n"
         "      body: [{each: x in nulla.fasi, cells: [y]}]\n"
         "  - {heading: C, level: 3}\n",
         "h1:A* h2:C"},
    };
    check(cases, COUNT(cases));
}

static void what_has_nothing_to_say_is_not_there(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - text: ${nulla.titolo}\n", ""},
        {"  - text: \" \"\n", ""},
        {"  - prose: ${nulla.testo}\n", ""},
        {"  - box:\n    - text: ${nulla.titolo}\n", ""},
        {"  - group:\n    - group:\n      - text: ${nulla.titolo}\n    keep-together: "
         "true\n",
         ""},
        {"  - columns:\n    - do: [{text: \"${nulla.titolo}\"}]\n    - do: []\n", ""},
        {"  - columns:\n    - do: [{text: \"${nulla.titolo}\"}]\n    - do: [{text: c}]\n",
         "columns{group group{p:c}}"},
        {"  - {text: mai, when: nulla}\n  - {text: sempre, when: obiettivi}\n", "p:sempre"},
        {"  - list: {each: f in nulla.fasi, item: \"${f.descrizione}\"}\n", ""},
        {"  - fields:\n    - {label: Uno, value: \"${nulla.titolo}\"}\n", ""},
        {"  - fields:\n    - {label: Uno, value: \"${nulla.titolo}\"}\n"
         "    - {label: Due, value: \"${primo.titolo}\"}\n",
         "table{row(th:Due td:Sportello)}"},
        {"  - fields:\n    - {label: Uno, value: \"${nulla.titolo}\", keep-empty: true}\n",
         "table{row(th:Uno td)}"},
        {"  - table:\n      columns: [{head: x, cell: \"${f.descrizione}\"}]\n"
         "      rows: f in nulla.fasi\n",
         ""},
        {"  - table:\n      columns: [{head: x, cell: \"${f.descrizione}\"}]\n"
         "      rows: f in nulla.fasi\n      keep-empty: true\n",
         "table{head(th:x*)}"},
        {"  - gantt: {rows: 'f in obiettivi[1].fasi', label: \"${f.descrizione}\", start: "
         "f.inizio, "
         "end: f.fine, title: G}\n",
         ""},
        {"  - gantt: {rows: f in primo.fasi, where: not f.inizio, label: "
         "\"${f.descrizione}\", "
         "start: f.inizio, end: f.fine, title: G}\n",
         "ul{li[•]{p:Verifica: senza date}}"}, /* no bar to draw: said in words */
        {"  - gantt: {rows: f in primo.fasi, where: not f.inizio, silent: true, label: "
         "\"${f.descrizione}\", "
         "start: f.inizio, end: f.fine, title: G}\n",
         ""}, /* a table says it */
    };
    check(cases, COUNT(cases));
}

static void sheets_without_content_are_not_there(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "body:\n- {sheet: page, do: [{text: \"${nulla.titolo}\"}]}\n"
                         "- {sheet: page, do: [{text: Uno}]}\n",
                         false));
    assert_string_equal(said(&bed), "sheet{p:Uno}");
    bed_free(&bed);
}

static void columns_that_are_hidden_take_their_cells_along(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - table:\n      columns:\n      - {head: A, cell: \"${f.descrizione}\", header: true}\n"
         "      - {head: B, cell: \"${f.unita}\", when: nulla}\n"
         "      - {head: C, cell: \"${f.peso}\", total: \"${sum(f.peso for f in "
         "primo.fasi)}\"}\n"
         "      rows: f in primo.fasi\n      where: f.inizio\n",
         "table{head(th:A* th:C*) row(th:Avvio td:40) row(th:Chiusura td) foot(th td:40)}"},
        /* a cell over three columns, of which one is hidden, is over two; one over that alone is
           gone */
        {"  - table:\n      columns: [{width: 1fr}, {width: 1fr, when: false}, {width: 1fr}]\n"
         "      head: [{cells: [{text: tutto, span: 3}]}]\n"
         "      body: [{cells: [a, b, c]}, {cells: [{text: ab, span: 2}, c]},"
         " {cells: [a, {text: bc, span: 2}]}]\n",
         "table{head(th1x2:tutto*) row(td:a td:c) row(td:ab td:c) row(td:a td:bc)}"},
        {"  - table:\n      columns: [{width: 1fr, when: false}]\n      body: [{cells: [a]}]\n",
         ""},
    };
    check(cases, COUNT(cases));
}

static void spans_end_where_the_rows_do(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - table:\n      columns: [{width: 1fr}, {width: 1fr}]\n"
         "      body: [{cells: [{text: a, rows: 3}, b]}, {cells: [c]}, {cells: [d]}]\n",
         "table{row(td3x1:a td:b) row(td:c) row(td:d)}"},
        /* the data leaves out a row that the cell counts on */
        {"  - table:\n      columns: [{width: 1fr}, {width: 1fr}, {width: 1fr}]\n"
         "      body: [{cells: [{text: a, rows: 3, span: 2}, b]}, {cells: [c]},"
         " {cells: [d], when: nulla}]\n",
         "table{row(td2x2:a td:b) row(td:c)}"},
    };
    check(cases, COUNT(cases));
}

static void tables_repeat_rows_and_have_titles(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - table:\n      title: Fasi di ${primo.codice}\n"
         "      columns: [{width: 1fr}, {width: 1fr}]\n"
         "      body:\n      - {cells: [{text: Inizio, span: 2}]}\n"
         "      - {each: f in primo.fasi, where: f.inizio, let: {d: f.descrizione},"
         " cells: [\"${loop.index}\", \"${d}\"]}\n"
         "      - {when: nulla, cells: [x, y]}\n",
         "table\"Fasi di A1\"{row(td1x2:Inizio) row(td:1 td:Avvio) row(td:2 td:Chiusura)}"},
        {"  - table:\n      columns: [{width: 1fr}]\n"
         "      body: [{cells: [{when: nulla, text: mai}]}, {cells: [{blocks: [{text: a}, "
         "{text: b}]}]}]\n",
         "table{row(td) row(td{p:a p:b})}"},
    };
    check(cases, COUNT(cases));
}

static void lists_have_marks(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - list: {each: f in primo.fasi, item: \"${f.descrizione}\"}\n",
         "ul{li[•]{p:Avvio} li[•]{p:Chiusura} li[•]{p:Verifica}}"},
        {"  - list: {each: f in primo.fasi, item: \"${f.descrizione}\", mark: "
         "\"${loop.index}.\", "
         "where: f.inizio}\n",
         "ol{li[1.]{p:Avvio} li[2.]{p:Chiusura}}"},
        {"  - list: {each: f in primo.fasi, item: \"${f.inizio | date}\"}\n",
         "ul{li[•]{p:10/02/2026} li[•]{p:01/06/2026}}"}, /* an empty item is none */
        {"  - prose: ${primo.testo}\n", "p:Il PIAO del* Comune. ul{li[•]{p:uno} li[•]{p:due}}"},
    };
    check(cases, COUNT(cases));
}

static void fields_stand_beside_or_above(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - fields: [{label: Uno, value: a}, {label: Due, value: b}]\n",
         "table{row(th:Uno td:a) row(th:Due td:b)}"},
        {"  - fields: [{label: Uno, value: a}, {label: Due, value: b}, {label: Tre, value: c}]\n"
         "    labels: above\n    columns: 2\n",
         "columns{group{p:Uno/a} group{p:Due/b}} columns{group{p:Tre/c} group}"},
    };
    check(cases, COUNT(cases));
}

static void nodes_and_spans_are_numbered_in_reading_order(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "body:\n- sheet: page\n  do:\n  - heading: A\n  - text: [b, c]\n"
                         "  - table: {title: t, columns: [{head: h, cell: \"${o.codice}\"}],"
                         " rows: o in obiettivi}\n",
                         false));
    const struct content *root = bed.document->root, *sheet = root->first;
    assert_int_equal(root->serial, 0);
    assert_int_equal(sheet->serial, 1);
    assert_int_equal(sheet->first->serial, 2);
    assert_int_equal(sheet->first->next->spans->next->serial, 2);
    const struct content *table = sheet->last;
    assert_int_equal(table->as.table.caption->serial, table->serial + 1);
    assert_int_equal(table->first->serial, table->serial + 2);
    assert_int_equal(bed.document->node_count, table->serial + 2 + 4 * 3);
    assert_int_equal(bed.document->span_count, 3 + 1 + 4);
    bed_free(&bed);
}

/* Words that are one value of the plan are placed there, others in the template. */
static void places_lead_to_where_the_words_are(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "body:\n- sheet: page\n  do:\n  - text: ${primo.titolo}\n"
                         "  - text: Un ${primo.titolo}\n"
                         "  - prose: ${primo.testo}\n",
                         false));
    const struct content *node = bed.document->root->first->first;
    assert_string_equal(node->source.file, "piano.json");
    assert_string_equal(node->source.pointer, "/obiettivi/0/titolo");
    assert_int_equal(node->source.line, 7);
    assert_string_equal(node->next->source.file, "prova.yaml");
    assert_int_equal(node->next->source.line, 8);
    assert_string_equal(node->next->next->source.pointer, "/obiettivi/0/testo");
    bed_free(&bed);
}

static void metadata_come_from_the_plan(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "title: ${documento.titolo} ${documento.esercizio}\n"
                         "author: ${ente.denominazione}\nkeywords: a, b\n"
                         "body:\n- sheet: page\n  do: [{text: Uno}]\n",
                         false));
    assert_string_equal(bed.document->title, "Piano 2026");
    assert_string_equal(bed.document->author, "Comune di Roccaverde");
    assert_string_equal(bed.document->keywords, "a, b");
    assert_string_equal(bed.document->subject, "");
    assert_string_equal(bed.document->language, "it-IT");
    bed_free(&bed);
}

/* Running heads see late fields and the names of their sheet; they take no part in the ladder. */
static void running_heads_belong_to_their_sheet(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "pages:\n  page:\n    header: [{heading: \"${o.codice}\"}]\n"
                         "    footer: [{text: \"${page} di ${pages}\"}]\n"
                         "body:\n- each: o in obiettivi\n  do:\n"
                         "  - sheet: page\n    do: [{heading: \"${o.titolo}\", level: 2}]\n",
                         false));
    assert_string_equal(said(&bed), "sheet{h1:Sportello*} sheet{h1:Strade*} sheet{h1:Archivio*}");
    const struct content *last = bed.document->root->last;
    buf_clear(&bed.out);
    put_node(&bed, last->as.sheet.header);
    put_node(&bed, last->as.sheet.footer);
    assert_string_equal(buf_string(&bed.out), "group{h1:A3*}group{p:page di pages}");
    assert_ptr_equal(last->as.sheet.header_next, last->as.sheet.header);
    bed_free(&bed);
}

static void errors_leave_no_document(void **state) {
    (void)state;
    struct bed bed;
    assert_false(bed_bind(&bed,
                          "body:\n- sheet: page\n  do:\n  - text: ${primo.peso / 0}\n"
                          "  - text: ${documento.titolo + 1}\n"
                          "  - {image: manca.png, alt: Stemma}\n",
                          false));
    assert_int_equal(bed.diags.errors, 3); /* all of them */
    bed_free(&bed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loops_filter_sort_and_group),
        cmocka_unit_test(headings_make_a_ladder),
        cmocka_unit_test(what_has_nothing_to_say_is_not_there),
        cmocka_unit_test(sheets_without_content_are_not_there),
        cmocka_unit_test(columns_that_are_hidden_take_their_cells_along),
        cmocka_unit_test(spans_end_where_the_rows_do),
        cmocka_unit_test(tables_repeat_rows_and_have_titles),
        cmocka_unit_test(lists_have_marks),
        cmocka_unit_test(fields_stand_beside_or_above),
        cmocka_unit_test(nodes_and_spans_are_numbered_in_reading_order),
        cmocka_unit_test(places_lead_to_where_the_words_are),
        cmocka_unit_test(metadata_come_from_the_plan),
        cmocka_unit_test(running_heads_belong_to_their_sheet),
        cmocka_unit_test(errors_leave_no_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

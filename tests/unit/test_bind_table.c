/* bind_table: rows and columns that follow the data: inner rows, spans over them, equal cells that
 * become one, a column for each item, words that come again after a page break. */
#include "bind_bed.h"

#define TABLE(COLUMNS) "  - table:\n      columns: [" COLUMNS "]\n      body:\n"

static void cells_span_inner_rows(void **state) {
    static const struct bound cases[] = {
        /* an objective and its phases; one without any has a row of its own */
        {TABLE("{}, {}, {}") "      - each: o in obiettivi\n"
                             "        cells: [{text: \"${o.titolo}\", rows: all}]\n"
                             "        rows: [{each: f in o.fasi, cells: [\"${f.descrizione}\", "
                             "\"${o.codice}.${loop.index}\"]}]\n",
         "table{row(td3x1:Sportello td:Avvio td:A1.1) row(td:Chiusura td:A1.2)"
         " row(td:Verifica td:A1.3) row(td:Strade td td) row(td:Archivio td td)}"},
        /* three levels, a row after the inner ones, conditions */
        {TABLE("{}, {}, {}") "      - each: o in obiettivi\n"
                             "        where: o.unita == 'U1'\n"
                             "        cells: [{text: \"${o.codice}\", rows: all}]\n"
                             "        rows:\n"
                             "        - each: f in o.fasi\n"
                             "          when: not loop.last\n"
                             "          cells: [{text: \"${f.descrizione}\", rows: all}]\n"
                             "          rows: [{cells: [a]}, {cells: [b], when: f.peso}]\n"
                             "        - cells: [{text: fine, span: 2}]\n",
         "table{row(td4x1:A1 td2x1:Avvio td:a) row(td:b) row(td:Chiusura td:a) row(td1x2:fine)"
         " row(td:A3 td1x2:fine)}"},
        /* a row that is complete in itself, and what spans it too */
        {TABLE("{}, {}") "      - each: o in obiettivi\n"
                         "        cells: [{text: \"${o.codice}\", rows: all}, testa]\n"
                         "        rows: [{each: f in o.fasi, cells: [\"${f.descrizione}\"]}]\n",
         "table{row(td4x1:A1 td:testa) row(td:Avvio) row(td:Chiusura) row(td:Verifica)"
         " row(td:B2 td:testa) row(td:A3 td:testa)}"},
        /* spans that are numbers end with the inner rows */
        {TABLE("{}, {}") "      - each: f in primo.fasi\n"
                         "        cells: [{text: \"${loop.index}\", rows: all}]\n"
                         "        rows: [{cells: [{text: x, rows: 9}]}]\n",
         "table{row(td:1 td:x) row(td:2 td:x) row(td:3 td:x)}"},
        {TABLE("{}, {}") "      - each: f in primo.fasi\n"
                         "        cells: [{text: \"${loop.index}\", rows: all}, y]\n"
                         "        rows: [{cells: [{text: x, rows: 9}]}]\n",
         "table{row(td2x1:1 td:y) row(td:x) row(td2x1:2 td:y) row(td:x) row(td2x1:3 td:y)"
         " row(td:x)}"},
        /* and reach over them when they began before */
        {TABLE("{}, {}, {}") "      - cells: [{text: x, rows: 3}, {text: y, span: 2}]\n"
                             "      - cells: [{text: z, rows: all}]\n"
                             "        rows: [{cells: [a]}, {cells: [b]}]\n",
         "table{row(td3x1:x td1x2:y) row(td2x1:z td:a) row(td:b)}"},
        /* hidden columns take the cells that span rows with them */
        {TABLE("{when: false}, {}") "      - each: o in obiettivi\n"
                                    "        cells: [{text: no, rows: all}]\n"
                                    "        rows: [{cells: [\"${o.codice}\"]}, {cells: [x]}]\n",
         "table{row(td:A1) row(td:x) row(td:B2) row(td:x) row(td:A3) row(td:x)}"},
        /* in the head */
        {"  - table:\n      head:\n      - cells: [{text: a, rows: all}]\n"
         "        rows: [{cells: [{text: b, span: 2}]}, {cells: [c, d]}]\n"
         "      body: [{cells: [1, 2, 3]}]\n",
         "table{head(th2x1:a* th1x2:b*) head(th:c* th:d*) row(td:1 td:2 td:3)}"},
    };
    (void)state;
    check(cases, COUNT(cases));
}

static void rows_have_groups_and_bands(void **state) {
    static const struct bound cases[] = {
        {TABLE("{}, {}") "      - each: o in obiettivi\n"
                         "        group: o.unita\n"
                         "        as: g\n"
                         "        cells: []\n"
                         "        rows:\n"
                         "        - cells: [{text: \"Unità ${g.key}\", span: all}]\n"
                         "        - {each: x in g.items, cells: [\"${x.titolo}\", \"${x.peso}\"]}\n"
                         "        - cells: [Totale, \"${sum(x.peso for x in g.items)}\"]\n",
         "table{row(td1x2:Unità U1) row(td:Sportello td:30) row(td:Archivio td:20)"
         " row(td:Totale td:50) row(td1x2:Unità U2) row(td:Strade td:50) row(td:Totale td:50)}"},
        {TABLE("{}, {}, {}, {}") "      - cells: [{text: a, rows: 2}, {text: b, span: all}, c]\n"
                                 "      - cells: [d, {text: e, span: all}]\n"
                                 "      - cells: [f, g, h, {text: i, span: all}]\n",
         "table{row(td2x1:a td1x2:b td:c) row(td:d td1x2:e) row(td:f td:g td:h td:i)}"},
        {"  - table: {body: [{cells: [{text: solo, span: all}]}]}\n", "table{row(td:solo)}"},
    };
    (void)state;
    check(cases, COUNT(cases));
}

static void equal_cells_become_one(void **state) {
    static const struct bound cases[] = {
        {"  - table:\n      rows: o in obiettivi\n      sort: o.unita\n      columns:\n"
         "      - {merge: true, cell: \"${o.unita}\"}\n      - {cell: \"${o.codice}\"}\n",
         "table{row(td2x1:U1 td:A1) row(td:A3) row(td:U2 td:B2)}"},
        /* only where the merging columns at the left are equal too; nothing is not equal to
         * nothing */
        {TABLE("{merge: true}, {}, {merge: true}, {merge: true}") "      - cells: [a, 1, x, '']\n"
                                                                  "      - cells: [a, 2, x, '']\n"
                                                                  "      - cells: [b, 3, x, k]\n"
                                                                  "      - cells: ['', 4, x, k]\n"
                                                                  "      - cells: ['', 5, x, k]\n",
         "table{row(td2x1:a td:1 td2x1:x td) row(td:2 td) row(td:b td:3 td:x td:k)"
         " row(td td:4 td2x1:x td2x1:k) row(td td:5)}"},
        /* a row keeps a cell; a band ends what goes on */
        {TABLE("{merge: true}, {merge: true}") "      - cells: [a, b]\n      - cells: [a, b]\n"
                                               "      - cells: [{text: z, span: all}]\n"
                                               "      - cells: [a, b]\n      - cells: [a, c]\n",
         "table{row(td2x1:a td:b) row(td:b) row(td1x2:z) row(td2x1:a td:b) row(td:c)}"},
        /* beside cells that span inner rows; cells with blocks are apart */
        {TABLE("{}, {merge: true}, {}") "      - each: o in obiettivi\n"
                                        "        cells: [{text: \"${o.codice}\", rows: all}]\n"
                                        "        rows: [{cells: [s, 1]}, {cells: [s, 2]}]\n",
         "table{row(td2x1:A1 td6x1:s td:1) row(td:2) row(td2x1:B2 td:1) row(td:2)"
         " row(td2x1:A3 td:1) row(td:2)}"},
        {TABLE("{merge: true}, {}") "      - cells: [{blocks: [{text: a, id: uno}]}, b]\n"
                                    "      - cells: [{blocks: [{text: a, id: due}]}, b]\n"
                                    "      - cells: [{blocks: [{heading: a}]}, b]\n"
                                    "      - cells: [{prose: \"- a\\n- b\"}, b]\n"
                                    "      - cells: [{prose: \"- a\\n- b\"}, c]\n",
         "table{row(td:a td:b) row(td:a td:b) row(td{h1:a*} td:b)"
         " row(td2x1{ul{li[•]{p:a} li[•]{p:b}}} td:b) row(td:c)}"},
        /* not in head and foot */
        {"  - table:\n      columns: [{merge: true}, {}]\n"
         "      head: [{cells: [a, b]}, {cells: [a, c]}]\n      body: [{cells: [a, d]}]\n"
         "      foot: [{cells: [a, b]}, {cells: [a, c]}]\n",
         "table{head(th:a* th:b*) head(th:a* th:c*) row(td:a td:d) foot(td:a td:b) foot(td:a "
         "td:c)}"},
    };
    (void)state;
    check(cases, COUNT(cases));
}

static void columns_have_loops(void **state) {
    static const struct bound cases[] = {
        {"  - table:\n      rows: o in obiettivi\n      columns:\n"
         "      - {head: Obiettivo, cell: \"${o.titolo}\", total: Totale}\n"
         "      - each: u in unita\n"
         "        sort: {by: u.codice, descending: true}\n"
         "        when: u.denominazione\n"
         "        head: ${u.denominazione}\n"
         "        cell: ${if(o.unita == u.codice, o.peso)}${if(loop.last, '!')}\n"
         "        total: ${sum(o.peso for o in obiettivi if o.unita == u.codice)}/${loop.index}\n",
         "table{head(th:Obiettivo* th:Lavori* th:Anagrafe*) row(td:Sportello td td:30)"
         " row(td:Strade td:50 td) row(td:Archivio td:! td:20!)"
         " foot(td:Totale td:50/1 td:50/2)}"},
        /* without items there is no column; what spans one spans all that it makes */
        {"  - table:\n      columns: [{each: x in nulla.fasi}, {each: u in unita}, {}]\n"
         "      body: [{cells: [a, b, c]}, {cells: [{text: d, span: all}]},"
         " {cells: [{text: e, span: 2}, f]}]\n",
         "table{row(td1x2:b td:c) row(td1x3:d) row(td1x2:e td:f)}"},
        {"  - table:\n      columns: [{each: u in unita, when: u.codice == 'U2', cell: "
         "\"${u.codice}\"}]\n",
         "table{row(td:U2)}"},
        {"  - table:\n      columns: [{each: u in nulla.fasi, cell: x}]\n", ""},
    };
    (void)state;
    check(cases, COUNT(cases));
}

static void columns_have_a_limit(void **state) {
    struct bed bed;
    (void)state;
    for (int most = 100; most <= 101; most++) {
        struct buf text = BUF_INIT;
        buf_text(&text, "body:\n- table: {columns: [{each: \"i in [0");
        for (int i = 1; i < most; i++) {
            buf_format(&text, ", %d", i);
        }
        buf_text(&text, "]\", cell: \"${i}\"}]}\n");
        bool bound = bed_bind(&bed, buf_string(&text), false);
        assert_int_equal(bed.diags.errors, most > 100);
        assert_true(bound || most > 100);
        if (most > 100) {
            assert_int_equal(bed.diags.first->code, MSG_TABLE_COLUMNS);
        } else {
            assert_int_equal(bed.document->root->first->first->as.table.column_count, 100);
        }
        buf_free(&text);
        bed_free(&bed);
    }
}

/* The words that come again in each cell of the first table, and which rows are kept. */
static const char *repeated(struct bed *bed, const char *body) {
    assert_true(bed_bind(bed, body, false));
    const struct content *table = bed->document->root->first->first;
    buf_clear(&bed->out);
    for (const struct content *row = table->first; row; row = row->next) {
        for (const struct content *cell = row->first; cell; cell = cell->next) {
            const struct content *words = cell->as.cell.continued;
            if (words) {
                assert_ptr_equal(words->parent, cell);
                assert_int_equal(words->serial, cell->serial + 1);
                put_spans(bed, words->spans);
                buf_char(&bed->out, ';');
            }
        }
        buf_text(&bed->out, row->as.row.keep_with_next ? "+" : "-");
    }
    return buf_string(&bed->out);
}

static void words_come_again(void **state) {
    static const struct {
        const char *body, *words;
    } cases[] = {
        {"body:\n- table:\n    columns: [{}, {}]\n    body:\n"
         "    - each: o in obiettivi\n"
         "      cells: [{text: [\"${o.titolo}\", {text: \" x\", link: "
         "'https://a.it'}], rows: all, repeat: true}]\n"
         "      rows: [{each: f in o.fasi, cells: [\"${f.descrizione}\"]}]\n",
         "Sportello x (segue);-----"},
        {"body:\n- table:\n    rows: o in obiettivi\n    sort: o.unita\n    columns:\n"
         "    - {head: U, merge: true, repeat: true, cell: \"${o.unita}\"}\n"
         "    - {head: C, cell: \"${o.codice}\"}\n",
         "-U1 (segue);---"},
        {"body:\n- table:\n    columns: [{}, {}]\n    body:\n"
         "    - cells: [{prose: \"Uno.\\n\\nDue.\", rows: 2, repeat: true}, a]\n"
         "    - cells: [b]\n    - cells: [{text: '', rows: 2, repeat: true}, a]\n"
         "    - cells: [b]\n",
         "Uno. (segue);----"},
        /* kept together: all rows of a turn but the last */
        {"body:\n- table:\n    columns: [{}, {}]\n    body:\n"
         "    - cells: [a, b]\n"
         "    - each: o in obiettivi\n"
         "      keep-with-next: true\n"
         "      cells: [{text: \"${o.titolo}\", rows: all}]\n"
         "      rows: [{each: f in o.fasi, cells: [\"${f.descrizione}\"]}]\n"
         "    - cells: [{text: c, span: all}]\n"
         "      keep-with-next: true\n"
         "      rows: [{cells: [d, e]}, {cells: [f, g]}]\n"
         "    - cells: [h, i]\n",
         "-++---++--"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bed bed;
        assert_string_equal(repeated(&bed, cases[i].body), cases[i].words);
        bed_free(&bed);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_span_inner_rows),  cmocka_unit_test(rows_have_groups_and_bands),
        cmocka_unit_test(equal_cells_become_one), cmocka_unit_test(columns_have_loops),
        cmocka_unit_test(columns_have_a_limit),   cmocka_unit_test(words_come_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
